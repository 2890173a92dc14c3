#include "base/hash.h"
#include "base/arena.h"
#include "base/test.h"

TEST("HMAC-SHA-1 gives the vectors of the standard [RFC 2202, section 3]")
{
    uint8_t mac[SHA1_BYTES];
    hmac_sha1("Jefe", 4, "what do ya want for nothing?", 28, mac);
    CHECK_TEXT(hex_encode(a, mac, sizeof mac), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    hmac_sha1("\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b", 20, "Hi There", 8, mac);
    CHECK_TEXT(hex_encode(a, mac, sizeof mac), "b617318655057264e28bc0b6fb378c8ef146be00");
}

TEST("a password matches its own hash only, and the same password hashes differently each time")
{
    char one[PASSWORD_HASH_BYTES], two[PASSWORD_HASH_BYTES];
    CHECK(argon2id_hash("mưa nguồn chớp bể", one) && argon2id_hash("mưa nguồn chớp bể", two));
    CHECK(strncmp(one, "$argon2id$", 10) == 0 && strcmp(one, two) != 0);
    CHECK(argon2id_matches(one, "mưa nguồn chớp bể"));
    CHECK(!argon2id_matches(one, "mua nguon chop be"));
    CHECK(!argon2id_matches("not a hash", "mưa nguồn chớp bể"));
}
