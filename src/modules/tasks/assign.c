/* GET, POST /ho-so-xu-ly/{code}/giao: the step goes to a colleague of the same agency and role. */
#include "base/arena.h"
#include "base/clock.h"
#include "core/field.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/accounts/accounts.h"
#include "modules/tasks/tasks_inside.h"
#include "tasks_pages.h"

const struct input assign_inputs[] = {
    QUEUE_INPUTS, /* step is the first member, queue the first of step */
    INPUT_INT(struct assign_input, step.viec, T("Task"), .name = "viec", .min = 1, .max = 1000),
    INPUT_INT(struct assign_input, step.ban, T("Version"), .name = "ban", .min = 0, .max = INT64_MAX),
    INPUT_INT(struct assign_input, step.luc, T("Seen at"), .name = "luc", .min = 0, .max = INT64_MAX),
    INPUT_INT(struct assign_input, nguoi, T("Colleague"), .min = 1, .max = INT64_MAX), INPUT_END};

static enum result load(struct q *q, struct bench *b)
{
    TRY(bench_load(q, T("Gives the work to a colleague"), b));
    return b->task ? OK : fail(q, NOT_NOW, T("No step of this dossier is yours to give"));
}

enum result assign_show(struct q *q, const void *input)
{
    (void)input;
    struct bench b;
    const struct officer *officers;
    size_t count, n = 0;
    TRY(load(q, &b));
    TRY(accounts_colleagues(q, b.task->unit_id, b.task->role_id, &officers, &count));
    struct choice *choices = arena_new_array(q->arena, struct choice, count + 1);
    for (size_t i = 0; i < count; i++)
        if (officers[i].account_id != b.task->holder)
            choices[n++] = (struct choice){.value = tasks_int(q, officers[i].account_id), .label = officers[i].name};
    struct tasks_assign_view view = {
        .code = b.dossier.code, .who = b.dossier.applicant_name, .step = b.task->step_name, .unit = tasks_unit(q, b.task->unit_id), .back = bench_url(q, &b, ""),
        .action = bench_url(q, &b, "giao"), .task = b.task->number, .version = b.dossier.version, .seen_at = clock_now(), .holder = b.task->holder ? b.task->holder_name : NULL,
        .people = n ? field_radios(q, assign_inputs, "nguoi", NULL, NULL, choices, n) : NULL};
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Give it to a colleague")), .no_index = true, .current = "/hop-viec"};
    return tasks_assign_page(q, &frame, &view);
}

enum result assign_go(struct q *q, const void *input)
{
    const struct assign_input *in = input;
    struct bench b;
    TRY(load(q, &b));
    if (!in->nguoi)
        fail_field(q, "nguoi", T("Choose a colleague"));
    TRY(q_check(q));
    struct dossier_act act = {.kind = ACT_ASSIGN, .dossier_id = b.dossier.id, .expect_version = in->step.ban, .task = b.task->number, .to_account = in->nguoi};
    enum result r = dossiers_act(q, &act, NULL);
    if (r == PROBLEM_CONFLICT) {
        struct kept kept[] = {{"viec", NULL, tasks_int(q, act.task)}, {"nguoi", NULL, tasks_int(q, in->nguoi)}};
        return conflict_show(q, &b, in->step.luc, bench_url(q, &b, "giao"), kept, 2);
    }
    TRY(r);
    return reply_redirect(q, bench_url(q, &b, "?tin=giao"));
}
