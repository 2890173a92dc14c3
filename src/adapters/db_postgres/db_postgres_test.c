/* What holds for PostgreSQL alone: deadlocks, a restarted server, the answer of a commit that never came. */
#include "adapters/db_postgres/db_postgres.h"
#include "base/buf.h"
#include "base/id.h"
#include "core/access.h"
#include "core/db_for_test.h"
#include <libpq-fe.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

static const char tables[] = "CREATE TABLE p_sum (id t_int NOT NULL PRIMARY KEY, n t_int NOT NULL);"
                             "INSERT INTO p_sum (id, n) VALUES (1, 0); INSERT INTO p_sum (id, n) VALUES (2, 0);";
static const struct db_query add = {.name = "postgres.add",
                                    .sql = "UPDATE p_sum SET n = n + 1 WHERE id = $1",
                                    .in_count = 1,
                                    .in = (const enum db_type[]){DB_INT},
                                    .writes = true};
static const struct db_query add_later = {.name = "postgres.add_later",
                                          .sql = "UPDATE p_sum SET n = n + 1 WHERE id = $1",
                                          .in_count = 1,
                                          .in = (const enum db_type[]){DB_INT},
                                          .writes = true,
                                          .later = true};
static const struct db_query insert_later = {.name = "postgres.insert_later",
                                             .sql = "INSERT INTO p_sum (id, n) VALUES ($1, 0)",
                                             .in_count = 1,
                                             .in = (const enum db_type[]){DB_INT},
                                             .writes = true,
                                             .later = true};

static enum result add_to(struct q *q, const struct db_query *query, int64_t id)
{
    struct db_value in = {.type = DB_INT, .number = id};
    return db_run(q, query, &in, NULL, NULL, NULL);
}

static enum result add_one(struct q *q, void *arg)
{
    (void)arg;
    return add_to(q, &add, 1);
}

/* A connection beside the program, as an administrator has it. */
static bool administer(const char *sql)
{
    PGconn *conn = PQconnectdb(getenv("THUBON_TEST_POSTGRES"));
    PGresult *r = PQexec(conn, sql);
    bool ok = PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK;
    PQclear(r);
    PQfinish(conn);
    return ok;
}

/* --- statements whose failure shows later --------------------------------------------------------------------------------- */
static enum result add_much_later(struct q *q, void *arg)
{
    (void)arg;
    for (int i = 0; i < 1000; i++)
        TRY(add_to(q, &add_later, 1));
    return OK;
}

static enum result insert_double_later(struct q *q, void *arg)
{
    TRY(add_to(q, &add_later, 1));
    TRY(add_to(q, &insert_later, 1)); /* is there already */
    *(bool *)arg = true;
    return add_to(q, &add_later, 2);
}

TEST("statements that may wait are all there after the commit")
{
    struct q *q = db_for_test(a, "postgres");
    if (!q)
        return;
    CHECK_OK(db_script_for_test(q, tables));
    CHECK_OK(db_transact(q, add_much_later, NULL));
    CHECK_INT(db_number_for_test(q, "SELECT n FROM p_sum WHERE id = 1"), 1000);
}

TEST("a statement that may wait and fails is told at the commit, and nothing is there")
{
    bool went_on = false;
    struct q *q = db_for_test(a, "postgres");
    if (!q)
        return;
    CHECK_OK(db_script_for_test(q, tables));
    CHECK_INT(db_transact(q, insert_double_later, &went_on), PROBLEM_CONFLICT);
    CHECK(went_on);
    CHECK_TEXT(db_conflict_name(q), "p_sum_pkey");
    CHECK_INT(db_number_for_test(q, "SELECT sum(n) FROM p_sum"), 0);
    CHECK_OK(db_transact(q, add_one, NULL)); /* the session is fit for the next */
}

/* --- deadlock ------------------------------------------------------------------------------------------------------------- */
struct pair {
    const struct q *q;
    int64_t first, second;
    pthread_barrier_t *met;
    bool waited;
    enum result result;
};

static enum result add_both(struct q *q, void *arg)
{
    struct pair *p = arg;
    TRY(add_to(q, &add, p->first));
    if (!p->waited) { /* only the first try waits for the other */
        p->waited = true;
        pthread_barrier_wait(p->met);
    }
    return add_to(q, &add, p->second);
}

static void *run_pair(void *arg)
{
    struct pair *p = arg;
    struct arena *a = arena_new(1024 * 1024);
    p->result = db_transact(q_for_thread(p->q, a), add_both, p);
    arena_free(a);
    return NULL;
}

TEST("two transactions that lock each other out both succeed in the end")
{
    struct q *q = db_for_test(a, "postgres");
    if (!q)
        return;
    CHECK_OK(db_script_for_test(q, tables));
    pthread_barrier_t met;
    pthread_barrier_init(&met, NULL, 2);
    struct pair one = {q, 1, 2, &met, false, OK}, two = {q, 2, 1, &met, false, OK};
    pthread_t other;
    pthread_create(&other, NULL, run_pair, &two);
    run_pair(&one);
    pthread_join(other, NULL);
    CHECK_OK(one.result);
    CHECK_OK(two.result);
    CHECK_INT(db_number_for_test(q, "SELECT sum(n) FROM p_sum"), 4);
}

/* --- the server goes away ------------------------------------------------------------------------------------------------- */
static bool restart_server(const char *how)
{
    const char *source = getenv("THUBON_SOURCE"), *url = getenv("THUBON_TEST_POSTGRES"), *host = strstr(url, "host=");
    if (!source || !host)
        return false;
    char command[600], folder[300];
    struct buf b;
    buf_init_on(&b, folder, sizeof folder);
    for (const char *p = host + strlen("host="); *p && *p != '&'; p += strncmp(p, "%2F", 3) == 0 ? 3 : 1)
        buf_putc(&b, *p == '%' ? '/' : *p);
    snprintf(command, sizeof command, "'%s/tests/postgres.sh' restart '%s' %s", source, folder, how);
    return system(command) == 0;
}

static struct {
    const struct q *q;
    atomic_bool stop;
    atomic_int done, failed, other;
} load;

static void *add_until_stopped(void *unused)
{
    struct arena *a = arena_new(4 * 1024 * 1024);
    while (!atomic_load(&load.stop)) {
        enum result r = db_transact(q_for_thread(load.q, a), add_one, NULL);
        atomic_fetch_add(r == OK ? &load.done : &load.failed, 1);
        atomic_fetch_add(&load.other, r != OK && r != PROBLEM_STORAGE);
        arena_reset(a);
        usleep(r == OK ? 0 : 5000);
    }
    arena_free(a);
    return unused;
}

static void restart_under_load(struct arena *a, const char *how)
{
    enum { THREADS = 6 };
    pthread_t threads[THREADS];
    struct q *q = db_for_test(a, "postgres");
    if (!q)
        return;
    CHECK_OK(db_script_for_test(q, tables));
    load.q = q;
    load.stop = false;
    load.done = load.failed = load.other = 0;
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, add_until_stopped, NULL);
    usleep(200000);
    bool restarted = restart_server(how);
    int before = atomic_load(&load.done);
    usleep(300000);
    load.stop = true;
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    if (!restarted) {
        test_skip("THUBON_SOURCE or the server's folder is not known: cannot restart it");
        return;
    }
    CHECK_INT(load.other, 0);
    CHECK(load.done > before); /* it went on by itself */
    int64_t n = db_number_for_test(q, "SELECT n FROM p_sum WHERE id = 1");
    CHECK(n >= load.done); /* nothing that was acknowledged is lost or done twice; what failed may at most have been done once */
    CHECK(n <= load.done + load.failed);
}

TEST("a restart of the server under load loses nothing acknowledged, and work goes on by itself")
{
    restart_under_load(a, "fast");
}

TEST("a crash of the server under load loses nothing acknowledged, and work goes on by itself")
{
    restart_under_load(a, "immediate");
}

/* The commit is made to wait at the right place, and the connection is cut meanwhile. */
static void *cut_waiting_commit(void *arg)
{
    for (int i = 0; i < 200 && !atomic_load((atomic_bool *)arg); i++) {
        usleep(20000);
        administer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'COMMIT' AND state = 'active' AND"
                   " (wait_event = 'SyncRep' OR wait_event = 'PgSleep')");
    }
    return NULL;
}

static enum result transact_while_cut(struct q *q)
{
    atomic_bool done = false;
    pthread_t cutter;
    pthread_create(&cutter, NULL, cut_waiting_commit, &done);
    enum result r = db_transact(q, add_one, NULL);
    atomic_store(&done, true);
    pthread_join(cutter, NULL);
    return r;
}

TEST("a commit whose answer was lost after it took place is OK, once")
{
    struct q *q = db_for_test(a, "postgres");
    if (!q)
        return;
    CHECK_OK(db_script_for_test(q, tables));
    bool waits = administer("ALTER SYSTEM SET synchronous_standby_names = 'nobody'") && administer("SELECT pg_reload_conf()");
    usleep(300000);
    enum result r = waits ? transact_while_cut(q) : OK;
    administer("ALTER SYSTEM RESET synchronous_standby_names");
    administer("SELECT pg_reload_conf()");
    usleep(100000);
    CHECK(waits);
    CHECK_OK(r);
    CHECK_INT(db_number_for_test(q, "SELECT n FROM p_sum WHERE id = 1"), 1);
}

TEST("a commit that was cut before it took place is done again, once")
{
    struct q *q = db_for_test(a, "postgres");
    if (!q)
        return;
    CHECK_OK(db_script_for_test(q, tables));
    CHECK_OK(db_script_for_test(
        q, "CREATE SEQUENCE p_tries;"
           "CREATE FUNCTION p_slow() RETURNS trigger LANGUAGE plpgsql AS $x$ BEGIN IF nextval('p_tries') = 1 THEN PERFORM pg_sleep(8); END "
           "IF; RETURN NULL; END $x$;"
           "CREATE CONSTRAINT TRIGGER p_slow AFTER UPDATE ON p_sum DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION p_slow();"));
    CHECK_OK(transact_while_cut(q));
    CHECK_INT(db_number_for_test(q, "SELECT n FROM p_sum WHERE id = 1"), 1);
    CHECK_INT(db_number_for_test(q, "SELECT last_value FROM p_tries"), 2);
}

/* --- backup and restore --------------------------------------------------------------------------------------------------- */
TEST("pg_dump makes a backup and pg_restore brings it back")
{
    struct arena *running = arena_new(64 * 1024 * 1024);
    struct q *q = db_for_test(running, "postgres");
    if (!q) {
        arena_free(running);
        return;
    }
    const char *copy = arena_printf(a, "/tmp/thubon-test-%s.dump", random_token(a, 8)), *url = getenv("THUBON_TEST_POSTGRES");
    enum result made = db_script_for_test(q, tables), dumped = db_backup(q, copy), changed = db_transact(q, add_one, NULL);
    enum result too_early = db_restore(q, url, copy);
    arena_free(running);
    struct app app = {.arena = a};
    struct q outside = {.arena = a, .app = &app, .account = &account_nobody, .request_id = "test", .from = "test"};
    enum result restored = db_restore(&outside, url, copy);
    enum result missing = db_restore(&outside, url, "/nowhere/at/all");
    unlink(copy);
    CHECK_OK(made);
    CHECK_OK(dumped);
    CHECK_OK(changed);
    CHECK_INT(too_early, PROBLEM_BUSY);
    CHECK_OK(restored);
    CHECK_INT(missing, PROBLEM_NOT_FOUND);
    CHECK_OK(db_open(&outside, url, 2, &app.db));
    int64_t n = db_number_for_test(&outside, "SELECT n FROM p_sum WHERE id = 1");
    db_close(app.db);
    CHECK_INT(n, 0);
}
