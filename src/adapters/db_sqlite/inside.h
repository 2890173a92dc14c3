/* What the files of this adapter share. Lifetimes: struct sqlite lives from open to close; a session is one connection and is used by
 * one thread at a time (SQLITE_OPEN_NOMUTEX): the writer's by the writer thread, a reader's by whoever took it from the pool. */
#pragma once
#include "base/must.h"
#include "core/db_driver.h"
#include "core/q.h"
#include <pthread.h>
#include <semaphore.h>
#include <sqlite3.h>
#include <stdatomic.h>

enum {
    BUSY_MILLISECONDS = 10000,  /* how long anybody waits for a lock or a reader before it is BUSY */
    WAITING_MOST = 2048,        /* callbacks that may wait for the writer */
    BATCH_MICROSECONDS = 25000, /* a batch commits after this, so that the first does not wait for ever for the last */
    WAL_PAGES_TO_COPY = 2000,   /* 8 MB: the checkpoint thread begins */
    WAL_PAGES_TOO_MANY = 16000  /* 64 MB: the writer itself finishes the checkpoint between two batches */
};

/* --- connection.c --------------------------------------------------------------------------------------------------------- */
struct prepared {
    const struct db_query *query; /* NULL: free place */
    sqlite3_stmt *statement;
    bool running;
};
struct sqlite_session {
    struct db_session session; /* first */
    sqlite3 *handle;
    struct prepared *prepared; /* open addressing by the address of the query, which is static */
    size_t places, used;
    struct sqlite_session *next;
};
enum access { READS, WRITES };
enum result sqlite_session_open(struct q *q, struct db *db, const char *path, enum access access, struct sqlite_session *s);
void sqlite_session_close(struct sqlite_session *s);
int sqlite_do(struct sqlite_session *s, const char *sql); /* one of our own statements without rows; an SQLite code */
enum result sqlite_find(struct q *q, struct sqlite_session *s, const struct db_query *query, struct prepared *ret);
void sqlite_release(struct sqlite_session *s, struct prepared *p);

/* --- run.c ---------------------------------------------------------------------------------------------------------------- */
enum result sqlite_run(struct q *q, struct db_session *s, const struct db_query *query, const struct db_value *in, db_row_fn *each,
                       void *arg, int64_t *ret_changed);
enum result sqlite_script(struct q *q, struct db_session *s, const char *sql);
enum result sqlite_prepare(struct q *q, struct db_session *s, const struct db_query *query);

/* --- problem.c: an SQLite code becomes a kind; logs what operators must know ---------------------------------------------- */
enum result sqlite_failed(struct q *q, struct sqlite_session *s, int code, const char *query);
enum result sqlite_kind(sqlite3 *handle, int code);
const char *sqlite_conflict(struct arena *a, sqlite3 *handle, int code);

/* --- turn.c: processes take turns in writing ------------------------------------------------------------------------------ */
struct turn {
    int file;
};
enum result turn_open(struct q *q, const char *path, struct turn *t); /* BUSY while a restore is at work */
void turn_close(struct turn *t);
bool turn_take(struct turn *t); /* false: waited BUSY_MILLISECONDS */
void turn_give(struct turn *t);
bool turn_alone(struct turn *t); /* for a restore: no other process has the database open; keeps others out until turn_close */

/* --- writer.c ------------------------------------------------------------------------------------------------------------- */
struct waiting {
    struct q *q;
    db_transact_fn *fn;
    void *arg;
    enum result result;
    sem_t done;
    struct waiting *next;
};
struct writer {
    struct sqlite_session session;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t some;
    struct waiting *first, **end;
    int count, last_count;
    bool stop;
};
struct sqlite;
enum result writer_start(struct q *q, struct sqlite *db);
void writer_stop(struct sqlite *db); /* after the last waiting callback */
enum result sqlite_transact(struct q *q, struct db *db, db_transact_fn *fn, void *arg);

/* --- readers.c ------------------------------------------------------------------------------------------------------------ */
struct readers {
    struct sqlite_session *all, *idle;
    int count;
    pthread_mutex_t lock;
    pthread_cond_t some;
};
enum result readers_open(struct q *q, struct sqlite *db, int count);
void readers_close(struct sqlite *db);
enum result sqlite_read(struct q *q, struct db *db, const struct db_query *query, const struct db_value *in, db_row_fn *each, void *arg);
enum result sqlite_snapshot(struct q *q, struct db *db, db_transact_fn *fn, void *arg);

/* --- checkpoint.c --------------------------------------------------------------------------------------------------------- */
struct checkpointer {
    struct sqlite_session session;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t some;
    bool wanted, stop;
    _Atomic int wal_pages; /* as of the last commit of this process */
};
enum result checkpointer_start(struct q *q, struct sqlite *db);
void checkpointer_stop(struct sqlite *db);
void checkpointer_after_commit(struct sqlite *db); /* called by the writer */

/* --- backup.c ------------------------------------------------------------------------------------------------------------- */
enum result sqlite_backup(struct q *q, struct db *db, const char *to_path);
enum result sqlite_restore(struct q *q, const char *url, const char *from_path);

struct sqlite {
    struct db db; /* first */
    struct arena *arena;
    const char *path;
    struct turn turn;
    struct writer writer;
    struct readers readers;
    struct checkpointer checkpointer;
};
const char *sqlite_path(const char *url); /* what follows "sqlite:" */
