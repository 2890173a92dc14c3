/* The legal clock: which moments are working time, when a limit ends, and why.
 *
 * The caller gives three arrays — years that are complete, days that differ from the ordinary week, office hours by kind of
 * agency — and gets an immutable `struct calendar`. From it, `calendar_office()` gives the calendar of one kind of agency,
 * which all other functions take. Both may be shared by threads. Moments are int64 UTC microseconds (base/clock.h), days and
 * hours are those of Vietnam (+07:00). Working time is microseconds too: `4 * HOUR`.
 *
 * Law: Civil Code 2015 Art. 147 (the first day is not counted), 148.4 (a month without that day ends on its last day), 148.5
 * (an end on a rest day moves to the end of the next working day), Labour Code 2019 Art. 111.3 and 112 (holidays).
 * Art. 148.6 ends a limit at 24:00; an office closes earlier, so a due moment given in days is the close of office of that day.
 *
 * What always holds
 *   a due moment is never on a day off (consecutive hours excepted); a later start never gives an earlier due moment;
 *   add(a) then add(b) = add(a + b), for working days (from a moment that counts as received) and for working time;
 *   calendar_working_time(start, calendar_add_working_time(start, x)) = x, and the same backwards;
 *   a year without data is an answer ("no working calendar for 2028"), never a guess.
 *
 * Errors: INVALID the data or the argument is wrong; NOT_NOW a needed year has no calendar. The functions that can fail take
 * `const char **ret_why` (may be NULL): an English sentence in static or calendar memory, or in the arena where one is given. */
#pragma once
#include "base/clock.h"
#include "base/date.h"
#include "base/result.h"
#include <stddef.h>

struct arena;
struct json_writer;

/* ---- what the caller gives ---- */

/* The notices of this year are complete. Years must follow each other without a gap. */
struct calendar_year {
    int year;
    const char *source;
};

/* A day that differs from the ordinary week. off = true: nobody works (holiday, day in lieu). off = false: a rest day on which
 * people do work (swapped Saturday), with the hours of a Monday unless the weekday has hours of its own. */
struct calendar_day {
    struct date date;
    bool off;
    const char *name, *name_en; /* "Tết Nguyên đán", "Lunar New Year"; name_en may be NULL */
    const char *source;         /* number of the notice */
};

#define CALENDAR_EVERY_AGENCY "" /* agency_kind of hours that hold where a kind has none of its own */
#define CALENDAR_MONDAY_TO_FRIDAY 0x1f
/* One stretch of office hours. A weekday that no row names is a weekly day of rest. */
struct calendar_hours {
    const char *agency_kind; /* CALENDAR_EVERY_AGENCY or a kind of the package ("commune_one_stop") */
    struct date from, to;    /* both days included; year 0 = open end */
    unsigned weekdays;       /* bit 0 Monday … bit 6 Sunday */
    int opens, closes;       /* minutes of the day: 7:00 = 420, 24:00 = 1440; closes > opens */
    const char *source;
};

struct calendar_source {
    const struct calendar_year *years;
    size_t year_count;
    const struct calendar_day *days;
    size_t day_count;
    const struct calendar_hours *hours;
    size_t hours_count;
};

struct calendar;
struct office; /* the calendar of one kind of agency */

/* Copies everything into the arena. INVALID + why: gap between years, day outside the years, day twice, hours that overlap. */
enum result calendar_build(struct arena *a, const struct calendar_source *source, const struct calendar **ret, const char **ret_why);
/* The hours of this kind, or those of every agency when it has none of its own. Never NULL. */
const struct office *calendar_office(const struct calendar *c, const char *agency_kind);
int calendar_first_year(const struct calendar *c);
int calendar_last_year(const struct calendar *c);

/* ---- one day, one moment ---- */

enum calendar_day_kind { CALENDAR_WORKING, CALENDAR_SWAPPED /* a rest day that is worked */, CALENDAR_REST /* weekly */, CALENDAR_HOLIDAY };
struct calendar_day_info {
    struct date date;
    enum calendar_day_kind kind;
    const char *name, *name_en, *source; /* of the holiday or swap; else NULL */
    int64_t opens, closes;               /* first opening and last close; 0 on a day off */
    int64_t working_time;                /* of the whole day */
};
enum result calendar_look(const struct office *o, struct date d, struct calendar_day_info *ret, const char **ret_why);
bool calendar_is_working_day(const struct office *o, struct date d); /* false as well where there is no calendar */
bool calendar_is_working(const struct office *o, int64_t t);         /* opens <= t < closes */

/* When something that arrives at t counts as received, and why that differs from t. */
enum calendar_moved {
    CALENDAR_NOT_MOVED,
    CALENDAR_BEFORE_HOURS,
    CALENDAR_IN_BREAK,
    CALENDAR_AFTER_HOURS,
    CALENDAR_DAY_OFF,
    CALENDAR_AFTER_CUTOFF,
    CALENDAR_MOVED_COUNT
};
#define CALENDAR_NO_CUTOFF (-1)
/* cutoff: minute of the day after which reception counts for the next working day ("sau 15 giờ" = 900); 15:00:00 is in time.
 * The very moment of closing still belongs to that day. */
enum result calendar_reception(const struct office *o, int64_t t, int cutoff, int64_t *ret_received, enum calendar_moved *ret_moved,
                               const char **ret_why);

/* ---- arithmetic ---- */

/* n > 0: the first day is not counted, the answer is the close of the n-th working day after it. n = 0: the close of that day
 * (the next working day if it is off or already closed). n < 0: the close of the n-th working day before. */
enum result calendar_add_working_days(const struct office *o, int64_t t, int n, int64_t *ret, const char **ret_why);
/* The earliest moment at which `amount` of working time has passed since t; amount = 0: t, or the next opening when t is outside
 * hours; amount < 0: the latest moment from which that much working time passes until t. */
enum result calendar_add_working_time(const struct office *o, int64_t t, int64_t amount, int64_t *ret, const char **ret_why);
/* Civil Code days and months: close of office of that day, or of the next working day. */
enum result calendar_add_days(const struct office *o, int64_t t, int days, int64_t *ret, const char **ret_why);
enum result calendar_add_months(const struct office *o, int64_t t, int months, int64_t *ret, const char **ret_why);
/* Working time in [from, to); 0 when to <= from. */
enum result calendar_working_time(const struct office *o, int64_t from, int64_t to, int64_t *ret, const char **ret_why);
/* Working days after the day of `from` up to and with the day of `to` (the number n with add_working_days(from, n) on that day). */
enum result calendar_working_days(const struct office *o, int64_t from, int64_t to, int *ret, const char **ret_why);

/* A stretch in which the clock stood still (waiting for the applicant). to = 0: still standing. */
struct calendar_pause {
    int64_t from, to;
};
/* New due moment = old due moment + working time of the pause. A pause of no working time changes nothing. */
enum result calendar_after_pause(const struct office *o, int64_t due, struct calendar_pause p, int64_t *ret, const char **ret_why);
/* Working time in [from, to) without the pauses (in order of their start; they may overlap; an open one reaches to `to`): for bars and for
 * being on time. */
enum result calendar_elapsed(const struct office *o, int64_t from, int64_t to, const struct calendar_pause *pauses, size_t count,
                             int64_t *ret, const char **ret_why);

/* ---- a limit, with its explanation ---- */

enum calendar_unit {
    CALENDAR_WORKING_MINUTE,
    CALENDAR_WORKING_HOUR,
    CALENDAR_WORKING_DAY,
    CALENDAR_HOUR, /* consecutive hours, from the moment itself, nights and holidays included (Art. 147.1) */
    CALENDAR_DAY,
    CALENDAR_WEEK,
    CALENDAR_MONTH,
    CALENDAR_YEAR,
    CALENDAR_UNIT_COUNT
};
/* "working_minute" "working_hour" "working_day" "hour" "day" "week" "month" "year" */
bool calendar_unit_parse(const char *name, enum calendar_unit *ret);
const char *calendar_unit_name(enum calendar_unit unit);

struct calendar_limit {
    int value;
    enum calendar_unit unit;
    int cutoff; /* CALENDAR_NO_CUTOFF or minute of the day */
};

/* One civil day of the explanation: the page shows one cell a day. */
enum due_day_kind {
    DUE_CLOSED,   /* came in on this working day, but counts as received later (see `moved`) */
    DUE_FIRST,    /* day of reception; not counted when the limit is in days (Art. 147.2) */
    DUE_COUNTED,  /* a counted day; `number` is its place */
    DUE_REST,     /* weekly day of rest, skipped */
    DUE_HOLIDAY,  /* skipped; name and source say which */
    DUE_PAUSED,   /* the clock stood still; `paused` says how long */
    DUE_MOVED_TO, /* the last day was a day off, so the limit ends here (Art. 148.5) */
    DUE_ADDED,    /* limits in civil days: a working day that makes up for a pause */
    DUE_DAY_KIND_COUNT
};
struct due_day {
    struct date date;
    enum due_day_kind kind;
    bool off;                            /* nobody works; in limits of civil days such a day is counted all the same */
    bool swapped;                        /* a rest day that is worked; name and source say why */
    bool due;                            /* the due moment is on this day */
    int number;                          /* 1, 2, 3 … of the counted days (limits in days); 0 elsewhere */
    int64_t time;                        /* working time counted on this day */
    int64_t paused;                      /* working time of this day in pauses */
    const char *name, *name_en, *source; /* holiday or swap */
};
struct calendar_due {
    int64_t came;              /* as given */
    int64_t received;          /* when it counts as received */
    enum calendar_moved moved; /* why the two differ */
    struct calendar_limit limit;
    int64_t due_before_pauses; /* equals due when there was none */
    int64_t due;               /* 0 while a pause is open: there is no due moment then */
    int64_t paused;            /* working time of all closed pauses (consecutive time for CALENDAR_HOUR) */
    bool waiting;              /* a pause is open */
    size_t day_count;
    const struct due_day *days; /* without a gap, from the day it came to the day it is due (waiting: the day of the pause) */
};
/* The whole answer for a dossier: reception rule (not for CALENDAR_HOUR), limit, pauses in order of their start (may be none). */
enum result calendar_due(const struct office *o, int64_t came, struct calendar_limit limit, const struct calendar_pause *pauses,
                         size_t pause_count, struct arena *a, struct calendar_due *ret, const char **ret_why);
/* The same answer as JSON (names of the enums in lower case), for the API and for keeping with the dossier. */
void calendar_due_json(struct json_writer *w, const struct calendar_due *due);
const char *calendar_moved_name(enum calendar_moved moved); /* "not_moved", "before_hours", … */
const char *due_day_kind_name(enum due_day_kind kind);      /* "first", "counted", … */
