/* Selecting, ordering, checking, loading and starting modules (modules.h). */
#include "core/modules.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/must.h"
#include "core/access_roles.h"
#include "core/app.h"
#include "core/db.h"
#include "core/migrate.h"
#include "core/module.h"
#include "core/province.h"
#include "core_queries.h"

extern const struct migrations core_migrations;

static size_t count_all(void)
{
    size_t n = 0;
    while (all_modules[n])
        n++;
    return n;
}

static bool chosen(const struct module **list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i]->name, name) == 0)
            return true;
    return false;
}

/* May m stand next: is everything it needs in the list already? */
static bool ready(const struct module *m, const struct module **list, size_t count)
{
    for (const char *const *need = m->needs; need && *need; need++)
        if (!chosen(list, count, *need))
            return false;
    return true;
}

/* Orders by needs: takes again and again the first module whose needs are met. What is left at the end lacks a need, or needs itself in a
 * circle. */
static size_t order(const struct module **wanted, size_t wanted_count, const struct module **to)
{
    size_t count = 0;
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < wanted_count; i++)
            if (!chosen(to, count, wanted[i]->name) && ready(wanted[i], to, count)) {
                to[count++] = wanted[i];
                more = true;
            }
    }
    return count;
}

const struct module *const *modules_select(struct q *q, struct province *p, struct findings *f)
{
    size_t all = count_all(), wanted_count = 0;
    const struct module **wanted = arena_new_array(q->app->arena, const struct module *, all + 1);
    const struct module **list = arena_new_array(q->app->arena, const struct module *, all + 1);
    for (size_t i = 0; i < all; i++)
        if (province_lists_module(p, all_modules[i]->name))
            wanted[wanted_count++] = all_modules[i];
    size_t count = order(wanted, wanted_count, list);
    for (size_t i = 0; i < wanted_count; i++)
        if (!chosen(list, count, wanted[i]->name))
            finding_add(f, "modules.list", 0, wanted[i]->name, "needs a module that is not listed, or itself in a circle");
    return list;
}

void modules_check(struct q *q, struct province *p, struct findings *f)
{
    access_check(q, p, f);
    for (const struct module *const *m = q->app->modules; *m; m++)
        if ((*m)->check_config)
            (*m)->check_config(q, p, f);
}

static enum result load_all(struct q *q, void *arg)
{
    struct province *p = arg;
    struct core_package_last_row last = {0};
    bool found;
    TRY(core_package_last(q, &last, &found));
    for (const struct module *const *m = q->app->modules; *m; m++)
        if ((*m)->load) {
            TRY((*m)->load(q, p));
            log_debug("package.loaded", LOG_S("module", (*m)->name));
        }
    return core_package_insert(q, last.number + 1, province_hash(p), clock_now(), NULL);
}

enum result modules_load(struct q *q, struct province *p, bool *ret_was_first)
{
    struct core_package_last_row last;
    bool found;
    TRY(core_package_last(q, &last, &found));
    *ret_was_first = !found;
    if (found && strcmp(last.hash, province_hash(p)) == 0)
        return OK;
    TRY(db_transact(q, load_all, p));
    log_info("package.in_force", LOG_S("hash", province_hash(p)));
    return OK;
}

enum result modules_start(struct q *q, struct province *p)
{
    for (const struct module *const *m = q->app->modules; *m; m++)
        if ((*m)->start)
            TRY((*m)->start(q, p));
    return OK;
}

static const struct migrations **collect_migrations(struct q *q, size_t *ret_count)
{
    const struct migrations **all = arena_new_array(q->arena, const struct migrations *, count_all() + 1);
    size_t count = 0;
    all[count++] = &core_migrations;
    for (size_t i = 0; all_modules[i]; i++)
        if (all_modules[i]->migrations)
            all[count++] = all_modules[i]->migrations;
    *ret_count = count;
    return all;
}

enum result modules_migrate(struct q *q, int *ret_applied)
{
    size_t count;
    const struct migrations **all = collect_migrations(q, &count);
    return migrate_all(q, all, count, ret_applied);
}

enum result modules_migrations_pending(struct q *q, int *ret_pending)
{
    size_t count;
    const struct migrations **all = collect_migrations(q, &count);
    return migrate_pending(q, all, count, ret_pending);
}
