/* What every page about one dossier begins with. */
#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/workflow/workflow.h"
#include "modules/procedures/procedures.h"
#include "modules/tasks/tasks_inside.h"
#include "modules/units/units.h"

static bool of_my_role(struct q *q, const struct dossier_task *t)
{
    return text_equal(t->role_id, q->account->role_id) && units_within(q, t->unit_id, q->account->unit_id);
}

static const struct dossier_task *choose_task(struct q *q, const struct bench *b)
{
    const char *typed = request_query(q, "viec");
    int64_t wanted = 0;
    for (size_t i = 0; typed && number_parse(typed, &wanted) && i < b->task_count; i++)
        if (b->tasks[i].number == wanted)
            return &b->tasks[i];
    for (size_t i = 0; i < b->task_count; i++)
        if (of_my_role(q, &b->tasks[i]))
            return &b->tasks[i];
    return NULL;
}

enum result bench_load(struct q *q, const char *purpose, struct bench *ret)
{
    struct workflow_state state;
    *ret = (struct bench){0};
    TRY(dossiers_by_code(q, request_parameter(q, "code"), &ret->dossier));
    TRY(dossiers_need_sight(q, &ret->dossier, tr_in(LANGUAGE_VI, purpose)));
    ret->procedure = procedures_find(q, ret->dossier.procedure_id, ret->dossier.procedure_version);
    TRY(dossiers_state(q, &ret->dossier, &ret->workflow, &state));
    TRY(dossiers_tasks(q, &ret->dossier, &ret->tasks, &ret->task_count));
    ret->task = choose_task(q, ret);
    ret->step = ret->task ? workflow_step_find(ret->workflow, ret->task->step_id) : NULL;
    return OK;
}

const char *bench_url(struct q *q, const struct bench *b, const char *rest)
{
    struct queue_input queue = {.muc = request_query(q, "muc"), .tt = request_query(q, "tt"), .q = request_query(q, "q"), .xep = request_query(q, "xep")};
    const char *path = arena_printf(q->arena, "%s%s%s", tasks_url(q, b->dossier.code), *rest ? "/" : "", rest);
    return queue_url(q, path, &queue);
}

const struct workflow_choice *bench_choice(const struct bench *b, const char *outcome)
{
    return b->step && outcome ? workflow_choice_find(b->step, outcome) : NULL;
}

const char *bench_heading(struct q *q, const struct bench *b)
{
    return arena_printf(q->arena, "%s · %s", b->dossier.code, b->dossier.applicant_name);
}
