/* Outcomes that need words: return, refuse (form 03), stop (form 05), extend (form 04, with a new date by the working calendar). One page says
 * what will happen and asks for the reason; the applicant reads it. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/field.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/calendar/calendar.h"
#include "engines/workflow/workflow.h"
#include "modules/tasks/tasks_inside.h"
#include "modules/units/units.h"
#include "tasks_pages.h"

const struct input confirm_inputs[] = {
    QUEUE_INPUTS, /* step is the first member, queue the first of step */
    INPUT_INT(struct confirm_input, step.viec, T("Task"), .name = "viec", .min = 1, .max = 1000),
    INPUT_INT(struct confirm_input, step.ban, T("Version"), .name = "ban", .min = 0, .max = INT64_MAX),
    INPUT_INT(struct confirm_input, step.luc, T("Seen at"), .name = "luc", .min = 0, .max = INT64_MAX),
    INPUT_TEXT(struct confirm_input, ghi_chu, T("Reason"), .name = "ghi-chu", .lines = true, .max = 2000),
    INPUT_DATE(struct confirm_input, ngay, T("New date")), INPUT_END};

/* What an outcome of this kind does, said before it is done. */
static const struct { enum workflow_outcome_kind kind; const char *title, *effect, *label, *hint, *key; } kinds[] = {
    {WORKFLOW_REFUSE, T("Refuse the dossier"), T("The dossier ends. The applicant gets the refusal, form 03, with this reason."),
     T("Why it is refused, with the article of law"), T("The applicant reads these words. Say also what he or she can do instead."), "tu-choi"},
    {WORKFLOW_STOP, T("Stop processing"), T("The dossier is stopped. The applicant gets the notice, form 05, with this reason; a leader can restore it."),
     T("Why it is stopped, with the article of law"), T("The applicant reads these words, with the right to complain."), "dung"},
    {WORKFLOW_EXTEND, T("Apologise and move the date"), T("The applicant gets the apology, form 04, with the reason and the new date. The first date stays in all figures."),
     T("Why the date cannot be kept"), T("The applicant reads these words."), "gia-han"},
    {WORKFLOW_RETURN, T("Send back"), T("The dossier goes back to an earlier step. The legal clock runs on."), T("What has to be done again"),
     T("Only colleagues read these words."), "tra-lai"}};

static size_t kind_of(const struct workflow_choice *c)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].kind == c->kind)
            return i;
    return sizeof kinds / sizeof *kinds;
}

static enum result load(struct q *q, struct bench *b, const struct workflow_choice **ret_choice, size_t *ret_kind)
{
    TRY(bench_load(q, T("Works on the dossier"), b));
    *ret_choice = bench_choice(b, request_parameter(q, "outcome"));
    if (!*ret_choice)
        return fail(q, NOT_NOW, T("This step has been done already; look at the dossier again"));
    *ret_kind = kind_of(*ret_choice);
    if (*ret_kind == sizeof kinds / sizeof *kinds)
        return fail(q, NOT_FOUND, T("This outcome needs no page of its own"));
    return OK;
}

/* Five working days after the present date is what is proposed; the officer may choose another day. */
static int32_t proposed_day(struct q *q, const struct dossier *d)
{
    const struct unit *u = units_find(q, d->competent_unit);
    int64_t from = d->due_at > clock_now() ? d->due_at : clock_now(), proposed;
    if (!u || calendar_add_working_days(units_office(q, u), from, 5, &proposed, NULL) != OK)
        return INT32_MIN;
    return time_local_days(proposed);
}

enum result confirm_show(struct q *q, const void *input)
{
    (void)input;
    struct bench b;
    const struct workflow_choice *choice;
    size_t kind;
    TRY(load(q, &b, &choice, &kind));
    struct tasks_confirm_view view = {
        .code = b.dossier.code, .who = b.dossier.applicant_name, .title = tr(q, kinds[kind].title), .choice = tasks_choice(q, choice),
        .effect = tr(q, kinds[kind].effect), .action = bench_url(q, &b, arena_printf(q->arena, "buoc/%s", choice->id)), .task = b.task->number,
        .version = b.dossier.version, .seen_at = clock_now(), .back = bench_url(q, &b, "")};
    struct core_textarea_view *reason = field_textarea(q, confirm_inputs, "ghi-chu", "", kinds[kind].hint);
    reason->label = tr(q, kinds[kind].label);
    view.reason = reason;
    if (choice->kind == WORKFLOW_EXTEND) {
        view.date = field_date(q, confirm_inputs, "ngay", proposed_day(q, &b.dossier), T("A working day; the time is the close of office"));
        view.present = b.dossier.due_at ? time_vi(q->arena, b.dossier.due_at) : NULL;
    }
    struct page frame = {.shell = SHELL_OFFICE, .title = view.title, .no_index = true, .current = "/hop-viec"};
    return tasks_confirm_page(q, &frame, &view);
}

/* The close of office of that day; a day off is refused with the next working day. */
static enum result due_of_day(struct q *q, const struct dossier *d, int32_t day, int64_t *ret)
{
    const struct unit *u = units_find(q, d->competent_unit);
    struct calendar_day_info info;
    *ret = 0;
    if (day == INT32_MIN) {
        fail_field(q, "ngay", T("Enter the new date"));
        return q_check(q);
    }
    if (!u || calendar_look(units_office(q, u), date_from_days(day), &info, NULL) != OK)
        fail_field(q, "ngay", T("There is no working calendar for that year yet"));
    else if (!info.working_time)
        fail_field(q, "ngay", T("{date} is a day off; choose a working day"), "date", date_vi(q->arena, date_from_days(day)));
    else
        *ret = info.closes;
    return q_check(q);
}

enum result confirm_go(struct q *q, const void *input)
{
    const struct confirm_input *in = input;
    struct bench b;
    const struct workflow_choice *choice;
    size_t kind;
    TRY(load(q, &b, &choice, &kind));
    struct dossier_act act = {.kind = ACT_OUTCOME, .dossier_id = b.dossier.id, .expect_version = in->step.ban, .task = in->step.viec ? in->step.viec : b.task->number,
                              .outcome = choice->id, .note = in->ghi_chu};
    if (!in->ghi_chu || !*in->ghi_chu)
        fail_field(q, "ghi-chu", kinds[kind].label); /* the question itself says what is wanted */
    if (choice->kind == WORKFLOW_EXTEND)
        TRY(due_of_day(q, &b.dossier, in->ngay, &act.date));
    TRY(q_check(q));
    enum result r = dossiers_act(q, &act, NULL);
    if (r == PROBLEM_CONFLICT) {
        struct kept kept[] = {{"viec", NULL, tasks_int(q, act.task)}, {"ghi-chu", tr(q, kinds[kind].label), in->ghi_chu},
                              {"ngay", NULL, in->ngay != INT32_MIN ? date_vi(q->arena, date_from_days(in->ngay)) : NULL}};
        return conflict_show(q, &b, in->step.luc, bench_url(q, &b, arena_printf(q->arena, "buoc/%s", choice->id)), kept, 3);
    }
    TRY(r);
    if (choice->kind == WORKFLOW_EXTEND)
        return reply_redirect(q, bench_url(q, &b, "?tin=gia-han"));
    return reply_redirect(q, queue_url(q, arena_printf(q->arena, "/hop-viec?da=%s&ma=%s", kinds[kind].key, b.dossier.code), &in->step.queue));
}
