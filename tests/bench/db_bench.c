/* What a durable transaction costs, always as a ratio to a base measured in the same round.
 *     db_bench [rounds [seconds per cell [json]]]   with "json" the last line says the same for programs
 *     db_bench base FOLDER SECONDS                  one round of the bases only, as JSON: for those who measure something else beside it
 * One transaction is one dossier (body of 1 KB, unique code, index on owner), one audit row and one event row. SQLite always; PostgreSQL
 * when THUBON_TEST_POSTGRES names a database (its name must contain "test": it is emptied). */
#include "adapters/db_postgres/db_postgres.h"
#include "adapters/db_sqlite/db_sqlite.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/must.h"
#include "core/app.h"
#include "core/db.h"
#include "core/q.h"
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <unistd.h>

enum { MOST_ROUNDS = 20, MOST_THREADS = 64, BODY = 1024 };

static const char schema[] =
    "CREATE TABLE dossier (id t_int NOT NULL PRIMARY KEY, code t_text NOT NULL, owner t_int NOT NULL, body t_blob NOT NULL);"
    "CREATE UNIQUE INDEX dossier_code ON dossier (code);"
    "CREATE INDEX dossier_owner ON dossier (owner);"
    "CREATE TABLE audit (id t_int NOT NULL PRIMARY KEY, before t_blob NOT NULL, after t_blob NOT NULL);"
    "CREATE TABLE outbox (id t_int NOT NULL PRIMARY KEY, body t_blob NOT NULL);";

static const struct db_query insert_dossier = {.name = "bench.dossier",
                                               .sql = "INSERT INTO dossier (id, code, owner, body) VALUES ($1, $2, $3, $4)",
                                               .in_count = 4,
                                               .in = (const enum db_type[]){DB_INT, DB_TEXT, DB_INT, DB_BLOB},
                                               .writes = true};
static const struct db_query insert_audit = {.name = "bench.audit",
                                             .sql = "INSERT INTO audit (id, before, after) VALUES ($1, $2, $3)",
                                             .in_count = 3,
                                             .in = (const enum db_type[]){DB_INT, DB_BLOB, DB_BLOB},
                                             .writes = true,
                                             .later = true};
static const struct db_query insert_outbox = {.name = "bench.outbox",
                                              .sql = "INSERT INTO outbox (id, body) VALUES ($1, $2)",
                                              .in_count = 2,
                                              .in = (const enum db_type[]){DB_INT, DB_BLOB},
                                              .writes = true,
                                              .later = true};
static const struct db_query find_dossier = {.name = "bench.find",
                                             .sql = "SELECT code, body FROM dossier WHERE id = $1",
                                             .in_count = 1,
                                             .in = (const enum db_type[]){DB_INT},
                                             .out_count = 2,
                                             .out = (const enum db_type[]){DB_TEXT, DB_BLOB}};

static char body[BODY];
static double seconds = 1;
static _Atomic int64_t next_number = 1;

/* --- our transact --------------------------------------------------------------------------------------------------------- */
static struct db_value number(int64_t n)
{
    return (struct db_value){.type = DB_INT, .number = n};
}
static struct db_value blob(size_t n)
{
    return (struct db_value){.type = DB_BLOB, .bytes = body, .length = n};
}

static enum result submit(struct q *q, void *arg)
{
    int64_t id = *(int64_t *)arg;
    char code[32];
    int n = snprintf(code, sizeof code, "H%012lld", (long long)id);
    struct db_value dossier[] = {number(id), {.type = DB_TEXT, .bytes = code, .length = (size_t)n}, number(id % 5000), blob(BODY)};
    struct db_value audit[] = {number(id), blob(32), blob(32)}, outbox[] = {number(id), blob(200)};
    TRY(db_run(q, &insert_dossier, dossier, NULL, NULL, NULL));
    TRY(db_run(q, &insert_audit, audit, NULL, NULL, NULL));
    return db_run(q, &insert_outbox, outbox, NULL, NULL, NULL);
}

struct client {
    struct app *app;
    bool reads;
    int64_t until, done, worst;
};

static enum result ignore_row(struct q *q, const struct db_value *row, void *arg)
{
    (void)q, (void)row, (void)arg;
    return OK;
}

static enum result one_piece(struct q *q, bool reads)
{
    int64_t id = reads ? 1 + (int64_t)random_below((uint64_t)atomic_load(&next_number)) : atomic_fetch_add(&next_number, 1);
    struct db_value in = number(id);
    return reads ? db_run(q, &find_dossier, &in, ignore_row, NULL, NULL) : db_transact(q, submit, &id);
}

static void *client_run(void *arg)
{
    struct client *c = arg;
    struct arena *a = arena_new(16 * 1024 * 1024);
    while (clock_monotonic() < c->until) {
        struct q q = {.arena = a, .app = c->app, .request_id = "bench", .from = "bench"};
        int64_t began = clock_monotonic();
        must(one_piece(&q, c->reads) == OK);
        int64_t took = clock_monotonic() - began;
        c->worst = took > c->worst ? took : c->worst;
        c->done++;
        arena_reset(a);
    }
    arena_free(a);
    return NULL;
}

static double run_clients(struct app *app, int threads, bool reads, int64_t *ret_worst)
{
    struct client clients[MOST_THREADS];
    pthread_t handles[MOST_THREADS];
    int64_t began = clock_monotonic(), done = 0;
    *ret_worst = 0;
    for (int i = 0; i < threads; i++) {
        clients[i] = (struct client){.app = app, .reads = reads, .until = began + (int64_t)(seconds * 1e6)};
        must(pthread_create(&handles[i], NULL, client_run, &clients[i]) == 0);
    }
    for (int i = 0; i < threads; i++) {
        pthread_join(handles[i], NULL);
        done += clients[i].done;
        *ret_worst = clients[i].worst > *ret_worst ? clients[i].worst : *ret_worst;
    }
    return (double)done * 1e6 / (double)(clock_monotonic() - began);
}

/* --- bases ---------------------------------------------------------------------------------------------------------------- */
static double raw_disk(const char *folder)
{
    char path[256];
    snprintf(path, sizeof path, "%s/raw", folder);
    int f = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    static char block[8192];
    must(f >= 0 && pwrite(f, block, sizeof block, 0) == sizeof block);
    int64_t began = clock_monotonic(), until = began + (int64_t)(seconds * 1e6), n = 0;
    for (; clock_monotonic() < until; n++) {
        block[0] = (char)n;
        must(pwrite(f, block, sizeof block, 0) == sizeof block && fdatasync(f) == 0);
    }
    close(f);
    unlink(path);
    return (double)n * 1e6 / (double)(clock_monotonic() - began);
}

static sqlite3_stmt *raw_prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s = NULL;
    must(sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK);
    return s;
}

static void raw_step(sqlite3_stmt *s)
{
    must(sqlite3_step(s) == SQLITE_DONE);
    sqlite3_reset(s);
}

static void raw_insert(sqlite3_stmt *const s[3], int64_t id)
{
    char code[32];
    snprintf(code, sizeof code, "H%012lld", (long long)id);
    sqlite3_bind_int64(s[0], 1, id);
    sqlite3_bind_text(s[0], 2, code, -1, SQLITE_STATIC);
    sqlite3_bind_int64(s[0], 3, id % 5000);
    sqlite3_bind_blob(s[0], 4, body, BODY, SQLITE_STATIC);
    sqlite3_bind_int64(s[1], 1, id);
    sqlite3_bind_blob(s[1], 2, body, 32, SQLITE_STATIC);
    sqlite3_bind_blob(s[1], 3, body, 32, SQLITE_STATIC);
    sqlite3_bind_int64(s[2], 1, id);
    sqlite3_bind_blob(s[2], 2, body, 200, SQLITE_STATIC);
    for (int i = 0; i < 3; i++)
        raw_step(s[i]);
}

/* SQLite by hand on one thread: `per` dossiers in each durable transaction. */
static double raw_sqlite(const char *path, int per)
{
    sqlite3 *db = NULL;
    must(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK);
    must(sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=268435456; PRAGMA cache_size=-65536", NULL,
                      NULL, NULL) == SQLITE_OK);
    sqlite3_stmt *begin = raw_prepare(db, "BEGIN IMMEDIATE"), *commit = raw_prepare(db, "COMMIT");
    sqlite3_stmt *s[3] = {raw_prepare(db, insert_dossier.sql), raw_prepare(db, insert_audit.sql), raw_prepare(db, insert_outbox.sql)};
    int64_t began = clock_monotonic(), until = began + (int64_t)(seconds * 1e6), n = 0;
    while (clock_monotonic() < until) {
        raw_step(begin);
        for (int i = 0; i < per; i++, n++)
            raw_insert(s, atomic_fetch_add(&next_number, 1));
        raw_step(commit);
    }
    double rate = (double)n * 1e6 / (double)(clock_monotonic() - began);
    for (int i = 0; i < 3; i++)
        sqlite3_finalize(s[i]);
    sqlite3_finalize(begin);
    sqlite3_finalize(commit);
    sqlite3_close(db);
    return rate;
}

/* --- rounds --------------------------------------------------------------------------------------------------------------- */
static enum result run_schema(struct q *q, void *sql)
{
    return db_script(q, sql);
}

static struct app open_app(struct arena *a, const char *url, const char *first)
{
    struct app app = {.arena = a};
    struct q q = {.arena = a, .app = &app, .request_id = "bench", .from = "bench"};
    must(db_open(&q, url, 8, &app.db) == OK);
    if (first)
        must(db_transact(&q, run_schema, (void *)first) == OK);
    return app;
}

struct cell {
    const char *name;
    int threads; /* 0: a base */
    bool reads;
    double rate[MOST_ROUNDS], ratio[MOST_ROUNDS];
    int64_t worst;
};

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(const double *values, int n)
{
    double sorted[MOST_ROUNDS];
    memcpy(sorted, values, sizeof *values * (size_t)n);
    qsort(sorted, (size_t)n, sizeof *sorted, compare);
    return n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

static void print_cell(const struct cell *c, int rounds)
{
    double low = c->rate[0], high = c->rate[0];
    for (int i = 1; i < rounds; i++) {
        low = c->rate[i] < low ? c->rate[i] : low;
        high = c->rate[i] > high ? c->rate[i] : high;
    }
    printf("%-44s %9.0f /s  [%.0f–%.0f]  ratio %.2f", c->name, median(c->rate, rounds), low, high, median(c->ratio, rounds));
    if (c->worst)
        printf("  slowest %.1f ms", (double)c->worst / 1000);
    putchar('\n');
}

static struct cell base_disk = {.name = "raw disk: 8 KB overwrite + fdatasync"};
static struct cell base_single = {.name = "SQLite by hand, 1 dossier per commit"};
static struct cell base_group = {.name = "SQLite by hand, 64 dossiers per commit"};
static struct cell cells[] = {
    {.name = "transact, 1 thread", .threads = 1},
    {.name = "transact, 8 threads", .threads = 8},
    {.name = "transact, 32 threads", .threads = 32},
    {.name = "transact, 64 threads", .threads = 64},
    {.name = "read by key, 2 threads", .threads = 2, .reads = true},
};
static struct cell postgres_cells[sizeof cells / sizeof *cells];
enum { CELLS = sizeof cells / sizeof *cells };

static void run_cells(struct app *app, struct cell *list, int round)
{
    for (int i = 0; i < CELLS; i++) {
        int64_t worst;
        list[i].rate[round] = run_clients(app, list[i].threads, list[i].reads, &worst);
        list[i].ratio[round] = list[i].rate[round] / base_group.rate[round];
        list[i].worst = worst > list[i].worst ? worst : list[i].worst;
    }
}

static void run_base(struct cell *c, int round, double rate)
{
    c->rate[round] = rate;
    c->ratio[round] = base_group.rate[round] > 0 ? rate / base_group.rate[round] : 1;
}

static void run_round(struct arena *a, const char *folder, const char *postgres, int round)
{
    const char *path = arena_printf(a, "%s/bench.db", folder), *url = arena_printf(a, "sqlite:%s", path);
    struct app app = open_app(a, url, round == 0 ? schema : NULL);
    db_close(app.db);
    run_base(&base_group, round, raw_sqlite(path, 64));
    run_base(&base_single, round, raw_sqlite(path, 1));
    run_base(&base_disk, round, raw_disk(folder));
    app = open_app(a, url, NULL);
    run_cells(&app, cells, round);
    db_close(app.db);
    if (!postgres)
        return;
    app = open_app(a, postgres, round == 0 ? "DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;" : NULL);
    if (round == 0) {
        struct q q = {.arena = a, .app = &app, .request_id = "bench", .from = "bench"};
        must(db_transact(&q, run_schema, (void *)schema) == OK);
    }
    run_cells(&app, postgres_cells, round);
    db_close(app.db);
}

static void print_all(int rounds, bool postgres)
{
    printf("\nmedians of %d rounds; ratio = to \"%s\" of the same round\n", rounds, base_group.name);
    print_cell(&base_disk, rounds);
    print_cell(&base_single, rounds);
    print_cell(&base_group, rounds);
    puts("Thu Bồn on SQLite");
    for (int i = 0; i < CELLS; i++)
        print_cell(&cells[i], rounds);
    if (postgres)
        puts("Thu Bồn on PostgreSQL");
    for (int i = 0; postgres && i < CELLS; i++)
        print_cell(&postgres_cells[i], rounds);
}

/* --- for programs ------------------------------------------------------------------------------------------------------------------ */
static void json_cell(const struct cell *c, int rounds, const char *database, const char *comma)
{
    printf("%s{\"name\":\"%s%s\",\"rates\":[", comma, c->name, database);
    for (int i = 0; i < rounds; i++)
        printf("%s%.1f", i ? "," : "", c->rate[i]);
    printf("],\"ratios\":[");
    for (int i = 0; i < rounds; i++)
        printf("%s%.4f", i ? "," : "", c->ratio[i]);
    printf("],\"most\":%lld}", (long long)c->worst);
}

static void json_all(int rounds, bool postgres)
{
    putchar('[');
    json_cell(&base_disk, rounds, "", "");
    json_cell(&base_single, rounds, "", ",");
    json_cell(&base_group, rounds, "", ",");
    for (int i = 0; i < CELLS; i++)
        json_cell(&cells[i], rounds, ", SQLite", ",");
    for (int i = 0; postgres && i < CELLS; i++)
        json_cell(&postgres_cells[i], rounds, ", PostgreSQL", ",");
    puts("]");
}

static int run_base_only(struct arena *a, const char *folder)
{
    const char *path = arena_printf(a, "%s/base.db", folder), *url = arena_printf(a, "sqlite:%s", path);
    struct app app = open_app(a, url, access(path, F_OK) == 0 ? NULL : schema);
    db_close(app.db);
    atomic_store(&next_number, clock_monotonic() * 1000); /* past those of earlier rounds */
    double group = raw_sqlite(path, 64), single = raw_sqlite(path, 1), disk = raw_disk(folder);
    printf("{\"disk\":%.1f,\"single\":%.1f,\"group\":%.1f}\n", disk, single, group);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "base") == 0) {
        struct arena *own = arena_new(256 * 1024 * 1024);
        seconds = strtod(argv[3], NULL);
        random_bytes(body, sizeof body);
        db_use_driver(&db_sqlite_driver);
        return run_base_only(own, argv[2]);
    }
    int rounds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 3;
    must(rounds > 0 && rounds <= MOST_ROUNDS);
    seconds = argc > 2 ? strtod(argv[2], NULL) : 1;
    const char *postgres = getenv("THUBON_TEST_POSTGRES");
    must(!postgres || strstr(postgres, "test"));
    char folder[] = "/tmp/thubon-bench-XXXXXX";
    must(mkdtemp(folder));
    random_bytes(body, sizeof body);
    memcpy(postgres_cells, cells, sizeof cells);
    db_use_driver(&db_sqlite_driver);
    db_use_driver(&db_postgres_driver);
    struct arena *a = arena_new(256 * 1024 * 1024);
    for (int i = 0; i < rounds; i++)
        run_round(a, folder, postgres, i);
    print_all(rounds, postgres);
    if (argc > 3 && strcmp(argv[3], "json") == 0)
        json_all(rounds, postgres);
    arena_free(a);
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command) == 0 ? 0 : 1;
}
