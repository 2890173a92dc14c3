/* Connections that read. Each reading query or snapshot takes one, uses it alone and gives it back; in WAL mode it sees the database as
 * it was when it began, and hinders nobody. The one given back last is taken first: its caches are warm. */
#include "adapters/db_sqlite/inside.h"
#include "base/log.h"
#include <errno.h>

static struct timespec patience(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += BUSY_MILLISECONDS / 1000;
    return t;
}

static struct sqlite_session *take(struct readers *p)
{
    struct timespec until = patience();
    pthread_mutex_lock(&p->lock);
    while (!p->idle && pthread_cond_timedwait(&p->some, &p->lock, &until) != ETIMEDOUT)
        ;
    struct sqlite_session *s = p->idle;
    if (s)
        p->idle = s->next;
    pthread_mutex_unlock(&p->lock);
    return s;
}

static void give(struct readers *p, struct sqlite_session *s)
{
    s->session.failed = OK;
    pthread_mutex_lock(&p->lock);
    s->next = p->idle;
    p->idle = s;
    pthread_cond_signal(&p->some);
    pthread_mutex_unlock(&p->lock);
}

static enum result take_or_say(struct q *q, struct sqlite *db, struct sqlite_session **ret)
{
    *ret = take(&db->readers);
    if (*ret)
        return OK;
    log_wrong("db.no_reader", LOG_I("readers", db->readers.count));
    return db_failed(q, PROBLEM_BUSY, NULL);
}

/* q->db is set so that what `each` reads goes to the same connection and never waits for a second one. */
enum result sqlite_read(struct q *q, struct db *base, const struct db_query *query, const struct db_value *in, db_row_fn *each, void *arg)
{
    struct sqlite *db = (struct sqlite *)base;
    struct sqlite_session *s;
    TRY(take_or_say(q, db, &s));
    q->db = &s->session;
    enum result r = sqlite_run(q, &s->session, query, in, each, arg, NULL);
    q->db = NULL;
    give(&db->readers, s);
    return r;
}

enum result sqlite_snapshot(struct q *q, struct db *base, db_transact_fn *fn, void *arg)
{
    struct sqlite *db = (struct sqlite *)base;
    struct sqlite_session *s;
    TRY(take_or_say(q, db, &s));
    int code = sqlite_do(s, "BEGIN");
    enum result r = code == SQLITE_OK ? OK : sqlite_failed(q, s, code, "begin");
    if (r == OK) {
        q->db = &s->session;
        r = fn(q, arg);
        q->db = NULL;
        if (r == OK)
            r = s->session.failed;
        sqlite_do(s, "ROLLBACK"); /* it only read */
    }
    give(&db->readers, s);
    return r;
}

enum result readers_open(struct q *q, struct sqlite *db, int count)
{
    struct readers *p = &db->readers;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&p->some, &monotonic);
    pthread_mutex_init(&p->lock, NULL);
    p->all = arena_new_array(db->arena, struct sqlite_session, (size_t)count);
    for (; p->count < count; p->count++) {
        struct sqlite_session *s = &p->all[p->count];
        TRY(sqlite_session_open(q, &db->db, db->path, READS, s));
        s->next = p->idle;
        p->idle = s;
    }
    return OK;
}

void readers_close(struct sqlite *db)
{
    for (int i = 0; i < db->readers.count; i++)
        sqlite_session_close(&db->readers.all[i]);
    db->readers.count = 0;
}
