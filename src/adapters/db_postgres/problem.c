/* From SQLSTATE to the kinds of problems.def. The server's words can hold people's data (Key (code)=(…)): only those about our own SQL
 * are logged. */
#include "adapters/db_postgres/inside.h"
#include "base/log.h"
#include "base/text.h"

static const struct {
    const char *state; /* or its first characters */
    enum result kind;
    enum again again;
} kinds[] = {
    {"23505", PROBLEM_CONFLICT, NOT_AGAIN},  /* unique */
    {"23503", PROBLEM_CONFLICT, NOT_AGAIN},  /* foreign key */
    {"40001", PROBLEM_BUSY, AGAIN_RACE},     /* serialisation */
    {"40P01", PROBLEM_BUSY, AGAIN_RACE},     /* deadlock */
    {"55P03", PROBLEM_BUSY, NOT_AGAIN},      /* waited too long for a lock */
    {"57014", PROBLEM_BUSY, NOT_AGAIN},      /* statement took too long */
    {"25P03", PROBLEM_BUSY, NOT_AGAIN},      /* transaction idle too long */
    {"53100", PROBLEM_FULL, NOT_AGAIN},      /* disk */
    {"53", PROBLEM_BUSY, NOT_AGAIN},         /* connections, memory */
    {"0A000", PROBLEM_BROKEN, AGAIN_FRESH},  /* "cached plan must not change result type", after a migration */
    {"57P", PROBLEM_STORAGE, AGAIN_FRESH},   /* shutting down, starting up */
    {"08", PROBLEM_STORAGE, AGAIN_FRESH},    /* connection */
    {"58", PROBLEM_STORAGE, NOT_AGAIN},      /* input and output */
    {"XX", PROBLEM_STORAGE, NOT_AGAIN},      /* damaged */
    {"25006", PROBLEM_STORAGE, NOT_AGAIN},   /* read only: a stand-by, or a full disk's emergency brake */
    {"22021", PROBLEM_MALFORMED, NOT_AGAIN}, /* not UTF-8, or a NUL */
};

enum result postgres_lost(struct q *q, struct pg_session *s, const char *doing)
{
    log_warn("db.connection_lost", LOG_S("doing", doing));
    s->broken = true;
    s->again = AGAIN_FRESH;
    return db_failed(q, PROBLEM_STORAGE, NULL);
}

static void log_failure(const PGresult *result, const char *state, const char *query)
{
    bool ours = text_starts(state, "42") || text_starts(state, "0A"); /* names of tables and columns, never values */
    const char *message = ours ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : "";
    log_wrong("db.failed", LOG_S("query", query), LOG_S("state", state), LOG_S("message", message));
}

enum result postgres_failed(struct q *q, struct pg_session *s, const PGresult *result, const char *query)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    enum result kind = PROBLEM_BROKEN;
    if (!state)
        return postgres_lost(q, s, query);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (text_starts(state, kinds[i].state)) {
            kind = kinds[i].kind;
            s->again = kinds[i].again;
            break;
        }
    if (s->again == AGAIN_FRESH)
        s->broken = true;
    if (kind != PROBLEM_CONFLICT && s->again != AGAIN_RACE)
        log_failure(result, state, query);
    const char *constraint = text_equal(state, "23505") ? PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME) : NULL;
    return db_failed(q, kind, arena_strdup(q->arena, constraint));
}
