/* Jobs: the moments of dossiers (nearly due, due), each told once for each due date; timers of workflows; drafts nobody came back to. */
#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/jobs.h"
#include "core/q.h"
#include "modules/dossiers/dossiers_inside.h"

#define DRAFTS_KEPT (90 * DAY)

struct alarm { int64_t id; };

static enum result tell_alarm(struct q *q, void *arg)
{
    const struct alarm *a = arg;
    struct life life, before;
    int64_t now = clock_now();
    TRY(dossiers_dossier_lock(q, a->id, NULL));
    TRY(life_load(q, a->id, &life));
    if (!life.row.watch_at || life.row.watch_at > now)
        return OK; /* answered, ended or told by another process in the meantime */
    before = life;
    const char *type = life.row.due_at <= now ? "dossiers.overdue" : "dossiers.due_soon";
    json_t *data = json_own(q, json_object());
    json_put_int(data, "at", now);
    json_put_text(data, "code", life.row.code);
    json_put_text(data, "procedure", life.row.procedure_id);
    json_put_int(data, "due_at", life.row.due_at);
    TRY(life_apply(q, &life, type, data, LIFE_NOW));
    return life_save(q, &life, &before, type, NULL, data);
}

static enum result watch(struct q *q, const struct job *job)
{
    (void)job;
    struct dossiers_watched_rows rows;
    TRY(dossiers_watched(q, clock_now(), &rows));
    for (size_t i = 0; i < rows.count; i++) {
        enum result r = db_transact(q, tell_alarm, &(struct alarm){rows.items[i].id});
        if (r == PROBLEM_CONFLICT)
            q_forget(q); /* somebody acts on it right now: the next round sees it again */
        else
            TRY(r);
    }
    return OK;
}

static enum result timer(struct q *q, const struct job *job)
{
    const char *why;
    json_t *what = json_read(q->arena, job->payload, strlen(job->payload), 4, &why);
    struct dossier_act act = {.kind = ACT_TIMER, .dossier_id = json_get_int(what, "dossier", 0), .task = json_get_int(what, "timer", 0)};
    struct account system = {.kind = ACCOUNT_SYSTEM, .name = "system"};
    const struct account *before = q->account;
    q->account = &system;
    enum result r = dossiers_act(q, &act, NULL);
    q->account = before;
    if (r == PROBLEM_NOT_NOW || r == PROBLEM_INVALID || r == PROBLEM_NOT_FOUND) {
        q_forget(q); /* the step was done before its time came */
        return OK;
    }
    return r;
}

static enum result delete_old_drafts(struct q *q, void *arg)
{
    (void)arg;
    TRY(dossiers_drafts_delete_old(q, clock_now() - DRAFTS_KEPT, NULL));
    return dossiers_draft_papers_delete_orphans(q, NULL);
}

static enum result tidy(struct q *q, const struct job *job)
{
    (void)job;
    return db_transact(q, delete_old_drafts, NULL);
}

extern const struct job_kind dossiers_jobs[];
const struct job_kind dossiers_jobs[] = {
    {.name = "dossiers.watch", .run = watch, .every = MINUTE, .lease = 5 * MINUTE},
    {.name = "dossiers.timer", .run = timer},
    {.name = "dossiers.tidy", .run = tidy, .every = DAY},
    {.name = NULL}};
