/* portal: registers what the feature is; see README.md. */
#include "core/i18n.h"
#include "core/input.h"
#include "core/module.h"
#include "modules/portal/portal_inside.h"

static const struct input event_inputs[] = {INPUT_TEXT(struct event_input, id, T("Event of life"), .required = true, .max = 64), INPUT_END};

static const struct route routes[] = {
    {HTTP_GET, "/", PERMISSION_PUBLIC, portal_answer_home, .summary = T("The home page")},
    {HTTP_GET, "/su-kien/{id}", PERMISSION_PUBLIC, portal_answer_event, .input = event_inputs, .input_size = sizeof(struct event_input),
     .summary = T("One event of life with its procedures")},
    {HTTP_GET, "/tro-giup", PERMISSION_PUBLIC, portal_answer_help, .summary = T("Help")},
    {HTTP_GET, "/tro-giup/tiep-can", PERMISSION_PUBLIC, portal_answer_accessibility, .summary = T("Accessibility statement")},
    {HTTP_GET, "/tro-giup/du-lieu-ca-nhan", PERMISSION_PUBLIC, portal_answer_personal_data, .summary = T("How personal data is protected")},
    {HTTP_GET, "/tro-giup/nha-phat-trien", PERMISSION_PUBLIC, portal_answer_developers, .summary = T("The programming interface in one screen")},
    {HTTP_GET, "/tro-giup/so-do-trang", PERMISSION_PUBLIC, portal_answer_site_map, .summary = T("Every public page on one page")},
    {HTTP_GET, "/robots.txt", PERMISSION_PUBLIC, portal_answer_robots, .summary = T("What search engines may read"), .flags = ROUTE_QUIET},
    {HTTP_GET, "/sitemap.xml", PERMISSION_PUBLIC, portal_answer_sitemap_xml, .summary = T("The public pages for search engines"), .flags = ROUTE_QUIET},
    {HTTP_GET, "/site.webmanifest", PERMISSION_PUBLIC, portal_answer_manifest, .summary = T("Name and icon for phones"), .flags = ROUTE_QUIET},
    {.path = NULL}};

static const struct menu menu[] = {
    {MENU_SITE, NULL, T("Public services"), "/", PERMISSION_PUBLIC, NULL, 10, NULL},
    {MENU_FOOT, T("On this portal"), T("Site map"), "/tro-giup/so-do-trang", PERMISSION_PUBLIC, NULL, 95, NULL},
    {MENU_FOOT, T("Our promise"), T("Accessibility"), "/tro-giup/tiep-can", PERMISSION_PUBLIC, NULL, 50, NULL},
    {MENU_FOOT, T("Our promise"), T("Protection of personal data"), "/tro-giup/du-lieu-ca-nhan", PERMISSION_PUBLIC, NULL, 55, NULL},
    {MENU_FOOT, T("Our promise"), T("Help"), "/tro-giup", PERMISSION_PUBLIC, NULL, 60, NULL},
    {.path = NULL}};

const struct module portal_module = {
    .name = "portal",
    .title = T("Home page"),
    .needs = (const char *const[]){"procedures", NULL},
    .routes = routes,
    .menu = menu,
    .check_config = portal_check,
    .start = portal_start,
};
