/* Two officers on one dossier: the second one sees who did what in the meantime, keeps what was typed, and decides again. */
#include "base/arena.h"
#include "base/clock.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/tasks/tasks_inside.h"
#include "tasks_pages.h"

/* Lines of the time line newer than what the officer saw; the last one at least, when the clock of the page is not known. */
static enum result fill_changes(struct q *q, const struct bench *b, int64_t seen_at, struct tasks_conflict_view *view)
{
    const struct dossier_moment *moments;
    size_t count, n = 0;
    TRY(dossiers_time_line(q, &b->dossier, true, &moments, &count));
    struct tasks_conflict_changes *list = arena_new_array(q->arena, struct tasks_conflict_changes, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct dossier_moment *m = &moments[i];
        if (m->at && *m->by && (m->at > seen_at || !seen_at))
            list[n++] = (struct tasks_conflict_changes){.when = tasks_moment(q, m->at), .title = m->title, .detail = m->detail, .by = m->by};
    }
    view->changes = list;
    view->changes_count = n;
    return OK;
}

enum result conflict_show(struct q *q, struct bench *b, int64_t seen_at, const char *action, const struct kept *kept, size_t count)
{
    struct tasks_conflict_view view = {.say = q->problem.say, .action = action, .code = b->dossier.code, .who = b->dossier.applicant_name};
    q_forget(q);
    TRY(bench_load(q, T("Works on the dossier"), b)); /* as it is now */
    TRY(fill_changes(q, b, seen_at, &view));
    struct tasks_conflict_hidden *hidden = arena_new_array(q->arena, struct tasks_conflict_hidden, count + 1);
    struct tasks_conflict_kept *shown = arena_new_array(q->arena, struct tasks_conflict_kept, count + 1);
    for (size_t i = 0; i < count; i++)
        if (kept[i].label)
            shown[view.kept_count++] = (struct tasks_conflict_kept){.name = kept[i].name, .label = kept[i].label, .value = kept[i].value};
        else if (kept[i].value)
            hidden[view.hidden_count++] = (struct tasks_conflict_hidden){.name = kept[i].name, .value = kept[i].value};
    view.hidden = hidden;
    view.kept = shown;
    view.version = b->dossier.version;
    view.seen_at = clock_now();
    view.bench_url = bench_url(q, b, "");
    struct page frame = {.shell = SHELL_OFFICE, .status = 409, .title = tr(q, T("Somebody else changed this dossier")), .no_index = true, .current = "/hop-viec"};
    return tasks_conflict_page(q, &frame, &view);
}
