/* Office hours in words: weekdays with the same hours stand together. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/i18n.h"
#include "engines/calendar/calendar.h"
#include "modules/units/units_inside.h"

static const char *const weekdays[7] = {T("Monday"), T("Tuesday"), T("Wednesday"), T("Thursday"), T("Friday"), T("Saturday"), T("Sunday")};

static bool holds(const struct calendar_hours *h, const char *kind, int weekday, int32_t today)
{
    return text_equal(h->agency_kind, kind) && (h->weekdays & 1u << weekday) && (!h->from.year || date_to_days(h->from) <= today) &&
           (!h->to.year || today <= date_to_days(h->to));
}

/* "7:00–11:30, 13:30–17:00"; "" on a day of rest. */
static const char *hours_of_day(struct q *q, const char *kind, int weekday, int32_t today)
{
    const char *said = "";
    for (size_t i = 0; i < units_tree->hours_count; i++) {
        const struct calendar_hours *h = &units_tree->hours[i];
        if (holds(h, kind, weekday, today))
            said = arena_printf(q->arena, "%s%s%d:%02d–%d:%02d", said, *said ? ", " : "", h->opens / 60, h->opens % 60, h->closes / 60, h->closes % 60);
    }
    return said;
}

static bool has_own_hours(const char *kind)
{
    for (size_t i = 0; i < units_tree->hours_count; i++)
        if (text_equal(units_tree->hours[i].agency_kind, kind))
            return true;
    return false;
}

const char *units_hours_text(struct q *q, const struct unit *u)
{
    const char *kind = u && has_own_hours(u->kind) ? u->kind : CALENDAR_EVERY_AGENCY;
    int32_t today = time_local_days(clock_now());
    struct buf b;
    buf_init(&b, q->arena, 1000);
    for (int from = 0, to; from < 7; from = to + 1) {
        const char *hours = hours_of_day(q, kind, from, today);
        for (to = from; to + 1 < 7 && strcmp(hours_of_day(q, kind, to + 1, today), hours) == 0; to++)
            ;
        if (!*hours)
            continue;
        buf_printf(&b, "%s%s", b.length ? "; " : "", tr(q, weekdays[from]));
        if (to > from)
            buf_printf(&b, " – %s", tr(q, weekdays[to]));
        buf_printf(&b, ": %s", hours);
    }
    return b.data;
}

const char *units_kind_name(const struct q *q, const char *kind_id)
{
    const struct unit_kind *kind = units_kind(kind_id);
    return kind ? pick_language(q, kind->name_vi, kind->name_en) : "";
}
