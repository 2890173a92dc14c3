/* Digests and encodings. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
#define SHA256_BYTES 32
void sha256(const void *bytes, size_t n, uint8_t ret[SHA256_BYTES]);
struct sha256_stream { _Alignas(16) unsigned char state[128]; };
void sha256_begin(struct sha256_stream *s);
void sha256_add(struct sha256_stream *s, const void *bytes, size_t n);
void sha256_end(struct sha256_stream *s, uint8_t ret[SHA256_BYTES]);
void hmac_sha256(const void *key, size_t key_n, const void *bytes, size_t n, uint8_t ret[SHA256_BYTES]);
/* For sign-in only: one-time codes (RFC 6238 asks for SHA-1) and passwords (interactive cost: 64 MiB, about 0.1 s; false: no memory). */
#define SHA1_BYTES 20
#define PASSWORD_HASH_BYTES 128
void hmac_sha1(const void *key, size_t key_n, const void *bytes, size_t n, uint8_t ret[SHA1_BYTES]);
bool argon2id_hash(const char *password, char ret[PASSWORD_HASH_BYTES]);
bool argon2id_matches(const char *hash, const char *password);
const char *hex_encode(struct arena *a, const void *bytes, size_t n); /* lower case */
bool hex_decode(const char *s, void *to, size_t n);                    /* exactly 2n digits */
const char *base64url_encode(struct arena *a, const void *bytes, size_t n); /* no padding */
uint8_t *base64url_decode(struct arena *a, const char *s, size_t *ret_n);   /* takes both alphabets and padding; NULL when wrong */
const char *base64_encode(struct arena *a, const void *bytes, size_t n);
bool bytes_equal_constant_time(const void *a, const void *b, size_t n);
