#include "engines/rules/lex.h"
#include "base/buf.h"
#include "base/text.h"
#include <string.h>

static const char *const keywords[] = {"true", "false",   "null", "and",  "or",    "if",       "then",
                                       "else", "between", "in",   "some", "every", "satisfies"};
/* Longer signs first. */
static const char *const signs[] = {"**", "<=", ">=", "!=", "..", "+", "-", "*", "/", "=", "<",
                                    ">",  "(",  ")",  "[",  "]",  "{", "}", ",", ":", ".", "?"};

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Any byte of a character beyond ASCII counts as a letter: names may be Vietnamese. */
static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

int lex_column(const struct lexer *l, const char *at)
{
    int column = 1;
    for (const char *s = l->source; s < at; s++)
        column += ((unsigned char)*s & 0xc0) != 0x80;
    return column;
}

bool word_is(const struct word *w, const char *sign_or_keyword)
{
    return (w->kind == WORD_SIGN || w->kind == WORD_KEYWORD) && strlen(sign_or_keyword) == w->length &&
           memcmp(w->start, sign_or_keyword, w->length) == 0;
}

static struct word wrong(struct word w, const char *why)
{
    w.kind = WORD_WRONG;
    w.why = why;
    return w;
}

static struct word lex_number(struct lexer *l, struct word w)
{
    const char *s = l->at;
    while (digit(*s))
        s++;
    if (*s == '.' && digit(s[1])) /* not the two points of a range */
        for (s++; digit(*s);)
            s++;
    w.length = (size_t)(s - l->at);
    l->at = s;
    rule_decimal d;
    if (letter(*s))
        return wrong(w, "a name cannot begin with a digit");
    if (!decimal_parse(w.start, w.length, &d, &w.why))
        return wrong(w, w.why);
    w.kind = WORD_NUMBER;
    w.value = (struct rule_value){.kind = RULE_NUMBER, .number = d};
    return w;
}

static struct word lex_text(struct lexer *l, struct word w)
{
    struct buf b;
    buf_init(&b, l->arena, RULE_LENGTH_MAX);
    const char *s = l->at + 1;
    for (; *s && *s != '"'; s++) {
        char c = *s;
        if (c == '\\') {
            s++;
            if (*s != 'n' && *s != 't' && *s != '"' && *s != '\\')
                return wrong(w, "after \\ in a text only n, t, \" and \\ may follow");
            c = *s == 'n' ? '\n' : *s == 't' ? '\t' : *s;
        }
        buf_putc(&b, c);
    }
    if (!*s)
        return wrong(w, "the text has no closing \"");
    l->at = s + 1;
    w.kind = WORD_TEXT;
    w.length = (size_t)(l->at - w.start);
    w.value = rule_text(b.data ? b.data : "");
    return w;
}

static struct word lex_name(struct lexer *l, struct word w)
{
    w.length = rule_function_name_length(w.start, &w.function);
    w.kind = w.length ? WORD_FUNCTION : WORD_NAME;
    if (w.length == 0)
        while (letter(w.start[w.length]) || digit(w.start[w.length]))
            w.length++;
    for (size_t i = 0; w.kind == WORD_NAME && i < sizeof keywords / sizeof keywords[0]; i++)
        if (strlen(keywords[i]) == w.length && memcmp(keywords[i], w.start, w.length) == 0)
            w.kind = WORD_KEYWORD;
    l->at = w.start + w.length;
    return w;
}

struct word lex_next(struct lexer *l)
{
    while (blank(*l->at))
        l->at++;
    struct word w = {.start = l->at, .column = lex_column(l, l->at)};
    if (!*l->at)
        return w; /* WORD_END */
    if (digit(*l->at) || (*l->at == '.' && digit(l->at[1])))
        return lex_number(l, w);
    if (*l->at == '"')
        return lex_text(l, w);
    if (letter(*l->at))
        return lex_name(l, w);
    if (*l->at == '@') {
        w.kind = WORD_AT;
        w.length = 1;
        l->at++;
        return w;
    }
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (text_starts(l->at, signs[i])) {
            w.kind = WORD_SIGN;
            w.length = strlen(signs[i]);
            l->at += w.length;
            return w;
        }
    return wrong(w, "this sign has no meaning here");
}

/* ---- operators ---- */

static const struct infix infixes[] = {{"or", BIND_OR, NODE_OR, OP_NONE},
                                       {"and", BIND_AND, NODE_AND, OP_NONE},
                                       {"=", BIND_COMPARE, NODE_COMPARE, OP_EQUAL},
                                       {"!=", BIND_COMPARE, NODE_COMPARE, OP_UNEQUAL},
                                       {"<", BIND_COMPARE, NODE_COMPARE, OP_LESS},
                                       {"<=", BIND_COMPARE, NODE_COMPARE, OP_LESS_EQUAL},
                                       {">", BIND_COMPARE, NODE_COMPARE, OP_GREATER},
                                       {">=", BIND_COMPARE, NODE_COMPARE, OP_GREATER_EQUAL},
                                       {"between", BIND_COMPARE, NODE_BETWEEN, OP_NONE},
                                       {"in", BIND_COMPARE, NODE_IN, OP_NONE},
                                       {"+", BIND_ADD, NODE_ARITHMETIC, OP_ADD},
                                       {"-", BIND_ADD, NODE_ARITHMETIC, OP_SUBTRACT},
                                       {"*", BIND_MULTIPLY, NODE_ARITHMETIC, OP_MULTIPLY},
                                       {"/", BIND_MULTIPLY, NODE_ARITHMETIC, OP_DIVIDE},
                                       {"**", BIND_POWER, NODE_ARITHMETIC, OP_POWER},
                                       {".", BIND_FIELD, NODE_FIELD, OP_NONE},
                                       {"[", BIND_FIELD, NODE_INDEX, OP_NONE}};

const struct infix *lex_infix(const struct word *w)
{
    for (size_t i = 0; i < sizeof infixes / sizeof infixes[0]; i++)
        if (word_is(w, infixes[i].sign))
            return &infixes[i];
    return NULL;
}
