#include "base/clock.h"
#include "base/log.h"
#include "base/test.h"
#include "core/access.h"
#include "core/app.h"
#include "core/http/csrf.h"
#include "core/http/try.h"
#include "core/module.h"
#include "core/q.h"

static int done;
static enum result act(struct q *q, const void *input)
{
    (void)q;
    (void)input;
    done++;
    return OK;
}
static const struct route routes[] = {
    {HTTP_POST, "/lam", PERMISSION_PUBLIC, act, .summary = "Acts"},
    {HTTP_POST, "/goi", PERMISSION_PUBLIC, act, .summary = "Called by a system", .flags = ROUTE_NO_CSRF},
    {HTTP_POST, "/api/v1/lam", PERMISSION_PUBLIC, act, .summary = "Acts for a program", .flags = ROUTE_API},
    {.path = NULL}};
static const struct module m = {.name = "m", .routes = routes};

/* A page was shown: its token and, for a guest, the cookie that came with it. */
struct shown {
    const char *token, *cookie;
};
static struct shown show(struct arena *a, const struct account *who)
{
    struct q *q = try_request(a, HTTP_GET, "/", NULL, NULL);
    if (who)
        q->account = who;
    struct shown s = {.token = http_csrf(q)};
    const char *set = try_reply_header(q, "Set-Cookie");
    s.cookie = set ? arena_strndup(a, set, strcspn(set, ";")) : NULL;
    return s;
}

static struct q *send(struct arena *a, const char *path, const char *token, const char *cookie, const char *extra)
{
    const char *headers[4] = {"Content-Type: application/x-www-form-urlencoded"};
    int n = 1;
    if (cookie)
        headers[n++] = arena_printf(a, "Cookie: a=b; %s", cookie);
    if (extra)
        headers[n++] = extra;
    struct q *q = try_request(a, HTTP_POST, path, headers, arena_printf(a, "x=1&csrf=%s", token ? token : ""));
    log_set_level(LOG_WRONG);
    done = 0;
    try_serve(q, &m);
    log_set_level(LOG_INFO);
    return q;
}

TEST("a guest's form is taken with the token and cookie of the page, once or again, and each page has its own token")
{
    struct shown one = show(a, NULL), two = show(a, NULL);
    CHECK(one.cookie && strncmp(one.cookie, "khach=", 6) == 0);
    CHECK(strcmp(one.token, two.token) != 0);
    for (int i = 0; i < 2; i++) {
        CHECK_INT(send(a, "/lam", one.token, one.cookie, NULL)->reply->status, 200);
        CHECK_INT(done, 1);
    }
    CHECK_INT(send(a, "/lam", one.token, one.cookie, "Sec-Fetch-Site: same-origin")->reply->status, 200);
}

TEST("a form is refused without token, without cookie, with another's cookie, a forged one, from another site")
{
    struct shown one = show(a, NULL), two = show(a, NULL);
    char *bent = arena_strdup(a, one.token);
    bent[5] = bent[5] == 'A' ? 'B' : 'A';
    const struct {
        const char *token, *cookie, *extra;
    } bad[] = {{NULL, one.cookie, NULL},
               {one.token, NULL, NULL},
               {one.token, two.cookie, NULL},
               {bent, one.cookie, NULL},
               {"AAAA", one.cookie, NULL},
               {one.token, "khach=ABCDEFGHIJ0123456789.AAAAAAAAAAAAAAAAAAAAAA", NULL},
               {one.token, one.cookie, "Sec-Fetch-Site: cross-site"},
               {one.token, one.cookie, "Sec-Fetch-Site: same-site"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct q *q = send(a, "/lam", bad[i].token, bad[i].cookie, bad[i].extra);
        CHECK_INT(q->reply->status, 403);
        CHECK_INT(q->problem.kind, PROBLEM_BAD_TOKEN);
        CHECK_TEXT(q->request->phase, "check CSRF");
        CHECK_INT(done, 0);
    }
}

TEST("a token is good for twelve hours of its own session only")
{
    struct account one = {.id = 1, .kind = ACCOUNT_OFFICER, .session_id = 11}, two = {.id = 2, .kind = ACCOUNT_OFFICER, .session_id = 12};
    struct q *q = try_request(a, HTTP_GET, "/", NULL, NULL);
    q->account = &one;
    const char *token = http_csrf(q);
    CHECK(try_reply_header(q, "Set-Cookie") == NULL);
    CHECK(csrf_token_is_good(q, token));
    q->account = &two;
    CHECK(!csrf_token_is_good(q, token));
    q->account = &one;
    clock_shift(CSRF_HOURS * HOUR - 2 * MINUTE);
    bool still = csrf_token_is_good(q, token);
    clock_shift(4 * MINUTE);
    bool later = csrf_token_is_good(q, token);
    clock_shift(-(CSRF_HOURS * HOUR + 2 * MINUTE));
    CHECK(still && !later);
}

TEST("a system's call needs no token; a program without a cookie session neither")
{
    CHECK_INT(send(a, "/goi", NULL, NULL, NULL)->reply->status, 200);
    CHECK_INT(done, 1);
    CHECK_INT(send(a, "/api/v1/lam", NULL, NULL, NULL)->reply->status, 200);
    CHECK_INT(done, 1);
}

TEST("a program that acts with a cookie session needs the token in a header")
{
    struct account officer = {.id = 1, .kind = ACCOUNT_OFFICER, .session_id = 11};
    struct shown s = show(a, &officer);
    struct q *q = try_request(a, HTTP_POST, "/api/v1/lam", NULL, NULL);
    q->account = &officer;
    q->request->route = &routes[2];
    CHECK_INT(csrf_check(q), PROBLEM_BAD_TOKEN);
    const char *const headers[] = {arena_printf(a, "X-CSRF-Token: %s", s.token), NULL};
    q = try_request(a, HTTP_POST, "/api/v1/lam", headers, NULL);
    q->account = &officer;
    q->request->route = &routes[2];
    CHECK_OK(csrf_check(q));
}
