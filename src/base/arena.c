/* An arena is a chain of blocks; the newest ordinary block is at its head and hands out memory from the bottom up.
 * A piece that does not fit gets a new head block, twice as large as the last; a piece larger than half a block gets a block
 * of its own behind the head, so that the head's free rest is not lost. Nothing is freed singly.
 *
 * Under AddressSanitizer all bytes that were not handed out are forbidden, and every piece is followed by a forbidden zone: reading
 * past a text of the arena, or after its reset, is reported like a wrong access to malloc's memory. */
#include "base/arena.h"
#include "base/must.h"
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__has_feature) /* clang tells it this way, gcc by the macro itself */
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
enum { RED_ZONE = 16 };
#else
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
enum { RED_ZONE = 0 };
#endif

enum { ALIGN = 16, FIRST_BLOCK = 16 * 1024, LARGEST_BLOCK = 1024 * 1024 };

struct block {
    struct block *older;
    size_t size, top; /* of bytes */
    _Alignas(ALIGN) char bytes[];
};

struct cleanup {
    struct cleanup *older;
    arena_cleanup_fn *fn;
    void *what;
};

struct arena {
    struct block *head, *first;
    struct cleanup *cleanups;
    size_t used, max, next_block;
};

static struct block *block_new(size_t size)
{
    struct block *b = malloc(sizeof *b + size);
    must(b != NULL && "out of memory");
    b->older = NULL;
    b->size = size;
    b->top = 0;
    ASAN_POISON_MEMORY_REGION(b->bytes, size);
    return b;
}

struct arena *arena_new(size_t max_bytes)
{
    struct arena *a = malloc(sizeof *a);
    must(a != NULL && "out of memory");
    *a = (struct arena){.max = max_bytes, .next_block = FIRST_BLOCK * 2};
    a->head = a->first = block_new(FIRST_BLOCK);
    return a;
}

/* A clean-up may still use the arena's memory and may itself register another one. */
static void run_cleanups(struct arena *a)
{
    while (a->cleanups) {
        struct cleanup *c = a->cleanups;
        a->cleanups = c->older;
        c->fn(c->what);
    }
}

static void free_blocks_but_first(struct arena *a)
{
    for (struct block *b = a->head, *older; b; b = older) {
        older = b->older;
        if (b != a->first)
            free(b);
    }
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    run_cleanups(a);
    free_blocks_but_first(a);
    free(a->first);
    free(a);
}

void arena_reset(struct arena *a)
{
    run_cleanups(a);
    free_blocks_but_first(a);
    a->first->older = NULL;
    a->first->top = 0;
    ASAN_POISON_MEMORY_REGION(a->first->bytes, a->first->size);
    a->head = a->first;
    a->used = 0;
    a->next_block = FIRST_BLOCK * 2;
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}

/* What a piece of this size takes from its block. */
static size_t room_of(size_t size)
{
    return ((size + (size == 0) + ALIGN - 1) & ~(size_t)(ALIGN - 1)) + RED_ZONE;
}

static void count_used(struct arena *a, size_t room)
{
    must(room <= a->max - a->used && "arena over its stated maximum");
    a->used += room;
}

static void *take(struct block *b, size_t size)
{
    void *p = b->bytes + b->top;
    b->top += room_of(size);
    ASAN_UNPOISON_MEMORY_REGION(p, size);
    return p;
}

static void *take_from_new_block(struct arena *a, size_t size)
{
    size_t room = room_of(size);
    if (room > a->next_block / 2) {
        struct block *own = block_new(room);
        own->older = a->head->older;
        a->head->older = own;
        return take(own, size);
    }
    struct block *b = block_new(a->next_block);
    b->older = a->head;
    a->head = b;
    if (a->next_block < LARGEST_BLOCK)
        a->next_block *= 2;
    return take(b, size);
}

/* As arena_alloc, but the bytes are whatever they were. */
static void *alloc_raw(struct arena *a, size_t size)
{
    must(size <= a->max && "arena over its stated maximum");
    size_t room = room_of(size);
    count_used(a, room);
    if (room <= a->head->size - a->head->top)
        return take(a->head, size);
    return take_from_new_block(a, size);
}

void *arena_alloc(struct arena *a, size_t size)
{
    return memset(alloc_raw(a, size), 0, size);
}

static size_t product(size_t size, size_t count)
{
    size_t all;
    must(!__builtin_mul_overflow(size, count, &all));
    return all;
}

void *arena_alloc_array(struct arena *a, size_t size, size_t count)
{
    return arena_alloc(a, product(size, count));
}

/* The newest piece of the head block can grow where it stands; that is the usual case of a buffer being written. */
static bool grow_in_place(struct arena *a, const char *old, size_t old_size, size_t new_size)
{
    struct block *b = a->head;
    size_t more = room_of(new_size) - room_of(old_size);
    if (old + room_of(old_size) != b->bytes + b->top || more > b->size - b->top)
        return false;
    count_used(a, more);
    b->top += more;
    ASAN_UNPOISON_MEMORY_REGION(old, new_size);
    return true;
}

void *arena_grow(struct arena *a, const void *old, size_t size, size_t old_count, size_t new_count)
{
    size_t old_size = product(size, old_count), new_size = product(size, new_count);
    must(new_size >= old_size && new_size <= a->max);
    char *p = (char *)old;
    if (!old || !grow_in_place(a, old, old_size, new_size)) {
        p = alloc_raw(a, new_size);
        if (old_size)
            memcpy(p, old, old_size);
    }
    memset(p + old_size, 0, new_size - old_size);
    return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    must(n < SIZE_MAX);
    char *copy = alloc_raw(a, n + 1);
    if (n)
        memcpy(copy, s, n);
    copy[n] = '\0';
    return copy;
}

void *arena_memdup(struct arena *a, const void *p, size_t n)
{
    void *copy = alloc_raw(a, n);
    if (n)
        memcpy(copy, p, n);
    return copy;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *s = arena_vprintf(a, format, args);
    va_end(args);
    return s;
}

char *arena_vprintf(struct arena *a, const char *format, va_list args)
{
    char small[512];
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, format, args);
    must(n >= 0);
    char *s = alloc_raw(a, (size_t)n + 1);
    if ((size_t)n < sizeof small)
        memcpy(s, small, (size_t)n + 1);
    else
        vsnprintf(s, (size_t)n + 1, format, again);
    va_end(again);
    return s;
}

void arena_on_free(struct arena *a, arena_cleanup_fn *fn, void *what)
{
    struct cleanup *c = arena_new_one(a, struct cleanup);
    *c = (struct cleanup){a->cleanups, fn, what};
    a->cleanups = c;
}
