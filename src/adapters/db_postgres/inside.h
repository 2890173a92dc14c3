/* What the files of this adapter share. A session is one connection, used by one thread at a time, always in libpq's pipeline mode:
 * statements are sent without waiting and their results are fetched together at the next point where one is needed. */
#pragma once
#include "base/must.h"
#include "core/db_driver.h"
#include "core/q.h"
#include <libpq-fe.h>
#include <pthread.h>

enum {
    DEFAULT_SESSIONS = 12, /* past 8 to 12 a two-core server gains nothing */
    WAIT_SECONDS = 10,     /* for a free session, then BUSY */
    MOST_PARAMETERS = 100,
    MOST_QUEUED = 256 /* statements sent but not yet answered */
};

/* Why a piece of work may be tried again: nothing of it was committed. */
enum again {
    NOT_AGAIN,
    AGAIN_RACE, /* serialisation failure or deadlock */
    AGAIN_FRESH /* the connection broke, or a plan went stale after a migration: on another session */
};

struct prepared {
    const struct db_query *query; /* NULL: free place */
    unsigned number;              /* named q1, q2 … on the server */
    bool known;                   /* to the server, as far as was sent */
};

enum sent { SENT_CONTROL, SENT_PREPARE, SENT_RUN };
struct queued {
    enum sent what;
    const struct db_query *query;
};

struct pg_session {
    struct db_session session; /* first */
    PGconn *conn;
    bool broken;       /* never give it back to the pool */
    const char *begin; /* to be sent before the first statement; NULL: sent, or none wanted */
    enum again again;
    bool knows_xid;            /* asked with the first writing statement: */
    char xid[24];              /* lets us ask later whether a COMMIT whose answer was lost took place; "" until it arrives */
    char life[200];            /* of the server: changes when it restarts or recovers from a crash */
    struct prepared *prepared; /* open addressing by the address of the query, which is static */
    size_t places, used;
    struct queued queue[MOST_QUEUED];
    int queued;
    int64_t given_back; /* monotonic */
    struct pg_session *next;
};

struct pool {
    struct pg_session *idle;
    int open, most;
    pthread_mutex_t lock;
    pthread_cond_t some;
};

struct postgres {
    struct db db; /* first */
    struct arena *arena;
    const char *url;
    struct pool pool;
};

/* --- session.c ------------------------------------------------------------------------------------------------------------ */
/* The server's start and the numbers of its background processes: all of them are new after a crash. */
#define SERVER_LIFE                                                                                                                        \
    "pg_postmaster_start_time()::text || ' ' || (SELECT coalesce(string_agg(pid::text, ',' ORDER BY pid), '') FROM pg_stat_activity"       \
    " WHERE datid IS NULL)"
enum result session_open(struct q *q, struct postgres *db, struct pg_session **ret);
void session_close(struct pg_session *s); /* takes NULL */
bool session_alive(struct pg_session *s); /* as far as can be seen without asking the server */

/* --- pipeline.c: a failing call has told q why ---------------------------------------------------------------------------- */
enum result pipeline_control(struct q *q, struct pg_session *s, const char *sql); /* BEGIN, COMMIT …: queued only */
enum result pipeline_run(struct q *q, struct pg_session *s, const struct db_query *query, const struct db_value *in); /* queued only */
enum result pipeline_describe(struct q *q, struct pg_session *s, const struct db_query *query);                       /* queued only */
enum result pipeline_begin(struct q *q, struct pg_session *s); /* queues s->begin, if it still waits */
/* Waits for all that is queued. The first failure is told; *ret_last (may be NULL) is the last result, to be cleared by the caller. */
enum result pipeline_finish(struct q *q, struct pg_session *s, PGresult **ret_last);

/* --- values.c ------------------------------------------------------------------------------------------------------------- */
struct parameters {
    const char *values[MOST_PARAMETERS];
    int lengths[MOST_PARAMETERS], formats[MOST_PARAMETERS];
    uint64_t numbers[MOST_PARAMETERS]; /* in network order */
};
void values_encode(struct parameters *p, const struct db_query *query, const struct db_value *in);
Oid values_type(enum db_type type);
/* BROKEN when the column is of a type that does not fit the query's. */
enum result values_decode(struct q *q, const PGresult *result, int row, int column, enum db_type type, struct db_value *ret);
bool values_fit(const PGresult *result, const struct db_query *query);

/* --- run.c ---------------------------------------------------------------------------------------------------------------- */
enum result postgres_run(struct q *q, struct db_session *s, const struct db_query *query, const struct db_value *in, db_row_fn *each,
                         void *arg, int64_t *ret_changed);
enum result postgres_script(struct q *q, struct db_session *s, const char *sql);
enum result postgres_prepare(struct q *q, struct db_session *s, const struct db_query *query);
enum result rows_hand_on(struct q *q, const PGresult *result, const struct db_query *query, db_row_fn *each, void *arg);

/* --- problem.c ------------------------------------------------------------------------------------------------------------ */
enum result postgres_failed(struct q *q, struct pg_session *s, const PGresult *result, const char *query);
enum result postgres_lost(struct q *q, struct pg_session *s, const char *doing); /* the connection */

/* --- pool.c --------------------------------------------------------------------------------------------------------------- */
void pool_init(struct pool *p, int most);
enum result pool_take(struct q *q, struct postgres *db, struct pg_session **ret);
void pool_give(struct postgres *db, struct pg_session *s); /* closes it when broken */
void pool_close(struct postgres *db);

/* --- transact.c ----------------------------------------------------------------------------------------------------------- */
enum result postgres_read(struct q *q, struct db *db, const struct db_query *query, const struct db_value *in, db_row_fn *each, void *arg);
enum result postgres_transact(struct q *q, struct db *db, db_transact_fn *fn, void *arg);
enum result postgres_snapshot(struct q *q, struct db *db, db_transact_fn *fn, void *arg);

/* --- backup.c ------------------------------------------------------------------------------------------------------------- */
enum result postgres_backup(struct q *q, struct db *db, const char *to_path);
enum result postgres_restore(struct q *q, const char *url, const char *from_path);
