/* Sessions that wait for work. They are opened when first needed, at most `most`; the one given back last is taken first. One that the
 * server has closed meanwhile is noticed and replaced: a restart of the database costs nobody more than the outage itself. */
#include "adapters/db_postgres/inside.h"
#include "base/clock.h"
#include "base/log.h"
#include <errno.h>

void pool_init(struct pool *p, int most)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&p->some, &monotonic);
    pthread_mutex_init(&p->lock, NULL);
    p->most = most;
}

/* An idle session, or the right to open one (*ret NULL); false after waiting in vain. */
static bool take_place(struct pool *p, struct pg_session **ret)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += WAIT_SECONDS;
    pthread_mutex_lock(&p->lock);
    while (!p->idle && p->open >= p->most && pthread_cond_timedwait(&p->some, &p->lock, &until) != ETIMEDOUT)
        ;
    *ret = p->idle;
    bool ok = *ret || p->open < p->most;
    if (*ret)
        p->idle = (*ret)->next;
    else if (ok)
        p->open++;
    pthread_mutex_unlock(&p->lock);
    return ok;
}

static void give_up_place(struct pool *p)
{
    pthread_mutex_lock(&p->lock);
    p->open--;
    pthread_cond_signal(&p->some);
    pthread_mutex_unlock(&p->lock);
}

static void make_ready(struct pg_session *s)
{
    s->session.failed = OK;
    s->session.writing = false;
    s->begin = NULL;
    s->again = NOT_AGAIN;
    s->knows_xid = false;
    s->xid[0] = '\0';
}

enum result pool_take(struct q *q, struct postgres *db, struct pg_session **ret)
{
    struct pg_session *s;
    if (!take_place(&db->pool, &s)) {
        log_wrong("db.no_session", LOG_I("sessions", db->pool.most));
        return db_failed(q, PROBLEM_BUSY, NULL);
    }
    if (s && !session_alive(s)) {
        session_close(s);
        s = NULL;
    }
    enum result r = s ? OK : session_open(q, db, &s);
    if (r != OK) {
        give_up_place(&db->pool);
        return r;
    }
    make_ready(s);
    *ret = s;
    return OK;
}

void pool_give(struct postgres *db, struct pg_session *s)
{
    struct pool *p = &db->pool;
    if (s->broken || PQtransactionStatus(s->conn) != PQTRANS_IDLE) {
        session_close(s);
        give_up_place(p);
        return;
    }
    pthread_mutex_lock(&p->lock);
    s->next = p->idle;
    p->idle = s;
    pthread_cond_signal(&p->some);
    pthread_mutex_unlock(&p->lock);
}

void pool_close(struct postgres *db)
{
    struct pool *p = &db->pool;
    while (p->idle) {
        struct pg_session *s = p->idle;
        p->idle = s->next;
        session_close(s);
        p->open--;
    }
    must(p->open == 0); /* nobody uses a database that is being closed */
}
