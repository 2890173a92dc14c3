/* What holds for SQLite alone: the group commit, several processes on one file, a full disk, backup and restore. */
#include "adapters/db_sqlite/db_sqlite.h"
#include "adapters/db_sqlite/inside.h"
#include "base/file.h"
#include "core/access.h"
#include "core/db_for_test.h"
#include "core/migrate.h"
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static const char table[] =
    "CREATE TABLE s_row (id t_int NOT NULL PRIMARY KEY, body t_blob);"
    "CREATE TABLE s_sum (id t_int NOT NULL PRIMARY KEY, n t_int NOT NULL); INSERT INTO s_sum (id, n) VALUES (1, 0);";
static const struct db_query insert = {.name = "sqlite.insert",
                                       .sql = "INSERT INTO s_row (id, body) VALUES ($1, $2)",
                                       .in_count = 2,
                                       .in = (const enum db_type[]){DB_INT, DB_BLOB},
                                       .writes = true};
static const struct db_query add = {.name = "sqlite.add", .sql = "UPDATE s_sum SET n = n + 1 WHERE id = 1", .writes = true};

static char body[32 * 1024];

static enum result insert_row(struct q *q, void *arg)
{
    struct db_value in[] = {{.type = DB_INT, .number = *(int64_t *)arg}, {.type = DB_BLOB, .bytes = body, .length = sizeof body}};
    return db_run(q, &insert, in, NULL, NULL, NULL);
}

static struct sqlite *sqlite_of(const struct q *q)
{
    return (struct sqlite *)q->app->db;
}

/* --- the group: a gate holds the writer until the others have queued up --------------------------------------------------- */
enum { GROUP = 10 };

struct member {
    const struct q *q;
    int64_t id;
    sem_t *inside, *gate; /* only the first: tells that the writer runs it, then waits at the gate */
    enum result result;
    pthread_t thread;
};

static enum result pass_gate(struct q *q, void *arg)
{
    struct member *m = arg;
    if (m->inside)
        sem_post(m->inside);
    while (m->gate && sem_wait(m->gate) < 0 && errno == EINTR)
        ;
    return insert_row(q, &m->id);
}

static void *run_member(void *arg)
{
    struct member *m = arg;
    struct arena *a = arena_new(1024 * 1024);
    m->result = db_transact(q_for_thread(m->q, a), pass_gate, m);
    arena_free(a);
    return NULL;
}

static void wait_for_queue(struct writer *w, int count)
{
    for (int now = -1; now != count;) {
        usleep(1000);
        pthread_mutex_lock(&w->lock);
        now = w->count;
        pthread_mutex_unlock(&w->lock);
    }
}

/* The first holds the writer; the rest stand in the queue; then all go. ids[i] of the rest are 1 … GROUP, or doubled where `doubles`. */
static void run_group(const struct q *q, struct member *members, bool doubles)
{
    sem_t inside, gate;
    sem_init(&inside, 0, 0);
    sem_init(&gate, 0, 0);
    for (int i = 0; i <= GROUP; i++) {
        members[i] =
            (struct member){.q = q, .id = doubles && i == GROUP ? 1 : i, .inside = i == 0 ? &inside : NULL, .gate = i == 0 ? &gate : NULL};
        pthread_create(&members[i].thread, NULL, run_member, &members[i]);
        if (i == 0)
            sem_wait(&inside); /* only now is the queue behind it its own */
        wait_for_queue(&sqlite_of(q)->writer, i);
    }
    sem_post(&gate);
    for (int i = 0; i <= GROUP; i++)
        pthread_join(members[i].thread, NULL);
}

static int count_commit(void *arg)
{
    ++*(int *)arg;
    return 0;
}

static int refuse_commit(void *arg)
{
    return ++*(int *)arg;
}

TEST("callbacks that wait together are committed together")
{
    struct member members[GROUP + 1];
    int commits = 0;
    struct q *q = db_for_test(a, "sqlite");
    CHECK_OK(db_script_for_test(q, table));
    sqlite3_commit_hook(sqlite_of(q)->writer.session.handle, count_commit, &commits);
    run_group(q, members, false);
    for (int i = 0; i <= GROUP; i++)
        CHECK_OK(members[i].result);
    CHECK_INT(commits, 2); /* the one at the gate, and all the others */
}

TEST("one failure in a group undoes that one only")
{
    struct member members[GROUP + 1];
    struct q *q = db_for_test(a, "sqlite");
    CHECK_OK(db_script_for_test(q, table));
    run_group(q, members, true);
    for (int i = 0; i < GROUP; i++)
        CHECK_OK(members[i].result);
    CHECK_INT(members[GROUP].result, PROBLEM_CONFLICT);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM s_row"), GROUP);
}

TEST("when the commit fails, nobody of the group hears OK and nothing is there")
{
    struct member members[GROUP + 1];
    int refused = 0;
    struct q *q = db_for_test(a, "sqlite");
    CHECK_OK(db_script_for_test(q, table));
    sqlite3_commit_hook(sqlite_of(q)->writer.session.handle, refuse_commit, &refused);
    run_group(q, members, false);
    sqlite3_commit_hook(sqlite_of(q)->writer.session.handle, NULL, NULL);
    CHECK_INT(refused, 2);
    for (int i = 0; i <= GROUP; i++)
        CHECK(members[i].result != OK);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM s_row"), 0);
    CHECK_OK(db_transact(q, insert_row, &(int64_t){1}));
}

TEST("a full queue is BUSY at once, not a wait")
{
    struct q *q = db_for_test(a, "sqlite");
    CHECK_OK(db_script_for_test(q, table));
    struct writer *w = &sqlite_of(q)->writer;
    pthread_mutex_lock(&w->lock);
    w->count = WAITING_MOST; /* as if so many stood there */
    pthread_mutex_unlock(&w->lock);
    CHECK_INT(db_transact(q, insert_row, &(int64_t){1}), PROBLEM_BUSY);
    pthread_mutex_lock(&w->lock);
    w->count = 0;
    pthread_mutex_unlock(&w->lock);
    CHECK_OK(db_transact(q, insert_row, &(int64_t){1}));
}

/* --- the disk is full ----------------------------------------------------------------------------------------------------- */
static int64_t insert_until_refused(struct q *q, enum result *ret)
{
    int64_t id = 1;
    while (id < 10000 && (*ret = db_transact(q, insert_row, &id)) == OK)
        id++;
    return id - 1;
}

TEST("a database that may not grow says FULL, keeps what it has, and goes on when there is room")
{
    enum result r;
    struct q *q = db_for_test(a, "sqlite");
    CHECK_OK(db_script_for_test(q, table));
    CHECK_OK(db_script_for_test(q, "PRAGMA max_page_count = 200"));
    int64_t n = insert_until_refused(q, &r);
    CHECK_INT(r, PROBLEM_FULL);
    CHECK_INT(q->problem.kind, PROBLEM_FULL);
    CHECK(n > 5);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM s_row"), n);
    CHECK_OK(db_script_for_test(q, "PRAGMA max_page_count = 100000"));
    CHECK_OK(db_transact(q, insert_row, &(int64_t){99999}));
}

/* In a child, because the limit cannot be taken back. The exit status says which check failed. */
static int fill_disk(struct arena *a, const char *url)
{
    enum result r;
    signal(SIGXFSZ, SIG_IGN);
    struct app app = {.arena = a};
    struct q q = {.arena = a, .app = &app, .account = &account_nobody, .request_id = "child", .from = "test"};
    if (db_open(&q, url, 2, &app.db) != OK || db_script_for_test(&q, table) != OK)
        return 1;
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){3 * 1024 * 1024, 3 * 1024 * 1024});
    int64_t n = insert_until_refused(&q, &r);
    if (r != PROBLEM_FULL)
        return 2;
    if (db_number_for_test(&q, "SELECT count(*) FROM s_row") != n)
        return 3;
    return db_transact(&q, insert_row, &(int64_t){n + 1}) == PROBLEM_FULL ? 0 : 4;
}

static int status_of_child(pid_t pid)
{
    int status = -1;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST("when the file cannot grow any more, writing says FULL and reading goes on")
{
    const char *url = db_for_test_url(a, "sqlite");
    pid_t pid = fork();
    must(pid >= 0);
    if (pid == 0)
        _exit(fill_disk(a, url));
    CHECK_INT(status_of_child(pid), 0);
    struct app app = {.arena = a};
    struct q q = {.arena = a, .app = &app, .account = &account_nobody, .request_id = "test", .from = "test"};
    CHECK_OK(db_open(&q, url, 2, &app.db));
    bool more = db_number_for_test(&q, "SELECT count(*) FROM s_row") > 5 && db_transact(&q, insert_row, &(int64_t){99999}) == OK;
    db_close(app.db);
    CHECK(more);
}

/* --- several processes on one file ---------------------------------------------------------------------------------------- */
enum { PROCESSES = 3, THREADS = 4, TIMES = 40 };

static enum result add_one(struct q *q, void *arg)
{
    (void)arg;
    return db_run(q, &add, NULL, NULL, NULL, NULL);
}

static void *add_many(void *arg)
{
    int64_t failed = 0;
    struct arena *a = arena_new(1024 * 1024);
    for (int i = 0; i < TIMES; i++) {
        failed += db_transact(q_for_thread(arg, a), add_one, NULL) != OK;
        arena_reset(a);
    }
    arena_free(a);
    return (void *)(intptr_t)failed;
}

static int add_from_process(struct arena *a, const char *url)
{
    struct app app = {.arena = a};
    struct q q = {.arena = a, .app = &app, .account = &account_nobody, .request_id = "child", .from = "test"};
    pthread_t threads[THREADS];
    intptr_t failed = 0;
    if (db_open(&q, url, 2, &app.db) != OK)
        return 100;
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, add_many, &q);
    for (int i = 0; i < THREADS; i++) {
        void *mine;
        pthread_join(threads[i], &mine);
        failed += (intptr_t)mine;
    }
    db_close(app.db);
    return failed > 99 ? 99 : (int)failed;
}

TEST("several processes write on one file in turn; none starves, none is lost")
{
    const char *url = db_for_test_url(a, "sqlite");
    struct arena *first = arena_new(64 * 1024 * 1024);
    struct q *q = db_for_test_at(first, url);
    bool made = q && db_script_for_test(q, table) == OK;
    arena_free(first);
    CHECK(made);
    pid_t children[PROCESSES];
    for (int i = 0; i < PROCESSES; i++)
        if ((children[i] = fork()) == 0)
            _exit(add_from_process(a, url));
    for (int i = 0; i < PROCESSES; i++)
        CHECK_INT(status_of_child(children[i]), 0);
    CHECK(q = db_for_test_at(a, url));
    CHECK_INT(db_number_for_test(q, "SELECT n FROM s_sum"), PROCESSES * THREADS * TIMES);
}

static const struct migration first[] = {
    {1, "first", "CREATE TABLE s_made (id t_int NOT NULL PRIMARY KEY); INSERT INTO s_made (id) VALUES (1);"}};
static const struct migrations only = {"s", first, 1};

static int start_process(struct arena *a, const char *url)
{
    int applied;
    struct app app = {.arena = a};
    struct q q = {.arena = a, .app = &app, .account = &account_nobody, .request_id = "child", .from = "test"};
    if (db_open(&q, url, 2, &app.db) != OK)
        return 100;
    enum result r = migrate_all(&q, (const struct migrations *const[]){&only}, 1, &applied);
    db_close(app.db);
    return r == OK ? applied : 99;
}

TEST("processes that start at once on a file that is not there yet make it once")
{
    const char *url = db_for_test_url(a, "sqlite");
    pid_t children[PROCESSES];
    int applied = 0;
    for (int i = 0; i < PROCESSES; i++)
        if ((children[i] = fork()) == 0)
            _exit(start_process(a, url));
    for (int i = 0; i < PROCESSES; i++)
        applied += status_of_child(children[i]);
    CHECK_INT(applied, 1);
}

/* --- backup and restore --------------------------------------------------------------------------------------------------- */
static struct q *reopen(struct arena *a, const char *url)
{
    return db_for_test_at(a, url);
}

TEST("a backup made while others write is whole, and a restore brings it back")
{
    const char *url = db_for_test_url(a, "sqlite"), *copy = arena_printf(a, "%s.backup", sqlite_path(url));
    struct arena *running = arena_new(64 * 1024 * 1024);
    struct q *q = db_for_test_at(running, url);
    CHECK_OK(db_script_for_test(q, table));
    CHECK_OK(db_transact(q, insert_row, &(int64_t){1}));
    CHECK_OK(db_backup(q, copy));
    CHECK_OK(db_transact(q, insert_row, &(int64_t){2}));
    CHECK_INT(db_restore(q, url, copy), PROBLEM_BUSY); /* somebody has it open: we */
    arena_free(running);
    struct app none = {.arena = a};
    struct q outside = {.arena = a, .app = &none, .account = &account_nobody, .request_id = "test", .from = "test"};
    CHECK_OK(db_restore(&outside, url, copy));
    q = reopen(a, url);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM s_row"), 1);
}

TEST("a damaged backup is refused and the database stays as it was")
{
    const char *url = db_for_test_url(a, "sqlite"), *bad = arena_printf(a, "%s.bad", sqlite_path(url));
    struct arena *running = arena_new(64 * 1024 * 1024);
    struct q *q = db_for_test_at(running, url);
    CHECK_OK(db_script_for_test(q, table));
    CHECK_OK(db_transact(q, insert_row, &(int64_t){1}));
    arena_free(running);
    CHECK(file_write_durably(bad, "this is no database, but it is long enough to be read as one; this is no database at all ....", 94));
    struct app none = {.arena = a};
    struct q outside = {.arena = a, .app = &none, .account = &account_nobody, .request_id = "test", .from = "test"};
    CHECK(db_restore(&outside, url, bad) != OK);
    CHECK_INT(db_restore(&outside, url, "/nowhere/at/all"), PROBLEM_NOT_FOUND);
    q = reopen(a, url);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM s_row"), 1);
}

TEST("reading never waits for the writer, and a reader cannot write")
{
    static const struct db_query sneaky = {.name = "sqlite.sneaky", .sql = "DELETE FROM s_row"};
    struct q *q = db_for_test(a, "sqlite");
    CHECK_OK(db_script_for_test(q, table));
    CHECK_INT(db_run(q, &sneaky, NULL, NULL, NULL, NULL), PROBLEM_STORAGE);
}
