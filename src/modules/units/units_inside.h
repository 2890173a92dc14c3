/* The tree in memory; shared by the files of this folder. */
#pragma once
#include "modules/units/units.h"

struct arena;
struct calendar;
struct calendar_hours;
struct findings;
struct province;

struct unit_alias { const char *unit_id, *scheme, *code; int32_t from, to; bool assigned; /* for the demo only, not a real code */ };
struct unit_kind { const char *id, *name_vi, *name_en, *level, *resolve; bool processes; };

/* One line of a change script that is not applied yet. */
struct unit_change {
    int32_t day;
    size_t line;
    const char *file, *action, *unit_id, *to_id, *kind, *form, *name_vi, *name_en, *agency_name_vi, *agency_name_en, *short_name_vi, *parent_id, *admin_code,
        *norm, *note_vi;
};

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
    struct unit_change *changes; size_t change_count; /* by day, in the order of the scripts */
    const struct calendar_hours *hours; size_t hours_count;
};
extern const struct units_tree *units_tree; /* set once by units_start */

const struct unit_kind *units_kind(const char *id);
/* tree.c: as units_children, on any day */
size_t units_children_on(struct q *q, const struct unit *u, int32_t day, const struct unit *const **ret);
/* changes.c */
size_t units_read_changes(struct q *q, struct province *p, struct findings *f, struct unit_change **ret);
/* Replays the scripts on the units of the package: ids and whether each may hold dossiers. */
void units_check_changes(struct q *q, struct province *p, struct findings *f, const char *const *ids, const bool *processes, size_t count);
const char *units_name_in_changes(const struct q *q, const char *id); /* also of a unit that a script will create; the id itself when unknown */
const struct unit_change *units_decided(const char *id); /* the line that will create this unit; NULL */
/* map.c: every commune has a polygon, every polygon a unit */
void units_check_geo(struct q *q, struct province *p, struct findings *f, const char *const *communes, size_t count);

struct list_input { const char *q; int32_t ngay; };
struct show_input { const char *id; };
struct choose_input { const char *q, *ve; };
struct chosen_input { const char *xa, *ve; };
struct map_input { const char *nam; };
struct api_list_input { const char *q, *level, *kind; int32_t as_of; int64_t limit; };
struct api_one_input { const char *id; int32_t as_of; };
enum result units_answer_list(struct q *q, const void *input);
enum result units_answer_one(struct q *q, const void *input);
enum result units_answer_choose(struct q *q, const void *input);
enum result units_chosen(struct q *q, const void *input);
enum result units_answer_map(struct q *q, const void *input);
enum result units_answer_geojson(struct q *q, const void *input);
enum result units_api_list(struct q *q, const void *input);
enum result units_api_one(struct q *q, const void *input);
enum result units_api_children(struct q *q, const void *input);

/* calendar.c */
enum result units_read_calendar(struct q *q, struct province *p, struct findings *f, struct units_tree *to);
void units_check(struct q *q, struct province *p, struct findings *f);
enum result units_load(struct q *q, struct province *p);
enum result units_start(struct q *q, struct province *p);
