/* The driver: opening in the right order, closing in the opposite one. */
#include "adapters/db_sqlite/db_sqlite.h"
#include "adapters/db_sqlite/inside.h"

enum { MEMORY = 64 * 1024 * 1024 };

const char *sqlite_path(const char *url)
{
    return url + strlen("sqlite:");
}

/* Counting its memory would take a lock at each allocation. */
static void configure_library(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    must(sqlite3_initialize() == SQLITE_OK);
}

static void sqlite_close(struct db *base)
{
    struct sqlite *db = (struct sqlite *)base;
    readers_close(db);
    checkpointer_stop(db);
    writer_stop(db); /* the last connection to close copies the log into the file */
    turn_close(&db->turn);
    arena_free(db->arena);
}

static enum result open_parts(struct q *q, struct sqlite *db, int readers)
{
    TRY(turn_open(q, db->path, &db->turn));
    TRY(writer_start(q, db));
    TRY(checkpointer_start(q, db));
    return readers_open(q, db, readers > 0 ? readers : 1);
}

static enum result sqlite_open(struct q *q, const char *url, int readers, struct db **ret)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, configure_library);
    struct arena *a = arena_new(MEMORY);
    struct sqlite *db = arena_new_one(a, struct sqlite);
    *db = (struct sqlite){.db = {&db_sqlite_driver}, .arena = a, .path = arena_strdup(a, sqlite_path(url)), .turn = {-1}};
    enum result r = open_parts(q, db, readers);
    if (r != OK) {
        sqlite_close(&db->db);
        return r;
    }
    *ret = &db->db;
    return OK;
}

static const struct db_dialect dialect = {
    .name = "sqlite",
    .words = {"INTEGER", "TEXT", "BLOB", "REAL", "INTEGER", "INTEGER"},
    .after_create_table = " STRICT",
};

const struct db_driver db_sqlite_driver = {
    .name = "sqlite",
    .scheme = "sqlite:",
    .dialect = &dialect,
    .open = sqlite_open,
    .close = sqlite_close,
    .read = sqlite_read,
    .run = sqlite_run,
    .transact = sqlite_transact,
    .snapshot = sqlite_snapshot,
    .script = sqlite_script,
    .prepare = sqlite_prepare,
    .backup = sqlite_backup,
    .restore = sqlite_restore,
};
