/* A growing byte buffer with a stated maximum, living in an arena. An append past the maximum sets `overflow` and drops the
 * bytes, and all that come after: writers append freely and check once at the end. Always NUL-terminated (the NUL is not counted). */
#pragma once
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buf {
    char *data;
    size_t length, capacity, max;
    bool overflow;
    struct arena *arena;
};

void buf_init(struct buf *b, struct arena *a, size_t max);
void buf_init_on(struct buf *b, char *storage, size_t size); /* on the caller's storage; max is size - 1; never allocates */
void buf_add(struct buf *b, const void *bytes, size_t n);
void buf_puts(struct buf *b, const char *s); /* NULL adds nothing */
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_int(struct buf *b, int64_t n); /* plain decimal */
void buf_clear(struct buf *b);
/* Escapers: text between tags and inside quoted attributes (one escape serves both); URL = percent-encoding of a component. */
void buf_html(struct buf *b, const char *s);
void buf_url(struct buf *b, const char *s);
