/* thubon generate, and the life that a demonstration begins with. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "core/app.h"
#include "core/db.h"
#include "core/jobs.h"
#include "core/q.h"
#include "modules/demo/demo.h"
#include "modules/demo/demo_inside.h"

#define AT_FIRST_START 3000

/* Events of the past bring no notices and no papers nobody asked for: their jobs go, but for those that count. */
static enum result forget_jobs(struct q *q, void *arg)
{
    (void)arg;
    return jobs_forget_listeners(q, "statistics");
}

static enum result generate(struct q *q, struct province *p, int64_t dossiers, int64_t officers, int64_t seed, int64_t years, int64_t *ret_made)
{
    struct demo_world *w;
    int64_t now = clock_now(), began = clock_monotonic();
    TRY(demo_world_make(q, p, (uint64_t)seed, &w));
    TRY(demo_fill_officers(w, officers));
    TRY(demo_simulate(w, dossiers, now - years * 365 * DAY, now));
    TRY(db_transact(q, forget_jobs, NULL));
    log_info("demo.generated", LOG_I("dossiers", dossiers - w->not_made), LOG_I("officers", (int64_t)w->officer_count + officers),
             LOG_I("microseconds", clock_monotonic() - began));
    *ret_made = dossiers - w->not_made;
    return OK;
}

/* The setting demo.dossiers (THUBON_DEMO_DOSSIERS) makes it another number: tests of the whole system begin with none. */
enum result demo_at_first_start(struct q *q, struct province *p)
{
    int64_t dossiers, made;
    const char *set = app_setting(q->app, "demo.dossiers");
    if (!set || !number_parse(set, &dossiers) || dossiers < 0)
        dossiers = AT_FIRST_START;
    return dossiers ? generate(q, p, dossiers, 0, 1, 2, &made) : OK;
}

static bool option(int argc, char **argv, const char *name, int64_t *to)
{
    for (int i = 0; i + 1 < argc; i += 2)
        if (text_equal(argv[i], name))
            return number_parse(argv[i + 1], to) && *to >= 0;
    return true;
}

int demo_command_generate(struct q *q, int argc, char **argv)
{
    int64_t dossiers = 1000, officers = 0, seed = 1, years = 2, made;
    if (argc % 2 || !option(argc, argv, "--dossiers", &dossiers) || !option(argc, argv, "--officers", &officers) || !option(argc, argv, "--seed", &seed) ||
        !option(argc, argv, "--years", &years)) {
        fputs("thubon generate --dossiers N [--officers N] [--seed S] [--years Y]\n", stderr);
        return 2;
    }
    if (generate(q, q->app->province, dossiers, officers, seed, years, &made) != OK)
        return 1;
    printf("%lld dossiers, %lld officers generated (invented, marked as demo)\n", (long long)made, (long long)officers);
    return 0;
}
