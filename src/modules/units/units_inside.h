/* The tree in memory; shared by the files of this folder. */
#pragma once
#include "modules/units/units.h"

struct arena;
struct calendar;
struct calendar_hours;
struct findings;
struct province;

struct unit_alias { const char *unit_id, *scheme, *code; int32_t from, to; };
struct unit_kind { const char *id, *name_vi, *name_en, *level, *resolve; bool processes; };

struct units_tree {
    const struct unit **in_order; /* the units as the package lists them, parents before children */
    struct unit *units; size_t count;          /* parents before children */
    const struct unit **by_id;                 /* sorted by id */
    struct unit_alias *aliases; size_t alias_count;
    struct unit_kind *kinds; size_t kind_count;
    const struct unit ***children;             /* by index of the unit; all days, in Vietnamese order */
    size_t *child_counts;
    const char **folded;                       /* by index: name and codes folded, for search */
    const struct unit *root;
    const struct calendar *calendar;
    const struct calendar_hours *hours; size_t hours_count;
};
extern const struct units_tree *units_tree; /* set once by units_start */

const struct unit_kind *units_kind(const char *id);
/* calendar.c */
enum result units_read_calendar(struct q *q, struct province *p, struct findings *f, struct units_tree *to);
void units_check(struct q *q, struct province *p, struct findings *f);
enum result units_load(struct q *q, struct province *p);
enum result units_start(struct q *q, struct province *p);
