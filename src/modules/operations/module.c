/* operations: registers what the feature is; see README.md. */
#include "base/clock.h"
#include "core/i18n.h"
#include "core/input.h"
#include "core/module.h"
#include "modules/operations/operations.h"

static const struct permission permissions[] = {
    {"operations.read", T("See health, jobs and figures of the running system")},
    {"operations.jobs", T("Start resting jobs again")},
    {NULL, NULL}};

static const struct input job_inputs[] = {INPUT_INT(struct job_input, id, T("Job"), .required = true, .min = 1, .max = INT64_MAX), INPUT_END};
static const struct input heads_inputs[] = {
    INPUT_INT(struct heads_input, from, T("From number"), .min = 1, .max = INT64_MAX), INPUT_END};

static const struct route routes[] = {
    {HTTP_GET, "/suc-khoe", PERMISSION_PUBLIC, operations_health, .summary = T("Is every part of the system well")},
    {HTTP_GET, "/metrics", PERMISSION_PUBLIC, operations_metrics, .summary = T("Figures for monitoring, in the Prometheus text format")},
    {HTTP_GET, "/van-hanh", "operations.read", operations_overview, .summary = T("Health, jobs and figures for operators")},
    {HTTP_POST, "/van-hanh/viec/{id}/chay-lai", "operations.jobs", operations_revive, .input = job_inputs,
     .input_size = sizeof(struct job_input), .summary = T("Start a resting job again")},
    {HTTP_GET, "/nhat-ky", PERMISSION_PUBLIC, operations_show_heads, .input = heads_inputs, .input_size = sizeof(struct heads_input),
     .summary = T("The published heads of the sealed journal")},
    {HTTP_GET, "/api/v1/journal/heads", PERMISSION_PUBLIC, operations_heads_api, .input = heads_inputs,
     .input_size = sizeof(struct heads_input), .summary = T("The published heads of the sealed journal, oldest first, at most 100"),
     .flags = ROUTE_API},
    {.path = NULL}};

static const struct job_kind jobs[] = {{"operations.seal_journal", operations_seal, 20 * SECOND, 0}, {NULL, NULL, 0, 0}};

static const struct menu menu[] = {
    {MENU_OFFICE, T("Administration"), T("Running the system"), "/van-hanh", "operations.read", "activity", 90, NULL},
    {MENU_FOOT, T("Our promise"), T("Sealed journal"), "/nhat-ky", PERMISSION_PUBLIC, "lock", 30, NULL},
    {.path = NULL}};

const struct module operations_module = {
    .name = "operations",
    .title = T("Running the system"),
    .permissions = permissions,
    .routes = routes,
    .jobs = jobs,
    .menu = menu,
};
