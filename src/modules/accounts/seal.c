/* Sealing: XSalsa20-Poly1305 (libsodium secretbox) with a key made from the process secret and the purpose, so that a cookie of one
 * purpose opens nothing else and a database dump opens nothing at all. */
#include "base/arena.h"
#include "base/hash.h"
#include "base/id.h"
#include "base/must.h"
#include "core/app.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include <sodium.h>

static void key_for(struct q *q, const char *purpose, uint8_t key[SHA256_BYTES])
{
    must(q->app->secret != NULL);
    hmac_sha256(q->app->secret, 32, purpose, strlen(purpose), key);
}

const void *accounts_seal_bytes(struct q *q, const char *purpose, const void *bytes, size_t n, size_t *ret_n)
{
    uint8_t key[SHA256_BYTES];
    uint8_t *to = arena_alloc(q->arena, crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + n);
    key_for(q, purpose, key);
    random_bytes(to, crypto_secretbox_NONCEBYTES);
    must(crypto_secretbox_easy(to + crypto_secretbox_NONCEBYTES, bytes, n, to, key) == 0);
    *ret_n = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + n;
    return to;
}

const void *accounts_open_bytes(struct q *q, const char *purpose, const void *sealed, size_t sealed_n, size_t *ret_n)
{
    uint8_t key[SHA256_BYTES];
    const uint8_t *from = sealed;
    if (!from || sealed_n < crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES)
        return NULL;
    key_for(q, purpose, key);
    size_t n = sealed_n - crypto_secretbox_NONCEBYTES - crypto_secretbox_MACBYTES;
    uint8_t *plain = arena_alloc(q->arena, n + 1);
    if (crypto_secretbox_open_easy(plain, from + crypto_secretbox_NONCEBYTES, sealed_n - crypto_secretbox_NONCEBYTES, from, key) != 0)
        return NULL;
    *ret_n = n;
    return plain;
}

const char *accounts_seal(struct q *q, const char *purpose, const void *bytes, size_t n)
{
    size_t sealed_n;
    const void *sealed = accounts_seal_bytes(q, purpose, bytes, n, &sealed_n);
    return base64url_encode(q->arena, sealed, sealed_n);
}

const void *accounts_open(struct q *q, const char *purpose, const char *text, size_t *ret_n)
{
    size_t n;
    const void *sealed = text && strlen(text) < 8192 ? base64url_decode(q->arena, text, &n) : NULL;
    return sealed ? accounts_open_bytes(q, purpose, sealed, n, ret_n) : NULL;
}

const char *accounts_mac(struct q *q, const char *purpose, const char *text, size_t letters)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; /* Crockford's base 32 */
    uint8_t key[SHA256_BYTES], mac[SHA256_BYTES];
    must(letters <= SHA256_BYTES);
    key_for(q, purpose, key);
    hmac_sha256(key, sizeof key, text, strlen(text), mac);
    char *to = arena_alloc(q->arena, letters + 1);
    for (size_t i = 0; i < letters; i++)
        to[i] = alphabet[mac[i] & 31];
    return to;
}
