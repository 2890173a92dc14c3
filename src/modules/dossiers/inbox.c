/* The list of open tasks of the acting officer: the role and the unit subtree of the assignment in use decide what is in it. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/dossiers/dossiers_inside.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

/* The subtree as a range of paths: from "/quang-nam/hc.502/" to "/quang-nam/hc.5020", for "0" follows "/". */
enum result inbox_subtree(struct q *q, const char **ret_low, const char **ret_high)
{
    const struct unit *u = units_find(q, q->account->unit_id);
    if (q->account->kind != ACCOUNT_OFFICER || !u)
        return fail(q, FORBIDDEN, T("Choose first for which agency and role you work"));
    char *high = arena_strdup(q->arena, u->path);
    high[strlen(high) - 1] = '0';
    *ret_low = u->path;
    *ret_high = high;
    return OK;
}

static const char *pattern_of(struct q *q, char **words, size_t count, size_t i)
{
    return i < count && *words[i] ? arena_printf(q->arena, "%%%s%%", words[i]) : NULL;
}

static enum result make_filter(struct q *q, const struct dossier_list *what, struct dossiers_inbox_by_due_in *in)
{
    size_t count;
    int64_t now = clock_now();
    char **words = text_split(q->arena, text_fold(q->arena, what->words ? what->words : ""), ' ', &count);
    const char *view = what->view ? what->view : "";
    *in = (struct dossiers_inbox_by_due_in){
        .role_id = q->account->role_id ? q->account->role_id : "", .procedure_id = what->procedure_id, .word1 = pattern_of(q, words, count, 0),
        .word2 = pattern_of(q, words, count, 1), .word3 = pattern_of(q, words, count, 2),
        .mine = strcmp(view, "mine") == 0 ? q->account->id : 0, .free = strcmp(view, "free") == 0, .waiting = strcmp(view, "waiting") == 0,
        .before = FAR_AWAY, .soon_before = FAR_AWAY, .from = INT64_MIN, /* what stands or has no date is far away, and in the list */
        .limit = what->limit > 0 && what->limit <= 500 ? what->limit : 50, .offset = what->offset};
    if (strcmp(view, "late") == 0)
        in->before = now - 1;
    if (strcmp(view, "due_soon") == 0) {
        in->soon_before = now - 1;
        in->from = now;
    }
    return inbox_subtree(q, &in->low, &in->high);
}

void inbox_task(struct q *q, const struct dossiers_inbox_row *r, struct dossier_task *t)
{
    const struct procedure *p = procedures_find(q, r->procedure_id, r->procedure_version);
    const struct workflow *wf = p ? procedures_workflow(q, p) : NULL;
    if (!wf)
        q_forget(q); /* the list is shown with the id of the step */
    const struct workflow_step *step = wf ? workflow_step_find(wf, r->step_id) : NULL;
    *t = (struct dossier_task){
        .dossier_id = r->dossier_id, .number = r->number, .code = r->code, .procedure_id = r->procedure_id, .step_id = r->step_id,
        .step_name = step ? pick_language(q, step->name, step->name_en) : r->step_id, .role_id = r->role_id, .unit_id = r->unit_id,
        .holder = r->holder, .holder_name = r->holder_name, .held_since = r->held_since, .opened_at = r->opened_at, .due_at = r->due_at,
        .dossier_due_at = r->dossier_due_at, .submitted_at = r->submitted_at, .applicant_name = r->applicant_name, .summary = r->summary,
        .status = r->status, .version = r->version, .waiting = r->waiting, .channel = r->channel, .competent_unit = r->competent_unit,
        .soon_at = r->soon_at, .closed_at = r->closed_at, .paused_since = r->paused_since};
}

static enum result read_open(struct q *q, const struct dossier_list *what, struct dossiers_inbox_rows *rows, int64_t *ret_total)
{
    struct dossiers_inbox_by_due_in in;
    struct dossiers_inbox_count_row count;
    TRY(make_filter(q, what, &in));
    struct dossiers_inbox_count_in counted = {in.role_id, in.low, in.high, in.procedure_id, in.word1, in.word2, in.word3, in.mine, in.free,
                                              in.waiting, in.before, in.soon_before, in.from};
    struct dossiers_inbox_by_newest_in newest;
    struct dossiers_inbox_by_code_in by_code;
    _Static_assert(sizeof newest == sizeof in && sizeof by_code == sizeof in, "the three orders take the same filter");
    memcpy(&newest, &in, sizeof in);
    memcpy(&by_code, &in, sizeof in);
    TRY(dossiers_inbox_count(q, &counted, &count));
    *ret_total = count.found;
    if (what->sort == SORT_NEWEST)
        return dossiers_inbox_by_newest(q, &newest, rows);
    return what->sort == SORT_CODE ? dossiers_inbox_by_code(q, &by_code, rows) : dossiers_inbox_by_due(q, &in, rows);
}

static enum result read_done(struct q *q, const struct dossier_list *what, struct dossiers_inbox_rows *rows, int64_t *ret_total)
{
    struct dossiers_inbox_by_due_in f;
    struct dossiers_done_count_row count;
    TRY(make_filter(q, what, &f));
    struct dossiers_done_by_in in = {q->account->id, f.procedure_id, f.word1, f.word2, f.word3, f.limit, f.offset};
    TRY(dossiers_done_count(q, in.account_id, in.procedure_id, in.word1, in.word2, in.word3, &count));
    *ret_total = count.found;
    return dossiers_done_by(q, &in, rows);
}

enum result dossiers_inbox(struct q *q, const struct dossier_list *what, const struct dossier_task **ret, size_t *ret_count, int64_t *ret_total)
{
    struct dossiers_inbox_rows rows;
    if (text_equal(what->view, "done"))
        TRY(read_done(q, what, &rows, ret_total));
    else
        TRY(read_open(q, what, &rows, ret_total));
    struct dossier_task *list = arena_new_array(q->arena, struct dossier_task, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++)
        inbox_task(q, &rows.items[i], &list[i]);
    *ret = list;
    *ret_count = rows.count;
    return OK;
}

enum result dossiers_inbox_counts(struct q *q, int64_t *ret_all, int64_t *ret_mine, int64_t *ret_waiting, int64_t *ret_due_soon, int64_t *ret_late)
{
    const char *low, *high;
    struct dossiers_inbox_figures_row row;
    TRY(inbox_subtree(q, &low, &high));
    TRY(dossiers_inbox_figures(q, q->account->role_id ? q->account->role_id : "", low, high, q->account->id, clock_now(), &row));
    *ret_all = row.everything;
    *ret_mine = row.mine;
    *ret_waiting = row.waiting;
    *ret_due_soon = row.due_soon;
    *ret_late = row.late;
    return OK;
}

enum result dossiers_inbox_procedures(struct q *q, const struct dossier_procedure_count **ret, size_t *ret_count)
{
    const char *low, *high;
    struct dossiers_inbox_procedure_counts_rows rows;
    TRY(inbox_subtree(q, &low, &high));
    TRY(dossiers_inbox_procedure_counts(q, q->account->role_id ? q->account->role_id : "", low, high, &rows));
    struct dossier_procedure_count *list = arena_new_array(q->arena, struct dossier_procedure_count, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct dossier_procedure_count){rows.items[i].procedure_id, rows.items[i].found};
    *ret = list;
    *ret_count = rows.count;
    return OK;
}

enum result dossiers_tasks(struct q *q, const struct dossier *d, const struct dossier_task **ret, size_t *ret_count)
{
    struct dossiers_tasks_open_rows rows;
    TRY(dossiers_tasks_open(q, d->id, &rows));
    struct dossier_task *list = arena_new_array(q->arena, struct dossier_task, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++) {
        const struct dossiers_tasks_open_row *r = &rows.items[i];
        struct dossiers_inbox_row row = {
            .dossier_id = d->id, .number = r->number, .code = d->code, .procedure_id = d->procedure_id, .procedure_version = d->procedure_version,
            .step_id = r->step_id, .role_id = r->role_id, .unit_id = r->unit_id, .holder = r->holder, .holder_name = r->holder_name,
            .held_since = r->held_since, .opened_at = r->opened_at, .due_at = r->due_at, .dossier_due_at = d->due_at, .submitted_at = d->submitted_at,
            .applicant_name = d->applicant_name, .summary = d->summary, .status = d->status, .version = d->version, .waiting = r->waiting,
            .channel = d->channel, .competent_unit = d->competent_unit, .soon_at = d->soon_at, .paused_since = d->paused_since};
        inbox_task(q, &row, &list[i]);
    }
    *ret = list;
    *ret_count = rows.count;
    return OK;
}
