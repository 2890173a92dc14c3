/* Working time as one growing sum. office_sum(t) is the working time since the first covered midnight; it stands still outside
 * hours. "Working time between" is a difference of two sums, "add working time" looks for the moment where the sum is reached,
 * and working days are places in the list of working days. So the properties promised in calendar.h follow from subtraction. */
#include "base/must.h"
#include "engines/calendar/office.h"

enum result office_lacks(const struct office *o, bool after, const char **ret_why)
{
    if (ret_why)
        *ret_why = after ? o->calendar->lacks_after : o->calendar->lacks_before;
    return PROBLEM_NOT_NOW;
}

static enum result invalid(const char *why, const char **ret_why)
{
    if (ret_why)
        *ret_why = why;
    return PROBLEM_INVALID;
}

const struct day_row *office_row(const struct office *o, int32_t day, const char **ret_why)
{
    if (day >= o->first && day < o->first + o->count)
        return &o->rows[day - o->first];
    office_lacks(o, day >= o->first, ret_why);
    return NULL;
}

int64_t office_opens(const struct office *o, int32_t day)
{
    const struct day_row *row = office_row(o, day, NULL);
    must(row && row->stretch_count > 0);
    return time_of_local_day(day) + row->stretches[0].opens;
}

int64_t office_closes(const struct office *o, int32_t day)
{
    const struct day_row *row = office_row(o, day, NULL);
    must(row && row->stretch_count > 0);
    return time_of_local_day(day) + row->stretches[row->stretch_count - 1].closes;
}

/* The k-th working day of the calendar as a day number. */
static enum result working_day(const struct office *o, int64_t k, int32_t *ret, const char **ret_why)
{
    if (k < 0 || k >= o->working_count)
        return office_lacks(o, k >= 0, ret_why);
    *ret = o->first + o->working[k];
    return OK;
}

enum result office_next(const struct office *o, int32_t day, int32_t *ret, const char **ret_why)
{
    const struct day_row *row = office_row(o, day, ret_why);
    return row ? working_day(o, row->ordinal, ret, ret_why) : PROBLEM_NOT_NOW;
}

int64_t stretch_overlap(struct stretch s, int64_t from, int64_t to)
{
    int64_t low = from > s.opens ? from : s.opens, high = to < s.closes ? to : s.closes;
    return high > low ? high - low : 0;
}

enum result office_sum(const struct office *o, int64_t t, int64_t *ret, const char **ret_why)
{
    int32_t day = time_local_days(t);
    const struct day_row *row = office_row(o, day, ret_why);
    if (!row)
        return PROBLEM_NOT_NOW;
    *ret = row->before;
    for (int i = 0; i < row->stretch_count; i++)
        *ret += stretch_overlap(row->stretches[i], 0, t - time_of_local_day(day));
    return OK;
}

/* ---- one day, one moment ---- */

enum result calendar_look(const struct office *o, struct date d, struct calendar_day_info *ret, const char **ret_why)
{
    if (!date_valid(d))
        return invalid("This is not a date", ret_why);
    int32_t day = date_to_days(d);
    const struct day_row *row = office_row(o, day, ret_why);
    if (!row)
        return PROBLEM_NOT_NOW;
    *ret = (struct calendar_day_info){.date = d, .kind = row->kind, .working_time = row->time};
    if (row->special) {
        ret->name = row->special->name;
        ret->name_en = row->special->name_en;
        ret->source = row->special->source;
    }
    if (row->stretch_count > 0) {
        ret->opens = office_opens(o, day);
        ret->closes = office_closes(o, day);
    }
    return OK;
}

bool calendar_is_working_day(const struct office *o, struct date d)
{
    const struct day_row *row = date_valid(d) ? office_row(o, date_to_days(d), NULL) : NULL;
    return row && row->time > 0;
}

bool calendar_is_working(const struct office *o, int64_t t)
{
    int32_t day = time_local_days(t);
    const struct day_row *row = office_row(o, day, NULL);
    int64_t at = t - time_of_local_day(day);
    for (int i = 0; row && i < row->stretch_count; i++)
        if (at >= row->stretches[i].opens && at < row->stretches[i].closes)
            return true;
    return false;
}

/* Within a working day: moves a moment before opening or in a break to the next opening. */
static int64_t move_into_hours(const struct day_row *row, int64_t at, enum calendar_moved *ret_moved)
{
    for (int i = 0; i < row->stretch_count; i++) {
        if (at < row->stretches[i].opens) {
            *ret_moved = i == 0 ? CALENDAR_BEFORE_HOURS : CALENDAR_IN_BREAK;
            return row->stretches[i].opens;
        }
        if (at <= row->stretches[i].closes)
            break;
    }
    *ret_moved = CALENDAR_NOT_MOVED;
    return at;
}

enum result calendar_reception(const struct office *o, int64_t t, int cutoff, int64_t *ret_received, enum calendar_moved *ret_moved,
                               const char **ret_why)
{
    int32_t day = time_local_days(t), next;
    const struct day_row *row = office_row(o, day, ret_why);
    if (!row)
        return PROBLEM_NOT_NOW;
    int64_t midnight = time_of_local_day(day), at = t - midnight;
    enum calendar_moved moved = CALENDAR_NOT_MOVED;
    if (row->time == 0)
        moved = CALENDAR_DAY_OFF;
    else if (at > row->stretches[row->stretch_count - 1].closes)
        moved = CALENDAR_AFTER_HOURS;
    else if (cutoff >= 0 && at > cutoff * MINUTE)
        moved = CALENDAR_AFTER_CUTOFF;
    if (moved != CALENDAR_NOT_MOVED) {
        TRY(office_next(o, day + 1, &next, ret_why));
        *ret_received = office_opens(o, next);
    } else {
        *ret_received = midnight + move_into_hours(row, at, &moved);
    }
    *ret_moved = moved;
    return OK;
}

/* ---- working days ---- */

enum result calendar_add_working_days(const struct office *o, int64_t t, int n, int64_t *ret, const char **ret_why)
{
    int32_t day = time_local_days(t), found = day;
    const struct day_row *row = office_row(o, day, ret_why);
    if (!row)
        return PROBLEM_NOT_NOW;
    int64_t after = (int64_t)row->ordinal + (row->time > 0); /* place of the first working day after this day */
    if (n > 0)
        TRY(working_day(o, after + n - 1, &found, ret_why));
    else if (n < 0)
        TRY(working_day(o, (int64_t)row->ordinal + n, &found, ret_why));
    else if (row->time > 0 && t <= office_closes(o, day))
        found = day;
    else
        TRY(working_day(o, after, &found, ret_why));
    *ret = office_closes(o, found);
    return OK;
}

enum result calendar_working_days(const struct office *o, int64_t from, int64_t to, int *ret, const char **ret_why)
{
    int32_t first = time_local_days(from), last = time_local_days(to);
    const struct day_row *a = office_row(o, first, ret_why), *b = a ? office_row(o, last, ret_why) : NULL;
    if (!a || !b)
        return PROBLEM_NOT_NOW;
    *ret = last >= first ? b->ordinal + (b->time > 0) - a->ordinal - (a->time > 0) : b->ordinal - a->ordinal;
    return OK;
}

/* ---- working time ---- */

enum result calendar_working_time(const struct office *o, int64_t from, int64_t to, int64_t *ret, const char **ret_why)
{
    int64_t start, end;
    *ret = 0;
    if (to <= from)
        return OK;
    TRY(office_sum(o, from, &start, ret_why));
    TRY(office_sum(o, to, &end, ret_why));
    *ret = end - start;
    return OK;
}

/* The working day on which the sum passes `target`: before < target <= before + time (or before <= target < … when late). */
static const struct day_row *find_sum(const struct office *o, int64_t target, bool late, int32_t *ret_day)
{
    int32_t low = 0, high = o->working_count; /* first working day whose end reaches the target */
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        const struct day_row *row = &o->rows[o->working[middle]];
        bool reached = late ? row->before + row->time > target : row->before + row->time >= target;
        if (reached)
            high = middle;
        else
            low = middle + 1;
    }
    if (low == o->working_count)
        return NULL;
    *ret_day = o->first + o->working[low];
    return &o->rows[o->working[low]];
}

/* The earliest (or latest) moment of this day at which the sum is `target`. */
static int64_t moment_of_sum(const struct day_row *row, int32_t day, int64_t target, bool late)
{
    int64_t left = target - row->before;
    for (int i = 0; i < row->stretch_count; i++) {
        int64_t length = row->stretches[i].closes - row->stretches[i].opens;
        if (late ? left < length : left <= length)
            return time_of_local_day(day) + row->stretches[i].opens + left;
        left -= length;
    }
    must(false);
}

enum result calendar_add_working_time(const struct office *o, int64_t t, int64_t amount, int64_t *ret, const char **ret_why)
{
    int64_t sum;
    enum calendar_moved moved;
    TRY(office_sum(o, t, &sum, ret_why));
    if (amount == 0)
        return calendar_reception(o, t, CALENDAR_NO_CUTOFF, ret, &moved, ret_why);
    bool late = amount < 0;
    int32_t day;
    if (__builtin_add_overflow(sum, amount, &sum))
        return office_lacks(o, amount > 0, ret_why);
    if (sum < 0)
        return office_lacks(o, false, ret_why);
    const struct day_row *row = find_sum(o, sum, late, &day);
    if (!row)
        return office_lacks(o, true, ret_why);
    *ret = moment_of_sum(row, day, sum, late);
    return OK;
}

/* ---- civil days and months (Civil Code Art. 147, 148) ---- */

static enum result end_on(const struct office *o, int32_t day, int64_t *ret, const char **ret_why)
{
    int32_t found;
    TRY(office_next(o, day, &found, ret_why));
    *ret = office_closes(o, found);
    return OK;
}

#define CIVIL_DAYS_MAX 40000 /* more than a century: a mistake, and safe to add to any day number */

enum result calendar_add_days(const struct office *o, int64_t t, int days, int64_t *ret, const char **ret_why)
{
    if (days < 0 || days > CIVIL_DAYS_MAX)
        return invalid("A limit has between 0 and 40,000 days", ret_why);
    return end_on(o, time_local_days(t) + days, ret, ret_why);
}

enum result calendar_add_months(const struct office *o, int64_t t, int months, int64_t *ret, const char **ret_why)
{
    if (months < 0 || months > CIVIL_DAYS_MAX / 31)
        return invalid("A limit has between 0 and 1,290 months", ret_why);
    struct date last = date_add_months(date_from_days(time_local_days(t)), months);
    return end_on(o, date_to_days(last), ret, ret_why);
}

/* ---- pauses ---- */

enum result calendar_after_pause(const struct office *o, int64_t due, struct calendar_pause p, int64_t *ret, const char **ret_why)
{
    int64_t stood;
    if (p.to == 0)
        return invalid("The pause is still open; there is no due moment before it ends", ret_why);
    TRY(calendar_working_time(o, p.from, p.to, &stood, ret_why));
    *ret = due;
    return stood == 0 ? OK : calendar_add_working_time(o, due, stood, ret, ret_why);
}

enum result calendar_elapsed(const struct office *o, int64_t from, int64_t to, const struct calendar_pause *pauses, size_t count,
                             int64_t *ret, const char **ret_why)
{
    int64_t stood, reached = from; /* pauses are subtracted up to here already */
    TRY(calendar_working_time(o, from, to, ret, ret_why));
    for (size_t i = 0; i < count; i++) {
        int64_t start = pauses[i].from > reached ? pauses[i].from : reached;
        int64_t end = pauses[i].to == 0 || pauses[i].to > to ? to : pauses[i].to;
        if (end <= start)
            continue;
        TRY(calendar_working_time(o, start, end, &stood, ret_why));
        *ret -= stood;
        reached = end;
    }
    return OK;
}
