/* due.h, and dossiers_due(): the date with its reasons, from the journal. */
#include "modules/dossiers/due.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "core/app.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/province.h"
#include "modules/dossiers/dossiers_inside.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

/* "15:00" -> 900 */
static int cutoff_minute(const char *clock)
{
    int hour, minute;
    if (!clock || sscanf(clock, "%2d:%2d", &hour, &minute) != 2)
        return CALENDAR_NO_CUTOFF;
    return hour * 60 + minute;
}

bool due_limit(const struct procedure *p, struct calendar_limit *ret)
{
    if (p->limit_value == COLUMN_NO_INT || p->limit_value < 0 || !p->limit_unit || !calendar_unit_parse(p->limit_unit, &ret->unit))
        return false;
    ret->value = (int)p->limit_value;
    ret->cutoff = cutoff_minute(p->cutoff_time);
    return true;
}

int64_t due_limit_minutes(const struct procedure *p)
{
    struct calendar_limit limit;
    int64_t day = 8 * 60;
    if (!due_limit(p, &limit))
        return 0;
    switch (limit.unit) {
    case CALENDAR_WORKING_MINUTE: return limit.value;
    case CALENDAR_WORKING_HOUR:
    case CALENDAR_HOUR: return limit.value * 60;
    case CALENDAR_WORKING_DAY: return (limit.value ? limit.value : 1) * day;
    case CALENDAR_DAY: return limit.value * day * 5 / 7;
    case CALENDAR_WEEK: return limit.value * day * 5;
    case CALENDAR_MONTH: return limit.value * day * 21;
    case CALENDAR_YEAR: return limit.value * day * 250;
    case CALENDAR_UNIT_COUNT: break;
    }
    return 0;
}

bool due_of_law(struct q *q, const struct office *o, const struct procedure *p, int64_t came, const struct calendar_pause *pauses, size_t count,
                struct calendar_due *ret)
{
    struct calendar_limit limit;
    const char *why = NULL;
    if (!due_limit(p, &limit))
        return false;
    if (calendar_due(o, came, limit, pauses, count, q->arena, ret, &why) == OK)
        return true;
    log_wrong("dossiers.no_due_date", LOG_S("procedure", p->id), LOG_S("why", why));
    return false;
}

int64_t due_after_pause(const struct office *o, const struct procedure *p, int64_t due, struct calendar_pause pause)
{
    struct calendar_limit limit;
    int64_t moved = due;
    if (pause.to - pause.from < PAUSE_LEAST)
        return due;
    if (due_limit(p, &limit) && limit.unit == CALENDAR_HOUR)
        return due + (pause.to - pause.from);
    if (calendar_after_pause(o, due, pause, &moved, NULL) != OK)
        return due;
    return moved;
}

int64_t due_soon_at(struct q *q, const struct office *o, int64_t from, int64_t due)
{
    int64_t time, at = due, percent = dossier_rules(q).soon_percent;
    if (calendar_working_time(o, from, due, &time, NULL) != OK || time <= 0)
        return due;
    if (calendar_add_working_time(o, from, time / 100 * percent, &at, NULL) != OK || at > due)
        return due;
    return at;
}

struct dossier_rules dossier_rules(const struct q *q)
{
    struct dossier_rules rules = {"{agency}-{yymmdd}-{n:4}", 1, 1, 80};
    const json_t *set = q->app && q->app->province ? json_object_get(province_info(q->app->province), "dossiers") : NULL;
    if (json_get_text(set, "code_pattern"))
        rules.code_pattern = json_get_text(set, "code_pattern");
    rules.supplements_free = json_get_int(set, "supplements_without_leader", rules.supplements_free);
    rules.extensions_most = json_get_int(set, "extensions_most", rules.extensions_most);
    rules.soon_percent = json_get_int(set, "due_soon_percent", rules.soon_percent);
    return rules;
}

/* The stretches in which the clock stood, from the journal: status 5 and 6 begin one, any other status ends it. */
static size_t read_pauses(struct q *q, const struct journal_line *lines, int count, struct calendar_pause **ret)
{
    size_t n = 0;
    *ret = arena_new_array(q->arena, struct calendar_pause, (size_t)count + 1);
    bool standing = false;
    for (int i = 0; i < count; i++) {
        const char *why;
        if (strcmp(lines[i].type, "dossiers.submitted") == 0) /* the longest line, and no clock stands yet */
            continue;
        json_t *data = json_read(q->arena, lines[i].data, strlen(lines[i].data), 40, &why);
        const json_t *status = json_object_get(data, "status");
        if (!json_is_array(status))
            continue;
        int64_t at = json_get_int(data, "at", lines[i].at);
        bool stands = workflow_status_pauses((int)json_integer_value(json_array_get(status, 1)));
        if (stands && !standing)
            (*ret)[n++] = (struct calendar_pause){at, 0};
        else if (!stands && standing && at - (*ret)[n - 1].from < PAUSE_LEAST)
            n--;
        else if (!stands && standing)
            (*ret)[n - 1].to = at;
        standing = stands;
    }
    return n;
}

enum result dossiers_due(struct q *q, const struct dossier *d, struct calendar_due *ret)
{
    const struct journal_line *lines;
    int count;
    struct calendar_pause *pauses;
    const struct procedure *p = procedures_find(q, d->procedure_id, d->procedure_version);
    TRY(journal_of(q, "dossier", d->id, &lines, &count));
    size_t pause_count = read_pauses(q, lines, count, &pauses);
    if (!p || !due_of_law(q, units_office(q, units_find(q, d->competent_unit)), p, d->submitted_at, pauses, pause_count, ret))
        return fail(q, NOT_FOUND, T("This procedure has no single time limit"));
    return OK;
}

enum result dossiers_first_due(struct q *q, const struct dossier *d, struct calendar_due *ret)
{
    const struct procedure *p = procedures_find(q, d->procedure_id, d->procedure_version);
    if (!p || !due_of_law(q, units_office(q, units_find(q, d->original_unit)), p, d->submitted_at, NULL, 0, ret))
        return fail(q, NOT_FOUND, T("This procedure has no single time limit"));
    return OK;
}
