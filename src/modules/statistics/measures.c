/* What one dossier adds to which day: measures.def. */
#include "base/date.h"
#include "base/buf.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/q.h"
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

/* What a measure counts, for people; by its number. */
static const char *const labels[MEASURE_MOST] = {
    [1] = T("received"), [2] = T("received online"), [3] = T("received at the desk"), [4] = T("received by post"), [5] = T("received, of procedures offered fully online"),
    [6] = T("received online, of procedures offered fully online"), [7] = T("received with papers"), [8] = T("received with every paper digitised"),
    [9] = T("received with a paper used again"), [10] = T("received with facts from registers"), [11] = T("finished with a result"),
    [12] = T("finished before the day of the date"), [13] = T("finished on the day of the date, in time"), [14] = T("finished after the date"),
    [15] = T("finished, without a date"), [16] = T("finished in time after more than one supplement request"), [17] = T("working minutes of those finished"),
    [18] = T("finished with an electronic result"), [19] = T("refused at reception"), [20] = T("stopped by the agency"), [21] = T("withdrawn by the applicant"), [22] = T("asked for a supplement for the first time"),
    [MEASURE_OPEN] = T("open at this moment"), [MEASURE_OVERDUE] = T("open and past the date at this moment")};

const char *expression_words(struct q *q, const struct expression *e)
{
    struct buf b;
    buf_init(&b, q->arena, 4000);
    for (size_t i = 0; i < e->count; i++) {
        const char *sign = e->terms[i].sign < 0 ? " − " : i ? " + " : "", *label = labels[e->terms[i].measure];
        buf_printf(&b, "%s%s", sign, tr(q, label ? label : ""));
    }
    return b.length ? b.data : "";
}

bool measure_is_dossiers(int measure)
{
    return measure != measure_named("done_minutes", strlen("done_minutes"));
}

bool facts_overdue(const struct statistics_facts_row *f, int64_t now)
{
    return !f->ended_at && !f->paused && f->due_at && f->due_at < now;
}
