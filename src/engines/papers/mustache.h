/* Mustache templates by the public specification (mustache.github.io, modules interpolation, sections, inverted, comments,
 * delimiters, partials). Logic-less: no code, no calls; a name that is not there is an empty text. */
#pragma once
#include "base/buf.h"
#include "base/json.h"

enum mustache_mode { MUSTACHE_HTML, MUSTACHE_TEXT }; /* {{name}} escapes HTML, or never escapes (papers, SMS, plain mail) */
/* Gives the text of partial `name`; NULL: an empty text. */
typedef const char *mustache_partial_fn(void *self, const char *name);

/* false: *ret_why says what is wrong with the template and on which line. Data is any JSON value. At most 20 levels of partials;
 * output is bounded by `to`. */
bool mustache_render(struct buf *to, const char *text, const json_t *data, enum mustache_mode mode, mustache_partial_fn *partial, void *self, const char **ret_why);
/* The same with several values: a name is looked for in the last one first (a row, then the document around it). */
bool mustache_render_in(struct buf *to, const char *text, const json_t *const *values, size_t count, enum mustache_mode mode, mustache_partial_fn *partial,
                        void *self, const char **ret_why);
/* Checks without data, for the loader of packages. */
bool mustache_check(struct arena *a, const char *text, const char **ret_why);
/* True as Mustache sees it: not absent, null, false, an empty list or (ours) an empty text. `name` may be dotted. */
bool mustache_true(const json_t *data, const char *name);
