/* Form 06, the control sheet: who handed the dossier to whom and when, as the journal has it so far. */
#include "base/arena.h"
#include "base/date.h"
#include "base/json.h"
#include "base/must.h"
#include "base/text.h"
#include "core/access_roles.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/q.h"
#include "modules/papers/papers_inside.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

static const char *party(struct q *q, const json_t *data, const struct dossier *d)
{
    const char *role_id = json_get_text(data, "role"), *unit_id = json_get_text(data, "unit");
    const struct access_role *role = role_id ? access_role(role_id) : NULL;
    const struct unit *unit = units_find(q, unit_id ? unit_id : d->competent_unit);
    const char *name = unit ? unit->name_vi : "";
    return role ? arena_printf(q->arena, "%s, %s", role->name_vi, name) : name;
}

/* The step's own hours: handed on before, on or after its due moment. */
static const char *in_time_words(struct q *q, const json_t *data)
{
    int64_t due = json_get_int(data, "step_due_at", 0), at = json_get_int(data, "at", 0);
    if (!due)
        return "";
    if (at > due)
        return tr(q, T("after the time allowed"));
    return tr(q, time_local_days(at) < time_local_days(due) ? T("before the time allowed") : T("in time"));
}

static bool is_handing_on(const char *type)
{
    static const char *const types[] = {"dossiers.step_done", "dossiers.supplement_requested", "dossiers.refused", "dossiers.stopped", "dossiers.extended",
                                        "dossiers.delivered"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(type, types[i]) == 0)
            return true;
    return false;
}

static void add_step(struct q *q, const struct dossier *d, const struct journal_line *line, const char *next, json_t *steps)
{
    json_t *data = event_data(q, line);
    const char *note = json_get_text(data, "note");
    must(json_array_append_new(steps, json_pack("{s:s, s:s, s:s, s:s, s:s}", "from_name",
                                                arena_printf(q->arena, "%s (%s)", line->actor_name, party(q, data, d)), "to_name", next, "handed_at",
                                                moment_words(q, json_get_int(data, "at", line->at)), "state_name", in_time_words(q, data), "note",
                                                note ? note : "")) == 0);
}

/* To whom: who did the next step; of the last one nobody yet. */
static const char *next_party(struct q *q, const struct dossier *d, const struct journal_line *lines, int count, int from)
{
    for (int i = from + 1; i < count; i++)
        if (is_handing_on(lines[i].type))
            return party(q, event_data(q, &lines[i]), d);
    return "";
}

enum result control_values(struct q *q, const struct dossier *d, json_t *values)
{
    const struct journal_line *lines;
    int count;
    json_t *steps = json_array();
    TRY(journal_of(q, "dossier", d->id, &lines, &count));
    must(count > 0 && json_object_set_new(values, "steps", steps) == 0);
    TRY(slip_values(q, d, &lines[0], values));
    for (int i = 0; i < count; i++)
        if (is_handing_on(lines[i].type))
            add_step(q, d, &lines[i], next_party(q, d, lines, count, i), steps);
    value_put(values, "due_at", d->due_at ? moment_words(q, d->due_at) : tr(q, T("As the agency will say")));
    return OK;
}

/* One sheet for each state of the journal: asking twice gives the same paper. */
enum result papers_control_sheet(struct q *q, const struct dossier *d, const void **ret_pdf, size_t *ret_length)
{
    const struct journal_line *lines;
    int count;
    struct papers_paper_row row;
    struct paper_made made;
    enum language language = q->language;
    TRY(journal_of(q, "dossier", d->id, &lines, &count));
    json_t *values = values_new(q);
    q->language = LANGUAGE_VI;
    enum result r = control_values(q, d, values);
    q->language = language;
    TRY(r);
    const struct journal_line *last = &lines[count - 1];
    struct making m = {.kind = "form-06", .template_id = "form-06", .d = d, .unit = units_find(q, d->receiving_unit), .values = values, .fact_at = last->at,
                       .fact = arena_printf(q->arena, "state:%lld:%lld", (long long)d->id, (long long)d->version)};
    TRY(paper_make(q, &m, &row));
    paper_from_row(q, &row, d->code, &made);
    return papers_file(q, &made, ret_pdf, ret_length);
}
