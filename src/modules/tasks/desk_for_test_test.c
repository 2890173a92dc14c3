/* desk_for_test.h. */
#include "modules/tasks/desk_for_test.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/app.h"

enum result desk_call(struct q *q, route_handler *handler, const char *pattern, const char *code, const char *second, const void *input)
{
    static int64_t calls;
    struct request *r = arena_new_one(q->arena, struct request);
    struct route *route = arena_new_one(q->arena, struct route);
    const char **parameters = arena_new_array(q->arena, const char *, 2);
    parameters[0] = code;
    parameters[1] = second;
    *route = (struct route){.method = HTTP_GET, .path = pattern, .permission = PERMISSION_OFFICER};
    *r = (struct request){.method = HTTP_GET, .path = pattern, .query = "", .remote = "192.0.2.7", .route = route, .parameters = parameters, .body = ""};
    q->request = r;
    q->reply = arena_new_one(q->arena, struct reply);
    q->request_id = arena_printf(q->arena, "desk-test-%lld", (long long)++calls);
    buf_init(&q->reply->body, q->arena, 8 << 20);
    q_forget(q);
    return handler(q, input);
}

bool desk_page_has(const struct q *q, const char *text)
{
    return q->reply->body.data && strstr(q->reply->body.data, text);
}

int desk_times(const struct q *q, const char *text)
{
    int n = 0;
    for (const char *at = q->reply->body.data; at && (at = strstr(at, text)); at += strlen(text))
        n++;
    return n;
}

static void let_clock_run(void *nothing)
{
    (void)nothing;
    clock_set(0);
}

void desk_clock(struct arena *a, int64_t t)
{
    clock_set(t);
    arena_on_free(a, let_clock_run, NULL);
}
