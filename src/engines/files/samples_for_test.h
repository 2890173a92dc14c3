/* Builders of small files, good and bad, for the tests of this folder and of adapters/parse_jail. Everything is made here, byte by byte, so
 * that each test says what is wrong with its file. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include <string.h>
#include <zlib.h>

static inline void sample_be32(struct buf *b, uint32_t v)
{
    buf_add(b, (uint8_t[]){(uint8_t)(v >> 24), (uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v}, 4);
}

static inline void sample_le(struct buf *b, uint32_t v, int bytes)
{
    for (int i = 0; i < bytes; i++, v >>= 8)
        buf_putc(b, (char)v);
}

static inline void sample_chunk(struct buf *b, const char *type, const void *data, size_t n)
{
    sample_be32(b, (uint32_t)n);
    buf_add(b, type, 4);
    buf_add(b, data, n);
    uint32_t crc = (uint32_t)crc32(crc32(0, (const Bytef *)type, 4), data, (uInt)n);
    sample_be32(b, n ? crc : (uint32_t)crc32(0, (const Bytef *)type, 4));
}

/* A grey picture of real pixels; `claim` rows stand in the header. */
static inline void sample_png(struct arena *a, struct buf *b, uint32_t width, uint32_t height, uint32_t claim)
{
    size_t raw_n = (size_t)(width + 1) * height;
    uLongf packed_n = compressBound(raw_n);
    uint8_t *raw = arena_alloc(a, raw_n + 1), *packed = arena_alloc(a, packed_n);
    compress2(packed, &packed_n, raw, raw_n, 6);
    buf_init(b, a, packed_n + 10000);
    buf_add(b, "\x89PNG\r\n\x1a\n", 8);
    uint8_t header[13] = {(uint8_t)(width >> 24), (uint8_t)(width >> 16), (uint8_t)(width >> 8), (uint8_t)width,
                          (uint8_t)(claim >> 24), (uint8_t)(claim >> 16), (uint8_t)(claim >> 8), (uint8_t)claim, 8, 0, 0, 0, 0};
    sample_chunk(b, "IHDR", header, 13);
    sample_chunk(b, "pHYs", (uint8_t[]){0, 0, 0x2E, 0x23, 0, 0, 0x2E, 0x23, 1}, 9); /* 11,811 a metre: 300 dpi */
    sample_chunk(b, "IDAT", packed, packed_n);
    sample_chunk(b, "IEND", NULL, 0);
}

/* The frame of a JPEG with a scan that no decoder needs to like: size 1600 × 2200, 150 dpi. */
static inline void sample_jpeg(struct arena *a, struct buf *b)
{
    static const uint8_t start[] = {0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 1, 0, 150, 0, 150, 0, 0,
                                    0xFF, 0xC0, 0, 11, 8, 0x08, 0x98, 0x06, 0x40, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0xFF, 0, 0x34, 0xFF, 0xD0, 0x56};
    buf_init(b, a, 100000);
    buf_add(b, start, sizeof start);
    buf_add(b, "\xFF\xD9", 2);
}

struct sample_entry { const char *name; const void *data; size_t n; int method; /* 0 stored, 8 deflated */ uint32_t flags; size_t claim; /* size written; 0: the true one */ };

static inline void sample_zip(struct arena *a, struct buf *b, const struct sample_entry *entries, size_t count)
{
    struct buf directory;
    buf_init(b, a, 64 << 20);
    buf_init(&directory, a, 16 << 20);
    for (size_t i = 0; i < count; i++) {
        const struct sample_entry *e = &entries[i];
        const void *data = e->data;
        size_t n = e->n, offset = b->length;
        if (e->method == 8) {
            z_stream z = {.next_in = (Bytef *)e->data, .avail_in = (uInt)e->n};
            deflateInit2(&z, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY);
            n = deflateBound(&z, e->n);
            uint8_t *packed = arena_alloc(a, n);
            z.next_out = packed;
            z.avail_out = (uInt)n;
            deflate(&z, Z_FINISH);
            n = z.total_out;
            data = packed;
            deflateEnd(&z);
        }
        uint32_t crc = (uint32_t)crc32(0, e->data, (uInt)e->n), size = (uint32_t)(e->claim ? e->claim : e->n), name_n = (uint32_t)strlen(e->name);
        buf_add(b, "PK\3\4", 4);
        sample_le(b, 20, 2), sample_le(b, e->flags, 2), sample_le(b, (uint32_t)e->method, 2), sample_le(b, 0, 4), sample_le(b, crc, 4);
        sample_le(b, (uint32_t)n, 4), sample_le(b, size, 4), sample_le(b, name_n, 2), sample_le(b, 0, 2);
        buf_puts(b, e->name);
        buf_add(b, data, n);
        buf_add(&directory, "PK\1\2", 4);
        sample_le(&directory, 20, 2), sample_le(&directory, 20, 2), sample_le(&directory, e->flags, 2), sample_le(&directory, (uint32_t)e->method, 2);
        sample_le(&directory, 0, 4), sample_le(&directory, crc, 4), sample_le(&directory, (uint32_t)n, 4), sample_le(&directory, size, 4);
        sample_le(&directory, name_n, 2), sample_le(&directory, 0, 4), sample_le(&directory, 0, 4), sample_le(&directory, 0, 4);
        sample_le(&directory, (uint32_t)offset, 4);
        buf_puts(&directory, e->name);
    }
    size_t start = b->length;
    buf_add(b, directory.data, directory.length);
    buf_add(b, "PK\5\6", 4);
    sample_le(b, 0, 4), sample_le(b, (uint32_t)count, 2), sample_le(b, (uint32_t)count, 2), sample_le(b, (uint32_t)directory.length, 4), sample_le(b, (uint32_t)start, 4), sample_le(b, 0, 2);
}

/* A PDF of one page with `extra` objects; content is the page's stream, packed when `packed`. */
static inline void sample_pdf(struct arena *a, struct buf *b, const char *extra, const char *content, bool packed)
{
    uLongf n = compressBound(strlen(content));
    uint8_t *data = arena_alloc(a, n);
    compress2(data, &n, (const Bytef *)content, strlen(content), 9);
    buf_init(b, a, 64 << 20);
    buf_puts(b, "%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
                "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>\nendobj\n");
    buf_printf(b, "4 0 obj\n<< /Length %zu%s >>\nstream\n", packed ? (size_t)n : strlen(content), packed ? " /Filter /FlateDecode" : "");
    if (packed)
        buf_add(b, data, n);
    else
        buf_puts(b, content);
    buf_printf(b, "\nendstream\nendobj\n%s\ntrailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n0\n%%%%EOF\n", extra);
}

/* Objects packed into an object stream, as a text to be given to sample_pdf as `extra`-like bytes appended by hand. */
static inline void sample_object_stream(struct arena *a, struct buf *b, const char *object, const char *filter)
{
    const char *body = arena_printf(a, "9 0 %s", object);
    uLongf n = compressBound(strlen(body));
    uint8_t *data = arena_alloc(a, n);
    compress2(data, &n, (const Bytef *)body, strlen(body), 9);
    buf_printf(b, "8 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length %zu /Filter %s >>\nstream\n", (size_t)n, filter);
    buf_add(b, data, n);
    buf_puts(b, "\nendstream\nendobj\n%%EOF\n");
}
