/* Sealing with a key made from the process secret and the purpose, so that a cookie of one purpose opens nothing else and a database
 * dump opens nothing at all. */
#include "base/arena.h"
#include "base/hash.h"
#include "base/must.h"
#include "base/secret.h"
#include "core/app.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"

static void key_for(struct q *q, const char *purpose, uint8_t key[SHA256_BYTES])
{
    must(q->app->secret != NULL);
    hmac_sha256(q->app->secret, 32, purpose, strlen(purpose), key);
}

const void *accounts_seal_bytes(struct q *q, const char *purpose, const void *bytes, size_t n, size_t *ret_n)
{
    uint8_t key[SHA256_BYTES];
    key_for(q, purpose, key);
    return secret_seal(q->arena, key, bytes, n, ret_n);
}

const void *accounts_open_bytes(struct q *q, const char *purpose, const void *sealed, size_t sealed_n, size_t *ret_n)
{
    uint8_t key[SHA256_BYTES];
    key_for(q, purpose, key);
    return secret_open(q->arena, key, sealed, sealed_n, ret_n);
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
