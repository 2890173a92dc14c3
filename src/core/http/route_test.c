#include "base/log.h"
#include "base/test.h"
#include "core/http/route.h"
#include "core/http/try.h"
#include "core/module.h"
#include "core/q.h"

static enum result nothing(struct q *q, const void *input)
{
    (void)q;
    (void)input;
    return OK;
}

#define ROUTE(method, path)                                                                                                                \
    {                                                                                                                                      \
        method, path, PERMISSION_PUBLIC, nothing, .summary = "A route"                                                                     \
    }
static const struct route routes[] = {ROUTE(HTTP_GET, "/"),
                                      ROUTE(HTTP_GET, "/ho-so"),
                                      ROUTE(HTTP_GET, "/ho-so/{code}"),
                                      ROUTE(HTTP_POST, "/ho-so/{code}/nop"),
                                      ROUTE(HTTP_GET, "/ho-so/moi"),
                                      ROUTE(HTTP_GET, "/ho-so/{code}/giay/{number}"),
                                      ROUTE(HTTP_GET, "/ho-so/moi/giay"),
                                      ROUTE(HTTP_GET, "/tep/{name*}"),
                                      ROUTE(HTTP_GET, "/{page}"),
                                      {.path = NULL}};
static const struct module good = {.name = "good", .routes = routes};

static enum result start(struct arena *a, const struct module *m)
{
    const struct module *const modules[] = {m, NULL};
    log_set_level(LOG_WRONG + 1);
    enum result result = http_routes_start(try_request(a, HTTP_GET, "/", NULL, NULL), modules);
    log_set_level(LOG_INFO);
    return result;
}

TEST("a fixed segment wins over a parameter, and a dead end goes back to the parameter")
{
    static const struct {
        const char *path, *want, *first;
    } cases[] = {{"/", "/", NULL},
                 {"/ho-so", "/ho-so", NULL},
                 {"/ho-so/moi", "/ho-so/moi", NULL},
                 {"/ho-so/H47", "/ho-so/{code}", "H47"},
                 {"/ho-so/moi/giay", "/ho-so/moi/giay", NULL},
                 {"/ho-so/moi/giay/2", "/ho-so/{code}/giay/{number}", "moi"},
                 {"/tep/fonts/a.woff2", "/tep/{name*}", "fonts/a.woff2"},
                 {"/tep", "/{page}", "tep"},
                 {"/x", "/{page}", "x"},
                 {"/ho-so/a/b", NULL, NULL},
                 {"/ho-so/a/giay/1/2", NULL, NULL}};
    CHECK_OK(start(a, &good));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct route_found f;
        route_find(a, HTTP_GET, cases[i].path, &f);
        CHECK_TEXT(f.route ? f.route->path : NULL, cases[i].want);
        if (cases[i].first)
            CHECK_TEXT(f.parameters[0], cases[i].first);
    }
}

TEST("parameters are found by name, the rest of a path too")
{
    static const char *const values[] = {"H47", "2"};
    CHECK_TEXT(route_parameter("/ho-so/{code}/giay/{number}", values, "number"), "2");
    CHECK_TEXT(route_parameter("/ho-so/{code}/giay/{number}", values, "code"), "H47");
    CHECK_TEXT(route_parameter("/ho-so/{code}/giay/{number}", values, "num"), NULL);
    CHECK_TEXT(route_parameter("/assets/{name*}", values, "name"), "H47");
}

TEST("another method of a known address is told which methods there are")
{
    struct route_found f;
    CHECK_OK(start(a, &good));
    route_find(a, HTTP_DELETE, "/ho-so/H47/nop", &f);
    CHECK(f.route == NULL);
    CHECK_TEXT(methods_text(a, f.methods), "POST, OPTIONS");
    route_find(a, HTTP_HEAD, "/ho-so", &f);
    CHECK(f.route != NULL && f.route->method == HTTP_GET);
    CHECK_TEXT(methods_text(a, f.methods), "GET, HEAD, OPTIONS");
}

TEST("a route without permission, summary or handler, a wrong path or a doubled one does not start")
{
    static const struct route bad[] = {{HTTP_GET, "/a", NULL, nothing, .summary = "x"},
                                       {HTTP_GET, "/a", "", nothing, .summary = "x"},
                                       {HTTP_GET, "/a", "public", nothing},
                                       {HTTP_GET, "/a", "public", NULL, .summary = "x"},
                                       {0, "/a", "public", nothing, .summary = "x"},
                                       {HTTP_GET, "a", "public", nothing, .summary = "x"},
                                       {HTTP_GET, "/a/", "public", nothing, .summary = "x"},
                                       {HTTP_GET, "/a//b", "public", nothing, .summary = "x"},
                                       {HTTP_GET, "/a{b}", "public", nothing, .summary = "x"},
                                       {HTTP_GET, "/{a*}/b", "public", nothing, .summary = "x"},
                                       {HTTP_GET, "/{}", "public", nothing, .summary = "x"},
                                       {HTTP_GET, "/a", "public", nothing, .summary = "x", .flags = ROUTE_API}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const struct route one[] = {bad[i], {.path = NULL}};
        const struct module m = {.name = "bad", .routes = one};
        if (start(a, &m) == OK)
            test_fail(__FILE__, __LINE__, "case %d started", (int)i);
    }
    static const struct route twice[] = {ROUTE(HTTP_GET, "/a/{b}"), ROUTE(HTTP_GET, "/a/{c}"), {.path = NULL}};
    const struct module m = {.name = "twice", .routes = twice};
    CHECK_INT(start(a, &m), PROBLEM_BROKEN);
}
