/* papers: registers what the feature is; see README.md. */
#include "core/i18n.h"
#include "core/module.h"
#include "modules/papers/routes_inside.h"

extern const struct migrations papers_migrations;
extern const struct listener papers_listeners[];

enum { FILE_MOST = 21 << 20 };

static const struct route routes[] = {
    {HTTP_GET, "/ho-so/{code}/giay-hen.pdf", PERMISSION_SIGNED_IN, papers_send_slip, .summary = T("The slip of a dossier as PDF")},
    {HTTP_GET, "/ho-so/{code}/phieu-kiem-soat.pdf", PERMISSION_OFFICER, papers_send_control, .summary = T("The control sheet of a dossier as PDF")},
    {HTTP_GET, "/ho-so/{code}/giay/{id}", PERMISSION_SIGNED_IN, papers_send_paper, .summary = T("A paper of a dossier as PDF")},
    {HTTP_GET, "/so-theo-doi.pdf", "dossiers.search", papers_send_register, register_inputs, sizeof(struct register_input),
     .summary = T("The register of dossiers (form 07) as PDF")},
    {HTTP_GET, "/cong-vu/ho-so/{code}/giay-in", "dossiers.read", papers_show_office, .summary = T("Printed papers of a dossier")},
    {HTTP_POST, "/cong-vu/ho-so/{code}/giay-in", "dossiers.process", papers_save, save_inputs, sizeof(struct save_input),
     .summary = T("Saves what stands on the result")},
    {HTTP_GET, "/cong-vu/ho-so/{code}/giay-in/xem-truoc.pdf", "dossiers.process", papers_preview, .summary = T("The result as it would be printed now")},
    {HTTP_POST, "/cong-vu/ho-so/{code}/giay-in/tep", "dossiers.process", papers_upload, upload_inputs, sizeof(struct upload_input),
     .summary = T("Takes a file as the result"), .max_body = FILE_MOST, .form = "/cong-vu/ho-so/{code}/giay-in"},
    {HTTP_POST, "/cong-vu/ho-so/{code}/giay-in/{id}/thu-hoi", "dossiers.approve", papers_withdraw_go, withdraw_inputs, sizeof(struct withdraw_input),
     .summary = T("Withdraws a result"), .form = "/cong-vu/ho-so/{code}/giay-in"},
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
