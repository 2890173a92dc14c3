#include "base/secret.h"
#include "base/test.h"

TEST("what is sealed opens with the same key and with no other, and not after a change")
{
    uint8_t key[SECRET_KEY_BYTES] = {1}, other[SECRET_KEY_BYTES] = {2};
    size_t n, opened_n;
    uint8_t *sealed = secret_seal(a, key, "sông Thu Bồn", 15, &n);
    CHECK_INT(n, 15 + SECRET_EXTRA_BYTES);
    CHECK_TEXT((char *)secret_open(a, key, sealed, n, &opened_n), "sông Thu Bồn");
    CHECK_INT(opened_n, 15);
    CHECK(secret_open(a, other, sealed, n, &opened_n) == NULL);
    for (size_t i = 0; i < n; i++) {
        sealed[i] ^= 1;
        CHECK(secret_open(a, key, sealed, n, &opened_n) == NULL);
        sealed[i] ^= 1;
    }
    CHECK(secret_open(a, key, sealed, SECRET_EXTRA_BYTES - 1, &opened_n) == NULL);
}
