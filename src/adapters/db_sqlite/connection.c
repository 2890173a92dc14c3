/* Opening a connection in the one right way, and its prepared statements. */
#include "adapters/db_sqlite/inside.h"
#include "base/log.h"

enum { FIRST_PLACES = 256 };

static const char every_connection[] = "PRAGMA foreign_keys=ON;"
                                       "PRAGMA synchronous=FULL;"
                                       "PRAGMA temp_store=MEMORY;" /* savepoints keep their page images in memory */
                                       "PRAGMA mmap_size=268435456;"
                                       "PRAGMA case_sensitive_like=ON;" /* as PostgreSQL */
                                       "PRAGMA wal_autocheckpoint=0;"   /* checkpoint.c does it */
                                       "PRAGMA journal_size_limit=67108864;";

static const char *const of_access[] = {
    [READS] = "PRAGMA query_only=ON; PRAGMA cache_size=-8192;",
    [WRITES] = "PRAGMA journal_mode=WAL; PRAGMA cache_size=-65536;",
};

/* Unknown names in double quotes are errors, not texts; the schema may call only harmless functions; no writing behind SQLite's back. */
static void configure(sqlite3 *handle)
{
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, BUSY_MILLISECONDS);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
}

enum result sqlite_session_open(struct q *q, struct db *db, const char *path, enum access access, struct sqlite_session *s)
{
    *s = (struct sqlite_session){.session = {.driver = db->driver, .db = db, .writing = access == WRITES}};
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (access == WRITES ? SQLITE_OPEN_CREATE : 0);
    int code = sqlite3_open_v2(path, &s->handle, flags, NULL);
    if (code == SQLITE_OK) {
        configure(s->handle);
        code = sqlite_do(s, every_connection);
    }
    if (code == SQLITE_OK)
        code = sqlite_do(s, of_access[access]);
    if (code != SQLITE_OK) {
        enum result r = sqlite_failed(q, s, code, "open");
        sqlite_session_close(s);
        return r;
    }
    s->places = FIRST_PLACES;
    s->prepared = calloc(s->places, sizeof *s->prepared);
    must(s->prepared);
    return OK;
}

void sqlite_session_close(struct sqlite_session *s)
{
    for (size_t i = 0; s->prepared && i < s->places; i++)
        sqlite3_finalize(s->prepared[i].statement);
    free(s->prepared);
    s->prepared = NULL;
    sqlite3_close(s->handle);
    s->handle = NULL;
}

int sqlite_do(struct sqlite_session *s, const char *sql)
{
    return sqlite3_exec(s->handle, sql, NULL, NULL, NULL);
}

/* --- prepared statements -------------------------------------------------------------------------------------------------- */
static struct prepared *place_of(struct prepared *table, size_t places, const struct db_query *query)
{
    size_t i = ((uintptr_t)query >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 32;
    while (table[i & (places - 1)].query && table[i & (places - 1)].query != query)
        i++;
    return &table[i & (places - 1)];
}

static void grow(struct sqlite_session *s)
{
    struct prepared *larger = calloc(s->places * 2, sizeof *larger);
    must(larger);
    for (size_t i = 0; i < s->places; i++)
        if (s->prepared[i].query)
            *place_of(larger, s->places * 2, s->prepared[i].query) = s->prepared[i];
    free(s->prepared);
    s->prepared = larger;
    s->places *= 2;
}

/* $1, $2 … stand in the order of their first use, so that SQLite numbers them as PostgreSQL does. */
static bool parameters_fit(sqlite3_stmt *statement, const struct db_query *query)
{
    if (sqlite3_bind_parameter_count(statement) != query->in_count)
        return false;
    for (int i = 1; i <= query->in_count; i++) {
        char name[16];
        snprintf(name, sizeof name, "$%d", i);
        const char *there = sqlite3_bind_parameter_name(statement, i);
        if (!there || strcmp(there, name) != 0)
            return false;
    }
    return true;
}

static enum result prepare(struct q *q, struct sqlite_session *s, const struct db_query *query, sqlite3_stmt **ret)
{
    int code = sqlite3_prepare_v3(s->handle, query->sql, -1, SQLITE_PREPARE_PERSISTENT, ret, NULL);
    if (code != SQLITE_OK)
        return sqlite_failed(q, s, code, query->name);
    if (*ret && parameters_fit(*ret, query) && sqlite3_column_count(*ret) == query->out_count)
        return OK;
    sqlite3_finalize(*ret);
    *ret = NULL;
    log_wrong("db.query_does_not_fit", LOG_S("query", query->name));
    return db_failed(q, PROBLEM_BROKEN, NULL);
}

/* A query that is running already (called again from its own row) gets a statement for this once. */
enum result sqlite_find(struct q *q, struct sqlite_session *s, const struct db_query *query, struct prepared *ret)
{
    struct prepared *p = place_of(s->prepared, s->places, query);
    *ret = (struct prepared){.query = p->running ? NULL : query, .statement = p->statement};
    if (p->query && !p->running) {
        p->running = true;
        return OK;
    }
    TRY(prepare(q, s, query, &ret->statement));
    if (p->running)
        return OK;
    *p = (struct prepared){query, ret->statement, true};
    if (++s->used > s->places / 2)
        grow(s);
    return OK;
}

void sqlite_release(struct sqlite_session *s, struct prepared *p)
{
    if (!p->query) {
        sqlite3_finalize(p->statement);
        return;
    }
    sqlite3_reset(p->statement);
    sqlite3_clear_bindings(p->statement);
    place_of(s->prepared, s->places, p->query)->running = false;
}
