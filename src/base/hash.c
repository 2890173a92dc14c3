#include "base/hash.h"
#include "base/arena.h"
#include "base/must.h"
#include <sodium.h>
#include <string.h>

__attribute__((constructor)) static void prepare(void)
{
    must(sodium_init() >= 0);
}

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(struct sha256_stream), "the stream must hold the library's state");

static crypto_hash_sha256_state *state_of(struct sha256_stream *s)
{
    return (crypto_hash_sha256_state *)s->state;
}

void sha256(const void *bytes, size_t n, uint8_t ret[SHA256_BYTES])
{
    crypto_hash_sha256(ret, bytes, n);
}

void sha256_begin(struct sha256_stream *s)
{
    crypto_hash_sha256_init(state_of(s));
}

void sha256_add(struct sha256_stream *s, const void *bytes, size_t n)
{
    crypto_hash_sha256_update(state_of(s), bytes, n);
}

void sha256_end(struct sha256_stream *s, uint8_t ret[SHA256_BYTES])
{
    crypto_hash_sha256_final(state_of(s), ret);
}

void hmac_sha256(const void *key, size_t key_n, const void *bytes, size_t n, uint8_t ret[SHA256_BYTES])
{
    crypto_auth_hmacsha256_state s;
    crypto_auth_hmacsha256_init(&s, key, key_n);
    crypto_auth_hmacsha256_update(&s, bytes, n);
    crypto_auth_hmacsha256_final(&s, ret);
}

const char *hex_encode(struct arena *a, const void *bytes, size_t n)
{
    char *hex = arena_alloc(a, n * 2 + 1);
    sodium_bin2hex(hex, n * 2 + 1, bytes, n);
    return hex;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool hex_decode(const char *s, void *to, size_t n)
{
    uint8_t *bytes = to;
    if (strlen(s) != n * 2)
        return false;
    for (size_t i = 0; i < n; i++) {
        int high = hex_digit(s[2 * i]), low = hex_digit(s[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static const char *encode(struct arena *a, const void *bytes, size_t n, int variant)
{
    size_t room = sodium_base64_ENCODED_LEN(n, variant);
    char *text = arena_alloc(a, room);
    return sodium_bin2base64(text, room, bytes, n, variant);
}

const char *base64url_encode(struct arena *a, const void *bytes, size_t n)
{
    return encode(a, bytes, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

const char *base64_encode(struct arena *a, const void *bytes, size_t n)
{
    return encode(a, bytes, n, sodium_base64_VARIANT_ORIGINAL);
}

/* The library reads one alphabet at a time: bring both to the URL one, and take away right padding. */
uint8_t *base64url_decode(struct arena *a, const char *s, size_t *ret_n)
{
    size_t n = strlen(s), padding = 0;
    while (padding < 2 && n > 0 && s[n - 1] == '=') {
        n--;
        padding++;
    }
    if (padding && (n + padding) % 4 != 0)
        return NULL;
    char *text = arena_strndup(a, s, n);
    for (char *c = text; *c; c++)
        *c = *c == '+' ? '-' : *c == '/' ? '_' : *c;
    uint8_t *bytes = arena_alloc(a, n + 1);
    size_t length = 0;
    if (sodium_base642bin(bytes, n + 1, text, n, NULL, &length, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return NULL;
    if (ret_n)
        *ret_n = length;
    return bytes;
}

bool bytes_equal_constant_time(const void *a, const void *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}
