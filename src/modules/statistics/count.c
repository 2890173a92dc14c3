/* Counting: the facts of a dossier are worked out anew from its journal, and the difference to what was counted before is added to the days.
 * Doing it twice changes nothing. */
#include "base/arena.h"
#include "base/date.h"
#include "base/json.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/module.h"
#include "core/q.h"
#include "modules/statistics/statistics_inside.h"
#include <stdio.h>

static enum result add(struct q *q, const struct statistics_facts_row *f, const struct contribution *c, int64_t sign)
{
    int64_t day = time_local_days(c->at);
    struct date date = date_from_days((int32_t)day);
    TRY(statistics_day_add(q, day, f->unit_id, f->procedure_id, c->measure, date.year * 12 + date.month - 1, c->n * sign, NULL));
    return sign < 0 ? statistics_day_tidy(q, day, f->unit_id, f->procedure_id, c->measure, NULL) : OK;
}

static bool same(const struct contribution *a, const struct contribution *b)
{
    return a->measure == b->measure && a->n == b->n && time_local_days(a->at) == time_local_days(b->at);
}

static bool among(const struct contribution *one, const struct contribution *all, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (same(one, &all[i]))
            return true;
    return false;
}

static enum result add_difference(struct q *q, const struct statistics_facts_row *before, const struct statistics_facts_row *now)
{
    struct contribution old[MEASURE_MOST], new[MEASURE_MOST];
    size_t old_count = measures_of(before, old), new_count = measures_of(now, new);
    for (size_t i = 0; i < old_count; i++)
        if (!among(&old[i], new, new_count))
            TRY(add(q, before, &old[i], -1));
    for (size_t i = 0; i < new_count; i++)
        if (!among(&new[i], old, old_count))
            TRY(add(q, now, &new[i], 1));
    return OK;
}

static enum result put(struct q *q, const struct statistics_facts_row *f)
{
    struct statistics_dossier_put_in in;
    _Static_assert(sizeof in == sizeof *f, "the row and the parameters have the same columns in the same order");
    memcpy(&in, f, sizeof in);
    return statistics_dossier_put(q, &in, NULL);
}

/* The row is held before the journal is read: what another process adds meanwhile is counted by its own line's listener. */
static enum result count_dossier(struct q *q, void *arg)
{
    const int64_t *id = arg;
    const struct journal_line *lines;
    int count;
    struct statistics_facts_row before, now;
    struct statistics_result_of_row result;
    TRY(statistics_dossier_lock(q, *id, &before));
    TRY(journal_of(q, "dossier", *id, &lines, &count));
    if (!facts_of_journal(q, lines, count, &now))
        return fail(q, BROKEN, T("The journal of a dossier does not begin with its submission"));
    TRY(statistics_result_of(q, *id, &result));
    now.result_at = result.made_at;
    TRY(put(q, &now));
    return add_difference(q, &before, &now);
}

enum result statistics_count_dossier(struct q *q, int64_t dossier_id)
{
    return db_transact(q, count_dossier, &dossier_id);
}

/* --- listening ------------------------------------------------------------------------------------------------------------------- */

static enum result hear_dossier(struct q *q, const struct journal_line *line)
{
    struct statistics_facts_row row;
    bool counted;
    TRY(statistics_dossier_of(q, line->subject_id, &row, &counted));
    if (counted && row.last_line >= line->id)
        return OK; /* counted with a later line */
    return statistics_count_dossier(q, line->subject_id);
}

struct paper_line { const struct journal_line *line; int64_t dossier_id; };

static enum result take_paper(struct q *q, void *arg)
{
    const struct paper_line *p = arg;
    if (strcmp(p->line->type, "papers.withdrawn") == 0)
        TRY(statistics_result_withdraw(q, p->line->subject_id, p->dossier_id, NULL));
    else
        TRY(statistics_result_put(q, p->line->subject_id, p->dossier_id, p->line->at, NULL));
    int64_t id = p->dossier_id;
    return count_dossier(q, &id);
}

static enum result hear_paper(struct q *q, const struct journal_line *line)
{
    const char *why, *kind;
    json_t *data = json_read(q->arena, line->data, strlen(line->data), 10, &why);
    struct paper_line p = {line, json_get_int(data, "dossier", 0)};
    kind = json_get_text(data, "kind");
    bool counts = strcmp(line->type, "papers.withdrawn") == 0 || (strcmp(line->type, "papers.made") == 0 && kind && strcmp(kind, "result") == 0);
    return counts && p.dossier_id ? db_transact(q, take_paper, &p) : OK;
}

extern const struct listener statistics_listeners[];
const struct listener statistics_listeners[] = {
    {"dossiers.*", "statistics", hear_dossier}, {"papers.*", "statistics.papers", hear_paper}, {NULL, NULL, NULL}};

/* --- counting anew ------------------------------------------------------------------------------------------------------------------ */

static enum result clear(struct q *q, void *arg)
{
    (void)arg;
    TRY(statistics_clear_days(q, NULL));
    TRY(statistics_clear_dossiers(q, NULL));
    return statistics_clear_results(q, NULL);
}

static enum result paper_again(struct q *q, int64_t paper_id)
{
    const struct journal_line *lines;
    int count;
    TRY(journal_of(q, "paper", paper_id, &lines, &count));
    for (int i = 0; i < count; i++)
        TRY(hear_paper(q, &lines[i]));
    return OK;
}

typedef enum result again_fn(struct q *q, int64_t id);

/* Goes through all subjects of a kind, a thousand at a time in an arena of its own. */
static enum result all_of(struct q *q, const char *kind, again_fn *again, int64_t *ret_count)
{
    struct arena *whole = q->arena;
    const int64_t *ids;
    int count = 1;
    int64_t last = 0;
    enum result r = OK;
    while (count > 0 && r == OK) {
        q->arena = arena_new((size_t)512 << 20);
        r = journal_subjects(q, kind, last, &ids, &count);
        for (int i = 0; r == OK && i < count; i++) {
            r = again(q, ids[i]);
            last = ids[i];
            ++*ret_count;
        }
        arena_free(q->arena);
        q->arena = whole;
    }
    return r;
}

enum result statistics_recompute(struct q *q, int64_t *ret_dossiers)
{
    int64_t papers = 0;
    *ret_dossiers = 0;
    TRY(db_transact(q, clear, NULL));
    TRY(all_of(q, "dossier", statistics_count_dossier, ret_dossiers));
    return all_of(q, "paper", paper_again, &papers);
}

static int recompute(struct q *q, int argc, char **argv)
{
    (void)argc, (void)argv;
    int64_t dossiers;
    enum result r = statistics_recompute(q, &dossiers);
    if (r == OK)
        printf("%lld dossiers counted anew from the journal\n", (long long)dossiers);
    return r == OK ? 0 : 1;
}

extern const struct command statistics_commands[];
const struct command statistics_commands[] = {
    {"recompute-statistics", "recompute-statistics", T("Count all statistics anew from the journal; figures are incomplete while it runs"), recompute}, {NULL}};
