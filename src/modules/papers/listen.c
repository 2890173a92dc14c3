/* Which lines of the journal ask for a paper. Listeners are jobs: they may run twice and find the paper that exists. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/q.h"
#include "modules/papers/papers_inside.h"
#include "modules/units/units.h"

#define EAGER (2 * DAY) /* papers of older lines are made when somebody asks */

typedef enum result values_fn(struct q *q, const struct dossier *d, const struct journal_line *line, json_t *values);
static const struct asked { const char *type, *paper; values_fn *values; } all_asked[] = {
    {"dossiers.submitted", "form-01", slip_values},
    {"dossiers.supplement_requested", "form-02", notice_values},
    {"dossiers.refused", "form-03", notice_values},
    {"dossiers.extended", "form-04", notice_values},
    {"dossiers.stopped", "form-05", notice_values},
    {"dossiers.finished", "result", NULL},
};

static const struct asked *asked_by(const char *type)
{
    for (size_t i = 0; i < sizeof all_asked / sizeof *all_asked; i++)
        if (strcmp(all_asked[i].type, type) == 0)
            return &all_asked[i];
    return NULL;
}

static enum result make_form(struct q *q, const struct dossier *d, const struct journal_line *line, const struct asked *asked, struct papers_paper_row *ret)
{
    json_t *values = values_new(q), *data = event_data(q, line);
    const char *unit_id = strcmp(asked->paper, "form-01") == 0 ? d->receiving_unit : json_get_text(data, "unit");
    TRY(asked->values(q, d, line, values));
    struct making m = {.kind = asked->paper, .fact = arena_printf(q->arena, "line:%lld", (long long)line->id), .template_id = asked->paper, .d = d,
                       .unit = units_find(q, unit_id ? unit_id : d->competent_unit), .values = values, .fact_at = json_get_int(data, "at", line->at),
                       .signer_name = json_get_text(values, "signer_name"), .signer_title = json_get_text(values, "signer_title")};
    return paper_make(q, &m, ret);
}

enum result paper_of_line(struct q *q, const struct dossier *d, const struct journal_line *line, struct papers_paper_row *ret, bool *ret_made)
{
    const struct asked *asked = asked_by(line->type);
    enum language language = q->language;
    *ret_made = asked != NULL;
    if (!asked)
        return OK;
    q->language = LANGUAGE_VI; /* papers speak Vietnamese, whoever asks for them */
    enum result r = asked->values ? make_form(q, d, line, asked, ret) : papers_result_of_line(q, d, line, ret);
    q->language = language;
    return r;
}

static enum result hear(struct q *q, const struct journal_line *line)
{
    struct dossier d;
    struct papers_paper_row row;
    bool made;
    if (!asked_by(line->type) || clock_now() - line->at > EAGER)
        return OK;
    TRY(dossiers_by_id(q, line->subject_id, &d));
    return paper_of_line(q, &d, line, &row, &made);
}

extern const struct listener papers_listeners[];
const struct listener papers_listeners[] = {
    {"dossiers.submitted", "papers.slip", hear},   {"dossiers.supplement_requested", "papers.supplement", hear},
    {"dossiers.refused", "papers.refusal", hear},  {"dossiers.extended", "papers.extension", hear},
    {"dossiers.stopped", "papers.stop", hear},     {"dossiers.finished", "papers.result", hear},
    {NULL, NULL, NULL}};
