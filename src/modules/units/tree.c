/* The tree of units in memory: built at the start of a process, then only read. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/must.h"
#include "base/text.h"
#include "core/access_roles.h"
#include "core/app.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/province.h"
#include "engines/calendar/calendar.h"
#include "modules/units/units_inside.h"
#include "units_queries.h"

const struct units_tree *units_tree;
enum result units_read_kinds(struct q *q, struct province *p, struct unit_kind **ret, size_t *ret_count);
enum result units_read_assigned(struct q *q, struct province *p, struct units_tree *t);

static int compare_ids(const void *a, const void *b)
{
    return strcmp((*(const struct unit *const *)a)->id, (*(const struct unit *const *)b)->id);
}

static const struct unit *find_in(const struct units_tree *t, const char *id)
{
    struct unit key = {.id = id};
    const struct unit *wanted = &key;
    const struct unit **at = id && t && t->count ? bsearch(&wanted, t->by_id, t->count, sizeof *t->by_id, compare_ids) : NULL;
    return at ? *at : NULL;
}

const struct unit *units_find(const struct q *q, const char *id)
{
    (void)q;
    return find_in(units_tree, id);
}

const struct unit_kind *units_kind(const char *id)
{
    for (size_t i = 0; i < units_tree->kind_count; i++)
        if (text_equal(units_tree->kinds[i].id, id))
            return &units_tree->kinds[i];
    return NULL;
}

static enum result read_units(struct q *q, struct units_tree *t)
{
    struct units_unit_all_rows rows;
    TRY(units_unit_all(q, &rows));
    t->count = rows.count;
    t->units = arena_new_array(q->arena, struct unit, rows.count + 1);
    t->by_id = arena_new_array(q->arena, const struct unit *, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++) {
        const struct units_unit_all_row *r = &rows.items[i];
        t->units[i] = (struct unit){
            .id = r->id, .kind = r->kind, .form = r->form, .name_vi = r->name_vi, .name_en = r->name_en, .agency_name_vi = r->agency_name_vi,
            .agency_name_en = r->agency_name_en, .short_name_vi = r->short_name_vi, .parent_id = r->parent_id, .area_id = r->area_id,
            .admin_code = r->admin_code, .path = r->path, .valid_from = (int32_t)r->valid_from, .valid_to = (int32_t)r->valid_to};
        for (size_t k = 0; k < t->kind_count; k++)
            if (text_equal(t->kinds[k].id, r->kind)) {
                t->units[i].level = t->kinds[k].level;
                t->units[i].processes = t->kinds[k].processes;
            }
        t->by_id[i] = &t->units[i];
    }
    qsort(t->by_id, t->count, sizeof *t->by_id, compare_ids);
    return OK;
}

static enum result read_aliases(struct q *q, struct units_tree *t)
{
    struct units_alias_all_rows rows;
    TRY(units_alias_all(q, &rows));
    t->aliases = arena_new_array(q->arena, struct unit_alias, rows.count + 1);
    t->alias_count = rows.count;
    for (size_t i = 0; i < rows.count; i++) {
        const struct units_alias_all_row *r = &rows.items[i];
        t->aliases[i] = (struct unit_alias){r->unit_id, r->scheme, r->code, (int32_t)r->valid_from, (int32_t)r->valid_to};
    }
    return OK;
}

struct keyed { const char *key; const struct unit *unit; };

static int compare_keys(const void *a, const void *b)
{
    return strcmp(((const struct keyed *)a)->key, ((const struct keyed *)b)->key);
}

/* All units by name once; handing them to their parents in that order gives every list of children sorted. */
static void link_children(struct q *q, struct units_tree *t)
{
    struct keyed *all = arena_new_array(q->arena, struct keyed, t->count + 1);
    t->child_counts = arena_new_array(q->arena, size_t, t->count + 1);
    t->children = arena_new_array(q->arena, const struct unit **, t->count + 1);
    for (size_t i = 0; i < t->count; i++) {
        all[i] = (struct keyed){text_sort_key(q->arena, t->units[i].short_name_vi), &t->units[i]};
        const struct unit *parent = find_in(t, t->units[i].parent_id);
        if (parent)
            t->child_counts[parent - t->units]++;
    }
    for (size_t i = 0; i < t->count; i++) {
        t->children[i] = arena_new_array(q->arena, const struct unit *, t->child_counts[i] + 1);
        t->child_counts[i] = 0;
    }
    qsort(all, t->count, sizeof *all, compare_keys);
    for (size_t i = 0; i < t->count; i++) {
        const struct unit *parent = find_in(t, all[i].unit->parent_id);
        if (parent)
            t->children[parent - t->units][t->child_counts[parent - t->units]++] = all[i].unit;
    }
}

static void list_in_order(struct q *q, struct units_tree *t)
{
    t->in_order = arena_new_array(q->arena, const struct unit *, t->count + 1);
    for (size_t i = 0; i < t->count; i++)
        t->in_order[i] = &t->units[i];
}

static void fold_names(struct q *q, struct units_tree *t)
{
    t->folded = arena_new_array(q->arena, const char *, t->count + 1);
    for (size_t i = 0; i < t->count; i++)
        t->folded[i] = text_fold(q->arena, t->units[i].name_vi);
}

static bool within_for_access(struct q *q, const char *unit_id, const char *root_id)
{
    return units_within(q, unit_id, root_id);
}

static const char *path_for_access(struct q *q, const char *unit_id)
{
    const struct unit *u = units_find(q, unit_id);
    return u ? u->path : "";
}

static const char *name_for_pages(struct q *q, const char *unit_id)
{
    const struct unit *u = units_find(q, unit_id);
    return u ? units_name(q, u) : NULL; /* shorter than the agency: the bar of a phone is narrow */
}

enum result units_start(struct q *q, struct province *p)
{
    struct findings f = {.arena = q->arena};
    struct units_tree *t = arena_new_one(q->arena, struct units_tree);
    TRY(units_read_kinds(q, p, &t->kinds, &t->kind_count));
    TRY(read_units(q, t));
    TRY(read_aliases(q, t));
    link_children(q, t);
    list_in_order(q, t);
    fold_names(q, t);
    t->root = find_in(t, province_text(p, "root_unit"));
    TRY(units_read_calendar(q, p, &f, t));
    t->change_count = units_read_changes(q, p, &f, &t->changes);
    TRY(units_read_assigned(q, p, t));
    if (!t->root || f.count)
        return fail(q, INVALID, T("The province package has mistakes; run thubon check"));
    units_tree = t;
    access_set_within(within_for_access);
    access_set_unit_path(path_for_access);
    page_set_unit_name(name_for_pages);
    return OK;
}

const struct unit *units_root(const struct q *q)
{
    (void)q;
    return units_tree->root;
}

const struct unit *units_parent(const struct q *q, const struct unit *u)
{
    return units_find(q, u->parent_id);
}

bool units_valid(const struct unit *u, int32_t day)
{
    return u->valid_from <= day && day <= u->valid_to;
}

size_t units_children(struct q *q, const struct unit *u, const struct unit *const **ret)
{
    return units_children_on(q, u, time_local_days(clock_now()), ret);
}

size_t units_children_on(struct q *q, const struct unit *u, int32_t day, const struct unit *const **ret)
{
    size_t at = (size_t)(u - units_tree->units), n = 0;
    const struct unit **list = arena_new_array(q->arena, const struct unit *, units_tree->child_counts[at] + 1);
    for (size_t i = 0; i < units_tree->child_counts[at]; i++)
        if (units_valid(units_tree->children[at][i], day))
            list[n++] = units_tree->children[at][i];
    *ret = list;
    return n;
}

size_t units_all(const struct q *q, const struct unit *const **ret)
{
    (void)q;
    *ret = units_tree->in_order;
    return units_tree->count;
}

bool units_within(const struct q *q, const char *unit_id, const char *root_id)
{
    const struct unit *u = units_find(q, unit_id), *root = units_find(q, root_id);
    return u && root && text_starts(u->path, root->path);
}
