/* The path of a request, made safe before anything looks at it: percent-decoded once and refused when it could be read in two ways.
 * Refused: an encoded slash or backslash, a backslash, NUL and control characters, text that is not strict UTF-8 (overlong forms,
 * surrogates), a broken escape, a "." or ".." segment, more than 2,000 bytes. Pure functions; fuzzed. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct arena;
enum { PATH_MOST = 2000 };
/* raw: what stood between the host and '?'. NULL when refused. *ret_tidied (may be NULL): empty segments or a slash at the end were
 * taken out, so the address has a shorter spelling. "/" stays "/". */
const char *path_normalise(struct arena *a, const char *raw, bool *ret_tidied);
/* Percent-decodes n bytes; plus: '+' is a blank (forms). NULL on a broken escape or a NUL. Does not look at UTF-8. */
char *percent_decode(struct arena *a, const char *s, size_t n, bool plus);
struct buf;
void path_encode(struct buf *to, const char *path); /* a normalised path, percent-encoded segment by segment */
