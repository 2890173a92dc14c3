/* Forms 02 (supplement), 03 (refusal), 04 (apology and new date), 05 (stop): each from the line of the journal that it tells of. */
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

static void put_items(struct q *q, const json_t *missing, json_t *values)
{
    json_t *list = json_array();
    for (size_t i = 0; i < json_array_size(missing); i++) {
        const json_t *one = json_array_get(missing, i);
        const char *name = json_get_text(one, "name"), *reason = json_get_text(one, "reason");
        bool paper = json_get_int(one, "paper", 0) > 0;
        must(json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "name", name ? name : tr(q, T("An answer in the form")), "copies", paper ? "1" : "",
                                                   "reason", reason ? reason : "")) == 0);
    }
    must(json_object_set_new(values, "items", list) == 0);
}

/* The due date that held before this line: of the last line before it that has one. */
static enum result due_before(struct q *q, const struct dossier *d, const struct journal_line *line, int64_t *ret)
{
    const struct journal_line *lines;
    int count;
    *ret = d->first_due_at;
    TRY(journal_of(q, "dossier", d->id, &lines, &count));
    for (int i = 0; i < count && lines[i].id < line->id; i++)
        *ret = json_get_int(event_data(q, &lines[i]), "due_at", *ret);
    return OK;
}

enum result notice_values(struct q *q, const struct dossier *d, const struct journal_line *line, json_t *values)
{
    json_t *data = event_data(q, line);
    const struct procedure *p = procedures_find(q, d->procedure_id, d->procedure_version);
    const char *unit_id = json_get_text(data, "unit"), *reason = json_get_text(data, "note");
    const struct unit *unit = units_find(q, unit_id ? unit_id : d->competent_unit);
    const struct access_role *role = access_role(json_get_text(data, "role") ? json_get_text(data, "role") : "");
    int64_t at = json_get_int(data, "at", line->at), new_due = json_get_int(data, "due_at", 0), old_due;
    TRY(due_before(q, d, line, &old_due));
    values_of_agency(q, values, unit, at, d->demo);
    values_of_applicant(q, values, d);
    value_put(values, "procedure_name", p ? p->name_vi : "");
    value_put(values, "track_url", track_url(q, d));
    value_put(values, "submitted_at", moment_words(q, d->submitted_at));
    value_put(values, "received_at", moment_words(q, d->submitted_at));
    value_put(values, "stopped_at", moment_words(q, at));
    value_put(values, "old_due_at", old_due ? moment_words(q, old_due) : tr(q, T("none was set")));
    value_put(values, "new_due_at", new_due ? moment_words(q, new_due) : tr(q, T("none was set")));
    value_put(values, "reason", reason && *reason ? reason : tr(q, T("see the dossier")));
    value_put(values, "officer_name", line->actor_name);
    value_put(values, "signer_name", line->actor_name);
    value_put(values, "signer_title", text_upper(q->arena, role ? role->name_vi : desk_signer_title(unit, time_local_days(at))));
    put_items(q, json_object_get(data, "missing"), values);
    return OK;
}
