/* What the journal says of one dossier, as far as it is counted. Only lines are read, never the dossier's row. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "core/journal.h"
#include "core/q.h"
#include "engines/calendar/calendar.h"
#include "engines/workflow/workflow.h"
#include "modules/procedures/procedures.h"
#include "modules/statistics/statistics_inside.h"
#include "modules/units/units.h"

enum { PAUSES_MOST = 32 };
struct reading { struct q *q; struct statistics_facts_row *f; struct calendar_pause pauses[PAUSES_MOST]; size_t pause_count; bool extended; };

static json_t *data_of(struct q *q, const struct journal_line *line)
{
    const char *why;
    return json_read(q->arena, line->data, strlen(line->data), 60, &why);
}

static void read_components(const json_t *papers, struct statistics_facts_row *f)
{
    for (size_t i = 0; i < json_array_size(papers); i++) {
        const char *digest = json_get_text(json_array_get(papers, i), "digest"), *source = json_get_text(json_array_get(papers, i), "source");
        f->components++;
        f->digitised += digest && *digest;
        f->reused += text_equal(source, "store");
    }
}

static const char *text_or_empty(const char *s)
{
    return s ? s : "";
}

static void begin(struct reading *r, const json_t *data, const struct journal_line *line)
{
    struct statistics_facts_row *f = r->f;
    const struct procedure *p;
    *f = (struct statistics_facts_row){
        .dossier_id = line->subject_id, .code = text_or_empty(json_get_text(data, "code")), .procedure_id = text_or_empty(json_get_text(data, "procedure")),
        .unit_id = text_or_empty(json_get_text(data, "competent_unit")), .channel = json_get_int(data, "channel", 1),
        .submitted_at = json_get_int(data, "at", line->at), .end_kind = "", .population = json_object_size(json_object_get(data, "known")) > 0};
    p = procedures_find(r->q, f->procedure_id, json_get_int(data, "procedure_version", 0));
    f->fully_online = p && text_equal(p->online_level, "toan_trinh");
    read_components(json_object_get(data, "papers"), f);
}

static void end_as(struct statistics_facts_row *f, const char *kind, int64_t at)
{
    f->end_kind = kind;
    f->ended_at = at;
}

/* National states (facts on codes: 3 refused, 7 withdrawn, 8 stopped, 9 the result exists, 10 handed over or papers returned). */
static void read_status(struct reading *r, int64_t status, int64_t at)
{
    struct statistics_facts_row *f = r->f;
    bool pauses = workflow_status_pauses((int)status);
    if (pauses && !f->paused && r->pause_count < PAUSES_MOST)
        r->pauses[r->pause_count++] = (struct calendar_pause){at, 0};
    if (!pauses && f->paused && r->pause_count)
        r->pauses[r->pause_count - 1].to = at;
    f->paused = pauses;
    switch (status) {
    case STATUS_NOT_RECEIVED: end_as(f, "refused", at); break;
    case STATUS_WITHDRAWN: end_as(f, "withdrawn", at); break;
    case STATUS_STOPPED: end_as(f, "stopped", at); break;
    case STATUS_PROCESSED: end_as(f, "done", at); break;
    case STATUS_RETURNED:
        if (!f->ended_at)
            end_as(f, "done", at);
        break;
    default: end_as(f, "", 0); /* open, or taken up again */
    }
}

/* The date that counts is moved by pauses, never by an extension. */
static void read_line(struct reading *r, const struct journal_line *line)
{
    json_t *data = data_of(r->q, line);
    int64_t at = json_get_int(data, "at", line->at);
    const json_t *status = json_object_get(data, "status");
    r->f->last_line = line->id;
    r->extended = r->extended || strcmp(line->type, "dossiers.extended") == 0;
    if (!r->extended)
        r->f->due_at = json_get_int(data, "due_at", r->f->due_at);
    if (strcmp(line->type, "dossiers.supplement_requested") == 0 && r->f->supplements++ == 0)
        r->f->supplemented_at = at;
    if (json_is_array(status) && json_integer_value(json_array_get(status, 0)) != json_integer_value(json_array_get(status, 1)))
        read_status(r, json_integer_value(json_array_get(status, 1)), at);
}

static int64_t working_minutes(const struct reading *r)
{
    const struct statistics_facts_row *f = r->f;
    int64_t time = 0;
    const struct unit *unit = units_find(r->q, f->unit_id);
    if (!f->ended_at || !unit ||
        calendar_elapsed(units_office(r->q, unit), f->submitted_at, f->ended_at, r->pauses, r->pause_count, &time, NULL) != OK)
        return 0; /* a year without calendar */
    return time / MINUTE;
}

bool facts_of_journal(struct q *q, const struct journal_line *lines, int count, struct statistics_facts_row *ret)
{
    struct reading r = {.q = q, .f = ret};
    if (count == 0 || strcmp(lines[0].type, "dossiers.submitted") != 0)
        return false;
    begin(&r, data_of(q, &lines[0]), &lines[0]);
    for (int i = 0; i < count; i++)
        read_line(&r, &lines[i]);
    ret->minutes = working_minutes(&r);
    return true;
}
