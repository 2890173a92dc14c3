/* Days are counted from 1970-01-01 by the era method: a year that begins on 1 March puts the leap day last, and 400 years are
 * always 146,097 days (H. Hinnant, "chrono-compatible low-level date algorithms"). No library call, no time zone files. */
#include "base/date.h"
#include "base/arena.h"
#include "base/clock.h"
#include <stddef.h>

enum { DAYS_TO_1970 = 719468, DAYS_IN_ERA = 146097 };
#define VIETNAM (7 * HOUR)

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static bool leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && leap(year));
}

int32_t date_to_days(struct date d)
{
    int year = d.year - (d.month <= 2);
    int era = (int)floor_div(year, 400);
    int year_of_era = year - era * 400;
    int day_of_year = (153 * ((d.month + 9) % 12) + 2) / 5 + d.day - 1; /* from 1 March */
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_IN_ERA + day_of_era - DAYS_TO_1970;
}

struct date date_from_days(int32_t days)
{
    int64_t z = (int64_t)days + DAYS_TO_1970;
    int64_t era = floor_div(z, DAYS_IN_ERA);
    int day_of_era = (int)(z - era * DAYS_IN_ERA);
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int march_month = (5 * day_of_year + 2) / 153;
    int month = march_month < 10 ? march_month + 3 : march_month - 9;
    return (struct date){(int)(era * 400) + year_of_era + (month <= 2), month, day_of_year - (153 * march_month + 2) / 5 + 1};
}

bool date_valid(struct date d)
{
    return d.year >= 1 && d.year <= 9999 && d.month >= 1 && d.month <= 12 && d.day >= 1 && d.day <= days_in_month(d.year, d.month);
}

int date_weekday(int32_t days)
{
    return (int)((((int64_t)days + 3) % 7 + 7) % 7) + 1; /* 1970-01-01 was a Thursday */
}

struct date date_add_months(struct date d, int months)
{
    int64_t count = (int64_t)d.year * 12 + d.month - 1 + months;
    struct date r = {(int)floor_div(count, 12), 0, d.day};
    r.month = (int)(count - (int64_t)r.year * 12) + 1;
    int last = days_in_month(r.year, r.month);
    if (r.day > last)
        r.day = last;
    return r;
}

/* Reads between `least` and `most` digits; NULL when there are fewer (s == NULL passes through). */
static const char *digits(const char *s, int least, int most, int *ret)
{
    if (!s)
        return NULL;
    int n = 0, value = 0;
    for (; n < most && s[n] >= '0' && s[n] <= '9'; n++)
        value = value * 10 + (s[n] - '0');
    *ret = value;
    return n >= least ? s + n : NULL;
}

static const char *expect(const char *s, char c)
{
    return s && *s == c ? s + 1 : NULL;
}

static const char *parse_iso_part(const char *s, struct date *d)
{
    s = expect(digits(s, 4, 4, &d->year), '-');
    s = expect(digits(s, 2, 2, &d->month), '-');
    s = digits(s, 2, 2, &d->day);
    return s && date_valid(*d) ? s : NULL;
}

bool date_parse_iso(const char *s, struct date *ret)
{
    struct date d;
    s = parse_iso_part(s, &d);
    if (!s || *s)
        return false;
    *ret = d;
    return true;
}

static const char *skip_blanks(const char *s)
{
    while (s && (*s == ' ' || *s == '\t'))
        s++;
    return s;
}

bool date_parse_vi(const char *s, struct date *ret)
{
    struct date d;
    s = digits(skip_blanks(s), 1, 2, &d.day);
    if (!s || (*s != '/' && *s != '-' && *s != '.'))
        return false;
    char separator = *s;
    s = digits(s + 1, 1, 2, &d.month);
    s = skip_blanks(digits(expect(s, separator), 4, 4, &d.year));
    if (!s || *s || !date_valid(d))
        return false;
    *ret = d;
    return true;
}

const char *date_iso(struct arena *a, struct date d)
{
    return arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

const char *date_vi(struct arena *a, struct date d)
{
    return arena_printf(a, "%02d/%02d/%04d", d.day, d.month, d.year);
}

int32_t time_local_days(int64_t t)
{
    return (int32_t)floor_div(t + VIETNAM, DAY);
}

int64_t time_of_local_day(int32_t days)
{
    return days * DAY - VIETNAM;
}

struct local_time time_local(int64_t t)
{
    int32_t days = time_local_days(t);
    int second = (int)((t - time_of_local_day(days)) / SECOND);
    return (struct local_time){date_from_days(days), second / 3600, second / 60 % 60, second % 60};
}

int64_t time_from_local(struct local_time l)
{
    return time_of_local_day(date_to_days(l.date)) + l.hour * HOUR + l.minute * MINUTE + l.second * SECOND;
}

/* ".25" -> 250,000; more than six digits are cut. Without a fraction it stays at s. */
static const char *parse_fraction(const char *s, int64_t *ret)
{
    *ret = 0;
    if (!s || *s != '.')
        return s;
    int64_t unit = SECOND / 10;
    const char *at = s + 1;
    for (; *at >= '0' && *at <= '9'; at++, unit /= 10)
        *ret += (*at - '0') * unit;
    return at > s + 1 ? at : NULL;
}

static const char *parse_offset(const char *s, int64_t *ret)
{
    *ret = 0;
    if (!s)
        return NULL;
    if (*s == 'Z' || *s == 'z')
        return s + 1;
    if (*s != '+' && *s != '-')
        return NULL;
    int hour = 0, minute = 0;
    const char *end = digits(expect(digits(s + 1, 2, 2, &hour), ':'), 2, 2, &minute);
    *ret = (*s == '-' ? -1 : 1) * (hour * HOUR + minute * MINUTE);
    return hour <= 23 && minute <= 59 ? end : NULL;
}

bool time_parse_iso(const char *s, int64_t *ret)
{
    struct date d;
    int hour = 0, minute = 0, second = 0;
    int64_t fraction, offset;
    s = parse_iso_part(s, &d);
    if (!s || (*s != 'T' && *s != 't'))
        return false;
    s = expect(digits(s + 1, 2, 2, &hour), ':');
    s = expect(digits(s, 2, 2, &minute), ':');
    s = digits(s, 2, 2, &second);
    s = parse_offset(parse_fraction(s, &fraction), &offset);
    if (!s || *s || hour > 23 || minute > 59 || second > 60)
        return false;
    int64_t whole = date_to_days(d) * DAY + hour * HOUR + minute * MINUTE + second * SECOND - offset;
    if (second == 60 && whole % DAY != 0) /* a leap second stands only at the end of a UTC day (RFC 3339, 5.7) */
        return false;
    *ret = whole + fraction;
    return true;
}

const char *time_iso(struct arena *a, int64_t t)
{
    struct local_time l = time_local(t);
    int micro = (int)(t - floor_div(t, SECOND) * SECOND);
    const char *fraction = micro ? arena_printf(a, ".%06d", micro) : "";
    return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d%s+07:00", l.date.year, l.date.month, l.date.day, l.hour, l.minute,
                        l.second, fraction);
}

const char *time_vi(struct arena *a, int64_t t)
{
    struct local_time l = time_local(t);
    return arena_printf(a, "%02d:%02d %s", l.hour, l.minute, date_vi(a, l.date));
}

const char *time_long_vi(struct arena *a, int64_t t)
{
    static const char *const weekdays[] = {"Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"};
    struct local_time l = time_local(t);
    const char *weekday = weekdays[date_weekday(time_local_days(t)) - 1];
    return arena_printf(a, "%02d:%02d %s, %s", l.hour, l.minute, weekday, date_vi(a, l.date));
}
