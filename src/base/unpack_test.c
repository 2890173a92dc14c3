#include "base/unpack.h"
#include "base/test.h"
#include <zlib.h>

TEST("unpacking gives back what was packed and never more than the bound")
{
    static unsigned char zeros[100000], packed[1000];
    unsigned char *out = arena_alloc(a, sizeof zeros);
    uLongf packed_n = sizeof packed;
    size_t n;
    uint32_t crc;
    CHECK(compress2(packed, &packed_n, zeros, sizeof zeros, 9) == Z_OK);
    CHECK_INT(unpack_bounded(packed, packed_n, false, out, sizeof zeros, &n, &crc), UNPACK_WHOLE);
    CHECK_INT(n, sizeof zeros);
    CHECK(memcmp(out, zeros, n) == 0);
    CHECK_INT(crc, crc32_of(zeros, sizeof zeros));
    CHECK_INT(unpack_bounded(packed, packed_n, false, NULL, sizeof zeros - 1, &n, NULL), UNPACK_TOO_MUCH);
    CHECK(n <= sizeof zeros - 1);
    CHECK_INT(unpack_bounded(packed, packed_n - 3, false, NULL, sizeof zeros, &n, NULL), UNPACK_DAMAGED);
    CHECK_INT(unpack_bounded(packed, 0, false, NULL, sizeof zeros, &n, NULL), UNPACK_DAMAGED);
    CHECK_INT(unpack_bounded("not packed", 10, true, NULL, sizeof zeros, &n, NULL), UNPACK_DAMAGED);
}

TEST("the checksum is that of PNG and ZIP [ISO 3309]")
{
    CHECK_INT(crc32_of("123456789", 9), 0xCBF43926);
    CHECK_INT(crc32_of("", 0), 0);
}

TEST("what was packed with gzip unpacks to the same bytes")
{
    size_t n, back;
    uint32_t crc;
    char *text = arena_alloc(a, 100001), *to = arena_alloc(a, 100001);
    for (size_t i = 0; i < 100000; i++)
        text[i] = (char)("Thu B\xe1\xbb\x93n "[i % 10] + (i % 997 == 0));
    const unsigned char *packed = pack_gzip(a, text, 100000, &n);
    CHECK(packed && n < 10000 && packed[0] == 0x1f && packed[1] == 0x8b);
    CHECK(unpack_bounded(packed + 10, n - 18, true, to, 100000, &back, &crc) == UNPACK_WHOLE); /* header 10 bytes, trailer 8 */
    CHECK_INT(back, 100000);
    CHECK(memcmp(text, to, 100000) == 0);
}
