/* C as tokens, without comments: enough to find includes, texts, names and where functions begin and end. */
#pragma once
#include "common/tool.h"

enum c_kind { C_WORD, C_STRING, C_NUMBER, C_CHARACTER, C_SYMBOL, C_END };
struct c_token {
    enum c_kind kind;
    const char *at; /* a string with its quotes */
    size_t length, line;
    int depth;      /* of { }; both of a pair have the outer depth */
    bool directive; /* in a line that begins with # */
};
struct c_text {
    struct c_token *tokens;
    size_t count;         /* a C_END follows */
    size_t lines;
    bool head_comment;    /* the file begins with one */
};

struct c_text c_split(struct tool *t, const char *file, const char *s, size_t n);
bool c_is(const struct c_token *token, const char *word); /* word or symbol */
/* The value of the string literals that stand at token i, one after the other; *ret_next: the token after them. NULL: no string there. */
const char *c_string(struct tool *t, const struct c_text *c, size_t i, size_t *ret_next);
/* Where the bracket ( { [ at i closes; c->count when it does not. */
size_t c_close(const struct c_text *c, size_t i);
