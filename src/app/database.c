/* thubon load, migrate, backup, restore, check-journal: the operators' commands on the database. */
#include "app/app.h"
#include "base/text.h"
#include "core/db.h"
#include "core/db_driver.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/modules.h"

int command_load(struct q *q, struct app *app, const struct options *o)
{
    if (app_start(q, app, o) != OK) {
        app_say_problem(q, "cannot load");
        return 1;
    }
    puts("the package is in force");
    app_stop(app);
    return 0;
}

int command_migrate(struct q *q, struct app *app, const struct options *o)
{
    return command_load(q, app, o); /* app_start migrates first; a package that is not new is not loaded again */
}

int command_check_journal(struct q *q, struct app *app, const struct options *o)
{
    int64_t checked, bad;
    if (app_start(q, app, o) != OK || journal_verify(q, &checked, &bad) != OK) {
        app_say_problem(q, "cannot check");
        return 1;
    }
    app_stop(app);
    if (bad)
        printf("head %lld does not agree with the lines below it: the journal was changed after it was sealed\n", (long long)bad);
    else
        printf("%lld lines agree with their sealed heads\n", (long long)checked);
    return bad ? 1 : 0;
}
