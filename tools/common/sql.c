#include "common/sql.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

struct splitter {
    struct tool *t;
    const char *file, *at, *end;
    size_t line, room;
    int depth;
    bool spaced;
    struct sql out;
};

static bool word_start(char c)
{
    return isalpha((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool word_part(char c)
{
    return word_start(c) || isdigit((unsigned char)c) || c == '$';
}

static void add_token(struct splitter *p, enum sql_kind kind, const char *at, size_t length, size_t line)
{
    if (p->out.count == p->room) {
        size_t room = p->room ? p->room * 2 : 64;
        p->out.tokens = arena_grow(p->t->arena, p->out.tokens, sizeof *p->out.tokens, p->room, room);
        p->room = room;
    }
    p->out.tokens[p->out.count++] = (struct sql_token){kind, at, length, line, p->spaced, p->depth};
    p->spaced = false;
}

/* White space and both kinds of comments. */
static bool skip_space(struct splitter *p)
{
    const char *from = p->at;
    while (p->at < p->end) {
        if (isspace((unsigned char)*p->at)) {
            p->line += *p->at++ == '\n';
        } else if (p->at[0] == '-' && p->at[1] == '-') {
            while (p->at < p->end && *p->at != '\n')
                p->at++;
        } else if (p->at[0] == '/' && p->at[1] == '*') {
            for (p->at += 2; p->at < p->end && !(p->at[0] == '*' && p->at[1] == '/'); p->at++)
                p->line += *p->at == '\n';
            p->at += p->at < p->end ? 2 : 0;
        } else {
            break;
        }
    }
    p->spaced |= p->at > from;
    return p->at < p->end;
}

/* 'text' or "name"; the quote is doubled inside. */
static void split_quoted(struct splitter *p)
{
    const char quote = *p->at, *from = p->at++;
    size_t line = p->line;
    while (p->at < p->end && (*p->at != quote || p->at[1] == quote)) {
        p->line += *p->at == '\n';
        p->at += *p->at == quote ? 2 : 1;
    }
    if (p->at >= p->end) {
        tool_wrong(p->t, p->file, line, "the quote %c is not closed", quote);
        return;
    }
    p->at++;
    add_token(p, quote == '\'' ? SQL_STRING : SQL_QUOTED, from, (size_t)(p->at - from), line);
}

static void split_run(struct splitter *p, enum sql_kind kind, size_t skip)
{
    const char *from = p->at + skip;
    p->at = from;
    while (p->at < p->end && (word_part(*p->at) || (kind == SQL_NUMBER && *p->at == '.')))
        p->at++;
    add_token(p, kind, from, (size_t)(p->at - from), p->line);
}

static void split_symbol(struct splitter *p)
{
    static const char *const doubles[] = {"::", "<=", ">=", "<>", "!=", "||", "==", "->", "<<", ">>"};
    size_t length = 1;
    for (size_t i = 0; i < sizeof doubles / sizeof *doubles; i++)
        if (p->at + 1 < p->end && p->at[0] == doubles[i][0] && p->at[1] == doubles[i][1])
            length = 2;
    if (*p->at == ')' && --p->depth < 0) {
        tool_wrong(p->t, p->file, p->line, "there is a ) too many");
        p->depth = 0;
    }
    add_token(p, SQL_SYMBOL, p->at, length, p->line);
    p->depth += *p->at == '(';
    p->at += length;
}

struct sql sql_split(struct tool *t, const char *file, size_t line, const char *s, size_t n)
{
    struct splitter p = {.t = t, .file = file, .at = s, .end = s + n, .line = line};
    while (skip_space(&p)) {
        if (*p.at == '\'' || *p.at == '"')
            split_quoted(&p);
        else if (*p.at == ':' && p.at + 1 < p.end && word_start(p.at[1]))
            split_run(&p, SQL_PARAMETER, 1);
        else if (word_start(*p.at))
            split_run(&p, SQL_WORD, 0);
        else if (isdigit((unsigned char)*p.at))
            split_run(&p, SQL_NUMBER, 0);
        else
            split_symbol(&p);
    }
    if (p.depth > 0)
        tool_wrong(t, file, p.line, "a ( is not closed");
    add_token(&p, SQL_END, p.end, 0, p.line);
    p.out.count--;
    return p.out;
}

bool sql_is(const struct sql_token *token, const char *word)
{
    return (token->kind == SQL_WORD || token->kind == SQL_SYMBOL) && strlen(word) == token->length &&
           strncasecmp(token->at, word, token->length) == 0;
}

const char *sql_text(struct tool *t, const struct sql_token *token)
{
    return arena_strndup(t->arena, token->at, token->length);
}

bool sql_writes(const struct sql *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct sql_token *k = &s->tokens[i];
        if (sql_is(k, "insert") || sql_is(k, "delete") || (sql_is(k, "update") && (i == 0 || !sql_is(k - 1, "for"))))
            return true;
    }
    return false;
}

size_t sql_close(const struct sql *s, size_t i)
{
    for (size_t j = i + 1; j < s->count; j++)
        if (sql_is(&s->tokens[j], ")") && s->tokens[j].depth == s->tokens[i].depth)
            return j;
    return s->count;
}

/* Names made by WITH: `name AS (` or `name (columns) AS (` after WITH, RECURSIVE or a comma. */
static struct tool_list with_names(struct tool *t, const struct sql *s)
{
    struct tool_list names = {0};
    for (size_t i = 1; i < s->count; i++) {
        const struct sql_token *k = &s->tokens[i];
        if (k->kind != SQL_WORD || !(sql_is(k - 1, "with") || sql_is(k - 1, "recursive") || sql_is(k - 1, ",")))
            continue;
        size_t after = sql_is(k + 1, "(") ? sql_close(s, i + 1) + 1 : i + 1;
        if (after + 1 < s->count && sql_is(&s->tokens[after], "as") && sql_is(&s->tokens[after + 1], "("))
            tool_list_add(t, &names, arena_strndup(t->arena, k->at, k->length));
    }
    return names;
}

/* Does a table's name follow the word at i? */
static bool before_table(const struct sql *s, size_t i)
{
    const struct sql_token *k = &s->tokens[i], *before = i ? k - 1 : k;
    if (sql_is(k, "from"))
        return !sql_is(before, "distinct");
    if (sql_is(k, "update"))
        return !sql_is(before, "do") && !sql_is(before, "for") && !sql_is(before, "on");
    return sql_is(k, "join") || sql_is(k, "into") || sql_is(k, "references") || (sql_is(k, "table") && i > 0) ||
           (sql_is(k, "on") && i > 2 && (sql_is(k - 2, "index") || sql_is(k - 2, "exists")));
}

static size_t skip_words(const struct sql *s, size_t i)
{
    while (i < s->count && (sql_is(&s->tokens[i], "if") || sql_is(&s->tokens[i], "not") || sql_is(&s->tokens[i], "exists") ||
                            sql_is(&s->tokens[i], "only")))
        i++;
    return i;
}

/* FROM a AS x, b AS y: where the next table of the list stands, or 0. */
static size_t next_in_list(const struct sql *s, size_t i)
{
    size_t j = i + 1;
    if (j < s->count && sql_is(&s->tokens[j], "as"))
        j++;
    if (j < s->count && s->tokens[j].kind == SQL_WORD)
        j++;
    return j + 1 < s->count && sql_is(&s->tokens[j], ",") ? j + 1 : 0;
}

void sql_tables(struct tool *t, const struct sql *s, sql_table_fn *each, void *arg)
{
    struct tool_list with = with_names(t, s);
    for (size_t i = 0; i < s->count; i++) {
        if (!before_table(s, i))
            continue;
        bool list = sql_is(&s->tokens[i], "from");
        for (size_t j = skip_words(s, i + 1); j > 0 && j < s->count; j = list ? next_in_list(s, j) : 0) {
            const struct sql_token *table = &s->tokens[j];
            if (table->kind == SQL_WORD && !sql_is(table, "select") && !tool_list_has(&with, table->at, table->length))
                each(t, arg, table);
        }
    }
}
