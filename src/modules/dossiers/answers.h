/* Fields of a form step as views of pages/answer.html. Known and undisputed fields are left out: they stand in the box beside the form. */
#pragma once
#include "dossiers_pages.h"
#include "engines/forms/form.h"

struct answers { struct dossiers_answer_view *items[60]; size_t count; bool has_file; };
struct q;
void answers_of_step(struct q *q, const struct form_step *step, const json_t *meta, struct answers *ret);
void answers_of_field(struct q *q, const struct form_field *field, bool alone, const json_t *meta, struct answers *ret);
/* What was posted, as the forms engine takes it: "x-day" becomes "x.day". */
const struct form_pair *answers_posted(struct q *q, size_t *ret_count);
/* Address parts the person need not type: the district of the commune, the whole address in one line (made again when it is as it was
 * made from `before`). Changes draft. */
void answers_complete_addresses(struct q *q, const struct form_step *step, const json_t *before, json_t *draft);
const char *answers_label(const struct q *q, const struct form_field *f);
const json_t *answers_value(const json_t *data, const char *name); /* the value at a flat name; NULL when absent */
