/* Several dossiers at once: take, give back, give to a colleague, finish the same step. First a page says which ones will be done and which
 * cannot be, and why (POST /hop-viec/nhieu, no effect); then each is done in a transaction of its own (POST /hop-viec/nhieu/lam) and the answer
 * lists what was done and what was not. */
#include "base/arena.h"
#include "base/text.h"
#include "core/field.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/workflow/workflow.h"
#include "modules/accounts/accounts.h"
#include "modules/tasks/tasks_inside.h"
#include "tasks_pages.h"

enum { PICKED_MOST = 200 };
enum deed { DEED_TAKE, DEED_RELEASE, DEED_ASSIGN, DEED_FINISH };
static const struct { const char *slug, *title, *button; enum dossier_act_kind act; } deeds[] = {
    {"nhan", T("Take"), T("Take them"), ACT_TAKE}, {"tra", T("Give back"), T("Give them back"), ACT_RELEASE},
    {"giao", T("Give to"), T("Give them"), ACT_ASSIGN}, {"xong", T("Finish the step"), T("Finish the step"), ACT_OUTCOME}};

#define BULK_INPUTS                                                                                                                      \
    QUEUE_INPUTS, INPUT_LIST(struct bulk_input, picked, T("Dossiers"), .name = "ho-so", .max = PICKED_MOST),                              \
        INPUT_CHOICE(struct bulk_input, viec, T("What to do"), "nhan|tra|giao|xong", .required = true), INPUT_TEXT(struct bulk_input, ve, T("Back"), .max = 600)
const struct input bulk_inputs[] = {BULK_INPUTS, INPUT_END};
const struct input bulk_do_inputs[] = {
    BULK_INPUTS, INPUT_INT(struct bulk_do_input, nguoi, T("Colleague"), .min = 0, .max = INT64_MAX),
    INPUT_TEXT(struct bulk_do_input, ket_qua, T("Outcome"), .name = "ket-qua", .max = 80),
    INPUT_TEXT(struct bulk_do_input, ghi_chu, T("Note"), .name = "ghi-chu", .lines = true, .max = 2000), INPUT_END};

struct picked {
    const char *value; int64_t dossier_id, task, version;
    struct dossier dossier; const struct dossier_task *open; const struct workflow_step *step;
    const char *why; /* why it cannot be done; NULL: it can */
};
struct heap { enum deed deed; struct picked *items; size_t count; const struct workflow_step *step; const char *unit_id; };

/* The list it came from: the officer's own, or the leader's. */
static const char *way_back(struct q *q, const struct bulk_input *in)
{
    return in->ve && text_starts(in->ve, "/lanh-dao/ho-so?") ? in->ve : queue_url(q, "/hop-viec", &in->queue);
}

static enum deed deed_of(const char *slug)
{
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
        if (text_equal(deeds[i].slug, slug))
            return (enum deed)i;
    return DEED_TAKE;
}

static bool read_value(struct q *q, const char *value, struct picked *ret)
{
    size_t n;
    char **parts = text_split(q->arena, value, '.', &n);
    *ret = (struct picked){.value = value};
    return n == 3 && number_parse(parts[0], &ret->dossier_id) && number_parse(parts[1], &ret->task) && number_parse(parts[2], &ret->version);
}

/* The words of the failure in q, which is then forgotten. */
static const char *words_of_failure(struct q *q)
{
    const char *say = q->problem.say;
    if (!say && q->problem.fields)
        say = q->problem.fields->say;
    if (!say)
        say = tr(q, result_title(q->problem.kind));
    q_forget(q);
    return say;
}

static enum result load_one(struct q *q, struct picked *p)
{
    const struct dossier_task *tasks;
    const struct workflow *wf;
    struct workflow_state state;
    size_t count;
    TRY(dossiers_by_id(q, p->dossier_id, &p->dossier));
    TRY(dossiers_need_sight(q, &p->dossier, tr_in(LANGUAGE_VI, T("Works on several dossiers at once"))));
    TRY(dossiers_tasks(q, &p->dossier, &tasks, &count));
    TRY(dossiers_state(q, &p->dossier, &wf, &state));
    for (size_t i = 0; i < count; i++)
        if (tasks[i].number == p->task)
            p->open = &tasks[i];
    if (!p->open)
        return fail(q, NOT_NOW, T("This step has been done already; look at the dossier again"));
    p->step = workflow_step_find(wf, p->open->step_id);
    return OK;
}

static bool same_step(const struct workflow_step *a, const struct workflow_step *b)
{
    return a && b && strcmp(a->id, b->id) == 0 && text_equal(a->name, b->name);
}

/* Finishing and giving are for one kind of step, one agency: those of the first that can be looked at. */
static const char *not_with_the_others(struct q *q, const struct heap *h, const struct picked *p)
{
    if (h->deed == DEED_FINISH && h->step && !same_step(h->step, p->step))
        return tr_fill(q, T("Another step: {step}"), "step", p->open->step_name);
    if (h->deed == DEED_ASSIGN && h->unit_id && strcmp(h->unit_id, p->open->unit_id) != 0)
        return tr_fill(q, T("Another agency: {unit}"), "unit", tasks_unit(q, p->open->unit_id));
    return NULL;
}

static struct dossier_act act_for(const struct heap *h, const struct picked *p)
{
    return (struct dossier_act){.kind = deeds[h->deed].act, .dossier_id = p->dossier_id, .expect_version = p->version, .task = p->task};
}

/* The first outcome that goes on without a page of its own. */
static const struct workflow_choice *plain_choice(const struct workflow_step *step, const char *wanted)
{
    for (size_t i = 0; step && i < step->choice_count; i++) {
        const struct workflow_choice *c = &step->choices[i];
        if ((c->kind == WORKFLOW_FORWARD || c->kind == WORKFLOW_FINISH) && (!wanted || strcmp(wanted, c->id) == 0))
            return c;
    }
    return NULL;
}

static const char *why_not(struct q *q, struct heap *h, struct picked *p)
{
    struct dossier_act act = act_for(h, p);
    const struct workflow_choice *choice = plain_choice(p->step, NULL);
    const char *why = not_with_the_others(q, h, p);
    if (why)
        return why;
    if (h->deed == DEED_FINISH && !choice)
        return tr(q, T("This step has no outcome that can be chosen for several"));
    act.outcome = choice ? choice->id : NULL;
    act.note = "-";
    if (dossiers_act_possible(q, &act) != OK)
        return words_of_failure(q);
    if (!h->step)
        h->step = p->step;
    if (!h->unit_id)
        h->unit_id = p->open->unit_id;
    return NULL;
}

static enum result load_heap(struct q *q, const struct bulk_input *in, struct heap *h)
{
    size_t n = in->picked ? in->picked->count : 0;
    *h = (struct heap){.deed = deed_of(in->viec), .items = arena_new_array(q->arena, struct picked, n + 1)};
    if (!n)
        fail_field(q, "ho-so", T("Pick at least one dossier"));
    if (n > PICKED_MOST)
        fail_field(q, "ho-so", T("Pick at most 200 dossiers at once"));
    TRY(q_check(q));
    for (size_t i = 0; i < n; i++) {
        struct picked *p = &h->items[h->count];
        if (!read_value(q, in->picked->items[i], p))
            continue;
        h->count++;
        p->why = load_one(q, p) == OK ? NULL : words_of_failure(q);
        if (!p->why)
            p->why = why_not(q, h, p);
        if (q->problem.kind == PROBLEM_STORAGE || q->problem.kind == PROBLEM_BUSY)
            return q->problem.kind;
    }
    return OK;
}

/* --- beforehand ------------------------------------------------------------------------------------------------------------------------- */

static enum result fill_people(struct q *q, const struct heap *h, struct tasks_bulk_view *view)
{
    const struct officer *officers;
    size_t count;
    if (h->deed != DEED_ASSIGN || !h->step)
        return OK;
    TRY(accounts_colleagues(q, h->unit_id, h->step->role, &officers, &count));
    struct choice *choices = arena_new_array(q->arena, struct choice, count + 1);
    for (size_t i = 0; i < count; i++)
        choices[i] = (struct choice){.value = tasks_int(q, officers[i].account_id), .label = officers[i].name};
    view->people = field_radios(q, bulk_do_inputs, "nguoi", NULL, NULL, choices, count);
    return OK;
}

static void fill_outcomes(struct q *q, const struct heap *h, struct tasks_bulk_view *view)
{
    size_t n = 0;
    if (h->deed != DEED_FINISH || !h->step)
        return;
    struct choice *choices = arena_new_array(q->arena, struct choice, h->step->choice_count + 1);
    for (size_t i = 0; i < h->step->choice_count; i++) {
        const struct workflow_choice *c = plain_choice(h->step, h->step->choices[i].id);
        if (c)
            choices[n++] = (struct choice){.value = c->id, .label = tasks_choice(q, c)};
    }
    view->step = pick_language(q, h->step->name, h->step->name_en);
    view->outcomes = field_radios(q, bulk_do_inputs, "ket-qua", n == 1 ? choices[0].value : NULL, NULL, choices, n);
}

static void fill_lists(struct q *q, const struct heap *h, struct tasks_bulk_view *view)
{
    struct tasks_bulk_good *good = arena_new_array(q->arena, struct tasks_bulk_good, h->count + 1);
    struct tasks_bulk_bad *bad = arena_new_array(q->arena, struct tasks_bulk_bad, h->count + 1);
    for (size_t i = 0; i < h->count; i++) {
        const struct picked *p = &h->items[i];
        const char *code = p->dossier.code ? p->dossier.code : p->value, *who = p->dossier.code ? p->dossier.applicant_name : "";
        if (p->why)
            bad[view->bad_count++] = (struct tasks_bulk_bad){.code = code, .who = who, .why = p->why};
        else
            good[view->good_count++] = (struct tasks_bulk_good){.value = p->value, .code = code, .who = who, .step = p->open->step_name};
    }
    view->good = good;
    view->bad = bad;
}

static enum result show_before(struct q *q, const struct bulk_input *in, const struct heap *h)
{
    struct tasks_bulk_view view = {.deed = deeds[h->deed].slug, .title = tr(q, deeds[h->deed].title), .button = tr(q, deeds[h->deed].button),
                                   .action = queue_url(q, "/hop-viec/nhieu/lam", &in->queue), .way_back = in->ve, .back = way_back(q, in)};
    fill_lists(q, h, &view);
    TRY(fill_people(q, h, &view));
    fill_outcomes(q, h, &view);
    struct page frame = {.shell = SHELL_OFFICE, .title = view.title, .no_index = true, .current = "/hop-viec"};
    return tasks_bulk_page(q, &frame, &view);
}

enum result bulk_show(struct q *q, const void *input)
{
    const struct bulk_input *in = input;
    struct heap h;
    TRY(load_heap(q, in, &h));
    return show_before(q, in, &h);
}

/* --- doing --------------------------------------------------------------------------------------------------------------------------------- */

static enum result do_one(struct q *q, const struct heap *h, const struct bulk_do_input *in, struct picked *p)
{
    struct dossier_act act = act_for(h, p);
    act.note = in->ghi_chu && *in->ghi_chu ? in->ghi_chu : NULL;
    act.to_account = in->nguoi;
    act.outcome = h->deed == DEED_FINISH ? in->ket_qua : NULL;
    if (h->deed == DEED_FINISH && !plain_choice(p->step, in->ket_qua))
        return fail(q, INVALID, T("This step has no such outcome"));
    return dossiers_act(q, &act, NULL);
}

static enum result show_after(struct q *q, const struct bulk_input *in, const struct heap *h)
{
    struct tasks_bulk_done_view view = {.title = tr(q, deeds[h->deed].title), .back = way_back(q, in)};
    struct tasks_bulk_done_good *good = arena_new_array(q->arena, struct tasks_bulk_done_good, h->count + 1);
    struct tasks_bulk_done_bad *bad = arena_new_array(q->arena, struct tasks_bulk_done_bad, h->count + 1);
    for (size_t i = 0; i < h->count; i++) {
        const struct picked *p = &h->items[i];
        const char *code = p->dossier.code ? p->dossier.code : p->value, *who = p->dossier.code ? p->dossier.applicant_name : "";
        const char *href = p->dossier.code ? queue_url(q, tasks_url(q, code), &in->queue) : "/hop-viec";
        if (p->why)
            bad[view.bad_count++] = (struct tasks_bulk_done_bad){.code = code, .who = who, .why = p->why, .href = href};
        else
            good[view.good_count++] = (struct tasks_bulk_done_good){.code = code, .who = who, .href = href};
    }
    view.good = good;
    view.bad = bad;
    view.done = (int64_t)view.good_count;
    view.all = (int64_t)h->count;
    struct page frame = {.shell = SHELL_OFFICE, .title = view.title, .no_index = true, .current = "/hop-viec"};
    return tasks_bulk_done_page(q, &frame, &view);
}

enum result bulk_go(struct q *q, const void *input)
{
    const struct bulk_do_input *in = input;
    struct heap h;
    TRY(load_heap(q, &in->bulk, &h));
    if (h.deed == DEED_ASSIGN && !in->nguoi)
        fail_field(q, "nguoi", T("Choose a colleague"));
    if (h.deed == DEED_FINISH && (!in->ket_qua || !*in->ket_qua))
        fail_field(q, "ket-qua", T("Choose an outcome"));
    if (q->problem.field_count) { /* the page of before again, with the errors; nothing is done */
        TRY(show_before(q, &in->bulk, &h));
        q->reply->status = 422;
        return OK;
    }
    for (size_t i = 0; i < h.count; i++)
        if (!h.items[i].why && do_one(q, &h, in, &h.items[i]) != OK)
            h.items[i].why = words_of_failure(q);
    return show_after(q, &in->bulk, &h);
}
