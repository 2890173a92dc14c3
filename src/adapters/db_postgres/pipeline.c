/* Sending without waiting, and fetching the answers in order. When one statement fails, the server passes over all that were sent
 * behind it up to the next synchronisation point, which pipeline_finish sets: nothing runs on a false assumption. */
#include "adapters/db_postgres/inside.h"

/* --- names of prepared statements ----------------------------------------------------------------------------------------- */
static struct prepared *place_of(struct prepared *table, size_t places, const struct db_query *query)
{
    size_t i = ((uintptr_t)query >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 32;
    while (table[i & (places - 1)].query && table[i & (places - 1)].query != query)
        i++;
    return &table[i & (places - 1)];
}

static void grow(struct pg_session *s)
{
    struct prepared *larger = calloc(s->places * 2, sizeof *larger);
    must(larger);
    for (size_t i = 0; i < s->places; i++)
        if (s->prepared[i].query)
            *place_of(larger, s->places * 2, s->prepared[i].query) = s->prepared[i];
    free(s->prepared);
    s->prepared = larger;
    s->places *= 2;
}

static struct prepared *find(struct pg_session *s, const struct db_query *query)
{
    if (s->used >= s->places / 2)
        grow(s);
    struct prepared *p = place_of(s->prepared, s->places, query);
    if (!p->query)
        *p = (struct prepared){.query = query, .number = (unsigned)++s->used};
    return p;
}

struct name {
    char text[16];
};

static struct name name_of(const struct prepared *p)
{
    struct name n;
    snprintf(n.text, sizeof n.text, "q%u", p->number);
    return n;
}

/* --- sending -------------------------------------------------------------------------------------------------------------- */
static enum result note(struct q *q, struct pg_session *s, bool sent, enum sent what, const struct db_query *query)
{
    if (!sent)
        return postgres_lost(q, s, "send");
    s->queue[s->queued++] = (struct queued){what, query};
    return OK;
}

enum result pipeline_begin(struct q *q, struct pg_session *s)
{
    const char *begin = s->begin;
    if (!begin)
        return OK;
    s->begin = NULL;
    return pipeline_control(q, s, begin);
}

static enum result make_room(struct q *q, struct pg_session *s)
{
    return s->queued + 4 > MOST_QUEUED ? pipeline_finish(q, s, NULL) : OK; /* begin, prepare, run, and one to spare */
}

enum result pipeline_control(struct q *q, struct pg_session *s, const char *sql)
{
    TRY(make_room(q, s));
    bool sent = PQsendQueryParams(s->conn, sql, 0, NULL, NULL, NULL, NULL, 1) == 1;
    return note(q, s, sent, SENT_CONTROL, NULL);
}

static enum result send_prepare(struct q *q, struct pg_session *s, struct prepared *p)
{
    const struct db_query *query = p->query;
    Oid types[MOST_PARAMETERS];
    must(query->in_count <= MOST_PARAMETERS);
    for (int i = 0; i < query->in_count; i++)
        types[i] = values_type(query->in[i]);
    p->known = true; /* pipeline_finish takes it back when the server refuses */
    bool sent = PQsendPrepare(s->conn, name_of(p).text, query->sql, query->in_count, types) == 1;
    return note(q, s, sent, SENT_PREPARE, query);
}

static enum result prepare(struct q *q, struct pg_session *s, const struct db_query *query, struct name *ret)
{
    TRY(make_room(q, s));
    TRY(pipeline_begin(q, s));
    struct prepared *p = find(s, query);
    *ret = name_of(p);
    return p->known ? OK : send_prepare(q, s, p);
}

enum result pipeline_describe(struct q *q, struct pg_session *s, const struct db_query *query)
{
    struct name name;
    TRY(prepare(q, s, query, &name));
    return note(q, s, PQsendDescribePrepared(s->conn, name.text) == 1, SENT_CONTROL, NULL);
}

/* The server gives the transaction this number at its first write anyway. */
static const struct db_query ask_xid = {
    .name = "postgres.xid", .sql = "SELECT pg_current_xact_id()::text", .out_count = 1, .out = (const enum db_type[]){DB_TEXT}};

static enum result ask_xid_once(struct q *q, struct pg_session *s)
{
    if (s->knows_xid)
        return OK;
    s->knows_xid = true;
    return pipeline_run(q, s, &ask_xid, NULL);
}

enum result pipeline_run(struct q *q, struct pg_session *s, const struct db_query *query, const struct db_value *in)
{
    struct parameters p;
    struct name name;
    TRY(query->writes ? ask_xid_once(q, s) : OK);
    TRY(prepare(q, s, query, &name));
    values_encode(&p, query, in);
    bool sent = PQsendQueryPrepared(s->conn, name.text, query->in_count, p.values, p.lengths, p.formats, 1) == 1;
    return note(q, s, sent, SENT_RUN, query);
}

/* --- fetching ------------------------------------------------------------------------------------------------------------- */
/* The result of one queued statement; NULL when the connection broke. */
static PGresult *fetch_one(struct pg_session *s)
{
    PGresult *last = NULL;
    for (PGresult *r; (r = PQgetResult(s->conn)) != NULL;) {
        PQclear(last);
        last = r;
        if (PQstatus(s->conn) == CONNECTION_BAD)
            break;
    }
    return last;
}

static bool is_good(const PGresult *r)
{
    ExecStatusType status = PQresultStatus(r);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* Tells the first failure only: what was passed over because of it is no news. */
static enum result judge(struct q *q, struct pg_session *s, const struct queued *sent, const PGresult *r, enum result before)
{
    if (r && is_good(r))
        return before;
    if (sent->what == SENT_PREPARE)
        find(s, sent->query)->known = false;
    if (before != OK || (r && PQresultStatus(r) == PGRES_PIPELINE_ABORTED))
        return before != OK ? before : PROBLEM_BROKEN;
    if (!r || PQstatus(s->conn) == CONNECTION_BAD)
        return postgres_lost(q, s, sent->query ? sent->query->name : "control");
    return postgres_failed(q, s, r, sent->query ? sent->query->name : "control");
}

static enum result fetch_all(struct q *q, struct pg_session *s, PGresult **ret_last)
{
    enum result result = OK;
    for (int i = 0; i < s->queued; i++) {
        PGresult *r = fetch_one(s);
        result = judge(q, s, &s->queue[i], r, result);
        if (result == OK && s->queue[i].query == &ask_xid && s->queue[i].what == SENT_RUN)
            snprintf(s->xid, sizeof s->xid, "%s", PQgetvalue(r, 0, 0));
        PQclear(*ret_last);
        *ret_last = r;
    }
    s->queued = 0;
    return result;
}

static bool fetch_sync(struct pg_session *s)
{
    PGresult *r = PQgetResult(s->conn);
    bool ok = PQresultStatus(r) == PGRES_PIPELINE_SYNC;
    PQclear(r);
    return ok;
}

enum result pipeline_finish(struct q *q, struct pg_session *s, PGresult **ret_last)
{
    PGresult *last = NULL;
    enum result r = OK;
    if (s->broken || PQpipelineSync(s->conn) != 1) {
        s->queued = 0;
        return postgres_lost(q, s, "flush");
    }
    r = fetch_all(q, s, &last);
    if (!s->broken && !fetch_sync(s) && r == OK)
        r = postgres_lost(q, s, "sync");
    if (ret_last && r == OK)
        *ret_last = last;
    else
        PQclear(last);
    return r;
}
