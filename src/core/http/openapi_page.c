/* GET /api: the routes as a page. */
#include "base/text.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/http/openapi.h"
#include "core/http/route.h"
#include "core/i18n.h"
#include "core/input.h"
#include "core/module.h"
#include "core/page.h"
#include "core_pages.h"
#include <string.h>

enum { GROUPS_MOST = 60 };

static const char *type_text(struct q *q, const struct input *i)
{
    switch (i->type) {
    case INPUT_IS_TEXT:
        return tr_fill(q, T("text, {n} characters at most"), "n", number_vi(q->arena, i->max ? i->max : i->lines ? 4000 : 200));
    case INPUT_IS_INT:
        if (i->max == INT64_MAX)
            return tr_fill(q, T("whole number from {min}"), "min", number_vi(q->arena, i->min));
        if (i->min || i->max)
            return tr_fill(q, T("whole number from {min} to {max}"), "min", number_vi(q->arena, i->min), "max",
                           number_vi(q->arena, i->max));
        return tr(q, T("whole number"));
    case INPUT_IS_BOOL:
        return tr(q, T("true or false"));
    case INPUT_IS_DATE:
        return tr(q, T("date, as 2026-11-24"));
    case INPUT_IS_CHOICE:
        return tr_fill(q, T("one of {choices}"), "choices", i->choices);
    case INPUT_IS_FILE:
        return tr(q, T("file"));
    case INPUT_IS_LIST:
        return tr(q, T("list of texts"));
    case INPUT_IS_JSON:
        return tr(q, T("object"));
    }
    return "";
}

static const char *place_of(struct q *q, const struct route *r, const struct input *i)
{
    if (openapi_is_path_parameter(r, i->name))
        return tr(q, T("path"));
    return r->method == HTTP_GET || r->method == HTTP_DELETE ? tr(q, T("query")) : tr(q, T("body"));
}

static void fill_parameters(struct q *q, const struct route *r, struct core_api_groups_operations *o)
{
    size_t n = 0;
    while (r->input && r->input[n].name)
        n++;
    struct core_api_groups_operations_parameters *rows = arena_new_array(q->arena, struct core_api_groups_operations_parameters, n + 1);
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct core_api_groups_operations_parameters){.name = r->input[i].name,
                                                                 .place = place_of(q, r, &r->input[i]),
                                                                 .type = type_text(q, &r->input[i]),
                                                                 .meaning = tr(q, r->input[i].label),
                                                                 .required = r->input[i].required ||
                                                                             openapi_is_path_parameter(r, r->input[i].name)};
    o->parameters = rows;
    o->parameters_count = n;
}

/* --- a command that can be pasted ------------------------------------------------------------------------------------------------ */

static const char *sample_of(struct q *q, const struct input *i)
{
    switch (i->type) {
    case INPUT_IS_INT:
        return arena_printf(q->arena, "%lld", (long long)(i->min > 1 ? i->min : 1));
    case INPUT_IS_BOOL:
        return "true";
    case INPUT_IS_DATE:
        return "2026-11-24";
    case INPUT_IS_CHOICE:
        return arena_strndup(q->arena, i->choices, strcspn(i->choices, "|"));
    default:
        return "…";
    }
}

static bool is_bare(const struct input *i)
{
    return i->type == INPUT_IS_INT || i->type == INPUT_IS_BOOL;
}

static void add_query(struct q *q, struct buf *b, const struct route *r)
{
    char before = '?';
    for (const struct input *i = r->input; i && i->name; i++)
        if (i->required && !openapi_is_path_parameter(r, i->name)) {
            buf_printf(b, "%c%s=%s", before, i->name, sample_of(q, i));
            before = '&';
        }
}

static void add_body(struct q *q, struct buf *b, const struct route *r)
{
    const char *before = "";
    buf_puts(b, " \\\n  -H 'Content-Type: application/json' -d '{");
    for (const struct input *i = r->input; i && i->name; i++)
        if (i->required && !openapi_is_path_parameter(r, i->name) && strcmp(i->name, "*") != 0) {
            const char *quote = is_bare(i) ? "" : "\"";
            buf_printf(b, "%s\"%s\":%s%s%s", before, i->name, quote, sample_of(q, i), quote);
            before = ",";
        }
    buf_puts(b, "}'");
}

static void add_files(struct q *q, struct buf *b, const struct route *r)
{
    for (const struct input *i = r->input; i && i->name; i++)
        if (i->type == INPUT_IS_FILE)
            buf_printf(b, " \\\n  -F '%s=@file.pdf'", i->name);
        else if (i->required && !openapi_is_path_parameter(r, i->name))
            buf_printf(b, " \\\n  -F '%s=%s'", i->name, sample_of(q, i));
}

static bool sends_files(const struct route *r)
{
    for (const struct input *i = r->input; i && i->name; i++)
        if (i->type == INPUT_IS_FILE)
            return true;
    return false;
}

static const char *curl_of(struct q *q, const struct route *r)
{
    struct buf b;
    bool reads = r->method == HTTP_GET || r->method == HTTP_DELETE;
    buf_init(&b, q->arena, 8000);
    buf_puts(&b, "curl");
    if (r->method != HTTP_GET)
        buf_printf(&b, " -X %s", method_name(r->method));
    buf_printf(&b, " '%s%s", q->app->settings.base_url, openapi_path(q, r));
    if (reads)
        add_query(q, &b, r);
    buf_putc(&b, '\'');
    if (strcmp(r->permission, PERMISSION_PUBLIC) != 0)
        buf_puts(&b, " \\\n  -H 'Authorization: Bearer …'");
    if (!reads && sends_files(r))
        add_files(q, &b, r);
    else if (!reads)
        add_body(q, &b, r);
    return b.data;
}

/* --- the page ------------------------------------------------------------------------------------------------------------------- */

static struct core_api_groups_operations operation_of(struct q *q, const struct route *r, size_t number)
{
    struct core_api_groups_operations o = {.id = arena_printf(q->arena, "goi-%d", (int)number),
                                           .method = method_name(r->method),
                                           .path = openapi_path(q, r),
                                           .summary = tr(q, r->summary),
                                           .permission = r->permission,
                                           .open = strcmp(r->permission, PERMISSION_PUBLIC) == 0,
                                           .idempotent = (r->flags & ROUTE_IDEMPOTENT) != 0,
                                           .curl = curl_of(q, r)};
    fill_parameters(q, r, &o);
    return o;
}

/* Routes stand module by module, so a group is a run of them. */
static size_t fill_group(struct q *q, size_t first, struct core_api_groups *g, size_t *ret_next)
{
    const struct module *m, *owner;
    const struct route *r = http_route_at(first, &owner);
    size_t count = 0, end = first;
    for (; (r = http_route_at(end, &m)) && m == owner; end++)
        count += openapi_listed(r);
    struct core_api_groups_operations *operations = arena_new_array(q->arena, struct core_api_groups_operations, count + 1);
    size_t n = 0;
    for (size_t i = first; i < end; i++)
        if (openapi_listed(r = http_route_at(i, NULL)))
            operations[n++] = operation_of(q, r, i);
    *g = (struct core_api_groups){arena_printf(q->arena, "nhom-%s", owner->name), tr(q, owner->title ? owner->title : owner->name),
                                  operations, count};
    *ret_next = end;
    return count;
}

enum result openapi_page(struct q *q, const void *input)
{
    (void)input;
    struct core_api_groups *groups = arena_new_array(q->arena, struct core_api_groups, GROUPS_MOST);
    size_t count = 0, operations = 0;
    for (size_t at = 0; http_route_at(at, NULL) && count < GROUPS_MOST;) {
        size_t in_group = fill_group(q, at, &groups[count], &at);
        operations += in_group;
        count += in_group > 0;
    }
    struct page frame = {.title = tr(q, T("Programming interface"))};
    return core_api_page(q, &frame, &(struct core_api_view){.count = (int64_t)operations, .groups = groups, .groups_count = count});
}
