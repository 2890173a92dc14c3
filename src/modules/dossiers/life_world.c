/* The world as an event asks it (life_world.h). A calendar that lacks a year gives no due moment: 0, never a guess. */
#include "modules/dossiers/life_world.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "base/must.h"
#include "base/text.h"
#include "core/province.h"
#include "core/q.h"
#include "engines/calendar/calendar.h"
#include "modules/dossiers/due.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

static json_t *array_of(json_t *data, const char *key)
{
    json_t *list = json_object_get(data, key);
    if (!json_is_array(list)) {
        list = json_array();
        must(json_object_set_new(data, key, list) == 0);
    }
    return list;
}

const struct office *life_office(struct q *q, const struct life *life)
{
    return units_office(q, units_find(q, life->row.competent_unit));
}

void world_begin(struct q *q, struct world *w, const struct life *life, json_t *data, enum life_mode mode)
{
    *w = (struct world){.q = q, .mode = mode, .data = data, .clock = array_of(data, "clock"), .units = array_of(data, "units"),
                        .procedure = life->procedure};
    if (mode == LIFE_NOW)
        w->office = life_office(q, life);
}

/* --- moments ------------------------------------------------------------------------------------------------------------------ */

/* In LIFE_NOW keeps the answer, in LIFE_REPLAY replaces it by the one kept. */
static int64_t answer(struct world *w, int64_t worked_out)
{
    if (w->mode == LIFE_REPLAY)
        return json_integer_value(json_array_get(w->clock, w->clock_next++));
    must(json_array_append_new(w->clock, json_integer(worked_out)) == 0);
    return worked_out;
}

/* 0 where the calendar does not reach. */
static int64_t add_working_time(const struct office *o, int64_t from, int64_t time)
{
    int64_t t;
    return calendar_add_working_time(o, from, time, &t, NULL) == OK ? t : 0;
}

static int64_t add_duration(const struct office *o, int64_t from, struct workflow_duration d)
{
    int64_t t = from, moved, months = d.years * 12 + d.months, time = d.hours * HOUR + d.minutes * MINUTE;
    if (months)
        t = calendar_add_months(o, t, (int)months, &moved, NULL) == OK ? moved : 0;
    if (t && d.days)
        t = calendar_add_working_days(o, t, d.days, &moved, NULL) == OK ? moved : 0;
    return t && time ? add_working_time(o, t, time) : t;
}

static enum result clock_add(void *arg, int64_t from, struct workflow_duration d, int64_t *ret_due)
{
    struct world *w = arg;
    *ret_due = answer(w, w->mode == LIFE_NOW ? add_duration(w->office, from, d) : 0);
    return OK;
}

static enum result clock_after_pause(void *arg, int64_t due, int64_t from, int64_t to, int64_t *ret_due)
{
    struct world *w = arg;
    int64_t t = due, moved;
    if (w->mode == LIFE_NOW && due)
        t = calendar_after_pause(w->office, due, (struct calendar_pause){from, to}, &moved, NULL) == OK ? moved : 0;
    *ret_due = answer(w, t);
    return OK;
}

struct workflow_clock world_clock(struct world *w)
{
    return (struct workflow_clock){.arg = w, .limit_minutes = due_limit_minutes(w->procedure), .add = clock_add, .after_pause = clock_after_pause};
}

int64_t world_reception_due(struct world *w, const struct life *life, int64_t at, int64_t due)
{
    if (life->row.channel != CHANNEL_ONLINE)
        return due;
    int64_t limit = 0, hours = life->procedure->reception_limit_hours;
    if (w->mode == LIFE_NOW && hours != COLUMN_NO_INT && hours > 0)
        limit = add_working_time(w->office, at, hours * HOUR);
    limit = answer(w, limit);
    return !limit || (due && due < limit) ? due : limit;
}

/* --- units -------------------------------------------------------------------------------------------------------------------- */

/* An agency that this place has not got (or that is outside the system) is answered for by the competent one. */
static const char *find_unit(struct q *q, const struct life *life, const char *unit_kind)
{
    const struct sector *sector = procedures_sector(q, life->procedure->sector_code);
    const struct unit *found = NULL;
    struct units_resolve r = {
        .unit_kind = unit_kind, .procedure_level = life->procedure->level, .owner_unit_id = sector ? sector->owner_unit_id : NULL,
        .place = units_find(q, life->row.place_unit), .receiving = units_find(q, life->row.receiving_unit),
        .competent = units_find(q, life->row.competent_unit)};
    if (units_resolve(q, &r, &found) == OK)
        return found->id;
    q_forget(q);
    log_warn("dossiers.no_unit", LOG_S("kind", unit_kind), LOG_S("place", life->row.place_unit));
    return life->row.competent_unit;
}

const char *world_unit(struct q *q, struct world *w, const struct life *life, const char *unit_kind)
{
    if (w->mode == LIFE_REPLAY) {
        const char *kept = json_string_value(json_array_get(w->units, w->units_next++));
        return kept ? kept : life->row.competent_unit;
    }
    const char *found = find_unit(q, life, unit_kind);
    must(json_array_append_new(w->units, json_string(found)) == 0);
    return found;
}

/* --- the legal due date -------------------------------------------------------------------------------------------------------- */

void world_due_first(struct q *q, struct world *w, struct life *life)
{
    struct calendar_due due;
    w->due_changed = true;
    if (w->mode == LIFE_NOW && due_of_law(q, w->office, life->procedure, life->row.submitted_at, NULL, 0, &due))
        life->row.due_at = due.due;
}

void world_due_after_pause(struct world *w, struct life *life, int64_t at)
{
    struct calendar_pause pause = {life->row.paused_since, at};
    w->due_changed = true;
    if (w->mode == LIFE_NOW && life->row.due_at)
        life->row.due_at = due_after_pause(w->office, life->procedure, life->row.due_at, pause);
}

void world_due_is(struct world *w, struct life *life, int64_t date)
{
    w->due_changed = true;
    life->row.due_at = date;
    life->row.alarm = 0;
}

void world_end(struct world *w, struct life *life)
{
    struct dossiers_dossier_row *r = &life->row;
    if (!w->due_changed)
        return;
    if (w->mode == LIFE_NOW) {
        r->soon_at = r->due_at ? due_soon_at(w->q, w->office, r->submitted_at, r->due_at) : 0;
        json_put_int(w->data, "due_at", r->due_at);
        json_put_int(w->data, "soon_at", r->soon_at);
    }
    r->due_at = json_get_int(w->data, "due_at", 0);
    r->soon_at = json_get_int(w->data, "soon_at", 0);
    if (!r->first_due_at)
        r->first_due_at = r->due_at;
}
