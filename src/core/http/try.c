#include "core/http/try.h"
#include "base/must.h"
#include "core/access.h"
#include "core/app.h"
#include "core/http/reply.h"
#include "core/module.h"
#include "core/q.h"
#include <string.h>

static const struct http_header *headers_of(struct arena *a, const char *const *lines, size_t *ret_count)
{
    struct http_header *headers = arena_new_array(a, struct http_header, 100);
    size_t count = 0;
    for (; lines && lines[count]; count++) {
        const char *colon = strchr(lines[count], ':');
        must(colon != NULL && count < 100);
        headers[count].name = arena_strndup(a, lines[count], (size_t)(colon - lines[count]));
        headers[count].value = arena_strdup(a, colon + 1 + strspn(colon + 1, " "));
    }
    *ret_count = count;
    return headers;
}

static struct app *app_for_tests(struct arena *a)
{
    struct app *app = arena_new_one(a, struct app);
    app->arena = a;
    app->settings.base_url = "http://localhost:8080";
    app->settings.sandbox_url = "http://localhost:8099";
    app->secret = (const uint8_t *)"0123456789abcdef0123456789abcdef";
    return app;
}

struct q *try_request(struct arena *a, enum http_method method, const char *target, const char *const *headers, const char *body)
{
    struct q *q = arena_new_one(a, struct q);
    struct request *r = arena_new_one(a, struct request);
    const char *mark = strchr(target, '?');
    r->method = method;
    r->path = mark ? arena_strndup(a, target, (size_t)(mark - target)) : target;
    r->query = mark ? mark + 1 : "";
    r->headers = headers_of(a, headers, &r->header_count);
    r->body = body ? body : "";
    r->body_length = body ? strlen(body) : 0;
    r->remote = "192.0.2.7";
    q->arena = a;
    q->app = app_for_tests(a);
    q->account = &account_nobody;
    q->request = r;
    q->reply = arena_new_one(a, struct reply);
    q->request_id = "test-request";
    q->from = r->remote;
    buf_init(&q->reply->body, a, 4 * 1024 * 1024);
    return q;
}

void try_serve(struct q *q, const struct module *module)
{
    const struct module *const modules[] = {module, NULL};
    must(http_routes_start(q, modules) == OK);
    http_serve(q);
}

const char *try_reply_header(const struct q *q, const char *name)
{
    return reply_header_get(q->reply, name);
}
