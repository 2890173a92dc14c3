/* /thu-tuc/{id}: everything a resident needs to decide and to begin; the same without navigation at /thu-tuc/{id}/in. */
#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/access_roles.h"
#include "engines/workflow/workflow.h"
#include "modules/procedures/procedures_inside.h"
#include "modules/units/units.h"
#include "procedures_pages.h"
#include "procedures_queries.h"

enum { RELATED_MOST = 4 };

/* --- papers -------------------------------------------------------------------------------------------------------------------- */

static const struct { const char *name, *say; } registers[] = {
    {"population_db", T("the national population database")},
    {"civil_status_db", T("the electronic civil-status database")},
    {"birth_notice_db", T("the birth notices of health facilities")},
    {"death_notice_db", T("the death notices of health facilities")},
    {"land_db", T("the land database")},
    {"enterprise_db", T("the enterprise register")},
    {"insurance_db", T("the insurance database")},
    {"tax_db", T("the tax database")},
    {"education_db", T("the education database")},
    {"health_db", T("the health database")},
    {"vehicle_db", T("the vehicle register")},
    {"social_protection_db", T("the social-protection database")},
    {"previous_result", T("a result issued to you before")}};

static const char *register_names(struct q *q, const char *replaceable)
{
    size_t count, n = 0;
    char **words = text_split(q->arena, replaceable, ' ', &count);
    const char **said = arena_new_array(q->arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < sizeof registers / sizeof *registers; k++)
            if (text_equal(registers[k].name, words[i]))
                said[n++] = tr(q, registers[k].say);
    return text_join(q->arena, said, n, ", ");
}

static const char *kind_words(struct q *q, const struct procedure_paper *paper)
{
    const char *kind = text_equal(paper->kind, "original") ? T("Original") : text_equal(paper->kind, "certified") ? T("Certified copy") : T("Copy");
    if (paper->copies > 1)
        return tr_fill(q, T("{kind}, {n} copies"), "kind", tr(q, kind), "n", number_vi(q->arena, paper->copies));
    return tr(q, kind);
}

static const struct procedures_paper_view *paper_view(struct q *q, const struct procedure *p, const struct procedure_paper *paper)
{
    struct procedures_paper_view *v = arena_new_one(q->arena, struct procedures_paper_view);
    struct procedures_paper_notes *notes = arena_new_array(q->arena, struct procedures_paper_notes, 3);
    bool online = !text_equal(p->online_level, "none");
    *v = (struct procedures_paper_view){.name = procedures_text(q, paper->name_vi), .got = paper->replaceable, .typed = text_equal(paper->kind, "eform"), .notes = notes};
    if (v->typed)
        notes[v->notes_count++].say = tr(q, online ? T("Filled in on the screen; nothing to print.") : T("The desk has the form."));
    if (paper->condition_vi)
        notes[v->notes_count++].say = procedures_text(q, paper->condition_vi);
    if (paper->replaceable)
        notes[v->notes_count++].say = tr_fill(q, T("Not needed when it is found in {register}; the system looks for you."), "register", register_names(q, paper->replaceable));
    else if (!v->typed)
        notes[v->notes_count++].say = kind_words(q, paper);
    return v;
}

/* First what everybody needs; what depends on the case stands apart. */
static void fill_papers(struct q *q, const struct procedure *p, struct procedures_show_view *v)
{
    struct procedures_show_papers *papers = arena_new_array(q->arena, struct procedures_show_papers, p->paper_count + 1);
    struct procedures_show_sometimes *sometimes = arena_new_array(q->arena, struct procedures_show_sometimes, p->paper_count + 1);
    for (size_t i = 0; i < p->paper_count; i++) {
        const struct procedures_paper_view *paper = paper_view(q, p, &p->papers[i]);
        if (p->papers[i].mandatory)
            papers[v->papers_count++].paper = paper;
        else
            sometimes[v->sometimes_count++].paper = paper;
    }
    v->papers = papers;
    v->sometimes = sometimes;
    v->sometimes_number = (int64_t)v->sometimes_count;
    v->papers_unsure = p->paper_count && procedures_certainty(p, FACTS_PAPERS) == CERTAINTY_KNOWLEDGE;
}

/* --- steps, law, notes ------------------------------------------------------------------------------------------------------------ */

static void fill_steps(struct q *q, const struct procedure *p, struct procedures_show_view *v)
{
    const struct workflow_step *steps;
    const struct workflow *wf = procedures_workflow(q, p);
    size_t count = wf ? workflow_steps(wf, &steps) : 0;
    struct procedures_show_steps *list = arena_new_array(q->arena, struct procedures_show_steps, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct access_role *role = access_role(steps[i].role);
        const char *unit = units_kind_name(q, steps[i].unit_kind), *who = role ? pick_language(q, role->name_vi, role->name_en) : "";
        list[i] = (struct procedures_show_steps){pick_language(q, steps[i].name, steps[i].name_en),
                                                 *unit && *who ? arena_printf(q->arena, "%s · %s", who, unit) : *who ? who : unit};
    }
    v->steps = list;
    v->steps_count = count;
}

static void fill_laws(struct q *q, const struct procedure *p, struct procedures_show_view *v)
{
    size_t count;
    if (!p->legal_basis)
        return;
    char **cited = text_split(q->arena, p->legal_basis, ';', &count);
    struct procedures_show_laws *laws = arena_new_array(q->arena, struct procedures_show_laws, count + 1);
    for (size_t i = 0; i < count; i++) {
        const char *one = text_clean(q->arena, cited[i]);
        const struct norm *norm = one && *one ? procedures_norm(q, one) : NULL;
        if (one && *one)
            laws[v->laws_count++] = (struct procedures_show_laws){one, norm ? pick_language(q, norm->title_vi, norm->title_en) : NULL,
                                                                  norm ? norm->effective_to : INT32_MIN};
    }
    v->laws = laws;
}

static void fill_notes(struct q *q, const struct procedure *p, struct procedures_show_view *v)
{
    struct procedures_show_notes *notes = arena_new_array(q->arena, struct procedures_show_notes, 2);
    if (p->time_note_vi)
        notes[v->notes_count++] = (struct procedures_show_notes){tr(q, T("Time")), procedures_text(q, p->time_note_vi), procedures_certainty(p, FACTS_TIME) == CERTAINTY_KNOWLEDGE};
    if (p->fee_note_vi)
        notes[v->notes_count++] = (struct procedures_show_notes){tr(q, T("Fee")), procedures_text(q, p->fee_note_vi), procedures_certainty(p, FACTS_FEE) == CERTAINTY_KNOWLEDGE};
    v->notes = notes;
}

static void fill_versions(struct q *q, const struct procedure *p, struct procedures_show_view *v)
{
    const struct catalogue *c = procedures_catalogue;
    struct procedures_show_versions *list = arena_new_array(q->arena, struct procedures_show_versions, c->version_count + 1);
    for (size_t i = 0; i < c->version_count; i++) {
        const struct procedure *one = &c->versions[i];
        if (text_equal(one->id, p->id))
            list[v->versions_count++] = (struct procedures_show_versions){
                one->version, one->valid_from, one->valid_to == INT32_MAX ? INT32_MIN : one->valid_to,
                arena_printf(q->arena, "/thu-tuc/%s?phienban=%lld", p->id, (long long)one->version), one == p};
    }
    v->versions = list;
}

/* --- around it ----------------------------------------------------------------------------------------------------------------------- */

static const struct life_event *event_of(const struct procedure *p)
{
    const struct catalogue *c = procedures_catalogue;
    for (size_t i = 0; i < c->event_count; i++)
        if (procedures_in_event(c, c->events[i].id, p))
            return &c->events[i];
    return NULL;
}

static void fill_related(struct q *q, const struct procedure *p, const struct life_event *event, struct procedures_show_view *v)
{
    struct procedures_show_related *list = arena_new_array(q->arena, struct procedures_show_related, RELATED_MOST);
    for (size_t i = 0; event && i < event->count && v->related_count < RELATED_MOST; i++) {
        const struct procedure *other = procedures_find(q, event->procedures[i], 0);
        if (other && !text_equal(other->id, p->id))
            list[v->related_count++] = (struct procedures_show_related){procedures_name(q, other), procedures_url(q, other)};
    }
    v->related = list;
    v->event_name = event ? pick_language(q, event->name_vi, event->name_en) : NULL;
}

static void fill_hours(struct q *q, const struct unit *who, struct procedures_show_view *v)
{
    size_t count;
    const char *text = units_hours_text(q, who);
    char **lines = text_split(q->arena, text, ';', &count);
    struct procedures_show_hours *hours = arena_new_array(q->arena, struct procedures_show_hours, count + 1);
    for (size_t i = 0; *text && i < count; i++)
        hours[v->hours_count++].say = text_clean(q->arena, lines[i]);
    v->hours = hours;
    v->counter = v->place;
}

static void fill_facts(struct q *q, const struct procedure *p, struct procedures_show_view *v)
{
    const struct unit *who;
    struct procedure_said time = procedures_say_time(q, p), fee = procedures_say_fee(q, p), place = procedures_say_place(q, p, &who);
    v->time = time.main;
    v->time_small = time.small;
    v->fee = fee.main;
    v->fee_small = fee.small;
    v->place = place.main;
    v->place_small = place.small;
    v->result = procedures_text(q, p->result_name_vi);
    v->result_small = text_equal(p->online_level, "none") ? NULL : tr(q, T("electronic copy kept in your store, paper on request"));
    fill_hours(q, who, v);
}

/* --- for officers ----------------------------------------------------------------------------------------------------------------- */

static enum result fill_officer(struct q *q, const struct procedure *p, struct procedures_show_view *v)
{
    static const char *const labels[FACTS_COUNT] = {T("Name, code, who decides"), T("Time"), T("Fee"), T("Online level"), T("Papers")};
    struct procedures_confirmations_of_rows rows;
    struct procedures_show_officer *officer = arena_new_one(q->arena, struct procedures_show_officer);
    struct procedures_show_officer_groups *groups = arena_new_array(q->arena, struct procedures_show_officer_groups, FACTS_COUNT);
    TRY(procedures_confirmations_of(q, p->id, p->version, &rows));
    for (int i = 0; i < FACTS_COUNT; i++) {
        groups[i] = (struct procedures_show_officer_groups){.label = tr(q, labels[i]), .facts = procedures_facts_name((enum procedure_facts)i),
                                                            .sure = procedures_certainty(p, (enum procedure_facts)i) != CERTAINTY_KNOWLEDGE};
        for (size_t k = 0; k < rows.count; k++)
            if (text_equal(rows.items[k].facts, groups[i].facts)) {
                groups[i].confirmed = true;
                groups[i].by = rows.items[k].account_name;
                groups[i].source = rows.items[k].source;
                groups[i].at = rows.items[k].at;
            }
    }
    *officer = (struct procedures_show_officer){.groups = groups, .groups_count = FACTS_COUNT, .may = access_may(q, "procedures.confirm"),
                                                .version = p->version, .proposed = p->legal_basis ? text_truncate(q->arena, p->legal_basis, 500) : ""};
    v->officer = officer;
    return OK;
}

/* --- the page ------------------------------------------------------------------------------------------------------------------------ */

static const char *as_people_write(struct q *q, const char *iso)
{
    struct date d;
    return iso && date_parse_iso(iso, &d) ? date_vi(q->arena, d) : iso;
}

static void fill(struct q *q, const struct procedure *p, struct procedures_show_view *v)
{
    v->id = p->id;
    v->name = procedures_name(q, p);
    v->lead = procedures_say_sentence(q, p);
    v->open = !text_equal(p->online_level, "none");
    v->start = arena_printf(q->arena, "/lam/%s", p->id);
    v->newest = procedures_url(q, p);
    v->old_version = procedures_find(q, p->id, 0) != p;
    v->choose = arena_printf(q->arena, "/xa?ve=/thu-tuc/%s", p->id);
    v->owner = procedures_owner_name(q, p);
    v->code = p->code;
    v->later = procedures_text(q, p->later_change_vi);
    v->as_of = as_people_write(q, p->as_of);
    v->print = arena_printf(q->arena, "/thu-tuc/%s/in", p->id);
    v->address = arena_printf(q->arena, "%s/thu-tuc/%s", q->app->settings.base_url, p->id);
    fill_facts(q, p, v);
    fill_papers(q, p, v);
    fill_steps(q, p, v);
    fill_laws(q, p, v);
    fill_notes(q, p, v);
    fill_versions(q, p, v);
}

static enum result need(struct q *q, const struct show_input *in, const struct procedure **ret)
{
    procedures_confirmed_refresh(q);
    *ret = procedures_find(q, in->id, in->phienban == INT64_MIN ? 0 : in->phienban);
    return *ret ? OK : fail(q, NOT_FOUND, T("There is no procedure with this code"));
}

enum result procedures_answer_one(struct q *q, const void *input)
{
    const struct procedure *p;
    struct procedures_show_view v = {.printed = false};
    TRY(need(q, input, &p));
    const struct life_event *event = event_of(p);
    const struct sector *sector = procedures_sector(q, p->sector_code);
    fill(q, p, &v);
    fill_related(q, p, event, &v);
    if (q->account->kind == ACCOUNT_OFFICER)
        TRY(fill_officer(q, p, &v));
    struct crumb crumbs[] = {
        {tr(q, T("Public services")), "/"},
        event ? (struct crumb){v.event_name, arena_printf(q->arena, "/su-kien/%s", event->id)}
              : (struct crumb){sector ? pick_language(q, sector->name_vi, sector->name_en) : NULL, arena_printf(q->arena, "/linh-vuc/%s", p->sector_code)},
        {NULL, NULL}};
    return procedures_show_page(q, &(struct page){.title = v.name, .description = v.lead, .crumbs = crumbs, .current = "/", .canonical = procedures_url(q, p),
                                                  .no_index = v.old_version}, &v);
}

enum result procedures_answer_print(struct q *q, const void *input)
{
    const struct procedure *p;
    struct procedures_show_view v = {.printed = true};
    TRY(need(q, input, &p));
    fill(q, p, &v);
    return procedures_show_page(q, &(struct page){.shell = SHELL_PRINT, .title = v.name, .no_index = true}, &v);
}
