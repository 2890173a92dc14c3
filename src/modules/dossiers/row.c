/* Dossiers between the database and struct life. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/i18n.h"
#include "core/jobs.h"
#include "core/journal.h"
#include "core/q.h"
#include "modules/dossiers/dossiers_inside.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

void dossier_from_row(const struct dossiers_dossier_row *r, struct dossier *ret)
{
    *ret = (struct dossier){
        .id = r->id, .code = r->code, .procedure_id = r->procedure_id, .procedure_version = r->procedure_version, .sector = r->sector,
        .receiving_unit = r->receiving_unit, .competent_unit = r->competent_unit, .original_unit = r->original_unit,
        .place_unit = r->place_unit, .channel = r->channel, .account_id = r->account_id, .person_account = r->person_account,
        .helper_name = r->helper_name, .applicant_name = r->applicant_name, .applicant_number = r->applicant_number,
        .applicant_phone = r->applicant_phone, .applicant_email = r->applicant_email, .applicant_address = r->applicant_address,
        .subject_kind = r->subject_kind, .summary = r->summary, .data = r->data, .known = r->known, .state = r->state, .status = r->status,
        .phase = r->phase, .submitted_at = r->submitted_at, .received_at = r->received_at, .due_at = r->due_at,
        .first_due_at = r->first_due_at, .soon_at = r->soon_at, .ended_at = r->ended_at, .returned_at = r->delivered_at,
        .paused_since = r->paused_since, .supplements = r->supplements, .extensions = r->extensions, .rating = r->rating,
        .version = r->version, .demo = r->demo};
}

enum result dossier_row_by_id(struct q *q, int64_t id, struct dossiers_dossier_row *ret)
{
    bool found;
    TRY(dossiers_dossier_by_id(q, id, ret, &found));
    return found ? OK : fail(q, NOT_FOUND, T("There is no such dossier"));
}

enum result dossiers_by_id(struct q *q, int64_t id, struct dossier *ret)
{
    struct dossiers_dossier_row row;
    TRY(dossier_row_by_id(q, id, &row));
    dossier_from_row(&row, ret);
    return OK;
}

enum result dossiers_by_code(struct q *q, const char *code, struct dossier *ret)
{
    struct dossiers_dossier_row row;
    bool found;
    TRY(dossiers_dossier_by_code(q, text_upper(q->arena, code ? code : ""), &row, &found));
    if (!found)
        return fail(q, NOT_FOUND, T("There is no dossier with the code {code}"), "code", code ? code : "");
    dossier_from_row(&row, ret);
    return OK;
}

enum result dossiers_state(struct q *q, const struct dossier *d, const struct workflow **ret_workflow, struct workflow_state *ret)
{
    const char *why = NULL;
    const struct procedure *p = procedures_find(q, d->procedure_id, d->procedure_version);
    TRY(machine_workflow(q, p, d->procedure_id, ret_workflow));
    if (workflow_state_read(q->arena, *ret_workflow, d->state, ret, &why) != OK)
        return fail(q, BROKEN, T("The state of this dossier does not fit its workflow: {why}"), "why", why ? why : "");
    return OK;
}

/* --- the whole life -------------------------------------------------------------------------------------------------------------- */

static enum result load_tasks(struct q *q, struct life *life)
{
    struct dossiers_tasks_open_rows rows;
    TRY(dossiers_tasks_open(q, life->row.id, &rows));
    for (size_t i = 0; i < rows.count && i < LIFE_TASKS; i++) {
        const struct dossiers_tasks_open_row *t = &rows.items[i];
        life->tasks[life->task_count++] = (struct life_task){t->number, t->step_id, t->role_id, t->unit_id, t->holder, t->holder_name,
                                                             t->held_since, t->opened_at, t->due_at, t->waiting};
    }
    return OK;
}

enum result life_load(struct q *q, int64_t id, struct life *ret)
{
    struct dossier d;
    *ret = (struct life){.begun = true};
    TRY(dossier_row_by_id(q, id, &ret->row));
    dossier_from_row(&ret->row, &d);
    TRY(dossiers_state(q, &d, &ret->workflow, &ret->state));
    ret->procedure = procedures_find(q, d.procedure_id, d.procedure_version);
    return load_tasks(q, ret);
}

/* --- writing ------------------------------------------------------------------------------------------------------------------- */

static int64_t order_due(const struct dossiers_dossier_row *r, int64_t moment)
{
    return r->ended_at || r->paused_since || !r->due_at ? FAR_AWAY : moment;
}

static const char *path_of(struct q *q, const char *unit_id)
{
    const struct unit *u = units_find(q, unit_id);
    return u ? u->path : "/";
}

static enum result insert_task(struct q *q, const struct dossiers_dossier_row *r, const struct life_task *t)
{
    struct dossiers_task_insert_in in = {
        .dossier_id = r->id, .number = t->number, .step_id = t->step_id, .role_id = t->role_id, .unit_id = t->unit_id,
        .unit_path = path_of(q, t->unit_id), .opened_at = t->opened_at, .due_at = t->due_at, .order_due = order_due(r, r->due_at),
        .soon_at = order_due(r, r->soon_at), .waiting = t->waiting};
    return dossiers_task_insert(q, &in, NULL);
}

static enum result update_task(struct q *q, const struct dossiers_dossier_row *r, const struct life_task *t)
{
    struct dossiers_task_update_in in = {
        .dossier_id = r->id, .number = t->number, .holder = t->holder, .holder_name = t->holder_name, .held_since = t->held_since,
        .due_at = t->due_at, .order_due = order_due(r, r->due_at), .soon_at = order_due(r, r->soon_at), .waiting = t->waiting};
    return dossiers_task_update(q, &in, NULL);
}

static const struct life_task *task_before(const struct life *before, int64_t number)
{
    for (size_t i = 0; before && i < before->task_count; i++)
        if (before->tasks[i].number == number)
            return &before->tasks[i];
    return NULL;
}

static bool task_differs(const struct life *life, const struct life *before, const struct life_task *now, const struct life_task *then)
{
    return now->holder != then->holder || now->held_since != then->held_since || now->due_at != then->due_at || now->waiting != then->waiting ||
           order_due(&life->row, life->row.due_at) != order_due(&before->row, before->row.due_at) ||
           order_due(&life->row, life->row.soon_at) != order_due(&before->row, before->row.soon_at);
}

static enum result save_tasks(struct q *q, const struct life *life, const struct life *before, int64_t at)
{
    for (size_t i = 0; i < life->closed_count; i++)
        TRY(dossiers_task_close(q, life->row.id, life->closed[i].number, at, life->closed[i].outcome ? q->account->id : 0,
                                life->closed[i].outcome, NULL));
    for (size_t i = 0; i < life->task_count; i++) {
        const struct life_task *t = &life->tasks[i], *then = task_before(before, t->number);
        if (!then)
            TRY(insert_task(q, &life->row, t));
        else if (task_differs(life, before, t, then))
            TRY(update_task(q, &life->row, t));
    }
    return OK;
}

static enum result add_timers(struct q *q, const struct life *life)
{
    for (size_t i = 0; i < life->timer_count; i++) {
        const struct workflow_timer *t = &life->timers[i];
        if (!t->due)
            continue;
        const char *key = arena_printf(q->arena, "%lld:%d", (long long)life->row.id, t->number);
        TRY(job_add(q, "dossiers.timer", key, t->due,
                    arena_printf(q->arena, "{\"dossier\":%lld,\"timer\":%d}", (long long)life->row.id, t->number)));
    }
    return OK;
}

static enum result write_journal(struct q *q, const struct life *life, int64_t status_before, const char *type, const char *reason, json_t *data)
{
    json_t *status = json_array();
    json_array_append_new(status, json_integer(status_before));
    json_array_append_new(status, json_integer(life->row.status));
    json_object_set_new(data, "status", status);
    json_put_int(data, "version", life->row.version);
    json_put_text(data, "phase", life->row.phase);
    return journal_write(q, &(struct event){.type = type, .subject_kind = "dossier", .subject_id = life->row.id, .unit_id = life->row.competent_unit,
                                            .person = life->row.applicant_number, .reason = reason, .data = json_print(q->arena, data)});
}

/* The result exists from the moment status 9 is reached: notices, papers and figures wait for exactly this line. */
static enum result tell_finished(struct q *q, const struct life *life, int64_t status_before, int64_t at)
{
    if (life->row.status != STATUS_PROCESSED || status_before == STATUS_PROCESSED)
        return OK;
    json_t *data = json_own(q, json_object());
    json_put_int(data, "at", at);
    json_put_text(data, "code", life->row.code);
    json_put_text(data, "procedure", life->row.procedure_id);
    json_put_int(data, "due_at", life->row.due_at);
    return journal_write(q, &(struct event){.type = "dossiers.finished", .subject_kind = "dossier", .subject_id = life->row.id,
                                            .unit_id = life->row.competent_unit, .person = life->row.applicant_number,
                                            .data = json_print(q->arena, data)});
}

enum result life_insert(struct q *q, struct life *life, json_t *data)
{
    struct dossiers_dossier_insert_in in;
    _Static_assert(sizeof in == sizeof life->row, "the row and the parameters of its insert have the same columns in the same order");
    memcpy(&in, &life->row, sizeof in);
    TRY(dossiers_dossier_insert(q, &in, NULL));
    TRY(save_tasks(q, life, NULL, life->row.submitted_at));
    TRY(dossier_words_insert(q, &life->row));
    TRY(add_timers(q, life));
    return write_journal(q, life, 0, "dossiers.submitted", NULL, data);
}

static enum result update_row(struct q *q, const struct dossiers_dossier_row *r, int64_t version_before)
{
    int64_t changed;
    struct dossiers_dossier_update_in in = {
        .id = r->id, .before = version_before, .competent_unit = r->competent_unit, .data = r->data, .state = r->state, .status = r->status,
        .phase = r->phase, .received_at = r->received_at, .due_at = r->due_at, .soon_at = r->soon_at, .ended_at = r->ended_at,
        .delivered_at = r->delivered_at, .paused_since = r->paused_since, .supplements = r->supplements, .extensions = r->extensions,
        .rating = r->rating, .alarm = r->alarm, .watch_at = r->watch_at, .version = r->version};
    TRY(dossiers_dossier_update(q, &in, &changed));
    return changed ? OK : fail(q, CONFLICT, T("Somebody else changed this dossier in the same moment; look at it again"));
}

enum result life_save(struct q *q, struct life *life, const struct life *before, const char *type, const char *reason, json_t *data)
{
    int64_t at = json_get_int(data, "at", 0);
    TRY(update_row(q, &life->row, before->row.version));
    TRY(save_tasks(q, life, before, at));
    TRY(add_timers(q, life));
    TRY(write_journal(q, life, before->row.status, type, reason, data));
    return tell_finished(q, life, before->row.status, at);
}
