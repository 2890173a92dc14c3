/* pg_dump and pg_restore as child processes. Everything they need to connect goes into their environment, so that no password stands on
 * a command line. */
#include "adapters/db_postgres/inside.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/text.h"
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_OPTIONS = 60, MOST_MESSAGE = 4000 };

struct environment {
    char *items[MOST_OPTIONS + 3];
    size_t count;
    const char *database;
};

static void add_variable(struct arena *a, struct environment *e, const char *name, const char *value)
{
    must(e->count < MOST_OPTIONS + 2);
    e->items[e->count++] = arena_printf(a, "%s=%s", name, value);
}

/* The parts of the URL as libpq's environment variables, and what the tools need beside. */
static enum result environment_of(struct q *q, const char *url, struct environment *e)
{
    PQconninfoOption *options = PQconninfoParse(url, NULL);
    if (!options)
        return fail(q, BROKEN, T("The address of the database cannot be read"));
    for (PQconninfoOption *o = options; o->keyword; o++) {
        if (o->val && o->envvar)
            add_variable(q->arena, e, o->envvar, o->val);
        if (o->val && text_equal(o->keyword, "dbname"))
            e->database = arena_strdup(q->arena, o->val);
    }
    PQconninfoFree(options);
    const char *path = getenv("PATH"), *home = getenv("HOME");
    add_variable(q->arena, e, "PATH", path ? path : "/usr/bin:/bin");
    add_variable(q->arena, e, "HOME", home ? home : "/");
    return e->database ? OK : fail(q, BROKEN, T("The address of the database names no database"));
}

static void read_messages(int from, struct buf *to)
{
    char piece[1024];
    for (ssize_t n; (n = read(from, piece, sizeof piece)) > 0 || (n < 0 && errno == EINTR);)
        if (n > 0)
            buf_add(to, piece, (size_t)n);
}

static int spawn(const char *const *arguments, const struct environment *e, int messages, pid_t *ret)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, messages, STDERR_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    int r = posix_spawnp(ret, arguments[0], &actions, NULL, (char *const *)arguments, e->items);
    posix_spawn_file_actions_destroy(&actions);
    return r;
}

static enum result run_tool(struct q *q, const char *const *arguments, const struct environment *e)
{
    int ends[2], status = -1;
    pid_t child;
    struct buf said;
    buf_init(&said, q->arena, MOST_MESSAGE);
    if (pipe2(ends, O_CLOEXEC) != 0)
        return db_failed(q, PROBLEM_STORAGE, NULL);
    int cannot = spawn(arguments, e, ends[1], &child);
    close(ends[1]);
    if (!cannot) {
        read_messages(ends[0], &said);
        while (waitpid(child, &status, 0) < 0 && errno == EINTR)
            ;
    }
    close(ends[0]);
    if (status == 0)
        return OK;
    log_wrong("db.tool_failed", LOG_S("tool", arguments[0]), LOG_S("said", cannot ? strerror(cannot) : said.data ? said.data : ""));
    return fail(q, STORAGE, T("{tool} failed; the log says why"), "tool", arguments[0]);
}

static bool sync_path(const char *path, int flags)
{
    int f = open(path, flags | O_CLOEXEC);
    bool ok = f >= 0 && fsync(f) == 0;
    if (f >= 0)
        close(f);
    return ok;
}

enum result postgres_backup(struct q *q, struct db *base, const char *to_path)
{
    struct environment e = {0};
    TRY(environment_of(q, ((struct postgres *)base)->url, &e));
    const char *beside = arena_printf(q->arena, "%s.part", to_path);
    const char *const arguments[] = {"pg_dump", "-Fc", "--no-owner", "--no-privileges", "--schema=public", "-f", beside, NULL};
    enum result r = run_tool(q, arguments, &e);
    if (r == OK && sync_path(beside, O_RDONLY) && rename(beside, to_path) == 0 &&
        sync_path(dirname(arena_strdup(q->arena, to_path)), O_RDONLY | O_DIRECTORY))
        return OK;
    unlink(beside);
    return r != OK ? r : db_failed(q, PROBLEM_STORAGE, NULL);
}

/* Others of this program that have the database open. */
static enum result count_users(struct q *q, const char *url, int64_t *ret)
{
    PGconn *conn = PQconnectdb(url);
    PGresult *r = PQexec(conn, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'thubon'"
                               " AND pid <> pg_backend_pid()");
    bool ok = PQresultStatus(r) == PGRES_TUPLES_OK;
    *ret = ok ? strtoll(PQgetvalue(r, 0, 0), NULL, 10) : 0;
    PQclear(r);
    PQfinish(conn);
    return ok ? OK : db_failed(q, PROBLEM_STORAGE, NULL);
}

enum result postgres_restore(struct q *q, const char *url, const char *from_path)
{
    struct environment e = {0};
    int64_t users;
    TRY(environment_of(q, url, &e));
    TRY(count_users(q, url, &users));
    if (users > 0)
        return fail(q, BUSY, T("Stop every process that uses the database first"));
    if (access(from_path, R_OK) != 0)
        return fail(q, NOT_FOUND, T("The backup cannot be opened"));
    const char *const arguments[] = {
        "pg_restore", "--clean",  "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
        "-d",         e.database, from_path,     NULL};
    return run_tool(q, arguments, &e);
}
