/* Reads tables such as `static const struct route routes[] = {{HTTP_GET, "/", …}, {.path = …}}` from the tokens: which member each value
 * of a row is for. Values stay tokens; cell_text turns those that are texts into one. */
#include "checktree/checktree.h"
#include <string.h>

static int member(const char *const *names, const struct c_token *word)
{
    for (int i = 0; names[i] && i < CELLS; i++)
        if (c_is(word, names[i]))
            return i;
    return CELLS;
}

static bool opens(const struct c_token *token)
{
    return c_is(token, "(") || c_is(token, "{") || c_is(token, "[");
}

/* NULL and 0 say that there is nothing. */
static bool is_nothing(const struct source *s, size_t from, size_t to)
{
    const struct c_token *k = &s->c.tokens[from];
    return to == from || (to == from + 1 && (c_is(k, "NULL") || (k->kind == C_NUMBER && k->length == 1 && *k->at == '0')));
}

/* One row { a, .b = c, … }: positional members go on after the last named one. */
static void read_row(struct checker *k, const struct source *s, size_t open, const char *const *names, table_row_fn *each, void *arg)
{
    struct table_row row = {.source = s, .line = s->c.tokens[open].line};
    size_t close = c_close(&s->c, open);
    int at = 0;
    bool any = false;
    for (size_t i = open + 1; i < close;) {
        const struct c_token *token = &s->c.tokens[i];
        if (c_is(token, ".") && c_is(token + 2, "=")) {
            at = member(names, token + 1);
            i += 3;
        }
        size_t end = i;
        while (end < close && !c_is(&s->c.tokens[end], ","))
            end = opens(&s->c.tokens[end]) ? c_close(&s->c, end) + 1 : end + 1;
        bool nothing = is_nothing(s, i, end);
        if (at < CELLS && !nothing)
            row.cells[at] = (struct cell){i, end};
        any |= !nothing;
        at += at < CELLS;
        i = end + 1;
    }
    if (any)
        each(k, arg, &row);
}

static void read_array(struct checker *k, const struct source *s, size_t open, const char *const *names, table_row_fn *each, void *arg)
{
    size_t close = c_close(&s->c, open);
    for (size_t i = open + 1; i < close; i++)
        if (c_is(&s->c.tokens[i], "{")) {
            read_row(k, s, i, names, each, arg);
            i = c_close(&s->c, i);
        }
}

/* struct NAME … [ … ] = {   or   (const struct NAME[]){ ; the place of the brace, or 0. */
static size_t array_open(const struct source *s, size_t i)
{
    size_t j = i + 2;
    while (j < s->c.count && j < i + 8 && s->c.tokens[j].kind == C_WORD)
        j++;
    if (j >= s->c.count || !c_is(&s->c.tokens[j], "["))
        return 0;
    j = c_close(&s->c, j) + 1;
    if (c_is(&s->c.tokens[j], ")") || c_is(&s->c.tokens[j], "="))
        j++;
    return c_is(&s->c.tokens[j], "{") ? j : 0;
}

void each_row(struct checker *k, const char *struct_name, const char *const *names, table_row_fn *each, void *arg)
{
    for (size_t i = 0; i < k->count; i++) {
        const struct source *s = &k->sources[i];
        if (s->test || place_of(k->t, s->path).layer == LAYER_TOOLS)
            continue;
        for (size_t j = 0; j + 2 < s->c.count; j++) {
            if (!c_is(&s->c.tokens[j], "struct") || !c_is(&s->c.tokens[j + 1], struct_name))
                continue;
            size_t open = array_open(s, j);
            if (open)
                read_array(k, s, open, names, each, arg);
        }
    }
}

/* #define NAME "text", in any source. */
static const char *defined_text(struct checker *k, const struct c_token *word)
{
    for (size_t i = 0; i < k->count; i++) {
        const struct c_text *c = &k->sources[i].c;
        for (size_t j = 0; j + 2 < c->count; j++)
            if (c->tokens[j].directive && c_is(&c->tokens[j], "define") && c->tokens[j + 1].length == word->length &&
                memcmp(c->tokens[j + 1].at, word->at, word->length) == 0)
                return c_string(k->t, c, j + 2, NULL);
    }
    return NULL;
}

bool cell_is_marked(const struct table_row *row, int cell)
{
    struct cell c = row->cells[cell];
    return c.to > c.from + 2 && c_is(&row->source->c.tokens[c.from], "T") && c_is(&row->source->c.tokens[c.from + 1], "(");
}

const char *cell_text(struct checker *k, const struct table_row *row, int cell)
{
    struct cell c = row->cells[cell];
    const struct c_text *text = &row->source->c;
    if (c.from == c.to)
        return NULL;
    if (cell_is_marked(row, cell))
        return c_string(k->t, text, c.from + 2, NULL);
    if (text->tokens[c.from].kind == C_STRING)
        return c_string(k->t, text, c.from, NULL);
    return text->tokens[c.from].kind == C_WORD && c.to == c.from + 1 ? defined_text(k, &text->tokens[c.from]) : NULL;
}
