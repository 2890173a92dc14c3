/* demo: registers what the feature is; see README.md. */
#include "core/i18n.h"
#include "core/module.h"
#include "modules/demo/demo.h"

static const struct command commands[] = {
    {"generate", "--dossiers N [--officers N] [--seed S]: invented dossiers and officers, marked as demo", T("Make invented data"), demo_command_generate},
    {NULL, NULL, NULL, NULL}};

const struct module demo_module = {
    .name = "demo",
    .title = T("Demonstration data"),
    .needs = (const char *const[]){"accounts", "dossiers", "procedures", "units", NULL},
    .commands = commands,
    .check_config = demo_check,
    .demo = demo_at_first_start,
};
