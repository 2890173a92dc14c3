/* tasks: registers what the feature is; see README.md. */
#include "core/i18n.h"
#include "core/module.h"
#include "modules/tasks/api.h"
#include "modules/tasks/counter.h"
#include "modules/tasks/search.h"
#include "modules/tasks/tasks_inside.h"

extern const struct migrations tasks_migrations;

static const char *const needs[] = {"accounts", "dossiers", "papers", "procedures", "units", NULL};

#define BENCH "/ho-so-xu-ly/{code}"
static const struct route routes[] = {
    {HTTP_GET, "/hop-viec", "dossiers.process", inbox_show, queue_inputs, sizeof(struct queue_input), .summary = T("What waits for the officer")},
    {HTTP_GET, "/hop-viec/xuat/{kind}", "dossiers.process", inbox_export, queue_inputs, sizeof(struct queue_input), .summary = T("The inbox as a file")},
    {HTTP_POST, "/hop-viec/nhieu", "dossiers.read", bulk_show, bulk_inputs, sizeof(struct bulk_input), .summary = T("Says what will be done with several dossiers"),
     .form = "/hop-viec"},
    {HTTP_POST, "/hop-viec/nhieu/lam", "dossiers.read", bulk_go, bulk_do_inputs, sizeof(struct bulk_do_input), .summary = T("Does it with several dossiers"),
     .form = "/hop-viec"},
    {HTTP_GET, "/tra-cuu-ho-so", "dossiers.search", search_show, search_inputs, sizeof(struct search_input), .summary = T("Finds dossiers of the subtree")},
    {HTTP_GET, "/tra-cuu-ho-so/xuat/{kind}", "dossiers.search", search_export, search_inputs, sizeof(struct search_input), .summary = T("What was found, as a file")},
    {HTTP_GET, "/so-theo-doi", "dossiers.search", register_show, search_inputs, sizeof(struct search_input), .summary = T("Register of dossiers, form 07")},
    {HTTP_GET, "/so-theo-doi/xuat/{kind}", "dossiers.search", register_export, search_inputs, sizeof(struct search_input), .summary = T("The register as a file")},
    {HTTP_GET, "/lanh-dao", "tasks.lead", lead_show, .summary = T("What is late in the unit, why, and who can help")},
    {HTTP_GET, "/lanh-dao/ho-so", "tasks.lead", lead_list, lead_inputs, sizeof(struct lead_input), .summary = T("The dossiers behind a figure of the leader's page")},
    {HTTP_GET, BENCH, "dossiers.read", bench_show, bench_inputs, sizeof(struct bench_input), .summary = T("Where an officer works on a dossier")},
    {HTTP_POST, BENCH "/nhan", "dossiers.process", bench_take, step_inputs, sizeof(struct step_input), .summary = T("Takes a step")},
    {HTTP_POST, BENCH "/tra", "dossiers.read", bench_release, step_inputs, sizeof(struct step_input), .summary = T("Gives a step back")},
    {HTTP_POST, BENCH "/buoc", "dossiers.process", bench_step, step_inputs, sizeof(struct step_input), .summary = T("Finishes a step"), .form = BENCH},
    {HTTP_GET, BENCH "/buoc/{outcome}", "dossiers.process", confirm_show, .summary = T("Asks for the reason of an outcome")},
    {HTTP_POST, BENCH "/buoc/{outcome}", "dossiers.process", confirm_go, confirm_inputs, sizeof(struct confirm_input), .summary = T("Finishes a step with a reason")},
    {HTTP_POST, BENCH "/ghi-chu", "dossiers.read", bench_note, note_inputs, sizeof(struct note_input), .summary = T("Keeps a note"), .form = BENCH},
    {HTTP_GET, BENCH "/giao", "dossiers.read", assign_show, .summary = T("Asks which colleague gets the step")},
    {HTTP_POST, BENCH "/giao", "dossiers.read", assign_go, assign_inputs, sizeof(struct assign_input), .summary = T("Gives the step to a colleague")},
    {HTTP_GET, BENCH "/bo-sung", "dossiers.process", missing_show, .summary = T("The list of what is missing")},
    {HTTP_POST, BENCH "/bo-sung", "dossiers.process", missing_go, missing_inputs, sizeof(struct missing_input), .summary = T("Keeps or sends the list of what is missing")},
    {HTTP_GET, BENCH "/bo-sung/thu", "dossiers.process", missing_letter, .summary = T("The request as the applicant will read it")},
    {HTTP_GET, BENCH "/ket-qua", "dossiers.process", result_show, .summary = T("The result before it is printed")},
    {HTTP_POST, BENCH "/ket-qua", "dossiers.process", result_save, result_inputs, sizeof(struct result_input), .summary = T("Keeps what will stand on the result")},
    {HTTP_GET, BENCH "/ket-qua/xem-truoc", "dossiers.read", result_preview, .summary = T("The result as it will be printed, as PDF")},
    {HTTP_POST, BENCH "/ket-qua/tep", "dossiers.process", result_upload, result_file_inputs, sizeof(struct result_input), .summary = T("Puts a signed PDF in place of the result"),
     .max_body = 22 << 20, .form = BENCH "/ket-qua"},
    {HTTP_GET, BENCH "/viec-khac/{deed}", "dossiers.read", other_show, .summary = T("Asks for the reason of restoring, returning papers, withdrawing")},
    {HTTP_POST, BENCH "/viec-khac/{deed}", "dossiers.read", other_go, other_inputs, sizeof(struct other_input), .summary = T("Restores, returns papers or withdraws")},
    {HTTP_GET, "/quay", "dossiers.receive", counter_find, counter_find_inputs, sizeof(struct counter_find_input), .summary = T("The counter: which procedure")},
    {HTTP_GET, "/quay/goi-y", "dossiers.receive", counter_suggest, counter_find_inputs, sizeof(struct counter_find_input), .summary = T("Suggestions at the counter")},
    {HTTP_GET, "/quay/thu-tuc/{procedure}", "dossiers.receive", counter_show, .summary = T("One dossier at the counter")},
    {HTTP_POST, "/quay/thu-tuc/{procedure}", "dossiers.receive", counter_receive, counter_inputs, sizeof(struct counter_input), .summary = T("Receives a dossier at the counter"),
     .max_body = 100 << 20},
    {HTTP_GET, "/quay/xong/{code}", "dossiers.receive", counter_done, .summary = T("After a dossier was received at the counter")},
    {HTTP_GET, "/tra-ket-qua", "dossiers.return_result", hand_over_list, hand_over_list_inputs, sizeof(struct hand_over_list_input), .summary = T("Results that wait for their applicants")},
    {HTTP_GET, "/tra-ket-qua/{code}", "dossiers.return_result", hand_over_show, .summary = T("Before a result is handed over")},
    {HTTP_POST, "/tra-ket-qua/{code}", "dossiers.return_result", hand_over_go, hand_over_inputs, sizeof(struct hand_over_input), .summary = T("Hands a result over")},
    {HTTP_GET, BENCH "/giay/{id}", "dossiers.read", bench_paper, .summary = T("One paper of a dossier")},
    {HTTP_GET, BENCH "/cach-tinh", "dossiers.read", bench_due, .summary = T("How the promised date is counted")},
    {HTTP_GET, "/api/v1/tasks", "dossiers.process", api_tasks, api_tasks_inputs, sizeof(struct api_tasks_input), .summary = T("The inbox of the acting officer"), .flags = ROUTE_API},
    {0}};

static const struct menu menu[] = {
    {MENU_OFFICE, T("One-stop desk"), T("Inbox"), "/hop-viec", "dossiers.process", "inbox", 10, menu_all},
    {MENU_OFFICE, T("One-stop desk"), T("Receive at the counter"), "/quay", "dossiers.receive", "ticket", 11, NULL},
    {MENU_OFFICE, T("One-stop desk"), T("Hand over results"), "/tra-ket-qua", "dossiers.return_result", "package-check", 12, menu_hand_over},
    {MENU_OFFICE, T("My work"), T("Mine"), "/hop-viec?muc=cua-toi", "dossiers.process", "user-check", 20, menu_mine},
    {MENU_OFFICE, T("My work"), T("Not taken yet"), "/hop-viec?muc=cho-nhan", "dossiers.process", "hand-helping", 21, menu_free},
    {MENU_OFFICE, T("My work"), T("Due soon"), "/hop-viec?muc=sap-han", "dossiers.process", "alarm-clock", 22, menu_soon},
    {MENU_OFFICE, T("My work"), T("Overdue"), "/hop-viec?muc=qua-han", "dossiers.process", "clock-alert", 23, menu_late},
    {MENU_OFFICE, T("My work"), T("Waiting for supplements"), "/hop-viec?muc=cho-bo-sung", "dossiers.process", "pause", 24, menu_waiting},
    {MENU_OFFICE, T("My work"), T("Done by me"), "/hop-viec?muc=da-xong", "dossiers.process", "check-check", 25, NULL},
    {MENU_OFFICE, T("Leading"), T("Late, and why"), "/lanh-dao", "tasks.lead", "gauge", 15, NULL},
    {MENU_OFFICE, T("Look up"), T("Find dossiers"), "/tra-cuu-ho-so", "dossiers.search", "search", 30, NULL},
    {MENU_OFFICE, T("Look up"), T("Register of dossiers"), "/so-theo-doi", "dossiers.search", "notebook-text", 31, NULL},
    {0}};

static const struct permission permissions[] = {{"tasks.lead", T("See what is late in the unit and why")}, {NULL, NULL}};

const struct module tasks_module = {
    .name = "tasks",
    .title = T("Officers' work on dossiers"),
    .needs = needs,
    .migrations = &tasks_migrations,
    .permissions = permissions,
    .routes = routes,
    .menu = menu,
};
