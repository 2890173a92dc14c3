/* OpenID Connect Core 1.0, 3.1.3.7: what an ID token may not say. */
#include "base/clock.h"
#include "base/hash.h"
#include "base/jose.h"
#include "base/json.h"
#include "base/test.h"
#include "modules/accounts/eid.h"

#define NOW (INT64_C(1795000000) * SECOND)

/* NULL: the token with these claims is taken; else why not. Times are written relative to now: exp+300. */
static const char *refuse(struct arena *a, const char *claims)
{
    static struct jose_key *key;
    const char *why;
    bool unknown;
    if (!key)
        key = jose_key_make("ES256", "k");
    const char *keys = jose_key_set(a, key);
    struct eid_expected e = {.issuer = "https://eid.test", .client_id = "us", .nonce = "n1", .access_token = "token", .now = NOW};
    eid_token_read(a, jose_sign(a, key, claims), json_read(a, keys, strlen(keys), 10, &why), &e, &why, &unknown);
    return why;
}

static const char *with(struct arena *a, const char *more)
{
    return arena_printf(a, "{\"iss\":\"https://eid.test\",\"sub\":\"s\",\"nonce\":\"n1\",%s}", more);
}

TEST("a good ID token is taken, with one audience or several")
{
    CHECK_TEXT(refuse(a, with(a, "\"aud\":\"us\",\"exp\":1795000300,\"iat\":1795000000")), NULL);
    CHECK_TEXT(refuse(a, with(a, "\"aud\":[\"us\"],\"exp\":1795000300,\"iat\":1795000000,\"nbf\":1795000000")), NULL);
    CHECK_TEXT(refuse(a, with(a, "\"aud\":[\"us\",\"them\"],\"azp\":\"us\",\"exp\":1795000300,\"iat\":1795000000")), NULL);
    uint8_t digest[SHA256_BYTES];
    sha256("token", 5, digest);
    CHECK_TEXT(refuse(a, with(a, arena_printf(a, "\"aud\":\"us\",\"exp\":1795000300,\"iat\":1795000000,\"at_hash\":\"%s\"", base64url_encode(a, digest, 16)))), NULL);
}

TEST("clocks may differ by a minute and no more")
{
    CHECK_TEXT(refuse(a, with(a, "\"aud\":\"us\",\"exp\":1794999950,\"iat\":1795000000")), NULL);
    CHECK_TEXT(refuse(a, with(a, "\"aud\":\"us\",\"exp\":1794999940,\"iat\":1795000000")), "expired");
    CHECK_TEXT(refuse(a, with(a, "\"aud\":\"us\",\"exp\":1795000300,\"iat\":1795000060")), NULL);
    CHECK_TEXT(refuse(a, with(a, "\"aud\":\"us\",\"exp\":1795000300,\"iat\":1795000061")), "made in the future");
    CHECK_TEXT(refuse(a, with(a, "\"aud\":\"us\",\"exp\":1795000300,\"iat\":1795000000,\"nbf\":1795000061")), "not valid yet");
}

TEST("tokens for others, of others, and for another sign-in are refused")
{
    CHECK_TEXT(refuse(a, with(a, "\"aud\":\"them\",\"exp\":1795000300,\"iat\":1795000000")), "aud is somebody else");
    CHECK_TEXT(refuse(a, with(a, "\"aud\":[],\"exp\":1795000300,\"iat\":1795000000")), "aud is somebody else");
    CHECK_TEXT(refuse(a, with(a, "\"exp\":1795000300,\"iat\":1795000000")), "aud is somebody else");
    CHECK_TEXT(refuse(a, with(a, "\"aud\":[\"us\",\"them\"],\"exp\":1795000300,\"iat\":1795000000")), "several in aud without azp");
    CHECK_TEXT(refuse(a, with(a, "\"aud\":\"us\",\"azp\":\"them\",\"exp\":1795000300,\"iat\":1795000000")), "azp is somebody else");
    CHECK_TEXT(refuse(a, with(a, "\"aud\":\"us\",\"exp\":1795000300,\"iat\":1795000000,\"at_hash\":\"AAAA\"")), "at_hash is of another access token");
    CHECK_TEXT(refuse(a, "{\"iss\":\"https://eid.test.evil\",\"sub\":\"s\",\"nonce\":\"n1\",\"aud\":\"us\",\"exp\":1795000300,\"iat\":1795000000}"), "iss is somebody else");
    CHECK_TEXT(refuse(a, "{\"iss\":\"https://eid.test\",\"sub\":\"s\",\"nonce\":\"n2\",\"aud\":\"us\",\"exp\":1795000300,\"iat\":1795000000}"), "nonce is of another sign-in");
    CHECK_TEXT(refuse(a, "{\"iss\":\"https://eid.test\",\"sub\":\"s\",\"aud\":\"us\",\"exp\":1795000300,\"iat\":1795000000}"), "nonce is of another sign-in");
    CHECK_TEXT(refuse(a, "{\"iss\":\"https://eid.test\",\"nonce\":\"n1\",\"aud\":\"us\",\"exp\":1795000300,\"iat\":1795000000}"), "no subject");
    CHECK_TEXT(refuse(a, with(a, "\"aud\":\"us\",\"exp\":\"soon\",\"iat\":1795000000")), "a time is missing");
}
