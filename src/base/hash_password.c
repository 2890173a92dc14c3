/* The two digests that only sign-in needs: Argon2id (libsodium) for passwords, HMAC-SHA-1 (OpenSSL) for one-time codes. */
#include "base/hash.h"
#include "base/must.h"
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <string.h>

_Static_assert(PASSWORD_HASH_BYTES == crypto_pwhash_STRBYTES, "the text must hold the library's hash");

bool argon2id_hash(const char *password, char ret[PASSWORD_HASH_BYTES])
{
    return crypto_pwhash_str(ret, password, strlen(password), crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0;
}

bool argon2id_matches(const char *hash, const char *password)
{
    return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}

void hmac_sha1(const void *key, size_t key_n, const void *bytes, size_t n, uint8_t ret[SHA1_BYTES])
{
    unsigned length = 0;
    must(key_n <= 1024 && HMAC(EVP_sha1(), key, (int)key_n, bytes, n, ret, &length) && length == SHA1_BYTES);
}
