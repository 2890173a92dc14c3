/* The code lists that forms choose from (x-choices): countries, provinces, ethnicities from the folder lists of the package, communes and
 * districts from the units. Read once at the start of the process. */
#pragma once
#include "engines/forms/form.h"

struct province;
struct list_entry { const char *code, *name_vi, *name_en; };
enum result lists_start(struct q *q, struct province *p);
/* In the order to show; NULL and 0 when there is no such list. */
const struct list_entry *list_of(const char *name, size_t *ret_count);
const char *list_name_of(const char *list, const char *code, enum language language); /* NULL: unknown */
/* dossiers_lists, for other modules too, stands in dossiers.h */
