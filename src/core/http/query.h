/* application/x-www-form-urlencoded, as in query strings and forms (WHATWG URL standard, section 5.1). Pure; fuzzed. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct arena;
struct pair {
    const char *name, *value;
    struct pair *next;
};
struct pairs {
    struct pair *first, **end;
    size_t count;
};
enum { PAIRS_MOST = 1000 };

/* Appends, in order of the text. False (nothing more is added) on a broken escape, NUL, text that is not UTF-8, or over PAIRS_MOST pairs.
 */
bool query_parse(struct arena *a, const char *s, size_t n, struct pairs *to);
bool pairs_add(struct arena *a, struct pairs *to, const char *name, const char *value); /* false over PAIRS_MOST */
const char *pairs_get(const struct pairs *p, const char *name);                         /* the first; NULL when absent */
