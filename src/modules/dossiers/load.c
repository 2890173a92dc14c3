/* What is open in a subtree, for those who lead it: counted in one reading, and the rows behind each count. */
#include "base/arena.h"
#include "base/clock.h"
#include "core/access.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/dossiers/dossiers_inside.h"
#include "modules/procedures/procedures.h"

static const char *step_name(struct q *q, const struct dossiers_open_load_row *r)
{
    const struct procedure *p = procedures_find(q, r->procedure_id, r->procedure_version);
    const struct workflow *wf = p ? procedures_workflow(q, p) : NULL;
    const struct workflow_step *step = wf ? workflow_step_find(wf, r->step_id) : NULL;
    return step ? pick_language(q, step->name, step->name_en) : r->step_id;
}

enum result dossiers_load(struct q *q, int64_t soon_until, const struct dossier_load **ret, size_t *ret_count)
{
    const char *low, *high;
    struct dossiers_open_load_rows rows;
    TRY(access_need(q, "dossiers.read"));
    TRY(inbox_subtree(q, &low, &high));
    TRY(dossiers_open_load(q, low, high, clock_now(), soon_until, &rows));
    struct dossier_load *list = arena_new_array(q->arena, struct dossier_load, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++) {
        const struct dossiers_open_load_row *r = &rows.items[i];
        list[i] = (struct dossier_load){.unit_id = r->unit_id, .role_id = r->role_id, .procedure_id = r->procedure_id, .procedure_version = r->procedure_version,
                                        .step_id = r->step_id, .step_name = step_name(q, r), .holder = r->holder, .holder_name = r->holder_name,
                                        .all = r->everything, .late = r->late, .soon = r->soon, .waiting = r->waiting, .step_late = r->step_late, .nearest = r->nearest};
    }
    *ret = list;
    *ret_count = rows.count;
    return OK;
}

enum result dossiers_open_tasks(struct q *q, const struct dossier_open *what, const struct dossier_task **ret, size_t *ret_count, int64_t *ret_total)
{
    struct dossiers_open_tasks_of_in in = {
        .unit_id = what->unit_id, .role_id = what->role_id, .step_id = what->step_id, .procedure_id = what->procedure_id, .holder = what->holder,
        .waiting = what->waiting, .due_from = what->due_from, .due_until = what->due_until ? what->due_until : INT64_MAX,
        .limit = what->limit > 0 && what->limit <= 500 ? what->limit : 50, .offset = what->offset};
    struct dossiers_inbox_rows rows;
    struct dossiers_open_tasks_count_row count;
    TRY(access_need(q, "dossiers.read"));
    TRY(inbox_subtree(q, &in.low, &in.high));
    struct dossiers_open_tasks_count_in counted = {in.low, in.high, in.unit_id, in.role_id, in.step_id, in.procedure_id, in.holder, in.waiting, in.due_from, in.due_until};
    TRY(dossiers_open_tasks_count(q, &counted, &count));
    TRY(dossiers_open_tasks_of(q, &in, &rows));
    struct dossier_task *list = arena_new_array(q->arena, struct dossier_task, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++)
        inbox_task(q, &rows.items[i], &list[i]);
    *ret = list;
    *ret_count = rows.count;
    *ret_total = count.found;
    return OK;
}
