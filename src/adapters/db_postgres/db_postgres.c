/* The driver. */
#include "adapters/db_postgres/db_postgres.h"
#include "adapters/db_postgres/inside.h"

enum { MEMORY = 16 * 1024 * 1024 };

static void postgres_close(struct db *base)
{
    struct postgres *db = (struct postgres *)base;
    pool_close(db);
    arena_free(db->arena);
}

/* One session is opened at once: a wrong address is told at the start, not at the first request. */
static enum result postgres_open(struct q *q, const char *url, int readers, struct db **ret)
{
    struct arena *a = arena_new(MEMORY);
    struct postgres *db = arena_new_one(a, struct postgres);
    *db = (struct postgres){.db = {&db_postgres_driver}, .arena = a, .url = arena_strdup(a, url)};
    pool_init(&db->pool, readers > DEFAULT_SESSIONS ? readers : DEFAULT_SESSIONS);
    struct pg_session *first;
    enum result r = pool_take(q, db, &first);
    if (r != OK) {
        postgres_close(&db->db);
        return r;
    }
    pool_give(db, first);
    *ret = &db->db;
    return OK;
}

static const struct db_dialect dialect = {
    .name = "postgres",
    .words = {"bigint", "text COLLATE \"C\"", "bytea", "double precision", "bigint", "bigint"},
    .after_create_table = "",
};

const struct db_driver db_postgres_driver = {
    .name = "postgres",
    .scheme = "postgres", /* postgres:// and postgresql:// */
    .dialect = &dialect,
    .open = postgres_open,
    .close = postgres_close,
    .read = postgres_read,
    .run = postgres_run,
    .transact = postgres_transact,
    .snapshot = postgres_snapshot,
    .script = postgres_script,
    .prepare = postgres_prepare,
    .backup = postgres_backup,
    .restore = postgres_restore,
};
