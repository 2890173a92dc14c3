/* units: registers what the feature is; see README.md. */
#include "core/i18n.h"
#include "core/input.h"
#include "core/module.h"
#include "modules/units/units_inside.h"

extern const struct migrations units_migrations;

static const struct input list_inputs[] = {
    INPUT_TEXT(struct list_input, q, T("Name or code of the unit"), .max = 100),
    INPUT_DATE(struct list_input, ngay, T("As of the day")),
    INPUT_END};
static const struct input show_inputs[] = {INPUT_TEXT(struct show_input, id, T("Unit"), .required = true, .max = 64), INPUT_END};
static const struct input choose_inputs[] = {
    INPUT_TEXT(struct choose_input, q, T("Name of the commune"), .max = 100),
    INPUT_TEXT(struct choose_input, ve, T("Page to return to"), .max = 500),
    INPUT_END};
static const struct input chosen_inputs[] = {
    INPUT_TEXT(struct chosen_input, xa, T("Commune"), .max = 64),
    INPUT_TEXT(struct chosen_input, ve, T("Page to return to"), .max = 500),
    INPUT_END};
static const struct input api_list_inputs[] = {
    INPUT_TEXT(struct api_list_input, q, T("Words to search for"), .max = 100),
    INPUT_CHOICE(struct api_list_input, level, T("Level"), "province|district|commune|central|other"),
    INPUT_TEXT(struct api_list_input, kind, T("Kind of unit"), .max = 64),
    INPUT_DATE(struct api_list_input, as_of, T("As of the day")),
    INPUT_INT(struct api_list_input, limit, T("How many at most"), .min = 1, .max = 1000),
    INPUT_END};
static const struct input api_one_inputs[] = {
    INPUT_TEXT(struct api_one_input, id, T("Unit"), .required = true, .max = 64),
    INPUT_DATE(struct api_one_input, as_of, T("As of the day")),
    INPUT_END};

#define INPUT(table, type) .input = table, .input_size = sizeof(struct type)
static const struct route routes[] = {
    {HTTP_GET, "/don-vi", PERMISSION_PUBLIC, units_answer_list, INPUT(list_inputs, list_input), .summary = T("The tree of agencies and administrative units")},
    {HTTP_GET, "/don-vi/{id}", PERMISSION_PUBLIC, units_answer_one, INPUT(show_inputs, show_input), .summary = T("One unit: names, codes, hours, history")},
    {HTTP_GET, "/ban-do", PERMISSION_PUBLIC, units_answer_map, .summary = T("Map of the communes")},
    {HTTP_GET, "/ban-do/xa.geojson", PERMISSION_PUBLIC, units_answer_geojson, .summary = T("Borders of the communes, simplified, as GeoJSON")},
    {HTTP_GET, "/xa", PERMISSION_PUBLIC, units_answer_choose, INPUT(choose_inputs, choose_input), .summary = T("Choose the commune where you live")},
    {HTTP_POST, "/xa", PERMISSION_PUBLIC, units_chosen, INPUT(chosen_inputs, chosen_input), .summary = T("Keep the chosen commune in this browser")},
    {HTTP_GET, "/api/v1/units", PERMISSION_PUBLIC, units_api_list, INPUT(api_list_inputs, api_list_input), .flags = ROUTE_API,
     .summary = T("Agencies and administrative units as of a day")},
    {HTTP_GET, "/api/v1/units/{id}", PERMISSION_PUBLIC, units_api_one, INPUT(api_one_inputs, api_one_input), .flags = ROUTE_API,
     .summary = T("One unit with its codes and what is decided for it")},
    {HTTP_GET, "/api/v1/units/{id}/children", PERMISSION_PUBLIC, units_api_children, INPUT(api_one_inputs, api_one_input), .flags = ROUTE_API,
     .summary = T("The units below a unit as of a day")},
    {.path = NULL}};

static const struct menu menu[] = {
    {MENU_FOOT, T("On this portal"), T("Agencies and units"), "/don-vi", PERMISSION_PUBLIC, NULL, 15, NULL},
    {MENU_FOOT, T("On this portal"), T("Map of the communes"), "/ban-do", PERMISSION_PUBLIC, NULL, 16, NULL},
    {MENU_OFFICE, T("Look up"), T("Agencies and units"), "/don-vi", PERMISSION_OFFICER, "building-2", 70, NULL},
    {.path = NULL}};

const struct module units_module = {
    .name = "units",
    .title = T("Agencies and administrative units"),
    .migrations = &units_migrations,
    .routes = routes,
    .menu = menu,
    .check_config = units_check,
    .load = units_load,
    .start = units_start,
};
