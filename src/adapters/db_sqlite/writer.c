/* The one writer thread. Whoever wants to write puts a callback into the queue and sleeps. The writer takes all that wait, begins one
 * transaction, runs each callback in a savepoint of its own, commits with one fsync, and only then wakes them: what one durable commit
 * costs is shared by all who came while the last one was under way.
 *
 * A callback that fails undoes its savepoint and nobody else's work. When the transaction itself is lost (the disk is full, the COMMIT
 * fails), all of the batch fail: nobody hears OK before the disk has it. */
#include "adapters/db_sqlite/inside.h"
#include "base/clock.h"
#include "base/log.h"
#include <errno.h>

static _Thread_local bool i_am_a_writer;

/* --- one batch ------------------------------------------------------------------------------------------------------------ */
static const struct db_query savepoint = {.name = "savepoint", .sql = "SAVEPOINT callback", .writes = true};
static const struct db_query release = {.name = "release", .sql = "RELEASE callback", .writes = true};
static const struct db_query undo = {.name = "undo", .sql = "ROLLBACK TO callback", .writes = true};
static const struct db_query begin = {.name = "begin", .sql = "BEGIN IMMEDIATE", .writes = true};
static const struct db_query commit = {.name = "commit", .sql = "COMMIT", .writes = true};
static const struct db_query rollback = {.name = "rollback", .sql = "ROLLBACK", .writes = true};

static enum result control(struct q *q, struct sqlite_session *s, const struct db_query *query)
{
    return sqlite_run(q, &s->session, query, NULL, NULL, NULL, NULL);
}

static bool transaction_lost(const struct sqlite_session *s)
{
    return sqlite3_get_autocommit(s->handle) != 0;
}

static enum result run_callback(struct sqlite_session *s, struct waiting *w)
{
    struct db_session *outer = w->q->db;
    w->q->db = &s->session;
    s->session.failed = OK;
    enum result r = w->fn(w->q, w->arg);
    if (r == OK)
        r = s->session.failed;
    w->q->db = outer;
    s->session.failed = OK;
    return r;
}

static void run_in_savepoint(struct sqlite_session *s, struct waiting *w)
{
    log_set_request(w->q->request_id);
    must_doing(w->q->request_id);
    w->result = control(w->q, s, &savepoint);
    if (w->result == OK)
        w->result = run_callback(s, w);
    struct problem said = w->q->problem; /* undoing must not hide why */
    if (w->result != OK && !transaction_lost(s))
        control(w->q, s, &undo);
    if (!transaction_lost(s)) {
        enum result r = control(w->q, s, &release);
        if (w->result == OK)
            w->result = r;
        else
            w->q->problem = said;
    }
    must_doing(NULL);
    log_set_request(NULL);
}

/* All from first up to (not including) end that thought themselves done get the kind of the failure. */
static void fail_all(struct waiting *first, const struct waiting *end, enum result kind)
{
    for (struct waiting *w = first; w != end; w = w->next)
        if (w->result == OK)
            w->result = db_failed(w->q, kind, NULL);
}

/* Runs callbacks until all have run, the batch is old, or the transaction is lost; returns the first that has not run. */
static struct waiting *run_callbacks(struct sqlite_session *s, struct waiting *first)
{
    int64_t until = clock_monotonic() + BATCH_MICROSECONDS;
    struct waiting *w = first;
    do {
        run_in_savepoint(s, w);
        w = w->next;
    } while (w && !transaction_lost(s) && clock_monotonic() < until);
    return w;
}

static enum result begin_batch(struct sqlite *db, struct q *q)
{
    if (!turn_take(&db->turn)) {
        log_wrong("db.busy", LOG_S("what", "another process keeps the turn to write"));
        return db_failed(q, PROBLEM_BUSY, NULL);
    }
    enum result r = control(q, &db->writer.session, &begin);
    if (r != OK)
        turn_give(&db->turn);
    return r;
}

/* The callback that lost the transaction is the last that ran. */
static enum result result_of_last(const struct waiting *first, const struct waiting *end)
{
    while (first->next != end)
        first = first->next;
    return first->result;
}

/* q is that of the first callback, whose owner sleeps. The failure of a COMMIT leaves the transaction open. */
static enum result commit_or_undo(struct q *q, struct sqlite_session *s)
{
    enum result r = control(q, s, &commit);
    if (r != OK && !transaction_lost(s))
        control(q, s, &rollback);
    return r;
}

static void end_batch(struct sqlite *db, struct waiting *first, const struct waiting *end)
{
    struct sqlite_session *s = &db->writer.session;
    struct problem said = first->q->problem;
    bool failed_itself = first->result != OK;
    enum result r = transaction_lost(s) ? result_of_last(first, end) : commit_or_undo(first->q, s);
    if (r != OK)
        fail_all(first, end, r);
    if (failed_itself)
        first->q->problem = said;
    turn_give(&db->turn);
}

static void wake(struct waiting *first, const struct waiting *end)
{
    while (first != end) {
        struct waiting *next = first->next; /* once woken, first is gone */
        sem_post(&first->done);
        first = next;
    }
}

/* Returns those that are left for the next batch. */
static struct waiting *run_batch(struct sqlite *db, struct waiting *first)
{
    enum result r = begin_batch(db, first->q);
    struct waiting *end = NULL;
    if (r != OK) {
        fail_all(first, NULL, r);
    } else {
        end = run_callbacks(&db->writer.session, first);
        end_batch(db, first, end);
    }
    wake(first, end);
    checkpointer_after_commit(db);
    return end;
}

/* --- the queue ------------------------------------------------------------------------------------------------------------ */
/* Those woken by the last commit are about to come back: letting them run for an instant makes the next batch larger. */
static void let_others_come(struct writer *w)
{
    for (int i = 0; i < 4 && w->count < w->last_count / 2; i++) {
        pthread_mutex_unlock(&w->lock);
        sched_yield();
        pthread_mutex_lock(&w->lock);
    }
    w->last_count = w->count;
}

static struct waiting *take_all(struct writer *w)
{
    pthread_mutex_lock(&w->lock);
    while (!w->first && !w->stop)
        pthread_cond_wait(&w->some, &w->lock);
    let_others_come(w);
    struct waiting *all = w->first;
    w->first = NULL;
    w->end = &w->first;
    w->count = 0;
    pthread_mutex_unlock(&w->lock);
    return all;
}

static void *write_for_all(void *arg)
{
    struct sqlite *db = arg;
    i_am_a_writer = true;
    for (struct waiting *all; (all = take_all(&db->writer)) != NULL;)
        while (all)
            all = run_batch(db, all);
    return NULL;
}

static bool put(struct writer *w, struct waiting *mine)
{
    pthread_mutex_lock(&w->lock);
    bool room = w->count < WAITING_MOST && !w->stop;
    if (room) {
        *w->end = mine;
        w->end = &mine->next;
        w->count++;
        if (w->count == 1)
            pthread_cond_signal(&w->some);
    }
    pthread_mutex_unlock(&w->lock);
    return room;
}

enum result sqlite_transact(struct q *q, struct db *base, db_transact_fn *fn, void *arg)
{
    struct sqlite *db = (struct sqlite *)base;
    must(!i_am_a_writer); /* a callback that writes with another q would wait for itself */
    struct waiting mine = {.q = q, .fn = fn, .arg = arg};
    sem_init(&mine.done, 0, 0);
    if (!put(&db->writer, &mine))
        return db_failed(q, PROBLEM_BUSY, NULL);
    while (sem_wait(&mine.done) < 0)
        must(errno == EINTR);
    sem_destroy(&mine.done);
    return mine.result;
}

enum result writer_start(struct q *q, struct sqlite *db)
{
    struct writer *w = &db->writer;
    w->end = &w->first;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->some, NULL);
    if (!turn_take(&db->turn)) /* switching a new file to WAL needs it alone */
        return db_failed(q, PROBLEM_BUSY, NULL);
    enum result r = sqlite_session_open(q, &db->db, db->path, WRITES, &w->session);
    turn_give(&db->turn);
    TRY(r);
    must(pthread_create(&w->thread, NULL, write_for_all, db) == 0);
    return OK;
}

void writer_stop(struct sqlite *db)
{
    struct writer *w = &db->writer;
    if (!w->session.handle)
        return;
    pthread_mutex_lock(&w->lock);
    w->stop = true;
    pthread_cond_signal(&w->some);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    sqlite_session_close(&w->session);
}
