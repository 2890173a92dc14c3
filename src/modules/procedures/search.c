/* Search over the catalogue, in memory: names, sectors, codes and what people say instead (synonyms.csv), folded.
 *
 * A query's words are matched against each entry's words: whole, the last one also by its beginning (it may still be being typed), or
 * with one typing error (from four letters; two from eight). Rare words weigh more (idf); a word typed with other marks than the
 * entry's counts a little less; pairs of words that stand side by side in both count more, because most Vietnamese words are two
 * syllables. The words need not all match, but an entry must reach 60 % of the weight the query could give. A synonym phrase found in
 * the query adds the words it means. What many people look for (popular.csv) comes first among equals. */
#include "base/arena.h"
#include "base/must.h"
#include "base/text.h"
#include "modules/procedures/procedures_inside.h"
#include "core/q.h"
#include <math.h>

struct entry { const struct procedure *procedure; const char **words, **marked; uint16_t *ids /* of the words in the vocabulary */; size_t count; const char *folded, *id /* folded */; bool popular; };
struct said { const char *folded, *means; const char *procedure_id; };
struct search_index {
    struct entry *entries; size_t count;
    struct said *said; size_t said_count;
    const char **vocabulary; double *weights; size_t vocabulary_count; /* sorted words with their idf */
};

/* What a word weighs that stands nowhere in the catalogue, as "mở" in "mở hộ kinh doanh": as much as a middling one. */
#define UNKNOWN_WEIGHT 2.5

/* Folded as text.h says, and i = y ("kí" is "ký"). */
static const char *fold(struct q *q, const char *s)
{
    return text_fold_iy(q->arena, s);
}

static int compare_words(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char **find_word(const struct search_index *x, const char *word)
{
    return x->vocabulary_count ? bsearch(&word, x->vocabulary, x->vocabulary_count, sizeof *x->vocabulary, compare_words) : NULL;
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
    must(x->vocabulary_count < UINT16_MAX);
    for (size_t i = 0; i < x->count; i++) {
        struct entry *e = &x->entries[i];
        e->ids = arena_new_array(q->arena, uint16_t, e->count + 1);
        for (size_t k = 0; k < e->count; k++)
            e->ids[k] = (uint16_t)(find_word(x, e->words[k]) - x->vocabulary);
    }
}

static double weight_of(const struct search_index *x, const char *word)
{
    const char **at = find_word(x, word);
    return at ? x->weights[at - x->vocabulary] : UNKNOWN_WEIGHT;
}

/* The words of a text, folded, beside each the word as it is written. */
static void split_words(struct q *q, struct entry *e, const char *text)
{
    size_t parts, room = strlen(text) + 1;
    char **written = text_split(q->arena, text_lower(q->arena, text), ' ', &parts);
    e->words = arena_new_array(q->arena, const char *, room);
    e->marked = arena_new_array(q->arena, const char *, room);
    for (size_t i = 0; i < parts; i++) {
        size_t n;
        const char *folded = fold(q, written[i]);
        char **words = text_split(q->arena, folded, ' ', &n);
        for (size_t k = 0; *folded && k < n; k++) {
            e->words[e->count] = words[k];
            e->marked[e->count++] = written[i];
        }
    }
}

static const char *name_of(const struct catalogue *c, const char *id)
{
    for (size_t i = 0; i < c->count; i++)
        if (text_equal(c->in_force[i]->id, id))
            return c->in_force[i]->name_vi;
    return "";
}

static bool is_popular(const struct catalogue *c, const char *id)
{
    for (size_t i = 0; i < c->popular_count; i++)
        if (text_equal(c->popular[i].procedure_id, id))
            return true;
    return false;
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
        x->entries[i].id = fold(q, p->id);
        x->entries[i].popular = is_popular(c, p->id);
        split_words(q, &x->entries[i], arena_printf(q->arena, "%s %s %s %s", p->name_vi, p->name_en, sector, p->result_name_vi));
    }
    x->said = arena_new_array(q->arena, struct said, synonym_count + c->popular_count + 1);
    for (size_t i = 0; i < synonym_count; i++)
        x->said[x->said_count++] = (struct said){fold(q, synonyms[i].phrase_vi), fold(q, synonyms[i].means_vi), synonyms[i].procedure_id};
    for (size_t i = 0; i < c->popular_count; i++) /* what people type most is known to be said so */
        x->said[x->said_count++] = (struct said){fold(q, c->popular[i].phrase_vi), fold(q, name_of(c, c->popular[i].procedure_id)), c->popular[i].procedure_id};
    weigh(q, x);
    return x;
}

/* 1 the word itself, 0.8 the beginning of the word still being typed, 0.6 with a typing error, else 0. */
static double likeness(const char *typed, size_t n, const char *word, bool last)
{
    if (strcmp(typed, word) == 0)
        return 1;
    if (last && strncmp(typed, word, n) == 0)
        return 0.8;
    int limit = n >= 8 ? 2 : n >= 4 ? 1 : 0, longer = (int)strlen(word) - (int)n;
    return limit && longer <= limit && -longer <= limit && text_distance(typed, word, limit) <= limit ? 0.6 : 0;
}

/* "sổ" typed, "số" written: another word, though both fold to "so". Typed without marks, every writing is as good. */
static bool other_marks(const char *typed, const char *written)
{
    bool plain = true;
    for (const char *c = typed; c && *c; c++)
        plain = plain && !((unsigned char)*c & 0x80);
    return typed && !plain && strncmp(typed, written, strlen(typed)) != 0;
}

struct asked { char **words; const char **typed; const float **likeness /* of each word to each of the vocabulary, worked out once */; size_t count; size_t own; double weight; const char *folded; bool said; /* the whole query is a phrase people say for something else */ };

static const float *likeness_to_all(struct q *q, const struct search_index *x, const struct asked *a, size_t i)
{
    float *table = arena_new_array(q->arena, float, x->vocabulary_count + 1);
    size_t n = strlen(a->words[i]);
    bool may_go_on = i + 1 == a->own && (n >= 2 || a->own > 1); /* one letter alone begins half the catalogue */
    for (size_t k = 0; k < x->vocabulary_count; k++)
        table[k] = (float)likeness(a->words[i], n, x->vocabulary[k], may_go_on);
    return table;
}

/* The query's words, then (from `own` on) those that a synonym in it adds. */
static struct asked read_query(struct q *q, const struct search_index *x, const char *words)
{
    struct asked a = {.folded = fold(q, words ? words : "")};
    const char *all = a.folded;
    a.words = text_split(q->arena, all, ' ', &a.own);
    const char *padded = arena_printf(q->arena, " %s ", a.folded);
    for (size_t i = 0; i < x->said_count; i++)
        if (strstr(padded, arena_printf(q->arena, " %s ", x->said[i].folded))) {
            all = arena_printf(q->arena, "%s %s", all, x->said[i].means);
            a.said = a.said || text_equal(x->said[i].folded, a.folded);
        }
    if (!*all)
        return (struct asked){.folded = ""};
    a.words = text_split(q->arena, all, ' ', &a.count);
    struct entry typed = {.count = 0};
    split_words(q, &typed, words ? words : "");
    a.typed = typed.count == a.own ? typed.marked : NULL;
    for (size_t i = 0; i < a.own; i++)
        a.weight += weight_of(x, a.words[i]);
    a.likeness = arena_new_array(q->arena, const float *, a.count + 1);
    for (size_t i = 0; i < a.count; i++)
        a.likeness[i] = likeness_to_all(q, x, &a, i);
    return a;
}

static double best_likeness(const struct entry *e, const struct asked *a, size_t i)
{
    double best = 0;
    const char *typed = a->typed && i < a->own ? a->typed[i] : NULL;
    for (size_t k = 0; k < e->count && best < 1; k++) {
        double like = (double)a->likeness[i][e->ids[k]];
        if (like > best && like >= 1 && other_marks(typed, e->marked[k]))
            like = 0.85;
        best = like > best ? like : best;
    }
    return best;
}

/* Which part of the query's own pairs stands side by side in the entry, too. */
static double pairs(const struct entry *e, const struct asked *a)
{
    size_t found = 0;
    for (size_t i = 0; i + 1 < a->own; i++)
        for (size_t k = 0; k + 1 < e->count; k++)
            if (strcmp(a->words[i], e->words[k]) == 0 && strcmp(a->words[i + 1], e->words[k + 1]) == 0) {
                found++;
                break;
            }
    return a->own > 1 ? (double)found / (double)(a->own - 1) : 0;
}

/* "so do" stands in "cap so do lan dau", not in "ma so don vi". */
static bool stands_whole(const char *text, const char *phrase)
{
    size_t n = strlen(phrase);
    for (const char *at = text; (at = strstr(at, phrase)) != NULL; at++)
        if ((at == text || at[-1] == ' ') && (!at[n] || at[n] == ' '))
            return true;
    return false;
}

/* The query is the whole name, the code, or a phrase that people say for just this procedure. */
static bool is_named(const struct search_index *x, const struct asked *a, const struct entry *e)
{
    if (strcmp(e->folded, a->folded) == 0 || strcmp(e->id, a->folded) == 0)
        return true;
    for (size_t i = 0; a->said && i < x->said_count; i++)
        if (text_equal(x->said[i].procedure_id, e->procedure->id) && strcmp(x->said[i].folded, a->folded) == 0)
            return true;
    return false;
}

/* 0: not found; around 1: every word stands there; more with the phrase itself, most when it is the whole name. */
static double score(const struct search_index *x, const struct asked *a, const struct entry *e, double least)
{
    double own = 0, added = 0, added_weight = 0;
    if (strcmp(e->id, a->folded) == 0)
        return 9;
    for (size_t i = 0; i < a->count; i++) {
        double weight = weight_of(x, a->words[i]), got = weight * best_likeness(e, a, i);
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
    s += 0.3 * pairs(e, a) + (e->popular ? 0.25 : 0);
    if (strstr(e->folded, a->folded))
        s += stands_whole(e->folded, a->folded) ? 0.5 : 0.2;
    if (a->said && other >= 0.9)
        s += 0.5;
    if (is_named(x, a, e))
        s += 2;
    return s + 0.2 / (1 + (double)e->count); /* the shorter name first */
}

bool procedures_in_event(const struct catalogue *c, const char *event, const struct procedure *p)
{
    for (size_t i = 0; i < c->event_count; i++)
        if (text_equal(c->events[i].id, event))
            return c->event_bits[p - c->versions] >> i & 1;
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
        double s = !passes(c, what, p) ? 0 : a.count ? score(x, &a, &x->entries[i], what->loose ? 0.3 : 0.6) : 1;
        if (s > 0)
            hits[n++] = (struct procedure_hit){p, s, a.count && is_named(x, &a, &x->entries[i])};
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
