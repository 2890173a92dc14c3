/* The calendar of the reference package against its own vectors, which were worked out apart from this engine. */
#include "base/csv.h"
#include "base/file.h"
#include "base/test.h"
#include "base/text.h"
#include "engines/calendar/calendar.h"
#include <stdio.h>
#include <stdlib.h>

enum { ROWS_MAX = 400 };

struct table {
    struct arena *arena;
    struct csv_record head, row;
    struct csv csv;
};

static bool table_open(struct table *t, struct arena *a, const char *name)
{
    const char *source = getenv("THUBON_SOURCE");
    size_t n = 0;
    char *bytes = file_read(a, arena_printf(a, "%s/provinces/quang-nam/calendar/%s", source ? source : ".", name), 1 << 20, &n);
    t->arena = a;
    if (!bytes)
        return false;
    csv_begin(&t->csv, bytes, n);
    return csv_next(&t->csv, a, &t->head);
}

static bool table_next(struct table *t)
{
    return csv_next(&t->csv, t->arena, &t->row);
}

static const char *cell(const struct table *t, const char *column)
{
    for (size_t i = 0; i < t->head.count && i < t->row.count; i++)
        if (text_equal(t->head.fields[i], column))
            return t->row.fields[i];
    must(false);
}

static struct date date_of(const char *s)
{
    struct date d = {0};
    must(!*s || date_parse_iso(s, &d));
    return d;
}

static int minute_of(const char *s)
{
    int hour = 0, minute = 0;
    must(sscanf(s, "%d:%d", &hour, &minute) == 2);
    return hour * 60 + minute;
}

static int64_t moment_of(struct arena *a, const char *s) /* 2026-02-11T09:00 */
{
    int64_t t = 0;
    must(time_parse_iso(arena_printf(a, "%.16s:00+07:00", s), &t));
    return t;
}

struct package {
    struct calendar_year years[20];
    struct calendar_day days[ROWS_MAX];
    struct calendar_hours hours[ROWS_MAX];
    size_t year_count, day_count, hours_count;
};

static void note_year(struct package *p, int year)
{
    for (size_t i = 0; i < p->year_count; i++)
        if (p->years[i].year == year)
            return;
    p->years[p->year_count++] = (struct calendar_year){year, "package"};
}

static void read_days(struct package *p, struct table *t)
{
    while (table_next(t)) {
        if (!text_equal(cell(t, "status"), "decided"))
            continue;
        must(p->day_count < ROWS_MAX);
        struct calendar_day *d = &p->days[p->day_count++];
        *d = (struct calendar_day){date_of(cell(t, "date")), !text_equal(cell(t, "kind"), "swapped_working"), cell(t, "name_vi"),
                                   cell(t, "name_en"), cell(t, "source")};
        note_year(p, d->date.year);
    }
}

static void read_hours(struct package *p, struct table *t)
{
    while (table_next(t)) {
        must(p->hours_count < ROWS_MAX);
        const char *kind = cell(t, "agency_kind");
        p->hours[p->hours_count++] = (struct calendar_hours){text_equal(kind, "*") ? CALENDAR_EVERY_AGENCY : kind,
                                                             date_of(cell(t, "valid_from")),
                                                             date_of(cell(t, "valid_to")),
                                                             1u << (cell(t, "weekday")[0] - '1'),
                                                             minute_of(cell(t, "open")),
                                                             minute_of(cell(t, "close")),
                                                             cell(t, "source")};
    }
}

/* assume: "2026-11-24=holiday": what the vector takes for granted besides the package. */
static const struct office *build(struct arena *a, struct package p, const char *assume)
{
    struct calendar_source source = {p.years, p.year_count, p.days, p.day_count, p.hours, p.hours_count};
    const struct calendar *c = NULL;
    const char *why = "?";
    if (*assume) {
        must(p.day_count < ROWS_MAX);
        p.days[p.day_count] =
            (struct calendar_day){date_of(arena_strndup(a, assume, 10)), text_ends(assume, "=holiday"), "assumed", NULL, "assumed"};
        source.day_count++;
    }
    if (calendar_build(a, &source, &c, &why) != OK)
        test_fail(__FILE__, __LINE__, "%s", why);
    return c ? calendar_office(c, CALENDAR_EVERY_AGENCY) : NULL;
}

static size_t read_pauses(struct arena *a, const char *text, struct calendar_pause *ret)
{
    size_t n = 0, count = 0;
    char **parts = text_split(a, text, ';', &n);
    for (size_t i = 0; *text && i < n; i++) {
        const char *slash = strchr(parts[i], '/');
        must(slash && count < 10);
        ret[count++] = (struct calendar_pause){moment_of(a, parts[i]), moment_of(a, slash + 1)};
    }
    return count;
}

static void check_vector(struct arena *a, const struct package *p, const struct table *t)
{
    struct calendar_pause pauses[10];
    int64_t value = 0;
    must(number_parse(cell(t, "value"), &value));
    struct calendar_limit limit = {.value = (int)value, .cutoff = CALENDAR_NO_CUTOFF};
    struct calendar_due due;
    const char *why = "";
    const struct office *o = build(a, *p, cell(t, "assume"));
    if (!o)
        return;
    must(calendar_unit_parse(cell(t, "unit"), &limit.unit));
    if (*cell(t, "cutoff"))
        limit.cutoff = minute_of(cell(t, "cutoff"));
    size_t count = read_pauses(a, cell(t, "pauses"), pauses);
    enum result r = calendar_due(o, moment_of(a, cell(t, "start")), limit, pauses, count, a, &due, &why);
    if (r != OK)
        test_fail(__FILE__, __LINE__, "%s: %s", cell(t, "id"), why);
    else if (due.due != moment_of(a, cell(t, "due")))
        test_fail(__FILE__, __LINE__, "%s: %s, not %s", cell(t, "id"), time_iso(a, due.due), cell(t, "due"));
}

TEST("every vector of the reference package comes out as it was worked out by hand")
{
    struct table days, hours, vectors;
    struct package *p = arena_new_one(a, struct package);
    CHECK(table_open(&days, a, "holidays.csv") && table_open(&hours, a, "hours.csv") && table_open(&vectors, a, "vectors.csv"));
    read_days(p, &days);
    read_hours(p, &hours);
    int count = 0;
    for (; table_next(&vectors); count++)
        check_vector(a, p, &vectors);
    CHECK(vectors.csv.error == NULL);
    if (!test_failed())
        CHECK(count >= 50);
}
