/* The one list of what is missing in a dossier: kept while it grows, sent once. Private to this folder.
 * A key names a thing: "truong:child.full_name" a value of the form, "giay:2" a component of the procedure. */
#pragma once
#include "modules/tasks/tasks_inside.h"
#include "tasks_queries.h"

struct missing_thing { const char *key, *field; int64_t paper; const char *group, *name; /* "Con", "Nơi sinh" */ };
/* Everything that can be asked for, papers first. */
enum result missing_things(struct q *q, const struct bench *b, const struct missing_thing **ret, size_t *ret_count);
const struct missing_thing *missing_find(const struct missing_thing *things, size_t count, const char *key);
const char *missing_key(struct q *q, const char *field, int64_t paper);
/* "Mẹ: Số định danh": as the applicant reads it. */
const char *missing_name(struct q *q, const struct missing_thing *t);
/* The outcome of the open task by which a supplement is asked for; NULL: none. */
const struct workflow_choice *missing_choice(const struct bench *b);
