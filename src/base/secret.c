#include "base/secret.h"
#include "base/arena.h"
#include "base/id.h"
#include "base/must.h"
#include <sodium.h>

_Static_assert(SECRET_KEY_BYTES == crypto_secretbox_KEYBYTES, "a key of ours is a key of the library");
_Static_assert(SECRET_EXTRA_BYTES == crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES, "nonce and tag");

uint8_t *secret_seal(struct arena *a, const uint8_t key[SECRET_KEY_BYTES], const void *bytes, size_t n, size_t *ret_n)
{
    uint8_t *to = arena_alloc(a, SECRET_EXTRA_BYTES + n);
    random_bytes(to, crypto_secretbox_NONCEBYTES);
    must(crypto_secretbox_easy(to + crypto_secretbox_NONCEBYTES, bytes, n, to, key) == 0);
    *ret_n = SECRET_EXTRA_BYTES + n;
    return to;
}

uint8_t *secret_open(struct arena *a, const uint8_t key[SECRET_KEY_BYTES], const void *sealed, size_t sealed_n, size_t *ret_n)
{
    const uint8_t *from = sealed;
    if (!from || sealed_n < SECRET_EXTRA_BYTES)
        return NULL;
    size_t n = sealed_n - SECRET_EXTRA_BYTES;
    uint8_t *plain = arena_alloc(a, n + 1);
    if (crypto_secretbox_open_easy(plain, from + crypto_secretbox_NONCEBYTES, sealed_n - crypto_secretbox_NONCEBYTES, from, key) != 0)
        return NULL;
    *ret_n = n;
    return plain;
}
