/* Copies by SQLite's own backup interface: a live file must never be copied as a file, for half of it stands in the log. The copy is
 * made beside its place, checked, and renamed into it. */
#include "adapters/db_sqlite/inside.h"
#include "base/log.h"
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <unistd.h>

static int copy_pages(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
    if (!b)
        return sqlite3_errcode(to);
    int code = sqlite3_backup_step(b, -1); /* all at once is one consistent view; in WAL mode writers go on */
    int end = sqlite3_backup_finish(b);
    return code == SQLITE_DONE ? end : code;
}

static int answer_is_ok(void *arg, int columns, char **values, char **names)
{
    (void)columns, (void)names;
    *(bool *)arg = values[0] && strcmp(values[0], "ok") == 0;
    return 0;
}

/* A single file (no log beside it), whole and sound. */
static int finish_copy(sqlite3 *copy)
{
    bool sound = false;
    int code = sqlite3_exec(copy, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(copy, "PRAGMA quick_check(1)", answer_is_ok, &sound, NULL);
    return code == SQLITE_OK && !sound ? SQLITE_CORRUPT : code;
}

static int copy_database(sqlite3 *from, const char *to_path, enum result *ret_kind)
{
    sqlite3 *to = NULL;
    int code = sqlite3_open_v2(to_path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(to, "PRAGMA synchronous=FULL", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = copy_pages(from, to);
    if (code == SQLITE_OK)
        code = finish_copy(to);
    *ret_kind = code == SQLITE_OK ? OK : sqlite_kind(to, code);
    if (code != SQLITE_OK)
        log_wrong("db.copy_failed", LOG_I("code", code), LOG_S("message", sqlite3_errstr(code)));
    sqlite3_close(to);
    return code;
}

static bool sync_folder(struct arena *a, const char *path)
{
    int folder = open(dirname(arena_strdup(a, path)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = folder >= 0 && fsync(folder) == 0;
    if (folder >= 0)
        close(folder);
    return ok;
}

/* The log of a database that stood there must not be played onto what comes. */
static bool put_in_place(struct arena *a, const char *from, const char *to)
{
    unlink(arena_printf(a, "%s-wal", to));
    unlink(arena_printf(a, "%s-shm", to));
    return rename(from, to) == 0 && sync_folder(a, to);
}

static enum result copy_and_rename(struct q *q, sqlite3 *from, const char *to_path)
{
    const char *beside = arena_printf(q->arena, "%s.part", to_path);
    enum result kind;
    unlink(beside);
    if (copy_database(from, beside, &kind) == SQLITE_OK && put_in_place(q->arena, beside, to_path))
        return OK;
    unlink(beside);
    return db_failed(q, kind != OK ? kind : PROBLEM_STORAGE, NULL);
}

enum result sqlite_backup(struct q *q, struct db *base, const char *to_path)
{
    struct sqlite *db = (struct sqlite *)base;
    struct sqlite_session s;
    TRY(sqlite_session_open(q, base, db->path, READS, &s));
    enum result r = copy_and_rename(q, s.handle, to_path);
    sqlite_session_close(&s);
    return r;
}

static enum result replace(struct q *q, const char *path, const char *from_path)
{
    sqlite3 *from = NULL;
    int code = sqlite3_open_v2(from_path, &from, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    enum result r = code == SQLITE_OK ? OK : fail(q, NOT_FOUND, T("The backup cannot be opened"));
    if (r == OK)
        r = copy_and_rename(q, from, path);
    sqlite3_close(from);
    return r;
}

enum result sqlite_restore(struct q *q, const char *url, const char *from_path)
{
    const char *path = sqlite_path(url);
    struct turn turn;
    TRY(turn_open(q, path, &turn));
    enum result r = turn_alone(&turn) ? replace(q, path, from_path) : fail(q, BUSY, T("Stop every process that uses the database first"));
    turn_close(&turn);
    return r;
}
