#include "base/unpack.h"
#include "base/arena.h"
#include <string.h>
#include <zlib.h>

/* What comes out in one round goes through a room of fixed size, so nothing is written past the bound. */
static enum unpack_end rounds(z_stream *z, unsigned char *to, size_t most, size_t *ret_n, uint32_t *crc)
{
    unsigned char room[16384];
    for (;;) {
        z->next_out = room;
        z->avail_out = sizeof room;
        int status = inflate(z, Z_NO_FLUSH);
        size_t got = sizeof room - z->avail_out;
        if (got > most - *ret_n)
            return UNPACK_TOO_MUCH;
        if (to)
            memcpy(to + *ret_n, room, got);
        *crc = (uint32_t)crc32(*crc, room, (uInt)got);
        *ret_n += got;
        if (status == Z_STREAM_END)
            return UNPACK_WHOLE;
        if (status != Z_OK || (got == 0 && z->avail_in == 0))
            return UNPACK_DAMAGED;
    }
}

enum unpack_end unpack_bounded(const void *packed, size_t n, bool bare, void *to, size_t most, size_t *ret_n, uint32_t *ret_crc)
{
    z_stream z = {.next_in = (Bytef *)packed, .avail_in = (uInt)n};
    uint32_t crc = 0;
    *ret_n = 0;
    if (n > UINT32_MAX || inflateInit2(&z, bare ? -MAX_WBITS : MAX_WBITS) != Z_OK)
        return UNPACK_DAMAGED;
    enum unpack_end end = rounds(&z, to, most, ret_n, &crc);
    inflateEnd(&z);
    if (ret_crc)
        *ret_crc = crc;
    return end;
}

uint32_t crc32_of(const void *bytes, size_t n)
{
    return (uint32_t)crc32_z(0, bytes, n);
}

void *pack_gzip(struct arena *a, const void *bytes, size_t n, size_t *ret_n)
{
    z_stream z = {.next_in = (Bytef *)bytes, .avail_in = (uInt)n};
    if (n > UINT32_MAX || deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return NULL;
    size_t room = deflateBound(&z, (uLong)n);
    void *to = arena_alloc(a, room);
    z.next_out = to;
    z.avail_out = (uInt)room;
    int status = deflate(&z, Z_FINISH);
    *ret_n = room - z.avail_out;
    deflateEnd(&z);
    return status == Z_STREAM_END ? to : NULL;
}
