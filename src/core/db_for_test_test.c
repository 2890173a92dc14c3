/* Databases for tests; see db_for_test.h. Stands here as a test file because it names adapters, which core must not. */
#include "adapters/db_postgres/db_postgres.h"
#include "adapters/db_sqlite/db_sqlite.h"
#include "core/access.h"
#include "core/db_driver.h"
#include "core/db_for_test.h"
#include <dirent.h>
#include <unistd.h>

enum { READERS = 8 };

static void remove_folder(void *path)
{
    DIR *d = opendir(path);
    for (struct dirent *e; d && (e = readdir(d)) != NULL;)
        if (e->d_name[0] != '.')
            unlinkat(dirfd(d), e->d_name, 0);
    if (d)
        closedir(d);
    rmdir(path);
}

static const char *sqlite_url(struct arena *a)
{
    const char *tmp = getenv("TMPDIR");
    char *folder = arena_printf(a, "%s/thubon-test-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(folder))
        return NULL;
    arena_on_free(a, remove_folder, folder);
    return arena_printf(a, "sqlite:%s/test.db", folder);
}

static const char *postgres_url(void)
{
    const char *url = getenv("THUBON_TEST_POSTGRES");
    if (!url || !*url) {
        test_skip("THUBON_TEST_POSTGRES names no database");
        return NULL;
    }
    const char *name = strrchr(url, '/');
    if (name && strstr(name, "test"))
        return url;
    test_fail(__FILE__, __LINE__, "the database in THUBON_TEST_POSTGRES must have test in its name: it is emptied");
    return NULL;
}

const char *db_for_test_url(struct arena *a, const char *driver)
{
    db_use_driver(&db_sqlite_driver);
    db_use_driver(&db_postgres_driver);
    return strcmp(driver, "sqlite") == 0 ? sqlite_url(a) : postgres_url();
}

static void close_database(void *db)
{
    db_close(db);
}

struct q *db_for_test_at(struct arena *a, const char *url)
{
    struct app *app = arena_new_one(a, struct app);
    struct q *q = arena_new_one(a, struct q);
    app->arena = a;
    *q = (struct q){.arena = a, .app = app, .account = &account_nobody, .request_id = "test", .from = "test"};
    if (db_open(q, url, READERS, &app->db) != OK) {
        test_fail(__FILE__, __LINE__, "cannot open %s", url);
        return NULL;
    }
    arena_on_free(a, close_database, app->db);
    bool postgres = strcmp(db_driver_name(app->db), "postgres") == 0;
    if (postgres && db_script_for_test(q, "DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;") != OK) {
        test_fail(__FILE__, __LINE__, "cannot empty %s", url);
        return NULL;
    }
    return q;
}

struct q *db_for_test(struct arena *a, const char *driver)
{
    const char *url = db_for_test_url(a, driver);
    return url ? db_for_test_at(a, url) : NULL;
}

struct q *q_for_thread(const struct q *q, struct arena *a)
{
    struct q *own = arena_new_one(a, struct q);
    *own = (struct q){.arena = a, .app = q->app, .account = q->account, .request_id = q->request_id, .from = q->from};
    return own;
}

static enum result run_script(struct q *q, void *sql)
{
    return db_script(q, sql);
}

enum result db_script_for_test(struct q *q, const char *sql)
{
    return db_transact(q, run_script, (void *)sql);
}

static enum result take_number(struct q *q, const struct db_value *row, void *arg)
{
    (void)q;
    *(int64_t *)arg = row[0].number;
    return OK;
}

/* Lives as long as the program: drivers keep prepared statements by the address of the query. */
static const struct db_query *query_of(const char *sql)
{
    static const enum db_type one[] = {DB_INT};
    static struct db_query *made[1000];
    size_t i = 0;
    for (; i < 1000 && made[i]; i++)
        if (strcmp(made[i]->sql, sql) == 0)
            return made[i];
    must(i < 1000);
    made[i] = malloc(sizeof **made);
    must(made[i]);
    *made[i] = (struct db_query){.name = "test.number", .sql = sql, .out_count = 1, .out = one};
    return made[i];
}

int64_t db_number_for_test(struct q *q, const char *sql)
{
    int64_t n = -1;
    return db_run(q, query_of(sql), NULL, take_number, &n, NULL) == OK ? n : -1;
}
