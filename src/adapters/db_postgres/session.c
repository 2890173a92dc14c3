/* Opening a connection in the one right way. */
#include "adapters/db_postgres/inside.h"
#include "base/log.h"
#include <poll.h>

enum { FIRST_PLACES = 256 };

/* A commit must reach the disk even where the cluster's default is laxer; stricter settings (replicas) stay. */
static const char settings[] = "SET search_path = public;"
                               "SET timezone = 'UTC';"
                               "SET statement_timeout = '30s';"
                               "SET lock_timeout = '8s';"
                               "SET idle_in_transaction_session_timeout = '5min';"
                               "SET client_min_messages = warning;"
                               "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';"
                               "SELECT " SERVER_LIFE;

static void ignore_notice(void *arg, const PGresult *result)
{
    (void)arg, (void)result;
}

static PGconn *connect_to(const char *url)
{
    /* What the URL says wins over what stands before it, and loses against what stands behind it. */
    const char *const names[] = {"connect_timeout", "tcp_user_timeout", "application_name", "dbname", "client_encoding", NULL};
    const char *const values[] = {"5", "15000", "thubon", url, "UTF8", NULL};
    return PQconnectdbParams(names, values, /* expand_dbname= */ 1);
}

/* The message may name host and user, never the password. */
static enum result cannot_connect(struct q *q, struct pg_session *s)
{
    log_wrong("db.cannot_connect", LOG_S("message", PQerrorMessage(s->conn)));
    session_close(s);
    return db_failed(q, PROBLEM_STORAGE, NULL);
}

static bool apply_settings(struct pg_session *s)
{
    PGresult *r = PQexec(s->conn, settings);
    bool ok = PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r) == 1;
    if (ok)
        snprintf(s->life, sizeof s->life, "%s", PQgetvalue(r, 0, 0));
    PQclear(r);
    return ok && PQenterPipelineMode(s->conn) == 1;
}

enum result session_open(struct q *q, struct postgres *db, struct pg_session **ret)
{
    struct pg_session *s = calloc(1, sizeof *s);
    must(s);
    s->session = (struct db_session){.driver = db->db.driver, .db = &db->db};
    s->places = FIRST_PLACES;
    s->prepared = calloc(s->places, sizeof *s->prepared);
    must(s->prepared);
    s->conn = connect_to(db->url);
    PQsetNoticeReceiver(s->conn, ignore_notice, NULL);
    if (PQstatus(s->conn) != CONNECTION_OK || !apply_settings(s))
        return cannot_connect(q, s);
    *ret = s;
    return OK;
}

void session_close(struct pg_session *s)
{
    if (!s)
        return;
    PQfinish(s->conn);
    free(s->prepared);
    free(s);
}

/* A server that went away has closed the socket: something can be read, and reading it fails. */
bool session_alive(struct pg_session *s)
{
    if (s->broken || PQstatus(s->conn) != CONNECTION_OK || PQtransactionStatus(s->conn) != PQTRANS_IDLE)
        return false;
    struct pollfd p = {.fd = PQsocket(s->conn), .events = POLLIN};
    return poll(&p, 1, 0) <= 0 || (PQconsumeInput(s->conn) == 1 && PQstatus(s->conn) == CONNECTION_OK);
}
