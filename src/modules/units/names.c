/* Names and codes of units, and who is meant by a workflow's unit kind. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "engines/calendar/calendar.h"
#include "modules/units/units_inside.h"

const char *units_name(const struct q *q, const struct unit *u)
{
    return pick_language(q, u->name_vi, u->name_en);
}

const char *units_agency_name(const struct q *q, const struct unit *u)
{
    return pick_language(q, u->agency_name_vi, u->agency_name_en);
}

const char *units_full_name(struct q *q, const struct unit *u)
{
    const char *name = units_name(q, u);
    for (const struct unit *up = units_parent(q, u); up && up != units_root(q); up = units_parent(q, up))
        name = arena_printf(q->arena, "%s, %s", name, units_name(q, up));
    return name;
}

const char *units_agency_code(struct q *q, const char *unit_id, int32_t day)
{
    const char *scheme = "agency_code_new";
    (void)q;
    for (size_t i = 0; i < units_tree->alias_count; i++) {
        const struct unit_alias *a = &units_tree->aliases[i];
        if (text_equal(a->unit_id, unit_id) && text_equal(a->scheme, scheme) && a->from <= day && day <= a->to)
            return a->code;
    }
    return NULL;
}

const struct unit *units_by_code(const struct q *q, const char *scheme, const char *code, int32_t day)
{
    for (size_t i = 0; text_equal(scheme, "admin") && i < units_tree->count; i++)
        if (text_equal(units_tree->units[i].admin_code, code) && units_valid(&units_tree->units[i], day))
            return &units_tree->units[i];
    for (size_t i = 0; i < units_tree->alias_count; i++) {
        const struct unit_alias *a = &units_tree->aliases[i];
        if (text_equal(a->code, code) && text_equal(a->scheme, scheme) && a->from <= day && day <= a->to)
            return units_find(q, a->unit_id);
    }
    return NULL;
}

/* The unit itself or its nearest ancestor of the level. */
static const struct unit *up_to_level(const struct q *q, const struct unit *u, const char *level)
{
    while (u && !text_equal(u->level, level))
        u = units_parent(q, u);
    return u;
}

/* The unit of this kind whose area is the place or its nearest ancestor. */
static const struct unit *by_area(const struct q *q, const char *kind, const struct unit *place)
{
    int32_t today = time_local_days(clock_now());
    for (const struct unit *area = place; area; area = units_parent(q, area))
        for (size_t i = 0; i < units_tree->count; i++) {
            const struct unit *u = &units_tree->units[i];
            if (text_equal(u->kind, kind) && text_equal(u->area_id, area->id) && units_valid(u, today))
                return u;
        }
    return NULL;
}

static const struct unit *resolve(const struct q *q, const struct units_resolve *r, const struct unit_kind *kind)
{
    if (text_equal(kind->resolve, "place"))
        return up_to_level(q, r->place, kind->level);
    if (text_equal(kind->resolve, "area"))
        return by_area(q, kind->id, r->place);
    if (text_equal(kind->resolve, "sector"))
        return units_find(q, r->owner_unit_id);
    if (text_equal(kind->resolve, "level"))
        return text_equal(r->procedure_level, "province") ? units_find(q, r->owner_unit_id) : up_to_level(q, r->place, r->procedure_level);
    return NULL;
}

enum result units_resolve(struct q *q, const struct units_resolve *r, const struct unit **ret)
{
    *ret = text_equal(r->unit_kind, "receiving") ? r->receiving : text_equal(r->unit_kind, "competent") ? r->competent : NULL;
    const struct unit_kind *kind = *ret ? NULL : units_kind(r->unit_kind);
    if (kind)
        *ret = resolve(q, r, kind);
    if (*ret)
        return OK;
    return fail(q, NOT_FOUND, T("No agency of the kind “{kind}” serves {place}"), "kind",
                kind ? pick_language(q, kind->name_vi, kind->name_en) : r->unit_kind, "place", r->place ? units_name(q, r->place) : "");
}

const struct office *units_office(const struct q *q, const struct unit *u)
{
    (void)q;
    return calendar_office(units_tree->calendar, u ? u->kind : CALENDAR_EVERY_AGENCY);
}

const struct unit *units_of_reader(struct q *q)
{
    const char *id = q->request ? request_cookie(q, "xa") : NULL;
    const struct unit *u = units_find(q, id);
    return u && text_equal(u->level, "commune") && units_valid(u, time_local_days(clock_now())) ? u : NULL;
}
