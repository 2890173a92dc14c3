/* Unpacking deflate data from strangers within bounds (zlib), and the checksum that PNG and ZIP use. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
enum unpack_end { UNPACK_WHOLE, UNPACK_DAMAGED, UNPACK_TOO_MUCH };
/* Data in zlib's wrapping (bare = false) or bare deflate data, unpacked to at most `most` bytes. to (may be NULL: only counts and sums) has room
 * for them. *ret_n and *ret_crc (may be NULL): of what came out, also when the end is not UNPACK_WHOLE. */
enum unpack_end unpack_bounded(const void *packed, size_t n, bool bare, void *to, size_t most, size_t *ret_n, uint32_t *ret_crc);
uint32_t crc32_of(const void *bytes, size_t n);
/* The other way: gzip (RFC 1952) at the best size, for content that is packed once and sent often. NULL only when zlib refuses. */
void *pack_gzip(struct arena *a, const void *bytes, size_t n, size_t *ret_n);
