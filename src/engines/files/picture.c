/* PNG (W3C Recommendation, second edition) and JPEG (ITU T.81): size, resolution, and whether the file goes to its end. */
#include "engines/files/inspect.h"
#include <string.h>

static uint32_t be32(const uint8_t *b)
{
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static int be16(const uint8_t *b)
{
    return b[0] << 8 | b[1];
}

static void set_size(struct inspection *i, uint32_t width, uint32_t height)
{
    struct file_report *r = i->report;
    if (width == 0 || height == 0 || width > 1000000 || height > 1000000) {
        report_add(r, width && height ? "picture-too-large" : "damaged");
        return;
    }
    r->width = (int)width;
    r->height = (int)height;
    if ((int64_t)width * height > i->limits->max_pixels)
        report_add(r, "picture-too-large");
}

/* What stands behind the end of a picture: phones put a second picture or a film there; an archive or a PDF is another file. */
static void check_tail(struct inspection *i, size_t end)
{
    size_t n = i->n - end;
    if (bytes_find(i->bytes + end, n, "PK\3\4") < n || bytes_find(i->bytes + end, n, "%PDF-") < n)
        report_add(i->report, "two-in-one");
}

struct png {
    const uint8_t *data;
    size_t data_n;
    uint8_t depth, colour, interlace;
    bool header;
};

/* The pixels of all IDAT chunks, put together, must unpack to exactly as many bytes as the size says. */
static void check_pixels(struct inspection *i, const struct png *p)
{
    static const int channels[] = {1, 0, 3, 1, 2, 0, 4};
    int bits = p->colour <= 6 ? channels[p->colour] * p->depth : 0;
    size_t row = ((size_t)i->report->width * (size_t)bits + 7) / 8 + 1, whole = row * (size_t)i->report->height, got;
    if (bits == 0 || (p->depth != 1 && p->depth != 2 && p->depth != 4 && p->depth != 8 && p->depth != 16)) {
        report_add(i->report, "damaged");
        return;
    }
    enum unpack_end end = inspect_unpack(i, p->data, p->data_n, false, NULL, p->interlace ? whole * 2 + 1000 : whole, &got, NULL);
    if (end == UNPACK_TOO_MUCH)
        report_add(i->report, "bomb");
    else if (end == UNPACK_DAMAGED || (!p->interlace && got != whole))
        report_add(i->report, "damaged");
}

static void png_chunk(struct inspection *i, struct png *p, const uint8_t *type, const uint8_t *data, size_t n, uint8_t *pixels)
{
    if (memcmp(type, "IHDR", 4) == 0 && n == 13 && !p->header) {
        p->header = true;
        p->depth = data[8];
        p->colour = data[9];
        p->interlace = data[12];
        set_size(i, be32(data), be32(data + 4));
    } else if (memcmp(type, "pHYs", 4) == 0 && n == 9 && data[8] == 1) {
        uint32_t per_metre = be32(data);
        i->report->dpi = per_metre < 1000000 ? (int)((double)per_metre * 0.0254 + 0.5) : 0;
    } else if (memcmp(type, "IDAT", 4) == 0) {
        memcpy(pixels + p->data_n, data, n);
        p->data_n += n;
    }
}

void inspect_png(struct inspection *i)
{
    struct png p = {0};
    uint8_t *pixels = arena_alloc(i->a, i->n);
    p.data = pixels;
    report_set_kind(i->report, FILE_PNG);
    i->report->pages = 1;
    for (size_t at = 8; i->n - at >= 12;) {
        size_t n = be32(i->bytes + at);
        const uint8_t *type = i->bytes + at + 4;
        if (n > i->n - at - 12 || crc32_of(type, n + 4) != be32(type + 4 + n) || (!p.header && memcmp(type, "IHDR", 4) != 0))
            break;
        png_chunk(i, &p, type, type + 4, n, pixels);
        at += n + 12;
        if (memcmp(type, "IEND", 4) != 0)
            continue;
        check_tail(i, at);
        if (!file_report_refused(i->report))
            check_pixels(i, &p);
        return;
    }
    report_add(i->report, "damaged"); /* no end, or a chunk with a wrong checksum */
}

/* From the first byte of scan data to the marker that ends it; FF 00 is a data byte, FF D0–D7 restart the decoder. */
static size_t scan_end(const uint8_t *b, size_t at, size_t n)
{
    while (at + 1 < n && !(b[at] == 0xFF && b[at + 1] != 0 && !(b[at + 1] >= 0xD0 && b[at + 1] <= 0xD7) && b[at + 1] != 0xFF))
        at++;
    return at + 1 < n ? at : n;
}

static void jpeg_segment(struct inspection *i, uint8_t marker, const uint8_t *data, size_t n)
{
    bool frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (frame && n >= 6 && i->report->width == 0)
        set_size(i, (uint32_t)be16(data + 3), (uint32_t)be16(data + 1));
    if (marker == 0xE0 && n >= 12 && memcmp(data, "JFIF", 5) == 0 && data[7] > 0)
        i->report->dpi = data[7] == 1 ? be16(data + 8) : (int)(be16(data + 8) * 2.54 + 0.5);
}

void inspect_jpeg(struct inspection *i)
{
    bool scanned = false;
    report_set_kind(i->report, FILE_JPEG);
    i->report->pages = 1;
    for (size_t at = 2; i->n - at >= 4 || (i->n - at >= 2 && i->bytes[at + 1] == 0xD9);) {
        if (i->bytes[at] != 0xFF)
            break;
        uint8_t marker = i->bytes[at + 1];
        if (marker == 0xFF) {
            at++;
            continue;
        }
        if (marker == 0xD9) {
            check_tail(i, at + 2);
            if (i->report->width == 0 || !scanned)
                break;
            return;
        }
        size_t n = (size_t)be16(i->bytes + at + 2);
        if (n < 2 || n > i->n - at - 2)
            break;
        jpeg_segment(i, marker, i->bytes + at + 4, n - 2);
        at += n + 2;
        if (marker == 0xDA) {
            scanned = true;
            at = scan_end(i->bytes, at, i->n);
        }
    }
    report_add(i->report, "damaged");
}
