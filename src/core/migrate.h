/* Forward migrations, numbered per module. A module's migrations/NNN-name.sql are embedded by the build; each runs once, in one
 * transaction, in the order of the modules' needs; its hash is kept and a changed old file refuses to start. Numbers run 1, 2, 3 …
 * without a hole; a database that has a migration which the program lacks (it is of a newer program) refuses too. Several processes may
 * start at once: one applies, the others wait and find it done. Types and dialects: see db_translate in core/db_driver.h. */
#pragma once
#include "base/result.h"
#include <stddef.h>

struct q;
struct migration {
    int number;
    const char *name;
    const char *sql;
};
struct migrations {
    const char *owner;
    const struct migration *items;
    size_t count;
}; /* owner: "core" or the module's name */

enum result migrate_all(struct q *q, const struct migrations *const *all, size_t count, int *ret_applied);
/* How many are waiting (health, `thubon migrate --dry-run`). */
enum result migrate_pending(struct q *q, const struct migrations *const *all, size_t count, int *ret_pending);
