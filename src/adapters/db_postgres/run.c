/* One query inside a transaction or snapshot. Only here is the server waited for. */
#include "adapters/db_postgres/inside.h"
#include "base/log.h"

static enum result query_does_not_fit(struct q *q, const struct db_query *query)
{
    log_wrong("db.query_does_not_fit", LOG_S("query", query->name));
    return db_failed(q, PROBLEM_BROKEN, NULL);
}

static enum result hand_on(struct q *q, const PGresult *result, int at, const struct db_query *query, struct db_value *row, db_row_fn *each,
                           void *arg)
{
    for (int i = 0; i < query->out_count; i++)
        TRY(values_decode(q, result, at, i, query->out[i], &row[i]));
    return each(q, row, arg);
}

/* The result is that of `each`. */
enum result rows_hand_on(struct q *q, const PGresult *result, const struct db_query *query, db_row_fn *each, void *arg)
{
    int n = each && query->out_count ? PQntuples(result) : 0;
    struct db_value *row = n ? arena_new_array(q->arena, struct db_value, (size_t)query->out_count) : NULL;
    for (int i = 0; i < n; i++)
        TRY(hand_on(q, result, i, query, row, each, arg));
    return OK;
}

static int64_t changed_rows(PGresult *result)
{
    return strtoll(PQcmdTuples(result), NULL, 10);
}

static enum result run_and_wait(struct q *q, struct pg_session *s, const struct db_query *query, const struct db_value *in, PGresult **ret)
{
    TRY(pipeline_run(q, s, query, in));
    bool wait = !(query->later && query->out_count == 0);
    TRY(wait ? pipeline_finish(q, s, ret) : OK);
    if (!*ret || query->out_count == 0 || values_fit(*ret, query))
        return OK;
    PQclear(*ret);
    *ret = NULL;
    return query_does_not_fit(q, query);
}

enum result postgres_run(struct q *q, struct db_session *session, const struct db_query *query, const struct db_value *in, db_row_fn *each,
                         void *arg, int64_t *ret_changed)
{
    struct pg_session *s = (struct pg_session *)session;
    PGresult *result = NULL;
    enum result r = run_and_wait(q, s, query, in, &result);
    if (r == OK && ret_changed && !result)
        r = pipeline_finish(q, s, &result); /* the caller wants to know after all */
    if (r != OK)
        return session->failed = r;
    if (!result)
        return OK;
    if (ret_changed)
        *ret_changed = changed_rows(result);
    r = rows_hand_on(q, result, query, each, arg);
    PQclear(result);
    return r;
}

/* Several statements in one text need the simple protocol, which pipeline mode does not have. A migration may take long. */
static enum result run_script(struct q *q, struct pg_session *s, const char *sql)
{
    PQexitPipelineMode(s->conn);
    PGresult *r = PQexec(s->conn, arena_printf(q->arena, "SET LOCAL statement_timeout = 0;%s", sql));
    ExecStatusType status = PQresultStatus(r);
    enum result result = OK;
    if (PQstatus(s->conn) == CONNECTION_BAD)
        result = postgres_lost(q, s, "script");
    else if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
        result = postgres_failed(q, s, r, "script");
    PQclear(r);
    if (!s->broken)
        PQenterPipelineMode(s->conn);
    return result;
}

enum result postgres_script(struct q *q, struct db_session *session, const char *sql)
{
    struct pg_session *s = (struct pg_session *)session;
    enum result r = pipeline_begin(q, s);
    if (r == OK)
        r = pipeline_finish(q, s, NULL);
    if (r == OK)
        r = run_script(q, s, sql);
    return r == OK ? OK : (session->failed = r);
}

/* Also checks the columns, which only the server knows before the query runs. */
static enum result prepare_and_describe(struct q *q, struct pg_session *s, const struct db_query *query)
{
    PGresult *r = NULL;
    TRY(pipeline_describe(q, s, query));
    TRY(pipeline_finish(q, s, &r));
    bool fits = values_fit(r, query) && PQnparams(r) == query->in_count;
    PQclear(r);
    return fits ? OK : query_does_not_fit(q, query);
}

enum result postgres_prepare(struct q *q, struct db_session *session, const struct db_query *query)
{
    enum result r = prepare_and_describe(q, (struct pg_session *)session, query);
    return r == OK ? OK : (session->failed = r);
}
