/* Use case: a dossier is handed in, online by a resident, at the counter by an officer, or by the API. One transaction: the draft is
 * consumed, the number minted, row, tasks, search words, papers and the journal's line written; what follows (slip, notices) are jobs of
 * those who listen to "dossiers.submitted". */
#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/forms/form.h"
#include "modules/dossiers/dossiers_inside.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

struct submission {
    const struct dossier_submit *what;
    const struct procedure *procedure;
    const struct unit *competent, *receiving, *place;
    const char *summary;
    json_t *event; /* all of it but the code, which is minted in the transaction */
    struct life life;
    struct dossiers_dossier_row made; /* this submission, or the earlier one of the same draft */
    bool was_done;
};

static enum result check_data(struct q *q, const struct dossier_submit *what, const struct procedure *p)
{
    const struct form *form;
    TRY(machine_form(q, p, p->id, &form));
    struct form_errors errors = form_validate(q->arena, form, what->data);
    for (size_t i = 0; i < errors.count; i++)
        fail_field(q, errors.items[i].name, form_error_text(q->arena, &errors.items[i], q->language));
    if (!what->applicant_name || !*what->applicant_name)
        fail_field(q, "applicant_name", T("Enter the applicant's full name"));
    return q_check(q);
}

static enum result check_right(struct q *q, const struct submission *s)
{
    if (q->account->kind != ACCOUNT_OFFICER)
        return q->account->kind == ACCOUNT_NOBODY ? fail(q, NOT_SIGNED_IN, NULL) : OK;
    TRY(access_need(q, "dossiers.receive"));
    return access_need_unit(q, s->receiving->id);
}

/* What the dossier is about, in one line: the first full name in the form that is not the applicant's, else the applicant. */
static const char *find_name(const json_t *node, const char *applicant, int depth)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)node, key, value) {
        if (json_is_string(value) && (strcmp(key, "full_name") == 0 || strcmp(key, "business_name") == 0) &&
            !text_equal(json_string_value(value), applicant))
            return json_string_value(value);
        const char *inside = depth < 4 && json_is_object(value) && strcmp(key, "requester") != 0 ? find_name(value, applicant, depth + 1) : NULL;
        if (inside)
            return inside;
    }
    return NULL;
}

static const char *subject_kind(const struct procedure *p)
{
    return p->subject && strcmp(p->subject, "enterprise") == 0 ? "enterprise" : "citizen";
}

static json_t *describe(struct q *q, const struct submission *s, int64_t at)
{
    const struct dossier_submit *w = s->what;
    json_t *data = json_own(q, json_object()), *applicant = json_object();
    json_put_text(applicant, "name", w->applicant_name);
    json_put_text(applicant, "number", w->applicant_number);
    json_put_text(applicant, "phone", w->applicant_phone);
    json_put_text(applicant, "email", w->applicant_email);
    json_put_text(applicant, "address", w->applicant_address);
    json_put_int(data, "at", at);
    json_put_int(data, "id", id_new());
    json_put_text(data, "code", "");
    json_put_text(data, "procedure", s->procedure->id);
    json_put_int(data, "procedure_version", s->procedure->version);
    json_put_text(data, "sector", s->procedure->sector_code);
    json_put_text(data, "receiving_unit", s->receiving->id);
    json_put_text(data, "competent_unit", s->competent->id);
    json_put_text(data, "place_unit", s->place->id);
    json_put_int(data, "channel", w->channel);
    json_put_int(data, "account", q->account->id);
    json_put_int(data, "person_account", w->person_account);
    json_put_text(data, "helper", w->helper_name);
    json_object_set_new(data, "applicant", applicant);
    json_put_text(data, "subject_kind", subject_kind(s->procedure));
    json_put_text(data, "summary", s->summary);
    json_object_set(data, "data", (json_t *)w->data);
    json_object_set_new(data, "known", w->known ? json_incref((json_t *)w->known) : json_object());
    json_object_set_new(data, "papers", papers_to_json(q, w->papers, w->paper_count));
    json_object_set_new(data, "demo", json_boolean(w->demo));
    return data;
}

/* Double clicks and repeated requests meet here: only the first one turns the draft into a dossier. */
static enum result consume_draft(struct q *q, struct submission *s, int64_t dossier_id)
{
    int64_t changed;
    struct dossiers_draft_row draft;
    bool found;
    if (!s->what->draft_id)
        return OK;
    TRY(dossiers_draft_consume(q, s->what->draft_id, q->account->id, dossier_id, &changed));
    if (changed)
        return OK;
    TRY(dossiers_draft_by_id(q, s->what->draft_id, &draft, &found));
    if (!found || draft.account_id != q->account->id || !draft.dossier_id)
        return fail(q, NOT_FOUND, T("This draft is not there any more"));
    s->was_done = true;
    return dossier_row_by_id(q, draft.dossier_id, &s->made);
}

/* What can be worked out beforehand is: while a transaction runs, all who want to write wait for it. */
static enum result prepare(struct q *q, struct submission *s)
{
    s->event = describe(q, s, clock_now());
    return life_apply(q, &s->life, "dossiers.submitted", s->event, LIFE_NOW);
}

static enum result write_all(struct q *q, void *arg)
{
    struct submission *s = arg;
    struct dossiers_dossier_row *row = &s->life.row;
    s->was_done = false;
    TRY(consume_draft(q, s, row->id));
    if (s->was_done)
        return OK;
    TRY(dossier_number(q, s->receiving->id, row->submitted_at, &row->code));
    json_put_text(s->event, "code", row->code);
    row->folded = dossier_folded(q, row);
    s->made = *row;
    TRY(papers_insert(q, row->id, 0, row->submitted_at, s->what->papers, s->what->paper_count));
    return life_insert(q, &s->life, s->event);
}

static enum result find_places(struct q *q, struct submission *s)
{
    s->place = units_find(q, s->what->place_unit);
    if (!s->place || !units_valid(s->place, time_local_days(clock_now())))
        return fail(q, INVALID, T("Choose the commune the matter belongs to"));
    TRY(procedures_competent(q, s->procedure, s->place, &s->competent));
    s->receiving = s->what->receiving_unit ? units_find(q, s->what->receiving_unit) : s->competent;
    return s->receiving ? OK : fail(q, INVALID, T("There is no such receiving unit"));
}

enum result dossiers_submit(struct q *q, const struct dossier_submit *what, struct dossier *ret)
{
    struct submission s = {.what = what, .procedure = procedures_find(q, what->procedure_id, 0)};
    if (!s.procedure)
        return fail(q, NOT_FOUND, T("There is no such procedure in force today"));
    TRY(find_places(q, &s));
    TRY(check_right(q, &s));
    TRY(check_data(q, what, s.procedure));
    s.summary = find_name(what->data, what->applicant_name, 0);
    if (!s.summary)
        s.summary = what->applicant_name;
    TRY(prepare(q, &s));
    TRY(db_transact(q, write_all, &s));
    dossier_from_row(&s.made, ret);
    if (s.was_done)
        return fail(q, ALREADY_DONE, T("This was submitted already; its code is {code}"), "code", ret->code);
    return OK;
}
