/* systems: registers what the feature is; see README.md. */
#include "core/i18n.h"
#include "core/input.h"
#include "core/module.h"
#include "modules/systems/systems_inside.h"

#define KINDS "engine|shared|specialised-registry|infrastructure|external"
#define STATUSES "running|pilot|planned|external"
#define TODAYS "module|register|adapter|planned"
static const struct input list_inputs[] = {
    INPUT_TEXT(struct systems_filter, q, T("Words to search for"), .max = 200),
    INPUT_CHOICE(struct systems_filter, loai, T("Kind"), KINDS),
    INPUT_CHOICE(struct systems_filter, tinhtrang, T("In 2023"), STATUSES),
    INPUT_CHOICE(struct systems_filter, nay, T("Today"), TODAYS),
    INPUT_END};
static const struct input one_inputs[] = {INPUT_TEXT(struct one_input, id, T("System"), .required = true, .max = 64), INPUT_END};
static const struct input api_inputs[] = {
    INPUT_TEXT(struct api_input, q, T("Words to search for"), .max = 200),
    INPUT_CHOICE(struct api_input, kind, T("Kind"), KINDS),
    INPUT_CHOICE(struct api_input, status_2023, T("In 2023"), STATUSES),
    INPUT_CHOICE(struct api_input, today, T("Today"), TODAYS),
    INPUT_END};

static const struct route routes[] = {
    {HTTP_GET, "/he-thong", PERMISSION_PUBLIC, systems_answer_list, .input = list_inputs, .input_size = sizeof(struct systems_filter),
     .summary = T("Every system of the province's plans and how far it is")},
    {HTTP_GET, "/he-thong.csv", PERMISSION_PUBLIC, systems_answer_csv, .input = list_inputs, .input_size = sizeof(struct systems_filter),
     .summary = T("The list of systems as CSV")},
    {HTTP_GET, "/he-thong/{id}", PERMISSION_PUBLIC, systems_answer_one, .input = one_inputs, .input_size = sizeof(struct one_input),
     .summary = T("One system of the province")},
    {HTTP_GET, "/api/v1/systems", PERMISSION_PUBLIC, systems_api_list, .input = api_inputs, .input_size = sizeof(struct api_input), .flags = ROUTE_API,
     .summary = T("Every system of the province's plans and how far it is")},
    {HTTP_GET, "/api/v1/systems/{id}", PERMISSION_PUBLIC, systems_api_one, .input = one_inputs, .input_size = sizeof(struct one_input), .flags = ROUTE_API,
     .summary = T("One system of the province")},
    {.path = NULL}};

static const struct menu menu[] = {
    {MENU_SITE, NULL, T("Systems"), "/he-thong", PERMISSION_PUBLIC, NULL, 40, NULL},
    {MENU_FOOT, T("On this portal"), T("State of the systems"), "/he-thong", PERMISSION_PUBLIC, NULL, 25, NULL},
    {.path = NULL}};

const struct module systems_module = {
    .name = "systems",
    .title = T("Systems of the province"),
    .needs = (const char *const[]){"units", NULL},
    .routes = routes,
    .menu = menu,
    .check_config = systems_check,
    .start = systems_start,
};
