#include "core/http/openapi.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/http/route.h"
#include "core/i18n.h"
#include "core/input.h"
#include "core/module.h"
#include "core/page_theme.h"
#include <ctype.h>
#include <string.h>

bool openapi_listed(const struct route *r)
{
    return (r->flags & ROUTE_API) && !(r->flags & ROUTE_HIDDEN);
}

const char *openapi_path(struct q *q, const struct route *r)
{
    char *path = arena_strdup(q->arena, r->path), *to = path;
    for (const char *s = r->path; *s; s++)
        if (*s != '*')
            *to++ = *s;
    *to = '\0';
    return path;
}

bool openapi_is_path_parameter(const struct route *r, const char *name)
{
    size_t n = strlen(name);
    for (const char *s = strchr(r->path, '{'); s; s = strchr(s + 1, '{'))
        if (strncmp(s + 1, name, n) == 0 && (s[n + 1] == '}' || s[n + 1] == '*'))
            return true;
    return false;
}

/* --- schemas ------------------------------------------------------------------------------------------------------------------ */

static void write_bounds(struct json_writer *w, const struct input *i, const char *least, const char *most)
{
    if (i->min || i->max) {
        json_field_int(w, least, i->min);
        json_field_int(w, most, i->max);
    }
}

static void write_choices(struct q *q, struct json_writer *w, const char *choices)
{
    size_t count;
    char **items = text_split(q->arena, choices, '|', &count);
    json_key(w, "enum");
    json_array_open(w);
    for (size_t i = 0; i < count; i++)
        json_text(w, items[i]);
    json_array_close(w);
}

static void write_text_schema(struct json_writer *w, const struct input *i)
{
    json_field_text(w, "type", "string");
    if (i->min)
        json_field_int(w, "minLength", i->min);
    json_field_int(w, "maxLength", i->max ? i->max : i->lines ? 4000 : 200);
    if (i->secret)
        json_field_text(w, "format", "password");
}

static void write_list_schema(struct q *q, struct json_writer *w, const struct input *i)
{
    json_field_text(w, "type", "array");
    if (i->max)
        json_field_int(w, "maxItems", i->max);
    json_key(w, "items");
    json_object_open(w);
    json_field_text(w, "type", "string");
    if (i->choices)
        write_choices(q, w, i->choices);
    json_object_close(w);
}

static void write_schema(struct q *q, struct json_writer *w, const struct input *i)
{
    json_object_open(w);
    json_field_text(w, "description", tr(q, i->label));
    switch (i->type) {
    case INPUT_IS_TEXT:
        write_text_schema(w, i);
        break;
    case INPUT_IS_INT:
        json_field_text(w, "type", "integer");
        json_field_text(w, "format", "int64");
        write_bounds(w, i, "minimum", "maximum");
        break;
    case INPUT_IS_BOOL:
        json_field_text(w, "type", "boolean");
        break;
    case INPUT_IS_DATE:
        json_field_text(w, "type", "string");
        json_field_text(w, "format", "date");
        break;
    case INPUT_IS_CHOICE:
        json_field_text(w, "type", "string");
        write_choices(q, w, i->choices);
        break;
    case INPUT_IS_FILE:
        json_field_text(w, "type", "string");
        json_field_text(w, "contentMediaType", "application/octet-stream");
        break;
    case INPUT_IS_LIST:
        write_list_schema(q, w, i);
        break;
    case INPUT_IS_JSON:
        json_field_text(w, "type", "object");
        break;
    }
    json_object_close(w);
}

/* --- one operation ------------------------------------------------------------------------------------------------------------ */

static void write_parameter(struct q *q, struct json_writer *w, const char *name, const char *where, bool required, const struct input *i)
{
    json_object_open(w);
    json_field_text(w, "name", name);
    json_field_text(w, "in", where);
    json_field_bool(w, "required", required);
    json_key(w, "schema");
    if (i)
        write_schema(q, w, i);
    else
        json_raw(w, "{\"type\":\"string\"}");
    json_object_close(w);
}

static const struct input *input_named(const struct route *r, const char *name)
{
    for (const struct input *i = r->input; i && i->name; i++)
        if (strcmp(i->name, name) == 0)
            return i;
    return NULL;
}

static bool body_is_sent(const struct route *r)
{
    return r->method == HTTP_POST || r->method == HTTP_PUT || r->method == HTTP_PATCH;
}

static void write_parameters(struct q *q, struct json_writer *w, const struct route *r)
{
    json_key(w, "parameters");
    json_array_open(w);
    for (const char *s = strchr(r->path, '{'); s; s = strchr(s + 1, '{')) {
        const char *name = arena_strndup(q->arena, s + 1, strcspn(s + 1, "}*"));
        write_parameter(q, w, name, "path", true, input_named(r, name));
    }
    for (const struct input *i = r->input; i && i->name && !body_is_sent(r); i++)
        if (!openapi_is_path_parameter(r, i->name))
            write_parameter(q, w, i->name, "query", i->required, i);
    if (r->flags & ROUTE_IDEMPOTENT)
        write_parameter(q, w, "Idempotency-Key", "header", false, NULL);
    json_array_close(w);
}

static void write_body_schema(struct q *q, struct json_writer *w, const struct route *r)
{
    json_object_open(w);
    json_field_text(w, "type", "object");
    json_key(w, "properties");
    json_object_open(w);
    for (const struct input *i = r->input; i->name; i++)
        if (!openapi_is_path_parameter(r, i->name) && strcmp(i->name, "*") != 0) {
            json_key(w, i->name);
            write_schema(q, w, i);
        }
    json_object_close(w);
    json_key(w, "required");
    json_array_open(w);
    for (const struct input *i = r->input; i->name; i++)
        if (i->required && !openapi_is_path_parameter(r, i->name) && strcmp(i->name, "*") != 0)
            json_text(w, i->name);
    json_array_close(w);
    json_object_close(w);
}

static void write_body(struct q *q, struct json_writer *w, const struct route *r)
{
    bool file = false;
    for (const struct input *i = r->input; i->name; i++)
        file |= i->type == INPUT_IS_FILE;
    json_key(w, "requestBody");
    json_object_open(w);
    json_key(w, "content");
    json_object_open(w);
    json_key(w, file ? "multipart/form-data" : "application/json");
    json_object_open(w);
    json_key(w, "schema");
    write_body_schema(q, w, r);
    json_object_close(w);
    json_object_close(w);
    json_object_close(w);
}

/* "dossiers_get_api_v1_ho_so_code": stable as long as method and path are. */
static const char *operation_id(struct q *q, const struct route *r, const struct module *m)
{
    struct buf b;
    buf_init(&b, q->arena, 400);
    buf_printf(&b, "%s_%s", m->name, method_name(r->method));
    for (const char *s = r->path; *s; s++) {
        bool word = isalnum((unsigned char)*s);
        if (word || (b.length && b.data[b.length - 1] != '_'))
            buf_putc(&b, word ? *s : '_');
    }
    for (char *s = b.data; *s; s++)
        *s = (char)tolower((unsigned char)*s);
    while (b.length && b.data[b.length - 1] == '_')
        b.data[--b.length] = '\0';
    return b.data;
}

static void write_operation(struct q *q, struct json_writer *w, const struct route *r, const struct module *m)
{
    const char *method = method_name(r->method);
    char *lower = arena_strdup(q->arena, method);
    for (char *s = lower; *s; s++)
        *s = (char)tolower((unsigned char)*s);
    json_key(w, lower);
    json_object_open(w);
    json_field_text(w, "operationId", operation_id(q, r, m));
    json_field_text(w, "summary", tr(q, r->summary));
    json_key(w, "tags");
    json_array_open(w);
    json_text(w, m->name);
    json_array_close(w);
    write_parameters(q, w, r);
    if (r->input && body_is_sent(r))
        write_body(q, w, r);
    json_field_text(w, "x-permission", r->permission);
    json_field_raw(w, "security", strcmp(r->permission, PERMISSION_PUBLIC) == 0 ? "[]" : "[{\"bearer\":[]},{\"session\":[]}]");
    json_field_raw(w, "responses",
                   "{\"2XX\":{\"description\":\"OK\"},\"default\":{\"description\":\"Problem\",\"content\":{\"application/problem+json\":"
                   "{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}}");
    json_object_close(w);
}

/* --- the document ------------------------------------------------------------------------------------------------------------- */

static const char components[] =
    "{\"schemas\":{\"Problem\":{\"type\":\"object\",\"description\":\"RFC "
    "9457\",\"properties\":{\"type\":{\"type\":\"string\",\"format\":\"uri\"},"
    "\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"},\"instance\":{\"type\":\"string\"},"
    "\"errors\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"pointer\":{\"type\":\"string\"},\"detail\":{\"type\":"
    "\"string\"}}}}},"
    "\"required\":[\"type\",\"title\",\"status\"]}},"
    "\"securitySchemes\":{\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\"},\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":"
    "\"phien\"}}}";

/* All methods of a path stand together: the first route of a path writes them all. */
static bool first_of_path(size_t at, const struct route *r)
{
    for (size_t i = 0; i < at; i++) {
        const struct route *before = http_route_at(i, NULL);
        if (openapi_listed(before) && strcmp(before->path, r->path) == 0)
            return false;
    }
    return true;
}

static void write_path(struct q *q, struct json_writer *w, size_t at, const struct route *first)
{
    const struct module *m;
    const struct route *r;
    json_key(w, openapi_path(q, first));
    json_object_open(w);
    for (size_t i = at; (r = http_route_at(i, &m)); i++)
        if (openapi_listed(r) && strcmp(r->path, first->path) == 0)
            write_operation(q, w, r, m);
    json_object_close(w);
}

void openapi_write(struct q *q, struct buf *to)
{
    struct json_writer w;
    struct theme theme;
    const struct route *r;
    page_theme(q, &theme);
    json_begin(&w, to);
    json_object_open(&w);
    json_field_text(&w, "openapi", "3.1.0");
    json_key(&w, "info");
    json_object_open(&w);
    json_field_text(&w, "title", *theme.portal ? theme.portal : "Thu Bồn");
    json_field_text(&w, "version", "1");
    json_object_close(&w);
    json_key(&w, "servers");
    json_array_open(&w);
    json_object_open(&w);
    json_field_text(&w, "url", q->app->settings.base_url);
    json_object_close(&w);
    json_array_close(&w);
    json_key(&w, "paths");
    json_object_open(&w);
    for (size_t i = 0; (r = http_route_at(i, NULL)); i++)
        if (openapi_listed(r) && first_of_path(i, r))
            write_path(q, &w, i, r);
    json_object_close(&w);
    json_field_raw(&w, "components", components);
    json_object_close(&w);
}

enum result openapi_document(struct q *q, const void *input)
{
    (void)input;
    uint8_t digest[SHA256_BYTES];
    struct buf *to = &q->reply->body;
    openapi_write(q, to);
    sha256(to->data, to->length, digest);
    q->reply->content_type = "application/json";
    reply_header(q, "Cache-Control", "public, max-age=300");
    reply_header(q, "Access-Control-Allow-Origin", "*");
    reply_not_modified(q, arena_printf(q->arena, "\"%s\"", hex_encode(q->arena, digest, 8)));
    return OK;
}
