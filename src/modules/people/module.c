/* people: registers what the feature is; see README.md. */
#include "base/clock.h"
#include "core/i18n.h"
#include "core/module.h"
#include "modules/people/people_inside.h"

extern const struct migrations people_migrations;

static const struct route routes[] = {
    {HTTP_GET, "/ai-da-xem", PERMISSION_RESIDENT, people_show_readings, people_readings_inputs, sizeof(struct readings_input), .summary = T("Who has seen my data")},
    {HTTP_GET, "/ai-da-xem/bao-sai", PERMISSION_RESIDENT, people_show_dispute, .summary = T("The form for reporting a reading that looks wrong")},
    {HTTP_POST, "/ai-da-xem/bao-sai", PERMISSION_RESIDENT, people_dispute, people_dispute_inputs, sizeof(struct dispute_input),
     .summary = T("Reports a reading that looks wrong")},
    {HTTP_GET, "/du-lieu-cua-toi", PERMISSION_RESIDENT, people_show_export, .summary = T("Copies of my data")},
    {HTTP_POST, "/du-lieu-cua-toi", PERMISSION_RESIDENT, people_ask_export, .summary = T("Asks for a copy of my data")},
    {HTTP_GET, "/du-lieu-cua-toi/{file}", PERMISSION_RESIDENT, people_fetch_export, .summary = T("A copy of my data as ZIP")},
    {HTTP_GET, "/api/v1/me/readings", PERMISSION_RESIDENT, people_api_readings, people_api_inputs, sizeof(struct api_readings_input),
     .summary = T("Who has seen my data, newest first"), .flags = ROUTE_API},
    {0}};

static const struct job_kind jobs[] = {
    {"people.export", people_export_job, .lease = 5 * MINUTE},
    {"people.sweep", people_sweep_job, .every = DAY},
    {0}};

static const struct menu menu[] = {
    {MENU_SITE, NULL, T("Who has seen my data"), "/ai-da-xem", PERMISSION_RESIDENT, NULL, 790, NULL},
    {MENU_FOOT, T("Our promise"), T("Who has seen my data"), "/ai-da-xem", PERMISSION_PUBLIC, NULL, 30, NULL},
    {0}};

static const char *const needs[] = {"accounts", "dossiers", "papers", "units", NULL};

const struct module people_module = {
    .name = "people",
    .title = T("My data"),
    .needs = needs,
    .migrations = &people_migrations,
    .routes = routes,
    .jobs = jobs,
    .menu = menu,
};
