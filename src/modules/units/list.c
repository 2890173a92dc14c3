/* /don-vi: the tree of agencies and administrative units, as of a day, or what a search finds. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/page.h"
#include "modules/units/units_inside.h"
#include "units_pages.h"
#include <stdlib.h>

enum { FOUND_MOST = 60 };

static const char *url_of(struct q *q, const struct unit *u)
{
    return arena_printf(q->arena, "/don-vi/%s", u->id);
}

static bool has_words(const char *folded, char **words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!strstr(folded, words[i]))
            return false;
    return true;
}

/* Names that are decided but not applied: people ask for them already. */
static void add_decided(struct q *q, const char *typed, struct units_list_found *list, size_t *count)
{
    size_t n;
    char **words = text_split(q->arena, text_fold(q->arena, typed), ' ', &n);
    for (size_t i = 0; i < units_tree->change_count && *count < FOUND_MOST; i++) {
        const struct unit_change *c = &units_tree->changes[i];
        if (text_equal(c->action, "create") && c->name_vi && has_words(text_fold(q->arena, c->name_vi), words, n))
            list[(*count)++] = (struct units_list_found){pick_language(q, c->name_vi, c->name_en), arena_printf(q->arena, "/don-vi/%s", c->unit_id), units_kind_name(q, c->kind),
                                                         tr_fill(q, T("from {day}, not applied yet"), "day", date_vi(q->arena, date_from_days(c->day)))};
    }
}

static void fill_found(struct q *q, const char *words, struct units_list_view *v)
{
    const struct unit *const *found;
    size_t count = units_search(q, words, NULL, FOUND_MOST, &found);
    struct units_list_found *list = arena_new_array(q->arena, struct units_list_found, FOUND_MOST + 1);
    for (size_t i = 0; i < count; i++) {
        const struct unit *up = units_parent(q, found[i]);
        list[i] = (struct units_list_found){units_name(q, found[i]), url_of(q, found[i]), units_kind_name(q, found[i]->kind), up ? units_name(q, up) : ""};
    }
    add_decided(q, words, list, &count);
    v->found = list;
    v->found_count = count;
    v->found_number = (int64_t)count;
}

static void fill_districts(struct q *q, int32_t day, struct units_list_view *v)
{
    const struct unit *const *children;
    size_t count = units_children_on(q, units_root(q), day, &children);
    struct units_list_districts *list = arena_new_array(q->arena, struct units_list_districts, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct unit *const *below;
        if (!children[i]->form)
            continue;
        size_t n = units_children_on(q, children[i], day, &below);
        struct units_list_districts_communes *rows = arena_new_array(q->arena, struct units_list_districts_communes, n + 1);
        struct units_list_districts *d = &list[v->districts_count++];
        *d = (struct units_list_districts){.name = units_name(q, children[i]), .href = url_of(q, children[i]), .communes = rows};
        for (size_t k = 0; k < n; k++)
            if (below[k]->form)
                rows[d->communes_count++] = (struct units_list_districts_communes){units_name(q, below[k]), url_of(q, below[k])};
        d->number = (int64_t)d->communes_count;
        v->commune_total += d->number;
    }
    v->districts = list;
    v->district_total = (int64_t)v->districts_count;
}

/* Which kinds stand first: departments and other agencies of the province in the order of kinds.csv. */
static void fill_agencies(struct q *q, int32_t day, struct units_list_view *v)
{
    const struct unit *const *all;
    size_t count = units_all(q, &all);
    struct units_list_groups *groups = arena_new_array(q->arena, struct units_list_groups, units_tree->kind_count + 1);
    for (size_t k = 0; k < units_tree->kind_count; k++) {
        struct units_list_groups_agencies *rows = arena_new_array(q->arena, struct units_list_groups_agencies, count + 1);
        struct units_list_groups g = {.name = units_kind_name(q, units_tree->kinds[k].id), .agencies = rows};
        for (size_t i = 0; i < count; i++)
            if (!all[i]->form && text_equal(all[i]->kind, units_tree->kinds[k].id) && units_valid(all[i], day))
                rows[g.agencies_count++] = (struct units_list_groups_agencies){units_name(q, all[i]), url_of(q, all[i])};
        g.number = (int64_t)g.agencies_count;
        if (g.agencies_count)
            groups[v->groups_count++] = g;
    }
    v->groups = groups;
}

enum result units_answer_list(struct q *q, const void *input)
{
    const struct list_input *in = input;
    int32_t day = in->ngay == INT32_MIN ? time_local_days(clock_now()) : in->ngay;
    struct units_list_view v = {.typed = in->q, .asked = in->q && *in->q, .day = day, .province = units_name(q, units_root(q)),
                                .province_href = url_of(q, units_root(q)), .agency = units_agency_name(q, units_root(q))};
    if (v.asked)
        fill_found(q, in->q, &v);
    fill_districts(q, day, &v);
    fill_agencies(q, day, &v);
    return units_list_page(q, &(struct page){.title = tr(q, T("Agencies and administrative units")), .no_index = v.asked}, &v);
}
