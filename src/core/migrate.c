/* Table core_migration keeps what ran: owner, number, hash of the script. It is read first, and every mistake is said before anything
 * is applied; then each waiting migration runs in a transaction of its own that looks again, because another process may have
 * applied it in the meantime. On PostgreSQL an advisory lock lets one process at a time do so; on SQLite every transaction is alone. */
#include "core/migrate.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/text.h"
#include "core/app.h"
#include "core/db.h"
#include "core/q.h"

static const char prepare_table[] =
    "--: postgres\n"
    "SELECT pg_advisory_xact_lock(542770001);\n" /* any number that nobody else uses */
    "--: both\n"
    "CREATE TABLE IF NOT EXISTS core_migration (owner t_text NOT NULL, number t_int NOT NULL, name t_text NOT NULL,"
    " hash t_text NOT NULL, applied_at t_time NOT NULL, PRIMARY KEY (owner, number));\n";

static const struct db_query table_count_sqlite = {.name = "core.migration_table_sqlite",
                                                   .sql = "SELECT count(*) FROM sqlite_master WHERE name = 'core_migration'",
                                                   .out_count = 1,
                                                   .out = (const enum db_type[]){DB_INT}};
static const struct db_query table_count_postgres = {
    .name = "core.migration_table_postgres",
    .sql = "SELECT count(*) FROM pg_tables WHERE tablename = 'core_migration' AND schemaname = current_schema()",
    .out_count = 1,
    .out = (const enum db_type[]){DB_INT}};
static const struct db_query list_applied = {.name = "core.migration_list",
                                             .sql = "SELECT owner, number, hash FROM core_migration ORDER BY owner, number",
                                             .out_count = 3,
                                             .out = (const enum db_type[]){DB_TEXT, DB_INT, DB_TEXT}};
static const struct db_query find_applied = {.name = "core.migration_find",
                                             .sql = "SELECT hash FROM core_migration WHERE owner = $1 AND number = $2",
                                             .in_count = 2,
                                             .in = (const enum db_type[]){DB_TEXT, DB_INT},
                                             .out_count = 1,
                                             .out = (const enum db_type[]){DB_TEXT}};
static const struct db_query insert_applied = {
    .name = "core.migration_insert",
    .sql = "INSERT INTO core_migration (owner, number, name, hash, applied_at) VALUES ($1, $2, $3, $4, $5)",
    .in_count = 5,
    .in = (const enum db_type[]){DB_TEXT, DB_INT, DB_TEXT, DB_TEXT, DB_INT},
    .writes = true};

static struct db_value text_value(const char *s)
{
    return (struct db_value){.type = DB_TEXT, .bytes = s, .length = strlen(s)};
}

static struct db_value int_value(int64_t n)
{
    return (struct db_value){.type = DB_INT, .number = n};
}

static const char *hash_of(struct q *q, const struct migration *m)
{
    uint8_t digest[SHA256_BYTES];
    sha256(m->sql, strlen(m->sql), digest);
    return hex_encode(q->arena, digest, sizeof digest);
}

/* --- what the program brings and what the database has -------------------------------------------------------------------- */
struct plan {
    const struct migrations *const *all;
    size_t count;
    int known; /* rows of core_migration that the program knows */
};

static const struct migrations *find_owner(const struct plan *p, const char *owner)
{
    for (size_t i = 0; i < p->count; i++)
        if (text_equal(p->all[i]->owner, owner))
            return p->all[i];
    return NULL;
}

static enum result check_hash(struct q *q, const char *owner, const struct migration *m, const char *hash)
{
    if (text_equal(hash, hash_of(q, m)))
        return OK;
    return fail(q, BROKEN, T("Migration {name} of {owner} was changed after it had been applied; write a new one instead"), "name", m->name,
                "owner", owner);
}

/* An owner that is not there is a module that was switched off: its tables rest. */
static enum result check_applied(struct q *q, const struct db_value *row, void *arg)
{
    struct plan *p = arg;
    const struct migrations *m = find_owner(p, row[0].bytes);
    if (!m)
        return OK;
    int64_t number = row[1].number;
    if (number < 1 || number > (int64_t)m->count)
        return fail(q, BROKEN,
                    T("The database has migration {number} of {owner}, which this program does not know; it is of a newer version"),
                    "number", arena_printf(q->arena, "%lld", (long long)number), "owner", m->owner);
    p->known++;
    return check_hash(q, m->owner, &m->items[number - 1], row[2].bytes);
}

static enum result check_numbers(struct q *q, const struct migrations *m)
{
    for (size_t i = 0; i < m->count; i++)
        if (m->items[i].number != (int)i + 1)
            return fail(q, BROKEN, T("Migration {number} of {owner} is missing"), "number", arena_printf(q->arena, "%d", (int)i + 1),
                        "owner", m->owner);
    return OK;
}

static enum result take_number(struct q *q, const struct db_value *row, void *arg)
{
    (void)q;
    *(int64_t *)arg = row[0].number;
    return OK;
}

static enum result check_plan(struct q *q, void *arg)
{
    struct plan *p = arg;
    bool sqlite = text_equal(db_driver_name(q->app->db), "sqlite");
    int64_t tables = 0;
    TRY(db_run(q, sqlite ? &table_count_sqlite : &table_count_postgres, NULL, take_number, &tables, NULL));
    return tables ? db_run(q, &list_applied, NULL, check_applied, p, NULL) : OK;
}

enum result migrate_pending(struct q *q, const struct migrations *const *all, size_t count, int *ret_pending)
{
    struct plan p = {all, count, 0};
    int brought = 0;
    for (size_t i = 0; i < count; i++) {
        TRY(check_numbers(q, all[i]));
        brought += (int)all[i]->count;
    }
    TRY(db_snapshot(q, check_plan, &p));
    *ret_pending = brought - p.known;
    return OK;
}

/* --- applying ------------------------------------------------------------------------------------------------------------- */
struct step {
    const char *owner;
    const struct migration *m;
    bool applied;
};

struct found {
    const struct step *step;
    bool there;
};

static enum result compare_found(struct q *q, const struct db_value *row, void *arg)
{
    struct found *f = arg;
    f->there = true;
    return check_hash(q, f->step->owner, f->step->m, row[0].bytes);
}

static enum result apply(struct q *q, void *arg)
{
    struct step *s = arg;
    const struct migration *m = s->m;
    s->applied = false;
    TRY(db_script(q, prepare_table));
    struct found f = {.step = s};
    struct db_value in[] = {text_value(s->owner), int_value(m->number), text_value(m->name), text_value(hash_of(q, m)),
                            int_value(clock_now())};
    TRY(db_run(q, &find_applied, in, compare_found, &f, NULL));
    if (f.there)
        return OK;
    TRY(db_script(q, m->sql));
    TRY(db_run(q, &insert_applied, in, NULL, NULL, NULL));
    s->applied = true;
    return OK;
}

enum result migrate_all(struct q *q, const struct migrations *const *all, size_t count, int *ret_applied)
{
    int pending;
    *ret_applied = 0;
    TRY(migrate_pending(q, all, count, &pending));
    for (size_t i = 0; pending > 0 && i < count; i++)
        for (size_t k = 0; k < all[i]->count; k++) {
            struct step s = {.owner = all[i]->owner, .m = &all[i]->items[k]};
            enum result r = db_transact(q, apply, &s);
            if (r != OK)
                log_wrong("migrate.failed", LOG_S("owner", s.owner), LOG_S("migration", s.m->name));
            TRY(r);
            *ret_applied += s.applied;
        }
    return OK;
}
