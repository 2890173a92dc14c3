/* Reserved blocks and the report that every number of a series is accounted for. */
#include "base/arena.h"
#include "base/must.h"
#include "engines/numbering/numbering.h"
#include <stdlib.h>

struct number_block number_block_after(int64_t last, int64_t size, const char *holder, int64_t expires)
{
    must(last >= 0 && size >= 1 && size <= 10000);
    return (struct number_block){last + 1, last + size, holder, expires};
}

const struct number_block *number_block_holding(const struct number_block *blocks, size_t count, int64_t n)
{
    for (size_t i = 0; i < count; i++)
        if (n >= blocks[i].first && n <= blocks[i].last)
            return &blocks[i];
    return NULL;
}

bool number_blocks_overlap(const struct number_block *blocks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            if (blocks[i].first <= blocks[k].last && blocks[k].first <= blocks[i].last)
                return true;
    return false;
}

int64_t number_block_next(const struct number_block *b, const int64_t *used, size_t count)
{
    int64_t next = b->first; /* the one after the highest used: numbers are given in order, a hole is not filled later */
    for (size_t i = 0; i < count; i++)
        if (used[i] >= next && used[i] <= b->last)
            next = used[i] + 1;
    return next <= b->last ? next : 0;
}

struct report {
    struct arena *a;
    struct number_gap *gaps;
    size_t count, room;
    const struct number_block *blocks;
    size_t block_count;
};

static void add(struct report *r, enum number_gap_kind kind, int64_t first, int64_t last, const char *holder)
{
    if (r->count == r->room) {
        r->gaps = arena_grow(r->a, r->gaps, sizeof *r->gaps, r->count, r->room ? r->room * 2 : 16);
        r->room = r->room ? r->room * 2 : 16;
    }
    r->gaps[r->count++] = (struct number_gap){kind, first, last, holder};
}

/* A stretch of unused numbers, cut at the edges of blocks. */
static void add_missing(struct report *r, int64_t first, int64_t last)
{
    while (first <= last) {
        const struct number_block *b = number_block_holding(r->blocks, r->block_count, first);
        int64_t end = b && b->last < last ? b->last : last;
        for (size_t i = 0; !b && i < r->block_count; i++)
            if (r->blocks[i].first > first && r->blocks[i].first <= end)
                end = r->blocks[i].first - 1;
        add(r, b ? NUMBER_RESERVED : NUMBER_MISSING, first, end, b ? b->holder : NULL);
        first = end + 1;
    }
}

static int ascending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

struct number_gap *number_gaps(struct arena *a, int64_t *used, size_t used_count, int64_t last, const struct number_block *blocks,
                               size_t block_count, size_t *ret_count)
{
    struct report r = {.a = a, .blocks = blocks, .block_count = block_count};
    int64_t expected = 1;
    if (used_count > 0)
        qsort(used, used_count, sizeof *used, ascending);
    for (size_t i = 0; i < used_count; i++) {
        bool twice = i > 0 && used[i] == used[i - 1];
        if (twice && !(r.count && r.gaps[r.count - 1].kind == NUMBER_DOUBLE && r.gaps[r.count - 1].first == used[i]))
            add(&r, NUMBER_DOUBLE, used[i], used[i], NULL);
        if (used[i] > expected)
            add_missing(&r, expected, used[i] - 1);
        expected = used[i] >= expected ? used[i] + 1 : expected;
    }
    add_missing(&r, expected, last);
    *ret_count = r.count;
    return r.gaps;
}
