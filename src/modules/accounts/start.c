/* What the process prepares: in a demonstration it says how to sign in. */
#include "core/app.h"
#include "core/province.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"

enum result accounts_start(struct q *q, struct province *p)
{
    (void)p;
    if (q->app->settings.demo)
        fprintf(stderr, "demonstration: officers and their passwords stand on %s\n", q->app->settings.sandbox_url ? q->app->settings.sandbox_url : "the stand-ins' page");
    return accounts_prepare_nobody(q);
}
