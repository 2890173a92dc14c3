#include "core/http_client.h"
#include "base/must.h"
#include "core/app.h"
#include "core/db.h"
#include "core/q.h"

/* A call may take seconds; a transaction that waits for it would hold everybody's writes, and a retry would call twice. */
enum result http_call(struct q *q, const struct http_call *call, struct http_answer *ret)
{
    must(!db_in_transaction(q));
    must(q->app->http_client != NULL);
    *ret = (struct http_answer){0};
    return q->app->http_client->call(q, call, ret);
}
