/* See package_for_test.h. */
#include "core/package_for_test.h"
#include "base/buf.h"
#include "core/access.h"
#include "core/modules.h"
#include "core/province.h"
#include <stdlib.h>

struct q *package_for_test(struct arena *a, const char *driver)
{
    struct q *q = db_for_test(a, driver);
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
