/* A node is a row of core_node with a lease of two minutes, renewed every thirty seconds by a thread. The holder is a random word, so
 * that a process finds out when somebody else took its row after a long stop, and then takes another. */
#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "base/must.h"
#include "core/app.h"
#include "core/db.h"
#include "core/q.h"
#include <errno.h>
#include <pthread.h>

enum { NODES = 64, RENEW_SECONDS = 30, MEMORY = 16 * 1024 * 1024 };
#define LEASE (2 * MINUTE)

/* Takes a row that is not there, is free, or is ours already. */
static const struct db_query take = {
    .name = "core.node_take",
    .sql = "INSERT INTO core_node (node, holder, lease_until) VALUES ($1, $2, $3) ON CONFLICT (node) DO UPDATE"
           " SET holder = excluded.holder, lease_until = excluded.lease_until"
           " WHERE core_node.lease_until < $4 OR core_node.holder = excluded.holder",
    .in_count = 4,
    .in = (const enum db_type[]){DB_INT, DB_TEXT, DB_INT, DB_INT},
    .writes = true};
static const struct db_query give_back = {.name = "core.node_give_back",
                                          .sql = "UPDATE core_node SET lease_until = 0 WHERE node = $1 AND holder = $2",
                                          .in_count = 2,
                                          .in = (const enum db_type[]){DB_INT, DB_TEXT},
                                          .writes = true};

struct db_node {
    struct app *app;
    struct arena *arena;
    struct q q;
    int number; /* -1: none yet */
    const char *holder;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t stopping;
    bool stop;
};

static struct db_value int_value(int64_t n)
{
    return (struct db_value){.type = DB_INT, .number = n};
}

static struct db_value holder_value(const struct db_node *n)
{
    return (struct db_value){.type = DB_TEXT, .bytes = n->holder, .length = strlen(n->holder)};
}

static enum result try_node(struct q *q, const struct db_node *n, int number, bool *ret_taken)
{
    int64_t now = clock_now(), changed = 0;
    struct db_value in[] = {int_value(number), holder_value(n), int_value(now + LEASE), int_value(now)};
    TRY(db_run(q, &take, in, NULL, NULL, &changed));
    *ret_taken = changed > 0;
    return OK;
}

struct taking {
    const struct db_node *node;
    int number; /* taken */
};

static enum result take_or_renew(struct q *q, void *arg)
{
    struct taking *t = arg;
    bool taken = false;
    int first = t->node->number < 0 ? 0 : t->node->number;
    for (int i = 0; i < NODES && !taken; i++) {
        t->number = (first + i) % NODES;
        TRY(try_node(q, t->node, t->number, &taken));
    }
    return taken ? OK : fail(q, BUSY, T("Sixty-four processes use this database already"));
}

static enum result settle(struct q *q, struct db_node *n)
{
    struct taking t = {.node = n};
    TRY(db_transact(q, take_or_renew, &t));
    n->number = t.number;
    id_set_node(n->number);
    return OK;
}

static enum result free_node(struct q *q, void *arg)
{
    const struct db_node *n = arg;
    struct db_value in[] = {int_value(n->number), holder_value(n)};
    return db_run(q, &give_back, in, NULL, NULL, NULL);
}

static bool wait_for_stop(struct db_node *n)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += RENEW_SECONDS;
    pthread_mutex_lock(&n->lock);
    while (!n->stop && pthread_cond_timedwait(&n->stopping, &n->lock, &until) != ETIMEDOUT)
        ;
    bool stop = n->stop;
    pthread_mutex_unlock(&n->lock);
    return stop;
}

static void renew(struct db_node *n)
{
    int before = n->number;
    arena_reset(n->arena);
    q_forget(&n->q);
    if (settle(&n->q, n) != OK)
        log_wrong("db.node_not_renewed", LOG_I("node", before));
    else if (n->number != before)
        log_warn("db.node_changed", LOG_I("from", before), LOG_I("to", n->number));
}

static void *keep(void *arg)
{
    struct db_node *n = arg;
    must_doing("keeping the node's lease");
    while (!wait_for_stop(n))
        renew(n);
    return NULL;
}

enum result db_node_start(struct q *q, struct db_node **ret)
{
    struct arena *a = q->app->arena;
    struct db_node *n = arena_new_one(a, struct db_node);
    *n = (struct db_node){.app = q->app, .number = -1, .holder = random_token(a, 20)};
    TRY(settle(q, n));
    n->arena = arena_new(MEMORY);
    n->q = (struct q){.arena = n->arena, .app = q->app, .account = q->account, .request_id = "node", .from = "node"};
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&n->stopping, &monotonic);
    pthread_mutex_init(&n->lock, NULL);
    must(pthread_create(&n->thread, NULL, keep, n) == 0);
    *ret = n;
    return OK;
}

void db_node_stop(struct db_node *n)
{
    if (!n)
        return;
    pthread_mutex_lock(&n->lock);
    n->stop = true;
    pthread_cond_signal(&n->stopping);
    pthread_mutex_unlock(&n->lock);
    pthread_join(n->thread, NULL);
    if (db_transact(&n->q, free_node, n) != OK)
        log_warn("db.node_not_given_back", LOG_I("node", n->number));
    arena_free(n->arena);
    n->arena = NULL;
}
