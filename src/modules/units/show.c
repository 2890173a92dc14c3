/* /don-vi/{id}: one unit: its names, codes with their dates, hours, what it followed and what is decided to follow it. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/http/route.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/page_theme.h"
#include "core/province.h"
#include "modules/units/units_inside.h"
#include "units_pages.h"
#include "units_queries.h"

static int32_t open_is_none(int32_t day)
{
    return day == INT32_MAX ? INT32_MIN : day;
}

static const char *scheme_words(struct q *q, const char *scheme)
{
    if (text_equal(scheme, "agency_code_new"))
        return tr(q, T("Identifier code (Decision 20/2020/QĐ-TTg)"));
    return tr(q, text_equal(scheme, "agency_code_old") ? T("Identifier code, old form (QCVN 102:2016/BTTTT)") : T("Name in documents of the province"));
}

static void fill_codes(struct q *q, const struct unit *u, struct units_show_view *v)
{
    struct units_show_codes *list = arena_new_array(q->arena, struct units_show_codes, units_tree->alias_count + 1);
    if (u->admin_code)
        list[v->codes_count++] = (struct units_show_codes){tr(q, T("National code of administrative units")), u->admin_code, u->valid_from, open_is_none(u->valid_to), false};
    for (size_t i = 0; i < units_tree->alias_count; i++) {
        const struct unit_alias *a = &units_tree->aliases[i];
        if (text_equal(a->unit_id, u->id))
            list[v->codes_count++] = (struct units_show_codes){scheme_words(q, a->scheme), a->code, a->from, open_is_none(a->to), a->assigned};
    }
    v->codes = list;
}

static void fill_children(struct q *q, const struct unit *u, struct units_show_view *v)
{
    const struct unit *const *all;
    size_t count = units_children(q, u, &all);
    struct units_show_children *list = arena_new_array(q->arena, struct units_show_children, count + 1);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct units_show_children){units_name(q, all[i]), arena_printf(q->arena, "/don-vi/%s", all[i]->id)};
    v->children = list;
    v->children_count = count;
    v->children_number = (int64_t)count;
}

/* --- history ------------------------------------------------------------------------------------------------------------------- */

/* The page of the other unit that a line speaks of; NULL when it speaks of none. */
static const char *other_page(struct q *q, const struct unit *u, const struct unit_change *c)
{
    const char *other = text_equal(c->to_id, u->id) ? c->unit_id : text_equal(c->action, "succeed") ? c->to_id : text_equal(c->action, "move") ? c->parent_id : NULL;
    return other ? arena_printf(q->arena, "/don-vi/%s", other) : NULL;
}

/* One line of a script as a sentence about this unit; NULL when it says nothing of it. */
static const char *change_words(struct q *q, const struct unit *u, const struct unit_change *c)
{
    bool subject = text_equal(c->unit_id, u->id), successor = text_equal(c->to_id, u->id);
    if (text_equal(c->action, "succeed") && successor)
        return tr_fill(q, T("takes over {unit}"), "unit", units_name_in_changes(q, c->unit_id));
    if (!subject)
        return NULL;
    if (text_equal(c->action, "succeed"))
        return tr_fill(q, T("its work goes to {unit}"), "unit", units_name_in_changes(q, c->to_id));
    if (text_equal(c->action, "rename"))
        return tr_fill(q, T("is called {name}"), "name", pick_language(q, c->name_vi, c->name_en));
    if (text_equal(c->action, "move"))
        return tr_fill(q, T("belongs to {unit}"), "unit", units_name_in_changes(q, c->parent_id));
    return text_equal(c->action, "close") ? tr(q, T("ends")) : NULL;
}

static enum result fill_history(struct q *q, const struct unit *u, struct units_show_view *v)
{
    struct units_successions_rows rows;
    TRY(units_successions(q, u->id, &rows));
    struct units_show_history *list = arena_new_array(q->arena, struct units_show_history, rows.count + units_tree->change_count + 1);
    for (size_t i = 0; i < rows.count; i++) {
        bool after = text_equal(rows.items[i].from_id, u->id);
        const char *other = units_name_in_changes(q, after ? rows.items[i].to_id : rows.items[i].from_id);
        list[v->history_count++] = (struct units_show_history){
            (int32_t)rows.items[i].on_day, after ? tr_fill(q, T("its work goes to {unit}"), "unit", other) : tr_fill(q, T("takes over {unit}"), "unit", other), rows.items[i].norm, NULL, arena_printf(q->arena, "/don-vi/%s", after ? rows.items[i].to_id : rows.items[i].from_id), true};
    }
    for (size_t i = 0; i < units_tree->change_count; i++) {
        const struct unit_change *c = &units_tree->changes[i];
        const char *words = change_words(q, u, c);
        if (words)
            list[v->history_count++] = (struct units_show_history){c->day, words, c->norm, q->language == LANGUAGE_VI ? c->note_vi : NULL, other_page(q, u, c), false};
    }
    for (size_t i = 0; i < v->history_count; i++)
        v->waiting = v->waiting || !list[i].applied;
    v->history = list;
    return OK;
}

/* --- the page ------------------------------------------------------------------------------------------------------------------------ */

static void fill_hours(struct q *q, const struct unit *u, struct units_show_view *v)
{
    size_t count;
    const char *text = u->processes ? units_hours_text(q, u) : "";
    char **lines = text_split(q->arena, text, ';', &count);
    struct units_show_hours *hours = arena_new_array(q->arena, struct units_show_hours, count + 1);
    for (size_t i = 0; *text && i < count; i++)
        hours[v->hours_count++].say = text_clean(q->arena, lines[i]);
    v->hours = hours;
}

static const struct crumb *crumbs_of(struct q *q, const struct unit *u)
{
    enum { MOST = 8 };
    struct crumb *crumbs = arena_new_array(q->arena, struct crumb, MOST + 2);
    const struct unit *chain[MOST];
    size_t depth = 0, n = 0;
    for (const struct unit *up = units_parent(q, u); up && depth < MOST; up = units_parent(q, up))
        chain[depth++] = up;
    crumbs[n++] = (struct crumb){tr(q, T("Agencies and administrative units")), "/don-vi"};
    while (depth--)
        crumbs[n++] = (struct crumb){units_name(q, chain[depth]), arena_printf(q->arena, "/don-vi/%s", chain[depth]->id)};
    return crumbs;
}

/* A unit that a change script will create: people look for the new names long before they are applied. */
static enum result answer_decided(struct q *q, const struct unit_change *c)
{
    struct units_decided_from *from = arena_new_array(q->arena, struct units_decided_from, units_tree->change_count + 1);
    const char *name = pick_language(q, c->name_vi, c->name_en);
    struct units_decided_view v = {.name = name, .agency = pick_language(q, c->agency_name_vi, c->agency_name_en), .day = c->day, .norm = c->norm, .code = c->admin_code, .from = from};
    for (size_t i = 0; i < units_tree->change_count; i++) {
        const struct unit_change *one = &units_tree->changes[i];
        if (text_equal(one->action, "succeed") && text_equal(one->to_id, c->unit_id))
            from[v.from_count++] = (struct units_decided_from){units_name_in_changes(q, one->unit_id), arena_printf(q->arena, "/don-vi/%s", one->unit_id)};
    }
    return units_decided_page(q, &(struct page){.title = name, .crumbs = (struct crumb[]){{tr(q, T("Agencies and administrative units")), "/don-vi"}, {NULL, NULL}}}, &v);
}

enum result units_answer_one(struct q *q, const void *input)
{
    const struct show_input *in = input;
    const struct unit *u = units_find(q, in->id), *reader = units_of_reader(q);
    struct theme theme;
    const struct unit_change *decided = u ? NULL : units_decided(in->id);
    if (decided)
        return answer_decided(q, decided);
    if (!u)
        return fail(q, NOT_FOUND, T("There is no unit with this code"));
    const struct unit *area = u->area_id && !text_equal(u->area_id, u->id) ? units_find(q, u->area_id) : NULL;
    page_theme(q, &theme);
    struct units_show_view v = {
        .id = u->id, .name = units_name(q, u), .agency = text_equal(u->name_vi, u->agency_name_vi) ? NULL : units_agency_name(q, u), .kind = units_kind_name(q, u->kind),
        .other_name = q->language == LANGUAGE_EN ? u->name_vi : u->name_en, .from = u->valid_from, .to = open_is_none(u->valid_to),
        .area = area ? units_name(q, area) : NULL, .area_href = area ? arena_printf(q->arena, "/don-vi/%s", area->id) : NULL,
        .hotline = theme.hotline, .hotline_digits = theme.hotline_digits, .hotline_name = theme.hotline_name,
        .may_choose = u->form && text_equal(u->level, "commune") && u != reader, .is_chosen = u == reader,
        .procedures = u->processes && route_of(HTTP_GET, "/don-vi/{id}/thu-tuc") ? arena_printf(q->arena, "/don-vi/%s/thu-tuc", u->id) : NULL};
    fill_codes(q, u, &v);
    fill_children(q, u, &v);
    fill_hours(q, u, &v);
    TRY(fill_history(q, u, &v));
    return units_show_page(q, &(struct page){.title = v.name, .description = v.agency, .crumbs = crumbs_of(q, u)}, &v);
}
