/* statistics: registers what the feature is; see README.md. */
#include "core/i18n.h"
#include "core/module.h"
#include "modules/statistics/view.h"

extern const struct migrations statistics_migrations;
extern const struct listener statistics_listeners[];
extern const struct command statistics_commands[];

static const struct permission permissions[] = {{"statistics.open_rows", T("See the dossiers behind a figure")}, {NULL, NULL}};

#define PERIOD period_inputs, sizeof(struct period_input)
static const struct route routes[] = {
    {HTTP_GET, "/thong-ke", PERMISSION_PUBLIC, statistics_show, PERIOD, .summary = T("Public figures of how procedures are handled")},
    {HTTP_GET, "/thong-ke.csv", PERMISSION_PUBLIC, statistics_csv, PERIOD, .summary = T("The figures as CSV")},
    {HTTP_GET, "/thong-ke.xlsx", PERMISSION_PUBLIC, statistics_xlsx, PERIOD, .summary = T("The figures as XLSX")},
    {HTTP_GET, "/thong-ke/dinh-nghia/{id}", PERMISSION_PUBLIC, statistics_definition, PERIOD, .summary = T("What a figure means")},
    {HTTP_GET, "/cong-vu/thong-ke/ho-so", "statistics.open_rows", statistics_rows_show, PERIOD, .summary = T("The dossiers behind a figure")},
    {HTTP_GET, "/api/v1/statistics", PERMISSION_PUBLIC, statistics_api, PERIOD, .summary = T("Figures of a period with numerators and denominators"), .flags = ROUTE_API},
    {.path = NULL}};

static const struct menu menu[] = {
    {MENU_SITE, NULL, T("Public statistics"), "/thong-ke", PERMISSION_PUBLIC, NULL, 30, NULL},
    {MENU_OFFICE, T("Overview"), T("Public statistics"), "/thong-ke", "statistics.open_rows", "chart-column", 80, NULL},
    {.path = NULL}};

const struct module statistics_module = {
    .name = "statistics",
    .title = T("Statistics"),
    .needs = (const char *const[]){"dossiers", "procedures", "units", NULL},
    .migrations = &statistics_migrations,
    .permissions = permissions,
    .routes = routes,
    .listeners = statistics_listeners,
    .menu = menu,
    .commands = statistics_commands,
    .check_config = statistics_check_package,
    .start = statistics_start,
};
