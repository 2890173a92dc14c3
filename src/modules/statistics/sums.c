/* Sums of a period for a part of the province, and the dossiers behind them. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/procedures/procedures.h"
#include "modules/statistics/statistics_inside.h"
#include "modules/units/units.h"
#include <stdlib.h>

enum { PROCEDURES_MOST = 400 };

static const char *sector_of(const struct q *q, const char *procedure_id)
{
    const struct procedure *p = procedures_find(q, procedure_id, 0);
    return p ? p->sector_code : "";
}

bool in_scope(const struct q *q, const struct scope *s, const char *unit_id, const char *procedure_id)
{
    return (!s->procedure_id || text_equal(s->procedure_id, procedure_id)) && (!s->sector || text_equal(s->sector, sector_of(q, procedure_id))) &&
           (!s->unit || s->unit == units_root(q) || units_within(q, unit_id, s->unit->id));
}

/* --- parts ------------------------------------------------------------------------------------------------------------------------- */

struct parts { struct q *q; const struct scope *scope; enum group_by by; struct sums *whole; struct group *items; size_t count, room; };

/* The child of the scope's unit that this unit stands under; the unit itself for its own business. */
static const struct unit *child_above(struct q *q, const struct unit *top, const char *unit_id)
{
    const struct unit *u = units_find(q, unit_id), *below = u;
    while (u && u != top) {
        below = u;
        u = units_parent(q, u);
    }
    return u ? below : units_find(q, unit_id);
}

static const char *key_of(struct parts *p, const char *unit_id, const char *procedure_id)
{
    const struct unit *top = p->scope->unit ? p->scope->unit : units_root(p->q), *part;
    switch (p->by) {
    case BY_SECTOR: return sector_of(p->q, procedure_id);
    case BY_PROCEDURE: return procedure_id;
    default:
        part = child_above(p->q, top, unit_id);
        return part ? part->id : unit_id;
    }
}

static struct group *part_of(struct parts *p, const char *key)
{
    for (size_t i = 0; i < p->count; i++)
        if (strcmp(p->items[i].key, key) == 0)
            return &p->items[i];
    if (p->count == p->room) {
        p->items = arena_grow(p->q->arena, p->items, sizeof *p->items, p->count, p->room * 2);
        p->room *= 2;
    }
    p->items[p->count] = (struct group){.key = key};
    return &p->items[p->count++];
}

static void add(struct parts *p, const char *unit_id, const char *procedure_id, int measure, int64_t n)
{
    if (!in_scope(p->q, p->scope, unit_id, procedure_id) || measure >= MEASURE_MOST)
        return;
    p->whole->n[measure] += n;
    part_of(p, key_of(p, unit_id, procedure_id))->sums.n[measure] += n;
}

static const char *name_of(struct parts *p, const char *key)
{
    struct q *q = p->q;
    const struct sector *sector = p->by == BY_SECTOR ? procedures_sector(q, key) : NULL;
    const struct procedure *procedure = p->by == BY_PROCEDURE ? procedures_find(q, key, 0) : NULL;
    const struct unit *unit = p->by == BY_UNIT ? units_find(q, key) : NULL;
    if (unit && unit == (p->scope->unit ? p->scope->unit : units_root(q)))
        return units_agency_name(q, unit);
    if (unit)
        return units_name(q, unit);
    return sector ? pick_language(q, sector->name_vi, sector->name_en) : procedure ? procedures_name(q, procedure) : key;
}

struct sorted { const char *key; struct group group; };

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct sorted *)a)->key, ((const struct sorted *)b)->key);
}

/* Units and sectors by name, procedures by how many came in. */
static void sort(struct parts *p)
{
    struct sorted *all = arena_new_array(p->q->arena, struct sorted, p->count + 1);
    for (size_t i = 0; i < p->count; i++) {
        struct group *g = &p->items[i];
        g->name = name_of(p, g->key);
        const char *name = text_sort_key(p->q->arena, g->name);
        all[i] = (struct sorted){p->by == BY_PROCEDURE ? arena_printf(p->q->arena, "%012lld%s", 999999999999LL - (long long)g->sums.n[1], name) : name, *g};
    }
    qsort(all, p->count, sizeof *all, compare);
    for (size_t i = 0; i < p->count; i++)
        p->items[i] = all[i].group;
    if (p->by == BY_PROCEDURE && p->count > PROCEDURES_MOST)
        p->count = PROCEDURES_MOST;
}

static enum result add_open(struct q *q, struct parts *p)
{
    struct statistics_open_sums_rows rows;
    TRY(statistics_open_sums(q, clock_now(), &rows));
    for (size_t i = 0; i < rows.count; i++) {
        add(p, rows.items[i].unit_id, rows.items[i].procedure_id, MEASURE_OPEN, rows.items[i].open);
        add(p, rows.items[i].unit_id, rows.items[i].procedure_id, MEASURE_OVERDUE, rows.items[i].overdue);
    }
    return OK;
}

struct asking { struct period period; struct parts *parts; };

static enum result read_sums(struct q *q, void *arg)
{
    struct asking *a = arg;
    struct statistics_sum_rows rows;
    TRY(statistics_sums_query(q, a->period.from, a->period.to, &rows));
    for (size_t i = 0; i < rows.count; i++)
        add(a->parts, rows.items[i].unit_id, rows.items[i].procedure_id, (int)rows.items[i].measure, rows.items[i].n);
    return add_open(q, a->parts);
}

enum result statistics_sums(struct q *q, struct period period, const struct scope *s, enum group_by by, struct sums *ret_whole, struct group **ret, size_t *ret_count)
{
    struct parts p = {q, s, by, ret_whole, arena_new_array(q->arena, struct group, 64), 0, 64};
    memset(ret_whole, 0, sizeof *ret_whole);
    TRY(db_snapshot(q, read_sums, &(struct asking){period, &p}));
    sort(&p);
    *ret = p.items;
    *ret_count = p.count;
    return OK;
}

/* --- the dossiers behind a figure ----------------------------------------------------------------------------------------------------- */

static bool in_period(struct period p, int64_t at)
{
    int32_t day = time_local_days(at);
    return day >= p.from && day <= p.to;
}

static int64_t adds(const struct statistics_facts_row *f, struct period p, const struct expression *e, int64_t now)
{
    struct contribution all[MEASURE_MOST];
    size_t count = measures_of(f, all);
    int64_t n = 0;
    for (size_t i = 0; i < e->count; i++) {
        const struct term *t = &e->terms[i];
        if (t->measure == MEASURE_OPEN)
            n += t->sign * !f->ended_at;
        else if (t->measure == MEASURE_OVERDUE)
            n += t->sign * facts_overdue(f, now);
        for (size_t k = 0; k < count; k++)
            if (all[k].measure == t->measure && in_period(p, all[k].at))
                n += t->sign * (measure_is_dossiers(t->measure) ? all[k].n : 1);
    }
    return n;
}

enum result statistics_rows(struct q *q, struct period p, const struct scope *s, const struct expression *e, struct statistics_facts_row **ret, size_t *ret_count)
{
    struct statistics_facts_rows rows;
    int64_t now = clock_now();
    bool open = e->count && e->terms[0].measure >= MEASURE_OPEN;
    *ret_count = 0;
    if (open)
        TRY(statistics_dossiers_open(q, &rows));
    else
        TRY(statistics_dossiers_touched(q, time_of_local_day(p.from), time_of_local_day(p.to + 1), &rows));
    *ret = rows.items;
    for (size_t i = 0; i < rows.count; i++)
        if (in_scope(q, s, rows.items[i].unit_id, rows.items[i].procedure_id) && adds(&rows.items[i], p, e, now) > 0)
            (*ret)[(*ret_count)++] = rows.items[i];
    return OK;
}
