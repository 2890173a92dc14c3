/* procedures: registers what the feature is; see README.md. */
#include "core/i18n.h"
#include "core/module.h"
#include "modules/procedures/procedures_inside.h"

extern const struct migrations procedures_migrations;

static const struct permission permissions[] = {
    {"procedures.confirm", T("Confirm facts of procedures with their source")},
    {NULL, NULL}};

const struct module procedures_module = {
    .name = "procedures",
    .title = T("Procedures"),
    .needs = (const char *const[]){"units", NULL},
    .migrations = &procedures_migrations,
    .permissions = permissions,
    .check_config = procedures_check,
    .load = procedures_load,
    .start = procedures_start,
};
