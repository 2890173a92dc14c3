/* From dated facts to one row per civil day. Everything a yearly notice can get wrong is refused here, with the date. */
#include "base/arena.h"
#include "base/must.h"
#include "base/text.h"
#include "engines/calendar/office.h"

struct building {
    struct arena *arena;
    const struct calendar_source *source;
    struct calendar *calendar;
    const struct calendar_day **specials; /* by day, NULL for ordinary days */
    int32_t first, count;
    const char *why;
};

static enum result refuse(struct building *b, const char *why)
{
    b->why = why;
    return PROBLEM_INVALID;
}

/* Given in any order; each of the range must be there once. */
static enum result take_years(struct building *b)
{
    const struct calendar_source *s = b->source;
    if (s->year_count == 0)
        return refuse(b, "A working calendar needs at least one complete year");
    int low = s->years[0].year, high = low;
    for (size_t i = 1; i < s->year_count; i++) {
        low = s->years[i].year < low ? s->years[i].year : low;
        high = s->years[i].year > high ? s->years[i].year : high;
    }
    if (low < 1900 || high > 2200)
        return refuse(b, "Years of a working calendar lie between 1900 and 2200");
    for (int year = low; year <= high; year++) {
        int found = 0;
        for (size_t i = 0; i < s->year_count; i++)
            found += s->years[i].year == year;
        if (found == 0)
            return refuse(b, arena_printf(b->arena, "The years have a gap: %d is missing", year));
        if (found > 1)
            return refuse(b, arena_printf(b->arena, "The year %d is given twice", year));
    }
    b->calendar->first_year = low;
    b->calendar->last_year = high;
    b->first = date_to_days((struct date){low, 1, 1});
    b->count = date_to_days((struct date){high + 1, 1, 1}) - b->first;
    return OK;
}

static enum result take_days(struct building *b)
{
    b->specials = arena_new_array(b->arena, const struct calendar_day *, (size_t)b->count);
    for (size_t i = 0; i < b->source->day_count; i++) {
        const struct calendar_day *given = &b->source->days[i];
        if (!date_valid(given->date))
            return refuse(b, arena_printf(b->arena, "Day %zu of the calendar is not a date", i + 1));
        const char *iso = date_iso(b->arena, given->date);
        int32_t at = date_to_days(given->date) - b->first;
        if (at < 0 || at >= b->count)
            return refuse(b, arena_printf(b->arena, "%s is not in a year that is marked complete", iso));
        if (b->specials[at])
            return refuse(b, arena_printf(b->arena, "%s is given twice", iso));
        if (!given->name || !*given->name || !given->source || !*given->source)
            return refuse(b, arena_printf(b->arena, "%s needs a name and the number of its notice", iso));
        struct calendar_day *kept = arena_memdup(b->arena, given, sizeof *given);
        kept->name = arena_strdup(b->arena, given->name);
        kept->name_en = arena_strdup(b->arena, given->name_en);
        kept->source = arena_strdup(b->arena, given->source);
        b->specials[at] = kept;
    }
    return OK;
}

static enum result check_hours(struct building *b)
{
    bool every = false;
    for (size_t i = 0; i < b->source->hours_count; i++) {
        const struct calendar_hours *h = &b->source->hours[i];
        if (!h->agency_kind || h->opens < 0 || h->closes > 24 * 60 || h->opens >= h->closes)
            return refuse(b, arena_printf(b->arena, "Office hours %zu: opening must come before closing, within one day", i + 1));
        if (!(h->weekdays & 0x7f) || h->weekdays & ~0x7fu)
            return refuse(b, arena_printf(b->arena, "Office hours %zu name no weekday", i + 1));
        if ((h->from.year && !date_valid(h->from)) || (h->to.year && !date_valid(h->to)))
            return refuse(b, arena_printf(b->arena, "Office hours %zu: from and to must be dates", i + 1));
        every |= !*h->agency_kind;
    }
    return every ? OK : refuse(b, "Office hours for every agency are missing");
}

static bool holds_on(const struct calendar_hours *h, const char *kind, int32_t day)
{
    return text_equal(h->agency_kind, kind) && (!h->from.year || date_to_days(h->from) <= day) &&
           (!h->to.year || day <= date_to_days(h->to));
}

/* The kind whose hours hold on this day: its own where it has any, else those of every agency; NULL when there are none. */
static const char *kind_on(const struct building *b, const char *kind, int32_t day)
{
    const char *found = NULL;
    for (size_t i = 0; i < b->source->hours_count; i++) {
        if (holds_on(&b->source->hours[i], kind, day))
            return kind;
        if (holds_on(&b->source->hours[i], CALENDAR_EVERY_AGENCY, day))
            found = CALENDAR_EVERY_AGENCY;
    }
    return found;
}

/* Collects the stretches of one weekday in order of opening. Returns how many, -1 when they overlap or are too many. */
static int collect(const struct building *b, const char *kind, int32_t day, int weekday, struct stretch *to)
{
    int n = 0;
    for (size_t i = 0; i < b->source->hours_count; i++) {
        const struct calendar_hours *h = &b->source->hours[i];
        if (!holds_on(h, kind, day) || !(h->weekdays >> (weekday - 1) & 1))
            continue;
        if (n == STRETCHES_MAX)
            return -1;
        int at = n++;
        for (; at > 0 && to[at - 1].opens > h->opens * MINUTE; at--)
            to[at] = to[at - 1];
        to[at] = (struct stretch){h->opens * MINUTE, h->closes * MINUTE};
    }
    for (int i = 1; i < n; i++)
        if (to[i - 1].closes > to[i].opens)
            return -1;
    return n;
}

static enum result lay_day(struct building *b, struct office *o, int32_t day, struct day_row *row)
{
    const char *kind = kind_on(b, o->kind, day);
    const char *iso = date_iso(b->arena, date_from_days(day));
    if (!kind)
        return refuse(b, arena_printf(b->arena, "No office hours hold on %s", iso));
    struct stretch found[STRETCHES_MAX];
    int n = collect(b, kind, day, date_weekday(day), found);
    row->special = b->specials[day - b->first];
    bool worked_rest_day = n == 0 && row->special && !row->special->off;
    if (worked_rest_day)
        n = collect(b, kind, day, 1, found);
    if (n < 0)
        return refuse(b, arena_printf(b->arena, "Office hours of \"%s\" overlap on %s", kind, iso));
    if (worked_rest_day && n == 0)
        return refuse(b, arena_printf(b->arena, "%s is worked, but \"%s\" has no hours of a Monday to work", iso, kind));
    row->kind = row->special ? (row->special->off ? CALENDAR_HOLIDAY : CALENDAR_SWAPPED) : n ? CALENDAR_WORKING : CALENDAR_REST;
    if (row->kind == CALENDAR_HOLIDAY)
        return OK;
    row->stretch_count = n;
    row->stretches = arena_memdup(b->arena, found, sizeof found[0] * (size_t)n);
    for (int i = 0; i < n; i++)
        row->time += found[i].closes - found[i].opens;
    return OK;
}

static enum result lay_office(struct building *b, struct office *o, const char *kind)
{
    o->kind = arena_strdup(b->arena, kind);
    o->calendar = b->calendar;
    o->first = b->first;
    o->count = b->count;
    o->rows = arena_new_array(b->arena, struct day_row, (size_t)b->count);
    o->working = arena_new_array(b->arena, int32_t, (size_t)b->count);
    int64_t before = 0;
    for (int32_t i = 0; i < b->count; i++) {
        struct day_row *row = &o->rows[i];
        TRY(lay_day(b, o, b->first + i, row));
        row->before = before;
        row->ordinal = o->working_count;
        before += row->time;
        if (row->time > 0)
            o->working[o->working_count++] = i;
    }
    return OK;
}

static enum result lay_offices(struct building *b)
{
    struct calendar *c = b->calendar;
    c->offices = arena_new_array(b->arena, struct office, b->source->hours_count + 1);
    TRY(lay_office(b, &c->offices[c->office_count++], CALENDAR_EVERY_AGENCY));
    for (size_t i = 0; i < b->source->hours_count; i++) {
        const char *kind = b->source->hours[i].agency_kind;
        if (text_equal(calendar_office(c, kind)->kind, kind))
            continue;
        TRY(lay_office(b, &c->offices[c->office_count], kind));
        c->office_count++;
    }
    return OK;
}

static enum result build(struct building *b)
{
    TRY(take_years(b));
    TRY(take_days(b));
    TRY(check_hours(b));
    struct calendar *c = b->calendar;
    c->lacks_before = arena_printf(b->arena, "There is no working calendar for %d or earlier", c->first_year - 1);
    c->lacks_after =
        arena_printf(b->arena, "There is no working calendar for %d yet; load the notice of that year first", c->last_year + 1);
    return lay_offices(b);
}

enum result calendar_build(struct arena *a, const struct calendar_source *source, const struct calendar **ret, const char **ret_why)
{
    struct building b = {.arena = a, .source = source, .calendar = arena_new_one(a, struct calendar)};
    enum result r = build(&b);
    if (r == OK)
        *ret = b.calendar;
    if (ret_why)
        *ret_why = b.why;
    return r;
}

const struct office *calendar_office(const struct calendar *c, const char *agency_kind)
{
    for (size_t i = 1; i < c->office_count; i++)
        if (text_equal(c->offices[i].kind, agency_kind))
            return &c->offices[i];
    return &c->offices[0];
}

int calendar_first_year(const struct calendar *c)
{
    return c->first_year;
}

int calendar_last_year(const struct calendar *c)
{
    return c->last_year;
}
