/* How the first due date was worked out, in one paragraph for the slip: the same days that the pages show, from the same calendar. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/calendar/calendar.h"
#include "modules/papers/papers_inside.h"
#include "modules/procedures/procedures.h"

enum { DAYS_NAMED = 4 }; /* more days off than these are counted, not named */

static const char *day_words(struct q *q, struct date d)
{
    return arena_printf(q->arena, "%s %02d/%02d", weekday_words(q, time_of_local_day(date_to_days(d))), d.day, d.month);
}

static const char *moved_words(struct q *q, const struct calendar_due *due)
{
    struct local_time came = time_local(due->came);
    const char *hour = arena_printf(q->arena, "%02d:%02d", came.hour, came.minute), *day = day_words(q, came.date);
    switch (due->moved) {
    case CALENDAR_BEFORE_HOURS: return tr_fill(q, T("received {hour} {day}, before office hours"), "hour", hour, "day", day);
    case CALENDAR_IN_BREAK: return tr_fill(q, T("received {hour} {day}, during the midday break"), "hour", hour, "day", day);
    case CALENDAR_AFTER_HOURS: return tr_fill(q, T("received {hour} {day}, after office hours"), "hour", hour, "day", day);
    case CALENDAR_DAY_OFF: return tr_fill(q, T("received {hour} {day}, a day off"), "hour", hour, "day", day);
    case CALENDAR_AFTER_CUTOFF: return tr_fill(q, T("received {hour} {day}, after the hour until which it counts for the same day"), "hour", hour, "day", day);
    default: return tr_fill(q, T("received {hour} {day}"), "hour", hour, "day", day);
    }
}

static void add_days_off(struct q *q, const struct calendar_due *due, struct buf *b)
{
    size_t rest = 0, named = 0;
    const char *holiday = NULL;
    for (size_t i = 0; i < due->day_count; i++) {
        rest += due->days[i].kind == DUE_REST || due->days[i].kind == DUE_HOLIDAY;
        if (due->days[i].kind == DUE_HOLIDAY)
            holiday = due->days[i].name;
    }
    if (!rest)
        return;
    buf_puts(b, "; ");
    for (size_t i = 0; rest <= DAYS_NAMED && i < due->day_count; i++)
        if (due->days[i].kind == DUE_REST || due->days[i].kind == DUE_HOLIDAY)
            buf_printf(b, "%s%s", named++ ? ", " : "", day_words(q, due->days[i].date));
    if (rest > DAYS_NAMED)
        buf_puts(b, tr_fill(q, T("{n} days off"), "n", number_vi(q->arena, (int64_t)rest)));
    buf_printf(b, " %s", tr(q, T("are not counted")));
    if (holiday)
        buf_printf(b, " (%s)", holiday);
}

static void add_limit(struct q *q, const struct calendar_due *due, struct buf *b)
{
    const char *n = number_vi(q->arena, due->limit.value);
    if (due->limit.value == 0)
        buf_puts(b, tr(q, T("to be done the same day")));
    else if (due->limit.unit == CALENDAR_WORKING_DAY)
        buf_puts(b, tr_fill(q, T("{n} working days, the first day not counted"), "n", n));
    else if (due->limit.unit == CALENDAR_WORKING_HOUR)
        buf_puts(b, tr_fill(q, T("{n} working hours"), "n", n));
    else if (due->limit.unit == CALENDAR_HOUR)
        buf_puts(b, tr_fill(q, T("{n} hours running"), "n", n));
    else
        buf_puts(b, tr_fill(q, T("{n} days, the first day not counted"), "n", n));
}

const char *due_words(struct q *q, const struct dossier *d)
{
    struct calendar_due due;
    struct buf b;
    buf_init(&b, q->arena, 4000);
    if (dossiers_first_due(q, d, &due) != OK) {
        q_forget(q);
        return tr(q, T("this procedure has no single time limit; the agency will say when"));
    }
    buf_printf(&b, "%s; ", moved_words(q, &due));
    add_limit(q, &due, &b);
    add_days_off(q, &due, &b);
    struct local_time end = time_local(due.due);
    buf_printf(&b, "; %s.", tr_fill(q, T("the result is due {hour} {day}"), "hour", arena_printf(q->arena, "%02d:%02d", end.hour, end.minute),
                                    "day", day_words(q, end.date)));
    return b.data;
}
