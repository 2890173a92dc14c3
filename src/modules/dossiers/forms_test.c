/* Every form of the package can be filled in page by page, as a person would, and submitted; taken from the form's own example. */
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "core/i18n.h"
#include "modules/dossiers/answers.h"
#include "modules/dossiers/people_for_test.h"

enum { PAIRS_ROOM = 400, ROUNDS = 300 };
struct typing { struct form_pair pairs[PAIRS_ROOM]; size_t count; json_t *draft; const json_t *example; const struct form *form; };

static void type(struct typing *t, const char *name, const char *text)
{
    must(t->count < PAIRS_ROOM);
    t->pairs[t->count++] = (struct form_pair){name, text};
}

static const char *as_typed(struct arena *a, const json_t *v)
{
    if (json_is_boolean(v))
        return json_is_true(v) ? "true" : "false";
    if (json_is_integer(v))
        return arena_printf(a, "%lld", (long long)json_integer_value(v));
    if (json_is_real(v))
        return decimal_vi(a, json_real_value(v), 6);
    return json_is_string(v) ? json_string_value(v) : "";
}

static void type_field(struct q *q, struct typing *t, const struct form_field *f);

static void type_list(struct q *q, struct typing *t, const struct form_field *f, const json_t *v)
{
    struct date day;
    if (f->control == FORM_CHECKBOXES || f->control == FORM_TEXTAREA) {
        const char *lines = "";
        for (size_t i = 0; i < json_array_size(v); i++) {
            if (f->control == FORM_CHECKBOXES)
                type(t, f->name, as_typed(q->arena, json_array_get(v, i)));
            lines = arena_printf(q->arena, "%s%s%s", lines, *lines ? "\n" : "", as_typed(q->arena, json_array_get(v, i)));
        }
        if (f->control == FORM_TEXTAREA)
            type(t, f->name, lines);
    } else if (f->control == FORM_LIST && f->items_now < json_array_size(v)) {
        type(t, "_add", f->name);
    }
    (void)day;
}

/* A file is put in as the page of papers would; dates in three boxes. */
static void type_field(struct q *q, struct typing *t, const struct form_field *f)
{
    struct date day;
    const json_t *v = answers_value(t->example, f->name);
    if (!v)
        return;
    if (json_is_array(v)) {
        type_list(q, t, f, v);
    } else if (f->control == FORM_FILE) {
        t->draft = form_put(q->arena, t->form, t->draft, f->name, v);
    } else if (json_is_object(v)) {
        for (size_t i = 0; i < f->part_count; i++)
            type_field(q, t, &f->parts[i]);
    } else if (json_is_string(v) && date_parse_iso(json_string_value(v), &day)) {
        type(t, arena_printf(q->arena, "%s.day", f->name), arena_printf(q->arena, "%d", day.day));
        type(t, arena_printf(q->arena, "%s.month", f->name), arena_printf(q->arena, "%d", day.month));
        type(t, arena_printf(q->arena, "%s.year", f->name), arena_printf(q->arena, "%d", day.year));
    } else {
        type(t, f->name, as_typed(q->arena, v));
    }
}

static const char *first_error(struct q *q, const struct form *form, const struct form_step *step, const json_t *draft)
{
    struct form_errors e = form_step_validate(q->arena, form, step, draft);
    return e.count ? arena_printf(q->arena, "%s: %s (%s)", e.items[0].name, form_error_text(q->arena, &e.items[0], LANGUAGE_EN), e.items[0].kind) : NULL;
}

/* Fills page after page until all are complete; NULL and *ret when it went well, else what was in the way. */
static const char *fill_in(struct q *q, const struct form *form, const json_t *example, json_t **ret, size_t *ret_pages)
{
    struct typing *t = arena_new_one(q->arena, struct typing);
    *t = (struct typing){.draft = json_own(q, json_object()), .example = example, .form = form};
    const char *done[ROUNDS];
    size_t done_count = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct form_steps steps = form_steps(q->arena, form, t->draft, NULL);
        const struct form_step *step = NULL;
        for (size_t i = 0; i < steps.count && !step; i++) {
            bool seen = false;
            for (size_t k = 0; k < done_count; k++)
                seen = seen || strcmp(done[k], steps.items[i].id) == 0;
            step = seen ? NULL : &steps.items[i];
        }
        *ret_pages = done_count;
        *ret = t->draft;
        if (!step)
            return NULL;
        struct answers answers;
        answers_of_step(q, step, NULL, &answers);
        if (answers.count == 0)
            return arena_printf(q->arena, "%s: the page shows nothing", step->id);
        t->count = 0;
        for (size_t i = 0; i < step->field_count; i++)
            type_field(q, t, &step->fields[i]);
        json_t *before = t->draft;
        bool grows = t->count > 0 && strcmp(t->pairs[t->count - 1].name, "_add") == 0;
        t->draft = form_step_read(q->arena, form, step, t->draft, NULL, t->pairs, t->count);
        answers_complete_addresses(q, step, before, t->draft);
        struct form_steps after = form_steps(q->arena, form, t->draft, NULL);
        const struct form_step *again = form_step_find(&after, step->id);
        if (grows || (again && again->field_count > step->field_count))
            continue; /* the answer brought a further question onto the page */
        const char *wrong = first_error(q, form, step, t->draft);
        if (wrong)
            return arena_printf(q->arena, "page %s: %s", step->id, wrong);
        done[done_count++] = step->id;
    }
    return "it does not come to an end";
}

TEST_WITH_PACKAGE("every form is filled in page by page from its example, is valid as a whole, and is submitted")
{
    const struct procedure *const *all;
    const char *seen[40];
    size_t n = procedures_all(q, &all), seen_count = 0;
    clock_set(time_from_local((struct local_time){{2026, 11, 16}, 9, 0, 0}));
    for (size_t i = 0; i < n; i++) {
        bool known = false;
        for (size_t k = 0; k < seen_count; k++)
            known = known || strcmp(seen[k], all[i]->form_id) == 0;
        if (known)
            continue;
        seen[seen_count++] = all[i]->form_id;
        struct dossier_submit what = submission_for_test(q, all[i]->id);
        const struct form *form = procedures_form(q, all[i]);
        json_t *draft;
        size_t pages;
        const char *wrong = fill_in(q, form, what.data, &draft, &pages);
        struct dossier d;
        what.data = form_finish(q->arena, form, draft);
        if (wrong)
            test_fail(__FILE__, __LINE__, "%s: %s", all[i]->form_id, wrong);
        else if (pages < 4)
            test_fail(__FILE__, __LINE__, "%s: only %zu pages", all[i]->form_id, pages);
        else if (dossiers_submit(q, &what, &d) != OK)
            test_fail(__FILE__, __LINE__, "%s: %s: %s", all[i]->form_id, q->problem.fields ? q->problem.fields->field : "",
                      q->problem.fields ? q->problem.fields->say : q->problem.say);
        q_forget(q);
    }
    clock_set(0);
    CHECK_INT(seen_count, 13);
}
