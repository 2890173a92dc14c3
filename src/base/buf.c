#include "base/buf.h"
#include "base/arena.h"
#include "base/must.h"
#include <stdio.h>
#include <string.h>

enum { FIRST_CAPACITY = 240 };

/* What an empty buffer points at: never written to, because its capacity says 0. */
static char nothing[1];

void buf_init(struct buf *b, struct arena *a, size_t max)
{
    must(a != NULL && max < SIZE_MAX);
    *b = (struct buf){.data = nothing, .max = max, .arena = a};
}

void buf_init_on(struct buf *b, char *storage, size_t size)
{
    must(size > 0);
    *b = (struct buf){.data = storage, .capacity = size, .max = size - 1};
    storage[0] = '\0';
}

/* Makes room for n more bytes and the NUL; false (and overflow) when the maximum forbids it. An append is taken whole or not at
 * all, and after the first that was dropped all are: what stands in the buffer is always a true beginning. */
static bool make_room(struct buf *b, size_t n)
{
    if (b->overflow || n > b->max - b->length) {
        b->overflow = true;
        return false;
    }
    size_t needed = b->length + n + 1;
    if (needed <= b->capacity)
        return true;
    size_t capacity = b->capacity ? b->capacity * 2 : FIRST_CAPACITY;
    if (capacity > b->max + 1)
        capacity = b->max + 1;
    if (capacity < needed)
        capacity = needed;
    b->data = arena_grow(b->arena, b->capacity ? b->data : NULL, 1, b->capacity, capacity);
    b->capacity = capacity;
    return true;
}

void buf_add(struct buf *b, const void *bytes, size_t n)
{
    if (n == 0 || !make_room(b, n))
        return;
    memcpy(b->data + b->length, bytes, n);
    b->length += n;
    b->data[b->length] = '\0';
}

void buf_puts(struct buf *b, const char *s)
{
    if (s)
        buf_add(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    size_t room = b->overflow ? 0 : b->capacity - b->length;
    int n = vsnprintf(room ? b->data + b->length : NULL, room, format, args);
    must(n >= 0);
    if (room)
        b->data[b->length] = '\0'; /* until it is known to fit */
    if (n > 0 && make_room(b, (size_t)n)) {
        vsnprintf(b->data + b->length, (size_t)n + 1, format, again);
        b->length += (size_t)n;
    }
    va_end(again);
    va_end(args);
}

void buf_int(struct buf *b, int64_t n)
{
    char digits[24], *at = digits + sizeof digits;
    uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;
    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (n < 0)
        *--at = '-';
    buf_add(b, at, (size_t)(digits + sizeof digits - at));
}

void buf_clear(struct buf *b)
{
    b->length = 0;
    b->overflow = false;
    if (b->capacity)
        b->data[0] = '\0';
}

static const char *const html_escape[256] = {
    ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};

/* Most text needs no escape at all: whole spans are copied at once. */
void buf_html(struct buf *b, const char *s)
{
    if (!s)
        return;
    for (;;) {
        size_t span = strcspn(s, "&<>\"'");
        buf_add(b, s, span);
        s += span;
        if (!*s)
            return;
        buf_puts(b, html_escape[(unsigned char)*s++]);
    }
}

static bool url_plain(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
           c == '~'; /* RFC 3986 section 2.3, unreserved */
}

void buf_url(struct buf *b, const char *s)
{
    static const char digits[] = "0123456789ABCDEF";
    for (; s && *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (url_plain(c))
            buf_putc(b, *s);
        else
            buf_add(b, (char[]){'%', digits[c >> 4], digits[c & 15]}, 3);
    }
}
