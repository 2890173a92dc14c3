#include "base/date.h"
#include "base/clock.h"
#include "base/test.h"

static int32_t days(const char *iso)
{
    struct date d = {0};
    return date_parse_iso(iso, &d) ? date_to_days(d) : INT32_MIN;
}

TEST("days and dates are each other's inverse over four centuries and run without a gap")
{
    struct date before = date_from_days(days("1599-12-31"));
    for (int32_t n = days("1600-01-01"); n <= days("2100-12-31"); n++) {
        struct date d = date_from_days(n);
        CHECK(date_valid(d));
        CHECK_INT(date_to_days(d), n);
        CHECK(d.day == before.day + 1 || (d.day == 1 && (d.month == before.month + 1 || (d.month == 1 && d.year == before.year + 1))));
        before = d;
    }
}

TEST("known days have their known numbers and weekdays")
{
    CHECK_INT(days("1970-01-01"), 0);
    CHECK_INT(days("1969-12-31"), -1);
    CHECK_INT(days("2000-03-01"), 11017);
    CHECK_INT(days("0001-01-01"), -719162);
    CHECK_INT(days("9999-12-31"), 2932896);
    CHECK_INT(date_weekday(days("2026-11-24")), 2);
    CHECK_INT(date_weekday(days("1945-09-02")), 7);
    CHECK_INT(date_weekday(days("0001-01-01")), 1);
}

TEST("a term of months ends on the last day of a shorter month [Civil Code 2015, Art. 148.4]")
{
    static const struct {
        const char *from;
        int months;
        const char *to;
    } cases[] = {
        {"2026-01-31", 1, "2026-02-28"},   {"2028-01-31", 1, "2028-02-29"},  {"2026-11-24", 3, "2027-02-24"},
        {"2026-03-31", -1, "2026-02-28"},  {"2026-01-15", -1, "2025-12-15"}, {"2024-02-29", 12, "2025-02-28"},
        {"2024-02-29", -48, "2020-02-29"}, {"2026-12-31", 2, "2027-02-28"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_TEXT(date_iso(a, date_add_months(date_from_days(days(cases[i].from)), cases[i].months)), cases[i].to);
}

TEST("dates are read as people write them, and nothing else is taken for a date")
{
    static const char *const good[] = {"24/11/2026", " 24-11-2026", "24.11.2026 ", "\t24/11/2026"};
    static const char *const wrong[] = {"",           "24/11/26",   "31/04/2026",  "29/02/2026",  "0/1/2026",    "24/13/2026",
                                        "24/11-2026", "24/11/2026x", "2026-11-24", "24//11/2026", "124/11/2026", "24 /11/2026",
                                        "24/11/0000"};
    struct date d;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        CHECK(date_parse_vi(good[i], &d));
        CHECK_TEXT(date_vi(a, d), "24/11/2026");
    }
    CHECK(date_parse_vi("1/2/2026", &d));
    CHECK_TEXT(date_vi(a, d), "01/02/2026");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (date_parse_vi(wrong[i], &d))
            test_fail(__FILE__, __LINE__, "taken for a date: %s", wrong[i]);
    CHECK(!date_parse_iso("2026-2-01", &d) && !date_parse_iso("2026-02-29", &d) && !date_parse_iso("2026-02-28 ", &d));
    CHECK(!date_parse_iso("26-02-28", &d) && !date_parse_iso("", &d));
}

TEST("local time is seven hours ahead of UTC, also before 1970")
{
    int64_t t;
    CHECK(time_parse_iso("2026-11-16T10:00:00Z", &t));
    CHECK_TEXT(time_iso(a, t), "2026-11-16T17:00:00+07:00");
    CHECK_TEXT(time_vi(a, t), "17:00 16/11/2026");
    CHECK_TEXT(time_long_vi(a, t), "17:00 Thứ Hai, 16/11/2026");
    CHECK(time_parse_iso("2026-11-15T17:00:00Z", &t));
    CHECK_INT(time_local_days(t), days("2026-11-16"));
    CHECK_INT(time_of_local_day(days("2026-11-16")), t);
    CHECK_INT(time_local_days(t - 1), days("2026-11-15"));
    CHECK_TEXT(time_long_vi(a, t - 1), "23:59 Chủ Nhật, 15/11/2026");
    CHECK_TEXT(time_iso(a, -8 * HOUR - 1), "1969-12-31T22:59:59.999999+07:00");
}

TEST("a local time made into a moment and back is the same")
{
    for (int64_t t = -3 * 365 * DAY; t < 3 * 365 * DAY; t += 7 * HOUR + 11 * MINUTE + 13 * SECOND)
        CHECK_INT(time_from_local(time_local(t)), t);
}

TEST("moments are read as RFC 3339 writes them, the offset is required")
{
    static const struct {
        const char *text;
        int64_t t;
    } good[] = {
        {"1970-01-01T00:00:00Z", 0},          {"1970-01-01t07:00:00.25+07:00", 250000}, {"1969-12-31T19:00:00-05:00", 0},
        {"1970-01-01T00:00:00.1234567z", 123456}, {"1972-06-30T23:59:60Z", 78796800 * SECOND},
        {"1972-07-01T06:59:60+07:00", 78796800 * SECOND},
    };
    static const char *const wrong[] = {"2026-11-24T08:05:00",       "2026-11-24",           "2026-11-24 08:05:00Z", "2026-11-24T24:00:00Z",
                                        "2026-11-24T08:60:00Z",      "2026-11-24T08:05:60Z", "2026-11-24T08:05:00.Z", "2026-11-24T08:05Z",
                                        "2026-02-30T08:05:00Z",      "2026-11-24T08:05:00+7", "2026-11-24T08:05:00+07:00x",
                                        "2026-11-24T08:05:00+24:00", "",                     "2026-11-24T08:05:00+07:60"};
    int64_t t;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        CHECK(time_parse_iso(good[i].text, &t));
        CHECK_INT(t, good[i].t);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (time_parse_iso(wrong[i], &t))
            test_fail(__FILE__, __LINE__, "taken for a moment: %s", wrong[i]);
}
