/* The addresses of this module. Residents' pages have Vietnamese names; the API is English. */
#include "core/i18n.h"
#include "modules/dossiers/api.h"
#include "modules/dossiers/pages.h"
#include "modules/dossiers/upload.h"

#define ROOM_FOR_FILE ((size_t)UPLOAD_MOST + (1 << 20))
#define ROOM_FOR_FILES (4 * (size_t)UPLOAD_MOST)

extern const struct route dossiers_routes[];
const struct route dossiers_routes[] = {
    {HTTP_GET, "/lam/{procedure}", PERMISSION_RESIDENT, start_show, .summary = T("Where a new dossier begins")},
    {HTTP_POST, "/lam/{procedure}", PERMISSION_RESIDENT, start_go, start_inputs, sizeof(struct start_input), .summary = T("Makes a draft, filled with what registers know")},
    {HTTP_GET, "/ho-so/nhap/{draft}", PERMISSION_RESIDENT, draft_show, .summary = T("The parts of a draft")},
    {HTTP_POST, "/ho-so/nhap/{draft}/xoa", PERMISSION_RESIDENT, draft_delete_go, .summary = T("Throws a draft away"), .form = "/ho-so/nhap/{draft}"},
    {HTTP_GET, "/ho-so/nhap/{draft}/giay-to", PERMISSION_RESIDENT, papers_show, .summary = T("The papers of a draft")},
    {HTTP_POST, "/ho-so/nhap/{draft}/giay-to/{number}", PERMISSION_RESIDENT, papers_add, draft_file_inputs, sizeof(struct draft_file_input),
     .summary = T("Adds a file, looked at at once"), .max_body = ROOM_FOR_FILE, .form = "/ho-so/nhap/{draft}/giay-to"},
    {HTTP_POST, "/ho-so/nhap/{draft}/giay-to/{number}/kho", PERMISSION_RESIDENT, papers_reuse, draft_file_inputs, sizeof(struct draft_file_input),
     .summary = T("Uses a paper of an earlier dossier"), .form = "/ho-so/nhap/{draft}/giay-to"},
    {HTTP_POST, "/ho-so/nhap/{draft}/giay-to/{number}/bo", PERMISSION_RESIDENT, papers_remove, draft_file_inputs, sizeof(struct draft_file_input),
     .summary = T("Takes a file out"), .form = "/ho-so/nhap/{draft}/giay-to"},
    {HTTP_GET, "/ho-so/nhap/{draft}/kiem-tra", PERMISSION_RESIDENT, check_show, .summary = T("Everything before it is submitted")},
    {HTTP_POST, "/ho-so/nhap/{draft}/kiem-tra", PERMISSION_RESIDENT, check_submit, .summary = T("Submits the draft; a second time gives the same dossier")},
    {HTTP_GET, "/ho-so/nhap/{draft}/{step}", PERMISSION_RESIDENT, step_show, .summary = T("One page of the form")},
    {HTTP_POST, "/ho-so/nhap/{draft}/{step}", PERMISSION_RESIDENT, step_save, .summary = T("Saves and checks one page of the form"), .max_body = ROOM_FOR_FILES},
    {HTTP_POST, "/ho-so/nhap/{draft}/{step}/luu", PERMISSION_RESIDENT, step_autosave, .summary = T("Saves one page while it is being filled in"),
     .form = "/ho-so/nhap/{draft}/{step}"},
    {HTTP_POST, "/ho-so/nhap/{draft}/{step}/bao-sai", PERMISSION_RESIDENT, step_dispute, dispute_inputs, sizeof(struct dispute_input),
     .summary = T("Says that a register is wrong"), .form = "/ho-so/nhap/{draft}/{step}"},
    {HTTP_GET, "/ho-so/{code}/da-nop", PERMISSION_RESIDENT, receipt_show, .summary = T("Code, promise and slip after submitting")},
    {HTTP_GET, "/ho-so/{code}", PERMISSION_RESIDENT, dossier_show, .summary = T("Where a dossier of mine is")},
    {HTTP_GET, "/ho-so/{code}/tep/{id}", PERMISSION_SIGNED_IN, paper_send, .summary = T("One file of a dossier")},
    {HTTP_GET, "/ho-so/{code}/bo-sung", PERMISSION_RESIDENT, supplement_show, .summary = T("What is still needed")},
    {HTTP_POST, "/ho-so/{code}/bo-sung", PERMISSION_RESIDENT, supplement_answer, .summary = T("Supplies what was asked for"), .max_body = ROOM_FOR_FILES},
    {HTTP_GET, "/ho-so/{code}/rut", PERMISSION_RESIDENT, withdraw_show, .summary = T("Before a dossier is withdrawn")},
    {HTTP_POST, "/ho-so/{code}/rut", PERMISSION_RESIDENT, withdraw_go, reason_inputs, sizeof(struct reason_input), .summary = T("Withdraws a dossier")},
    {HTTP_POST, "/ho-so/{code}/danh-gia", PERMISSION_RESIDENT, rate_go, rate_inputs, sizeof(struct rate_input), .summary = T("Rates the service"), .form = "/ho-so/{code}"},
    {HTTP_GET, "/cua-toi", PERMISSION_RESIDENT, mine_show, .summary = T("My drafts and dossiers")},
    {HTTP_GET, "/tra-cuu", PERMISSION_PUBLIC, track_show, .summary = T("Follow a dossier with its code")},
    {HTTP_POST, "/tra-cuu", PERMISSION_PUBLIC, track_find, track_inputs, sizeof(struct track_input), .summary = T("Shows where a dossier is")},
    {HTTP_POST, "/api/v1/dossiers", PERMISSION_SIGNED_IN, api_submit, api_submit_inputs, sizeof(struct api_submit_input),
     .summary = T("Hand in a dossier: a resident online, an officer at the counter"), .flags = ROUTE_API | ROUTE_IDEMPOTENT, .max_body = 1 << 20},
    {HTTP_GET, "/api/v1/dossiers", "dossiers.search", api_list, api_list_inputs, sizeof(struct api_list_input),
     .summary = T("Dossiers of the officer's subtree, newest first"), .flags = ROUTE_API},
    {HTTP_GET, "/api/v1/dossiers/{code}", PERMISSION_SIGNED_IN, api_get, .summary = T("One dossier with its tasks, papers, time line and due date"), .flags = ROUTE_API},
    {HTTP_POST, "/api/v1/dossiers/{code}/acts", PERMISSION_SIGNED_IN, api_act, api_act_inputs, sizeof(struct api_act_input),
     .summary = T("Do something with a dossier: take, finish a step, ask for more, deliver …"), .flags = ROUTE_API | ROUTE_IDEMPOTENT, .max_body = 1 << 20},
    {.path = NULL}};

const struct input dispute_inputs[] = {
    INPUT_TEXT(struct dispute_input, name, T("What is wrong?"), .max = 200),
    INPUT_TEXT(struct dispute_input, words, T("What is right? (optional)"), .max = 500),
    INPUT_END};
