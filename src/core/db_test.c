/* What the interface promises on every database. */
#include "core/db.h"
#include "core/db_for_test.h"
#include "core/migrate.h"
#include <pthread.h>

static const char schema[] = "CREATE TABLE t_account (id t_int NOT NULL PRIMARY KEY, balance t_int NOT NULL);"
                             "CREATE TABLE t_row (id t_int NOT NULL PRIMARY KEY, code t_text NOT NULL, body t_blob, ratio t_real, owner "
                             "t_int REFERENCES t_account (id),"
                             " pair_a t_int, pair_b t_int, UNIQUE (pair_a, pair_b));"
                             "CREATE UNIQUE INDEX t_row_code_unique ON t_row (code);"
                             "INSERT INTO t_account (id, balance) VALUES (1, 0);";

static const struct db_query add_one = {.name = "test.add_one",
                                        .sql = "UPDATE t_account SET balance = balance + $1 WHERE id = $2",
                                        .in_count = 2,
                                        .in = (const enum db_type[]){DB_INT, DB_INT},
                                        .writes = true};
static const struct db_query insert = {
    .name = "test.insert",
    .sql = "INSERT INTO t_row (id, code, body, ratio, owner, pair_a, pair_b) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    .in_count = 7,
    .in = (const enum db_type[]){DB_INT, DB_TEXT, DB_BLOB, DB_REAL, DB_INT, DB_INT, DB_INT},
    .writes = true};
static const struct db_query find = {.name = "test.find",
                                     .sql = "SELECT id, code, body, ratio, owner FROM t_row WHERE id = $1",
                                     .in_count = 1,
                                     .in = (const enum db_type[]){DB_INT},
                                     .out_count = 5,
                                     .out = (const enum db_type[]){DB_INT, DB_TEXT, DB_BLOB, DB_REAL, DB_INT}};
static const struct db_query list = {
    .name = "test.list", .sql = "SELECT id FROM t_row ORDER BY id", .out_count = 1, .out = (const enum db_type[]){DB_INT}};

static const struct db_query wrong = {
    .name = "test.wrong", .sql = "SELECT absent FROM t_row", .out_count = 1, .out = (const enum db_type[]){DB_INT}};
static const struct db_query narrow = {
    .name = "test.narrow", .sql = "SELECT id, code FROM t_row", .out_count = 1, .out = (const enum db_type[]){DB_INT}};
static const struct db_query quoted = {
    .name = "test.quoted", .sql = "SELECT id FROM t_row WHERE code = \"A\"", .out_count = 1, .out = (const enum db_type[]){DB_INT}};
static const struct db_query figures = {.name = "test.figures",
                                        .sql = "SELECT sum(id), avg(id), count(*), max(length(code)), id > 0 FROM t_row GROUP BY id > 0",
                                        .out_count = 5,
                                        .out = (const enum db_type[]){DB_INT, DB_REAL, DB_INT, DB_INT, DB_INT}};

static struct db_value number(int64_t n)
{
    return (struct db_value){.type = DB_INT, .number = n};
}
static struct db_value text(const char *s)
{
    return (struct db_value){.type = DB_TEXT, .bytes = s, .length = strlen(s)};
}
static struct db_value none(enum db_type t)
{
    return (struct db_value){.type = t, .null = true};
}

struct new_row {
    int64_t id;
    const char *code;
    int64_t owner, pair;
};

static enum result insert_row(struct q *q, void *arg)
{
    const struct new_row *r = arg;
    struct db_value in[] = {number(r->id),
                            text(r->code),
                            {.type = DB_BLOB, .bytes = "a\0b", .length = 3},
                            {.type = DB_REAL, .real = 0.25},
                            r->owner ? number(r->owner) : none(DB_INT),
                            r->pair ? number(r->pair) : none(DB_INT),
                            number(1)};
    return db_run(q, &insert, in, NULL, NULL, NULL);
}

static enum result keep_row(struct q *q, const struct db_value *row, void *arg)
{
    *(struct db_value **)arg = arena_memdup(q->arena, row, 5 * sizeof *row);
    return OK;
}

TEST_ON_BOTH("every type comes back as it went in, NULL too")
{
    CHECK_OK(db_script_for_test(q, schema));
    CHECK_OK(db_transact(q, insert_row, &(struct new_row){INT64_MAX, "Đăng ký khai sinh", 0, 0}));
    struct db_value id = number(INT64_MAX), *row = NULL;
    CHECK_OK(db_run(q, &find, &id, keep_row, &row, NULL));
    CHECK(row);
    CHECK_INT(row[0].number, INT64_MAX);
    CHECK_TEXT(row[1].bytes, "Đăng ký khai sinh");
    CHECK_INT(row[2].length, 3);
    CHECK(memcmp(row[2].bytes, "a\0b", 3) == 0);
    CHECK(row[3].real == 0.25);
    CHECK(row[4].null);
}

TEST_ON_BOTH("a broken unique index is named the same on every database")
{
    CHECK_OK(db_script_for_test(q, schema));
    CHECK_OK(db_transact(q, insert_row, &(struct new_row){1, "A", 0, 5}));
    CHECK_TEXT(db_conflict_name(q), "");
    CHECK_INT(db_transact(q, insert_row, &(struct new_row){2, "A", 0, 0}), PROBLEM_CONFLICT);
    CHECK_TEXT(db_conflict_name(q), "t_row_code_unique");
    CHECK_INT(db_transact(q, insert_row, &(struct new_row){1, "B", 0, 0}), PROBLEM_CONFLICT);
    CHECK_TEXT(db_conflict_name(q), "t_row_pkey");
    CHECK_INT(db_transact(q, insert_row, &(struct new_row){3, "C", 0, 5}), PROBLEM_CONFLICT);
    CHECK_TEXT(db_conflict_name(q), "t_row_pair_a_pair_b_key");
    CHECK_INT(db_transact(q, insert_row, &(struct new_row){4, "D", 99, 0}), PROBLEM_CONFLICT);
    CHECK_TEXT(db_conflict_name(q), "");
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM t_row"), 1);
}

static enum result go_on_after_failure(struct q *q, void *arg)
{
    enum result *second = arg;
    insert_row(q, &(struct new_row){10, "TEN", 0, 0});
    insert_row(q, &(struct new_row){10, "ELEVEN", 0, 0}); /* fails, and the callback does not mind */
    *second = insert_row(q, &(struct new_row){12, "TWELVE", 0, 0});
    return OK;
}

TEST_ON_BOTH("a failed statement ends its transaction even when the callback goes on")
{
    enum result second = OK;
    CHECK_OK(db_script_for_test(q, schema));
    CHECK_INT(db_transact(q, go_on_after_failure, &second), PROBLEM_CONFLICT);
    CHECK_INT(second, PROBLEM_CONFLICT);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM t_row"), 0);
}

static enum result insert_then_refuse(struct q *q, void *arg)
{
    TRY(insert_row(q, arg));
    return fail(q, NOT_NOW, NULL);
}

static enum result swallow_inner(struct q *q, void *arg)
{
    db_transact(q, insert_then_refuse, arg);
    return OK;
}

TEST_ON_BOTH("what a callback refuses is undone, and its words reach the caller")
{
    CHECK_OK(db_script_for_test(q, schema));
    CHECK_INT(db_transact(q, insert_then_refuse, &(struct new_row){1, "A", 0, 0}), PROBLEM_NOT_NOW);
    CHECK_INT(q->problem.kind, PROBLEM_NOT_NOW);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM t_row"), 0);
}

TEST_ON_BOTH("an inner transaction that fails takes the outer one with it")
{
    CHECK_OK(db_script_for_test(q, schema));
    CHECK_INT(db_transact(q, swallow_inner, &(struct new_row){1, "A", 0, 0}), PROBLEM_NOT_NOW);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM t_row"), 0);
}

static enum result count_rows(struct q *q, const struct db_value *row, void *arg)
{
    (void)q, (void)row;
    return ++*(int *)arg == 2 ? PROBLEM_GONE : OK;
}

TEST_ON_BOTH("a row callback can stop the reading; its result is passed on")
{
    int seen = 0;
    CHECK_OK(db_script_for_test(q, schema));
    for (int64_t i = 1; i <= 3; i++)
        CHECK_OK(db_transact(q, insert_row, &(struct new_row){i, arena_printf(a, "C%d", (int)i), 0, 0}));
    CHECK_INT(db_run(q, &list, NULL, count_rows, &seen, NULL), PROBLEM_GONE);
    CHECK_INT(seen, 2);
}

static enum result read_and_write_again(struct q *q, const struct db_value *row, void *arg)
{
    int *seen = arg, inner = 0;
    ++*seen;
    db_run(q, &list, NULL, count_rows, &inner, NULL); /* the same query inside itself */
    return db_transact(q, insert_row, &(struct new_row){row[0].number + 100, arena_printf(q->arena, "N%d", *seen), 0, 0});
}

TEST_ON_BOTH("a row callback may itself read, even by the same query, and write")
{
    int seen = 0;
    CHECK_OK(db_script_for_test(q, schema));
    for (int64_t i = 1; i <= 3; i++)
        CHECK_OK(db_transact(q, insert_row, &(struct new_row){i, arena_printf(a, "C%d", (int)i), 0, 0}));
    CHECK_OK(db_run(q, &list, NULL, read_and_write_again, &seen, NULL));
    CHECK_INT(seen, 3);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM t_row"), 6);
}

static enum result count_changes(struct q *q, void *arg)
{
    struct db_value in[] = {number(1), number(*(int64_t *)arg)};
    return db_run(q, &add_one, in, NULL, NULL, arg);
}

TEST_ON_BOTH("the number of changed rows is told")
{
    int64_t one = 1, none_such = 77;
    CHECK_OK(db_script_for_test(q, schema));
    CHECK_OK(db_transact(q, count_changes, &one));
    CHECK_INT(one, 1);
    CHECK_OK(db_transact(q, count_changes, &none_such));
    CHECK_INT(none_such, 0);
}

/* --- many threads --------------------------------------------------------------------------------------------------------- */
enum { THREADS = 64, INCREMENTS = 20 };

struct worker {
    const struct q *q;
    int id, failed;
    bool spoil; /* every second transaction fails on purpose */
};

static enum result increment(struct q *q, void *arg)
{
    (void)arg;
    struct db_value in[] = {number(1), number(1)};
    return db_run(q, &add_one, in, NULL, NULL, NULL);
}

static enum result increment_and_fail(struct q *q, void *arg)
{
    TRY(increment(q, arg));
    return fail(q, NOT_NOW, NULL);
}

static void *work(void *arg)
{
    struct worker *w = arg;
    struct arena *a = arena_new(16 * 1024 * 1024);
    struct q *q = q_for_thread(w->q, a);
    for (int i = 0; i < INCREMENTS; i++) {
        if (w->spoil && db_transact(q, increment_and_fail, NULL) != PROBLEM_NOT_NOW)
            w->failed++;
        if (db_transact(q, increment, NULL) != OK)
            w->failed++;
        arena_reset(a);
        q = q_for_thread(w->q, a);
    }
    arena_free(a);
    return NULL;
}

static int run_workers(const struct q *q, bool spoil)
{
    struct worker workers[THREADS];
    pthread_t threads[THREADS];
    int failed = 0;
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){.q = q, .id = i, .spoil = spoil && i % 2};
        must(pthread_create(&threads[i], NULL, work, &workers[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        failed += workers[i].failed;
    }
    return failed;
}

TEST_ON_BOTH("64 threads that add one at a time make the exact sum")
{
    CHECK_OK(db_script_for_test(q, schema));
    CHECK_INT(run_workers(q, false), 0);
    CHECK_INT(db_number_for_test(q, "SELECT balance FROM t_account WHERE id = 1"), THREADS * INCREMENTS);
}

TEST_ON_BOTH("transactions that fail beside others undo only themselves")
{
    CHECK_OK(db_script_for_test(q, schema));
    CHECK_INT(run_workers(q, true), 0);
    CHECK_INT(db_number_for_test(q, "SELECT balance FROM t_account WHERE id = 1"), THREADS * INCREMENTS);
}

/* --- snapshots ------------------------------------------------------------------------------------------------------------ */
struct twice {
    const struct q *q;
    int64_t before, after;
};

static void *add_in_other_thread(void *arg)
{
    struct arena *a = arena_new(1024 * 1024);
    db_transact(q_for_thread(arg, a), increment, NULL);
    arena_free(a);
    return NULL;
}

static enum result look_twice(struct q *q, void *arg)
{
    struct twice *t = arg;
    pthread_t other;
    t->before = db_number_for_test(q, "SELECT balance FROM t_account");
    pthread_create(&other, NULL, add_in_other_thread, (void *)t->q);
    pthread_join(other, NULL);
    t->after = db_number_for_test(q, "SELECT balance FROM t_account");
    return OK;
}

TEST_ON_BOTH("a snapshot stays as it was while others write")
{
    CHECK_OK(db_script_for_test(q, schema));
    struct twice t = {.q = q};
    CHECK_OK(db_snapshot(q, look_twice, &t));
    CHECK_INT(t.before, 0);
    CHECK_INT(t.after, 0);
    CHECK_INT(db_number_for_test(q, "SELECT balance FROM t_account"), 1);
}

TEST_ON_BOTH("preparing every query finds the one that is wrong")
{
    const char *which = NULL;
    CHECK_OK(db_script_for_test(q, schema));
    CHECK_OK(db_prepare_all(q, (const struct db_query *const[]){&insert, &find, &list}, 3, &which));
    CHECK_TEXT(which, NULL);
    CHECK_INT(db_prepare_all(q, (const struct db_query *const[]){&insert, &wrong}, 2, &which), PROBLEM_BROKEN);
    CHECK_TEXT(which, "test.wrong");
    CHECK_INT(db_prepare_all(q, (const struct db_query *const[]){&narrow}, 1, &which), PROBLEM_BROKEN);
    CHECK_INT(db_prepare_all(q, (const struct db_query *const[]){&quoted}, 1, &which), PROBLEM_BROKEN);
}

TEST_ON_BOTH("LIKE minds case and text sorts byte by byte")
{
    CHECK_OK(db_script_for_test(q, schema));
    CHECK_OK(db_transact(q, insert_row, &(struct new_row){1, "b", 0, 0}));
    CHECK_OK(db_transact(q, insert_row, &(struct new_row){2, "B", 0, 0}));
    CHECK_OK(db_transact(q, insert_row, &(struct new_row){3, "đ", 0, 0}));
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM t_row WHERE code LIKE 'B%'"), 1);
    CHECK_INT(db_number_for_test(q, "SELECT id FROM t_row ORDER BY code LIMIT 1"), 2);
    CHECK_INT(db_number_for_test(q, "SELECT id FROM t_row ORDER BY code DESC LIMIT 1"), 3);
}

TEST_ON_BOTH("sums, averages and lengths arrive as the query's types")
{
    struct db_value *row = NULL;
    CHECK_OK(db_script_for_test(q, schema));
    CHECK_OK(db_transact(q, insert_row, &(struct new_row){100000001, "b", 0, 0}));
    CHECK_OK(db_transact(q, insert_row, &(struct new_row){200000002, "BB", 0, 0}));
    CHECK_OK(db_run(q, &figures, NULL, keep_row, &row, NULL));
    CHECK_INT(row[0].number, 300000003);
    CHECK(row[1].real == 150000001.5);
    CHECK_INT(row[2].number, 2);
    CHECK_INT(row[3].number, 2);
    CHECK_INT(row[4].number, 1);
}

/* --- ping and nodes ------------------------------------------------------------------------------------------------------- */
static const char node_tables[] =
    "CREATE TABLE core_node (node t_int NOT NULL PRIMARY KEY, holder t_text NOT NULL, lease_until t_time NOT NULL);"
    "CREATE TABLE core_ping (id t_int NOT NULL PRIMARY KEY, at t_time NOT NULL);";

TEST_ON_BOTH("a ping writes, reads back and says how long it took")
{
    int64_t took = 0;
    CHECK_OK(db_script_for_test(q, node_tables));
    CHECK_OK(db_ping(q, &took));
    CHECK_OK(db_ping(q, &took));
    CHECK(took > 0);
}

TEST_ON_BOTH("processes on one database take different nodes and give them back")
{
    struct db_node *first = NULL, *second = NULL;
    CHECK_OK(db_script_for_test(q, node_tables));
    CHECK_OK(db_node_start(q, &first));
    CHECK_OK(db_node_start(q, &second));
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM core_node WHERE lease_until > 0"), 2);
    db_node_stop(first);
    CHECK_INT(db_number_for_test(q, "SELECT node FROM core_node WHERE lease_until > 0"), 1);
    CHECK_OK(db_node_start(q, &first));
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM core_node"), 2);
    db_node_stop(first);
    db_node_stop(second);
}
