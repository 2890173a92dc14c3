/* Search over the catalogue, in memory: names, sectors, codes and what people say instead (synonyms.csv), folded.
 *
 * A query's words are matched against each entry's words: whole, by beginning (from two letters), or with one typing error (from four
 * letters; two from eight). Rare words weigh more (idf). The words need not all match, but an entry must reach 60 % of the weight the
 * query could give. A synonym phrase found in the query adds the words it means. */
#include "base/arena.h"
#include "base/text.h"
#include "modules/procedures/procedures_inside.h"
#include "core/q.h"
#include <math.h>

struct entry { const struct procedure *procedure; char **words; size_t count; const char *folded; };
struct said { const char *folded, *means; const char *procedure_id; };
struct search_index {
    struct entry *entries; size_t count;
    struct said *said; size_t said_count;
    const char **vocabulary; double *weights; size_t vocabulary_count; /* sorted words with their idf */
};

/* Folded as text.h says, and i = y ("kí" is "ký"). */
static const char *fold(struct q *q, const char *s)
{
    return text_fold_iy(q->arena, s);
}

static int compare_words(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* In how many entries does each word stand: one sorted list of each entry's distinct words, counted. */
static void weigh(struct q *q, struct search_index *x)
{
    size_t total = 0, n = 0;
    for (size_t i = 0; i < x->count; i++)
        total += x->entries[i].count;
    const char **all = arena_new_array(q->arena, const char *, total + 1);
    for (size_t i = 0; i < x->count; i++)
        for (size_t k = 0; k < x->entries[i].count; k++)
            all[n++] = x->entries[i].words[k];
    qsort(all, n, sizeof *all, compare_words);
    x->vocabulary = arena_new_array(q->arena, const char *, n + 1);
    x->weights = arena_new_array(q->arena, double, n + 1);
    for (size_t i = 0, run; i < n; i += run) {
        for (run = 1; i + run < n && strcmp(all[i], all[i + run]) == 0; run++)
            ;
        x->vocabulary[x->vocabulary_count] = all[i];
        x->weights[x->vocabulary_count++] = log(1 + (double)x->count / (double)run);
    }
}

static double weight_of(const struct search_index *x, const char *word)
{
    const char **at = x->vocabulary_count ? bsearch(&word, x->vocabulary, x->vocabulary_count, sizeof *at, compare_words) : NULL;
    return at ? x->weights[at - x->vocabulary] : log(1 + (double)x->count);
}

struct search_index *procedures_index_build(struct q *q, const struct catalogue *c, const struct synonym_row *synonyms, size_t synonym_count)
{
    struct search_index *x = arena_new_one(q->arena, struct search_index);
    x->count = c->count;
    x->entries = arena_new_array(q->arena, struct entry, c->count + 1);
    for (size_t i = 0; i < c->count; i++) {
        const struct procedure *p = c->in_force[i];
        const char *sector = "";
        for (size_t k = 0; k < c->sector_count; k++)
            if (text_equal(c->sectors[k].code, p->sector_code))
                sector = c->sectors[k].name_vi;
        x->entries[i].procedure = p;
        x->entries[i].folded = fold(q, p->name_vi);
        x->entries[i].words = text_split(q->arena, fold(q, arena_printf(q->arena, "%s %s %s %s", p->name_vi, p->name_en, sector, p->result_name_vi)), ' ', &x->entries[i].count);
    }
    x->said = arena_new_array(q->arena, struct said, synonym_count + 1);
    for (size_t i = 0; i < synonym_count; i++)
        x->said[x->said_count++] = (struct said){fold(q, synonyms[i].phrase_vi), fold(q, synonyms[i].means_vi), synonyms[i].procedure_id};
    weigh(q, x);
    return x;
}

/* 1 the word itself, 0.8 its beginning, 0.6 with a typing error, else 0. */
static double likeness(const char *typed, size_t n, const char *word)
{
    if (strcmp(typed, word) == 0)
        return 1;
    if (n >= 2 && strncmp(typed, word, n) == 0)
        return 0.8;
    int limit = n >= 8 ? 2 : n >= 4 ? 1 : 0;
    return limit && text_distance(typed, word, limit) <= limit ? 0.6 : 0;
}

struct asked { char **words; size_t count; size_t own; double weight; const char *folded; };

/* The query's words, then (from `own` on) those that a synonym in it adds. */
static struct asked read_query(struct q *q, const struct search_index *x, const char *words)
{
    struct asked a = {.folded = fold(q, words ? words : "")};
    const char *all = a.folded;
    a.words = text_split(q->arena, all, ' ', &a.own);
    const char *padded = arena_printf(q->arena, " %s ", a.folded);
    for (size_t i = 0; i < x->said_count; i++)
        if (strstr(padded, arena_printf(q->arena, " %s ", x->said[i].folded)))
            all = arena_printf(q->arena, "%s %s", all, x->said[i].means);
    if (!*all)
        return (struct asked){.folded = ""};
    a.words = text_split(q->arena, all, ' ', &a.count);
    for (size_t i = 0; i < a.own; i++)
        a.weight += weight_of(x, a.words[i]);
    return a;
}

static double best_likeness(const struct entry *e, const char *word)
{
    double best = 0;
    size_t n = strlen(word);
    for (size_t k = 0; k < e->count && best < 1; k++) {
        double like = likeness(word, n, e->words[k]);
        best = like > best ? like : best;
    }
    return best;
}

/* 0: not found; around 1: every word stands there; more with the phrase itself, most when it is the whole name. */
static double score(struct q *q, const struct search_index *x, const struct asked *a, const struct entry *e, double least)
{
    double own = 0, added = 0, added_weight = 0;
    if (text_equal(fold(q, e->procedure->id), a->folded))
        return 9;
    for (size_t i = 0; i < a->count; i++) {
        double weight = weight_of(x, a->words[i]), got = weight * best_likeness(e, a->words[i]);
        if (i < a->own) {
            own += got;
        } else {
            added += got;
            added_weight += weight;
        }
    }
    double base = a->weight ? own / a->weight : 0, other = added_weight ? added / added_weight : 0;
    double s = base > other ? base : other;
    if (s < least)
        return 0;
    if (strstr(e->folded, a->folded))
        s += 0.5;
    if (strcmp(e->folded, a->folded) == 0)
        s += 2;
    for (size_t i = 0; i < x->said_count; i++)
        if (text_equal(x->said[i].procedure_id, e->procedure->id) && strcmp(x->said[i].folded, a->folded) == 0)
            s += 2;
    return s + 0.2 / (1 + (double)e->count); /* the shorter name first */
}

bool procedures_in_event(const struct catalogue *c, const char *event, const struct procedure *p)
{
    for (size_t i = 0; i < c->event_count; i++)
        for (size_t k = 0; text_equal(c->events[i].id, event) && k < c->events[i].count; k++)
            if (text_equal(c->events[i].procedures[k], p->id))
                return true;
    return false;
}

static bool passes(const struct catalogue *c, const struct procedure_search *what, const struct procedure *p)
{
    return (!what->sector || text_equal(what->sector, p->sector_code)) && (!what->level || text_equal(what->level, p->level)) &&
           (!what->online_level || text_equal(what->online_level, p->online_level)) && (!what->life_event || procedures_in_event(c, what->life_event, p));
}

static int compare_hits(const void *a, const void *b)
{
    const struct procedure_hit *x = a, *y = b;
    return x->score != y->score ? (x->score < y->score ? 1 : -1) : strcmp(x->procedure->id, y->procedure->id);
}

size_t procedures_search(struct q *q, const struct procedure_search *what, const struct procedure_hit **ret, size_t *ret_total)
{
    const struct catalogue *c = procedures_catalogue;
    const struct search_index *x = c->index;
    struct asked a = read_query(q, x, what->words);
    struct procedure_hit *hits = arena_new_array(q->arena, struct procedure_hit, x->count + 1);
    size_t n = 0;
    for (size_t i = 0; i < x->count; i++) {
        const struct procedure *p = x->entries[i].procedure;
        double s = !passes(c, what, p) ? 0 : a.count ? score(q, x, &a, &x->entries[i], what->loose ? 0.3 : 0.6) : 1;
        if (s > 0)
            hits[n++] = (struct procedure_hit){p, s, s >= 2};
    }
    if (n && a.count) {
        qsort(hits, n, sizeof *hits, compare_hits);
        while (!what->loose && hits[0].score > 1 && hits[n - 1].score < 0.8) /* some have every word: those with half of them would only be in the way */
            n--;
    }
    *ret = hits;
    *ret_total = n;
    return what->most && n > what->most ? what->most : n;
}
