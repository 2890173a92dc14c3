/* Use case: something is done with a dossier. Load, decide (act_allowed.c), write the event, apply it, save: one transaction. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/must.h"
#include "base/text.h"
#include "core/access.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/q.h"
#include "engines/forms/form.h"
#include "modules/accounts/accounts.h"
#include "modules/dossiers/dossiers_inside.h"
#include "modules/procedures/procedures.h"

struct acting { const struct dossier_act *act; struct dossier result; };

static const char *type_of_outcome(const struct life *life, const struct life_task *task, const struct workflow_choice *choice)
{
    switch (choice->kind) {
    case WORKFLOW_SUPPLEMENT: return "dossiers.supplement_requested";
    case WORKFLOW_REFUSE: return "dossiers.refused";
    case WORKFLOW_STOP: return "dossiers.stopped";
    case WORKFLOW_EXTEND: return "dossiers.extended";
    default: break;
    }
    const struct workflow_step *step = workflow_step_find(life->workflow, task->step_id);
    return step->national_status == STATUS_RETURNED && choice->kind != WORKFLOW_RETURN ? "dossiers.delivered" : "dossiers.step_done";
}

static const char *type_of(const struct life *life, const struct dossier_act *act, const struct life_task *task, const struct workflow_choice *choice)
{
    switch (act->kind) {
    case ACT_TAKE: return "dossiers.taken";
    case ACT_RELEASE: return "dossiers.released";
    case ACT_ASSIGN: return "dossiers.assigned";
    case ACT_OUTCOME: return type_of_outcome(life, task, choice);
    case ACT_ANSWER: return "dossiers.supplement_answered";
    case ACT_WITHDRAW: return "dossiers.withdrawn";
    case ACT_RESTORE: return "dossiers.restored";
    case ACT_PAPERS_RETURNED: return "dossiers.papers_returned";
    case ACT_NOTE: return "dossiers.noted";
    case ACT_DELIVER: return "dossiers.delivered";
    case ACT_RATE: return "dossiers.rated";
    case ACT_TIMER: return "dossiers.timer";
    }
    must(!"an act without a type");
    return "";
}

/* --- the event ---------------------------------------------------------------------------------------------------------------------- */

static json_t *missing_to_json(const struct dossier_act *act)
{
    json_t *list = json_array();
    for (size_t i = 0; i < act->missing_count; i++) {
        json_t *one = json_object();
        json_put_text(one, "field", act->missing[i].field);
        json_put_int(one, "paper", act->missing[i].paper);
        json_put_text(one, "name", act->missing[i].name);
        json_put_text(one, "reason", act->missing[i].reason);
        json_array_append_new(list, one);
    }
    return list;
}

static enum result find_colleague(struct q *q, const struct life_task *task, int64_t account, const char **ret_name)
{
    const struct officer *officers;
    size_t count;
    TRY(accounts_colleagues(q, task->unit_id, task->role_id, &officers, &count));
    for (size_t i = 0; i < count; i++)
        if (officers[i].account_id == account) {
            *ret_name = officers[i].name;
            return OK;
        }
    return fail(q, INVALID, T("Choose a colleague of the same agency and role"));
}

static enum result describe_holder(struct q *q, const struct dossier_act *act, const struct life_task *task, json_t *data)
{
    const char *name = q->account->name;
    int64_t holder = act->kind == ACT_TAKE ? q->account->id : act->kind == ACT_ASSIGN ? act->to_account : 0;
    if (act->kind == ACT_ASSIGN)
        TRY(find_colleague(q, task, holder, &name));
    json_put_int(data, "holder", holder);
    json_put_text(data, "holder_name", holder ? name : NULL);
    return OK;
}

/* The only outcome of handing over; a step with several leaves the choice to ACT_OUTCOME. */
static const struct workflow_choice *handing_choice(const struct life *life, const struct life_task *task)
{
    const struct workflow_step *step = workflow_step_find(life->workflow, task->step_id);
    for (size_t i = 0; step && i < step->choice_count; i++)
        if (step->choices[i].kind == WORKFLOW_FINISH || step->choices[i].kind == WORKFLOW_FORWARD)
            return &step->choices[i];
    return NULL;
}

static enum result check_answer(struct q *q, const struct life *life, const struct dossier_act *act)
{
    if (!act->data && !act->paper_count)
        return fail(q, INVALID, T("Supply what was asked for: correct the answers or add the papers"));
    if (!act->data)
        return OK;
    const struct form *form;
    TRY(machine_form(q, life->procedure, life->row.procedure_id, &form));
    struct form_errors errors = form_validate(q->arena, form, act->data);
    for (size_t i = 0; i < errors.count; i++)
        fail_field(q, errors.items[i].name, form_error_text(q->arena, &errors.items[i], q->language));
    return q_check(q);
}

static enum result describe(struct q *q, const struct life *life, const struct dossier_act *act, const struct life_task *task,
                            const struct workflow_choice *choice, json_t *data)
{
    json_put_int(data, "at", clock_now());
    json_put_text(data, "code", life->row.code);
    json_put_text(data, "procedure", life->row.procedure_id);
    json_put_text(data, "note", act->note);
    if (act->kind == ACT_DELIVER)
        choice = handing_choice(life, task);
    if (task) {
        json_put_int(data, "task", task->number);
        json_put_text(data, "step", task->step_id);
        json_put_text(data, "role", task->role_id);
        json_put_text(data, "unit", task->unit_id);
        json_put_int(data, "opened_at", task->opened_at);
        json_put_int(data, "step_due_at", task->due_at);
    }
    if (choice) {
        json_put_text(data, "outcome", choice->id);
        json_put_text(data, "kind", workflow_outcome_kind_name(choice->kind));
    }
    if (act->kind == ACT_TIMER)
        json_put_int(data, "task", act->task);
    if (act->kind == ACT_RATE)
        json_put_int(data, "rating", act->rating);
    if (act->date)
        json_put_int(data, "date", act->date);
    if (act->missing_count)
        json_object_set_new(data, "missing", missing_to_json(act));
    if (act->data)
        json_object_set(data, "data", (json_t *)act->data);
    if (act->paper_count)
        json_object_set_new(data, "papers", papers_to_json(q, act->papers, act->paper_count));
    if (act->kind == ACT_TAKE || act->kind == ACT_RELEASE || act->kind == ACT_ASSIGN)
        return describe_holder(q, act, task, data);
    return act->kind == ACT_ANSWER ? check_answer(q, life, act) : OK;
}

/* --- doing ------------------------------------------------------------------------------------------------------------------------- */

static enum result check_version(struct q *q, const struct life *life, int64_t expected)
{
    const struct journal_line *lines;
    int count;
    if (!expected || expected == life->row.version)
        return OK;
    TRY(journal_of(q, "dossier", life->row.id, &lines, &count));
    const char *who = count ? lines[count - 1].actor_name : "";
    return fail(q, CONFLICT, T("{name} changed this dossier while you had it open; look at what is new and decide again"), "name", who);
}

static enum result act_in_transaction(struct q *q, void *arg)
{
    struct acting *a = arg;
    const struct dossier_act *act = a->act;
    struct life life, before;
    const struct life_task *task;
    const struct workflow_choice *choice;
    TRY(dossiers_dossier_lock(q, act->dossier_id, NULL));
    TRY(life_load(q, act->dossier_id, &life));
    TRY(check_version(q, &life, act->expect_version));
    TRY(act_allowed(q, &life, act, &task, &choice));
    json_t *data = json_own(q, json_object());
    TRY(describe(q, &life, act, task, choice, data));
    const char *type = type_of(&life, act, task, choice);
    before = life;
    if (!life_counts(type)) { /* a note changes nothing but the journal */
        dossier_from_row(&life.row, &a->result);
        return journal_write(q, &(struct event){.type = type, .subject_kind = "dossier", .subject_id = life.row.id, .unit_id = life.row.competent_unit,
                                                .person = life.row.applicant_number, .reason = act->note, .data = json_print(q->arena, data)});
    }
    TRY(life_apply(q, &life, type, data, LIFE_NOW));
    TRY(papers_insert(q, life.row.id, life.row.supplements, json_get_int(data, "at", 0), act->papers, act->paper_count));
    TRY(life_save(q, &life, &before, type, act->note, data));
    dossier_from_row(&life.row, &a->result);
    return OK;
}

enum result dossiers_act(struct q *q, const struct dossier_act *act, struct dossier *ret)
{
    struct acting a = {.act = act};
    TRY(db_transact(q, act_in_transaction, &a));
    if (ret)
        *ret = a.result;
    return OK;
}

enum result dossiers_act_possible(struct q *q, const struct dossier_act *act)
{
    struct life life;
    const struct life_task *task;
    const struct workflow_choice *choice;
    TRY(life_load(q, act->dossier_id, &life));
    TRY(check_version(q, &life, act->expect_version));
    TRY(act_allowed(q, &life, act, &task, &choice));
    if (choice && !workflow_choice_allowed(&life.state, workflow_task_find(&life.state, (int)act->task), choice))
        return fail(q, NOT_NOW, T("This outcome cannot be chosen in the present state"));
    return OK;
}
