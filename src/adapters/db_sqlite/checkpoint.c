/* What was committed to the write-ahead log must some day be copied into the database file, with fsyncs of its own. A thread with its own
 * connection does so beside the writer (PASSIVE hinders nobody). Under steady load it never quite catches up and the log could not be
 * begun anew; so, when the log has grown long, the writer itself copies the little that is left between two batches. */
#include "adapters/db_sqlite/inside.h"
#include "base/log.h"

static int note_length(void *arg, sqlite3 *handle, const char *name, int pages)
{
    (void)handle, (void)name;
    struct checkpointer *c = arg;
    atomic_store(&c->wal_pages, pages);
    return SQLITE_OK;
}

/* Returns how many pages could not be copied yet, or -1. */
static int copy(struct sqlite_session *s)
{
    int in_log = 0, copied = 0;
    int code = sqlite3_wal_checkpoint_v2(s->handle, "main", SQLITE_CHECKPOINT_PASSIVE, &in_log, &copied);
    if (code == SQLITE_OK)
        return in_log - copied;
    if ((code & 0xff) != SQLITE_BUSY)
        log_wrong("db.checkpoint_failed", LOG_I("code", code), LOG_S("message", sqlite3_errmsg(s->handle)));
    return -1;
}

void checkpointer_after_commit(struct sqlite *db)
{
    struct checkpointer *c = &db->checkpointer;
    int pages = atomic_load(&c->wal_pages);
    if (pages < WAL_PAGES_TO_COPY)
        return;
    if (pages > WAL_PAGES_TOO_MANY && copy(&db->writer.session) == 0) {
        atomic_store(&c->wal_pages, 0); /* the next commit begins the log anew, unless a reader still needs it */
        return;
    }
    pthread_mutex_lock(&c->lock);
    if (!c->wanted) {
        c->wanted = true;
        pthread_cond_signal(&c->some);
    }
    pthread_mutex_unlock(&c->lock);
}

static bool wait_until_wanted(struct checkpointer *c)
{
    pthread_mutex_lock(&c->lock);
    while (!c->wanted && !c->stop)
        pthread_cond_wait(&c->some, &c->lock);
    c->wanted = false;
    bool go_on = !c->stop;
    pthread_mutex_unlock(&c->lock);
    return go_on;
}

static void *copy_when_wanted(void *arg)
{
    struct sqlite *db = arg;
    must_doing("checkpoint");
    while (wait_until_wanted(&db->checkpointer)) {
        copy(&db->checkpointer.session);
        nanosleep(&(struct timespec){.tv_nsec = 200 * 1000 * 1000}, NULL); /* each copy costs two fsyncs: not too often */
    }
    return NULL;
}

enum result checkpointer_start(struct q *q, struct sqlite *db)
{
    struct checkpointer *c = &db->checkpointer;
    TRY(sqlite_session_open(q, &db->db, db->path, WRITES, &c->session));
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->some, NULL);
    sqlite3_wal_hook(db->writer.session.handle, note_length, c);
    must(pthread_create(&c->thread, NULL, copy_when_wanted, db) == 0);
    return OK;
}

void checkpointer_stop(struct sqlite *db)
{
    struct checkpointer *c = &db->checkpointer;
    if (!c->session.handle)
        return;
    pthread_mutex_lock(&c->lock);
    c->stop = true;
    pthread_cond_signal(&c->some);
    pthread_mutex_unlock(&c->lock);
    pthread_join(c->thread, NULL);
    sqlite_session_close(&c->session);
}
