/* Properties over many starts (a fixed sequence, so that a failure can be found again), then the edges one by one. */
#include "base/test.h"
#include "engines/calendar/fixture.h"

#define STARTS 4000

/* A repeatable spread of moments over 2024-01-02 … 2026-06: splitmix64 on the index. */
static int64_t some_moment(uint64_t i)
{
    uint64_t z = (i + 1) * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    z ^= z >> 31;
    return fixture_time("2024-01-02 00:00") + (int64_t)(z % (900 * 24 * 3600)) * SECOND;
}

static int64_t received(const struct office *o, int64_t t)
{
    int64_t at = 0;
    enum calendar_moved moved;
    must(calendar_reception(o, t, CALENDAR_NO_CUTOFF, &at, &moved, NULL) == OK);
    return at;
}

static int64_t add_days(const struct office *o, int64_t t, int n)
{
    int64_t ret = 0;
    must(calendar_add_working_days(o, t, n, &ret, NULL) == OK);
    return ret;
}

static int64_t add_time(const struct office *o, int64_t t, int64_t amount)
{
    int64_t ret = 0;
    must(calendar_add_working_time(o, t, amount, &ret, NULL) == OK);
    return ret;
}

static int64_t between(const struct office *o, int64_t from, int64_t to)
{
    int64_t ret = 0;
    must(calendar_working_time(o, from, to, &ret, NULL) == OK);
    return ret;
}

TEST("adding working days in two parts gives the same day as adding them at once")
{
    const struct office *o = fixture_office(a);
    for (uint64_t i = 0; i < STARTS; i++) {
        int64_t t = received(o, some_moment(i));
        int m = (int)(i % 23), n = (int)(i / 7 % 31);
        CHECK_INT(add_days(o, add_days(o, t, m), n), add_days(o, t, m + n));
    }
}

TEST("adding working time in two parts gives the same moment as adding it at once")
{
    const struct office *o = fixture_office(a);
    for (uint64_t i = 0; i < STARTS; i++) {
        int64_t t = some_moment(i), x = (int64_t)(i % 97 + 1) * 7 * MINUTE, y = (int64_t)(i % 41 + 1) * 61 * SECOND;
        CHECK_INT(add_time(o, add_time(o, t, x), y), add_time(o, t, x + y));
    }
}

TEST("the working time between a start and its due moment is the limit, and going back undoes going forward")
{
    const struct office *o = fixture_office(a);
    for (uint64_t i = 0; i < STARTS; i++) {
        int64_t t = some_moment(i), limit = (int64_t)(i % 300 + 1) * 13 * MINUTE;
        int64_t due = add_time(o, t, limit);
        CHECK_INT(between(o, t, due), limit);
        int64_t back = add_time(o, due, -limit);
        CHECK_INT(between(o, back, due), limit);
        CHECK_INT(between(o, t < back ? t : back, t < back ? back : t), 0);
    }
}

TEST("working days back from a due day lead to the day of reception, and counting them gives the limit")
{
    const struct office *o = fixture_office(a);
    for (uint64_t i = 0; i < STARTS; i++) {
        int64_t t = received(o, some_moment(i));
        int n = (int)(i % 45), counted = -1;
        int64_t due = add_days(o, t, n);
        CHECK_OK(calendar_working_days(o, t, due, &counted, NULL));
        CHECK_INT(counted, n);
        CHECK_OK(calendar_working_days(o, due, t, &counted, NULL));
        CHECK_INT(counted, -n);
        if (n > 0)
            CHECK_INT(time_local_days(add_days(o, due, -n)), time_local_days(t));
    }
}

TEST("no due moment of any kind is on a day off, and a later start is never due earlier")
{
    const struct office *o = fixture_office(a);
    static const enum calendar_unit units[] = {CALENDAR_WORKING_MINUTE, CALENDAR_WORKING_HOUR, CALENDAR_WORKING_DAY, CALENDAR_DAY,
                                               CALENDAR_WEEK,           CALENDAR_MONTH,        CALENDAR_YEAR};
    for (size_t u = 0; u < sizeof units / sizeof units[0]; u++) {
        int64_t last = 0;
        for (int64_t t = fixture_time("2024-12-01 00:10"); t < fixture_time("2025-12-10 00:00"); t += 5 * HOUR + 7 * MINUTE) {
            struct calendar_limit limit = {1, units[u], CALENDAR_NO_CUTOFF};
            struct calendar_due due;
            struct arena *one = arena_new(1 << 20);
            bool ok = calendar_due(o, t, limit, NULL, 0, one, &due, NULL) == OK;
            arena_free(one);
            CHECK(ok);
            CHECK(calendar_is_working_day(o, time_local(due.due).date));
            CHECK(due.due >= last);
            last = due.due;
        }
    }
}

TEST("a pause without working time changes nothing; one with working time moves the due moment by just that")
{
    const struct office *o = fixture_office(a);
    for (uint64_t i = 0; i < STARTS; i++) {
        int64_t t = some_moment(i), due = add_time(o, t, 40 * HOUR), moved = 0;
        int64_t end = t + (int64_t)(i % 300) * HOUR;
        CHECK_OK(calendar_after_pause(o, due, (struct calendar_pause){t, t}, &moved, NULL));
        CHECK_INT(moved, due);
        CHECK_OK(calendar_after_pause(o, due, (struct calendar_pause){t, end}, &moved, NULL));
        CHECK_INT(between(o, due, moved), between(o, t, end));
    }
}

TEST("the turn of the year is a day like others: the sum of both sides is the whole")
{
    const struct office *o = fixture_office(a);
    int64_t before = fixture_time("2025-12-29 09:00"), turn = fixture_time("2026-01-01 00:00"), after = fixture_time("2026-01-06 10:00");
    CHECK_INT(between(o, before, turn) + between(o, turn, after), between(o, before, after));
    CHECK_TEXT(fixture_text(a, add_days(o, fixture_time("2025-12-30 09:00"), 3)), "2026-01-06 17:00");
    CHECK_TEXT(fixture_text(a, add_time(o, fixture_time("2025-12-31 16:00"), 2 * HOUR)), "2026-01-05 08:00");
}

TEST("the last working moment of the covered years is usable, the next one names the missing year")
{
    const struct office *o = fixture_office(a);
    int64_t ret = 0;
    const char *why = NULL;
    CHECK_TEXT(fixture_text(a, add_days(o, fixture_time("2026-12-30 09:00"), 1)), "2026-12-31 17:00");
    CHECK_INT(calendar_add_working_days(o, fixture_time("2026-12-30 09:00"), 2, &ret, &why), PROBLEM_NOT_NOW);
    CHECK_TEXT(why, "There is no working calendar for 2027 yet; load the notice of that year first");
    CHECK_INT(calendar_add_working_time(o, fixture_time("2026-12-31 16:00"), 1 * HOUR + 1, &ret, &why), PROBLEM_NOT_NOW);
    CHECK_INT(calendar_add_days(o, fixture_time("2026-12-20 16:00"), 12, &ret, &why), PROBLEM_NOT_NOW);
    CHECK_INT(calendar_add_working_days(o, fixture_time("2024-01-02 09:00"), -1, &ret, &why), PROBLEM_NOT_NOW);
    CHECK_TEXT(why, "There is no working calendar for 2023 or earlier");
    CHECK_INT(calendar_working_time(o, fixture_time("2023-12-31 09:00"), fixture_time("2024-01-05 09:00"), &ret, &why), PROBLEM_NOT_NOW);
    CHECK_INT(calendar_add_working_time(o, fixture_time("2026-06-01 09:00"), INT64_MAX, &ret, &why), PROBLEM_NOT_NOW);
    CHECK_INT(calendar_add_working_time(o, fixture_time("2026-06-01 09:00"), INT64_MIN, &ret, &why), PROBLEM_NOT_NOW);
    CHECK_INT(calendar_add_working_days(o, fixture_time("2026-06-01 09:00"), INT32_MAX, &ret, &why), PROBLEM_NOT_NOW);
    CHECK_INT(calendar_add_working_days(o, fixture_time("2026-06-01 09:00"), INT32_MIN, &ret, &why), PROBLEM_NOT_NOW);
    CHECK_INT(calendar_add_days(o, fixture_time("2026-06-01 09:00"), -1, &ret, &why), PROBLEM_INVALID);
}

TEST("what arrives outside hours counts from the next opening, and the answer says why")
{
    static const struct {
        const char *at;
        int cutoff;
        const char *received;
        enum calendar_moved moved;
    } cases[] = {{"2026-01-05 06:59", -1, "2026-01-05 07:00", CALENDAR_BEFORE_HOURS},
                 {"2026-01-05 07:00", -1, "2026-01-05 07:00", CALENDAR_NOT_MOVED},
                 {"2026-01-05 11:30", -1, "2026-01-05 11:30", CALENDAR_NOT_MOVED},
                 {"2026-01-05 11:31", -1, "2026-01-05 13:30", CALENDAR_IN_BREAK},
                 {"2026-01-05 17:00", -1, "2026-01-05 17:00", CALENDAR_NOT_MOVED},
                 {"2026-01-05 17:01", -1, "2026-01-06 07:00", CALENDAR_AFTER_HOURS},
                 {"2026-01-09 18:00", -1, "2026-01-10 07:00", CALENDAR_AFTER_HOURS}, /* the Saturday is worked */
                 {"2026-01-11 09:00", -1, "2026-01-12 07:00", CALENDAR_DAY_OFF},
                 {"2026-02-14 09:00", -1, "2026-02-23 07:00", CALENDAR_DAY_OFF},
                 {"2026-01-05 15:00", 900, "2026-01-05 15:00", CALENDAR_NOT_MOVED},
                 {"2026-01-05 15:00:01", 900, "2026-01-06 07:00", CALENDAR_AFTER_CUTOFF},
                 {"2026-01-05 17:30", 900, "2026-01-06 07:00", CALENDAR_AFTER_HOURS}};
    const struct office *o = fixture_office(a);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t at = 0;
        enum calendar_moved moved;
        CHECK_OK(calendar_reception(o, fixture_time(cases[i].at), cases[i].cutoff, &at, &moved, NULL));
        CHECK_TEXT(fixture_text(a, at), cases[i].received);
        CHECK_INT(moved, cases[i].moved);
    }
}

TEST("elapsed working time leaves out pauses, counts overlapping ones once and an open one to the end")
{
    const struct office *o = fixture_office(a);
    const struct calendar_pause pauses[] = {{fixture_time("2026-03-03 07:00"), fixture_time("2026-03-04 17:00")},
                                            {fixture_time("2026-03-04 07:00"), fixture_time("2026-03-05 09:00")},
                                            {fixture_time("2026-03-10 07:00"), 0}};
    int64_t elapsed = 0;
    CHECK_OK(calendar_elapsed(o, fixture_time("2026-03-02 07:00"), fixture_time("2026-03-12 17:00"), pauses, 3, &elapsed, NULL));
    CHECK_INT(elapsed, (8 + 6 + 8 + 8) * HOUR); /* 2, rest of 5, 6 and 9 March */
    CHECK_OK(calendar_elapsed(o, fixture_time("2026-03-03 08:00"), fixture_time("2026-03-03 09:00"), pauses, 3, &elapsed, NULL));
    CHECK_INT(elapsed, 0);
}
