#include "common/c_split.h"
#include <ctype.h>
#include <string.h>

struct splitter {
    struct tool *t;
    const char *file, *begin, *at, *end;
    size_t line, room;
    int depth;
    bool directive, line_begins;
    struct c_text out;
};

static void add_token(struct splitter *p, enum c_kind kind, const char *from, size_t line)
{
    if (p->out.count + 1 >= p->room) {
        size_t room = p->room ? p->room * 2 : 512;
        p->out.tokens = arena_grow(p->t->arena, p->out.tokens, sizeof *p->out.tokens, p->room, room);
        p->room = room;
    }
    p->out.tokens[p->out.count++] = (struct c_token){kind, from, (size_t)(p->at - from), line, p->depth, p->directive};
}

static void skip_comment(struct splitter *p)
{
    bool block = p->at[1] == '*';
    if (p->at == p->begin)
        p->out.head_comment = true;
    p->at += 2;
    while (p->at < p->end && (block ? !(p->at[0] == '*' && p->at[1] == '/') : *p->at != '\n'))
        p->line += *p->at++ == '\n';
    if (block && p->at < p->end)
        p->at += 2;
}

/* White space, comments and continued lines; a newline ends a directive. */
static bool skip_space(struct splitter *p)
{
    while (p->at < p->end) {
        if (*p->at == '\n') {
            p->line++;
            p->directive = false;
            p->line_begins = true;
            p->at++;
        } else if (isspace((unsigned char)*p->at)) {
            p->at++;
        } else if (p->at[0] == '\\' && p->at[1] == '\n') {
            p->line++;
            p->at += 2;
        } else if (p->at[0] == '/' && (p->at[1] == '*' || p->at[1] == '/')) {
            skip_comment(p);
        } else {
            return true;
        }
    }
    return false;
}

static void split_quoted(struct splitter *p)
{
    const char quote = *p->at, *from = p->at++;
    size_t line = p->line;
    while (p->at < p->end && *p->at != quote && *p->at != '\n')
        p->at += *p->at == '\\' && p->at + 1 < p->end ? 2 : 1;
    if (p->at >= p->end || *p->at == '\n') {
        if (!p->directive) /* #error may hold an apostrophe */
            tool_wrong(p->t, p->file, line, "the quote %c is not closed", quote);
        return;
    }
    p->at++;
    add_token(p, quote == '"' ? C_STRING : C_CHARACTER, from, line);
}

static void split_run(struct splitter *p, enum c_kind kind)
{
    const char *from = p->at;
    while (p->at < p->end && (isalnum((unsigned char)*p->at) || *p->at == '_' || (kind == C_NUMBER && *p->at == '.')))
        p->at++;
    add_token(p, kind, from, p->line);
}

static void split_symbol(struct splitter *p)
{
    const char *from = p->at++;
    if (*from == '#' && p->line_begins)
        p->directive = true;
    if (*from == '}' && p->depth > 0 && !p->directive)
        p->depth--;
    add_token(p, C_SYMBOL, from, p->line);
    if (*from == '{' && !p->directive)
        p->depth++;
}

struct c_text c_split(struct tool *t, const char *file, const char *s, size_t n)
{
    struct splitter p = {.t = t, .file = file, .begin = s, .at = s, .end = s + n, .line = 1, .line_begins = true};
    while (skip_space(&p)) {
        if (*p.at == '"' || *p.at == '\'')
            split_quoted(&p);
        else if (isalpha((unsigned char)*p.at) || *p.at == '_')
            split_run(&p, C_WORD);
        else if (isdigit((unsigned char)*p.at))
            split_run(&p, C_NUMBER);
        else
            split_symbol(&p);
        p.line_begins = false;
    }
    p.out.lines = p.line - (n && s[n - 1] == '\n');
    add_token(&p, C_END, p.at, p.line);
    p.out.count--;
    return p.out;
}

bool c_is(const struct c_token *token, const char *word)
{
    return (token->kind == C_WORD || token->kind == C_SYMBOL) && strlen(word) == token->length && memcmp(token->at, word, token->length) == 0;
}

static const char *add_unescaped(struct buf *to, const char *s)
{
    static const char from[] = "nrt0", into[] = "\n\r\t\0";
    if (*s == 'u') { /* \u00A0 and the like: two or three bytes of UTF-8 */
        unsigned code = 0;
        for (int i = 1; i <= 4; i++)
            code = code * 16 + (unsigned)(isdigit((unsigned char)s[i]) ? s[i] - '0' : (tolower((unsigned char)s[i]) - 'a' + 10));
        if (code >= 0x800)
            buf_add(to, (char[]){(char)(0xE0 | code >> 12), (char)(0x80 | (code >> 6 & 63)), (char)(0x80 | (code & 63))}, 3);
        else
            buf_add(to, (char[]){(char)(0xC0 | code >> 6), (char)(0x80 | (code & 63))}, 2);
        return s + 5;
    }
    const char *found = *s ? strchr(from, *s) : NULL;
    buf_putc(to, found ? into[found - from] : *s);
    return s + 1;
}

const char *c_string(struct tool *t, const struct c_text *c, size_t i, size_t *ret_next)
{
    if (c->tokens[i].kind != C_STRING)
        return NULL;
    struct buf value;
    buf_init(&value, t->arena, 1 << 20);
    for (; c->tokens[i].kind == C_STRING; i++) {
        const char *s = c->tokens[i].at + 1, *stop = c->tokens[i].at + c->tokens[i].length - 1;
        while (s < stop)
            if (*s == '\\')
                s = add_unescaped(&value, s + 1);
            else
                buf_putc(&value, *s++);
    }
    if (ret_next)
        *ret_next = i;
    return value.data;
}

size_t c_close(const struct c_text *c, size_t i)
{
    int depth = 0;
    for (size_t j = i; j < c->count; j++) {
        if (c->tokens[j].kind != C_SYMBOL)
            continue;
        char s = *c->tokens[j].at;
        depth += (s == '(' || s == '{' || s == '[') - (s == ')' || s == '}' || s == ']');
        if (depth == 0)
            return j;
    }
    return c->count;
}
