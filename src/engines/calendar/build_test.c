#include "base/test.h"
#include "engines/calendar/fixture.h"

struct mistake {
    struct calendar_year years[3];
    struct calendar_day days[2];
    struct calendar_hours hours[2];
    size_t year_count, day_count, hours_count;
    const char *why;
};

#define USUAL_HOURS                                                                                                                        \
    {                                                                                                                                      \
        {                                                                                                                                  \
            "", {0}, {0}, CALENDAR_MONDAY_TO_FRIDAY, 420, 1020, "s"                                                                        \
        }                                                                                                                                  \
    }

static const struct mistake mistakes[] = {
    {.hours = USUAL_HOURS, .hours_count = 1, .why = "A working calendar needs at least one complete year"},
    {.years = {{2024, ""}, {2026, ""}},
     .year_count = 2,
     .hours = USUAL_HOURS,
     .hours_count = 1,
     .why = "The years have a gap: 2025 is missing"},
    {.years = {{2024, ""}, {2024, ""}}, .year_count = 2, .hours = USUAL_HOURS, .hours_count = 1, .why = "The year 2024 is given twice"},
    {.years = {{2024, ""}},
     .year_count = 1,
     .days = {{{2025, 1, 1}, true, "n", NULL, "s"}},
     .day_count = 1,
     .hours = USUAL_HOURS,
     .hours_count = 1,
     .why = "2025-01-01 is not in a year that is marked complete"},
    {.years = {{2024, ""}},
     .year_count = 1,
     .days = {{{2024, 2, 30}, true, "n", NULL, "s"}},
     .day_count = 1,
     .hours = USUAL_HOURS,
     .hours_count = 1,
     .why = "Day 1 of the calendar is not a date"},
    {.years = {{2024, ""}},
     .year_count = 1,
     .days = {{{2024, 1, 1}, true, "n", NULL, "s"}, {{2024, 1, 1}, true, "n", NULL, "s"}},
     .day_count = 2,
     .hours = USUAL_HOURS,
     .hours_count = 1,
     .why = "2024-01-01 is given twice"},
    {.years = {{2024, ""}},
     .year_count = 1,
     .days = {{{2024, 1, 1}, true, "n", NULL, ""}},
     .day_count = 1,
     .hours = USUAL_HOURS,
     .hours_count = 1,
     .why = "2024-01-01 needs a name and the number of its notice"},
    {.years = {{2024, ""}}, .year_count = 1, .why = "Office hours for every agency are missing"},
    {.years = {{2024, ""}},
     .year_count = 1,
     .hours = {{"", {0}, {0}, 1, 500, 500, "s"}},
     .hours_count = 1,
     .why = "Office hours 1: opening must come before closing, within one day"},
    {.years = {{2024, ""}},
     .year_count = 1,
     .hours = {{"", {0}, {0}, 0, 420, 500, "s"}},
     .hours_count = 1,
     .why = "Office hours 1 name no weekday"},
    {.years = {{2024, ""}},
     .year_count = 1,
     .hours = {{"", {0}, {0}, 1, 420, 500, "s"}, {"", {0}, {0}, 1, 480, 600, "s"}},
     .hours_count = 2,
     .why = "Office hours of \"\" overlap on 2024-01-01"},
    {.years = {{2024, ""}},
     .year_count = 1,
     .hours = {{"", {2024, 2, 1}, {0}, 1, 420, 500, "s"}},
     .hours_count = 1,
     .why = "No office hours hold on 2024-01-01"},
    {.years = {{2024, ""}},
     .year_count = 1,
     .days = {{{2024, 1, 6}, false, "n", NULL, "s"}},
     .day_count = 1,
     .hours = {{"", {0}, {0}, 2, 420, 500, "s"}},
     .hours_count = 1,
     .why = "2024-01-06 is worked, but \"\" has no hours of a Monday to work"}};

TEST("a calendar with a mistake is refused and the mistake is named")
{
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        const struct mistake *m = &mistakes[i];
        const struct calendar_source s = {m->years, m->year_count, m->days, m->day_count, m->hours, m->hours_count};
        const struct calendar *c = NULL;
        const char *why = NULL;
        CHECK_INT(calendar_build(a, &s, &c, &why), PROBLEM_INVALID);
        CHECK_TEXT(why, m->why);
        CHECK(c == NULL);
    }
}

TEST("every day of three years has a kind, hours and the name of what makes it special")
{
    const struct office *o = fixture_office(a);
    struct calendar_day_info info;
    CHECK_OK(calendar_look(o, (struct date){2026, 1, 5}, &info, NULL));
    CHECK_INT(info.kind, CALENDAR_WORKING);
    CHECK_INT(info.working_time, 8 * HOUR);
    CHECK_TEXT(fixture_text(a, info.opens), "2026-01-05 07:00");
    CHECK_TEXT(fixture_text(a, info.closes), "2026-01-05 17:00");
    CHECK_OK(calendar_look(o, (struct date){2026, 1, 10}, &info, NULL));
    CHECK_INT(info.kind, CALENDAR_SWAPPED);
    CHECK_TEXT(info.name, "Làm bù cho ngày 02/01");
    CHECK_TEXT(fixture_text(a, info.closes), "2026-01-10 17:00");
    CHECK_OK(calendar_look(o, (struct date){2026, 2, 17}, &info, NULL));
    CHECK_INT(info.kind, CALENDAR_HOLIDAY);
    CHECK_TEXT(info.source, "TB-BNV 2026");
    CHECK_INT(info.opens, 0);
    CHECK_OK(calendar_look(o, (struct date){2026, 1, 11}, &info, NULL));
    CHECK_INT(info.kind, CALENDAR_REST);
    CHECK_TEXT(info.name, NULL);
}

TEST("the calendar of 2024, 2025 and 2026 has as many working days as the notices leave")
{
    /* 262 - 12 + 1, 261 - 12 + 1, 261 - 13 + 2: days from Monday to Friday, less those off, plus the worked Saturdays. */
    static const int want[] = {251, 250, 250};
    const struct office *o = fixture_office(a);
    for (int year = 2024; year <= 2026; year++) {
        int count = 0;
        for (int32_t d = date_to_days((struct date){year, 1, 1}); d < date_to_days((struct date){year + 1, 1, 1}); d++)
            count += calendar_is_working_day(o, date_from_days(d));
        CHECK_INT(count, want[year - 2024]);
    }
}

TEST("an agency with hours of its own keeps them while they are valid and has the common ones else")
{
    const struct calendar *c = fixture_calendar(a);
    const struct office *early = calendar_office(c, "early_office");
    CHECK(!calendar_is_working(early, fixture_time("2026-05-29 06:30")));
    CHECK(calendar_is_working(early, fixture_time("2026-05-29 16:59")));
    CHECK(calendar_is_working(early, fixture_time("2026-06-01 06:30")));
    CHECK(!calendar_is_working(early, fixture_time("2026-06-01 10:30")));
    CHECK(calendar_is_working(early, fixture_time("2026-06-06 08:00"))); /* a Saturday */
    CHECK(!calendar_is_working(calendar_office(c, "unknown_kind"), fixture_time("2026-06-06 08:00")));
}

TEST("hours are half open: the moment of opening is working time, the moment of closing is not")
{
    const struct office *o = fixture_office(a);
    CHECK(!calendar_is_working(o, fixture_time("2026-01-05 07:00") - 1));
    CHECK(calendar_is_working(o, fixture_time("2026-01-05 07:00")));
    CHECK(!calendar_is_working(o, fixture_time("2026-01-05 11:30")));
    CHECK(!calendar_is_working(o, fixture_time("2026-01-05 12:10")));
    CHECK(calendar_is_working(o, fixture_time("2026-01-05 13:30")));
    CHECK(!calendar_is_working(o, fixture_time("2026-01-05 17:00")));
    CHECK(!calendar_is_working(o, fixture_time("2030-01-07 09:00"))); /* no calendar */
}
