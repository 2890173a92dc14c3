#include "core/http/parsed.h"
#include "base/json.h"
#include "base/text.h"
#include "core/http/http.h"
#include "core/q.h"
#include <string.h>
#include <strings.h>

/* Does the header name this media type, whatever parameters follow? */
static bool is_type(const char *content_type, const char *type)
{
    size_t n = strlen(type);
    return strncasecmp(content_type, type, n) == 0 && strchr("; \t", content_type[n]) != NULL;
}

static bool is_json_type(const char *content_type)
{
    size_t n = strcspn(content_type, "; \t");
    return is_type(content_type, "application/json") || (n > 5 && strncasecmp(content_type + n - 5, "+json", 5) == 0);
}

static enum result parse_json(struct q *q, struct parsed *p)
{
    const char *why = NULL;
    p->kind = BODY_JSON;
    p->json = json_read(q->arena, q->request->body, q->request->body_length, JSON_MOST_DEPTH, &why);
    return p->json ? OK : fail(q, MALFORMED, T("The JSON cannot be read: {why}"), "why", why);
}

static enum result parse_body(struct q *q, struct parsed *p)
{
    const struct request *r = q->request;
    const char *type = request_header(r, "Content-Type");
    if (r->body_length == 0)
        return OK;
    if (!type) {
        p->kind = BODY_OTHER;
        return OK;
    }
    if (is_json_type(type))
        return parse_json(q, p);
    p->kind = BODY_FORM;
    bool good = true;
    if (is_type(type, "application/x-www-form-urlencoded"))
        good = query_parse(q->arena, r->body, r->body_length, &p->form);
    else if (is_type(type, "multipart/form-data"))
        good = multipart_parse(q->arena, type, r->body, r->body_length, &p->form, &p->files);
    else if (r->route && r->route->input && !(r->route->flags & ROUTE_NO_CSRF))
        return fail(q, UNSUPPORTED, T("Send a form or JSON; {type} cannot be read here"), "type", text_truncate(q->arena, type, 60));
    else
        p->kind = BODY_OTHER;
    return good ? OK : fail(q, MALFORMED, T("The form did not arrive whole; send it again"));
}

enum result request_parse(struct q *q, const struct parsed **ret)
{
    struct request *r = q->request;
    if (r->parsed) {
        *ret = r->parsed;
        return OK;
    }
    struct parsed *p = arena_new_one(q->arena, struct parsed);
    *ret = p;
    if (!query_parse(q->arena, r->query, strlen(r->query), &p->query))
        return fail(q, MALFORMED, T("The part of the address behind the question mark cannot be read"));
    if (r->method != HTTP_GET && r->method != HTTP_HEAD)
        TRY(parse_body(q, p));
    r->parsed = p;
    return OK;
}

static const char *json_scalar_text(struct q *q, const json_t *value)
{
    if (json_is_string(value))
        return json_string_value(value);
    if (json_is_integer(value))
        return arena_printf(q->arena, "%lld", (long long)json_integer_value(value));
    if (json_is_boolean(value))
        return json_is_true(value) ? "true" : "false";
    return NULL;
}

const char *request_value(struct q *q, const char *name)
{
    const struct parsed *p;
    if (!q->request || request_parse(q, &p) != OK)
        return NULL;
    const char *value = pairs_get(&p->form, name);
    if (!value && p->json)
        value = json_scalar_text(q, json_object_get(p->json, name));
    return value ? value : pairs_get(&p->query, name);
}

const char *request_query(struct q *q, const char *name)
{
    const struct parsed *p;
    return q->request && request_parse(q, &p) == OK ? pairs_get(&p->query, name) : NULL;
}
