/* RFC 6238, appendix B (SHA-1, cut to six digits), and RFC 4226's way of cutting. */
#include "base/clock.h"
#include "base/test.h"
#include "core/access.h"

static const uint8_t secret[] = "12345678901234567890";

TEST("[RFC 6238 appendix B] one-time codes are those of the standard's table")
{
    static const struct { int64_t seconds; const char *code; } cases[] = {
        {59, "287082"}, {1111111109, "081804"}, {1111111111, "050471"}, {1234567890, "005924"}, {2000000000, "279037"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t used = 0;
        CHECK(totp_matches(secret, 20, cases[i].code, cases[i].seconds * SECOND, &used));
        CHECK_INT(used, cases[i].seconds / 30);
    }
}

TEST("a one-time code is taken once, with blanks, one step early or late, and no other")
{
    int64_t used = 0;
    CHECK(totp_matches(secret, 20, " 050 471", (1111111111 + 30) * SECOND, &used));
    CHECK(!totp_matches(secret, 20, "050471", 1111111111 * SECOND, &used));
    used = 0;
    CHECK(!totp_matches(secret, 20, "050471", (1111111111 + 90) * SECOND, &used));
    CHECK(!totp_matches(secret, 20, "05047", 1111111111 * SECOND, &used));
    CHECK(!totp_matches(secret, 20, "0504711", 1111111111 * SECOND, &used));
    CHECK(!totp_matches(secret, 20, "abcdef", 1111111111 * SECOND, &used));
}

TEST("weak passwords are refused with a reason, four words are taken")
{
    CHECK(password_weak("matkhau", "ngoc") != NULL);
    CHECK(password_weak("aaaaaaaaaaaaaaa", "ngoc") != NULL);
    CHECK(password_weak("123456789012", "ngoc") != NULL);
    CHECK(password_weak("nguyenvanan-2026", "nguyenvanan") != NULL);
    CHECK(password_weak("sông núi trăng gió", "ngoc") == NULL);
}
