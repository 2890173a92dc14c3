/* Who may do what, and when: the one place that decides it, for pages, API and jobs.
 *
 * A task is for officers whose role is the task's and whose subtree holds its unit. Besides: a leader (dossiers.second_supplement) may ask
 * a second time in any task of the subtree; the desk (dossiers.receive) acts for an applicant who stands before it; who gives out work
 * (dossiers.assign) may release and assign what others hold. The applicant answers, withdraws and rates what is his or hers. */
#include "base/text.h"
#include "core/access.h"
#include "core/access_roles.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/dossiers/dossiers_inside.h"
#include "modules/units/units.h"

bool dossier_is_mine(const struct q *q, const struct dossiers_dossier_row *row)
{
    if (q->account->kind != ACCOUNT_RESIDENT)
        return false;
    return q->account->id == row->person_account || q->account->id == row->account_id ||
           (q->account->person_number && text_equal(q->account->person_number, row->applicant_number));
}

static const struct life_task *open_task(const struct life *life, int64_t number)
{
    for (size_t i = 0; i < life->task_count; i++)
        if (life->tasks[i].number == number)
            return &life->tasks[i];
    return NULL;
}

static const struct life_task *waiting_task(const struct life *life)
{
    for (size_t i = 0; i < life->task_count; i++)
        if (life->tasks[i].waiting)
            return &life->tasks[i];
    return NULL;
}

/* The task in which the result is handed over: it stands for status 10. */
static const struct life_task *handing_task(const struct life *life)
{
    for (size_t i = 0; i < life->task_count; i++) {
        const struct workflow_step *step = workflow_step_find(life->workflow, life->tasks[i].step_id);
        if (step && step->national_status == STATUS_RETURNED)
            return &life->tasks[i];
    }
    return NULL;
}

static enum result need_note(struct q *q, const struct dossier_act *act, const char *say)
{
    if (act->note && *act->note)
        return OK;
    fail_field(q, "note", say);
    return q_check(q);
}

static const char *role_name(const struct q *q, const char *role_id)
{
    const struct access_role *role = access_role(role_id);
    return role ? pick_language(q, role->name_vi, role->name_en) : role_id;
}

static enum result need_task_of_mine(struct q *q, const struct life_task *task)
{
    TRY(access_need(q, "dossiers.process"));
    const struct unit *unit = units_find(q, task->unit_id);
    if (!text_equal(q->account->role_id, task->role_id))
        return fail(q, FORBIDDEN, T("This step belongs to: {role}, {unit}"), "role", role_name(q, task->role_id), "unit",
                    unit ? units_name(q, unit) : task->unit_id);
    return access_need_unit(q, task->unit_id);
}

static enum result not_held_by_another(struct q *q, const struct life_task *task)
{
    if (!task->holder || task->holder == q->account->id)
        return OK;
    return fail(q, NOT_NOW, T("{name} is working on this step"), "name", task->holder_name ? task->holder_name : "");
}

static enum result allow_hold(struct q *q, const struct dossier_act *act, const struct life_task *task)
{
    bool gives_out = access_may(q, "dossiers.assign");
    if (act->kind == ACT_TAKE || !gives_out) {
        TRY(need_task_of_mine(q, task));
        return not_held_by_another(q, task);
    }
    return access_need_unit(q, task->unit_id);
}

/* --- outcomes --------------------------------------------------------------------------------------------------------------------- */

static enum result allow_supplement(struct q *q, const struct life *life, const struct dossier_act *act, const struct life_task *task)
{
    if (!act->missing_count) {
        fail_field(q, "missing", T("Say what is missing: at least one field or paper"));
        return q_check(q);
    }
    for (size_t i = 0; i < act->missing_count; i++)
        if (!act->missing[i].reason || !*act->missing[i].reason)
            fail_field(q, "missing", T("Say for each item why it has to be supplied"));
    TRY(q_check(q));
    if (life->row.supplements < dossier_rules(q).supplements_free)
        return need_task_of_mine(q, task);
    if (!access_may(q, "dossiers.second_supplement"))
        return fail(q, FORBIDDEN, T("Everything missing is asked for once. A second request is for a leader, with the reason"));
    TRY(need_note(q, act, T("Say why a second request is needed")));
    return access_need_unit(q, task->unit_id);
}

static enum result allow_extension(struct q *q, const struct life *life, const struct dossier_act *act, const struct life_task *task)
{
    TRY(need_task_of_mine(q, task));
    TRY(need_note(q, act, T("Say why the date has to be moved; the applicant will read it")));
    if (life->row.extensions >= dossier_rules(q).extensions_most)
        return fail(q, NOT_NOW, T("The date was moved once already; it cannot be moved again"));
    if (act->date <= life->row.due_at) {
        fail_field(q, "date", T("The new date must be later than the present one"));
        return q_check(q);
    }
    return OK;
}

static enum result allow_outcome(struct q *q, const struct life *life, const struct dossier_act *act, const struct life_task *task,
                                 const struct workflow_choice **ret_choice)
{
    const struct workflow_step *step = workflow_step_find(life->workflow, task->step_id);
    const struct workflow_choice *choice = step && act->outcome ? workflow_choice_find(step, act->outcome) : NULL;
    if (!choice)
        return fail(q, INVALID, T("Choose one of the outcomes of this step"));
    *ret_choice = choice;
    switch (choice->kind) {
    case WORKFLOW_SUPPLEMENT: return allow_supplement(q, life, act, task);
    case WORKFLOW_EXTEND: return allow_extension(q, life, act, task);
    case WORKFLOW_REFUSE: TRY(need_note(q, act, T("Say why the dossier is refused; the applicant will read it"))); break;
    case WORKFLOW_STOP: TRY(need_note(q, act, T("Say why the dossier is stopped; the applicant will read it"))); break;
    case WORKFLOW_RETURN: TRY(need_note(q, act, T("Say what has to be done again"))); break;
    default: break;
    }
    TRY(need_task_of_mine(q, task));
    return not_held_by_another(q, task);
}

/* --- what is not an outcome -------------------------------------------------------------------------------------------------------- */

static enum result allow_applicant(struct q *q, const struct life *life)
{
    if (dossier_is_mine(q, &life->row))
        return OK;
    if (q->account->kind == ACCOUNT_NOBODY)
        return fail(q, NOT_SIGNED_IN, NULL);
    TRY(access_need(q, "dossiers.receive"));
    return access_need_unit(q, life->row.receiving_unit);
}

static enum result allow_withdrawal(struct q *q, const struct life *life, const struct dossier_act *act)
{
    TRY(allow_applicant(q, life));
    if (life->row.ended_at)
        return fail(q, NOT_NOW, T("The dossier has been settled; there is nothing to withdraw"));
    return need_note(q, act, T("Say why the dossier is withdrawn"));
}

static enum result allow_delivery(struct q *q, const struct life_task *task, const struct dossier_act *act)
{
    TRY(access_need(q, "dossiers.return_result"));
    if (!task)
        return fail(q, NOT_NOW, T("The result is not ready to be handed over"));
    TRY(access_need_unit(q, task->unit_id));
    return need_note(q, act, T("Say how and to whom the result was handed over"));
}

static enum result allow_leader(struct q *q, const struct life *life, const struct dossier_act *act)
{
    TRY(access_need(q, "dossiers.approve"));
    TRY(access_need_unit(q, life->row.competent_unit));
    return need_note(q, act, T("Say the reason"));
}

static enum result allow_papers_returned(struct q *q, const struct life *life)
{
    TRY(access_need(q, "dossiers.return_result"));
    return access_need_unit(q, life->row.receiving_unit);
}

static enum result allow_note(struct q *q, const struct life *life, const struct dossier_act *act)
{
    struct dossier d;
    dossier_from_row(&life->row, &d);
    TRY(need_note(q, act, T("Write the note")));
    return dossier_may_see(q, &d);
}

static enum result allow_rating(struct q *q, const struct life *life, const struct dossier_act *act)
{
    if (!dossier_is_mine(q, &life->row))
        return fail(q, FORBIDDEN, T("Only the applicant can rate the service"));
    if (!life->row.ended_at)
        return fail(q, NOT_NOW, T("You can rate the service when the result is there"));
    if (life->row.rating)
        return fail(q, ALREADY_DONE, T("You have rated this dossier already"));
    if (act->rating < 1 || act->rating > 5)
        fail_field(q, "rating", T("Choose how satisfied you are"));
    return q_check(q);
}

enum result act_allowed(struct q *q, const struct life *life, const struct dossier_act *act, const struct life_task **ret_task,
                        const struct workflow_choice **ret_choice)
{
    bool of_task = act->kind == ACT_TAKE || act->kind == ACT_RELEASE || act->kind == ACT_ASSIGN || act->kind == ACT_OUTCOME;
    *ret_choice = NULL;
    *ret_task = of_task ? open_task(life, act->task) : act->kind == ACT_ANSWER ? waiting_task(life) : act->kind == ACT_DELIVER ? handing_task(life) : NULL;
    if (of_task && !*ret_task)
        return fail(q, NOT_NOW, T("This step has been done already; look at the dossier again"));
    switch (act->kind) {
    case ACT_TAKE:
    case ACT_RELEASE:
    case ACT_ASSIGN: return allow_hold(q, act, *ret_task);
    case ACT_OUTCOME: return allow_outcome(q, life, act, *ret_task, ret_choice);
    case ACT_ANSWER:
        if (!*ret_task)
            return fail(q, NOT_NOW, T("Nothing is asked for at the moment"));
        return allow_applicant(q, life);
    case ACT_WITHDRAW: return allow_withdrawal(q, life, act);
    case ACT_RESTORE: return allow_leader(q, life, act);
    case ACT_PAPERS_RETURNED: return allow_papers_returned(q, life);
    case ACT_NOTE: return allow_note(q, life, act);
    case ACT_DELIVER: return allow_delivery(q, *ret_task, act);
    case ACT_RATE: return allow_rating(q, life, act);
    case ACT_TIMER: return q->account->kind == ACCOUNT_SYSTEM ? OK : fail(q, FORBIDDEN, NULL);
    }
    return fail(q, INVALID, T("There is no such act"));
}
