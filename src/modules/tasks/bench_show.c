/* GET /ho-so-xu-ly/{code}: the workbench. Left what was declared and handed in, right the clock, what is asked for, what can be done and what
 * happened. */
#include "modules/tasks/bench_parts.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/q.h"
#include "engines/workflow/workflow.h"
#include "modules/papers/papers.h"
#include "modules/procedures/procedures.h"
#include "tasks_pages.h"
#include "tasks_queries.h"

const struct input bench_inputs[] = {
    QUEUE_INPUTS, /* .queue is the first member */
    INPUT_INT(struct bench_input, viec, T("Task"), .min = 1, .max = 1000), INPUT_INT(struct bench_input, giay, T("Paper"), .min = 1, .max = INT64_MAX),
    INPUT_TEXT(struct bench_input, tin, T("Message"), .max = 20), INPUT_END};

static const char *said(struct q *q, const char *key)
{
    static const struct { const char *key, *say; } all[] = {
        {"nhan", T("You hold this step now; others see it")}, {"tra", T("The step was given back")}, {"giao", T("Given to the colleague")},
        {"ghi", T("The note was kept")}, {"gia-han", T("The date was moved; the applicant gets the apology, form 04")},
        {"ket-qua", T("The result was kept")}, {"khoi-phuc", T("The dossier goes on")}, {"xong", T("Done")}};
    for (size_t i = 0; key && i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i].key, key) == 0)
            return tr(q, all[i].say);
    return NULL;
}

static void fill_clock(struct q *q, const struct bench *b, struct tasks_bench_view *view)
{
    const struct dossier *d = &b->dossier;
    struct task_clock clock;
    tasks_clock_of_dossier(q, d, &clock);
    view->left = clock.words;
    view->bar = clock.bar;
    view->tone = clock.tone;
    view->late = text_equal(clock.tone, "late");
    view->from = tr_fill(q, T("Received {when}"), "when", tasks_moment(q, d->submitted_at));
    view->until = d->due_at ? tr_fill(q, T("Promised {when}"), "when", tasks_moment(q, d->due_at)) : "";
    view->first_until = d->first_due_at && d->due_at && d->first_due_at != d->due_at ? tr_fill(q, T("First promised {when}"), "when", tasks_moment(q, d->first_due_at)) : NULL;
    view->law = b->procedure ? b->procedure->time_note_vi : NULL;
    view->soon = d->soon_at && d->soon_at > clock_now() && !d->paused_since && !d->ended_at
                     ? tr_fill(q, T("Warning at 80 %: {when}"), "when", tasks_moment(q, d->soon_at)) : NULL;
    view->due_url = d->due_at || d->paused_since ? bench_url(q, b, "cach-tinh") : NULL;
}

static enum result fill_place(struct q *q, const struct bench *b, const struct queue_input *in, struct tasks_bench_view *view)
{
    struct queue_place place = {0};
    view->queue_url = queue_url(q, "/hop-viec", in);
    if (!access_may(q, "dossiers.process"))
        return OK;
    enum result r = queue_place(q, in, b->dossier.code, &place);
    if (r == PROBLEM_FORBIDDEN) {
        q_forget(q);
        return OK;
    }
    TRY(r);
    if (place.position)
        view->position = tr_fill(q, T("dossier {n} of {total}"), "n", number_vi(q->arena, place.position), "total", number_vi(q->arena, place.total));
    view->previous = place.previous ? queue_url(q, tasks_url(q, place.previous), in) : NULL;
    view->next = place.next ? queue_url(q, tasks_url(q, place.next), in) : NULL;
    return OK;
}

static void fill_head(struct q *q, const struct bench *b, struct tasks_bench_view *view)
{
    const struct dossier *d = &b->dossier;
    bool late = view->late && !d->ended_at;
    view->procedure = b->procedure ? procedures_name(q, b->procedure) : d->procedure_id;
    view->tag = late ? tr(q, T("Overdue")) : tasks_status(q, d->status);
    view->look = late ? "late" : tasks_status_look(d->status);
    view->code = d->code;
    view->who = d->applicant_name;
    view->channel = tasks_channel(q, d->channel);
    view->came = time_vi(q->arena, d->submitted_at);
    view->phone = d->applicant_phone;
    view->email = d->applicant_email;
    view->number = d->applicant_number;
    view->address = d->applicant_address;
    view->helper = d->helper_name;
    view->unit = tasks_unit(q, d->competent_unit);
}

enum result bench_log(struct q *q, const struct bench *b, struct tasks_bench_view *view)
{
    const struct dossier_moment *moments;
    size_t count, n = 0;
    TRY(dossiers_time_line(q, &b->dossier, true, &moments, &count));
    while (count && text_equal(moments[count - 1].look, "next"))
        count--;
    count -= count < b->task_count ? count : b->task_count; /* what is open now stands in a panel of its own */
    struct tasks_bench_log *log = arena_new_array(q->arena, struct tasks_bench_log, count + 1);
    for (size_t i = count; i-- > 0;) {
        const struct dossier_moment *m = &moments[i];
        log[n++] = (struct tasks_bench_log){.when = tasks_moment(q, m->at), .iso = time_iso(q->arena, m->at), .title = m->title, .detail = m->detail, .by = m->by};
    }
    view->log = log;
    view->log_count = n;
    return OK;
}

enum result bench_asked(struct q *q, const struct bench *b, struct tasks_bench_view *view)
{
    const struct journal_line *lines;
    const char *why;
    int count;
    const json_t *missing = NULL;
    view->waiting = b->task && b->task->waiting;
    if (!b->dossier.supplements)
        return OK;
    TRY(journal_of(q, "dossier", b->dossier.id, &lines, &count));
    for (int i = 0; i < count; i++)
        if (strcmp(lines[i].type, "dossiers.supplement_requested") == 0)
            missing = json_object_get(json_read(q->arena, lines[i].data, strlen(lines[i].data), 40, &why), "missing");
    size_t n = json_array_size(missing);
    struct tasks_bench_asked *asked = arena_new_array(q->arena, struct tasks_bench_asked, n + 1);
    for (size_t i = 0; i < n; i++)
        asked[i] = (struct tasks_bench_asked){.name = json_get_text(json_array_get(missing, i), "name"), .reason = json_get_text(json_array_get(missing, i), "reason")};
    view->asked = asked;
    view->asked_count = n;
    return OK;
}

/* What is noted as missing and not sent yet. */
static enum result fill_noted(struct q *q, const struct bench *b, struct tasks_bench_view *view)
{
    struct tasks_missing_of_rows rows;
    view->noted_url = bench_url(q, b, "bo-sung");
    TRY(tasks_missing_of(q, b->dossier.id, &rows));
    struct tasks_bench_noted *noted = arena_new_array(q->arena, struct tasks_bench_noted, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++)
        noted[i] = (struct tasks_bench_noted){.name = rows.items[i].name, .reason = *rows.items[i].reason ? rows.items[i].reason : tr(q, T("No reason yet"))};
    view->noted = noted;
    view->noted_count = rows.count;
    return OK;
}

/* Printed papers of the dossier; when one cannot be made just now the workbench stands all the same. */
static void fill_printed(struct q *q, const struct bench *b, struct tasks_bench_view *view)
{
    const struct paper_made *papers;
    size_t count;
    view->control_url = arena_printf(q->arena, "/ho-so/%s/phieu-kiem-soat.pdf", b->dossier.code);
    if (access_may(q, "dossiers.process") && b->step && !b->dossier.ended_at && b->dossier.status == STATUS_IN_PROCESS)
        view->result_url = bench_url(q, b, "ket-qua");
    if (papers_of(q, &b->dossier, &papers, &count) != OK) {
        q_forget(q);
        return;
    }
    struct tasks_bench_printed *printed = arena_new_array(q->arena, struct tasks_bench_printed, count + 1);
    for (size_t i = 0; i < count; i++)
        printed[i] = (struct tasks_bench_printed){.title = papers[i].title, .number = papers[i].number, .href = papers[i].url, .withdrawn = papers[i].withdrawn, .when = tasks_moment(q, papers[i].made_at)};
    view->printed = printed;
    view->printed_count = count;
}

enum result bench_show(struct q *q, const void *input)
{
    const struct bench_input *in = input;
    struct bench b;
    struct tasks_bench_view view = {0};
    TRY(bench_load(q, T("Works on the dossier"), &b));
    view.said = said(q, in->tin);
    fill_clock(q, &b, &view);
    fill_head(q, &b, &view);
    TRY(fill_place(q, &b, &in->queue, &view));
    TRY(bench_actions(q, &b, &view));
    TRY(bench_asked(q, &b, &view));
    TRY(fill_noted(q, &b, &view));
    TRY(bench_facts(q, &b, &view));
    TRY(bench_papers(q, &b, in->giay, &view));
    TRY(bench_log(q, &b, &view));
    bench_others(q, &b, &view);
    fill_printed(q, &b, &view);
    view.note_url = bench_url(q, &b, "ghi-chu");
    struct page frame = {.shell = SHELL_OFFICE, .title = bench_heading(q, &b), .no_index = true, .current = "/hop-viec"};
    return tasks_bench_page(q, &frame, &view);
}
