/* Memory that belongs to one request, job or load: allocated piece by piece, freed all at once.
 * Feature code never frees. Not for use by two threads at a time.
 * Invariant: nothing allocated here may be pointed at from something that lives longer. */
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct arena *arena_new(size_t max_bytes); /* max_bytes: stated maximum; going over it is our bug (must) */
void arena_free(struct arena *a);          /* runs clean-ups, newest first; takes NULL */
void arena_reset(struct arena *a);         /* as free + new, keeps the first block */
size_t arena_used(const struct arena *a);

void *arena_alloc(struct arena *a, size_t size); /* zeroed, aligned for any type, never NULL */
#define arena_new_one(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_new_array(a, type, n) ((type *)arena_alloc_array((a), sizeof(type), (n)))
void *arena_alloc_array(struct arena *a, size_t size, size_t count); /* checks the product */
/* Grows an array made here: returns room for new_count items, old ones copied. */
void *arena_grow(struct arena *a, const void *old, size_t size, size_t old_count, size_t new_count);

char *arena_strdup(struct arena *a, const char *s);            /* NULL gives NULL */
char *arena_strndup(struct arena *a, const char *s, size_t n); /* always NUL-terminated */
void *arena_memdup(struct arena *a, const void *p, size_t n);
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *format, va_list args);

typedef void arena_cleanup_fn(void *what);
void arena_on_free(struct arena *a, arena_cleanup_fn *fn, void *what);
