/* Nothing acknowledged is lost: a child process writes from several threads, tells each acknowledged id through a pipe, and is killed
 * without warning. */
#include "base/id.h"
#include "core/access.h"
#include "core/db_for_test.h"
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 4, WRITERS = 8, MOST_IDS = 200000 };

static const struct db_query insert = {.name = "kill.insert",
                                       .sql = "INSERT INTO k_row (id, twin) VALUES ($1, $2)",
                                       .in_count = 2,
                                       .in = (const enum db_type[]){DB_INT, DB_INT},
                                       .writes = true};
static const struct db_query insert_twin = {
    .name = "kill.twin", .sql = "INSERT INTO k_twin (id) VALUES ($1)", .in_count = 1, .in = (const enum db_type[]){DB_INT}, .writes = true};
static const struct db_query has = {.name = "kill.has",
                                    .sql = "SELECT count(*) FROM k_row WHERE id = $1",
                                    .in_count = 1,
                                    .in = (const enum db_type[]){DB_INT},
                                    .out_count = 1,
                                    .out = (const enum db_type[]){DB_INT}};

static enum result insert_both(struct q *q, void *arg)
{
    struct db_value in[] = {{.type = DB_INT, .number = *(int64_t *)arg}, {.type = DB_INT, .number = *(int64_t *)arg}};
    TRY(db_run(q, &insert, in, NULL, NULL, NULL));
    return db_run(q, &insert_twin, in, NULL, NULL, NULL);
}

static struct {
    const struct q *q;
    int pipe;
} child;

static void *write_until_killed(void *unused)
{
    struct arena *a = arena_new(1024 * 1024);
    for (;;) {
        struct q *q = q_for_thread(child.q, a);
        int64_t id = id_new();
        if (db_transact(q, insert_both, &id) == OK && write(child.pipe, &id, sizeof id) != sizeof id)
            _exit(1);
        arena_reset(a);
    }
    return unused;
}

static void run_child(struct arena *a, const char *url, int pipe)
{
    struct app app = {.arena = a};
    struct q q = {.arena = a, .app = &app, .account = &account_nobody, .request_id = "child", .from = "test"};
    if (db_open(&q, url, WRITERS, &app.db) != OK)
        _exit(2);
    child.q = &q;
    child.pipe = pipe;
    for (int i = 0; i < WRITERS; i++) {
        pthread_t t;
        pthread_create(&t, NULL, write_until_killed, NULL);
    }
    for (;;)
        pause();
}

/* Returns how many ids the child acknowledged before it died. */
static size_t run_and_kill(struct arena *a, const char *url, int64_t *ids, size_t room)
{
    int ends[2];
    if (pipe(ends) != 0)
        return 0;
    pid_t pid = fork();
    must(pid >= 0);
    if (pid == 0)
        run_child(a, url, ends[1]);
    close(ends[1]);
    size_t n = 0, most = 20 + random_below(300); /* an instant nobody can foresee */
    while (n < most && n < room && read(ends[0], &ids[n], sizeof *ids) == sizeof *ids)
        n++;
    kill(pid, SIGKILL);
    while (n < room && read(ends[0], &ids[n], sizeof *ids) == sizeof *ids) /* what was in the pipe was acknowledged too */
        n++;
    close(ends[0]);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
    return n;
}

static enum result take_count(struct q *q, const struct db_value *row, void *arg)
{
    (void)q;
    *(int64_t *)arg += row[0].number;
    return OK;
}

static const char tables[] = "CREATE TABLE k_row (id t_int NOT NULL PRIMARY KEY, twin t_int NOT NULL);"
                             "CREATE TABLE k_twin (id t_int NOT NULL PRIMARY KEY);";

/* The parent has the database open only while no child lives: SQLite's connections must not be carried across fork. */
static void kill_and_look(struct arena *a, const char *driver)
{
    const char *url = db_for_test_url(a, driver);
    if (!url)
        return;
    struct arena *first = arena_new(64 * 1024 * 1024);
    struct q *q = db_for_test_at(first, url);
    bool made = q && db_script_for_test(q, tables) == OK;
    arena_free(first);
    CHECK(made);
    int64_t *ids = arena_new_array(a, int64_t, MOST_IDS), found = 0;
    size_t n = 0;
    for (int i = 0; i < ROUNDS; i++)
        n += run_and_kill(a, url, ids + n, MOST_IDS - n);
    CHECK(n > ROUNDS * 10);
    struct app app = {.arena = a};
    struct q again = {.arena = a, .app = &app, .account = &account_nobody, .request_id = "test", .from = "test"};
    CHECK_OK(db_open(&again, url, 2, &app.db));
    for (size_t i = 0; i < n; i++) {
        struct db_value in = {.type = DB_INT, .number = ids[i]};
        db_run(&again, &has, &in, take_count, &found, NULL);
    }
    int64_t rows = db_number_for_test(&again, "SELECT count(*) FROM k_row");
    int64_t pairs = db_number_for_test(&again, "SELECT count(*) FROM k_row JOIN k_twin ON k_twin.id = k_row.id");
    db_close(app.db);
    CHECK_INT(found, (int64_t)n);
    CHECK_INT(pairs, rows); /* nothing half done */
    CHECK(rows >= (int64_t)n);
}

TEST("a process killed under load loses nothing that it acknowledged (sqlite)")
{
    kill_and_look(a, "sqlite");
}

TEST("a process killed under load loses nothing that it acknowledged (postgres)")
{
    kill_and_look(a, "postgres");
}
