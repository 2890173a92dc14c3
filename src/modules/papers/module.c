/* papers: registers what the feature is; see README.md. */
#include "core/i18n.h"
#include "core/module.h"
#include "modules/papers/routes_inside.h"

extern const struct migrations papers_migrations;
extern const struct listener papers_listeners[];

static const struct route routes[] = {
    {HTTP_GET, "/ho-so/{code}/giay-hen.pdf", PERMISSION_SIGNED_IN, papers_send_slip, .summary = T("The slip of a dossier as PDF")},
    {HTTP_GET, "/ho-so/{code}/phieu-kiem-soat.pdf", PERMISSION_OFFICER, papers_send_control, .summary = T("The control sheet of a dossier as PDF")},
    {HTTP_GET, "/ho-so/{code}/giay/{id}", PERMISSION_SIGNED_IN, papers_send_paper, .summary = T("A paper of a dossier as PDF")},
    {.path = NULL}};

const struct module papers_module = {
    .name = "papers",
    .title = T("Papers"),
    .needs = (const char *const[]){"dossiers", "procedures", "units", NULL},
    .migrations = &papers_migrations,
    .routes = routes,
    .listeners = papers_listeners,
    .check_config = papers_check_package,
    .start = papers_start,
};
