#include "core/field.h"
#include "base/date.h"
#include "base/must.h"
#include "base/text.h"
#include "core/http/parsed.h"
#include "core/i18n.h"
#include <string.h>

/* --- what all fields share --------------------------------------------------------------------------------------------------- */

static const struct input *input_named(const struct input *table, const char *name)
{
    for (; table->name; table++)
        if (strcmp(table->name, name) == 0)
            return table;
    must(!"the table has no input of this name");
    return NULL;
}

const char *field_error_of(const struct q *q, const char *name)
{
    for (const struct field_error *e = q->problem.fields; e; e = e->next)
        if (strcmp(e->field, name) == 0)
            return e->say;
    return NULL;
}

static bool form_came_back(const struct q *q)
{
    return q->problem.field_count > 0 && q->request != NULL;
}

const char *field_value(struct q *q, const char *name, const char *value)
{
    return form_came_back(q) ? input_typed(q, name) : value ? value : "";
}

/* Hint and error are read aloud with the field; their ids are made in the partial pages. */
static const char *described_by(struct q *q, const char *name, const char *hint, const char *error)
{
    if (!hint && !error)
        return NULL;
    return arena_printf(q->arena, "%s%s%s%s%s", hint ? name : "", hint ? "-goi-y" : "", hint && error ? " " : "", error ? name : "",
                        error ? "-loi" : "");
}

struct common {
    const struct input *input;
    const char *label, *hint, *error, *described_by;
};

static struct common common_of(struct q *q, const struct input *table, const char *name, const char *hint)
{
    struct common c = {.input = input_named(table, name), .hint = hint ? tr(q, hint) : NULL, .error = field_error_of(q, name)};
    c.label = tr(q, c.input->label);
    c.described_by = described_by(q, name, c.hint, c.error);
    return c;
}

/* --- typing ------------------------------------------------------------------------------------------------------------------ */

/* Boxes are as wide as the answer they wait for. */
static const char *width_of(const struct input *i)
{
    if (i->type == INPUT_IS_INT)
        return "10";
    int64_t most = i->max ? i->max : 200;
    return most <= 5 ? "5" : most <= 12 ? "10" : most <= 30 ? "20" : most <= 50 ? "30" : NULL;
}

struct core_input_view *field_input(struct q *q, const struct input *table, const char *name, const char *value, const char *hint)
{
    struct common c = common_of(q, table, name, hint);
    struct core_input_view *v = arena_new_one(q->arena, struct core_input_view);
    *v = (struct core_input_view){.name = name,
                                  .label = c.label,
                                  .hint = c.hint,
                                  .error = c.error,
                                  .describedby = c.described_by,
                                  .optional = !c.input->required && !c.input->secret,
                                  .value = c.input->secret ? "" : field_value(q, name, value),
                                  .type = c.input->secret ? "password" : "text",
                                  .width = width_of(c.input),
                                  .inputmode = c.input->type == INPUT_IS_INT ? "numeric" : NULL};
    return v;
}

struct core_textarea_view *field_textarea(struct q *q, const struct input *table, const char *name, const char *value, const char *hint)
{
    struct common c = common_of(q, table, name, hint);
    struct core_textarea_view *v = arena_new_one(q->arena, struct core_textarea_view);
    *v = (struct core_textarea_view){.name = name,
                                     .label = c.label,
                                     .hint = c.hint,
                                     .error = c.error,
                                     .describedby = c.described_by,
                                     .optional = !c.input->required,
                                     .value = field_value(q, name, value),
                                     .rows = 5};
    return v;
}

struct core_date_view *field_date(struct q *q, const struct input *table, const char *name, int32_t days, const char *hint)
{
    struct common c = common_of(q, table, name, hint);
    struct core_date_view *v = arena_new_one(q->arena, struct core_date_view);
    *v = (struct core_date_view){.name = name,
                                 .legend = c.label,
                                 .hint = c.hint,
                                 .error = c.error,
                                 .describedby = c.described_by,
                                 .optional = !c.input->required,
                                 .day = "",
                                 .month = "",
                                 .year = ""};
    if (form_came_back(q)) {
        v->day = input_typed(q, arena_printf(q->arena, "%s-day", name));
        v->month = input_typed(q, arena_printf(q->arena, "%s-month", name));
        v->year = input_typed(q, arena_printf(q->arena, "%s-year", name));
    } else if (days != INT32_MIN) {
        struct date d = date_from_days(days);
        v->day = arena_printf(q->arena, "%d", d.day);
        v->month = arena_printf(q->arena, "%d", d.month);
        v->year = arena_printf(q->arena, "%d", d.year);
    }
    return v;
}

struct core_file_view *field_file(struct q *q, const struct input *table, const char *name, const char *hint, const char *accept)
{
    struct common c = common_of(q, table, name, hint);
    struct core_file_view *v = arena_new_one(q->arena, struct core_file_view);
    *v = (struct core_file_view){.name = name,
                                 .label = c.label,
                                 .hint = c.hint,
                                 .error = c.error,
                                 .describedby = c.described_by,
                                 .optional = !c.input->required,
                                 .accept = accept};
    return v;
}

/* --- choosing ---------------------------------------------------------------------------------------------------------------- */

/* Was this value among those sent under the name? */
static bool was_sent(struct q *q, const char *name, const char *value)
{
    const struct parsed *p;
    if (request_parse(q, &p) != OK)
        return false;
    for (const struct pair *at = p->form.first; at; at = at->next)
        if (strcmp(at->name, name) == 0 && strcmp(at->value, value) == 0)
            return true;
    return false;
}

static bool is_stored(const struct input_list *values, const char *value)
{
    for (size_t i = 0; values && i < values->count; i++)
        if (strcmp(values->items[i], value) == 0)
            return true;
    return false;
}

static struct core_choices_view *make_choices(struct q *q, const struct input *table, const char *name, const char *hint,
                                              const struct choice *choices, size_t count, const struct input_list *stored)
{
    struct common c = common_of(q, table, name, hint);
    struct core_choices_items *items = arena_new_array(q->arena, struct core_choices_items, count + 1);
    for (size_t i = 0; i < count; i++)
        items[i] = (struct core_choices_items){.id = i == 0 ? name : arena_printf(q->arena, "%s-%d", name, (int)i + 1),
                                               .value = choices[i].value,
                                               .label = choices[i].label,
                                               .hint = choices[i].hint,
                                               .chosen = form_came_back(q) ? was_sent(q, name, choices[i].value)
                                                                           : is_stored(stored, choices[i].value)};
    struct core_choices_view *v = arena_new_one(q->arena, struct core_choices_view);
    *v = (struct core_choices_view){.name = name,
                                    .legend = c.label,
                                    .hint = c.hint,
                                    .error = c.error,
                                    .describedby = c.described_by,
                                    .optional = !c.input->required,
                                    .items = items,
                                    .items_count = count};
    return v;
}

struct core_choices_view *field_radios(struct q *q, const struct input *table, const char *name, const char *value, const char *hint,
                                       const struct choice *choices, size_t count)
{
    const char *one[] = {value ? value : ""};
    struct core_choices_view *v = make_choices(q, table, name, hint, choices, count, &(struct input_list){value != NULL, one});
    v->in_line = count == 2 && !choices[0].hint && !choices[1].hint;
    return v;
}

struct core_choices_view *field_checkboxes(struct q *q, const struct input *table, const char *name, const struct input_list *values,
                                           const char *hint, const struct choice *choices, size_t count)
{
    struct core_choices_view *v = make_choices(q, table, name, hint, choices, count, values);
    v->several = true;
    return v;
}

struct core_select_view *field_select(struct q *q, const struct input *table, const char *name, const char *value, const char *hint,
                                      const struct choice *choices, size_t count, const char *empty)
{
    struct common c = common_of(q, table, name, hint);
    const char *now = field_value(q, name, value);
    struct core_select_items *items = arena_new_array(q->arena, struct core_select_items, count + 1);
    for (size_t i = 0; i < count; i++)
        items[i] = (struct core_select_items){choices[i].value, choices[i].label, strcmp(choices[i].value, now) == 0};
    struct core_select_view *v = arena_new_one(q->arena, struct core_select_view);
    *v = (struct core_select_view){.name = name,
                                   .label = c.label,
                                   .hint = c.hint,
                                   .error = c.error,
                                   .describedby = c.described_by,
                                   .optional = !c.input->required,
                                   .empty = empty ? tr(q, empty) : NULL,
                                   .items = items,
                                   .items_count = count};
    return v;
}

struct core_checkbox_view *field_checkbox(struct q *q, const struct input *table, const char *name, bool value, const char *hint)
{
    struct common c = common_of(q, table, name, hint);
    struct core_checkbox_view *v = arena_new_one(q->arena, struct core_checkbox_view);
    *v = (struct core_checkbox_view){.name = name,
                                     .label = c.label,
                                     .hint = c.hint,
                                     .error = c.error,
                                     .describedby = c.described_by,
                                     .chosen = form_came_back(q) ? was_sent(q, name, "1") : value};
    return v;
}

/* --- summary and pager ------------------------------------------------------------------------------------------------------- */

const struct core_error_summary_view *field_summary(struct q *q)
{
    if (!q->problem.field_count)
        return NULL;
    struct core_error_summary_errors *errors = arena_new_array(q->arena, struct core_error_summary_errors, (size_t)q->problem.field_count);
    size_t n = 0;
    for (const struct field_error *e = q->problem.fields; e; e = e->next)
        errors[n++] = (struct core_error_summary_errors){e->field, e->say};
    struct core_error_summary_view *v = arena_new_one(q->arena, struct core_error_summary_view);
    *v = (struct core_error_summary_view){.count = q->problem.field_count, .errors = errors, .errors_count = n};
    return v;
}

/* First, last, and two around the present one; gaps between. */
static bool page_is_shown(int64_t number, int64_t now, int64_t last)
{
    return number == 1 || number == last || (number >= now - 2 && number <= now + 2);
}

const struct core_pager_view *field_pager(struct q *q, const struct pager *pager)
{
    int64_t last = pager->size > 0 ? (pager->total + pager->size - 1) / pager->size : 1;
    if (last <= 1)
        return NULL;
    struct core_pager_pages *pages = arena_new_array(q->arena, struct core_pager_pages, 10);
    size_t n = 0;
    for (int64_t i = 1; i <= last;) {
        bool shown = page_is_shown(i, pager->page, last);
        pages[n++] =
            (struct core_pager_pages){.number = i,
                                      .gap = !shown,
                                      .current = i == pager->page,
                                      .href = page_url_with(q, "trang", i > 1 ? arena_printf(q->arena, "%lld", (long long)i) : NULL)};
        i = shown ? i + 1 : i < pager->page ? pager->page - 2 : last;
    }
    struct core_pager_view *v = arena_new_one(q->arena, struct core_pager_view);
    *v = (struct core_pager_view){
        .summary = pager->summary, .previous = pager->previous_url, .next = pager->next_url, .pages = pages, .pages_count = n};
    return v;
}
