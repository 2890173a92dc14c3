/* dossiers: registers what the feature is; see README.md. */
#include "core/i18n.h"
#include "core/module.h"
#include "modules/dossiers/dossiers_inside.h"

extern const struct migrations dossiers_migrations;
extern const struct job_kind dossiers_jobs[];
extern const struct command dossiers_commands[];
extern const struct route dossiers_routes[];
enum result lists_start(struct q *q, struct province *p);

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

static const struct menu menu[] = {
    {MENU_SITE, NULL, T("Track a dossier"), "/tra-cuu", PERMISSION_PUBLIC, "route", 20, NULL},
    {MENU_SITE, NULL, T("My dossiers"), "/cua-toi", PERMISSION_RESIDENT, "folder", 10, NULL},
    {.path = NULL}};

const struct module dossiers_module = {
    .name = "dossiers",
    .title = T("Dossiers"),
    .needs = needs,
    .migrations = &dossiers_migrations,
    .permissions = permissions,
    .routes = dossiers_routes,
    .menu = menu,
    .start = lists_start,
    .jobs = dossiers_jobs,
    .commands = dossiers_commands,
};
