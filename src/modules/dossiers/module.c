/* dossiers: registers what the feature is; see README.md. */
#include "core/i18n.h"
#include "core/module.h"
#include "modules/dossiers/dossiers_inside.h"

extern const struct migrations dossiers_migrations;
extern const struct job_kind dossiers_jobs[];
extern const struct command dossiers_commands[];

static const char *const needs[] = {"accounts", "procedures", "units", NULL};

static const struct permission permissions[] = {
    {"dossiers.read", T("See dossiers of the unit")},
    {"dossiers.receive", T("Receive dossiers at the counter")},
    {"dossiers.process", T("Work on the steps of dossiers")},
    {"dossiers.assign", T("Give steps to colleagues and take them back")},
    {"dossiers.approve", T("Sign, and restore stopped dossiers")},
    {"dossiers.return_result", T("Hand over results and papers")},
    {"dossiers.second_supplement", T("Ask an applicant a second time")},
    {"dossiers.search", T("Search all dossiers of the subtree")},
    {NULL, NULL}};

const struct module dossiers_module = {
    .name = "dossiers",
    .title = T("Dossiers"),
    .needs = needs,
    .migrations = &dossiers_migrations,
    .permissions = permissions,
    .jobs = dossiers_jobs,
    .commands = dossiers_commands,
};
