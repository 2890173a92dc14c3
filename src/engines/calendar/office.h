/* Inside engines/calendar: the laid-out calendar of one kind of agency, one row per civil day of the covered years.
 * Running sums make every question a look-up: `before` is the working time of all earlier days, `ordinal` the number of earlier
 * working days, `working[k]` the index of the k-th working day. */
#pragma once
#include "engines/calendar/calendar.h"

#define STRETCHES_MAX 6 /* of office hours in one day */

struct stretch {
    int64_t opens, closes;
}; /* microseconds after midnight */

struct day_row {
    enum calendar_day_kind kind;
    int stretch_count;
    const struct stretch *stretches;
    int64_t time; /* working time of the day */
    int64_t before;
    int32_t ordinal;
    const struct calendar_day *special; /* holiday or swap, NULL for an ordinary day */
};

struct office {
    const char *kind;
    const struct calendar *calendar;
    int32_t first; /* day number of rows[0] (base/date.h) */
    int32_t count;
    struct day_row *rows;
    int32_t *working, working_count;
};

struct calendar {
    int first_year, last_year;
    const char *lacks_before, *lacks_after; /* the sentences for a year without data */
    size_t office_count;
    struct office *offices; /* [0] is every agency */
};

/* The row of a day number, or NULL and *ret_why. */
const struct day_row *office_row(const struct office *o, int32_t day, const char **ret_why);
enum result office_lacks(const struct office *o, bool after, const char **ret_why); /* NOT_NOW with the sentence */
int64_t office_opens(const struct office *o, int32_t day);                          /* moment; the day must be a working day */
int64_t office_closes(const struct office *o, int32_t day);
/* The first working day at or after `day`. */
enum result office_next(const struct office *o, int32_t day, int32_t *ret, const char **ret_why);
/* Working time from the first covered midnight to t: what all differences are made of. */
enum result office_sum(const struct office *o, int64_t t, int64_t *ret, const char **ret_why);
int64_t stretch_overlap(struct stretch s, int64_t from, int64_t to); /* of [opens, closes) with [from, to) */
