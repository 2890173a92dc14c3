#include "base/jose.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/test.h"

static const char *refuse(struct arena *a, const char *token, const char *keys)
{
    struct jose t;
    bool unknown;
    const char *why;
    json_t *set = json_read(a, keys, strlen(keys), 10, &why);
    if (!set || !jose_read(a, token, &t))
        return "cannot be read";
    return jose_refuse(a, &t, set, &unknown);
}

static const struct jose_key *key_of(const char *algorithm)
{
    static struct jose_key *rsa, *ec;
    struct jose_key **slot = strcmp(algorithm, "RS256") == 0 ? &rsa : &ec;
    if (!*slot)
        *slot = jose_key_make(algorithm, "one");
    return *slot;
}

TEST("what one key signed is accepted by its public half and by no other, RS256 and ES256")
{
    const char *const algorithms[] = {"RS256", "ES256"};
    for (int i = 0; i < 2; i++) {
        const struct jose_key *key = key_of(algorithms[i]);
        const char *token = jose_sign(a, key, "{\"sub\":\"an\"}"), *keys = jose_key_set(a, key);
        CHECK_TEXT(refuse(a, token, keys), NULL);
        CHECK_TEXT(refuse(a, token, jose_key_set(a, jose_key_make(algorithms[i], "one"))), "signature is wrong");
        CHECK_TEXT(refuse(a, token, jose_key_set(a, key_of(algorithms[1 - i]))), "no published key fits");
    }
}

TEST("a token whose text was changed is refused, wherever the change is")
{
    const struct jose_key *key = key_of("ES256");
    const char *keys = jose_key_set(a, key);
    const char *token = jose_sign(a, key, "{\"sub\":\"an\",\"exp\":1}");
    size_t n = strlen(token);
    for (size_t i = 0; i + 1 < n; i++) { /* the last letter carries bits that do not count */
        char *changed = arena_strdup(a, token);
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CHECK(refuse(a, changed, keys) != NULL);
    }
}

TEST("no signature, another algorithm, demanded extensions and rubbish are refused")
{
    const char *keys = jose_key_set(a, key_of("RS256"));
    const char *claims = base64url_encode(a, "{}", 2), *none = "{\"alg\":\"none\"}", *mac = "{\"alg\":\"HS256\"}", *crit = "{\"alg\":\"RS256\",\"crit\":[\"x\"]}";
    CHECK_TEXT(refuse(a, arena_printf(a, "%s.%s.", base64url_encode(a, none, strlen(none)), claims), keys), "algorithm is neither RS256 nor ES256");
    CHECK_TEXT(refuse(a, arena_printf(a, "%s.%s.AAAA", base64url_encode(a, mac, strlen(mac)), claims), keys), "algorithm is neither RS256 nor ES256");
    CHECK_TEXT(refuse(a, arena_printf(a, "%s.%s.AAAA", base64url_encode(a, crit, strlen(crit)), claims), keys), "header demands an extension");
    const char *const rubbish[] = {"", ".", "..", "a.b", "a.b.c.d", "%%%.e30.AAAA", "bnVsbA.bnVsbA.AAAA", "W10.W10.AAAA"};
    for (size_t i = 0; i < sizeof rubbish / sizeof *rubbish; i++)
        CHECK_TEXT(refuse(a, rubbish[i], keys), "cannot be read");
}

/* RFC 7515, appendix A.3: ES256 with its key. */
TEST("the example of RFC 7515 A.3 is accepted")
{
    CHECK_TEXT(refuse(a, "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
                         "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
                      "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                      "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}"),
               NULL);
}

TEST("a key that is too short or no point of the curve accepts nothing")
{
    const char *token = jose_sign(a, key_of("ES256"), "{}");
    CHECK(refuse(a, token, "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE\",\"y\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE\"}]}"));
    CHECK(refuse(a, jose_sign(a, key_of("RS256"), "{}"), "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}"));
}
