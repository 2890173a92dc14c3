/* zip.h. The local header of an entry is written with zeros and filled in when its sizes are known: the buffer lies in memory. zlib takes its
 * memory from the buffer's arena, so nothing has to be freed when a writer is left half-way. */
#include "base/zip.h"
#include "base/arena.h"
#include "base/must.h"
#include <string.h>
#include <zlib.h>

enum { LOCAL_SIZE = 30, ENTRY_SIZE = 46, END_SIZE = 22, DEFLATED = 8, UTF8_NAMES = 0x0800, DATE_1980 = 0x0021, PIECE = 16384 };
struct zip_entry { const char *name; uint32_t crc, packed, unpacked, at; struct zip_entry *next; };

static void *take(void *arena, unsigned items, unsigned size)
{
    return arena_alloc_array(arena, size, items);
}

static void give(void *arena, void *p)
{
    (void)arena, (void)p;
}

static void put16(uint8_t *to, uint32_t v)
{
    to[0] = (uint8_t)v;
    to[1] = (uint8_t)(v >> 8);
}

static void put32(uint8_t *to, uint32_t v)
{
    put16(to, v);
    put16(to + 2, v >> 16);
}

void zip_begin(struct zip *z, struct buf *to)
{
    *z = (struct zip){.to = to};
}

/* Gives bytes to zlib and what comes out to the buffer. */
static void pump(struct zip *z, const void *bytes, size_t n, int flush)
{
    z_stream *s = z->stream;
    uint8_t piece[PIECE];
    s->next_in = (Bytef *)(uintptr_t)bytes;
    s->avail_in = (uInt)n;
    do {
        s->next_out = piece;
        s->avail_out = sizeof piece;
        int r = deflate(s, flush);
        must(r == Z_OK || r == Z_STREAM_END || r == Z_BUF_ERROR);
        buf_add(z->to, piece, sizeof piece - s->avail_out);
        z->last->packed += (uint32_t)(sizeof piece - s->avail_out);
    } while (s->avail_out == 0);
}

static void header_of(const struct zip_entry *e, uint8_t *to) /* the 26 bytes that local header and directory have in common, from "version needed" */
{
    put16(to, 20);
    put16(to + 2, UTF8_NAMES);
    put16(to + 4, DEFLATED);
    put16(to + 6, 0);
    put16(to + 8, DATE_1980);
    put32(to + 10, e->crc);
    put32(to + 14, e->packed);
    put32(to + 18, e->unpacked);
    put16(to + 22, (uint32_t)strlen(e->name));
    put16(to + 24, 0);
}

static void entry_end(struct zip *z)
{
    if (!z->stream)
        return;
    pump(z, "", 0, Z_FINISH);
    z->stream = NULL;
    if (!z->to->overflow)
        header_of(z->last, (uint8_t *)z->to->data + z->last->at + 4);
}

void zip_entry_begin(struct zip *z, const char *name)
{
    struct arena *a = z->to->arena;
    entry_end(z);
    struct zip_entry *e = arena_new_one(a, struct zip_entry);
    *e = (struct zip_entry){.name = arena_strdup(a, name), .crc = (uint32_t)crc32(0, NULL, 0), .at = (uint32_t)z->to->length};
    if (z->last)
        z->last->next = e;
    else
        z->first = e;
    z->last = e;
    z->count++;
    uint8_t local[LOCAL_SIZE] = {'P', 'K', 3, 4};
    buf_add(z->to, local, sizeof local);
    buf_puts(z->to, e->name);
    z_stream *s = arena_new_one(a, z_stream);
    *s = (z_stream){.zalloc = take, .zfree = give, .opaque = a};
    must(deflateInit2(s, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    z->stream = s;
}

void zip_add(struct zip *z, const void *bytes, size_t n)
{
    if (!n || z->to->overflow)
        return;
    z->last->crc = (uint32_t)crc32(z->last->crc, bytes, (uInt)n);
    z->last->unpacked += (uint32_t)n;
    pump(z, bytes, n, Z_NO_FLUSH);
}

void zip_puts(struct zip *z, const char *text)
{
    zip_add(z, text, strlen(text));
}

void zip_end(struct zip *z)
{
    entry_end(z);
    uint32_t directory = (uint32_t)z->to->length;
    for (const struct zip_entry *e = z->first; e; e = e->next) {
        uint8_t row[ENTRY_SIZE] = {'P', 'K', 1, 2};
        put16(row + 4, 20);
        header_of(e, row + 6);
        put32(row + 42, e->at);
        buf_add(z->to, row, sizeof row);
        buf_puts(z->to, e->name);
    }
    uint8_t end[END_SIZE] = {'P', 'K', 5, 6};
    put16(end + 8, (uint32_t)z->count);
    put16(end + 10, (uint32_t)z->count);
    put32(end + 12, (uint32_t)z->to->length - directory);
    put32(end + 16, directory);
    buf_add(z->to, end, sizeof end);
}
