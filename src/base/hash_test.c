#include "base/hash.h"
#include "base/test.h"

TEST("SHA-256 gives the published values, whole and in pieces [FIPS 180-4]")
{
    uint8_t whole[SHA256_BYTES], pieces[SHA256_BYTES];
    const char *text = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    sha256(text, strlen(text), whole);
    CHECK_TEXT(hex_encode(a, whole, sizeof whole), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    struct sha256_stream s;
    sha256_begin(&s);
    for (const char *c = text; *c; c++)
        sha256_add(&s, c, 1);
    sha256_end(&s, pieces);
    CHECK(bytes_equal_constant_time(whole, pieces, sizeof whole));
    pieces[31] ^= 1;
    CHECK(!bytes_equal_constant_time(whole, pieces, sizeof whole));
    sha256("", 0, whole);
    CHECK_TEXT(hex_encode(a, whole, sizeof whole), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST("HMAC-SHA-256 gives the published values, also for a key longer than a block [RFC 4231 cases 2 and 6]")
{
    uint8_t mac[SHA256_BYTES], key[131];
    hmac_sha256("Jefe", 4, "what do ya want for nothing?", 28, mac);
    CHECK_TEXT(hex_encode(a, mac, sizeof mac), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    memset(key, 0xAA, sizeof key);
    const char *text = "Test Using Larger Than Block-Size Key - Hash Key First";
    hmac_sha256(key, sizeof key, text, strlen(text), mac);
    CHECK_TEXT(hex_encode(a, mac, sizeof mac), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST("hex is read back in both cases, with exactly the asked number of digits")
{
    uint8_t bytes[2];
    CHECK(hex_decode("0aFf", bytes, 2));
    CHECK_INT(bytes[0], 0x0a);
    CHECK_INT(bytes[1], 0xff);
    CHECK(!hex_decode("0aF", bytes, 2) && !hex_decode("0aFf0", bytes, 2) && !hex_decode("0aFg", bytes, 2));
}

TEST("base64 gives the published values and reads both alphabets, with padding or without [RFC 4648 10]")
{
    static const char *const plain[] = {"", "f", "fo", "foo", "foob", "fooba", "foobar"};
    static const char *const coded[] = {"", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
    for (int i = 0; i < 7; i++) {
        size_t n = 99;
        CHECK_TEXT(base64_encode(a, plain[i], strlen(plain[i])), coded[i]);
        CHECK_TEXT((char *)base64url_decode(a, coded[i], &n), plain[i]);
        CHECK_INT(n, strlen(plain[i]));
        CHECK_TEXT((char *)base64url_decode(a, base64url_encode(a, plain[i], strlen(plain[i])), &n), plain[i]);
    }
    CHECK_TEXT(base64url_encode(a, "\xff\xfe\xfd\xfc", 4), "__79_A");
    CHECK(memcmp(base64url_decode(a, "//79/A==", NULL), "\xff\xfe\xfd\xfc", 4) == 0);
}

TEST("what is not base64 is refused")
{
    static const char *const wrong[] = {"A", "Zg=", "Zg===", "Zm9v=", "Zm 9v", "Zm9v\n", "Zh", "Z*==", "=", "Zg==Zg=="};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (base64url_decode(a, wrong[i], NULL))
            test_fail(__FILE__, __LINE__, "accepted: %s", wrong[i]);
}
