#include "adapters/db_faulty/db_faulty.h"
#include "base/clock.h"
#include "core/db_for_test.h"

static const struct db_query insert = {.name = "faulty.insert",
                                       .sql = "INSERT INTO f_row (id) VALUES ($1)",
                                       .in_count = 1,
                                       .in = (const enum db_type[]){DB_INT},
                                       .writes = true};

static enum result insert_three(struct q *q, void *arg)
{
    (void)arg;
    for (int64_t i = 1; i <= 3; i++) {
        struct db_value id = {.type = DB_INT, .number = i};
        TRY(db_run(q, &insert, &id, NULL, NULL, NULL));
    }
    return OK;
}

/* The q of db_for_test with its database wrapped; the wrapped one is closed with the wrapper. */
static struct q *wrap(struct arena *a, const char *driver)
{
    db_use_driver(&db_faulty_driver);
    const char *url = db_for_test_url(a, driver);
    if (!url)
        return NULL;
    return db_for_test_at(a, arena_printf(a, "faulty:%s", url));
}

static int64_t rows(struct q *q)
{
    return db_number_for_test(q, "SELECT count(*) FROM f_row");
}

static void fail_at_every_call(struct arena *a, const char *driver)
{
    struct q *q = wrap(a, driver);
    if (!q)
        return;
    struct db *db = q->app->db;
    CHECK_OK(db_script_for_test(q, "CREATE TABLE f_row (id t_int NOT NULL PRIMARY KEY);"));
    int64_t n = 1;
    for (;; n++) {
        db_faulty_set(db, &(struct fault){.call = FAULT_ANY, .nth = n, .kind = PROBLEM_STORAGE});
        enum result r = db_transact(q, insert_three, NULL);
        bool fired = db_faulty_fired(db);
        db_faulty_set(db, NULL);
        if (!fired)
            break;
        CHECK_INT(r, PROBLEM_STORAGE);
        CHECK_INT(q->problem.kind, PROBLEM_STORAGE);
        CHECK_INT(rows(q), 0);
    }
    CHECK_INT(n, 6); /* begin, three runs, commit; the sixth try met no fault */
    CHECK_INT(rows(q), 3);
}

TEST("whichever call fails, nothing of the transaction stays (sqlite)")
{
    fail_at_every_call(a, "sqlite");
}

TEST("whichever call fails, nothing of the transaction stays (postgres)")
{
    fail_at_every_call(a, "postgres");
}

TEST("a lost answer leaves the work done although the caller hears a failure")
{
    struct q *q = wrap(a, "sqlite");
    CHECK_OK(db_script_for_test(q, "CREATE TABLE f_row (id t_int NOT NULL PRIMARY KEY);"));
    db_faulty_set(q->app->db, &(struct fault){.call = FAULT_ANSWER, .nth = 1, .kind = PROBLEM_STORAGE});
    CHECK_INT(db_transact(q, insert_three, NULL), PROBLEM_STORAGE);
    CHECK_INT(rows(q), 3);
}

TEST("an outage lasts until it is called off, and reading fails too")
{
    struct q *q = wrap(a, "sqlite");
    CHECK_OK(db_script_for_test(q, "CREATE TABLE f_row (id t_int NOT NULL PRIMARY KEY);"));
    db_faulty_set(q->app->db, &(struct fault){.call = FAULT_ANY, .nth = 1, .from_then_on = true, .kind = PROBLEM_STORAGE});
    CHECK_INT(rows(q), -1);
    CHECK_INT(db_transact(q, insert_three, NULL), PROBLEM_STORAGE);
    db_faulty_set(q->app->db, NULL);
    CHECK_OK(db_transact(q, insert_three, NULL));
    CHECK_INT(rows(q), 3);
}

TEST("a slow answer is only slow")
{
    struct q *q = wrap(a, "sqlite");
    CHECK_OK(db_script_for_test(q, "CREATE TABLE f_row (id t_int NOT NULL PRIMARY KEY);"));
    db_faulty_set(q->app->db, &(struct fault){.call = FAULT_RUN, .nth = 2, .slow = 20000});
    int64_t began = clock_monotonic();
    CHECK_OK(db_transact(q, insert_three, NULL));
    CHECK(clock_monotonic() - began >= 20000);
    CHECK_INT(db_faulty_calls(q->app->db), 5);
}
