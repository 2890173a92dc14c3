/* The legal clock of a dossier as a reader sees it. Working time is counted by the calendar of the competent unit; a year without calendar
 * leaves the date alone, without a guess. A working day in words has eight hours. */
#include "base/arena.h"
#include "base/clock.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/calendar/calendar.h"
#include "modules/tasks/tasks_inside.h"
#include "modules/units/units.h"

#define WORKING_DAY (8 * HOUR)

static const char *days_words(struct q *q, int64_t days, int64_t hours)
{
    if (!hours)
        return tr_fill(q, T("{n} days"), "n", tasks_int(q, days));
    return tr_fill(q, T("{n} days {h} hours"), "n", tasks_int(q, days), "h", tasks_int(q, hours));
}

const char *tasks_span(struct q *q, int64_t working_time)
{
    int64_t minutes = working_time / MINUTE, hours = minutes / 60;
    if (working_time >= WORKING_DAY)
        return days_words(q, working_time / WORKING_DAY, working_time % WORKING_DAY / HOUR);
    if (!hours)
        return tr_fill(q, T("{m} minutes"), "m", tasks_int(q, minutes));
    if (minutes % 60 == 0)
        return tr_fill(q, T("{h} hours"), "h", tasks_int(q, hours));
    return tr_fill(q, T("{h} hours {m} minutes"), "h", tasks_int(q, hours), "m", tasks_int(q, minutes % 60));
}

static bool working_time(struct q *q, const char *unit_id, int64_t from, int64_t to, int64_t *ret)
{
    const struct unit *u = units_find(q, unit_id);
    return u && calendar_working_time(units_office(q, u), from, to, ret, NULL) == OK;
}

static void say_late(struct q *q, const struct clock_of *of, int64_t now, struct task_clock *ret)
{
    int64_t over = 0;
    bool known = working_time(q, of->unit_id, of->due_at, now, &over);
    ret->tone = "late";
    ret->bar = "100";
    ret->words = known && over < MINUTE ? tr(q, T("Just late")) : known ? tr_fill(q, T("{span} late"), "span", tasks_span(q, over)) : tr(q, T("Late"));
}

static void say_left(struct q *q, const struct clock_of *of, int64_t now, struct task_clock *ret)
{
    int64_t left = 0, all = 0;
    ret->tone = of->soon_at && of->soon_at <= now ? "wait" : NULL;
    if (!working_time(q, of->unit_id, now, of->due_at, &left) || !working_time(q, of->unit_id, of->submitted_at, of->due_at, &all)) {
        ret->words = tr(q, T("In time"));
        return;
    }
    int64_t used = all > 0 ? 100 - left * 100 / all : 100;
    ret->bar = tasks_int(q, used < 0 ? 0 : used > 100 ? 100 : used);
    ret->words = tr_fill(q, T("{span} left"), "span", tasks_span(q, left));
}

static void say_ended(struct q *q, const struct clock_of *of, struct task_clock *ret)
{
    bool late = of->due_at && of->ended_at > of->due_at;
    ret->words = tr_fill(q, T("Done {when}"), "when", tasks_moment(q, of->ended_at));
    ret->promise = !of->due_at ? "" : late ? tr(q, T("after the promised date")) : tr(q, T("within the promised date"));
}

void tasks_clock(struct q *q, const struct clock_of *of, struct task_clock *ret)
{
    int64_t now = clock_now();
    *ret = (struct task_clock){.words = "", .promise = ""};
    if (of->ended_at) {
        say_ended(q, of, ret);
        return;
    }
    if (of->due_at)
        ret->promise = tr_fill(q, T("promised {when}"), "when", tasks_moment(q, of->due_at));
    if (of->paused_since || of->waiting) {
        ret->words = tr(q, T("Paused"));
        ret->promise = tr_fill(q, T("since {when}"), "when", tasks_moment(q, of->paused_since ? of->paused_since : now));
    } else if (!of->due_at) {
        ret->words = tr(q, T("No date set by law"));
    } else if (of->due_at < now) {
        say_late(q, of, now, ret);
    } else {
        say_left(q, of, now, ret);
    }
}

void tasks_clock_of_dossier(struct q *q, const struct dossier *d, struct task_clock *ret)
{
    struct clock_of of = {d->competent_unit, d->submitted_at, d->due_at, d->soon_at, d->paused_since, d->ended_at, false};
    tasks_clock(q, &of, ret);
}

void tasks_clock_of_task(struct q *q, const struct dossier_task *t, struct task_clock *ret)
{
    struct clock_of of = {t->competent_unit, t->submitted_at, t->dossier_due_at, t->soon_at, t->paused_since, t->closed_at, t->waiting && t->paused_since};
    tasks_clock(q, &of, ret);
}
