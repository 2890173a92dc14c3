/* Civil dates (proleptic Gregorian) and the local time of Vietnam: +07:00 always, no daylight saving. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct arena;
struct date { int year, month, day; };                       /* month 1–12, day 1–31 */
struct local_time { struct date date; int hour, minute, second; };

int32_t date_to_days(struct date d);      /* days since 1970-01-01 */
struct date date_from_days(int32_t days);
bool date_valid(struct date d);           /* years 1–9999 */
int date_weekday(int32_t days);           /* 1 Monday … 7 Sunday (ISO 8601) */
struct date date_add_months(struct date d, int months); /* no such day: the last of the month (Civil Code 2015, Art. 148.4) */

bool date_parse_iso(const char *s, struct date *ret);  /* "2026-11-24" exactly */
bool date_parse_vi(const char *s, struct date *ret);   /* "24/11/2026", "1/2/2026", "24-11-2026", "24.11.2026", spaces around */
const char *date_iso(struct arena *a, struct date d);  /* "2026-11-24" */
const char *date_vi(struct arena *a, struct date d);   /* "24/11/2026" */

struct local_time time_local(int64_t t);
int64_t time_from_local(struct local_time l);
int32_t time_local_days(int64_t t);                     /* the local civil day of t, as days since 1970-01-01 */
int64_t time_of_local_day(int32_t days);                /* its midnight (00:00 +07:00) */
bool time_parse_iso(const char *s, int64_t *ret);       /* RFC 3339, offset required */
const char *time_iso(struct arena *a, int64_t t);       /* "2026-11-24T08:05:00+07:00" (microseconds only if not 0) */
const char *time_vi(struct arena *a, int64_t t);        /* "08:05 24/11/2026" */
const char *time_long_vi(struct arena *a, int64_t t);   /* "17:00 Thứ Hai, 16/11/2026" */
