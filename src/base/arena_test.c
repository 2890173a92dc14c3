#include "base/arena.h"
#include "base/test.h"
#include <stdint.h>

TEST("arena memory is zeroed, aligned for any type and never shared by two pieces")
{
    enum { PIECES = 2000 };
    unsigned char *pieces[PIECES];
    for (size_t i = 0; i < PIECES; i++) {
        size_t size = i % 97;
        pieces[i] = arena_alloc(a, size);
        CHECK((uintptr_t)pieces[i] % _Alignof(max_align_t) == 0);
        for (size_t k = 0; k < size; k++)
            CHECK_INT(pieces[i][k], 0);
        memset(pieces[i], (int)(i % 251 + 1), size);
    }
    for (size_t i = 0; i < PIECES; i++)
        for (size_t k = 0; k < i % 97; k++)
            CHECK_INT(pieces[i][k], i % 251 + 1);
}

TEST("memory is zeroed again after a reset, and a piece larger than any block is possible")
{
    struct arena *own = arena_new(64 * 1024 * 1024);
    memset(arena_alloc(own, 10000), 0xAA, 10000);
    memset(arena_alloc(own, 3 * 1024 * 1024), 0xAA, 3 * 1024 * 1024);
    CHECK(arena_used(own) >= 3 * 1024 * 1024 + 10000);
    arena_reset(own);
    CHECK_INT(arena_used(own), 0);
    char *again = arena_alloc(own, 10000);
    for (size_t i = 0; i < 10000; i++)
        CHECK_INT(again[i], 0);
    arena_free(own);
}

static int order[4], order_count;

static void note(void *what)
{
    order[order_count++] = *(int *)what;
}

TEST("clean-ups run newest first, at reset and at the end, once each")
{
    int one = 1, two = 2, three = 3;
    order_count = 0;
    struct arena *own = arena_new(100000);
    arena_on_free(own, note, &one);
    arena_on_free(own, note, &two);
    arena_reset(own);
    CHECK_INT(order_count, 2);
    CHECK_INT(order[0], 2);
    CHECK_INT(order[1], 1);
    arena_on_free(own, note, &three);
    arena_free(own);
    CHECK_INT(order_count, 3);
    CHECK_INT(order[2], 3);
    arena_free(NULL);
}

TEST("a grown array keeps what it held, whether it grows in place or moves")
{
    int *numbers = NULL;
    size_t count = 0;
    for (size_t room = 1; room < 20000; room = room * 3 / 2 + 1) {
        numbers = arena_grow(a, numbers, sizeof *numbers, count, room);
        for (size_t i = count; i < room; i++) {
            CHECK_INT(numbers[i], 0);
            numbers[i] = (int)i;
        }
        count = room;
        if (room % 2)
            memset(arena_alloc(a, 5), 'x', 5); /* stands in the way next time */
    }
    for (size_t i = 0; i < count; i++)
        CHECK_INT(numbers[i], i);
}

TEST("copies of text end in NUL, and NULL stays NULL")
{
    CHECK_TEXT(arena_strdup(a, "Trà My"), "Trà My");
    CHECK_TEXT(arena_strdup(a, NULL), NULL);
    CHECK_TEXT(arena_strndup(a, "Trà My", 3), "Tr\xC3");
    CHECK_TEXT(arena_strndup(a, NULL, 0), "");
    CHECK(memcmp(arena_memdup(a, "a\0b", 3), "a\0b", 3) == 0);
    CHECK_TEXT(arena_printf(a, "%s %d", "xã", 7), "xã 7");
    char *longer = arena_printf(a, "%0999d|", 1);
    CHECK_INT(strlen(longer), 1000);
    CHECK(longer[999] == '|');
}
