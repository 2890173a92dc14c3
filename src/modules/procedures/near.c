/* When nothing was found: pairs of words of the catalogue that lie near what was typed. Vietnamese words are mostly two syllables, so
 * pairs say more than single ones: "tau ma" -> "tàu cá". */
#include "base/arena.h"
#include "base/text.h"
#include "core/q.h"
#include "modules/procedures/procedures_inside.h"
#include <stdlib.h>

enum { FAR = 99 };
struct pair { const char *folded, *shown; int distance; };

static int compare_pairs(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    return x->distance != y->distance ? x->distance - y->distance : strcmp(x->folded, y->folded);
}

/* Without the comma or bracket that stands beside it in the title. */
static const char *bare(struct q *q, const char *word)
{
    size_t from = strspn(word, "(“\"'"), n = strlen(word);
    while (n > from && strchr(",.;:)\"'", word[n - 1]))
        n--;
    return arena_strndup(q->arena, word + from, n - from);
}

static bool seen(const struct pair *found, size_t count, const char *folded)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(found[i].folded, folded) == 0)
            return true;
    return false;
}

/* One typing error in a syllable, two in a long one. */
static int word_distance(const char *typed, const char *word)
{
    int limit = strlen(typed) >= 5 ? 2 : 1, distance = text_distance(typed, word, limit);
    return distance <= limit ? distance : FAR;
}

/* How far the pair lies from the nearest pair of the query; a pair that shares no word is not near. */
static int nearest(char **words, size_t count, const char *first, const char *second)
{
    int best = FAR;
    for (size_t i = 0; i + 1 < count; i++) {
        int a = word_distance(words[i], first), b = word_distance(words[i + 1], second);
        if ((a == 0 || b == 0) && a + b < best)
            best = a + b;
    }
    return best;
}

size_t procedures_near_words(struct q *q, const char *typed, size_t most, const char ***ret)
{
    enum { ROOM = 400 };
    const struct catalogue *c = procedures_catalogue;
    struct pair *found = arena_new_array(q->arena, struct pair, ROOM);
    size_t count, n = 0;
    char **words = text_split(q->arena, text_fold_iy(q->arena, typed), ' ', &count);
    for (size_t i = 0; count > 1 && count <= 20 && i < c->count; i++) {
        size_t shown_count;
        char **shown = text_split(q->arena, text_lower(q->arena, c->in_force[i]->name_vi), ' ', &shown_count);
        for (size_t k = 0; k + 1 < shown_count && n < ROOM; k++) {
            const char *first = text_fold_iy(q->arena, shown[k]), *second = text_fold_iy(q->arena, shown[k + 1]);
            int distance = *first && *second ? nearest(words, count, first, second) : FAR;
            const char *folded = arena_printf(q->arena, "%s %s", first, second);
            if (distance < FAR && !seen(found, n, folded))
                found[n++] = (struct pair){folded, arena_printf(q->arena, "%s %s", bare(q, shown[k]), bare(q, shown[k + 1])), distance};
        }
    }
    if (n)
        qsort(found, n, sizeof *found, compare_pairs);
    n = n < most ? n : most;
    *ret = arena_new_array(q->arena, const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        (*ret)[i] = found[i].shown;
    return n;
}
