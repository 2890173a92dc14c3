/* The vectors of the facts (public services 5.2), then what the explanation shows for them. */
#include "base/buf.h"
#include "base/json.h"
#include "base/test.h"
#include "engines/calendar/fixture.h"

struct vector {
    const char *came;
    int value;
    enum calendar_unit unit;
    int cutoff;
    const char *due;
};

static const struct vector vectors[] = {{"2025-12-30 09:00", 3, CALENDAR_WORKING_DAY, -1, "2026-01-06 17:00"},
                                        {"2026-01-08 09:00", 3, CALENDAR_WORKING_DAY, -1, "2026-01-12 17:00"},
                                        {"2026-02-06 09:00", 10, CALENDAR_WORKING_DAY, -1, "2026-02-27 17:00"},
                                        {"2026-02-12 09:00", 3, CALENDAR_WORKING_DAY, -1, "2026-02-24 17:00"},
                                        {"2026-02-13 09:00", 1, CALENDAR_WORKING_DAY, -1, "2026-02-23 17:00"},
                                        {"2026-04-24 09:00", 3, CALENDAR_WORKING_DAY, -1, "2026-05-04 17:00"},
                                        {"2026-08-20 09:00", 5, CALENDAR_WORKING_DAY, -1, "2026-08-26 17:00"},
                                        {"2026-08-28 09:00", 2, CALENDAR_WORKING_DAY, -1, "2026-09-04 17:00"},
                                        {"2026-11-20 09:00", 3, CALENDAR_WORKING_DAY, -1, "2026-11-25 17:00"},
                                        {"2026-01-31 09:00", 1, CALENDAR_MONTH, -1, "2026-03-02 17:00"},
                                        {"2026-01-30 09:00", 1, CALENDAR_MONTH, -1, "2026-03-02 17:00"},
                                        {"2026-01-05 16:00", 4, CALENDAR_WORKING_HOUR, -1, "2026-01-06 10:00"},
                                        {"2026-01-16 17:30", 8, CALENDAR_WORKING_HOUR, -1, "2026-01-19 17:00"},
                                        {"2026-01-07 12:10", 2, CALENDAR_WORKING_HOUR, -1, "2026-01-07 15:30"},
                                        {"2026-04-30 09:00", 8, CALENDAR_WORKING_HOUR, -1, "2026-05-04 17:00"},
                                        {"2026-03-03 09:00", 0, CALENDAR_WORKING_DAY, 900, "2026-03-03 17:00"},
                                        {"2026-03-03 15:00", 0, CALENDAR_WORKING_DAY, 900, "2026-03-03 17:00"},
                                        {"2026-03-03 15:01", 0, CALENDAR_WORKING_DAY, 900, "2026-03-04 17:00"},
                                        {"2026-03-06 16:00", 0, CALENDAR_WORKING_DAY, 900, "2026-03-09 17:00"},
                                        {"2026-03-02 09:00", 1, CALENDAR_WEEK, -1, "2026-03-09 17:00"},
                                        {"2026-02-06 09:00", 10, CALENDAR_DAY, -1, "2026-02-23 17:00"},
                                        {"2024-02-29 09:00", 1, CALENDAR_YEAR, -1, "2025-02-28 17:00"},
                                        {"2026-03-06 16:00", 24, CALENDAR_HOUR, -1, "2026-03-07 16:00"},
                                        {"2026-03-06 16:00", 90, CALENDAR_WORKING_MINUTE, -1, "2026-03-09 07:30"}};

TEST("limits end when the Civil Code, Art. 147 and 148, and the notices of 2024-2026 say")
{
    const struct office *o = fixture_office(a);
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        const struct vector *v = &vectors[i];
        struct calendar_due due;
        CHECK_OK(calendar_due(o, fixture_time(v->came), (struct calendar_limit){v->value, v->unit, v->cutoff}, NULL, 0, a, &due, NULL));
        CHECK_TEXT(fixture_text(a, due.due), v->due);
        CHECK_INT(due.due_before_pauses, due.due);
        CHECK(due.days[due.day_count - 1].due);
        CHECK_INT(date_to_days(due.days[0].date), time_local_days(due.came));
    }
}

/* One letter a day: c closed, f first, 1–9 counted, r rest, h holiday, p paused, m moved to, a added, w worked without a number. */
static const char *letters(struct arena *a, const struct calendar_due *due)
{
    struct buf b;
    buf_init(&b, a, 400);
    for (size_t i = 0; i < due->day_count; i++) {
        const struct due_day *d = &due->days[i];
        if (d->kind == DUE_COUNTED)
            buf_putc(&b, d->number ? (char)('0' + d->number % 10) : 'w');
        else
            buf_putc(&b, "cfwrhpma"[d->kind]);
    }
    return b.data;
}

TEST("a supplement asked on 11 February and answered on 24 February 2026 moves the due date from the 23rd to the 27th")
{
    const struct office *o = fixture_office(a);
    const struct calendar_pause pause = {fixture_time("2026-02-11 09:00"), fixture_time("2026-02-24 09:00")};
    const struct calendar_limit five = {5, CALENDAR_WORKING_DAY, CALENDAR_NO_CUTOFF};
    struct calendar_due due;
    CHECK_OK(calendar_due(o, fixture_time("2026-02-09 10:00"), five, &pause, 1, a, &due, NULL));
    CHECK_TEXT(fixture_text(a, due.due_before_pauses), "2026-02-23 17:00");
    CHECK_TEXT(fixture_text(a, due.due), "2026-02-27 17:00");
    CHECK_INT(due.paused, 32 * HOUR);
    CHECK_TEXT(letters(a, &due), "f1ppprrhhhhhrrp2345");
}

TEST("while a supplement is awaited there is no due moment, and the days end where the clock stopped")
{
    const struct office *o = fixture_office(a);
    const struct calendar_pause pause = {fixture_time("2026-02-11 09:00"), 0};
    const struct calendar_limit five = {5, CALENDAR_WORKING_DAY, CALENDAR_NO_CUTOFF};
    struct calendar_due due;
    CHECK_OK(calendar_due(o, fixture_time("2026-02-09 10:00"), five, &pause, 1, a, &due, NULL));
    CHECK(due.waiting);
    CHECK_INT(due.due, 0);
    CHECK_TEXT(letters(a, &due), "f1p");
}

TEST("the explanation shows one cell a day, with names and sources of the days that were skipped")
{
    const struct office *o = fixture_office(a);
    struct calendar_due due;
    CHECK_OK(
        calendar_due(o, fixture_time("2026-02-13 18:00"), (struct calendar_limit){2, CALENDAR_WORKING_DAY, -1}, NULL, 0, a, &due, NULL));
    CHECK_TEXT(letters(a, &due), "crrhhhhhrrf12");
    CHECK_INT(due.moved, CALENDAR_AFTER_HOURS);
    CHECK_TEXT(due.days[3].name, "Tết Nguyên đán");
    CHECK_TEXT(due.days[3].source, "TB-BNV 2026");
    CHECK_OK(
        calendar_due(o, fixture_time("2026-08-20 09:00"), (struct calendar_limit){5, CALENDAR_WORKING_DAY, -1}, NULL, 0, a, &due, NULL));
    CHECK_TEXT(letters(a, &due), "f12r345");
    CHECK(due.days[2].swapped);
    CHECK_TEXT(due.days[2].name, "Làm bù cho ngày 31/8");
}

TEST("civil days count days of rest too, and an end on a day of rest moves to the next working day")
{
    const struct office *o = fixture_office(a);
    struct calendar_due due;
    CHECK_OK(calendar_due(o, fixture_time("2026-02-06 09:00"), (struct calendar_limit){9, CALENDAR_DAY, -1}, NULL, 0, a, &due, NULL));
    CHECK_TEXT(letters(a, &due), "f123456789hhhhhrrm");
    CHECK(due.days[1].off);
    const struct calendar_pause pause = {fixture_time("2026-02-09 07:00"), fixture_time("2026-02-10 17:00")};
    CHECK_OK(calendar_due(o, fixture_time("2026-02-06 09:00"), (struct calendar_limit){9, CALENDAR_DAY, -1}, &pause, 1, a, &due, NULL));
    CHECK_TEXT(letters(a, &due), "f123456789hhhhhrrmaa");
    CHECK_TEXT(fixture_text(a, due.due), "2026-02-25 17:00");
}

TEST("in a limit of hours every day says how much of it was counted, and the sum is the limit")
{
    const struct office *o = fixture_office(a);
    const struct calendar_pause pause = {fixture_time("2026-03-03 07:00"), fixture_time("2026-03-04 08:00")};
    struct calendar_due due;
    CHECK_OK(calendar_due(o, fixture_time("2026-03-02 16:00"), (struct calendar_limit){12, CALENDAR_WORKING_HOUR, -1}, &pause, 1, a, &due,
                          NULL));
    CHECK_TEXT(fixture_text(a, due.due), "2026-03-05 11:00");
    int64_t sum = 0, stood = 0;
    for (size_t i = 0; i < due.day_count; i++) {
        sum += due.days[i].time;
        stood += due.days[i].paused;
    }
    CHECK_INT(sum, 12 * HOUR);
    CHECK_INT(stood, due.paused);
    CHECK_TEXT(letters(a, &due), "fpww");
}

TEST("the explanation of a limit that runs into a year without a calendar is a failure that names the year")
{
    const struct office *o = fixture_office(a);
    struct calendar_due due;
    const char *why = NULL;
    const struct calendar_limit limit = {15, CALENDAR_WORKING_DAY, CALENDAR_NO_CUTOFF};
    CHECK_INT(calendar_due(o, fixture_time("2026-12-15 09:00"), limit, NULL, 0, a, &due, &why), PROBLEM_NOT_NOW);
    CHECK(strstr(why, "2027") != NULL);
    CHECK_INT(calendar_due(o, fixture_time("2027-03-15 09:00"), limit, NULL, 0, a, &due, &why), PROBLEM_NOT_NOW);
    CHECK_INT(
        calendar_due(o, fixture_time("2026-03-16 09:00"), (struct calendar_limit){-1, CALENDAR_WORKING_DAY, -1}, NULL, 0, a, &due, &why),
        PROBLEM_INVALID);
}

TEST("the explanation as JSON keeps every day with its kind, number and source")
{
    const struct office *o = fixture_office(a);
    struct calendar_due due;
    CHECK_OK(
        calendar_due(o, fixture_time("2026-04-24 09:00"), (struct calendar_limit){3, CALENDAR_WORKING_DAY, -1}, NULL, 0, a, &due, NULL));
    struct buf b;
    buf_init(&b, a, 1 << 16);
    struct json_writer w;
    json_begin(&w, &b);
    calendar_due_json(&w, &due);
    const char *why = NULL;
    const json_t *json = json_read(a, b.data, b.length, 5, &why);
    CHECK(json != NULL);
    CHECK_TEXT(json_get_text(json, "due"), "2026-05-04T17:00:00+07:00");
    const json_t *days = json_object_get(json, "days");
    CHECK_INT(json_array_size(days), 11);
    CHECK_TEXT(json_get_text(json_array_get(days, 2), "kind"), "holiday");
    CHECK_TEXT(json_get_text(json_array_get(days, 6), "name"), "Ngày Chiến thắng");
    CHECK_INT(json_get_int(json_array_get(days, 10), "number", -1), 3);
}

TEST("units are read by their names and by nothing else")
{
    enum calendar_unit unit;
    for (int i = 0; i < CALENDAR_UNIT_COUNT; i++) {
        CHECK(calendar_unit_parse(calendar_unit_name((enum calendar_unit)i), &unit));
        CHECK_INT(unit, i);
    }
    CHECK(!calendar_unit_parse("working-day", &unit));
    CHECK(!calendar_unit_parse("", &unit));
}
