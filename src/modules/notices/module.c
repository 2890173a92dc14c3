/* notices: registers what the feature is; see README.md. */
#include "base/clock.h"
#include "core/i18n.h"
#include "core/input.h"
#include "core/module.h"
#include "modules/notices/notices_inside.h"

extern const struct migrations notices_migrations;

static const struct permission permissions[] = {
    {"notices.operate", T("See messages that could not be sent, and try again")},
    {NULL, NULL}};

static const struct route routes[] = {
    {HTTP_GET, "/tai-khoan/thong-bao", PERMISSION_RESIDENT, notices_show_mine, .summary = T("Messages sent to me")},
    {HTTP_GET, "/quan-tri/thong-bao", "notices.operate", notices_show_all, notices_state_inputs, sizeof(struct state_input), .summary = T("Messages to people by state")},
    {HTTP_POST, "/quan-tri/thong-bao", "notices.operate", notices_again_now, notices_again_inputs, sizeof(struct again_input), .summary = T("Tries a failed message again")},
    {0}};

static const struct job_kind jobs[] = {
    {"notices.send", notices_send},
    {"notices.sweep", notices_sweep, .every = DAY},
    {0}};

static const struct menu menu[] = {
    {MENU_SITE, NULL, T("What we told you"), "/tai-khoan/thong-bao", PERMISSION_RESIDENT, NULL, 810, NULL},
    {MENU_OFFICE, T("Administration"), T("Messages to people"), "/quan-tri/thong-bao", "notices.operate", "mail", 930, notices_failed_count},
    {0}};

static const char *const needs[] = {"accounts", "dossiers", "procedures", "units", NULL};

const struct module notices_module = {
    .name = "notices",
    .title = T("Notices"),
    .needs = needs,
    .migrations = &notices_migrations,
    .permissions = permissions,
    .routes = routes,
    .listeners = notices_listeners,
    .jobs = jobs,
    .menu = menu,
    .check_config = notices_check,
    .start = notices_start,
};
