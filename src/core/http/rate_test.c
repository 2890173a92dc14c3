#include "base/clock.h"
#include "base/log.h"
#include "base/test.h"
#include "core/http/rate.h"
#include "core/http/try.h"
#include "core/module.h"
#include "core/q.h"

TEST("a bucket gives its burst, then one token per share of a minute, and says how long to wait")
{
    struct rate r = {.burst = 3, .per_minute = 30};
    int64_t wait = 0, now = 1000 * SECOND;
    for (int i = 0; i < 3; i++)
        CHECK(rate_take(RATE_LOGIN, "198.51.100.1", r, now, &wait));
    CHECK(!rate_take(RATE_LOGIN, "198.51.100.1", r, now, &wait));
    CHECK_INT(wait, 2 * SECOND);
    CHECK(!rate_take(RATE_LOGIN, "198.51.100.1", r, now + SECOND, &wait));
    CHECK(rate_take(RATE_LOGIN, "198.51.100.1", r, now + 2 * SECOND, &wait));
    CHECK(rate_take(RATE_LOGIN, "198.51.100.2", r, now, &wait)); /* another address has its own */
    CHECK(rate_take(RATE_ANY, "198.51.100.1", r, now, &wait));   /* and each class */
}

TEST("a flood of addresses takes no more memory and does not stop a stranger")
{
    struct rate r = {.burst = 2, .per_minute = 1};
    int64_t wait;
    for (int i = 0; i < 100000; i++)
        rate_take(RATE_ANY, arena_printf(a, "10.%d.%d.%d", i >> 16, (i >> 8) & 255, i & 255), r, SECOND, &wait);
    CHECK(rate_take(RATE_ANY, "192.0.2.200", r, SECOND, &wait));
}

TEST("a rate is written as burst and tokens a minute")
{
    struct rate r;
    CHECK(rate_parse("40/60", &r) && r.burst == 40 && r.per_minute == 60);
    CHECK(rate_parse("0/1", &r));
    CHECK(!rate_parse("40", &r) && !rate_parse("", &r) && !rate_parse(NULL, &r) && !rate_parse("a/b", &r) && !rate_parse("-1/5", &r) &&
          !rate_parse("5/0", &r));
}

static enum result nothing(struct q *q, const void *input)
{
    (void)q;
    (void)input;
    return OK;
}

TEST("sign-in pages answer 429 with Retry-After when one address asks too often")
{
    static const struct route routes[] = {
        {HTTP_GET, "/dang-nhap", PERMISSION_PUBLIC, nothing, .summary = "Sign in", .flags = ROUTE_LOGIN_RATE}, {.path = NULL}};
    static const struct module m = {.name = "m", .routes = routes};
    struct q *q = NULL;
    log_set_level(LOG_WRONG);
    for (int i = 0; i < 41; i++) {
        q = try_request(a, HTTP_GET, "/dang-nhap", NULL, NULL);
        q->request->remote = "198.51.100.77";
        try_serve(q, &m);
        if (i < 40)
            CHECK_INT(q->reply->status, 200);
    }
    log_set_level(LOG_INFO);
    CHECK_INT(q->reply->status, 429);
    CHECK_TEXT(try_reply_header(q, "Retry-After"), "2");
    CHECK_TEXT(q->request->phase, "rate");
}
