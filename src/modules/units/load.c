/* The units of the package: read, checked, put into the database. */
#include "base/arena.h"
#include "base/text.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/province.h"
#include "modules/units/units_inside.h"
#include "units_queries.h"

struct kind_row { struct row row; const char *id, *name_vi, *name_en, *level, *resolve; bool processes; };
struct unit_row {
    struct row row;
    const char *id, *kind, *form, *name_vi, *name_en, *agency_name_vi, *agency_name_en, *short_name_vi, *parent_id, *area_id, *admin_code;
    int32_t valid_from, valid_to;
    const char *path; /* worked out here */
};
struct alias_row { struct row row; const char *unit_id, *scheme, *code, *certainty; int32_t valid_from, valid_to; };

static const struct column kind_columns[] = {
    COLUMN(struct kind_row, id, COLUMN_TEXT, .required = true, .unique = true, .max = 60),
    COLUMN(struct kind_row, name_vi, COLUMN_TEXT, .required = true, .max = 120),
    COLUMN(struct kind_row, name_en, COLUMN_TEXT, .required = true, .max = 120),
    COLUMN(struct kind_row, level, COLUMN_TEXT, .required = true, .choices = "province|district|commune|central|other"),
    COLUMN(struct kind_row, resolve, COLUMN_TEXT, .required = true, .choices = "place|area|level|sector|none"),
    COLUMN(struct kind_row, processes, COLUMN_BOOL, .required = true),
    COLUMN_END};
static const struct column unit_columns[] = {
    COLUMN(struct unit_row, id, COLUMN_TEXT, .required = true, .unique = true, .max = 60),
    COLUMN(struct unit_row, kind, COLUMN_TEXT, .required = true, .file = "units/kinds.csv", .of = "id"),
    COLUMN(struct unit_row, form, COLUMN_TEXT, .choices = "tinh|thanh_pho|thi_xa|huyen|phuong|xa|thi_tran|dac_khu"),
    COLUMN(struct unit_row, name_vi, COLUMN_TEXT, .required = true, .max = 200),
    COLUMN(struct unit_row, name_en, COLUMN_TEXT, .required = true, .max = 200),
    COLUMN(struct unit_row, agency_name_vi, COLUMN_TEXT, .required = true, .max = 250),
    COLUMN(struct unit_row, agency_name_en, COLUMN_TEXT, .required = true, .max = 250),
    COLUMN(struct unit_row, short_name_vi, COLUMN_TEXT, .required = true, .max = 200),
    COLUMN(struct unit_row, parent_id, COLUMN_TEXT, .file = "units/units.csv", .of = "id"),
    COLUMN(struct unit_row, area_id, COLUMN_TEXT, .file = "units/units.csv", .of = "id"),
    COLUMN(struct unit_row, admin_code, COLUMN_TEXT, .max = 5),
    COLUMN(struct unit_row, valid_from, COLUMN_DATE),
    COLUMN(struct unit_row, valid_to, COLUMN_DATE),
    COLUMN_END};
static const struct column alias_columns[] = {
    COLUMN(struct alias_row, unit_id, COLUMN_TEXT, .required = true, .file = "units/units.csv", .of = "id"),
    COLUMN(struct alias_row, scheme, COLUMN_TEXT, .required = true, .choices = "agency_code_new|agency_code_old|plain"),
    COLUMN(struct alias_row, code, COLUMN_TEXT, .required = true, .max = 60),
    COLUMN(struct alias_row, valid_from, COLUMN_DATE),
    COLUMN(struct alias_row, valid_to, COLUMN_DATE),
    COLUMN(struct alias_row, certainty, COLUMN_TEXT, .required = true, .choices = "source|dataset|knowledge|assigned_for_demo"),
    COLUMN_END};

struct package_units {
    struct kind_row *kinds; size_t kind_count;
    struct unit_row *units; size_t unit_count;
    struct alias_row *aliases; size_t alias_count;
};

static struct unit_row *row_before(struct package_units *all, size_t before, const char *id)
{
    for (size_t i = 0; i < before; i++)
        if (text_equal(all->units[i].id, id))
            return &all->units[i];
    return NULL;
}

/* Parents stand before their children, so one pass gives every path and finds circles and gaps. */
static void work_out_paths(struct q *q, struct package_units *all, struct findings *f)
{
    for (size_t i = 0; i < all->unit_count; i++) {
        struct unit_row *u = &all->units[i];
        const struct unit_row *parent = u->parent_id ? row_before(all, i, u->parent_id) : NULL;
        if (u->parent_id && !parent)
            finding_add(f, "units/units.csv", u->row.line, "parent_id", "“%s” must stand above this line", u->parent_id);
        if (u->valid_to != INT32_MIN && u->valid_from != INT32_MIN && u->valid_to < u->valid_from)
            finding_add(f, "units/units.csv", u->row.line, "valid_to", "lies before valid_from");
        u->path = arena_printf(q->arena, "%s%s/", parent ? parent->path : "/", u->id ? u->id : "");
    }
}

/* Two units may bear one national code, but not on the same day. */
static void check_codes(struct package_units *all, struct findings *f)
{
    for (size_t i = 0; i < all->unit_count; i++)
        for (size_t k = 0; k < i; k++) {
            struct unit_row *a = &all->units[i], *b = &all->units[k];
            if (!a->admin_code || !text_equal(a->admin_code, b->admin_code))
                continue;
            if ((b->valid_to == INT32_MIN || b->valid_to >= a->valid_from) && (a->valid_to == INT32_MIN || a->valid_to >= b->valid_from))
                finding_add(f, "units/units.csv", a->row.line, "admin_code", "“%s” is borne by %s (line %zu) on the same days", a->admin_code,
                            b->id, b->row.line);
        }
}

static void read_package(struct q *q, struct province *p, struct findings *f, struct package_units *ret)
{
    void *rows;
    province_table(p, f, "units/kinds.csv", kind_columns, "", sizeof(struct kind_row), &rows, &ret->kind_count);
    ret->kinds = rows;
    province_table(p, f, "units/units.csv", unit_columns, "certainty|source", sizeof(struct unit_row), &rows, &ret->unit_count);
    ret->units = rows;
    province_table(p, f, "units/aliases.csv", alias_columns, "", sizeof(struct alias_row), &rows, &ret->alias_count);
    ret->aliases = rows;
    work_out_paths(q, ret, f);
}

/* Two aliases that are the same text in one scheme may not hold on the same day. */
static void check_aliases(struct package_units *all, struct findings *f)
{
    for (size_t i = 0; i < all->alias_count; i++)
        for (size_t k = 0; k < i; k++) {
            const struct alias_row *a = &all->aliases[i], *b = &all->aliases[k];
            bool apart = (a->valid_to != INT32_MIN && a->valid_to < b->valid_from) || (b->valid_to != INT32_MIN && b->valid_to < a->valid_from);
            if (!apart && text_equal(a->code, b->code) && text_equal(a->scheme, b->scheme))
                finding_add(f, "units/aliases.csv", a->row.line, "code", "“%s” stands for %s too (line %zu) on the same days", a->code, b->unit_id, b->row.line);
        }
}

/* What the change scripts and the maps name must be here. Only communes need a named successor: the dossiers of a district that ends go to
 * the commune of each dossier's place. */
static void check_around(struct q *q, struct province *p, struct findings *f, const struct package_units *all)
{
    const char **ids = arena_new_array(q->arena, const char *, all->unit_count + 1), **communes = arena_new_array(q->arena, const char *, all->unit_count + 1);
    bool *processes = arena_new_array(q->arena, bool, all->unit_count + 1);
    size_t commune_count = 0;
    for (size_t i = 0; i < all->unit_count; i++) {
        const struct unit_row *u = &all->units[i];
        ids[i] = u->id;
        processes[i] = u->form && text_equal(u->kind, "commune");
        if (processes[i])
            communes[commune_count++] = u->id;
    }
    units_check_changes(q, p, f, ids, processes, all->unit_count);
    units_check_geo(q, p, f, communes, commune_count);
}

void units_check(struct q *q, struct province *p, struct findings *f)
{
    struct package_units all = {0};
    struct units_tree calendar = {0};
    read_package(q, p, f, &all);
    check_codes(&all, f);
    check_aliases(&all, f);
    check_around(q, p, f, &all);
    const char *root = province_text(p, "root_unit");
    if (!root || !row_before(&all, all.unit_count, root))
        finding_add(f, "province.json", 0, "root_unit", "must name a unit of units/units.csv");
    units_read_calendar(q, p, f, &calendar);
}

static int32_t or_else(int32_t day, int32_t otherwise)
{
    return day == INT32_MIN ? otherwise : day;
}

static enum result put_units(struct q *q, const struct package_units *all)
{
    for (size_t i = 0; i < all->unit_count; i++) {
        const struct unit_row *u = &all->units[i];
        struct units_unit_put_in row = {
            .id = u->id, .position = (int64_t)i, .kind = u->kind, .form = u->form, .name_vi = u->name_vi, .name_en = u->name_en,
            .agency_name_vi = u->agency_name_vi, .agency_name_en = u->agency_name_en, .short_name_vi = u->short_name_vi,
            .parent_id = u->parent_id, .area_id = u->area_id, .admin_code = u->admin_code, .path = u->path,
            .valid_from = or_else(u->valid_from, INT32_MIN), .valid_to = or_else(u->valid_to, INT32_MAX)};
        TRY(units_unit_put(q, &row, NULL));
    }
    return OK;
}

enum result units_load(struct q *q, struct province *p)
{
    struct findings f = {.arena = q->arena};
    struct package_units all = {0};
    read_package(q, p, &f, &all);
    if (f.count)
        return fail(q, INVALID, T("The province package has mistakes; run thubon check"));
    TRY(put_units(q, &all));
    for (size_t i = 0; i < all.alias_count; i++) {
        const struct alias_row *a = &all.aliases[i];
        TRY(units_alias_put(q, a->unit_id, a->scheme, a->code, or_else(a->valid_from, INT32_MIN), or_else(a->valid_to, INT32_MAX), NULL));
    }
    return OK;
}

/* Kinds are small and needed only in memory: they are read from the package at each start. */
enum result units_read_kinds(struct q *q, struct province *p, struct unit_kind **ret, size_t *ret_count)
{
    struct findings f = {.arena = q->arena};
    void *rows;
    if (!province_table(p, &f, "units/kinds.csv", kind_columns, "", sizeof(struct kind_row), &rows, ret_count))
        return fail(q, INVALID, T("The province package has mistakes; run thubon check"));
    *ret = arena_new_array(q->arena, struct unit_kind, *ret_count);
    for (size_t i = 0; i < *ret_count; i++) {
        const struct kind_row *k = &((struct kind_row *)rows)[i];
        (*ret)[i] = (struct unit_kind){k->id, k->name_vi, k->name_en, k->level, k->resolve, k->processes};
    }
    return OK;
}

/* Which codes are made up for the demo: pages must say so. */
enum result units_read_assigned(struct q *q, struct province *p, struct units_tree *t)
{
    struct findings f = {.arena = q->arena};
    void *rows;
    size_t count;
    if (!province_table(p, &f, "units/aliases.csv", alias_columns, "", sizeof(struct alias_row), &rows, &count))
        return fail(q, INVALID, T("The province package has mistakes; run thubon check"));
    const struct alias_row *aliases = rows;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; text_equal(aliases[i].certainty, "assigned_for_demo") && k < t->alias_count; k++)
            if (text_equal(t->aliases[k].code, aliases[i].code) && text_equal(t->aliases[k].scheme, aliases[i].scheme))
                t->aliases[k].assigned = true;
    return OK;
}
