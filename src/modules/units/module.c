/* units: registers what the feature is; see README.md. */
#include "core/i18n.h"
#include "core/module.h"
#include "modules/units/units_inside.h"

extern const struct migrations units_migrations;

static const struct permission permissions[] = {
    {"units.read", T("See units with their history")},
    {NULL, NULL}};

const struct module units_module = {
    .name = "units",
    .title = T("Agencies and administrative units"),
    .migrations = &units_migrations,
    .permissions = permissions,
    .check_config = units_check,
    .load = units_load,
    .start = units_start,
};
