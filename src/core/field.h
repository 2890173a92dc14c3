/* The parts of forms and lists: each makes the view of one of core's partial pages from the route's input table, so that name, label,
 * bounds and errors are said once. In a page: {{@ view ten core_input; }} … {{> core/input ten}}.
 *
 *   view.ten = field_input(q, take_inputs, "ten", draft->ten, T("As on the identity card"));
 *
 * The value given is what is stored; after a wrong form it gives way to what was typed. hint: msgid or NULL. The views may still be
 * changed by the caller (.heading, .autocomplete, .show_if …) before they are shown. */
#pragma once
#include "core/input.h"
#include "core/page.h"
#include "core_pages.h"

struct choice {
    const char *value, *label /* translated */, *hint /* translated; may be NULL */;
};

struct core_input_view *field_input(struct q *q, const struct input *table, const char *name, const char *value, const char *hint);
struct core_textarea_view *field_textarea(struct q *q, const struct input *table, const char *name, const char *value, const char *hint);
struct core_date_view *field_date(struct q *q, const struct input *table, const char *name, int32_t days,
                                  const char *hint); /* INT32_MIN: none */
struct core_choices_view *field_radios(struct q *q, const struct input *table, const char *name, const char *value, const char *hint,
                                       const struct choice *choices, size_t count);
struct core_choices_view *field_checkboxes(struct q *q, const struct input *table, const char *name, const struct input_list *values,
                                           const char *hint, const struct choice *choices, size_t count);
/* empty: msgid of the line that stands for no answer; NULL: none. */
struct core_select_view *field_select(struct q *q, const struct input *table, const char *name, const char *value, const char *hint,
                                      const struct choice *choices, size_t count, const char *empty);
struct core_checkbox_view *field_checkbox(struct q *q, const struct input *table, const char *name, bool value, const char *hint);
struct core_file_view *field_file(struct q *q, const struct input *table, const char *name, const char *hint, const char *accept);

/* The shells put the summary above the content by themselves. NULL when no field is wrong. */
const struct core_error_summary_view *field_summary(struct q *q);
const char *field_error_of(const struct q *q, const char *name); /* NULL: this field is right */
/* What to show: typed, if the form came back; else value. */
const char *field_value(struct q *q, const char *name, const char *value);
const struct core_pager_view *field_pager(struct q *q, const struct pager *pager); /* NULL when one page holds all */
