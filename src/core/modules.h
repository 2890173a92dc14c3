/* Which modules this process has and how the package reaches them. */
#pragma once
#include "base/result.h"
#include <stdbool.h>

struct module;
struct province;
struct findings;
struct q;

/* Those of all_modules that the province lists, each after all it needs. A needed module that is not listed is a finding. */
const struct module *const *modules_select(struct q *q, struct province *p, struct findings *f);
/* Every module's own check of the package, and the roles'. Changes nothing. */
void modules_check(struct q *q, struct province *p, struct findings *f);
/* Brings the package into the database, all modules in one transaction, when its hash is not the one loaded last. *ret_was_first: no
 * package was in force before, the database is empty. */
enum result modules_load(struct q *q, struct province *p, bool *ret_was_first);
/* Calls every module's start, in order of needs. */
enum result modules_start(struct q *q, struct province *p);
/* Migrations of core and of all_modules (also of those switched off: data outlives a switch). */
enum result modules_migrate(struct q *q, int *ret_applied);
enum result modules_migrations_pending(struct q *q, int *ret_pending);
