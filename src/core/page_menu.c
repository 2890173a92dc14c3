#include "core/page_menu.h"
#include "base/arena.h"
#include "core/access.h"
#include "core/app.h"
#include "core/http/route.h"
#include "core/q.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Sorted once per list of modules: a process has one, tests several. */
static struct {
    pthread_mutex_t lock;
    const struct module *const *of;
    const struct menu **entries;
    size_t count;
} sorted = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* By order, then by path, so that the order does not depend on that of the modules. */
static int compare(const void *a, const void *b)
{
    const struct menu *x = *(const struct menu *const *)a, *y = *(const struct menu *const *)b;
    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    return strcmp(x->path, y->path);
}

static size_t count_entries(const struct module *m)
{
    size_t n = 0;
    while (m->menu && m->menu[n].path)
        n++;
    return n;
}

static void sort_entries(const struct module *const *modules)
{
    static struct arena *arena;
    arena_free(arena);
    arena = arena_new(1024 * 1024);
    size_t count = count_entries(&core_module), at = 0;
    for (const struct module *const *m = modules; m && *m; m++)
        count += count_entries(*m);
    sorted.entries = arena_alloc_array(arena, sizeof *sorted.entries, count + 1);
    for (const struct menu *e = core_module.menu; e && e->path; e++)
        sorted.entries[at++] = e;
    for (const struct module *const *m = modules; m && *m; m++)
        for (const struct menu *e = (*m)->menu; e && e->path; e++)
            sorted.entries[at++] = e;
    qsort(sorted.entries, at, sizeof *sorted.entries, compare);
    sorted.count = at;
    sorted.of = modules;
}

void page_menu_each(struct q *q, enum menu_place place, page_menu_fn *each, void *arg)
{
    pthread_mutex_lock(&sorted.lock);
    if (!sorted.entries || sorted.of != q->app->modules)
        sort_entries(q->app->modules);
    const struct menu **entries = sorted.entries;
    size_t count = sorted.count;
    pthread_mutex_unlock(&sorted.lock); /* the list of a serving process never changes again */
    for (size_t i = 0; i < count; i++)
        if (entries[i]->place == place && access_may(q, entries[i]->permission))
            each(q, entries[i], arg);
}

bool page_menu_is_personal(const struct menu *entry)
{
    return strcmp(entry->permission, PERMISSION_RESIDENT) == 0 || strcmp(entry->permission, PERMISSION_SIGNED_IN) == 0;
}

/* Is the request's address this entry's, or below it? "/" is no parent: every address would lie below it. */
static bool leads_here(const struct request *r, const char *path)
{
    size_t n = strcspn(path, "?");
    if (strncmp(r->path, path, n) != 0 || (r->path[n] != '\0' && (r->path[n] != '/' || n == 1)))
        return false;
    return path[n] == '\0' || strstr(r->query, path + n + 1) != NULL;
}

struct search {
    const char *frame_current;
    const struct menu *found;
};

static void look(struct q *q, const struct menu *e, void *arg)
{
    struct search *s = arg;
    bool fits = s->frame_current ? strcmp(s->frame_current, e->path) == 0 : q->request && leads_here(q->request, e->path);
    if (fits && (!s->found || strlen(e->path) > strlen(s->found->path)))
        s->found = e;
}

const struct menu *page_menu_current(struct q *q, enum menu_place place, const char *frame_current)
{
    struct search s = {.frame_current = frame_current};
    page_menu_each(q, place, look, &s);
    return s.found;
}

static void take_first(struct q *q, const struct menu *e, void *arg)
{
    (void)q;
    const struct menu **first = arg;
    if (!*first && e->group)
        *first = e;
}

const struct menu *page_menu_office_home(struct q *q)
{
    const struct menu *first = NULL;
    page_menu_each(q, MENU_OFFICE, take_first, &first);
    return first;
}
