/* From SQLite's codes to the kinds of problems.def. */
#include "adapters/db_sqlite/inside.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/text.h"
#include <errno.h>

static bool means_full(int e)
{
    return e == ENOSPC || e == EDQUOT || e == EFBIG;
}

/* What the last failed system call on one of the two files was about; errno itself has been overwritten by then. */
static bool file_is_full(sqlite3 *handle, int which)
{
    sqlite3_file *file = NULL;
    int last = 0;
    sqlite3_file_control(handle, "main", which, &file);
    return file && file->pMethods && file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &last) == SQLITE_OK && means_full(last);
}

static enum result kind_of_io_error(sqlite3 *handle)
{
    bool full = means_full(sqlite3_system_errno(handle)) || file_is_full(handle, SQLITE_FCNTL_JOURNAL_POINTER) ||
                file_is_full(handle, SQLITE_FCNTL_FILE_POINTER);
    return full ? PROBLEM_FULL : PROBLEM_STORAGE;
}

static enum result kind_of_constraint(int code)
{
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return PROBLEM_CONFLICT;
    default:
        return PROBLEM_BROKEN;
    }
}

enum result sqlite_kind(sqlite3 *handle, int code)
{
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
        return kind_of_constraint(code);
    case SQLITE_FULL:
        return PROBLEM_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_INTERRUPT:
        return PROBLEM_BUSY;
    case SQLITE_IOERR:
        return kind_of_io_error(handle);
    case SQLITE_CANTOPEN:
    case SQLITE_CORRUPT:
    case SQLITE_NOMEM:
    case SQLITE_NOTADB:
    case SQLITE_PERM:
    case SQLITE_PROTOCOL:
    case SQLITE_READONLY:
        return PROBLEM_STORAGE;
    default:
        return PROBLEM_BROKEN;
    }
}

enum result sqlite_failed(struct q *q, struct sqlite_session *s, int code, const char *query)
{
    enum result kind = sqlite_kind(s->handle, code);
    if (kind == PROBLEM_CONFLICT)
        return db_failed(q, kind, sqlite_conflict(q->arena, s->handle, code));
    log_wrong("db.failed", LOG_S("query", query), LOG_I("code", code), LOG_S("message", sqlite3_errmsg(s->handle)),
              LOG_I("errno", sqlite3_system_errno(s->handle)));
    return db_failed(q, kind, NULL);
}

/* --- the name of the broken unique index ------------------------------------------------------------------------------------------
 * SQLite says "UNIQUE constraint failed: index 'name'" for an index on expressions, but "UNIQUE constraint failed: t.a, t.b" for one on
 * columns: the index is then the unique one of t on exactly these columns. */

static const char *columns_of_index(struct arena *a, sqlite3 *handle, const char *index, const char *table, const char *between)
{
    struct buf b;
    buf_init(&b, a, 4096);
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(handle, "SELECT name FROM pragma_index_info(?1) ORDER BY seqno", -1, &st, NULL);
    if (rc == SQLITE_OK)
        sqlite3_bind_text(st, 1, index, -1, SQLITE_STATIC);
    while (rc == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW) {
        if (b.length)
            buf_puts(&b, between);
        if (table)
            buf_printf(&b, "%s.", table);
        buf_puts(&b, (const char *)sqlite3_column_text(st, 0));
    }
    sqlite3_finalize(st);
    return b.data ? b.data : "";
}

/* origin: c = CREATE INDEX, u = UNIQUE in CREATE TABLE, pk = PRIMARY KEY. The last two as PostgreSQL names them. */
static const char *public_name(struct arena *a, sqlite3 *handle, const char *table, const char *index, char origin)
{
    if (origin == 'c')
        return arena_strdup(a, index);
    if (origin == 'p')
        return arena_printf(a, "%s_pkey", table);
    return arena_printf(a, "%s_%s_key", table, columns_of_index(a, handle, index, NULL, "_"));
}

static const char *find_index(struct arena *a, sqlite3 *handle, const char *table, const char *columns)
{
    const char *found = NULL;
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(handle, "SELECT name, origin FROM pragma_index_list(?1) WHERE \"unique\"", -1, &st, NULL);
    if (rc == SQLITE_OK)
        sqlite3_bind_text(st, 1, table, -1, SQLITE_STATIC);
    while (!found && rc == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW) {
        const char *index = (const char *)sqlite3_column_text(st, 0);
        if (text_equal(columns_of_index(a, handle, index, table, ", "), columns))
            found = public_name(a, handle, table, index, (char)sqlite3_column_text(st, 1)[0]);
    }
    sqlite3_finalize(st);
    return found ? found : arena_printf(a, "%s_pkey", table); /* an INTEGER PRIMARY KEY has no index of its own */
}

const char *sqlite_conflict(struct arena *a, sqlite3 *handle, int code)
{
    static const char said[] = "UNIQUE constraint failed: ";
    const char *message = arena_strdup(a, sqlite3_errmsg(handle));
    if (code == SQLITE_CONSTRAINT_FOREIGNKEY || !text_starts(message, said))
        return NULL;
    message += sizeof said - 1;
    if (text_starts(message, "index '")) {
        const char *name = message + strlen("index '");
        return arena_strndup(a, name, strcspn(name, "'"));
    }
    return find_index(a, handle, arena_strndup(a, message, strcspn(message, ".")), message);
}
