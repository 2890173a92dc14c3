/* The working calendar of the package: holidays and swapped days of calendar/holidays.csv, hours of calendar/hours.csv. */
#include "engines/calendar/calendar.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/province.h"
#include "modules/units/units_inside.h"

struct holiday_row { struct row row; int32_t date; const char *name_vi, *name_en, *kind, *status, *source; };
struct hours_row { struct row row; const char *agency_kind, *open, *close, *source; int64_t weekday; int32_t valid_from, valid_to; };

static const struct column holiday_columns[] = {
    COLUMN(struct holiday_row, date, COLUMN_DATE, .required = true),
    COLUMN(struct holiday_row, name_vi, COLUMN_TEXT, .required = true, .max = 200),
    COLUMN(struct holiday_row, name_en, COLUMN_TEXT, .required = true, .max = 200),
    COLUMN(struct holiday_row, kind, COLUMN_TEXT, .required = true, .choices = "holiday|compensation|swapped_off|swapped_working"),
    COLUMN(struct holiday_row, status, COLUMN_TEXT, .required = true, .choices = "decided|expected"),
    COLUMN(struct holiday_row, source, COLUMN_TEXT, .required = true, .max = 300),
    COLUMN_END};
static const struct column hours_columns[] = {
    COLUMN(struct hours_row, agency_kind, COLUMN_TEXT, .required = true),
    COLUMN(struct hours_row, weekday, COLUMN_INT, .required = true, .min = 1, .max = 7),
    COLUMN(struct hours_row, open, COLUMN_TEXT, .required = true),
    COLUMN(struct hours_row, close, COLUMN_TEXT, .required = true),
    COLUMN(struct hours_row, valid_from, COLUMN_DATE),
    COLUMN(struct hours_row, valid_to, COLUMN_DATE),
    COLUMN(struct hours_row, source, COLUMN_TEXT, .max = 300),
    COLUMN_END};

/* "07:30" -> 450; -1 when it is not a clock time. */
static int minute_of(const char *clock)
{
    int hour, minute, n = 0;
    if (!clock || sscanf(clock, "%2d:%2d%n", &hour, &minute, &n) != 2 || clock[n] || hour > 24 || minute > 59 || hour < 0 || minute < 0)
        return -1;
    return hour * 60 + minute;
}

static struct calendar_day *days_of(struct q *q, const struct holiday_row *rows, size_t count, size_t *ret_count)
{
    struct calendar_day *days = arena_new_array(q->arena, struct calendar_day, count + 1);
    *ret_count = 0;
    for (size_t i = 0; i < count; i++)
        if (text_equal(rows[i].status, "decided"))
            days[(*ret_count)++] = (struct calendar_day){.date = date_from_days(rows[i].date), .off = !text_equal(rows[i].kind, "swapped_working"),
                                                         .name = rows[i].name_vi, .name_en = rows[i].name_en, .source = rows[i].source};
    return days;
}

static struct calendar_hours *hours_of(struct q *q, struct findings *f, const struct hours_row *rows, size_t count)
{
    struct calendar_hours *hours = arena_new_array(q->arena, struct calendar_hours, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct hours_row *r = &rows[i];
        struct calendar_hours *h = &hours[i];
        h->agency_kind = text_equal(r->agency_kind, "*") ? CALENDAR_EVERY_AGENCY : r->agency_kind;
        h->weekdays = 1u << (r->weekday - 1);
        h->opens = minute_of(r->open);
        h->closes = minute_of(r->close);
        h->source = r->source;
        if (r->valid_from != INT32_MIN)
            h->from = date_from_days(r->valid_from);
        if (r->valid_to != INT32_MIN)
            h->to = date_from_days(r->valid_to);
        if (h->opens < 0 || h->closes <= h->opens)
            finding_add(f, "calendar/hours.csv", r->row.line, "open", "open and close must be clock times like 07:30, close after open");
    }
    return hours;
}

/* A year with at least one decided line is complete: notices come by the year. */
static size_t years_of(struct q *q, const struct holiday_row *rows, size_t count, struct calendar_year **ret)
{
    size_t n = 0;
    *ret = arena_new_array(q->arena, struct calendar_year, count + 1);
    for (size_t i = 0; i < count; i++) {
        int year = date_from_days(rows[i].date).year;
        bool seen = !text_equal(rows[i].status, "decided");
        for (size_t k = 0; k < n; k++)
            seen = seen || (*ret)[k].year == year;
        if (!seen)
            (*ret)[n++] = (struct calendar_year){year, rows[i].source};
    }
    return n;
}

enum result units_read_calendar(struct q *q, struct province *p, struct findings *f, struct units_tree *to)
{
    void *holidays, *hours;
    size_t holiday_count, hours_count;
    int before = f->count;
    province_table(p, f, "calendar/holidays.csv", holiday_columns, "certainty|note_vi|note_en", sizeof(struct holiday_row), &holidays, &holiday_count);
    province_table(p, f, "calendar/hours.csv", hours_columns, "certainty|note_vi", sizeof(struct hours_row), &hours, &hours_count);
    if (f->count > before)
        return OK; /* the caller reports */
    struct calendar_source source = {.hours_count = hours_count};
    struct calendar_year *years;
    source.year_count = years_of(q, holidays, holiday_count, &years);
    source.years = years;
    source.days = days_of(q, holidays, holiday_count, &source.day_count);
    source.hours = hours_of(q, f, hours, hours_count);
    to->hours = source.hours;
    to->hours_count = hours_count;
    const char *why;
    if (f->count == before && calendar_build(q->arena, &source, &to->calendar, &why) != OK)
        finding_add(f, "calendar/holidays.csv", 0, "", "%s", why);
    return OK;
}
