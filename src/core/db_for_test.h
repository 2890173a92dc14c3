/* A fresh, empty database for a test, closed and removed with the test's arena. On PostgreSQL it is the one that THUBON_TEST_POSTGRES
 * names (see tests/postgres.sh); its name must contain "test", because every test empties it. Without that variable such tests are
 * skipped.
 *
 *     TEST_ON_BOTH("a number is never given twice") { CHECK_OK(migrate_all(q, …)); … }      a: the arena, q: with a database */
#pragma once
#include "base/test.h"
#include "core/app.h"
#include "core/db.h"
#include "core/q.h"

struct q *db_for_test(struct arena *a, const char *driver); /* "sqlite" or "postgres"; NULL: skipped or failed, the test ends */
const char *db_for_test_url(struct arena *a, const char *driver);
struct q *db_for_test_at(struct arena *a, const char *url); /* opens and, on PostgreSQL, empties it */
/* For a second thread of a test: its own arena (the caller frees it), the same app. */
struct q *q_for_thread(const struct q *q, struct arena *a);
/* Runs one script in a transaction. */
enum result db_script_for_test(struct q *q, const char *sql);
/* The number that a query of one row and one column without parameters gives; -1 when it fails. The text must be a literal. */
int64_t db_number_for_test(struct q *q, const char *sql);

#define TEST_ON_BOTH(sentence_)                                                                                                            \
    static void TEST_JOIN(both_at_, __LINE__)(struct arena * a, struct q * q);                                                             \
    static void TEST_JOIN(sqlite_at_, __LINE__)(struct arena * a)                                                                          \
    {                                                                                                                                      \
        struct q *q = db_for_test(a, "sqlite");                                                                                            \
        if (q)                                                                                                                             \
            TEST_JOIN(both_at_, __LINE__)(a, q);                                                                                           \
    }                                                                                                                                      \
    static void TEST_JOIN(postgres_at_, __LINE__)(struct arena * a)                                                                        \
    {                                                                                                                                      \
        struct q *q = db_for_test(a, "postgres");                                                                                          \
        if (q)                                                                                                                             \
            TEST_JOIN(both_at_, __LINE__)(a, q);                                                                                           \
    }                                                                                                                                      \
    __attribute__((constructor)) static void TEST_JOIN(both_register_, __LINE__)(void)                                                     \
    {                                                                                                                                      \
        static struct test sqlite = {sentence_ " (sqlite)", __FILE__, __LINE__, TEST_JOIN(sqlite_at_, __LINE__), 0};                       \
        static struct test postgres = {sentence_ " (postgres)", __FILE__, __LINE__, TEST_JOIN(postgres_at_, __LINE__), 0};                 \
        test_register(&sqlite);                                                                                                            \
        test_register(&postgres);                                                                                                          \
    }                                                                                                                                      \
    static void TEST_JOIN(both_at_, __LINE__)(struct arena * a __attribute__((unused)), struct q * q __attribute__((unused)))
