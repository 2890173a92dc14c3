/* A fresh database with all migrations and the reference package loaded and every module started: for tests of modules.
 *
 *     TEST_WITH_PACKAGE("…") { … }      a: the arena, q: acts as nobody; on SQLite and on PostgreSQL */
#pragma once
#include "core/db_for_test.h"

/* NULL: skipped or failed, the test ends. Modules keep what they start with in process-wide memory, so tests of this kind run one by one. */
struct q *package_for_test(struct arena *a, const char *driver);
struct q *package_for_test_on(struct arena *a, struct q *q); /* the same on a database that the test opened itself; q NULL: NULL */

/* Serves GET target through all phases, as a guest with these headers ("Name: value", NULL at the end; may be NULL). The request's q, for
 * try_reply_header and q->reply; its body is what people get. */
struct q *get_for_test(struct q *q, const char *target, const char *const *headers);

/* The reference package with some texts changed: a copy in a new folder under /tmp, for tests of checks. Each `find` must stand in its file;
 * the first is replaced. NULL: the test has failed. */
struct package_change { const char *file, *find, *replace; };
const char *package_changed_for_test(struct arena *a, const struct package_change *changes, size_t count);
/* The line of the file in that folder where the text begins; 0 when it is not there. */
size_t package_line_for_test(struct arena *a, const char *folder, const char *file, const char *text);

#define TEST_WITH_PACKAGE(sentence_)                                                                                      \
    static void TEST_JOIN(with_package_, __LINE__)(struct arena *a, struct q *q);                                         \
    static void TEST_JOIN(package_sqlite_at_, __LINE__)(struct arena *a)                                                  \
    {                                                                                                                     \
        struct q *q = package_for_test(a, "sqlite");                                                                      \
        if (q)                                                                                                            \
            TEST_JOIN(with_package_, __LINE__)(a, q);                                                                     \
    }                                                                                                                     \
    static void TEST_JOIN(package_postgres_at_, __LINE__)(struct arena *a)                                                \
    {                                                                                                                     \
        struct q *q = package_for_test(a, "postgres");                                                                    \
        if (q)                                                                                                            \
            TEST_JOIN(with_package_, __LINE__)(a, q);                                                                     \
    }                                                                                                                     \
    __attribute__((constructor)) static void TEST_JOIN(package_register_, __LINE__)(void)                                 \
    {                                                                                                                     \
        static struct test sqlite = {sentence_ " (sqlite)", __FILE__, __LINE__, TEST_JOIN(package_sqlite_at_, __LINE__), 0}; \
        static struct test postgres = {sentence_ " (postgres)", __FILE__, __LINE__, TEST_JOIN(package_postgres_at_, __LINE__), 0}; \
        test_register(&sqlite);                                                                                           \
        test_register(&postgres);                                                                                         \
    }                                                                                                                     \
    static void TEST_JOIN(with_package_, __LINE__)(struct arena *a __attribute__((unused)), struct q *q __attribute__((unused)))
