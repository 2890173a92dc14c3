/* Logical names of assets to the hashed ones of the build: DIR/assets.list, one line a file: "logical-name hashed-name content-type".
 * Read once per process; a name that is not there stands for itself, so pages work in tests without a build of web/. */
#include "core/page_asset.h"
#include "base/arena.h"
#include "base/file.h"
#include "base/log.h"
#include "core/app.h"
#include "core/page.h"
#include "core/q.h"
#include <pthread.h>
#include <string.h>

enum { LIST_MOST = 1024 * 1024 };
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct arena *arena;
static const char *folder; /* whose list is held */
static struct asset *assets;
static size_t count;

/* Cuts the next word off a line. */
static char *word(char **at)
{
    char *start = *at + strspn(*at, " \t");
    char *end = start + strcspn(start, " \t\r");
    *at = *end ? end + 1 : end;
    *end = '\0';
    return start;
}

static void add_line(char *line)
{
    struct asset a = {.name = word(&line)};
    a.hashed = word(&line);
    a.content_type = line + strspn(line, " \t");
    if (!*a.hashed || !*a.content_type)
        return;
    a.url = arena_printf(arena, "/assets/%s", a.hashed);
    assets = arena_grow(arena, assets, sizeof *assets, count, count + 1);
    assets[count++] = a;
}

static void read_list(const char *web)
{
    size_t n = 0;
    arena_free(arena);
    arena = arena_new(16 * 1024 * 1024);
    assets = NULL;
    count = 0;
    folder = arena_strdup(arena, web);
    char *list = file_read(arena, arena_printf(arena, "%s/assets.list", web), LIST_MOST, &n);
    if (!list)
        log_warn("assets.no_list", LOG_S("folder", web));
    while (list && *list) {
        char *end = list + strcspn(list, "\n");
        char *next = *end ? end + 1 : end;
        *end = '\0';
        add_line(list);
        list = next;
    }
}

static void load_once(const char *web)
{
    pthread_mutex_lock(&lock);
    if (!folder || strcmp(folder, web) != 0)
        read_list(web);
    pthread_mutex_unlock(&lock);
}

static const struct asset *find(const struct q *q, const char *name, bool by_hashed)
{
    const char *web = q->app->settings.web;
    if (!web)
        return NULL;
    load_once(web);
    for (size_t i = 0; i < count; i++)
        if (strcmp(by_hashed ? assets[i].hashed : assets[i].name, name) == 0)
            return &assets[i];
    return NULL;
}

const struct asset *asset_by_hashed_name(const struct q *q, const char *hashed)
{
    return find(q, hashed, true);
}

const char *page_asset(const struct q *q, const char *logical_name)
{
    const struct asset *a = find(q, logical_name, false);
    return a ? a->url : arena_printf(q->arena, "/assets/%s", logical_name);
}
