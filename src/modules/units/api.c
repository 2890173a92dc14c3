/* /api/v1/units: units as of a day (as_of, default today). Lists are in the order of the package, parents before children. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "core/http/cursor.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "modules/units/units_inside.h"

enum { ANSWER_MOST = 4 * 1024 * 1024, LIMIT_USUAL = 100 };

static int32_t day_asked(int32_t as_of)
{
    return as_of == INT32_MIN ? time_local_days(clock_now()) : as_of;
}

static void field_day(struct q *q, struct json_writer *w, const char *key, int32_t day)
{
    bool open = day == INT32_MIN || day == INT32_MAX;
    json_field_text(w, key, open ? NULL : date_iso(q->arena, date_from_days(day)));
}

static void write_brief(struct q *q, struct json_writer *w, const struct unit *u)
{
    json_field_text(w, "id", u->id);
    json_field_text(w, "kind", u->kind);
    json_field_text(w, "level", u->level);
    json_field_text(w, "form", u->form);
    json_field_text(w, "name_vi", u->name_vi);
    json_field_text(w, "name_en", u->name_en);
    json_field_text(w, "parent_id", u->parent_id);
    json_field_text(w, "admin_code", u->admin_code);
    field_day(q, w, "valid_from", u->valid_from);
    field_day(q, w, "valid_to", u->valid_to);
    json_field_text(w, "url", arena_printf(q->arena, "/api/v1/units/%s", u->id));
}

static void write_codes(struct q *q, struct json_writer *w, const struct unit *u)
{
    json_key(w, "codes");
    json_array_open(w);
    for (size_t i = 0; i < units_tree->alias_count; i++) {
        const struct unit_alias *a = &units_tree->aliases[i];
        if (!text_equal(a->unit_id, u->id))
            continue;
        json_object_open(w);
        json_field_text(w, "scheme", a->scheme);
        json_field_text(w, "code", a->code);
        field_day(q, w, "valid_from", a->from);
        field_day(q, w, "valid_to", a->to);
        json_field_bool(w, "made_up_for_demo", a->assigned);
        json_object_close(w);
    }
    json_array_close(w);
}

static void write_decided(struct q *q, struct json_writer *w, const struct unit *u)
{
    json_key(w, "decided_not_applied");
    json_array_open(w);
    for (size_t i = 0; i < units_tree->change_count; i++) {
        const struct unit_change *c = &units_tree->changes[i];
        if (!text_equal(c->unit_id, u->id) && !text_equal(c->to_id, u->id))
            continue;
        json_object_open(w);
        field_day(q, w, "on", c->day);
        json_field_text(w, "action", c->action);
        json_field_text(w, "unit_id", c->unit_id);
        json_field_text(w, "to_id", c->to_id);
        json_field_text(w, "parent_id", c->parent_id);
        json_field_text(w, "name_vi", c->name_vi);
        json_field_text(w, "norm", c->norm);
        json_object_close(w);
    }
    json_array_close(w);
}

static enum result need(struct q *q, const struct api_one_input *in, const struct unit **ret)
{
    *ret = units_find(q, in->id);
    return *ret && units_valid(*ret, day_asked(in->as_of)) ? OK : fail(q, NOT_FOUND, T("There is no unit with this code"));
}

enum result units_api_one(struct q *q, const void *input)
{
    const struct unit *u;
    struct json_writer w;
    struct buf b;
    TRY(need(q, input, &u));
    buf_init(&b, q->arena, ANSWER_MOST);
    json_begin(&w, &b);
    json_object_open(&w);
    write_brief(q, &w, u);
    json_field_text(&w, "agency_name_vi", u->agency_name_vi);
    json_field_text(&w, "agency_name_en", u->agency_name_en);
    json_field_text(&w, "area_id", u->area_id);
    json_field_bool(&w, "processes_dossiers", u->processes);
    json_field_text(&w, "office_hours", units_hours_text(q, u));
    write_codes(q, &w, u);
    write_decided(q, &w, u);
    json_field_text(&w, "children", arena_printf(q->arena, "/api/v1/units/%s/children", u->id));
    json_object_close(&w);
    return reply_json_tagged(q, b.data);
}

static enum result answer(struct q *q, const struct unit *const *list, size_t from, size_t to, size_t total)
{
    struct json_writer w;
    struct buf b;
    buf_init(&b, q->arena, ANSWER_MOST);
    json_begin(&w, &b);
    json_object_open(&w);
    json_field_int(&w, "total", (int64_t)total);
    json_key(&w, "items");
    json_array_open(&w);
    for (size_t i = from; i < to; i++) {
        json_object_open(&w);
        write_brief(q, &w, list[i]);
        json_object_close(&w);
    }
    json_array_close(&w);
    json_field_text(&w, "next", to < total ? cursor_make(q, list[to - 1]->id) : NULL);
    json_object_close(&w);
    if (to < total)
        cursor_link_next(q, list[to - 1]->id);
    return reply_json_tagged(q, b.data);
}

enum result units_api_children(struct q *q, const void *input)
{
    const struct api_one_input *in = input;
    const struct unit *const *list, *u;
    TRY(need(q, in, &u));
    size_t count = units_children_on(q, u, day_asked(in->as_of), &list);
    return answer(q, list, 0, count, count);
}

/* Those that fit, in the package's order, or best first when words are given. */
static size_t select_units(struct q *q, const struct api_list_input *in, const struct unit ***ret)
{
    const struct unit *const *all;
    int32_t day = day_asked(in->as_of);
    size_t count = in->q && *in->q ? units_search(q, in->q, in->level, units_tree->count, &all) : units_all(q, &all), n = 0;
    *ret = arena_new_array(q->arena, const struct unit *, count + 1);
    for (size_t i = 0; i < count; i++)
        if (units_valid(all[i], day) && (!in->level || text_equal(in->level, all[i]->level)) && (!in->kind || text_equal(in->kind, all[i]->kind)))
            (*ret)[n++] = all[i];
    return n;
}

enum result units_api_list(struct q *q, const void *input)
{
    const struct api_list_input *in = input;
    const struct unit **list;
    const char *position;
    TRY(cursor_read(q, &position));
    size_t count = select_units(q, in, &list), from = 0, limit = in->limit > 0 ? (size_t)in->limit : LIMIT_USUAL;
    for (size_t i = 0; position && i < count; i++)
        if (text_equal(list[i]->id, position))
            from = i + 1;
    return answer(q, list, from, from + limit < count ? from + limit : count, count);
}
