/* Why this date, in sentences, and one cell a day (more than eight days: the first three, a gap, the last three). */
#include "modules/dossiers/due_view.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/calendar/calendar.h"
#include "modules/dossiers/dossiers_inside.h"
#include "modules/dossiers/pages.h"
#include "modules/procedures/procedures.h"

enum { CELLS_MOST = 8, CELLS_EACH_SIDE = 3, REASONS_MOST = 8 };

static const char *clock_of(struct q *q, int64_t t)
{
    struct local_time l = time_local(t);
    return arena_printf(q->arena, "%02d:%02d", l.hour, l.minute);
}

static const char *limit_words(struct q *q, const struct calendar_limit *l)
{
    const char *n = number_vi(q->arena, l->value);
    switch (l->unit) {
    case CALENDAR_WORKING_DAY: return l->value ? tr_fill(q, T("The time allowed by law is {n} working days; the day it comes in is not counted."), "n", n)
                                               : tr(q, T("This is settled on the same working day."));
    case CALENDAR_DAY: return tr_fill(q, T("The time allowed by law is {n} days; the day it comes in is not counted."), "n", n);
    case CALENDAR_WORKING_HOUR: return tr_fill(q, T("The time allowed by law is {n} working hours."), "n", n);
    case CALENDAR_HOUR: return tr_fill(q, T("The time allowed by law is {n} hours, nights and holidays included."), "n", n);
    case CALENDAR_MONTH: return tr_fill(q, T("The time allowed by law is {n} months."), "n", n);
    default: return tr_fill(q, T("The time allowed by law: {n}."), "n", n);
    }
}

static const char *moved_words(struct q *q, const struct calendar_due *due)
{
    const char *came = day_words(q, due->came), *received = day_words(q, due->received);
    switch (due->moved) {
    case CALENDAR_AFTER_CUTOFF: return tr_fill(q, T("It came in at {came}, after the hour for the same day; it counts from {received}."), "came", came, "received", received);
    case CALENDAR_AFTER_HOURS: return tr_fill(q, T("It came in at {came}, after the office had closed; it counts from {received}."), "came", came, "received", received);
    case CALENDAR_BEFORE_HOURS: return tr_fill(q, T("It came in at {came}, before the office opened; it counts from {received}."), "came", came, "received", received);
    case CALENDAR_IN_BREAK: return tr_fill(q, T("It came in at {came}, in the midday break; it counts from {received}."), "came", came, "received", received);
    case CALENDAR_DAY_OFF: return tr_fill(q, T("It came in at {came}, on a day off; it counts from {received}."), "came", came, "received", received);
    default: return tr_fill(q, T("It came in at {came}."), "came", came);
    }
}

static void holidays(struct q *q, const struct calendar_due *due, struct dossiers_due_reasons *list, size_t *n)
{
    bool rest = false;
    for (size_t i = 0; i < due->day_count && *n < REASONS_MOST - 2; i++) {
        const struct due_day *d = &due->days[i];
        rest = rest || d->kind == DUE_REST;
        if (d->kind == DUE_HOLIDAY && d->name)
            list[(*n)++].say = tr_fill(q, T("{date} is a day off ({name}), not counted."), "date", date_vi(q->arena, d->date), "name", pick_language(q, d->name, d->name_en));
    }
    if (rest)
        list[(*n)++].say = tr(q, T("Saturdays and Sundays are days off, not counted."));
}

static void show_reasons(struct q *q, const struct calendar_due *due, struct dossiers_due_view *v)
{
    struct dossiers_due_reasons *list = arena_new_array(q->arena, struct dossiers_due_reasons, REASONS_MOST + 2);
    size_t n = 0;
    list[n++].say = limit_words(q, &due->limit);
    list[n++].say = moved_words(q, due);
    holidays(q, due, list, &n);
    if (due->waiting)
        list[n++].say = tr(q, T("The clock stands while the office waits for what you were asked for."));
    else if (due->paused >= 2 * HOUR)
        list[n++].say = tr_fill(q, T("While something was missing the clock stood for {n} working hours; that time is added."), "n", number_vi(q->arena, due->paused / HOUR));
    else if (due->paused)
        list[n++].say = tr_fill(q, T("While something was missing the clock stood for {n} minutes; that time is added."), "n", number_vi(q->arena, due->paused / MINUTE));
    if (due->due)
        list[n++].say = tr_fill(q, T("So it is due at {date}."), "date", day_words(q, due->due));
    v->reasons = list;
    v->reasons_count = n;
}

static const char *day_name(struct q *q, struct date d)
{
    static const char *const days[] = {T("Monday"), T("Tuesday"), T("Wednesday"), T("Thursday"), T("Friday"), T("Saturday"), T("Sunday")};
    return tr(q, days[date_weekday(date_to_days(d)) - 1]);
}

static struct dossiers_due_days cell_of(struct q *q, const struct calendar_due *due, size_t i)
{
    const struct due_day *d = &due->days[i];
    struct dossiers_due_days cell = {.weekday = day_name(q, d->date), .date = arena_printf(q->arena, "%02d/%02d", d->date.day, d->date.month),
                                     .off = d->off && !d->due, .end = d->due, .pause = d->kind == DUE_PAUSED && !d->due && !d->off};
    if (d->due)
        cell.say = tr_fill(q, T("Due {time}"), "time", clock_of(q, due->due));
    else if (i == 0)
        cell.say = tr_fill(q, T("Came in {time}"), "time", clock_of(q, due->came));
    else if (d->off)
        cell.say = d->name ? pick_language(q, d->name, d->name_en) : tr(q, T("Day off"));
    else if (d->kind == DUE_PAUSED)
        cell.say = tr(q, T("Clock stands"));
    else
        cell.say = d->number ? tr_fill(q, T("Day {n}"), "n", number_vi(q->arena, d->number)) : "";
    return cell;
}

static void show_days(struct q *q, const struct calendar_due *due, struct dossiers_due_view *v)
{
    size_t n = due->day_count;
    struct dossiers_due_days *cells = arena_new_array(q->arena, struct dossiers_due_days, CELLS_MOST + 1);
    for (size_t i = 0; i < n; i++) {
        if (n > CELLS_MOST && i == CELLS_EACH_SIDE) {
            cells[v->days_count++] = (struct dossiers_due_days){.gap = true, .say = tr_fill(q, T("{n} days"), "n", number_vi(q->arena, (int64_t)(n - 2 * CELLS_EACH_SIDE)))};
            i = n - CELLS_EACH_SIDE;
        }
        cells[v->days_count++] = cell_of(q, due, i);
    }
    v->days = cells;
}

const struct dossiers_due_view *due_view(struct q *q, const struct dossier *d)
{
    struct calendar_due due;
    if (!d->due_at)
        return NULL;
    if (dossiers_due(q, d, &due) != OK) {
        q_forget(q);
        return NULL;
    }
    struct dossiers_due_view *v = arena_new_one(q->arena, struct dossiers_due_view);
    v->when = due.waiting ? tr(q, T("set again when you have answered")) : day_words(q, d->due_at);
    v->moved = d->first_due_at && d->first_due_at != d->due_at;
    v->old = day_words(q, d->first_due_at);
    show_reasons(q, &due, v);
    show_days(q, &due, v);
    return v;
}
