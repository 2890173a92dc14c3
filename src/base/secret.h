/* Keeping secrets: authenticated encryption with a 32-byte key. (libsodium) */
#pragma once
#include <stddef.h>
#include <stdint.h>

struct arena;
enum { SECRET_KEY_BYTES = 32, SECRET_EXTRA_BYTES = 40 };
/* XSalsa20-Poly1305 with a random nonce in front; the result is SECRET_EXTRA_BYTES longer. */
uint8_t *secret_seal(struct arena *a, const uint8_t key[SECRET_KEY_BYTES], const void *bytes, size_t n, size_t *ret_n);
/* NULL: sealed with another key, or changed since. The text is followed by a NUL that is not counted. */
uint8_t *secret_open(struct arena *a, const uint8_t key[SECRET_KEY_BYTES], const void *sealed, size_t sealed_n, size_t *ret_n);
