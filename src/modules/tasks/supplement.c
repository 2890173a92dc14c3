/* GET, POST /ho-so-xu-ly/{code}/bo-sung: the one request for everything that is missing. Lines are gathered from the values and papers of the
 * workbench (key b) or ticked here, each with its reason; the list is kept until it is sent. Sending stops the clock (form 02). */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/db.h"
#include "core/field.h"
#include "core/http/parsed.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/workflow/workflow.h"
#include "modules/tasks/missing.h"
#include "tasks_pages.h"

const struct input missing_inputs[] = {
    QUEUE_INPUTS, /* step is the first member, queue the first of step */
    INPUT_INT(struct missing_input, step.viec, T("Task"), .name = "viec", .min = 1, .max = 1000),
    INPUT_INT(struct missing_input, step.ban, T("Version"), .name = "ban", .min = 0, .max = INT64_MAX),
    INPUT_INT(struct missing_input, step.luc, T("Seen at"), .name = "luc", .min = 0, .max = INT64_MAX),
    INPUT_LIST(struct missing_input, chon, T("What is missing"), .max = 100),
    INPUT_TEXT(struct missing_input, bo, T("Line to take out"), .max = 300), INPUT_TEXT(struct missing_input, lam, T("What to do"), .max = 10),
    INPUT_TEXT(struct missing_input, ghi_chu, T("Reason for asking again"), .name = "ghi-chu", .lines = true, .max = 2000), INPUT_END};

struct asking { struct bench b; const struct workflow_choice *choice; const struct missing_thing *things; size_t thing_count; struct tasks_missing_of_rows noted; };

static enum result load(struct q *q, struct asking *a)
{
    TRY(bench_load(q, T("Asks for a supplement"), &a->b));
    a->choice = missing_choice(&a->b);
    if (!a->choice)
        return fail(q, NOT_NOW, T("At this step nothing can be asked for; look at the dossier again"));
    TRY(missing_things(q, &a->b, &a->things, &a->thing_count));
    return tasks_missing_of(q, a->b.dossier.id, &a->noted);
}

static bool is_noted(const struct asking *a, const struct missing_thing *t)
{
    for (size_t i = 0; i < a->noted.count; i++)
        if (a->noted.items[i].paper == t->paper && strcmp(a->noted.items[i].field, t->field) == 0)
            return true;
    return false;
}

/* --- the page ------------------------------------------------------------------------------------------------------------------------------- */

static const char *reason_name(struct q *q, const char *key)
{
    return arena_printf(q->arena, "ly-do.%s", key);
}

static void add_line(struct q *q, struct tasks_supplement_view *view, struct tasks_supplement_lines *lines, const char *key, const char *name, const char *reason)
{
    const char *field = reason_name(q, key);
    lines[view->lines_count++] = (struct tasks_supplement_lines){.key = key, .name = name, .field = field, .reason = field_value(q, field, reason), .error = field_error_of(q, field)};
}

/* The lines noted so far, and the one that ?them= brings along, not kept yet. */
static void fill_lines(struct q *q, const struct asking *a, struct tasks_supplement_view *view)
{
    struct tasks_supplement_lines *lines = arena_new_array(q->arena, struct tasks_supplement_lines, a->noted.count + 2);
    const struct missing_thing *more = missing_find(a->things, a->thing_count, request_query(q, "them"));
    view->lines = lines;
    for (size_t i = 0; i < a->noted.count; i++)
        add_line(q, view, lines, missing_key(q, a->noted.items[i].field, a->noted.items[i].paper), a->noted.items[i].name, a->noted.items[i].reason);
    if (more && !is_noted(a, more))
        add_line(q, view, lines, more->key, missing_name(q, more), "");
}

static void fill_groups(struct q *q, const struct asking *a, struct tasks_supplement_view *view)
{
    struct tasks_supplement_groups *groups = arena_new_array(q->arena, struct tasks_supplement_groups, a->thing_count + 1);
    struct tasks_supplement_groups_things *things = arena_new_array(q->arena, struct tasks_supplement_groups_things, a->thing_count + 1);
    size_t n = 0;
    for (size_t i = 0; i < a->thing_count; i++) {
        const struct missing_thing *t = &a->things[i];
        if (is_noted(a, t))
            continue;
        if (!view->groups_count || !text_equal(groups[view->groups_count - 1].title, t->group))
            groups[view->groups_count++] = (struct tasks_supplement_groups){.title = t->group, .things = &things[n]};
        groups[view->groups_count - 1].things_count++;
        things[n++] = (struct tasks_supplement_groups_things){.key = t->key, .name = t->name, .id = arena_printf(q->arena, "chon-%zu", i)};
    }
    view->groups = groups;
}

static enum result show(struct q *q, const struct asking *a)
{
    const struct dossier *d = &a->b.dossier;
    struct tasks_supplement_view view = {
        .code = d->code, .who = d->applicant_name, .back = bench_url(q, &a->b, ""), .action = bench_url(q, &a->b, "bo-sung"),
        .letter = a->noted.count ? bench_url(q, &a->b, "bo-sung/thu") : NULL, .task = a->b.task->number, .version = d->version, .seen_at = clock_now(),
        .error = field_error_of(q, "chon")};
    fill_lines(q, a, &view);
    fill_groups(q, a, &view);
    if (d->supplements)
        view.again = field_textarea(q, missing_inputs, "ghi-chu", "", T("Everything missing was asked for once already. A leader may ask again and says why."));
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Ask for a supplement")), .no_index = true, .current = "/hop-viec"};
    return tasks_supplement_page(q, &frame, &view);
}

enum result missing_show(struct q *q, const void *input)
{
    (void)input;
    struct asking a;
    TRY(load(q, &a));
    return show(q, &a);
}

/* --- keeping -------------------------------------------------------------------------------------------------------------------------------- */

struct keeping { const struct asking *a; const struct missing_input *in; };

static enum result put(struct q *q, const struct asking *a, const char *field, int64_t paper, const char *name, const char *reason)
{
    struct tasks_missing_put_in in = {.dossier_id = a->b.dossier.id, .field = field, .paper = paper, .name = name, .reason = reason, .account_id = q->account->id, .noted_at = clock_now()};
    return tasks_missing_put(q, &in, NULL);
}

/* The reason typed for a key, cleaned; NULL: the form had no such line. */
static const char *typed_reason(struct q *q, const char *key)
{
    const char *typed = request_value(q, reason_name(q, key));
    const char *clean = typed ? text_clean_lines(q->arena, typed) : NULL;
    return clean ? text_truncate(q->arena, clean, 1000) : NULL;
}

static enum result keep_in_transaction(struct q *q, void *arg)
{
    const struct keeping *k = arg;
    const struct asking *a = k->a;
    for (size_t i = 0; i < a->thing_count; i++) {
        const struct missing_thing *t = &a->things[i];
        const char *reason = typed_reason(q, t->key);
        bool out = k->in->bo && strcmp(k->in->bo, t->key) == 0;
        if (out)
            TRY(tasks_missing_drop(q, a->b.dossier.id, t->field, t->paper, NULL));
        else if (reason)
            TRY(put(q, a, t->field, t->paper, missing_name(q, t), reason));
    }
    for (size_t i = 0; k->in->chon && i < k->in->chon->count; i++) {
        const struct missing_thing *t = missing_find(a->things, a->thing_count, k->in->chon->items[i]);
        if (t && !is_noted(a, t))
            TRY(put(q, a, t->field, t->paper, missing_name(q, t), ""));
    }
    return OK;
}

/* --- sending -------------------------------------------------------------------------------------------------------------------------------- */

static enum result send_in_transaction(struct q *q, void *arg)
{
    const struct keeping *k = arg;
    const struct tasks_missing_of_rows *rows = &k->a->noted;
    struct dossier_missing *missing = arena_new_array(q->arena, struct dossier_missing, rows->count + 1);
    for (size_t i = 0; i < rows->count; i++)
        missing[i] = (struct dossier_missing){.field = *rows->items[i].field ? rows->items[i].field : NULL, .paper = rows->items[i].paper, .name = rows->items[i].name, .reason = rows->items[i].reason};
    struct dossier_act act = {.kind = ACT_OUTCOME, .dossier_id = k->a->b.dossier.id, .expect_version = k->in->step.ban, .task = k->a->b.task->number,
                              .outcome = k->a->choice->id, .note = k->in->ghi_chu, .missing = missing, .missing_count = rows->count};
    TRY(dossiers_act(q, &act, NULL));
    return tasks_missing_clear(q, k->a->b.dossier.id, NULL);
}

static enum result check_reasons(struct q *q, const struct asking *a)
{
    if (!a->noted.count)
        fail_field(q, "chon", T("Say what is missing: at least one field or paper"));
    for (size_t i = 0; i < a->noted.count; i++)
        if (!*a->noted.items[i].reason)
            fail_field(q, reason_name(q, missing_key(q, a->noted.items[i].field, a->noted.items[i].paper)), T("Say why “{name}” has to be supplied"), "name", a->noted.items[i].name);
    return q_check(q);
}

static enum result send(struct q *q, struct keeping *k, struct bench *b)
{
    TRY(check_reasons(q, k->a));
    enum result r = db_transact(q, send_in_transaction, k);
    if (r == PROBLEM_CONFLICT) { /* the list is kept, so nothing typed is lost */
        struct kept kept[] = {{"lam", NULL, "gui"}, {"ghi-chu", k->in->ghi_chu && *k->in->ghi_chu ? tr(q, T("Reason for asking again")) : NULL, k->in->ghi_chu}};
        return conflict_show(q, b, k->in->step.luc, bench_url(q, b, "bo-sung"), kept, 2);
    }
    TRY(r);
    return reply_redirect(q, queue_url(q, arena_printf(q->arena, "/hop-viec?da=bo-sung&ma=%s", b->dossier.code), &k->in->step.queue));
}

enum result missing_go(struct q *q, const void *input)
{
    struct asking a;
    struct keeping k = {&a, input};
    TRY(load(q, &a));
    TRY(db_transact(q, keep_in_transaction, &k));
    TRY(tasks_missing_of(q, a.b.dossier.id, &a.noted));
    if (text_equal(k.in->lam, "gui"))
        return send(q, &k, &a.b);
    if (text_equal(k.in->lam, "thu"))
        return reply_redirect(q, bench_url(q, &a.b, "bo-sung/thu"));
    return reply_redirect(q, bench_url(q, &a.b, "bo-sung"));
}

/* --- the letter, before it is sent ------------------------------------------------------------------------------------------------------- */

enum result missing_letter(struct q *q, const void *input)
{
    (void)input;
    struct asking a;
    TRY(load(q, &a));
    const struct dossier *d = &a.b.dossier;
    struct tasks_letter_items *items = arena_new_array(q->arena, struct tasks_letter_items, a.noted.count + 1);
    for (size_t i = 0; i < a.noted.count; i++)
        items[i] = (struct tasks_letter_items){.name = a.noted.items[i].name, .reason = a.noted.items[i].reason};
    struct tasks_letter_view view = {
        .code = d->code, .who = d->applicant_name, .procedure = tasks_procedure(q, d->procedure_id, d->procedure_version), .unit = tasks_unit(q, a.b.task->unit_id),
        .officer = q->account->name, .items = items, .items_count = a.noted.count, .back = bench_url(q, &a.b, "bo-sung"), .action = bench_url(q, &a.b, "bo-sung"),
        .task = a.b.task->number, .version = d->version, .seen_at = clock_now(), .can_send = !d->supplements};
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("The letter to the applicant")), .no_index = true, .current = "/hop-viec"};
    return tasks_letter_page(q, &frame, &view);
}
