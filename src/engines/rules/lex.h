/* Inside engines/rules: words of the language, one at a time, with the column where each began. */
#pragma once
#include "engines/rules/rule.h"

enum word_kind { WORD_END, WORD_NUMBER, WORD_TEXT, WORD_AT, WORD_NAME, WORD_FUNCTION, WORD_KEYWORD, WORD_SIGN, WORD_WRONG };

struct word {
    enum word_kind kind;
    const char *start;
    size_t length;
    int column;
    struct rule_value value;         /* number, text */
    const struct function *function; /* a function name of several words */
    const char *why;                 /* WORD_WRONG */
};

struct lexer {
    struct arena *arena;
    const char *source, *at;
};
struct word lex_next(struct lexer *l);
bool word_is(const struct word *w, const char *sign_or_keyword);
int lex_column(const struct lexer *l, const char *at); /* in characters, from 1 */

/* How tightly operators bind, from loose to tight. */
enum { BIND_OR = 1, BIND_AND, BIND_COMPARE, BIND_ADD, BIND_MULTIPLY, BIND_POWER, BIND_FIELD };

struct infix {
    const char *sign;
    int bind;
    enum node_kind kind;
    enum node_op op;
};
const struct infix *lex_infix(const struct word *w); /* NULL: no operator between two values */
