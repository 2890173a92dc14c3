/* Finding units by what people type: with or without marks, the beginning of words, or a code. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/q.h"
#include "modules/units/units_inside.h"

struct scored { const struct unit *unit; int score; };

/* How many of the words begin a word of the name; all must, else 0. A whole word counts more than a beginning. */
static int score_words(char **words, size_t count, const char *name)
{
    int score = 0;
    for (size_t i = 0; i < count; i++) {
        int best = 0;
        size_t n = strlen(words[i]);
        for (const char *at = name; at; at = strchr(at, ' ') ? strchr(at, ' ') + 1 : NULL)
            if (strncmp(at, words[i], n) == 0)
                best = at[n] == ' ' || !at[n] ? 3 : best > 1 ? best : 1;
        if (!best)
            return 0;
        score += best;
    }
    return score * 10 + (text_ends(name, words[count - 1]) ? 5 : 0);
}

static int compare_scores(const void *a, const void *b)
{
    const struct scored *x = a, *y = b;
    return x->score != y->score ? y->score - x->score : x->unit < y->unit ? -1 : 1;
}

size_t units_search(struct q *q, const char *text, const char *level, size_t most, const struct unit *const **ret)
{
    size_t count, n = 0;
    int32_t today = time_local_days(clock_now());
    const char *folded = text_fold(q->arena, text ? text : "");
    char **words = text_split(q->arena, folded, ' ', &count);
    struct scored *found = arena_new_array(q->arena, struct scored, units_tree->count + 1);
    for (size_t i = 0; *folded && i < units_tree->count; i++) {
        const struct unit *u = &units_tree->units[i];
        if ((level && !text_equal(u->level, level)) || !units_valid(u, today))
            continue;
        int score = text_equal(u->admin_code, text) ? 1000 : score_words(words, count, units_tree->folded[i]);
        if (score)
            found[n++] = (struct scored){u, score};
    }
    if (n)
        qsort(found, n, sizeof *found, compare_scores);
    if (n > most)
        n = most;
    const struct unit **list = arena_new_array(q->arena, const struct unit *, n + 1);
    for (size_t i = 0; i < n; i++)
        list[i] = found[i].unit;
    *ret = list;
    return n;
}
