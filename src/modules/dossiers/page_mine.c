/* A resident's drafts and dossiers: what waits for the person first. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/q.h"
#include "dossiers_pages.h"
#include "modules/dossiers/pages.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

static const char *title_of(struct q *q, const char *procedure_id, int64_t version, const char *summary, const char *applicant)
{
    const struct procedure *p = procedures_find(q, procedure_id, version);
    const char *name = p ? procedures_name(q, p) : procedure_id;
    return summary && !text_equal(summary, applicant) ? arena_printf(q->arena, "%s: %s", name, summary) : name;
}

static enum result show_drafts(struct q *q, struct dossiers_mine_view *v)
{
    struct dossiers_draft_rows rows;
    TRY(dossiers_drafts_of(q, q->account->id, &rows));
    struct dossiers_mine_drafts *list = arena_new_array(q->arena, struct dossiers_mine_drafts, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++) {
        struct draft d = {.row = rows.items[i]};
        const struct unit *place = units_find(q, d.row.place_unit);
        if (draft_read(q, &d) != OK) {
            q_forget(q);
            continue;
        }
        int64_t done = (int64_t)(d.steps.count - draft_incomplete(&d));
        list[v->drafts_count++] = (struct dossiers_mine_drafts){
            .title = procedures_name(q, d.procedure), .place = place ? units_name(q, place) : "", .saved = d.row.updated_at, .href = draft_url(q, &d, NULL),
            .progress = tr_fill(q, T("{n} of {all} pages"), "n", number_vi(q->arena, done), "all", number_vi(q->arena, (int64_t)d.steps.count))};
    }
    v->drafts = list;
    return OK;
}

static const char *tag_class(const struct dossier *d)
{
    if (d->due_at && !d->ended_at && !d->paused_since && d->due_at < clock_now())
        return "late";
    if (d->status == STATUS_SUPPLEMENT || d->status == STATUS_FINANCE)
        return "wait";
    if (d->status == STATUS_PROCESSED || d->status == STATUS_RETURNED)
        return "ok";
    return d->ended_at ? "none" : "run";
}

static enum result show_dossiers(struct q *q, struct dossiers_mine_view *v)
{
    const struct dossier *all;
    size_t n;
    TRY(dossiers_of_person(q, q->account->id, &all, &n));
    struct dossiers_mine_waiting *waiting = arena_new_array(q->arena, struct dossiers_mine_waiting, n + 1);
    struct dossiers_mine_running *running = arena_new_array(q->arena, struct dossiers_mine_running, n + 1);
    struct dossiers_mine_done *done = arena_new_array(q->arena, struct dossiers_mine_done, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct dossier *d = &all[i];
        const char *title = title_of(q, d->procedure_id, d->procedure_version, d->summary, d->applicant_name), *url = dossier_url(q, d, NULL);
        const char *tag = dossiers_status_words(q, d);
        if (text_equal(tag_class(d), "late"))
            tag = tr(q, T("Overdue"));
        if (d->status == STATUS_SUPPLEMENT)
            waiting[v->waiting_count++] = (struct dossiers_mine_waiting){title, d->code, url, tag};
        else if (!d->ended_at)
            running[v->running_count++] = (struct dossiers_mine_running){title, d->code, url, tag, tag_class(d), d->due_at ? day_words(q, d->due_at) : ""};
        else
            done[v->done_count++] = (struct dossiers_mine_done){title, d->code, url, tag, tag_class(d), day_words(q, d->ended_at)};
    }
    v->waiting = waiting;
    v->running = running;
    v->done = done;
    v->more = n >= 200;
    return OK;
}

enum result mine_show(struct q *q, const void *input)
{
    (void)input;
    struct dossiers_mine_view v = {0};
    TRY(show_drafts(q, &v));
    TRY(show_dossiers(q, &v));
    v.nothing = !v.drafts_count && !v.waiting_count && !v.running_count && !v.done_count;
    struct page frame = {.shell = SHELL_SITE, .title = tr(q, T("My dossiers")), .no_index = true, .current = "/cua-toi"};
    return dossiers_mine_page(q, &frame, &v);
}
