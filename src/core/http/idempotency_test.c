#include "base/clock.h"
#include "base/log.h"
#include "core/access.h"
#include "core/db_for_test.h"
#include "core/http/cursor.h"
#include "core/http/idempotency.h"
#include "core/http/try.h"
#include "core/i18n.h"
#include "core/module.h"
#include "core/modules.h"
#include <pthread.h>

static int runs, wait_microseconds;
static enum result outcome;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static enum result pay(struct q *q, const void *input)
{
    (void)input;
    pthread_mutex_lock(&lock);
    int number = ++runs;
    pthread_mutex_unlock(&lock);
    struct timespec pause = {.tv_nsec = wait_microseconds * 1000};
    nanosleep(&pause, NULL);
    if (outcome != OK)
        return q_fail_kind(q, outcome);
    reply_header(q, "Location", "/api/v1/thu/1");
    return reply_json(q, 201, arena_printf(q->arena, "{\"number\":%d}", number));
}
static const struct route routes[] = {
    {HTTP_POST, "/api/v1/thu", PERMISSION_PUBLIC, pay, .summary = "Pays", .flags = ROUTE_API | ROUTE_IDEMPOTENT}, {.path = NULL}};
static const struct module m = {.name = "m", .routes = routes};
static const struct module *const modules[] = {&m, NULL};

static bool ready(struct q *q)
{
    int applied;
    runs = wait_microseconds = 0;
    outcome = OK;
    return modules_migrate(q, &applied) == OK && http_routes_start(q, modules) == OK;
}

/* One call on the database of q, in the arena given. */
static struct q *call(const struct q *q, struct arena *a, const char *key, const char *body)
{
    const char *headers[] = {"Content-Type: application/json", key ? arena_printf(a, "Idempotency-Key: %s", key) : NULL, NULL};
    struct q *one = try_request(a, HTTP_POST, "/api/v1/thu", headers, body);
    one->app->db = q->app->db;
    log_set_level(LOG_WRONG + 1);
    http_serve(one);
    log_set_level(LOG_INFO);
    return one;
}

TEST_ON_BOTH("a call repeated with its key gets the first answer again, without a second effect")
{
    CHECK(ready(q));
    struct q *first = call(q, a, "k-1", "{\"a\":1}"), *again = call(q, a, "k-1", "{\"a\":1}");
    CHECK_INT(first->reply->status, 201);
    CHECK_INT(again->reply->status, 201);
    CHECK_TEXT(again->reply->body.data, "{\"number\":1}");
    CHECK_TEXT(again->reply->content_type, "application/json");
    CHECK_TEXT(try_reply_header(again, "Location"), "/api/v1/thu/1");
    CHECK_TEXT(try_reply_header(again, "Idempotency-Replayed"), "true");
    CHECK(try_reply_header(first, "Idempotency-Replayed") == NULL);
    CHECK_INT(runs, 1);
    CHECK_INT(call(q, a, "k-2", "{\"a\":1}")->reply->status, 201);
    CHECK_INT(call(q, a, NULL, "{\"a\":1}")->reply->status, 201);
    CHECK_INT(runs, 3);
}

TEST_ON_BOTH("a key used for another request is refused, and so is a key that is none")
{
    CHECK(ready(q));
    CHECK_INT(call(q, a, "k-1", "{\"a\":1}")->reply->status, 201);
    CHECK_INT(call(q, a, "k-1", "{\"a\":2}")->reply->status, 422);
    CHECK_INT(call(q, a, "a b", "{}")->reply->status, 400);
    CHECK_INT(runs, 1);
}

TEST_ON_BOTH("a call that failed gives its key back")
{
    CHECK(ready(q));
    outcome = PROBLEM_OUTSIDE;
    CHECK_INT(call(q, a, "k-1", "{}")->reply->status, 502);
    outcome = OK;
    CHECK_INT(call(q, a, "k-1", "{}")->reply->status, 201);
    CHECK_INT(runs, 2);
}

struct caller {
    const struct q *q;
    struct arena *arena;
    int status;
};
static void *call_in_thread(void *arg)
{
    struct caller *c = arg;
    c->status = call(c->q, c->arena, "k-1", "{}")->reply->status;
    return NULL;
}

TEST_ON_BOTH("of calls at the same time with one key one runs; the others get its answer or are told to wait")
{
    struct caller callers[6];
    pthread_t threads[6];
    int made = 0, wait = 0;
    CHECK(ready(q));
    wait_microseconds = 50000;
    for (int i = 0; i < 6; i++) {
        callers[i] = (struct caller){q, arena_new(16 << 20), 0};
        pthread_create(&threads[i], NULL, call_in_thread, &callers[i]);
    }
    for (int i = 0; i < 6; i++) {
        pthread_join(threads[i], NULL);
        made += callers[i].status == 201;
        wait += callers[i].status == 409;
        arena_free(callers[i].arena);
    }
    CHECK_INT(runs, 1);
    CHECK_INT(made + wait, 6);
    CHECK(made >= 1);
}

TEST_ON_BOTH("a call cut off between effect and answer is never run again")
{
    CHECK(ready(q));
    CHECK_INT(call(q, a, "k-1", "{}")->reply->status, 201);
    CHECK_OK(db_script_for_test(q, "UPDATE core_idempotency SET status = NULL"));
    CHECK_INT(call(q, a, "k-1", "{}")->problem.kind, PROBLEM_CONFLICT);
    clock_shift(2 * MINUTE);
    struct q *late = call(q, a, "k-1", "{}");
    clock_shift(-2 * MINUTE);
    CHECK_INT(late->problem.kind, PROBLEM_ALREADY_DONE);
    CHECK_INT(runs, 1);
}

TEST("a cursor comes back as it was given, for its own list only, and cannot be made by hand")
{
    static const struct route other = {HTTP_GET, "/api/v1/khac", PERMISSION_PUBLIC, pay, .summary = "x"};
    struct q *q = try_request(a, HTTP_GET, "/api/v1/thu", NULL, NULL);
    const char *position;
    q->request->route = &routes[0];
    CHECK_OK(cursor_read(q, &position));
    CHECK(position == NULL);
    const char *cursor = cursor_make(q, "Nguyễn|42");
    q = try_request(a, HTTP_GET, arena_printf(a, "/api/v1/thu?limit=5&cursor=%s", cursor), NULL, NULL);
    q->request->route = &routes[0];
    CHECK_OK(cursor_read(q, &position));
    CHECK_TEXT(position, "Nguyễn|42");
    cursor_link_next(q, "x|43");
    CHECK(strstr(try_reply_header(q, "Link"), "<http://localhost:8080/api/v1/thu?limit=5&cursor=") == try_reply_header(q, "Link"));
    q->request->route = &other;
    CHECK_INT(cursor_read(q, &position), PROBLEM_MALFORMED);
    q = try_request(a, HTTP_GET, "/api/v1/thu?cursor=QUJDREVGR0hJSktMTU5PUA", NULL, NULL);
    q->request->route = &routes[0];
    CHECK_INT(cursor_read(q, &position), PROBLEM_MALFORMED);
}
