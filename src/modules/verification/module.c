/* verification: registers what the feature is; see README.md. */
#include "core/i18n.h"
#include "core/module.h"
#include "modules/verification/verification_inside.h"

enum { FILE_MOST = 21 << 20 };

static const struct route routes[] = {
    {HTTP_GET, "/kiem-tra", PERMISSION_PUBLIC, verification_short, .summary = T("The short address of the check of papers")},
    {HTTP_GET, "/kiem-tra-giay-to", PERMISSION_PUBLIC, verification_find, find_inputs, sizeof(struct find_input), .summary = T("Check a paper by its code or file")},
    {HTTP_POST, "/kiem-tra-giay-to", PERMISSION_PUBLIC, verification_file, file_inputs, sizeof(struct file_input),
     .summary = T("Finds the paper that a PDF file is"), .max_body = FILE_MOST},
    {HTTP_GET, "/kiem-tra-giay-to/{code}", PERMISSION_PUBLIC, verification_show, .summary = T("Is this paper real, unchanged and in force")},
    {HTTP_POST, "/kiem-tra-giay-to/{code}", PERMISSION_PUBLIC, verification_compare, file_inputs, sizeof(struct file_input),
     .summary = T("Compares a PDF file with the paper of this code"), .max_body = FILE_MOST},
    {HTTP_GET, "/kiem-tra-giay-to/{code}/con-dau.p7s", PERMISSION_PUBLIC, verification_seal, .summary = T("The seal of a paper, to verify with other software")},
    {HTTP_GET, "/kiem-tra-giay-to/con-dau.pem", PERMISSION_PUBLIC, verification_certificate, .summary = T("The certificate of the seal")},
    {HTTP_GET, "/api/v1/verify/{code}", PERMISSION_PUBLIC, verification_api, .summary = T("Is this paper real, unchanged and in force"), .flags = ROUTE_API},
    {.path = NULL}};

static const struct menu menu[] = {
    {MENU_FOOT, T("On this portal"), T("Check a paper"), "/kiem-tra-giay-to", PERMISSION_PUBLIC, NULL, 30, NULL},
    {.path = NULL}};

const struct module verification_module = {
    .name = "verification",
    .title = T("Check of papers"),
    .needs = (const char *const[]){"papers", "units", NULL},
    .routes = routes,
    .menu = menu,
};
