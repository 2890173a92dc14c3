#include "core/http/idempotency.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/id.h"
#include "base/log.h"
#include "core/access.h"
#include "core/db.h"
#include "core/http/http.h"
#include "core/http/reply.h"
#include "core/http/route.h"
#include "core/i18n.h"
#include "core/q.h"
#include "core_queries.h"
#include <string.h>

#define KEPT (48 * HOUR)
#define LONGEST_CALL MINUTE /* after this a call without answer was cut off */
enum { SWEEP_EVERY = 64 };

struct call {
    const char *holder, *key, *hash;
    bool reserved;
};

static const char *hash_of(struct q *q)
{
    const struct request *r = q->request;
    struct sha256_stream s;
    uint8_t digest[SHA256_BYTES];
    const char *head = arena_printf(q->arena, "%s %s?%s\n", method_name(r->method), r->path, r->query);
    sha256_begin(&s);
    sha256_add(&s, head, strlen(head));
    sha256_add(&s, r->body, r->body_length);
    sha256_end(&s, digest);
    return hex_encode(q->arena, digest, sizeof digest);
}

static bool key_is_good(const char *key)
{
    size_t n = strlen(key);
    for (const char *s = key; *s; s++)
        if (*s < 0x21 || *s > 0x7e)
            return false;
    return n >= 1 && n <= IDEMPOTENCY_KEY_MOST;
}

static const char *holder_of(struct q *q)
{
    if (q->account->id)
        return arena_printf(q->arena, "account %lld", (long long)q->account->id);
    return arena_printf(q->arena, "address %s", q->from ? q->from : "");
}

static enum result reserve(struct q *q, void *arg)
{
    struct call *c = arg;
    int64_t changed = 0, now = clock_now();
    if (random_below(SWEEP_EVERY) == 0)
        TRY(core_idempotency_sweep(q, now - KEPT, NULL));
    TRY(core_idempotency_reserve(q, c->holder, c->key, c->hash, now, &changed));
    c->reserved = changed == 1;
    return OK;
}

static enum result replay(struct q *q, const struct core_idempotency_find_row *row)
{
    q->reply->status = (int)row->status;
    q->reply->content_type = row->content_type;
    buf_clear(&q->reply->body);
    buf_add(&q->reply->body, row->body, row->body_length);
    if (row->location)
        reply_header(q, "Location", row->location);
    reply_header(q, "Idempotency-Replayed", "true");
    return OK;
}

static enum result answer_again(struct q *q, const struct call *c)
{
    struct core_idempotency_find_row row;
    bool found;
    TRY(core_idempotency_find(q, c->holder, c->key, &row, &found));
    if (!found) /* the first call failed and gave the key back this very moment */
        return fail(q, CONFLICT, T("Another call with this Idempotency-Key has just failed; repeat this one"));
    if (strcmp(row.request_hash, c->hash) != 0)
        return fail(q, INVALID, T("This Idempotency-Key was used for another request; take a new one"));
    if (row.has_status)
        return replay(q, &row);
    if (clock_now() - row.at < LONGEST_CALL)
        return fail(q, CONFLICT, T("The first call with this Idempotency-Key is still being worked on; repeat this one in a moment"));
    return fail(q, ALREADY_DONE,
                T("The first call with this Idempotency-Key was cut off; look whether it took effect before using a new key"));
}

static enum result store(struct q *q, void *arg)
{
    const struct call *c = arg;
    const struct reply *r = q->reply;
    size_t n = r->body.length <= IDEMPOTENCY_BODY_MOST ? r->body.length : 0;
    return core_idempotency_store(q, c->holder, c->key, r->status ? r->status : 200, r->content_type, reply_header_get(r, "Location"),
                                  r->body.data, n, NULL);
}

static enum result release(struct q *q, void *arg)
{
    const struct call *c = arg;
    return core_idempotency_release(q, c->holder, c->key, NULL);
}

/* The effect is there whatever happens to the record of it: trouble here is ours, not the caller's. */
static void keep_record(struct q *q, struct call *c, db_transact_fn *how)
{
    struct problem outcome = q->problem;
    if (db_transact(q, how, c) != OK)
        log_wrong("idempotency.not_recorded", LOG_S("route", q->request->route->path));
    q->problem = outcome;
}

enum result idempotent_handle(struct q *q)
{
    const struct request *r = q->request;
    const char *key = r->route->flags & ROUTE_IDEMPOTENT ? request_header(r, "Idempotency-Key") : NULL;
    if (!key)
        return r->route->handler(q, r->input);
    if (!key_is_good(key))
        return fail(q, MALFORMED, T("The Idempotency-Key must be 1 to 200 visible characters"));
    struct call c = {.holder = holder_of(q), .key = key, .hash = hash_of(q)};
    TRY(db_transact(q, reserve, &c));
    if (!c.reserved)
        return answer_again(q, &c);
    enum result result = r->route->handler(q, r->input);
    keep_record(q, &c, result == OK ? store : release);
    return result;
}
