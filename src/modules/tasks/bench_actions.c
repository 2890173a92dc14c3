/* What can be done now: one button for each outcome of the open task, in the order of the workflow, with the keys 1 to 9. What is not possible
 * says why, with the words of dossiers_act. Outcomes that need words or a date lead to a page of their own. */
#include "modules/tasks/bench_parts.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/workflow/workflow.h"

static bool needs_page(const struct workflow_choice *c)
{
    return c->kind != WORKFLOW_FORWARD && c->kind != WORKFLOW_FINISH;
}

/* Why this cannot be done now; NULL: it can. The act carries stand-ins for what will be typed on the next page. */
static const char *why_not(struct q *q, const struct bench *b, enum dossier_act_kind kind, const struct workflow_choice *choice)
{
    struct dossier_missing missing = {.name = "-", .reason = "-"};
    struct dossier_act act = {.kind = kind, .dossier_id = b->dossier.id, .task = b->task->number, .outcome = choice ? choice->id : NULL, .note = "-",
                              .date = INT64_MAX, .missing = &missing, .missing_count = 1, .to_account = q->account->id};
    if (dossiers_act_possible(q, &act) == OK)
        return NULL;
    const char *say = q->problem.say ? q->problem.say : tr(q, result_title(q->problem.kind));
    q_forget(q);
    return say;
}

static const char *choice_url(struct q *q, const struct bench *b, const struct workflow_choice *c)
{
    const char *page = c->kind == WORKFLOW_SUPPLEMENT ? "bo-sung" : arena_printf(q->arena, "buoc/%s", c->id);
    return bench_url(q, b, arena_printf(q->arena, "%s?viec=%lld", page, (long long)b->task->number));
}

static void fill_choices(struct q *q, const struct bench *b, struct tasks_bench_view *view)
{
    struct tasks_bench_actions *actions = arena_new_array(q->arena, struct tasks_bench_actions, b->step->choice_count + 1);
    size_t n = 0;
    bool first = true;
    for (size_t i = 0; i < b->step->choice_count; i++) {
        const struct workflow_choice *c = &b->step->choices[i];
        const char *why = why_not(q, b, ACT_OUTCOME, c);
        actions[n] = (struct tasks_bench_actions){.id = c->id, .label = tasks_choice(q, c), .why = why, .key = n < 9 ? tasks_int(q, (int64_t)n + 1) : NULL,
                                                  .href = needs_page(c) ? choice_url(q, b, c) : NULL, .main = first && !why};
        first = first && why;
        view->can_mark = view->can_mark || (c->kind == WORKFLOW_SUPPLEMENT && !why);
        n++;
    }
    view->actions = actions;
    view->actions_count = n;
}

static void fill_holding(struct q *q, const struct bench *b, struct tasks_bench_view *view)
{
    const struct dossier_task *t = b->task;
    bool mine = t->holder == q->account->id;
    view->held_by = t->holder && !mine ? tr_fill(q, T("{name} has held it since {when}"), "name", t->holder_name ? t->holder_name : "?", "when", tasks_moment(q, t->held_since)) : NULL;
    view->held_by_me = mine;
    view->can_take = !t->holder && !why_not(q, b, ACT_TAKE, NULL);
    view->can_release = t->holder && !why_not(q, b, ACT_RELEASE, NULL);
    view->assign_url = !why_not(q, b, ACT_RELEASE, NULL) ? bench_url(q, b, arena_printf(q->arena, "giao?viec=%lld", (long long)t->number)) : NULL;
}

static void fill_tasks(struct q *q, const struct bench *b, struct tasks_bench_view *view)
{
    struct tasks_bench_tasks *tasks = arena_new_array(q->arena, struct tasks_bench_tasks, b->task_count + 1);
    for (size_t i = 0; i < b->task_count; i++) {
        const struct dossier_task *t = &b->tasks[i];
        tasks[i] = (struct tasks_bench_tasks){
            .step = t->step_name, .who = arena_printf(q->arena, "%s, %s", tasks_role(q, t->role_id), tasks_unit(q, t->unit_id)),
            .holder = t->holder ? t->holder_name : NULL, .due = t->due_at ? tasks_moment(q, t->due_at) : NULL, .late = t->due_at && t->due_at < clock_now() && !t->waiting,
            .href = t != b->task ? bench_url(q, b, arena_printf(q->arena, "?viec=%lld", (long long)t->number)) : NULL};
    }
    view->tasks = tasks;
    view->tasks_count = b->task_count;
}

enum result bench_actions(struct q *q, const struct bench *b, struct tasks_bench_view *view)
{
    view->version = b->dossier.version;
    view->seen_at = clock_now();
    fill_tasks(q, b, view);
    if (!b->step) {
        view->nothing = b->task_count ? tr(q, T("The open step belongs to another role or agency; you can read and write notes")) : tr(q, T("No step is open"));
        return OK;
    }
    view->task = b->task->number;
    view->step = b->task->step_name;
    view->step_due = b->task->due_at ? tasks_moment(q, b->task->due_at) : NULL;
    view->step_url = bench_url(q, b, "buoc");
    view->take_url = bench_url(q, b, "nhan");
    view->release_url = bench_url(q, b, "tra");
    fill_holding(q, b, view);
    fill_choices(q, b, view);
    return OK;
}
