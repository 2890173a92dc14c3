/* Beginning: which commune, for whom; a draft is made and filled with what registers know. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/db.h"
#include "core/field.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/province.h"
#include "core/q.h"
#include "dossiers_pages.h"
#include "modules/dossiers/pages.h"
#include "modules/dossiers/prefill.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

const struct input start_inputs[] = {
    INPUT_TEXT(struct start_input, place, T("Commune or ward"), .required = true, .max = 60),
    INPUT_CHOICE(struct start_input, whom, T("For whom are you doing this?"), "self|other", .required = true),
    INPUT_END};

static const char *time_words(struct q *q, const struct procedure *p)
{
    if (p->time_note_vi && *p->time_note_vi && q->language == LANGUAGE_VI)
        return p->time_note_vi;
    if (p->limit_value == COLUMN_NO_INT || !p->limit_unit)
        return tr(q, T("Not one figure for all cases; the slip says the date"));
    const char *n = number_vi(q->arena, p->limit_value);
    if (strcmp(p->limit_unit, "hour") == 0)
        return tr_fill(q, T("{n} hours"), "n", n);
    if (strcmp(p->limit_unit, "day") == 0)
        return tr_fill(q, T("{n} days"), "n", n);
    return p->limit_value == 0 ? tr(q, T("The same working day")) : tr_fill(q, T("{n} working days"), "n", n);
}

static const char *fee_words(struct q *q, const struct procedure *p)
{
    if (p->phi_vnd == 0 && p->le_phi_vnd == 0)
        return tr(q, T("Free of charge"));
    if (p->fee_note_vi && *p->fee_note_vi)
        return p->fee_note_vi;
    int64_t sum = (p->phi_vnd == COLUMN_NO_INT ? 0 : p->phi_vnd) + (p->le_phi_vnd == COLUMN_NO_INT ? 0 : p->le_phi_vnd);
    return sum ? tr_fill(q, T("{money} đồng"), "money", number_vi(q->arena, sum)) : tr(q, T("Set by the council of the province; told before you pay"));
}

static const char *papers_words(struct q *q, const struct procedure *p)
{
    const char *text = NULL;
    for (size_t i = 0; i < p->paper_count; i++)
        if (p->papers[i].mandatory && strcmp(p->papers[i].kind, "eform") != 0 && !p->papers[i].replaceable)
            text = text ? arena_printf(q->arena, "%s; %s", text, p->papers[i].name_vi) : p->papers[i].name_vi;
    return text;
}

static struct core_select_view *place_field(struct q *q, const char *chosen)
{
    const struct unit *const *all;
    size_t n = units_all(q, &all), count = 0;
    struct choice *choices = arena_new_array(q->arena, struct choice, n + 1);
    const char **keys = arena_new_array(q->arena, const char *, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (!text_equal(all[i]->kind, "commune") || !units_valid(all[i], time_local_days(clock_now())))
            continue;
        const char *key = text_sort_key(q->arena, all[i]->short_name_vi);
        size_t at = count++;
        for (; at > 0 && strcmp(keys[at - 1], key) > 0; at--) {
            keys[at] = keys[at - 1];
            choices[at] = choices[at - 1];
        }
        keys[at] = key;
        choices[at] = (struct choice){.value = all[i]->id, .label = units_full_name(q, all[i])};
    }
    return field_select(q, start_inputs, "place", chosen, T("Where you live, or where the matter belongs. Its office receives the dossier."), choices, count, T("Choose"));
}

static struct dossiers_start_drafts *drafts_here(struct q *q, const char *procedure_id, size_t *ret_count)
{
    struct dossiers_draft_rows rows;
    *ret_count = 0;
    if (dossiers_drafts_of(q, q->account->id, &rows) != OK)
        return NULL;
    struct dossiers_start_drafts *list = arena_new_array(q->arena, struct dossiers_start_drafts, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++)
        if (strcmp(rows.items[i].procedure_id, procedure_id) == 0)
            list[(*ret_count)++] = (struct dossiers_start_drafts){arena_printf(q->arena, "/ho-so/nhap/%s", rows.items[i].token), rows.items[i].updated_at};
    return list;
}

static enum result find_procedure(struct q *q, const struct procedure **ret)
{
    *ret = procedures_find(q, request_parameter(q, "procedure"), 0);
    return *ret ? OK : fail(q, NOT_FOUND, T("There is no such procedure in force today"));
}

static bool is_offline(const struct procedure *p)
{
    return text_equal(p->online_level, "none");
}

enum result start_show(struct q *q, const void *input)
{
    (void)input;
    const struct procedure *p;
    TRY(find_procedure(q, &p));
    const struct unit *home = units_of_reader(q);
    struct choice whom[] = {{"self", tr(q, T("For myself or my family")), NULL},
                            {"other", tr(q, T("For somebody who asked me to")), tr(q, T("The dossier says that you helped; it stays that person's."))}};
    struct dossiers_start_view v = {
        .procedure = procedures_name(q, p), .paper_words = papers_words(q, p), .time_words = time_words(q, p), .fee_words = fee_words(q, p),
        .action = arena_printf(q->arena, "/lam/%s", p->id), .procedure_url = arena_printf(q->arena, "/thu-tuc/%s", p->id), .offline = is_offline(p),
        .offline_words = tr(q, T("Bring the papers to the one-stop desk; the page of the procedure says where and what.")),
        .place = place_field(q, home ? home->id : NULL), .whom = field_radios(q, start_inputs, "whom", "self", NULL, whom, 2)};
    v.drafts = drafts_here(q, p->id, &v.drafts_count);
    struct page frame = {.shell = SHELL_SITE, .title = v.procedure, .no_index = true, .back = v.procedure_url};
    return dossiers_start_page(q, &frame, &v);
}

struct making { struct dossiers_draft_insert_in in; const char *meta; };

static enum result make_draft(struct q *q, void *arg)
{
    struct making *m = arg;
    TRY(dossiers_draft_insert(q, &m->in, NULL));
    struct dossiers_draft_save_in in = {.id = m->in.id, .before = 1, .place_unit = m->in.place_unit, .for_whom = m->in.for_whom, .data = m->in.data,
                                        .known = m->in.known, .steps = m->meta, .now = m->in.now};
    return dossiers_draft_save(q, &in, NULL);
}

enum result start_go(struct q *q, const void *input)
{
    const struct start_input *in = input;
    const struct procedure *p;
    const struct form *form;
    const struct unit *competent, *place = units_find(q, in->place);
    TRY(find_procedure(q, &p));
    if (!place || !text_equal(place->kind, "commune"))
        fail_field(q, "place", T("Choose the commune the matter belongs to"));
    TRY(q_check(q));
    if (is_offline(p))
        return fail(q, NOT_NOW, T("This cannot be submitted online yet."));
    TRY(procedures_competent(q, p, place, &competent));
    json_t *data = json_own(q, json_object()), *known = json_own(q, json_object()), *meta = json_own(q, json_object());
    TRY(machine_form(q, p, p->id, &form));
    TRY(prefill_form(q, form, q->account->person_number, &data, &known, meta));
    struct making m = {.meta = json_print(q->arena, meta)};
    m.in = (struct dossiers_draft_insert_in){.id = id_new(), .token = random_token(q->arena, 16), .account_id = q->account->id, .procedure_id = p->id,
        .procedure_version = p->version, .place_unit = place->id, .for_whom = in->whom, .data = json_print(q->arena, data),
        .known = json_print(q->arena, known), .now = clock_now()};
    TRY(db_transact(q, make_draft, &m));
    return reply_redirect(q, arena_printf(q->arena, "/ho-so/nhap/%s", m.in.token));
}
