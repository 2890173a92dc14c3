/* The life of a request is the list below, read from top to bottom. The first phase that fails ends it; http_problem turns the failure
 * into an answer, and the record phase writes what happened in any case. */
#include "core/http/phases.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "base/must.h"
#include "core/access.h"
#include "core/app.h"
#include "core/http/csrf.h"
#include "core/http/idempotency.h"
#include "core/http/metrics.h"
#include "core/http/parsed.h"
#include "core/http/path.h"
#include "core/http/rate.h"
#include "core/http/reply.h"
#include "core/http/route.h"
#include "core/i18n.h"
#include "core/input.h"
#include "core/q.h"
#include <string.h>

enum { DEFAULT_BODY = 256 * 1024, LARGEST_REPLY = 64 * 1024 * 1024 };

static const struct {
    const char *name;
    enum result (*run)(struct q *q);
} phases[] = {
    {"find route", phase_find_route},
    {"rate", rate_check},
    {"load session", phase_load_session},
    {"check CSRF", csrf_check},
    {"check permission", phase_check_permission},
    {"read input", phase_read_input},
    {"handle", phase_handle},
};

static enum result run_phases(struct q *q)
{
    for (size_t i = 0; i < sizeof phases / sizeof *phases; i++) {
        q->request->phase = phases[i].name;
        enum result result = phases[i].run(q);
        if (result != OK) {
            if (q->problem.kind != result)
                q_fail_kind(q, result);
            return result;
        }
        if (q->reply->status) /* answered early: a redirect to the tidy address, OPTIONS */
            return OK;
    }
    return OK;
}

/* The front gives every request an id; a client's own word is taken only in a harmless form. */
static const char *request_id_of(struct arena *a, const struct request *r)
{
    const char *given = request_header(r, "X-Request-Id");
    size_t n = given ? strlen(given) : 0;
    if (n >= 8 && n <= 64 && strspn(given, "0123456789abcdefABCDEFGHIJKLMNOPQRSTUVWXYZghijklmnopqrstuvwxyz-_") == n)
        return given;
    return random_token(a, 16);
}

void http_serve(struct q *q)
{
    int64_t began = clock_monotonic();
    struct reply *r = q->reply;
    if (!r->body.arena)
        buf_init(&r->body, q->arena, LARGEST_REPLY);
    if (!q->request_id)
        q->request_id = request_id_of(q->arena, q->request);
    reply_header(q, "X-Request-Id", q->request_id);
    log_set_request(q->request_id);
    must_doing(arena_printf(q->arena, "%s %.200s request %s", method_name(q->request->method), q->request->path, q->request_id));
    http_metrics_begin();
    http_choose_language(q);
    if (run_phases(q) != OK)
        http_problem(q);
    if (r->body.overflow) {
        q_fail(q, PROBLEM_BROKEN, NULL, (const char *)0);
        log_wrong("http.reply_too_large", LOG_S("route", q->request->route ? q->request->route->path : ""));
        http_problem(q);
    }
    if (!r->status)
        r->status = 200;
    if (!r->content_type)
        r->content_type = "text/html; charset=utf-8";
    http_security_headers(q);
    http_record(q, began);
    must_doing(NULL);
    log_set_request(NULL);
}

/* --- find route ------------------------------------------------------------------------------------------------------------- */

/* The same address without empty segments; only for reading: a form that was sent must not lose its body. */
static enum result redirect_to_tidy(struct q *q, const char *path)
{
    struct buf url;
    buf_init(&url, q->arena, 3 * PATH_MOST + 8 * 1024);
    path_encode(&url, path);
    if (*q->request->query) {
        buf_putc(&url, '?');
        buf_puts(&url, q->request->query);
    }
    if (url.overflow)
        return fail(q, MALFORMED, NULL);
    q->reply->status = 308;
    reply_header(q, "Location", url.data);
    return OK;
}

static enum result no_such_method(struct q *q, unsigned methods)
{
    reply_header(q, "Allow", methods_text(q->arena, methods));
    if (q->request->method == HTTP_OPTIONS) {
        q->reply->status = 204;
        return OK;
    }
    return fail(q, METHOD, NULL);
}

enum result phase_find_route(struct q *q)
{
    struct request *r = q->request;
    bool tidied;
    const char *path = path_normalise(q->arena, r->path, &tidied);
    if (!path) {
        r->path = "/";
        return fail(q, MALFORMED, T("The address is not written correctly"));
    }
    r->path = path;
    struct route_found found;
    route_find(q->arena, r->method, path, &found);
    if (!found.methods)
        return fail(q, NOT_FOUND, NULL);
    if (!found.route)
        return no_such_method(q, found.methods);
    if (tidied && (r->method == HTTP_GET || r->method == HTTP_HEAD))
        return redirect_to_tidy(q, path);
    r->route = found.route;
    r->parameters = found.parameters;
    size_t most = r->route->max_body ? r->route->max_body : DEFAULT_BODY;
    return r->body_length <= most ? OK : fail(q, TOO_LARGE, NULL);
}

size_t http_body_limit(struct app *app, const struct request *request, struct arena *arena)
{
    (void)app;
    struct route_found found = {0};
    const char *path = path_normalise(arena, request->path, NULL);
    if (path)
        route_find(arena, request->method, path, &found);
    if (!found.route)
        return DEFAULT_BODY; /* no route of ours: refused after reading, or a server with routes of its own (the sandbox) */
    return found.route->max_body ? found.route->max_body : DEFAULT_BODY;
}

/* --- load session, check permission, read input, handle --------------------------------------------------------------------- */

enum result phase_load_session(struct q *q)
{
    return q->request->route->flags & ROUTE_NO_CSRF && !(q->request->route->flags & ROUTE_API) ? OK : session_load(q);
}

enum result phase_check_permission(struct q *q)
{
    return access_need(q, q->request->route->permission);
}

enum result http_read_input_of(struct q *q, const struct route *route)
{
    q->request->input = NULL;
    if (!route->input)
        return OK;
    q->request->input = arena_alloc(q->arena, route->input_size);
    return input_read(q, route->input, q->request->input);
}

enum result phase_read_input(struct q *q)
{
    const struct parsed *parsed;
    TRY(request_parse(q, &parsed)); /* also without a table: what cannot be read is refused here, not somewhere later */
    return http_read_input_of(q, q->request->route);
}

enum result phase_handle(struct q *q)
{
    return idempotent_handle(q);
}

/* --- record ----------------------------------------------------------------------------------------------------------------- */

static void log_request(struct q *q, int64_t took)
{
    const struct request *r = q->request;
    const struct reply *p = q->reply;
    bool failed = q->problem.kind != OK;
    enum log_level level = p->status >= 500 ? LOG_WRONG : took > SECOND ? LOG_WARN : LOG_INFO;
    if (level == LOG_INFO && r->route && (r->route->flags & ROUTE_QUIET) && !failed)
        return;
    log_line(level, took > SECOND ? "http.slow" : "http.request",
             (const struct log_field[]){LOG_S("method", method_name(r->method)),
                                        LOG_S("route", r->route ? r->route->path : "-"),
                                        LOG_I("status", p->status),
                                        LOG_I("us", took),
                                        LOG_I("bytes", p->body.length),
                                        LOG_I("account", q->account->id),
                                        LOG_S("from", q->from),
                                        failed ? LOG_S("refused_in", r->phase) : (struct log_field){0},
                                        LOG_S("problem", result_slug(q->problem.kind)),
                                        {0}});
}

void http_record(struct q *q, int64_t began)
{
    int64_t took = clock_monotonic() - began;
    http_metrics_count(q->request, q->reply->status, took);
    log_request(q, took);
}

/* --- the door from the server ------------------------------------------------------------------------------------------------ */

void http_handle(struct app *app, struct request *request, struct arena *arena, struct reply *reply)
{
    struct q *q = arena_new_one(arena, struct q);
    *q = (struct q){.arena = arena, .app = app, .account = &account_nobody, .request = request, .reply = reply, .from = request->remote};
    http_serve(q);
}
