/* Running one query: bind, step, hand each row on. */
#include "adapters/db_sqlite/inside.h"

static int bind_one(sqlite3_stmt *statement, int at, const struct db_value *v)
{
    if (v->null)
        return sqlite3_bind_null(statement, at);
    const char *bytes = v->bytes ? v->bytes : "";
    switch (v->type) {
    case DB_INT:
        return sqlite3_bind_int64(statement, at, v->number);
    case DB_REAL:
        return sqlite3_bind_double(statement, at, v->real);
    case DB_TEXT:
        return sqlite3_bind_text64(statement, at, bytes, v->length, SQLITE_STATIC, SQLITE_UTF8);
    case DB_BLOB:
        return sqlite3_bind_blob64(statement, at, bytes, v->length, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

static int bind_all(sqlite3_stmt *statement, const struct db_query *query, const struct db_value *in)
{
    int code = SQLITE_OK;
    for (int i = 0; i < query->in_count && code == SQLITE_OK; i++)
        code = bind_one(statement, i + 1, &in[i]);
    return code;
}

static struct db_value column(struct q *q, sqlite3_stmt *statement, int i, enum db_type type)
{
    struct db_value v = {.type = type};
    if (sqlite3_column_type(statement, i) == SQLITE_NULL)
        v.null = true;
    else if (type == DB_INT)
        v.number = sqlite3_column_int64(statement, i);
    else if (type == DB_REAL)
        v.real = sqlite3_column_double(statement, i);
    else {
        const char *bytes = type == DB_TEXT ? (const char *)sqlite3_column_text(statement, i) : sqlite3_column_blob(statement, i);
        v.length = (size_t)sqlite3_column_bytes(statement, i);
        v.bytes = arena_strndup(q->arena, bytes ? bytes : "", v.length);
    }
    return v;
}

static enum result hand_on(struct q *q, sqlite3_stmt *statement, const struct db_query *query, struct db_value *row, db_row_fn *each,
                           void *arg)
{
    for (int i = 0; i < query->out_count; i++)
        row[i] = column(q, statement, i, query->out[i]);
    return each(q, row, arg);
}

/* *ret_code is SQLITE_DONE when all went well; the result is that of `each`. */
static enum result step_all(struct q *q, sqlite3_stmt *statement, const struct db_query *query, db_row_fn *each, void *arg, int *ret_code)
{
    struct db_value *row = each && query->out_count ? arena_new_array(q->arena, struct db_value, (size_t)query->out_count) : NULL;
    while ((*ret_code = sqlite3_step(statement)) == SQLITE_ROW) {
        enum result r = row ? hand_on(q, statement, query, row, each, arg) : OK;
        if (r != OK) {
            *ret_code = SQLITE_DONE;
            return r;
        }
    }
    return OK;
}

static enum result statement_failed(struct q *q, struct sqlite_session *s, int code, const char *name)
{
    return s->session.failed = sqlite_failed(q, s, code, name);
}

enum result sqlite_run(struct q *q, struct db_session *session, const struct db_query *query, const struct db_value *in, db_row_fn *each,
                       void *arg, int64_t *ret_changed)
{
    struct sqlite_session *s = (struct sqlite_session *)session;
    struct prepared p;
    enum result r = sqlite_find(q, s, query, &p);
    if (r != OK)
        return session->failed = r;
    int64_t before = sqlite3_total_changes64(s->handle);
    int code = bind_all(p.statement, query, in);
    if (code == SQLITE_OK)
        r = step_all(q, p.statement, query, each, arg, &code);
    if (code != SQLITE_DONE)
        r = statement_failed(q, s, code, query->name);
    else if (ret_changed)
        *ret_changed = sqlite3_total_changes64(s->handle) == before ? 0 : sqlite3_changes64(s->handle);
    sqlite_release(s, &p);
    return r;
}

enum result sqlite_script(struct q *q, struct db_session *session, const char *sql)
{
    struct sqlite_session *s = (struct sqlite_session *)session;
    int code = sqlite_do(s, sql);
    return code == SQLITE_OK ? OK : statement_failed(q, s, code, "script");
}

enum result sqlite_prepare(struct q *q, struct db_session *session, const struct db_query *query)
{
    struct sqlite_session *s = (struct sqlite_session *)session;
    struct prepared p;
    enum result r = sqlite_find(q, s, query, &p);
    if (r != OK)
        return session->failed = r;
    sqlite_release(s, &p);
    return OK;
}
