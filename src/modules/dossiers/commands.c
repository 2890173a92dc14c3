/* `thubon check-dossiers`: every dossier is what its journal says. `thubon check-numbers`: every number of every series is accounted for. */
#include "base/arena.h"
#include "core/i18n.h"
#include "core/module.h"
#include "core/q.h"
#include "modules/dossiers/dossiers_inside.h"
#include "modules/dossiers/numbers.h"
#include <stdio.h>

struct tally { int64_t checked, wrong, last; };

static enum result check_some(struct q *q, struct tally *t, bool *ret_more)
{
    struct dossiers_ids_after_rows rows;
    TRY(dossiers_ids_after(q, t->last, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        bool agrees;
        const char *difference;
        t->last = rows.items[i].id;
        TRY(dossiers_replay(q, t->last, &agrees, &difference));
        t->checked++;
        if (agrees)
            continue;
        t->wrong++;
        printf("%lld: %s\n", (long long)t->last, difference);
    }
    *ret_more = rows.count > 0;
    return OK;
}

static int check_dossiers(struct q *q, int argc, char **argv)
{
    (void)argc, (void)argv;
    struct tally t = {0};
    struct arena *whole = q->arena;
    bool more = true;
    enum result r = OK;
    while (more && r == OK) {
        q->arena = arena_new((size_t)512 << 20);
        r = check_some(q, &t, &more);
        arena_free(q->arena);
        q->arena = whole;
    }
    printf("%lld dossiers agree with their journal, %lld do not\n", (long long)(t.checked - t.wrong), (long long)t.wrong);
    return r == OK && t.wrong == 0 ? 0 : 1;
}

static int check_numbers(struct q *q, int argc, char **argv)
{
    (void)argc, (void)argv;
    static const char *const kinds[] = {"missing", "reserved", "twice"};
    struct number_report *report = arena_new_one(q->arena, struct number_report);
    if (dossier_numbers_report(q, report) != OK)
        return 1;
    for (size_t i = 0; i < report->wrong_count; i++)
        printf("%s %lld-%lld: %s\n", report->wrong[i].series, (long long)report->wrong[i].first, (long long)report->wrong[i].last,
               kinds[report->wrong[i].kind]);
    printf("%lld series, %lld numbers, %zu gaps\n", (long long)report->series, (long long)report->numbers, report->wrong_count);
    return report->wrong_count ? 1 : 0;
}

extern const struct command dossiers_commands[];
const struct command dossiers_commands[] = {
    {"check-dossiers", "check-dossiers", T("Compare every dossier with its journal"), check_dossiers},
    {"check-numbers", "check-numbers", T("Account for every dossier number"), check_numbers},
    {NULL}};
