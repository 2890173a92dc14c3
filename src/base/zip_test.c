/* zip.h, read back by hand: the layout is the promise that other programs rely on. */
#include "base/zip.h"
#include "base/test.h"
#include <zlib.h>

static uint32_t le32(const char *at)
{
    const uint8_t *b = (const uint8_t *)at;
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

/* Unpacks the entry whose local header stands at `at`; its sizes come from that header. */
static bool unpack(const char *data, size_t at, char *to, size_t room)
{
    z_stream s = {.next_in = (Bytef *)(uintptr_t)(data + at + 30 + (data[at + 26] & 0xff)), .avail_in = le32(data + at + 18), .next_out = (Bytef *)to, .avail_out = (uInt)room};
    bool good = inflateInit2(&s, -MAX_WBITS) == Z_OK && inflate(&s, Z_FINISH) == Z_STREAM_END && s.total_out == le32(data + at + 22);
    good = good && (uint32_t)crc32(crc32(0, NULL, 0), (Bytef *)to, (uInt)s.total_out) == le32(data + at + 14);
    inflateEnd(&s);
    return good;
}

TEST("a ZIP archive holds its entries deflated, with true sizes and sums, and a directory at its end [APPNOTE 4.3.7, 4.3.12, 4.3.16]")
{
    struct buf b;
    struct zip z;
    static char text[200000];
    buf_init(&b, a, 1 << 20);
    zip_begin(&z, &b);
    zip_entry_begin(&z, "a.txt");
    zip_puts(&z, "Quảng ");
    zip_puts(&z, "Nam");
    zip_entry_begin(&z, "b/long.txt");
    for (int i = 0; i < 10000; i++)
        zip_puts(&z, "thu bon ");
    zip_entry_begin(&z, "empty");
    zip_end(&z);
    CHECK(!b.overflow);
    CHECK(memcmp(b.data, "PK\3\4", 4) == 0);
    CHECK(unpack(b.data, 0, text, sizeof text));
    CHECK_TEXT(text, "Quảng Nam");
    const char *end = b.data + b.length - 22;
    CHECK(memcmp(end, "PK\5\6", 4) == 0);
    CHECK_INT(end[10], 3);
    const char *row = b.data + le32(end + 16);
    CHECK(memcmp(row, "PK\1\2", 4) == 0);
    row += 46 + 5;
    CHECK_INT(le32(row + 24), 80000);
    memset(text, 0, sizeof text);
    CHECK(unpack(b.data, le32(row + 42), text, sizeof text));
    CHECK(strncmp(text, "thu bon thu bon ", 16) == 0);
    CHECK(b.length < 2000);
}

TEST("an archive that outgrows its buffer says so and writes nothing outside")
{
    struct buf b;
    struct zip z;
    buf_init(&b, a, 300);
    zip_begin(&z, &b);
    for (int i = 0; i < 20; i++) {
        zip_entry_begin(&z, "entry");
        zip_puts(&z, "0123456789abcdefghijklmnopqrstuvwxyz");
    }
    zip_end(&z);
    CHECK(b.overflow);
}
