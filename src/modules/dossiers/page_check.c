/* Everything on one page before it is submitted; submitting. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/app.h"
#include "core/province.h"
#include "core/q.h"
#include "dossiers_pages.h"
#include "modules/dossiers/answers.h"
#include "modules/dossiers/due.h"
#include "modules/dossiers/lists.h"
#include "modules/dossiers/pages.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

const struct input submit_inputs[] = {INPUT_END};

const char *day_words(struct q *q, int64_t t)
{
    static const char *const days[] = {T("Monday"), T("Tuesday"), T("Wednesday"), T("Thursday"), T("Friday"), T("Saturday"), T("Sunday")};
    struct local_time l = time_local(t);
    const char *day = tr(q, days[date_weekday(time_local_days(t)) - 1]);
    return arena_printf(q->arena, "%02d:%02d %s %s", l.hour, l.minute, day, date_vi(q->arena, l.date));
}

static void show_rows(struct q *q, const struct draft *d, struct dossiers_check_view *v)
{
    struct form_rows rows = form_summary(q->arena, d->form, d->data, d->known, &dossiers_lists, q->language);
    struct dossiers_check_sections *sections = arena_new_array(q->arena, struct dossiers_check_sections, rows.count + 1);
    struct dossiers_check_sections_rows *list = arena_new_array(q->arena, struct dossiers_check_sections_rows, rows.count + 1);
    size_t last = SIZE_MAX;
    for (size_t i = 0; i < rows.count; i++) {
        const struct form_row *r = &rows.items[i];
        if (r->section != last)
            sections[v->sections_count++] = (struct dossiers_check_sections){.title = r->section_title, .rows = &list[i]};
        last = r->section;
        const char *source = r->known_source ? r->known_source : NULL;
        list[i] = (struct dossiers_check_sections_rows){.group = *r->group ? r->group : NULL, .label = r->label, .value = r->value, .source = source,
            .change = arena_printf(q->arena, "%s?ve=kiem-tra", draft_url(q, d, r->step_id))};
        sections[v->sections_count - 1].rows_count++;
    }
    v->sections = sections;
}

static void show_lacking(struct q *q, const struct draft *d, struct dossiers_check_view *v)
{
    struct dossiers_check_lacking *list = arena_new_array(q->arena, struct dossiers_check_lacking, d->steps.count + 1);
    for (size_t i = 0; i < d->steps.count; i++)
        if (!d->steps.items[i].complete)
            list[v->lacking_count++] = (struct dossiers_check_lacking){draft_step_title(q, &d->steps.items[i]), draft_url(q, d, d->steps.items[i].id)};
    v->lacking = list;
}

static bool is_spared(const struct draft *d, const struct procedure_paper *p)
{
    const char *name;
    json_t *source;
    json_object_foreach(json_object_get(d->meta, "sources"), name, source)
        if (p->replaceable && strstr(p->replaceable, name))
            return true;
    return false;
}

static bool has_file(const struct draft *d, int64_t number)
{
    for (size_t i = 0; i < d->papers.count; i++)
        if (d->papers.items[i].number == number)
            return true;
    return false;
}

static void show_papers(struct q *q, const struct draft *d, struct dossiers_check_view *v)
{
    struct dossiers_check_papers *papers = arena_new_array(q->arena, struct dossiers_check_papers, d->papers.count + 1);
    struct dossiers_check_missing_papers *missing = arena_new_array(q->arena, struct dossiers_check_missing_papers, d->procedure->paper_count + 1);
    for (size_t i = 0; i < d->papers.count; i++)
        papers[v->papers_count++] = (struct dossiers_check_papers){d->papers.items[i].name, arena_printf(q->arena, "%s, %s", d->papers.items[i].file_name,
                                    size_words(q, d->papers.items[i].size))};
    for (size_t i = 0; i < d->procedure->paper_count; i++) {
        const struct procedure_paper *p = &d->procedure->papers[i];
        if (p->mandatory && strcmp(p->kind, "eform") != 0 && !is_spared(d, p) && !has_file(d, p->number))
            missing[v->missing_papers_count++].name = p->name_vi;
    }
    v->papers = papers;
    v->missing_papers = missing;
    v->papers_url = draft_url(q, d, "giay-to");
}

static void show_due(struct q *q, const struct draft *d, const struct unit *competent, struct dossiers_check_view *v)
{
    struct calendar_due due;
    int64_t now = clock_now();
    v->now = day_words(q, now);
    if (competent && due_of_law(q, units_office(q, competent), d->procedure, now, NULL, 0, &due))
        v->due = day_words(q, due.due);
}

static const char *fee_of(struct q *q, const struct procedure *p)
{
    bool unknown = p->phi_vnd == COLUMN_NO_INT && p->le_phi_vnd == COLUMN_NO_INT;
    int64_t sum = (p->phi_vnd == COLUMN_NO_INT ? 0 : p->phi_vnd) + (p->le_phi_vnd == COLUMN_NO_INT ? 0 : p->le_phi_vnd);
    if (unknown)
        return tr(q, T("Set by the council of the province; told before you pay"));
    return sum ? tr_fill(q, T("{money} đồng"), "money", number_vi(q->arena, sum)) : tr(q, T("Free of charge"));
}

enum result check_show(struct q *q, const void *input)
{
    (void)input;
    struct draft d;
    const struct draft_part *parts;
    const struct unit *competent = NULL;
    TRY(draft_load(q, request_parameter(q, "draft"), &d));
    if (d.row.dossier_id)
        return draft_to_receipt(q, &d);
    const struct unit *place = units_find(q, d.row.place_unit);
    if (!place || procedures_competent(q, d.procedure, place, &competent) != OK)
        q_forget(q);
    struct dossiers_check_view v = {
        .procedure = procedures_name(q, d.procedure), .saved = draft_saved_words(q, &d), .place = place ? units_full_name(q, place) : "",
        .agency = competent ? units_agency_name(q, competent) : "", .fee = fee_of(q, d.procedure), .action = draft_url(q, &d, "kiem-tra"),
        .declaration = tr(q, T("By submitting you declare that what you filled in is true. The dossier gets its code and its slip at once.")),
        .ready = draft_incomplete(&d) == 0, .later = "/cua-toi"};
    show_rows(q, &d, &v);
    show_lacking(q, &d, &v);
    show_papers(q, &d, &v);
    show_due(q, &d, competent, &v);
    v.parts_count = draft_parts(q, &d, -2, &parts, &v.number);
    struct dossiers_check_parts *list = arena_new_array(q->arena, struct dossiers_check_parts, v.parts_count + 1);
    for (size_t i = 0; i < v.parts_count; i++)
        list[i] = (struct dossiers_check_parts){parts[i].title, parts[i].url, parts[i].done, parts[i].current};
    v.parts = list;
    v.total = (int64_t)v.parts_count;
    struct page frame = {.shell = SHELL_SITE, .title = arena_printf(q->arena, "%s – %s", tr(q, T("Check before you submit")), v.procedure), .no_index = true,
                         .back = draft_url(q, &d, "giay-to")};
    return dossiers_check_page(q, &frame, &v);
}

/* --- submitting ---------------------------------------------------------------------------------------------------------------------------- */

static const char *find_text(const json_t *data, const char *const *names)
{
    for (; *names; names++) {
        const json_t *value = answers_value(data, *names);
        if (json_is_string(value) && *json_string_value(value))
            return json_string_value(value);
    }
    return NULL;
}

/* The applicant: the signed-in person; who helps somebody else takes that person's data from the form's first person. */
static void fill_applicant(struct q *q, const struct draft *d, struct dossier_submit *s)
{
    static const char *const names[] = {"requester.full_name", "subject.full_name", "owner.full_name", "land_user.full_name", "applicant.full_name", NULL};
    static const char *const numbers[] = {"requester.identity_number", "subject.identity_number", "owner.identity_number", "land_user.identity_number", NULL};
    static const char *const phones[] = {"requester.phone", "phone", "owner.phone", "applicant.phone", NULL};
    static const char *const emails[] = {"requester.email", "email", "owner.email", NULL};
    static const char *const addresses[] = {"requester.residence.full_text", "permanent_address.full_text", "owner_contact_address.full_text", NULL};
    bool helping = strcmp(d->row.for_whom, "other") == 0;
    const char *name = find_text(s->data, names), *number = find_text(s->data, numbers);
    s->applicant_name = helping && name ? name : q->account->name;
    s->applicant_number = helping && number ? number : q->account->person_number;
    s->applicant_phone = find_text(s->data, phones);
    s->applicant_email = find_text(s->data, emails);
    s->applicant_address = find_text(s->data, addresses);
    s->helper_name = helping ? q->account->name : NULL;
}

static const struct dossier_upload *uploads_of(struct q *q, const struct draft *d)
{
    struct dossier_upload *list = arena_new_array(q->arena, struct dossier_upload, d->papers.count + 1);
    for (size_t i = 0; i < d->papers.count; i++) {
        const struct dossiers_draft_papers_row *r = &d->papers.items[i];
        list[i] = (struct dossier_upload){r->number, r->name, r->digest, r->file_name, r->kind, r->size, r->pages, r->source, r->problem};
    }
    return list;
}

enum result check_submit(struct q *q, const void *input)
{
    (void)input;
    struct draft d;
    struct dossier dossier;
    TRY(draft_load(q, request_parameter(q, "draft"), &d));
    if (d.row.dossier_id)
        return draft_to_receipt(q, &d);
    if (draft_incomplete(&d))
        return reply_redirect(q, draft_url(q, &d, "kiem-tra"));
    struct dossier_submit s = {.procedure_id = d.row.procedure_id, .place_unit = d.row.place_unit, .channel = CHANNEL_ONLINE,
                               .data = form_finish(q->arena, d.form, d.data), .known = d.known, .papers = uploads_of(q, &d), .paper_count = d.papers.count,
                               .draft_id = d.row.id, .person_account = q->account->id, .demo = q->app->settings.demo};
    fill_applicant(q, &d, &s);
    enum result r = dossiers_submit(q, &s, &dossier);
    if (r == PROBLEM_ALREADY_DONE)
        q_forget(q); /* the second click: the same slip */
    else
        TRY(r);
    return reply_redirect(q, dossier_url(q, &dossier, "da-nop"));
}
