/* The only place that turns a failure into an answer: RFC 9457 problem+json for programs, a page for people, and for a form with wrong
 * fields the form's own page again with what was typed. */
#include "base/json.h"
#include "base/must.h"
#include "core/access.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/http/parsed.h"
#include "core/http/phases.h"
#include "core/http/problem_page.h"
#include "core/http/reply.h"
#include "core/http/route.h"
#include "core/i18n.h"
#include "core/q.h"
#include <string.h>

/* --- for programs ----------------------------------------------------------------------------------------------------------- */

/* RFC 6901: "~" and "/" inside a name are escaped. */
static const char *pointer_to(struct q *q, const char *field)
{
    struct buf b;
    buf_init(&b, q->arena, 2000);
    buf_puts(&b, "#/");
    for (; *field; field++) {
        if (*field == '~' || *field == '/')
            buf_puts(&b, *field == '~' ? "~0" : "~1");
        else
            buf_putc(&b, *field);
    }
    return b.data;
}

static void write_fields(struct q *q, struct json_writer *w)
{
    json_key(w, "errors");
    json_array_open(w);
    for (const struct field_error *e = q->problem.fields; e; e = e->next) {
        json_object_open(w);
        json_field_text(w, "pointer", pointer_to(q, e->field));
        json_field_text(w, "detail", e->say);
        json_object_close(w);
    }
    json_array_close(w);
}

static void answer_json(struct q *q)
{
    struct json_writer w;
    const struct problem *p = &q->problem;
    buf_clear(&q->reply->body);
    json_begin(&w, &q->reply->body);
    json_object_open(&w);
    json_field_text(&w, "type", arena_printf(q->arena, "%s/problems/%s", q->app->settings.base_url, result_slug(p->kind)));
    json_field_text(&w, "title", tr(q, result_title(p->kind)));
    json_field_int(&w, "status", result_status(p->kind));
    if (p->say)
        json_field_text(&w, "detail", p->say);
    json_field_text(&w, "instance", arena_printf(q->arena, "urn:thubon:request:%s", q->request_id));
    if (p->fields)
        write_fields(q, &w);
    json_object_close(&w);
    q->reply->status = result_status(p->kind);
    q->reply->content_type = "application/problem+json";
}

/* --- for people ------------------------------------------------------------------------------------------------------------- */

/* Asks to sign in and comes back to the page that was wanted. */
static void send_to_sign_in(struct q *q)
{
    struct buf url;
    buf_init(&url, q->arena, 32 * 1024);
    buf_puts(&url, "/dang-nhap?ve=");
    buf_url(&url, q->request->path);
    if (*q->request->query) {
        buf_puts(&url, "%3F");
        buf_url(&url, q->request->query);
    }
    reply_redirect(q, url.overflow ? "/dang-nhap" : url.data);
}

/* --- the form again --------------------------------------------------------------------------------------------------------- */

/* Values for the parameters of the form's path, by name, from the request that failed; false when one is missing. */
static bool find_parameters(struct q *q, const struct route *form, const char *const **ret)
{
    const char *values[16];
    size_t count = 0;
    for (const char *s = strchr(form->path, '{'); s && count < 16; s = strchr(s + 1, '{')) {
        const char *name = arena_strndup(q->arena, s + 1, strcspn(s + 1, "}*"));
        const char *value = request_parameter(q, name);
        values[count] = value ? value : request_value(q, name);
        if (!values[count++])
            return false;
    }
    *ret = arena_memdup(q->arena, values, count * sizeof *values);
    return true;
}

static void clear_reply(struct reply *r)
{
    buf_clear(&r->body);
    r->status = 0;
    r->content_type = NULL;
    r->file = NULL;
}

/* The wrong fields stay in q->problem while the form's handler runs; what its own input table misses is no news to the reader. */
static bool run_form(struct q *q, const struct route *form, const char *const *parameters)
{
    struct problem shown = q->problem;
    q->request->route = form;
    q->request->parameters = parameters;
    q->request->phase = "show the form again";
    if (http_read_input_of(q, form) != OK && q->problem.kind != PROBLEM_INVALID)
        return false;
    q->problem = shown;
    clear_reply(q->reply);
    if (form->handler(q, q->request->input) != OK)
        return false;
    if (!q->reply->status || q->reply->status == 200)
        q->reply->status = result_status(PROBLEM_INVALID);
    return true;
}

static bool show_form_again(struct q *q)
{
    const struct request *r = q->request;
    if (q->problem.kind != PROBLEM_INVALID || !q->problem.fields || !r->route || r->method != HTTP_POST)
        return false;
    const struct route *form = route_of(HTTP_GET, r->route->form ? r->route->form : r->route->path);
    const char *const *parameters;
    if (!form || !access_may(q, form->permission) || !find_parameters(q, form, &parameters))
        return false;
    const struct route *posted = r->route;
    const char *phase = r->phase;
    bool shown = run_form(q, form, parameters);
    q->request->route = posted; /* the log names what was asked */
    q->request->phase = phase;
    return shown;
}

/* A request that failed before its session was read still comes from somebody: the page must not say "sign in" to who has done so. */
static void know_reader(struct q *q)
{
    struct problem shown = q->problem;
    if (!q->request->route && session_load(q) != OK)
        q->account = &account_nobody;
    q->problem = shown;
}

void http_problem(struct q *q)
{
    must(q->problem.kind != OK);
    if (result_status(q->problem.kind) == 503)
        reply_header(q, "Retry-After", "5");
    if (request_wants_json(q)) {
        answer_json(q);
        return;
    }
    if (show_form_again(q))
        return;
    know_reader(q);
    bool reading = q->request->method == HTTP_GET || q->request->method == HTTP_HEAD;
    if (q->problem.kind == PROBLEM_NOT_SIGNED_IN && reading)
        send_to_sign_in(q);
    else
        problem_page(q);
}
