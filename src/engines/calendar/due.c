/* The whole answer for one limit: when it came, when it counts as received, what was counted on each day, when it is due.
 * First the moments are worked out with arithmetic.c; then the civil days between them are painted one by one. The painting
 * never decides anything: it explains the moments. */
#include "base/arena.h"
#include "base/json.h"
#include "base/must.h"
#include "base/text.h"
#include "engines/calendar/office.h"

static const char *const unit_names[CALENDAR_UNIT_COUNT] = {[CALENDAR_WORKING_MINUTE] = "working_minute",
                                                            [CALENDAR_WORKING_HOUR] = "working_hour",
                                                            [CALENDAR_WORKING_DAY] = "working_day",
                                                            [CALENDAR_HOUR] = "hour",
                                                            [CALENDAR_DAY] = "day",
                                                            [CALENDAR_WEEK] = "week",
                                                            [CALENDAR_MONTH] = "month",
                                                            [CALENDAR_YEAR] = "year"};
static const char *const moved_names[CALENDAR_MOVED_COUNT] = {
    [CALENDAR_NOT_MOVED] = "not_moved",     [CALENDAR_BEFORE_HOURS] = "before_hours", [CALENDAR_IN_BREAK] = "in_break",
    [CALENDAR_AFTER_HOURS] = "after_hours", [CALENDAR_DAY_OFF] = "day_off",           [CALENDAR_AFTER_CUTOFF] = "after_cutoff"};
static const char *const day_kind_names[DUE_DAY_KIND_COUNT] = {
    [DUE_CLOSED] = "closed",   [DUE_FIRST] = "first",   [DUE_COUNTED] = "counted",   [DUE_REST] = "rest",
    [DUE_HOLIDAY] = "holiday", [DUE_PAUSED] = "paused", [DUE_MOVED_TO] = "moved_to", [DUE_ADDED] = "added"};

bool calendar_unit_parse(const char *name, enum calendar_unit *ret)
{
    for (int i = 0; i < CALENDAR_UNIT_COUNT; i++)
        if (text_equal(name, unit_names[i])) {
            *ret = (enum calendar_unit)i;
            return true;
        }
    return false;
}

const char *calendar_unit_name(enum calendar_unit unit)
{
    must(unit < CALENDAR_UNIT_COUNT);
    return unit_names[unit];
}

const char *calendar_moved_name(enum calendar_moved moved)
{
    must(moved < CALENDAR_MOVED_COUNT);
    return moved_names[moved];
}

const char *due_day_kind_name(enum due_day_kind kind)
{
    must(kind < DUE_DAY_KIND_COUNT);
    return day_kind_names[kind];
}

/* ---- the moments ---- */

struct asking {
    const struct office *office;
    const struct calendar_pause *pauses;
    size_t pause_count;
    int32_t nominal;       /* limits in civil days: the last day before Art. 148.5 moves it */
    int64_t counted_until; /* no working time is counted after this moment */
    const char *why;
};

#define LIMIT_MAX 100000 /* of any unit; more is a mistake in the data */

static bool in_civil_days(enum calendar_unit unit)
{
    return unit == CALENDAR_DAY || unit == CALENDAR_WEEK || unit == CALENDAR_MONTH || unit == CALENDAR_YEAR;
}

static enum result due_in_civil_days(struct asking *ask, struct calendar_due *due)
{
    int value = due->limit.value;
    if (due->limit.unit == CALENDAR_DAY || due->limit.unit == CALENDAR_WEEK) {
        int days = due->limit.unit == CALENDAR_WEEK ? value * 7 : value;
        TRY(calendar_add_days(ask->office, due->received, days, &due->due, &ask->why));
        ask->nominal = time_local_days(due->received) + days;
        return OK;
    }
    int months = due->limit.unit == CALENDAR_YEAR ? value * 12 : value;
    TRY(calendar_add_months(ask->office, due->received, months, &due->due, &ask->why));
    ask->nominal = date_to_days(date_add_months(date_from_days(time_local_days(due->received)), months));
    return OK;
}

static enum result due_without_pauses(struct asking *ask, struct calendar_due *due)
{
    int64_t value = due->limit.value;
    switch (due->limit.unit) {
    case CALENDAR_WORKING_MINUTE:
        return calendar_add_working_time(ask->office, due->received, value * MINUTE, &due->due, &ask->why);
    case CALENDAR_WORKING_HOUR:
        return calendar_add_working_time(ask->office, due->received, value * HOUR, &due->due, &ask->why);
    case CALENDAR_WORKING_DAY:
        return calendar_add_working_days(ask->office, due->received, (int)value, &due->due, &ask->why);
    case CALENDAR_HOUR:
        due->due = due->received + value * HOUR;
        return office_row(ask->office, time_local_days(due->due), &ask->why) ? OK : PROBLEM_NOT_NOW;
    default:
        return due_in_civil_days(ask, due);
    }
}

/* The part of pause i after `reached` (pauses may overlap) and after reception. False when nothing is left of it. */
static bool clip(const struct calendar_pause *p, int64_t reached, struct calendar_pause *ret)
{
    *ret = *p;
    if (ret->from < reached)
        ret->from = reached;
    return p->to == 0 || p->to > ret->from;
}

static enum result move_by_pauses(struct asking *ask, struct calendar_due *due)
{
    int64_t reached = due->received, stood;
    ask->counted_until = due->due;
    for (size_t i = 0; i < ask->pause_count; i++) {
        struct calendar_pause p;
        if (!clip(&ask->pauses[i], reached, &p))
            continue;
        if (p.to == 0) {
            due->waiting = true;
            due->due = 0;
            ask->counted_until = p.from;
            return office_row(ask->office, time_local_days(p.from), &ask->why) ? OK : PROBLEM_NOT_NOW;
        }
        if (due->limit.unit == CALENDAR_HOUR) {
            stood = p.to - p.from;
            due->due += stood;
        } else {
            TRY(calendar_working_time(ask->office, p.from, p.to, &stood, &ask->why));
            TRY(calendar_after_pause(ask->office, due->due, p, &due->due, &ask->why));
        }
        due->paused += stood;
        reached = p.to;
    }
    ask->counted_until = due->due;
    return office_row(ask->office, time_local_days(due->due), &ask->why) ? OK : PROBLEM_NOT_NOW;
}

/* ---- the days ---- */

/* Working time of this day within [from, to). */
static int64_t time_within(const struct day_row *row, int32_t day, int64_t from, int64_t to)
{
    int64_t midnight = time_of_local_day(day), sum = 0;
    for (int i = 0; i < row->stretch_count; i++)
        sum += stretch_overlap(row->stretches[i], from - midnight, to - midnight);
    return sum;
}

static int64_t paused_within(const struct asking *ask, const struct calendar_due *due, const struct day_row *row, int32_t day)
{
    int64_t reached = due->received, sum = 0;
    for (size_t i = 0; i < ask->pause_count; i++) {
        struct calendar_pause p;
        if (!clip(&ask->pauses[i], reached, &p))
            continue;
        int64_t end = p.to == 0 || p.to > ask->counted_until ? ask->counted_until : p.to;
        sum += time_within(row, day, p.from, end);
        reached = p.to == 0 ? INT64_MAX : p.to;
    }
    return sum;
}

static enum due_day_kind off_kind(const struct day_row *row)
{
    return row->kind == CALENDAR_HOLIDAY ? DUE_HOLIDAY : DUE_REST;
}

#define WHOLE_DAY INT64_C(1000000000)

/* A day after the first, in a limit of working days: it gets a number when another whole day of work is complete. Days cut by a
 * pause add up: a quarter here and three quarters there make one day. */
static void paint_working_day(const struct calendar_due *due, const struct day_row *row, int64_t *progress, struct due_day *d)
{
    int64_t rounding = 1000, done_before = (*progress + rounding) / WHOLE_DAY;
    *progress += (int64_t)((__int128)d->time * WHOLE_DAY / row->time);
    int64_t done = (*progress + rounding) / WHOLE_DAY;
    if (done > due->limit.value)
        d->kind = DUE_ADDED;
    else if (done > done_before)
        d->number = (int)done;
    else
        d->kind = DUE_PAUSED;
}

static void paint_civil_day(const struct asking *ask, const struct calendar_due *due, int32_t day, const struct day_row *row,
                            struct due_day *d)
{
    bool days = due->limit.unit == CALENDAR_DAY || due->limit.unit == CALENDAR_WEEK;
    if (day <= ask->nominal)
        d->number = days ? day - time_local_days(due->received) : 0;
    else if (d->off)
        d->kind = off_kind(row);
    else
        d->kind = day <= time_local_days(due->due_before_pauses) ? DUE_MOVED_TO : DUE_ADDED;
}

static void paint_counted(const struct asking *ask, const struct calendar_due *due, int32_t day, const struct day_row *row,
                          int64_t *progress, struct due_day *d)
{
    d->kind = DUE_COUNTED;
    if (in_civil_days(due->limit.unit)) {
        paint_civil_day(ask, due, day, row, d);
    } else if (due->limit.unit == CALENDAR_HOUR) {
        return; /* consecutive hours run through nights and holidays */
    } else if (d->off) {
        d->kind = off_kind(row);
    } else if (due->limit.unit == CALENDAR_WORKING_DAY) {
        paint_working_day(due, row, progress, d);
    } else if (d->time == 0) {
        d->kind = DUE_PAUSED;
    }
}

static void paint_day(const struct asking *ask, const struct calendar_due *due, int32_t day, int64_t *progress, struct due_day *d)
{
    const struct day_row *row = office_row(ask->office, day, NULL);
    must(row);
    d->date = date_from_days(day);
    d->off = row->time == 0;
    d->swapped = row->kind == CALENDAR_SWAPPED;
    d->due = due->due && time_local_days(due->due) == day;
    if (row->special) {
        d->name = row->special->name;
        d->name_en = row->special->name_en;
        d->source = row->special->source;
    }
    d->paused = paused_within(ask, due, row, day);
    d->time = time_within(row, day, due->received, ask->counted_until) - d->paused;
    int32_t first = time_local_days(due->received);
    if (day < first)
        d->kind = d->off ? off_kind(row) : DUE_CLOSED;
    else if (day == first)
        d->kind = DUE_FIRST;
    else
        paint_counted(ask, due, day, row, progress, d);
}

static void paint(const struct asking *ask, struct arena *a, struct calendar_due *due)
{
    int32_t first = time_local_days(due->came);
    int32_t last = time_local_days(due->waiting ? ask->counted_until : due->due);
    due->day_count = (size_t)(last - first + 1);
    struct due_day *days = arena_new_array(a, struct due_day, due->day_count);
    int64_t progress = 0;
    for (int32_t day = first; day <= last; day++)
        paint_day(ask, due, day, &progress, &days[day - first]);
    due->days = days;
}

static enum result answer(struct asking *ask, struct calendar_due *due)
{
    if (due->limit.value < 0 || due->limit.value > LIMIT_MAX || due->limit.unit >= CALENDAR_UNIT_COUNT) {
        ask->why = "A limit lies between 0 and 100,000";
        return PROBLEM_INVALID;
    }
    due->received = due->came;
    if (due->limit.unit != CALENDAR_HOUR)
        TRY(calendar_reception(ask->office, due->came, due->limit.cutoff, &due->received, &due->moved, &ask->why));
    else if (!office_row(ask->office, time_local_days(due->came), &ask->why))
        return PROBLEM_NOT_NOW;
    TRY(due_without_pauses(ask, due));
    due->due_before_pauses = due->due;
    return move_by_pauses(ask, due);
}

enum result calendar_due(const struct office *o, int64_t came, struct calendar_limit limit, const struct calendar_pause *pauses,
                         size_t pause_count, struct arena *a, struct calendar_due *ret, const char **ret_why)
{
    struct asking ask = {.office = o, .pauses = pauses, .pause_count = pause_count};
    struct calendar_due due = {.came = came, .limit = limit};
    enum result r = answer(&ask, &due);
    if (ret_why)
        *ret_why = ask.why;
    if (r != OK)
        return r;
    paint(&ask, a, &due);
    *ret = due;
    return OK;
}

/* ---- the same as JSON ---- */

static void write_day(struct json_writer *w, const struct due_day *d)
{
    char date[16];
    snprintf(date, sizeof date, "%04d-%02d-%02d", d->date.year % 10000, d->date.month % 100, d->date.day % 100);
    json_object_open(w);
    json_field_text(w, "date", date);
    json_field_text(w, "kind", due_day_kind_name(d->kind));
    json_field_bool(w, "off", d->off);
    json_field_bool(w, "swapped", d->swapped);
    json_field_bool(w, "due", d->due);
    json_field_int(w, "number", d->number);
    json_field_int(w, "minutes", d->time / MINUTE);
    json_field_int(w, "paused_minutes", d->paused / MINUTE);
    if (d->name) {
        json_field_text(w, "name", d->name);
        json_field_text(w, "name_en", d->name_en);
        json_field_text(w, "source", d->source);
    }
    json_object_close(w);
}

void calendar_due_json(struct json_writer *w, const struct calendar_due *due)
{
    json_object_open(w);
    json_field_time(w, "came", due->came);
    json_field_time(w, "received", due->received);
    json_field_text(w, "moved", calendar_moved_name(due->moved));
    json_field_int(w, "limit", due->limit.value);
    json_field_text(w, "unit", calendar_unit_name(due->limit.unit));
    json_field_int(w, "cutoff", due->limit.cutoff);
    json_field_time(w, "due_before_pauses", due->due_before_pauses);
    json_field_time(w, "due", due->due);
    json_field_int(w, "paused_minutes", due->paused / MINUTE);
    json_field_bool(w, "waiting", due->waiting);
    json_key(w, "days");
    json_array_open(w);
    for (size_t i = 0; i < due->day_count; i++)
        write_day(w, &due->days[i]);
    json_array_close(w);
    json_object_close(w);
}
