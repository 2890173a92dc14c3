/* What one dossier adds to which day: measures.def. */
#include "base/date.h"
#include "base/text.h"
#include "modules/dossiers/dossiers.h"
#include "modules/statistics/statistics_inside.h"

static bool ended_as(const struct statistics_facts_row *f, const char *kind)
{
    return f->ended_at && text_equal(f->end_kind, kind);
}

static bool is_done(const struct statistics_facts_row *f)
{
    return ended_as(f, "done");
}

size_t measures_of(const struct statistics_facts_row *f, struct contribution ret[MEASURE_MOST])
{
    struct contribution all[] = {
#define MEASURE(number, name, at, n) {number, at, n},
#include "modules/statistics/measures.def"
#undef MEASURE
    };
    size_t count = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].n && all[i].at)
            ret[count++] = all[i];
    return count;
}

int measure_named(const char *name, size_t n)
{
    static const struct { const char *name; int number; } names[] = {
#define MEASURE(number, name, at, n) {#name, number},
#include "modules/statistics/measures.def"
#undef MEASURE
        {"open_now", MEASURE_OPEN},
        {"overdue_now", MEASURE_OVERDUE},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i].name) == n && memcmp(names[i].name, name, n) == 0)
            return names[i].number;
    return 0;
}

bool measure_is_dossiers(int measure)
{
    return measure != measure_named("done_minutes", strlen("done_minutes"));
}

bool facts_overdue(const struct statistics_facts_row *f, int64_t now)
{
    return !f->ended_at && !f->paused && f->due_at && f->due_at < now;
}
