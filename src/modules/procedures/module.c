/* procedures: registers what the feature is; see README.md. */
#include "core/i18n.h"
#include "core/module.h"
#include "modules/procedures/procedures_inside.h"

extern const struct migrations procedures_migrations;

static const struct permission permissions[] = {
    {"procedures.confirm", T("Confirm facts of procedures with their source")},
    {NULL, NULL}};

static const struct input search_inputs[] = {
    INPUT_TEXT(struct search_input, q, T("What you need to do"), .max = 2000),
    INPUT_LIST(struct search_input, cach, T("How to submit")),
    INPUT_LIST(struct search_input, cap, T("Who decides")),
    INPUT_LIST(struct search_input, linhvuc, T("Field")),
    INPUT_LIST(struct search_input, viec, T("Event of life")),
    INPUT_END};
static const struct input suggest_inputs[] = {INPUT_TEXT(struct suggest_input, q, T("What you need to do"), .max = 200), INPUT_END};
static const struct input show_inputs[] = {
    INPUT_TEXT(struct show_input, id, T("Code of the procedure"), .required = true, .max = 64),
    INPUT_INT(struct show_input, phienban, T("Version"), .min = 1, .max = 100000),
    INPUT_END};
static const struct input sector_inputs[] = {INPUT_TEXT(struct sector_input, code, T("Field"), .required = true, .max = 80), INPUT_END};
static const struct input confirm_inputs[] = {
    INPUT_TEXT(struct confirm_input, id, T("Code of the procedure"), .required = true, .max = 64),
    INPUT_INT(struct confirm_input, version, T("Version"), .required = true, .min = 1, .max = 100000),
    INPUT_CHOICE(struct confirm_input, facts, T("Facts to confirm"), "identity|time|fee|online|papers", .required = true),
    INPUT_TEXT(struct confirm_input, source, T("Source (norm, article)"), .required = true, .max = 500),
    INPUT_END};
static const struct input list_inputs[] = {
    INPUT_TEXT(struct list_input, q, T("Words to search for"), .max = 200),
    INPUT_TEXT(struct list_input, sector, T("Field"), .max = 80),
    INPUT_CHOICE(struct list_input, level, T("Level"), "commune|district|province"),
    INPUT_INT(struct list_input, limit, T("How many at most"), .min = 1, .max = 500),
    INPUT_END};

static const struct input waiting_inputs[] = {
    INPUT_TEXT(struct waiting_input, q, T("Words to search for"), .max = 200),
    INPUT_TEXT(struct waiting_input, linhvuc, T("Field"), .max = 80),
    INPUT_BOOL(struct waiting_input, tatca, T("Also those with everything confirmed")),
    INPUT_END};

#define INPUT(table, type) .input = table, .input_size = sizeof(struct type)
static const struct route routes[] = {
    {HTTP_GET, "/tim", PERMISSION_PUBLIC, procedures_answer_search, INPUT(search_inputs, search_input), .summary = T("Find a procedure")},
    {HTTP_GET, "/goi-y", PERMISSION_PUBLIC, procedures_answer_suggest, INPUT(suggest_inputs, suggest_input), .summary = T("Suggestions while typing")},
    {HTTP_GET, "/thu-tuc", PERMISSION_PUBLIC, procedures_answer_list, .summary = T("All procedures by field")},
    {HTTP_GET, "/linh-vuc/{code}", PERMISSION_PUBLIC, procedures_answer_sector, INPUT(sector_inputs, sector_input), .summary = T("The procedures of one field")},
    {HTTP_GET, "/thu-tuc/{id}", PERMISSION_PUBLIC, procedures_answer_one, INPUT(show_inputs, show_input), .summary = T("One procedure: time, fee, papers, steps")},
    {HTTP_GET, "/thu-tuc/{id}/in", PERMISSION_PUBLIC, procedures_answer_print, INPUT(show_inputs, show_input), .summary = T("One procedure, for printing")},
    {HTTP_GET, "/don-vi/{id}/thu-tuc", PERMISSION_PUBLIC, procedures_answer_of_unit, INPUT(show_inputs, show_input), .summary = T("The procedures that one unit decides")},
    {HTTP_POST, "/thu-tuc/{id}/xac-nhan", "procedures.confirm", procedures_confirm, INPUT(confirm_inputs, confirm_input),
     .summary = T("Confirm facts of a procedure with their source"), .form = "/thu-tuc/{id}"},
    {HTTP_GET, "/quan-tri/thu-tuc", "procedures.confirm", procedures_answer_waiting, INPUT(waiting_inputs, waiting_input), .summary = T("Facts of procedures that wait for a source")},
    {HTTP_GET, "/api/v1/procedures", PERMISSION_PUBLIC, procedures_api_list, INPUT(list_inputs, list_input), .flags = ROUTE_API,
     .summary = T("The procedures in force, by name or, with q, best match first")},
    {HTTP_GET, "/api/v1/procedures/{id}", PERMISSION_PUBLIC, procedures_api_one, INPUT(show_inputs, show_input), .flags = ROUTE_API,
     .summary = T("One procedure with its papers and how sure each group of facts is")},
    {HTTP_GET, "/api/v1/procedures/{id}/form", PERMISSION_PUBLIC, procedures_api_form, INPUT(show_inputs, show_input), .flags = ROUTE_API,
     .summary = T("The electronic form of a procedure as JSON Schema")},
    {.path = NULL}};

static const struct menu menu[] = {
    {MENU_OFFICE, T("Administration"), T("Facts to confirm"), "/quan-tri/thu-tuc", "procedures.confirm", "badge-check", 60, procedures_count_waiting},
    {MENU_FOOT, T("On this portal"), T("All procedures by field"), "/thu-tuc", PERMISSION_PUBLIC, NULL, 10, NULL},
    {.path = NULL}};

const struct module procedures_module = {
    .name = "procedures",
    .title = T("Procedures"),
    .needs = (const char *const[]){"units", NULL},
    .migrations = &procedures_migrations,
    .permissions = permissions,
    .routes = routes,
    .menu = menu,
    .check_config = procedures_check,
    .load = procedures_load,
    .start = procedures_start,
};
