/* Jobs (jobs.h). The lease is an optimistic one: a job is taken only if its lease_until is still what was read, and every later
 * change names the lease it holds, so a worker that was too slow changes nothing any more.
 *
 * Two kinds exist: those of the modules' tables, and "listen:NAME", which carries one journal line to one listener. */
#include "core/jobs.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "base/must.h"
#include "base/text.h"
#include "core/access.h"
#include "core/app.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/module.h"
#include "core_queries.h"
#include <pthread.h>

#define MOST_TRIES 12
#define USUAL_LEASE MINUTE

struct adding { const char *kind, *key; int64_t run_at; const char *payload; };

static enum result add(struct q *q, void *arg)
{
    struct adding *j = arg;
    const char *key = j->key ? j->key : random_token(q->arena, 16);
    return core_job_insert(q, id_new(), j->kind, key, j->run_at, j->payload ? j->payload : "{}", NULL);
}

enum result job_add(struct q *q, const char *kind, const char *key, int64_t run_at, const char *payload_json)
{
    must(db_in_transaction(q));
    return add(q, &(struct adding){kind, key, run_at, payload_json});
}

enum result job_cancel(struct q *q, const char *kind, const char *key)
{
    must(db_in_transaction(q));
    return core_job_delete_key(q, kind, key, NULL);
}

enum result jobs_forget_listeners(struct q *q, const char *but)
{
    must(db_in_transaction(q));
    return core_job_delete_listeners(q, arena_printf(q->arena, "listen:%s%%", but), NULL);
}

/* --- running one ------------------------------------------------------------------------------------------------------------ */

static const struct job_kind *find_kind(const struct q *q, const char *name)
{
    for (const struct module *const *m = q->app->modules; m && *m; m++)
        for (const struct job_kind *k = (*m)->jobs; k && k->name; k++)
            if (strcmp(k->name, name) == 0)
                return k;
    return NULL;
}

static const struct listener *find_listener(const struct q *q, const char *name)
{
    for (const struct module *const *m = q->app->modules; m && *m; m++)
        for (const struct listener *l = (*m)->listeners; l && l->event; l++)
            if (strcmp(l->name, name) == 0)
                return l;
    return NULL;
}

static enum result run_listener(struct q *q, const struct job *job)
{
    const struct listener *l = find_listener(q, job->kind + strlen("listen:"));
    struct journal_line line;
    int64_t id;
    bool found;
    if (!l || !number_parse(job->payload, &id))
        return fail(q, BROKEN, T("No part of this program knows this kind of job"));
    TRY(journal_line_by_id(q, id, &line, &found));
    return found ? l->handle(q, &line) : OK;
}

static enum result run_job(struct q *q, const struct job *job)
{
    if (text_starts(job->kind, "listen:"))
        return run_listener(q, job);
    const struct job_kind *kind = find_kind(q, job->kind);
    if (!kind)
        return fail(q, BROKEN, T("No part of this program knows this kind of job"));
    return kind->run(q, job);
}

struct taking { struct core_job_due_row job; int64_t lease; bool taken; };

static enum result take(struct q *q, void *arg)
{
    struct taking *t = arg;
    int64_t changed;
    TRY(core_job_take(q, t->job.id, t->job.lease_until, t->lease, &changed));
    t->taken = changed == 1;
    return OK;
}

struct ending { int64_t id, lease, run_at; const char *state, *error; };

static enum result finish(struct q *q, void *arg)
{
    struct ending *e = arg;
    int64_t changed;
    if (!e->run_at) {
        TRY(core_job_finish(q, e->id, e->lease, &changed));
        if (changed)
            return OK;
        e->run_at = clock_now(); /* it was asked for again while it ran */
    }
    return core_job_release(q, e->id, e->lease, e->run_at, NULL);
}

static enum result give_back(struct q *q, void *arg)
{
    struct ending *e = arg;
    return core_job_fail(q, e->id, e->lease, e->run_at, e->state, e->error, NULL);
}

/* 10 s, 20 s, 40 s … at most one hour, each with up to a quarter more so that failed crowds spread out. */
static int64_t wait_after(int attempts)
{
    int64_t wait = attempts > 9 ? HOUR : 10 * SECOND << (attempts - 1);
    if (wait > HOUR)
        wait = HOUR;
    return wait + (int64_t)random_below((uint64_t)wait / 4);
}

static enum result end_job(struct q *q, const struct taking *t, const struct job_kind *kind, enum result r, const char *why)
{
    struct ending e = {.id = t->job.id, .lease = t->lease};
    if (r == OK) {
        e.run_at = kind && kind->every ? clock_now() + kind->every : 0;
        return db_transact(q, finish, &e);
    }
    int attempts = (int)t->job.attempts + 1;
    bool rest = attempts >= MOST_TRIES && !(kind && kind->every);
    e.run_at = clock_now() + wait_after(attempts);
    e.state = rest ? "dead" : "waiting";
    e.error = arena_printf(q->arena, "%s: %s", result_slug(r), why ? why : result_title(r));
    log_wrong("job.failed", LOG_S("kind", t->job.kind), LOG_I("attempts", attempts), LOG_S("why", e.error), LOG_B("rests", rest));
    return db_transact(q, give_back, &e);
}

static enum result take_and_run(struct q *q, const struct core_job_due_row *row, bool *ret_ran)
{
    const struct job_kind *kind = text_starts(row->kind, "listen:") ? NULL : find_kind(q, row->kind);
    struct taking t = {.job = *row, .lease = clock_now() + (kind && kind->lease ? kind->lease : USUAL_LEASE)};
    TRY(db_transact(q, take, &t));
    *ret_ran = t.taken;
    if (!t.taken)
        return OK;
    struct job job = {row->id, row->kind, row->payload, row->run_at, (int)row->attempts + 1};
    q->request_id = arena_printf(q->arena, "job-%lld", (long long)row->id);
    q->from = row->kind;
    log_set_request(q->request_id);
    must_doing(row->kind);
    enum result r = run_job(q, &job);
    const char *why = q->problem.say;
    q_forget(q);
    enum result ended = end_job(q, &t, kind, r, why);
    must_doing(NULL);
    log_set_request(NULL);
    return ended;
}

/* Each job works in an arena of its own: a struct q like the caller's, but for the memory and the failure. */
static enum result run_apart(struct q *q, const struct core_job_due_row *row, bool *ret_ran)
{
    struct q own = *q;
    own.arena = arena_new((size_t)256 << 20);
    own.db = NULL;
    own.problem = (struct problem){0};
    enum result r = take_and_run(&own, row, ret_ran);
    arena_free(own.arena);
    return r;
}

enum result jobs_run_due(struct q *q, int most, int *ret_ran)
{
    struct core_job_due_rows due;
    *ret_ran = 0;
    TRY(core_job_due(q, clock_now(), most, &due));
    for (size_t i = 0; i < due.count; i++) {
        bool ran = false;
        TRY(run_apart(q, &due.items[i], &ran));
        *ret_ran += ran;
    }
    return OK;
}

/* --- threads ---------------------------------------------------------------------------------------------------------------- */

struct jobs_runner {
    struct app *app;
    int threads;
    pthread_t ids[16];
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop;
};

static void pause_a_moment(struct jobs_runner *r)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 300 * 1000 * 1000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&r->lock);
    if (!r->stop)
        pthread_cond_timedwait(&r->wake, &r->lock, &until);
    pthread_mutex_unlock(&r->lock);
}

static bool stopping(struct jobs_runner *r)
{
    pthread_mutex_lock(&r->lock);
    bool stop = r->stop;
    pthread_mutex_unlock(&r->lock);
    return stop;
}

static void *work(void *arg)
{
    struct jobs_runner *r = arg;
    struct arena *arena = arena_new((size_t)64 << 20);
    while (!stopping(r)) {
        struct q q = {.arena = arena, .app = r->app, .account = &account_nobody, .request_id = "jobs", .from = "jobs"};
        int ran = 0;
        enum result result = jobs_run_due(&q, 8, &ran);
        if (result != OK)
            log_wrong("jobs.trouble", LOG_S("why", q.problem.say ? q.problem.say : result_slug(result)));
        arena_reset(arena);
        if (ran == 0)
            pause_a_moment(r);
    }
    arena_free(arena);
    return NULL;
}

static enum result add_periodic(struct q *q, void *arg)
{
    (void)arg;
    for (const struct module *const *m = q->app->modules; m && *m; m++)
        for (const struct job_kind *k = (*m)->jobs; k && k->name; k++)
            if (k->every)
                TRY(core_job_ensure(q, id_new(), k->name, "every", clock_now(), "{}", NULL));
    return OK;
}

enum result jobs_start(struct q *q, int threads, struct jobs_runner **ret)
{
    must(threads > 0 && threads <= 16);
    TRY(db_transact(q, add_periodic, NULL));
    struct jobs_runner *r = arena_new_one(q->app->arena, struct jobs_runner);
    r->app = q->app;
    r->threads = threads;
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->wake, NULL);
    for (int i = 0; i < threads; i++)
        must(pthread_create(&r->ids[i], NULL, work, r) == 0);
    *ret = r;
    return OK;
}

void jobs_stop(struct jobs_runner *r)
{
    if (!r)
        return;
    pthread_mutex_lock(&r->lock);
    r->stop = true;
    pthread_cond_broadcast(&r->wake);
    pthread_mutex_unlock(&r->lock);
    for (int i = 0; i < r->threads; i++)
        pthread_join(r->ids[i], NULL);
}
