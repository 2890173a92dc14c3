/* See package_for_test.h. */
#include "core/package_for_test.h"
#include "base/buf.h"
#include "base/file.h"
#include "core/access.h"
#include "core/http/try.h"
#include "core/modules.h"
#include "core/province.h"
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct q *package_for_test(struct arena *a, const char *driver)
{
    return package_for_test_on(a, db_for_test(a, driver));
}

struct q *package_for_test_on(struct arena *a, struct q *q)
{
    const char *source = getenv("THUBON_SOURCE");
    struct findings f = {.arena = a};
    int applied;
    bool was_new;
    if (!q)
        return NULL;
    q->app->arena = a;
    q->app->secret = (const uint8_t *)"a secret of 32 bytes for tests..";
    q->app->settings.province = arena_printf(a, "%s/provinces/quang-nam", source ? source : ".");
    q->app->settings.base_url = "http://localhost:8080";
    enum result r = province_open(q, q->app->settings.province, &f, &q->app->province);
    if (r == OK)
        q->app->modules = modules_select(q, q->app->province, &f);
    if (r != OK || access_start(q) != OK || modules_migrate(q, &applied) != OK || modules_load(q, q->app->province, &was_new) != OK ||
        modules_start(q, q->app->province) != OK) {
        test_fail(__FILE__, __LINE__, "the package does not load: %s", q->problem.say ? q->problem.say : result_slug(q->problem.kind));
        return NULL;
    }
    return q;
}

struct q *get_for_test(struct q *q, const char *target, const char *const *headers)
{
    struct q *own = try_request(q->arena, HTTP_GET, target, headers, NULL);
    own->app = q->app;
    own->db = q->db;
    if (http_routes_start(q, q->app->modules) != OK)
        test_fail(__FILE__, __LINE__, "the routes do not start");
    http_serve(own);
    return own;
}

static struct { char to[64]; size_t from_length; bool failed; } copying; /* nftw has no argument for its caller */

static int copy_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    char to[400];
    (void)st;
    (void)at;
    snprintf(to, sizeof to, "%s%s", copying.to, path + copying.from_length);
    if (kind == FTW_D)
        copying.failed |= !directory_make(to);
    else if (kind == FTW_F)
        copying.failed |= link(path, to) != 0 && symlink(path, to) != 0;
    return 0;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

static void remove_tree(void *folder)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static bool change(struct arena *a, const char *folder, const struct package_change *c)
{
    size_t n;
    struct buf b;
    const char *path = arena_printf(a, "%s/%s", folder, c->file);
    const char *text = file_read(a, path, (size_t)16 << 20, &n), *at = text ? strstr(text, c->find) : NULL;
    if (!at)
        return false;
    buf_init(&b, a, (size_t)32 << 20);
    buf_add(&b, text, (size_t)(at - text));
    buf_puts(&b, c->replace);
    buf_puts(&b, at + strlen(c->find));
    return file_write_durably(path, b.data, b.length); /* writes a new file: the linked one stays as it is */
}

const char *package_changed_for_test(struct arena *a, const struct package_change *changes, size_t count)
{
    const char *source = getenv("THUBON_SOURCE"), *from = arena_printf(a, "%s/provinces/quang-nam", source ? source : ".");
    snprintf(copying.to, sizeof copying.to, "/tmp/thubon-changed-XXXXXX");
    copying.from_length = strlen(from);
    copying.failed = !mkdtemp(copying.to);
    if (copying.failed || nftw(from, copy_one, 16, FTW_PHYS) != 0 || copying.failed) {
        test_fail(__FILE__, __LINE__, "the package cannot be copied to %s", copying.to);
        return NULL;
    }
    arena_on_free(a, remove_tree, arena_strdup(a, copying.to));
    for (size_t i = 0; i < count; i++)
        if (!change(a, copying.to, &changes[i])) {
            test_fail(__FILE__, __LINE__, "“%s” does not stand in %s", changes[i].find, changes[i].file);
            return NULL;
        }
    return arena_strdup(a, copying.to);
}

size_t package_line_for_test(struct arena *a, const char *folder, const char *file, const char *text)
{
    size_t n, line = 1;
    const char *all = file_read(a, arena_printf(a, "%s/%s", folder, file), (size_t)16 << 20, &n), *at = all ? strstr(all, text) : NULL;
    for (const char *c = all; at && c < at; c++)
        line += *c == '\n';
    return at ? line : 0;
}
