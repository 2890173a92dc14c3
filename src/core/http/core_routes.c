/* The routes of core itself, as a module like any other. */
#include "core/http/openapi.h"
#include "core/http/preferences.h"
#include "core/http/problem_page.h"
#include "core/http/route.h"
#include "core/http/static.h"
#include "core/module.h"
#include "core/page_theme.h"
#include "core/q.h"

static const struct route routes[] = {
    {HTTP_GET, "/assets/theme.css", PERMISSION_PUBLIC, page_theme_css, .summary = T("Colours of the province"),
     .flags = ROUTE_NO_CSRF | ROUTE_QUIET},
    {HTTP_GET, "/assets/{name*}", PERMISSION_PUBLIC, static_asset, .summary = T("Styles, scripts, fonts and icons"),
     .flags = ROUTE_NO_CSRF | ROUTE_QUIET},
    {HTTP_GET, "/tuy-chon", PERMISSION_PUBLIC, preferences_show, .summary = T("Text size, contrast, language")},
    {HTTP_POST, "/hien-thi", PERMISSION_PUBLIC, preferences_set, .summary = T("Keeps text size and contrast"), .flags = ROUTE_NO_CSRF},
    {HTTP_GET, "/problems/{slug}", PERMISSION_PUBLIC, problem_explain, .summary = T("What a kind of failure means")},
    {HTTP_GET, "/api/v1/openapi.json", PERMISSION_PUBLIC, openapi_document, .summary = T("This description, as OpenAPI 3.1"),
     .flags = ROUTE_API},
    {HTTP_GET, "/api", PERMISSION_PUBLIC, openapi_page, .summary = T("The programming interface, for people")},
    {.path = NULL},
};

const struct module core_module = {.name = "core", .title = T("Core"), .routes = routes};
