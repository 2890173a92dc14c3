/* Reading what the client sent: headers, cookies, path parameters. */
#include "core/app.h"
#include "core/http/http.h"
#include "core/http/reply.h"
#include "core/http/route.h"
#include "core/q.h"
#include <string.h>
#include <strings.h>

const char *request_header(const struct request *r, const char *name)
{
    for (size_t i = 0; i < r->header_count; i++)
        if (strcasecmp(r->headers[i].name, name) == 0)
            return r->headers[i].value;
    return NULL;
}

const char *cookie_full_name(struct q *q, const char *name)
{
    return q->app->settings.secure_cookies ? arena_printf(q->arena, "__Host-%s", name) : name;
}

/* "a=1; b=2": the value of one name, up to the next semicolon. */
static const char *cookie_in(struct arena *a, const char *header, const char *name)
{
    size_t n = strlen(name);
    while (*header) {
        header += strspn(header, "; \t");
        size_t length = strcspn(header, ";");
        if (length > n && header[n] == '=' && strncmp(header, name, n) == 0)
            return arena_strndup(a, header + n + 1, length - n - 1);
        header += length;
    }
    return NULL;
}

const char *request_cookie(struct q *q, const char *name)
{
    const struct request *r = q->request;
    const char *full = r ? cookie_full_name(q, name) : NULL;
    for (size_t i = 0; r && i < r->header_count; i++) {
        const char *value = strcasecmp(r->headers[i].name, "Cookie") == 0 ? cookie_in(q->arena, r->headers[i].value, full) : NULL;
        if (value)
            return value;
    }
    return NULL;
}

const char *request_parameter(struct q *q, const char *name)
{
    const struct request *r = q->request;
    return r && r->route && r->parameters ? route_parameter(r->route->path, r->parameters, name) : NULL;
}

/* JSON is preferred when it is named and HTML is not: browsers always name HTML. */
bool request_wants_json(const struct q *q)
{
    const struct request *r = q->request;
    if (!r)
        return false;
    if (r->route ? (r->route->flags & ROUTE_API) != 0 : strncmp(r->path, "/api/", 5) == 0)
        return true;
    const char *accept = request_header(r, "Accept");
    return accept && strstr(accept, "json") && !strstr(accept, "text/html");
}
