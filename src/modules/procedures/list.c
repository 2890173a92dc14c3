/* /thu-tuc: the fields in their groups; /linh-vuc/{code}: one field. */
#include "base/arena.h"
#include "base/text.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/page.h"
#include "modules/procedures/procedures_inside.h"
#include "modules/units/units.h"
#include "procedures_pages.h"
#include <stdlib.h>

static int64_t count_of(const struct catalogue *c, const char *sector)
{
    int64_t n = 0;
    for (size_t i = 0; i < c->count; i++)
        n += text_equal(c->in_force[i]->sector_code, sector);
    return n;
}

struct keyed { const char *group_key, *key; const struct sector *sector; int64_t count; };

static int compare_keyed(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    int by_group = strcmp(x->group_key, y->group_key);
    return by_group ? by_group : strcmp(x->key, y->key);
}

/* The sectors that have procedures, by group and name in the reader's alphabet. */
static size_t sorted_sectors(struct q *q, struct keyed **ret)
{
    const struct catalogue *c = procedures_catalogue;
    struct keyed *list = arena_new_array(q->arena, struct keyed, c->sector_count + 1);
    size_t n = 0;
    for (size_t i = 0; i < c->sector_count; i++) {
        const struct sector *s = &c->sectors[i];
        int64_t count = count_of(c, s->code);
        if (count)
            list[n++] = (struct keyed){text_sort_key(q->arena, pick_language(q, s->group_vi, s->group_en)),
                                       text_sort_key(q->arena, pick_language(q, s->name_vi, s->name_en)), s, count};
    }
    if (n)
        qsort(list, n, sizeof *list, compare_keyed);
    *ret = list;
    return n;
}

static void fill_groups(struct q *q, struct procedures_list_view *v)
{
    struct keyed *all;
    size_t count = sorted_sectors(q, &all);
    struct procedures_list_groups *groups = arena_new_array(q->arena, struct procedures_list_groups, count + 1);
    struct procedures_list_groups_sectors *sectors = arena_new_array(q->arena, struct procedures_list_groups_sectors, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct sector *s = all[i].sector;
        if (!i || strcmp(all[i].group_key, all[i - 1].group_key) != 0)
            groups[v->groups_count++] = (struct procedures_list_groups){.name = pick_language(q, s->group_vi, s->group_en),
                                                                        .anchor = arena_printf(q->arena, "nhom-%zu", v->groups_count + 1), .sectors = &sectors[i]};
        groups[v->groups_count - 1].sectors_count++;
        sectors[i] = (struct procedures_list_groups_sectors){pick_language(q, s->name_vi, s->name_en), arena_printf(q->arena, "/linh-vuc/%s", s->code), all[i].count};
    }
    v->groups = groups;
}

enum result procedures_answer_list(struct q *q, const void *input)
{
    static const char *const levels[] = {"commune", "district", "province"};
    struct procedures_list_levels *list = arena_new_array(q->arena, struct procedures_list_levels, 3);
    struct procedures_list_view v = {.total = (int64_t)procedures_catalogue->count, .levels = list, .levels_count = 3, .find = procedures_find_box(q, NULL)};
    (void)input;
    for (size_t i = 0; i < 3; i++) {
        list[i] = (struct procedures_list_levels){procedures_level_name(q, levels[i]), arena_printf(q->arena, "/tim?cap=%s", levels[i]), 0};
        for (size_t k = 0; k < procedures_catalogue->count; k++)
            list[i].count += text_equal(procedures_catalogue->in_force[k]->level, levels[i]);
    }
    fill_groups(q, &v);
    return procedures_list_page(q, &(struct page){.title = tr(q, T("All procedures by field")), .current = "/",
                                                  .crumbs = (struct crumb[]){{tr(q, T("Public services")), "/"}, {NULL, NULL}}}, &v);
}

enum result procedures_answer_sector(struct q *q, const void *input)
{
    const struct sector_input *in = input;
    const struct catalogue *c = procedures_catalogue;
    const struct sector *s = procedures_sector(q, in->code);
    if (!s)
        return fail(q, NOT_FOUND, T("There is no such field"));
    procedures_confirmed_refresh(q);
    const struct unit *owner = units_find(q, s->owner_unit_id);
    struct procedures_sector_cards *cards = arena_new_array(q->arena, struct procedures_sector_cards, c->count + 1);
    struct procedures_sector_view v = {.name = pick_language(q, s->name_vi, s->name_en), .owner = owner ? units_agency_name(q, owner) : NULL,
                                       .owner_href = owner ? arena_printf(q->arena, "/don-vi/%s", owner->id) : NULL, .cards = cards};
    for (size_t i = 0; i < c->count; i++)
        if (text_equal(c->in_force[i]->sector_code, s->code))
            cards[v.cards_count++].card = procedures_card(q, c->in_force[i], NULL);
    v.total = (int64_t)v.cards_count;
    return procedures_sector_page(q, &(struct page){.title = v.name, .current = "/",
                                                    .crumbs = (struct crumb[]){{tr(q, T("Public services")), "/"}, {tr(q, T("All procedures by field")), "/thu-tuc"}, {NULL, NULL}}}, &v);
}

/* Those that this unit decides: for a place inside it, or, for an agency of the province, by their field. */
static bool decides(struct q *q, const struct procedure *p, const struct unit *u)
{
    const struct unit *who = NULL, *area = units_find(q, u->area_id);
    const struct unit *place = u->form ? u : area ? area : units_root(q);
    bool found = procedures_competent(q, p, place, &who) == OK && who == u;
    q_forget(q);
    return found;
}

enum result procedures_answer_of_unit(struct q *q, const void *input)
{
    const struct show_input *in = input;
    const struct catalogue *c = procedures_catalogue;
    const struct unit *u = units_find(q, in->id);
    if (!u)
        return fail(q, NOT_FOUND, T("There is no unit with this code"));
    procedures_confirmed_refresh(q);
    struct procedures_of_unit_cards *cards = arena_new_array(q->arena, struct procedures_of_unit_cards, c->count + 1);
    struct procedures_of_unit_view v = {.name = units_agency_name(q, u), .unit_href = arena_printf(q->arena, "/don-vi/%s", u->id), .cards = cards};
    for (size_t i = 0; i < c->count; i++)
        if (decides(q, c->in_force[i], u))
            cards[v.cards_count++] = (struct procedures_of_unit_cards){procedures_name(q, c->in_force[i]), procedures_url(q, c->in_force[i]),
                                                                       procedures_say_time(q, c->in_force[i]).main, procedures_say_fee(q, c->in_force[i]).main};
    v.total = (int64_t)v.cards_count;
    return procedures_of_unit_page(q, &(struct page){.title = tr_fill(q, T("Procedures decided by {agency}"), "agency", v.name), .current = "/",
                                                     .crumbs = (struct crumb[]){{tr(q, T("Agencies and administrative units")), "/don-vi"}, {v.name, v.unit_href}, {NULL, NULL}}}, &v);
}
