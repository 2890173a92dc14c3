/* What a dossier is found by. Names are kept as folded words and as neighbours in twos and threes ("thu ha", "thi thu ha"): in Vietnam a few
 * words are in every second name, but three together are rare enough to lead a search through 200,000 dossiers. Numbers, units and the procedure are words too,
 * with a sign before them that no folded text has, so that one kind of list serves every filter. */
#include "base/arena.h"
#include "base/text.h"
#include "core/q.h"
#include "modules/dossiers/dossiers_inside.h"
#include "modules/units/units.h"

enum { WORDS_A_DOSSIER = 48, WORDS_A_STATEMENT = 12 };
struct gathered { const char *items[WORDS_A_DOSSIER]; size_t count; };

static void gather(struct gathered *g, const char *word)
{
    for (size_t i = 0; i < g->count; i++)
        if (strcmp(g->items[i], word) == 0)
            return;
    if (g->count < WORDS_A_DOSSIER && strlen(word) <= 80)
        g->items[g->count++] = word;
}

static void gather_name(struct q *q, struct gathered *g, const char *name)
{
    size_t count;
    char **words = text_split(q->arena, text_fold(q->arena, name ? name : ""), ' ', &count);
    for (size_t i = 0; i < count && i < 12; i++) {
        if (*words[i])
            gather(g, words[i]);
        if (i > 0)
            gather(g, arena_printf(q->arena, "%s %s", words[i - 1], words[i]));
        if (i > 1)
            gather(g, arena_printf(q->arena, "%s %s %s", words[i - 2], words[i - 1], words[i]));
    }
}

static const char *digits_of(struct q *q, const char *text)
{
    char *digits = arena_strdup(q->arena, text ? text : ""), *to = digits;
    for (const char *at = digits; *at; at++)
        if (*at >= '0' && *at <= '9')
            *to++ = *at;
    *to = 0;
    return digits;
}

static void gather_number(struct q *q, struct gathered *g, const char *number)
{
    const char *digits = digits_of(q, number);
    if (strlen(digits) >= 8)
        gather(g, arena_printf(q->arena, "#%s", digits));
}

/* The unit and all above it but the province: a search inside a subtree meets them as one word. */
static void gather_unit(struct q *q, struct gathered *g, const char *unit_id)
{
    const struct unit *root = units_root(q);
    for (const struct unit *u = units_find(q, unit_id); u && u != root; u = units_parent(q, u))
        gather(g, arena_printf(q->arena, "@%s", u->id));
}

const char *dossier_folded(struct q *q, const struct dossiers_dossier_row *r)
{
    return text_fold(q->arena, arena_printf(q->arena, "%s %s %s", r->code, r->applicant_name, r->summary));
}

enum result dossier_words_insert(struct q *q, const struct dossiers_dossier_row *r)
{
    struct gathered g = {.count = 0};
    gather_name(q, &g, r->applicant_name);
    gather_name(q, &g, r->summary);
    gather_number(q, &g, r->applicant_number);
    gather_number(q, &g, r->applicant_phone);
    gather_unit(q, &g, r->competent_unit);
    gather_unit(q, &g, r->receiving_unit);
    gather_unit(q, &g, r->place_unit);
    gather(&g, arena_printf(q->arena, "=%s", r->procedure_id));
    for (size_t i = 0; i < g.count; i += WORDS_A_STATEMENT) {
        const char *w[WORDS_A_STATEMENT];
        for (size_t k = 0; k < WORDS_A_STATEMENT; k++)
            w[k] = g.items[i + k < g.count ? i + k : g.count - 1];
        struct dossiers_word_insert_in in = {w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9], w[10], w[11], r->submitted_at, r->id};
        TRY(dossiers_word_insert(q, &in, NULL));
    }
    return OK;
}

static void add_word(struct word_list *to, const char *word)
{
    for (size_t i = 0; i < to->count; i++)
        if (strcmp(to->items[i], word) == 0)
            return;
    if (to->count < sizeof to->items / sizeof *to->items)
        to->items[to->count++] = word;
}

/* Typed words stand in the order of the name, so neighbours are looked up together: three by three, two, or the one that was typed. */
static void add_name(struct q *q, char **names, size_t count, struct word_list *to)
{
    for (size_t i = 2; i < count; i++)
        add_word(to, arena_printf(q->arena, "%s %s %s", names[i - 2], names[i - 1], names[i]));
    if (count == 2)
        add_word(to, arena_printf(q->arena, "%s %s", names[0], names[1]));
    if (count == 1)
        add_word(to, names[0]);
}

void words_of_search(struct q *q, const char *text, struct word_list *to)
{
    size_t count, name_count = 0;
    char **words = text_split(q->arena, text_fold(q->arena, text ? text : ""), ' ', &count);
    for (size_t i = 0; i < count; i++) {
        size_t n = strlen(words[i]);
        if (n >= 8 && strspn(words[i], "0123456789") == n)
            add_word(to, arena_printf(q->arena, "#%s", words[i]));
        else if (n)
            words[name_count++] = words[i];
    }
    add_name(q, words, name_count, to);
}
