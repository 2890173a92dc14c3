/* One piece of work: take a session, run the callback, commit; again when nothing was committed and another try can succeed.
 *
 * BEGIN is sent together with the first statement, and statements marked `later` together with the next one or with COMMIT; so a
 * transaction of one insert and its journal lines costs two round trips.
 *
 * When the connection breaks while the answer to COMMIT is awaited, nobody knows whether it took place. The server does: with the number
 * of the transaction, asked for at its first write, we ask once it answers again. Only a server that crashed in the meantime cannot tell:
 * it gives numbers that never reached its log a second time, so "committed" may be somebody else's; then the answer is STORAGE, and what
 * keeps the work from being done twice are the unique indexes and idempotency keys above. */
#include "adapters/db_postgres/inside.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "base/text.h"

enum { MOST_RACES = 8, MOST_FRESH = 2, ASK_TIMES = 20, ASK_EVERY_MILLISECONDS = 250 };

static void sleep_milliseconds(int64_t n)
{
    nanosleep(&(struct timespec){.tv_sec = n / 1000, .tv_nsec = n % 1000 * 1000000}, NULL);
}

/* --- the end of a transaction --------------------------------------------------------------------------------------------- */
/* What went wrong has been said already and is kept. A failed statement among those still under way makes the server pass over the
 * ROLLBACK too; then it is sent once more. */
static void undo(struct q *q, struct pg_session *s)
{
    struct problem said = q->problem;
    enum again again = s->again;
    for (int i = 0; i < 2 && !s->broken && (s->queued > 0 || PQtransactionStatus(s->conn) != PQTRANS_IDLE); i++)
        if (pipeline_control(q, s, "ROLLBACK") == OK)
            pipeline_finish(q, s, NULL);
    q->problem = said;
    s->again = again;
}

/* $1 the number, $2 the life of the server in which it was given. */
static const struct db_query ask_status = {.name = "postgres.xact_status",
                                           .in_count = 2,
                                           .in = (const enum db_type[]){DB_TEXT, DB_TEXT},
                                           .out_count = 1,
                                           .out = (const enum db_type[]){DB_TEXT},
                                           .sql = "SELECT CASE WHEN (" SERVER_LIFE ") = $2 THEN pg_xact_status($1::text::xid8)"
                                                  " WHEN $1::text::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) THEN 'aborted'"
                                                  " WHEN pg_xact_status($1::text::xid8) = 'aborted' THEN 'aborted' ELSE 'unknown' END"};

static enum result take_status(struct q *q, const struct db_value *row, void *arg)
{
    (void)q;
    *(const char **)arg = row[0].null ? NULL : row[0].bytes;
    return OK;
}

static enum result ask_outside_pool(struct q *q, struct postgres *db, const struct db_value *in, const char **ret)
{
    struct pg_session *s;
    PGresult *result = NULL;
    TRY(session_open(q, db, &s));
    enum result r = pipeline_run(q, s, &ask_status, in);
    if (r == OK)
        r = pipeline_finish(q, s, &result);
    if (r == OK)
        r = rows_hand_on(q, result, &ask_status, take_status, ret);
    PQclear(result);
    session_close(s);
    return r;
}

/* "committed", "aborted" or "unknown". The broken session still holds its place in the pool, so the question has one of its own. */
static const char *find_outcome(struct q *q, struct postgres *db, const struct pg_session *lost)
{
    const char *status = NULL;
    struct db_value in[] = {{.type = DB_TEXT, .bytes = lost->xid, .length = strlen(lost->xid)},
                            {.type = DB_TEXT, .bytes = lost->life, .length = strlen(lost->life)}};
    for (int i = 0; *lost->xid && i < ASK_TIMES; i++) {
        if (ask_outside_pool(q, db, in, &status) == OK && !text_equal(status, "in progress"))
            return status ? status : "unknown";
        sleep_milliseconds(ASK_EVERY_MILLISECONDS);
    }
    return "unknown";
}

static enum result commit_lost(struct q *q, struct postgres *db, struct pg_session *s)
{
    const char *outcome = find_outcome(q, db, s);
    log_warn("db.commit_answer_lost", LOG_S("outcome", outcome));
    s->again = text_equal(outcome, "aborted") ? AGAIN_FRESH : NOT_AGAIN;
    if (!text_equal(outcome, "committed"))
        return db_failed(q, PROBLEM_STORAGE, NULL);
    q_forget(q);
    return OK;
}

static enum result commit(struct q *q, struct postgres *db, struct pg_session *s)
{
    PGresult *last = NULL;
    bool wrote = s->knows_xid;
    enum result r = pipeline_control(q, s, "COMMIT");
    if (r == OK)
        r = pipeline_finish(q, s, &last);
    bool committed = r == OK && strcmp(PQcmdStatus(last), "COMMIT") == 0; /* the server answers ROLLBACK to the COMMIT of a failed one */
    PQclear(last);
    if (committed)
        return OK;
    if (s->broken && wrote)
        return commit_lost(q, db, s);
    undo(q, s);
    return r != OK ? r : db_failed(q, PROBLEM_BROKEN, NULL);
}

/* --- one try -------------------------------------------------------------------------------------------------------------- */
struct work {
    const char *begin;
    bool writing;
    db_transact_fn *fn;
    void *arg;
};

static enum result run_callback(struct q *q, struct pg_session *s, const struct work *w)
{
    struct db_session *outer = q->db;
    s->session.writing = w->writing;
    s->begin = w->begin;
    q->db = &s->session;
    enum result r = w->fn(q, w->arg);
    q->db = outer;
    return r != OK ? r : s->session.failed;
}

static enum result try_once(struct q *q, struct postgres *db, const struct work *w, enum again *ret_again)
{
    struct pg_session *s;
    *ret_again = NOT_AGAIN;
    TRY(pool_take(q, db, &s));
    enum result r = run_callback(q, s, w);
    bool begun = s->begin == NULL;
    if (begun && r == OK)
        r = commit(q, db, s);
    else if (begun)
        undo(q, s);
    *ret_again = r != OK ? s->again : NOT_AGAIN;
    pool_give(db, s);
    return r;
}

static void wait_a_little(int tries)
{
    sleep_milliseconds(1 + (int64_t)random_below(UINT64_C(4) << tries)); /* so that those who met do not meet again */
}

static enum result run_work(struct q *q, struct postgres *db, const struct work *w)
{
    enum again again;
    enum result r = try_once(q, db, w, &again);
    for (int tries = 1; again != NOT_AGAIN && tries <= (again == AGAIN_RACE ? MOST_RACES : MOST_FRESH); tries++) {
        if (again == AGAIN_RACE)
            wait_a_little(tries);
        q_forget(q);
        r = try_once(q, db, w, &again);
    }
    return r;
}

enum result postgres_transact(struct q *q, struct db *base, db_transact_fn *fn, void *arg)
{
    struct work w = {.begin = "BEGIN ISOLATION LEVEL READ COMMITTED", .writing = true, .fn = fn, .arg = arg};
    return run_work(q, (struct postgres *)base, &w);
}

enum result postgres_snapshot(struct q *q, struct db *base, db_transact_fn *fn, void *arg)
{
    struct work w = {.begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", .fn = fn, .arg = arg};
    return run_work(q, (struct postgres *)base, &w);
}

/* --- a reading query by itself -------------------------------------------------------------------------------------------- */
static enum result fetch(struct q *q, struct postgres *db, const struct db_query *query, const struct db_value *in, PGresult **ret,
                         enum again *ret_again)
{
    struct pg_session *s;
    *ret_again = NOT_AGAIN;
    TRY(pool_take(q, db, &s));
    enum result r = pipeline_run(q, s, query, in);
    if (r == OK)
        r = pipeline_finish(q, s, ret);
    *ret_again = r != OK ? s->again : NOT_AGAIN;
    pool_give(db, s);
    return r;
}

/* The session is given back before the rows are handed on: what the callback runs can never wait for it. */
enum result postgres_read(struct q *q, struct db *base, const struct db_query *query, const struct db_value *in, db_row_fn *each, void *arg)
{
    struct postgres *db = (struct postgres *)base;
    PGresult *result = NULL;
    enum again again;
    enum result r = fetch(q, db, query, in, &result, &again);
    for (int tries = 1; again != NOT_AGAIN && tries <= MOST_FRESH; tries++) {
        q_forget(q);
        r = fetch(q, db, query, in, &result, &again);
    }
    TRY(r);
    if (values_fit(result, query))
        r = rows_hand_on(q, result, query, each, arg);
    else {
        log_wrong("db.query_does_not_fit", LOG_S("query", query->name));
        r = db_failed(q, PROBLEM_BROKEN, NULL);
    }
    PQclear(result);
    return r;
}
