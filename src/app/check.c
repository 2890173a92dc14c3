/* thubon check FOLDER: everything wrong with a province package, one line each: file:line: field: reason. Touches no database. */
#include "app/app.h"
#include "base/text.h"
#include "core/modules.h"
#include "core/province.h"

static int print(const struct findings *f, const char *folder)
{
    for (struct finding *one = f->first; one; one = one->next)
        printf("%s/%s:%zu: %s: %s\n", folder, one->file, one->line, one->field, one->reason);
    if (f->count)
        printf("%d mistakes\n", f->count);
    else
        printf("%s: clean\n", folder);
    return f->count ? 1 : 0;
}

int command_check(struct q *q, struct app *app, const struct options *o)
{
    const char *folder = o->argc > 0 ? o->argv[0] : o->settings.province;
    struct findings f = {.arena = q->arena};
    app->arena = q->arena;
    app->settings = o->settings;
    q->app = app;
    if (province_open(q, folder, &f, &app->province) == OK) {
        app->modules = modules_select(q, app->province, &f);
        modules_check(q, app->province, &f);
    }
    return print(&f, folder);
}
