#include "base/json.h"
#include "base/test.h"
#include "base/text.h"
#include "core/access.h"
#include "core/app.h"
#include "core/http/openapi.h"
#include "core/http/try.h"
#include "core/input.h"
#include "core/module.h"
#include "core/q.h"

struct in {
    const char *code, *kind, *note;
    int64_t step;
    int32_t day;
    bool urgent;
    const struct upload *file;
    const struct input_list *list;
};
static const struct input inputs[] = {INPUT_TEXT(struct in, code, "Code", .required = true, .max = 40),
                                      INPUT_CHOICE(struct in, kind, "Kind", "new|again", .required = true),
                                      INPUT_INT(struct in, step, "Step", .min = 1, .max = 99),
                                      INPUT_DATE(struct in, day, "Day"),
                                      INPUT_BOOL(struct in, urgent, "Urgent"),
                                      INPUT_LIST(struct in, list, "List", .max = 5),
                                      INPUT_END};
static const struct input files[] = {INPUT_FILE(struct in, file, "File", .required = true), INPUT_END};
static enum result nothing(struct q *q, const void *input)
{
    (void)input;
    return reply_json(q, 200, "{}");
}
static const struct route routes[] = {
    {HTTP_GET, "/api/v1/ho-so/{code}", PERMISSION_PUBLIC, nothing, inputs, sizeof(struct in), "One dossier", ROUTE_API},
    {HTTP_POST, "/api/v1/ho-so/{code}", PERMISSION_OFFICER, nothing, inputs, sizeof(struct in), "Moves it", ROUTE_API | ROUTE_IDEMPOTENT},
    {HTTP_POST, "/api/v1/tep/{rest*}", PERMISSION_SIGNED_IN, nothing, files, sizeof(struct in), "Sends a file", ROUTE_API},
    {HTTP_GET, "/api/v1/trong", PERMISSION_PUBLIC, nothing, .summary = "Inside", .flags = ROUTE_API | ROUTE_HIDDEN},
    {HTTP_GET, "/trang", PERMISSION_PUBLIC, nothing, .summary = "A page"},
    {.path = NULL}};
static const struct module m = {.name = "m", .title = "Module", .routes = routes};

static const json_t *at(const json_t *j, const char *pointer)
{
    char name[80];
    while (j && *pointer) {
        size_t n = strcspn(pointer, "|");
        memcpy(name, pointer, n);
        name[n] = '\0';
        j = json_is_array(j) ? json_array_get(j, (size_t)(name[0] - '0')) : json_object_get(j, name);
        pointer += n + (pointer[n] == '|');
    }
    return j;
}

TEST("the description lists every public call with path, query, body and right, from the routes themselves")
{
    struct q *q = try_request(a, HTTP_GET, "/api/v1/openapi.json", NULL, NULL);
    const char *why = NULL;
    try_serve(q, &m);
    CHECK_INT(q->reply->status, 200);
    const json_t *d = json_read(a, q->reply->body.data, q->reply->body.length, 20, &why);
    CHECK_TEXT(why, NULL);
    CHECK_TEXT(json_get_text(d, "openapi"), "3.1.0");
    const json_t *get = at(d, "paths|/api/v1/ho-so/{code}|get"), *post = at(d, "paths|/api/v1/ho-so/{code}|post");
    CHECK(get && post);
    CHECK_TEXT(json_get_text(get, "operationId"), "m_get_api_v1_ho_so_code");
    CHECK_INT(json_array_size(at(get, "parameters")), 6);
    CHECK_TEXT(json_string_value(at(get, "parameters|0|in")), "path");
    CHECK_INT(json_integer_value(at(get, "parameters|0|schema|maxLength")), 40);
    CHECK_TEXT(json_string_value(at(get, "parameters|1|in")), "query");
    CHECK_INT(json_array_size(at(get, "security")), 0);
    const json_t *schema = at(post, "requestBody|content|application/json|schema");
    CHECK_INT(json_object_size(at(schema, "properties")), 5);
    CHECK_TEXT(json_string_value(at(schema, "properties|kind|enum|1")), "again");
    CHECK_INT(json_integer_value(at(schema, "properties|step|maximum")), 99);
    CHECK_TEXT(json_string_value(at(schema, "properties|day|format")), "date");
    CHECK_TEXT(json_string_value(at(schema, "required|0")), "kind");
    CHECK_TEXT(json_string_value(at(post, "parameters|1|name")), "Idempotency-Key");
    CHECK_TEXT(json_get_text(post, "x-permission"), "officer");
    CHECK(at(d, "paths|/api/v1/tep/{rest}|post|requestBody|content|multipart/form-data|schema|properties|file") != NULL);
    CHECK(at(d, "paths|/api/v1/trong") == NULL && at(d, "paths|/trang") == NULL);
    CHECK(at(d, "components|schemas|Problem") != NULL);
}

TEST("the page for people shows each call with a command that can be pasted")
{
    static const struct module *const modules[] = {&m, NULL};
    struct q *q = try_request(a, HTTP_GET, "/api", NULL, NULL);
    q->app->modules = modules;
    try_serve(q, &m);
    CHECK_INT(q->reply->status, 200);
    const char *page = q->reply->body.data;
    CHECK(strstr(page, "GET /api/v1/ho-so/{code}") && strstr(page, "curl &#39;http://localhost:8080/api/v1/ho-so/{code}?kind=new&#39;"));
    CHECK(strstr(page, "-d &#39;{&quot;kind&quot;:&quot;new&quot;}&#39;") && strstr(page, "-F &#39;file=@file.pdf&#39;"));
    CHECK(!strstr(page, "/api/v1/trong"));
}
