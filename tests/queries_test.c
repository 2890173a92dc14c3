/* Every query of every folder is prepared on every database, against the tables that all migrations make. */
#include "core/db_for_test.h"
#include "core/migrate.h"

#define FOLDER_QUERIES(folder)                                                                                                             \
    extern const struct db_query *const folder##_queries[];                                                                                \
    extern const size_t folder##_query_count;
#define FOLDER_MIGRATIONS(folder) extern const struct migrations folder##_migrations;
#include "all_folders.def"
#undef FOLDER_QUERIES
#undef FOLDER_MIGRATIONS

static const struct migrations *const all_migrations[] = {
#define FOLDER_MIGRATIONS(folder) &folder##_migrations,
#include "all_folders.def"
#undef FOLDER_MIGRATIONS
};
enum { MIGRATED = sizeof all_migrations / sizeof *all_migrations };

static const struct {
    const char *folder;
    const struct db_query *const *queries;
    const size_t *count;
} all_queries[] = {
#define FOLDER_QUERIES(folder) {#folder, folder##_queries, &folder##_query_count},
#include "all_folders.def"
#undef FOLDER_QUERIES
};

TEST_ON_BOTH("every query of every folder is valid against the tables of all migrations")
{
    int applied = 0;
    if (migrate_all(q, all_migrations, MIGRATED, &applied) != OK) {
        test_fail(__FILE__, __LINE__, "migrations: %s", q->problem.say ? q->problem.say : "the log says why");
        return;
    }
    for (size_t i = 0; i < sizeof all_queries / sizeof *all_queries; i++)
        for (size_t k = 0; k < *all_queries[i].count; k++) { /* one by one: all that are wrong are told */
            const char *which = NULL;
            if (db_prepare_all(q, &all_queries[i].queries[k], 1, &which) != OK)
                test_fail(__FILE__, __LINE__, "%s is not valid here", which);
        }
}
