/* A draft as the pages use it: row, form, answers, what is known, the steps that matter now.
 * meta (column "steps"): {"saved": {step: [version, tab]}, "sources": {…}, "silent": […]}. */
#pragma once
#include "engines/forms/form.h"
#include "modules/dossiers/dossiers_inside.h"

struct draft {
    struct dossiers_draft_row row;
    const struct procedure *procedure;
    const struct form *form;
    json_t *data, *known, *meta;
    struct form_steps steps;
    struct dossiers_draft_papers_rows papers;
};

/* The draft at {draft} of the address, for its owner only: NOT_FOUND with words. Submitted already: GONE with *ret_code set in row.dossier_id. */
enum result draft_load(struct q *q, const char *token, struct draft *ret);
/* Reads data, known and meta of the row again (after draft_load, or when another tab saved). */
enum result draft_read(struct q *q, struct draft *d);
/* Saves data, known, meta. CONFLICT when another tab saved since it was read. */
enum result draft_save(struct q *q, struct draft *d);
/* Was this step saved by another tab or device since the page of `version` was shown? */
bool draft_step_changed(const struct draft *d, const char *step, int64_t version, const char *tab);
void draft_mark_step(struct draft *d, const char *step, const char *tab);
bool draft_step_known(const struct form_step *step); /* registers filled it: nothing to do on its page */
size_t draft_incomplete(const struct draft *d); /* steps that still lack something */
const char *draft_url(struct q *q, const struct draft *d, const char *rest); /* "/ho-so/nhap/TOKEN/REST" */
/* The step after this one that is not filled by registers; NULL: the papers come next. */
const struct form_step *draft_next_step(const struct draft *d, const char *step);
const struct form_step *draft_previous_step(const struct draft *d, const char *step);
const char *draft_step_title(const struct q *q, const struct form_step *step);

/* The line of parts above each page: sections of the form, papers, check. */
struct draft_part { const char *title; const char *url; bool done, current; };
/* current: section index; -1 papers; -2 check */
size_t draft_parts(struct q *q, const struct draft *d, int current, const struct draft_part **ret, int64_t *ret_number);
