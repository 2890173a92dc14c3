/* See walk_for_test.h. */
#include "modules/accounts/walk_for_test.h"
#include "base/buf.h"
#include "base/text.h"
#include "core/access.h"
#include "core/http/http.h"
#include "core/http/reply.h"
#include "core/http/try.h"
#include "core/http_client.h"
#include "modules/accounts/eid.h"
#include "sandbox/sandbox.h"

#define STAND_INS "http://localhost:8099"

/* --- calls to the stand-ins stay in this process ------------------------------------------------------------------------------------ */

static void ask_stand_in(struct q *q, enum http_method method, const char *url, const char *const *headers, const char *body, struct q **ret)
{
    *ret = try_request(q->arena, method, url + strlen(STAND_INS), headers, body);
    (*ret)->app = q->app;
    sandbox_handle(q->app, (*ret)->request, q->arena, (*ret)->reply);
}

static enum result call_stand_in(struct q *q, const struct http_call *call, struct http_answer *ret)
{
    struct q *there;
    if (!text_starts(call->url, STAND_INS "/"))
        return q_fail_kind(q, PROBLEM_OUTSIDE);
    ask_stand_in(q, strcmp(call->method, "POST") == 0 ? HTTP_POST : HTTP_GET, call->url, call->headers,
                 call->body ? arena_strndup(q->arena, call->body, call->body_length) : NULL, &there);
    *ret = (struct http_answer){there->reply->status, there->reply->content_type, there->reply->body.data, there->reply->body.length};
    return OK;
}

static const struct http_client stand_ins = {call_stand_in};

/* --- the browser --------------------------------------------------------------------------------------------------------------------- */

void walk_begin(struct walk *w, struct q *q)
{
    static int walks; /* each browser has an address of its own: one does not spend the other's rate */
    *w = (struct walk){.base = q, .address = arena_printf(q->arena, "198.51.100.%d", ++walks)};
    q->app->http_client = &stand_ins;
    q->app->settings.sandbox_url = STAND_INS;
    must(http_routes_start(q, q->app->modules) == OK);
    eid_forget();
    static const char *const services[] = {"eid", "population_db", "sms", "mail"};
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        walk_switch(w, arena_printf(q->arena, "service=%s&mode=normal", services[i]));
}

const char *walk_cookie(const struct walk *w, const char *name)
{
    for (size_t i = 0; i < w->cookies; i++)
        if (strcmp(w->names[i], name) == 0 && *w->values[i])
            return w->values[i];
    return NULL;
}

static void keep_cookie(struct walk *w, const char *line)
{
    struct arena *a = w->base->arena;
    size_t n = strcspn(line, "=");
    const char *name = arena_strndup(a, line, n), *value = arena_strndup(a, line + n + 1, strcspn(line + n + 1, ";"));
    size_t i = 0;
    while (i < w->cookies && strcmp(w->names[i], name) != 0)
        i++;
    must(i < sizeof w->names / sizeof *w->names);
    w->names[i] = name;
    w->values[i] = value;
    if (i == w->cookies)
        w->cookies++;
}

static const char *cookie_header(struct walk *w)
{
    struct buf b;
    buf_init(&b, w->base->arena, 20000);
    buf_puts(&b, "Cookie: ");
    for (size_t i = 0; i < w->cookies; i++)
        if (*w->values[i])
            buf_printf(&b, "%s%s=%s", b.length > 8 ? "; " : "", w->names[i], w->values[i]);
    return b.data;
}

static const char *csrf_in(struct arena *a, const char *body)
{
    const char *at = strstr(body, "name=\"csrf\" value=\"");
    return at ? arena_strndup(a, at + 19, strcspn(at + 19, "\"")) : NULL;
}

static void request(struct walk *w, enum http_method method, const char *target, const char *type, const char *body)
{
    struct arena *a = w->base->arena;
    const char *headers[] = {cookie_header(w), "User-Agent: walk", type, NULL};
    struct q *t = try_request(a, method, target, headers, body);
    t->app = w->base->app;
    t->request->remote = t->from = w->address;
    http_serve(t);
    w->last = t;
    w->status = t->reply->status;
    w->body = t->reply->body.data ? t->reply->body.data : "";
    w->location = reply_header_get(t->reply, "Location");
    for (size_t i = 0; i < t->reply->header_count; i++)
        if (strcmp(t->reply->headers[i].name, "Set-Cookie") == 0)
            keep_cookie(w, t->reply->headers[i].value);
    const char *csrf = csrf_in(a, w->body);
    w->csrf = csrf ? csrf : w->csrf;
}

void walk_get(struct walk *w, const char *target)
{
    request(w, HTTP_GET, text_starts(target, w->base->app->settings.base_url) ? target + strlen(w->base->app->settings.base_url) : target, NULL, NULL);
}

void walk_post(struct walk *w, const char *path, const char *form)
{
    const char *body = arena_printf(w->base->arena, "csrf=%s&%s", w->csrf ? w->csrf : "", form);
    request(w, HTTP_POST, path, "Content-Type: application/x-www-form-urlencoded", body);
}

void walk_post_file(struct walk *w, const char *path, const char *field, const char *name, const char *bytes)
{
    const char *body = arena_printf(w->base->arena,
                                    "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n--x\r\nContent-Disposition: form-data; name=\"%s\"; "
                                    "filename=\"%s\"\r\nContent-Type: text/csv\r\n\r\n%s\r\n--x--\r\n",
                                    w->csrf ? w->csrf : "", field, name, bytes);
    request(w, HTTP_POST, path, "Content-Type: multipart/form-data; boundary=x", body);
}

void walk_outside(struct walk *w, const char *url, const char *form)
{
    static const char *const form_type[] = {"Content-Type: application/x-www-form-urlencoded", NULL};
    struct q *there;
    ask_stand_in(w->base, form ? HTTP_POST : HTTP_GET, url, form ? form_type : NULL, form, &there);
    w->status = there->reply->status;
    w->body = there->reply->body.data ? there->reply->body.data : "";
    w->location = reply_header_get(there->reply, "Location");
}

void walk_switch(struct walk *w, const char *form)
{
    walk_outside(w, STAND_INS "/switches", form);
    must(w->status == 200);
}

bool walk_resident(struct walk *w, const char *number)
{
    walk_get(w, "/dang-nhap/e-id");
    const char *query = w->location ? strchr(w->location, '?') : NULL;
    if (!query)
        return false;
    walk_outside(w, STAND_INS "/eid/authorize", arena_printf(w->base->arena, "%s&person=%s", query + 1, number));
    if (w->location)
        walk_get(w, w->location);
    return w->status == 303;
}

bool walk_officer(struct walk *w, const char *login, const char *password)
{
    walk_get(w, "/can-bo/dang-nhap");
    walk_post(w, "/can-bo/dang-nhap", arena_printf(w->base->arena, "login=%s&password=%s", login, password));
    return w->status == 303;
}
