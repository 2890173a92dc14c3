/* Finds the driver, and decides for each query where it runs: in the transaction of q, or on a reading session of its own. The rule
 * that a failed part spoils the whole transaction is kept here for all drivers. */
#include "base/clock.h"
#include "base/must.h"
#include "base/text.h"
#include "core/app.h"
#include "core/db_driver.h"
#include "core/q.h"

enum { MOST_DRIVERS = 4 };
static const struct db_driver *drivers[MOST_DRIVERS];
static size_t driver_count;

void db_use_driver(const struct db_driver *driver)
{
    for (size_t i = 0; i < driver_count; i++)
        if (drivers[i] == driver)
            return;
    must(driver_count < MOST_DRIVERS);
    drivers[driver_count++] = driver;
}

static enum result find_driver(struct q *q, const char *url, const struct db_driver **ret)
{
    for (size_t i = 0; i < driver_count; i++)
        if (text_starts(url, drivers[i]->scheme)) {
            *ret = drivers[i];
            return OK;
        }
    return fail(q, BROKEN, T("The address of the database begins with none of the known words (sqlite:, postgres://)"));
}

enum result db_open(struct q *q, const char *url, int readers, struct db **ret)
{
    const struct db_driver *driver;
    TRY(find_driver(q, url, &driver));
    return driver->open(q, url, readers, ret);
}

void db_close(struct db *db)
{
    if (db)
        db->driver->close(db);
}

enum result db_restore(struct q *q, const char *url, const char *from_path)
{
    const struct db_driver *driver;
    TRY(find_driver(q, url, &driver));
    return driver->restore(q, url, from_path);
}

static struct db *database(const struct q *q)
{
    must(q->app && q->app->db);
    return q->app->db;
}

enum result db_run(struct q *q, const struct db_query *query, const struct db_value *in, db_row_fn *each, void *arg, int64_t *ret_changed)
{
    struct db_session *s = q->db;
    must(!query->writes || (s && s->writing)); /* writing happens only inside db_transact */
    if (!s) {
        struct db *db = database(q);
        return db->driver->read(q, db, query, in, each, arg);
    }
    if (s->failed)
        return s->failed;
    return s->driver->run(q, s, query, in, each, arg, ret_changed);
}

static enum result join(struct q *q, struct db_session *s, db_transact_fn *fn, void *arg)
{
    if (s->failed)
        return s->failed;
    enum result r = fn(q, arg);
    if (r != OK && s->failed == OK)
        s->failed = r;
    return r;
}

enum result db_transact(struct q *q, db_transact_fn *fn, void *arg)
{
    if (db_in_transaction(q))
        return join(q, q->db, fn, arg);
    struct db *db = database(q);
    return db->driver->transact(q, db, fn, arg);
}

enum result db_snapshot(struct q *q, db_transact_fn *fn, void *arg)
{
    if (q->db)
        return fn(q, arg);
    struct db *db = database(q);
    return db->driver->snapshot(q, db, fn, arg);
}

bool db_in_transaction(const struct q *q)
{
    return q->db && q->db->writing;
}

const char *db_driver_name(const struct db *db)
{
    return db->driver->name;
}

enum result db_failed(struct q *q, enum result kind, const char *constraint)
{
    q_fail_kind(q, kind);
    q->problem.constraint = constraint;
    return kind;
}

const char *db_conflict_name(const struct q *q)
{
    return q->problem.constraint ? q->problem.constraint : "";
}

enum result db_script(struct q *q, const char *sql)
{
    must(db_in_transaction(q));
    struct db_session *s = q->db;
    if (s->failed)
        return s->failed;
    return s->driver->script(q, s, db_translate(q->arena, sql, s->driver->dialect));
}

enum result db_backup(struct q *q, const char *to_path)
{
    struct db *db = database(q);
    return db->driver->backup(q, db, to_path);
}

static const struct db_query ping_write = {
    .name = "core.ping_write",
    .sql = "INSERT INTO core_ping (id, at) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET at = excluded.at",
    .in_count = 1,
    .in = (const enum db_type[]){DB_INT},
    .writes = true};
static const struct db_query ping_read = {
    .name = "core.ping_read", .sql = "SELECT at FROM core_ping WHERE id = 1", .out_count = 1, .out = (const enum db_type[]){DB_INT}};

static enum result write_ping(struct q *q, void *arg)
{
    struct db_value in[] = {{.type = DB_INT, .number = *(int64_t *)arg}};
    return db_run(q, &ping_write, in, NULL, NULL, NULL);
}

static enum result take_number(struct q *q, const struct db_value *row, void *arg)
{
    (void)q;
    *(int64_t *)arg = row[0].number;
    return OK;
}

enum result db_ping(struct q *q, int64_t *ret_microseconds)
{
    int64_t began = clock_monotonic(), at = clock_now(), seen = 0;
    TRY(db_transact(q, write_ping, &at));
    TRY(db_run(q, &ping_read, NULL, take_number, &seen, NULL));
    if (seen == 0)
        return q_fail_kind(q, PROBLEM_STORAGE);
    *ret_microseconds = clock_monotonic() - began;
    return OK;
}

struct preparing {
    const struct db_query *const *queries;
    size_t count;
    const char *which;
};

static enum result prepare_each(struct q *q, void *arg)
{
    struct preparing *p = arg;
    for (size_t i = 0; i < p->count; i++) {
        p->which = p->queries[i]->name;
        TRY(q->db->driver->prepare(q, q->db, p->queries[i]));
    }
    p->which = NULL;
    return OK;
}

enum result db_prepare_all(struct q *q, const struct db_query *const *queries, size_t count, const char **ret_which)
{
    struct preparing p = {queries, count, NULL};
    enum result r = db_transact(q, prepare_each, &p);
    *ret_which = p.which;
    return r;
}
