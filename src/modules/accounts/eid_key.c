/* A published key (RFC 7517, RFC 7518) as OpenSSL wants it, and one signature checked with it. Only RS256 with at least 2048 bits and
 * ES256 on P-256: what the token's own header asks for beyond that is refused. */
#include "base/arena.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "modules/accounts/eid_key.h"
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

static EVP_PKEY *key_from(const char *type, OSSL_PARAM_BLD *build)
{
    EVP_PKEY *key = NULL;
    OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(build);
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    if (!parameters || !ctx || EVP_PKEY_fromdata_init(ctx) != 1 || EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
        key = NULL;
    EVP_PKEY_CTX_free(ctx);
    OSSL_PARAM_free(parameters);
    return key;
}

static EVP_PKEY *rsa_key(struct arena *a, const json_t *jwk)
{
    size_t n_length = 0, e_length = 0;
    const char *n_text = json_get_text(jwk, "n"), *e_text = json_get_text(jwk, "e");
    uint8_t *n = n_text ? base64url_decode(a, n_text, &n_length) : NULL, *e = e_text ? base64url_decode(a, e_text, &e_length) : NULL;
    if (!n || !e || n_length < 256 || n_length > 1024 || e_length < 1 || e_length > 8)
        return NULL;
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    BIGNUM *modulus = BN_bin2bn(n, (int)n_length, NULL), *exponent = BN_bin2bn(e, (int)e_length, NULL);
    EVP_PKEY *key = NULL;
    if (OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, modulus) && OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, exponent))
        key = key_from("RSA", build);
    BN_free(modulus);
    BN_free(exponent);
    OSSL_PARAM_BLD_free(build);
    return key;
}

static EVP_PKEY *ec_key(struct arena *a, const json_t *jwk)
{
    size_t x_length = 0, y_length = 0;
    const char *x_text = json_get_text(jwk, "x"), *y_text = json_get_text(jwk, "y");
    uint8_t *x = x_text ? base64url_decode(a, x_text, &x_length) : NULL, *y = y_text ? base64url_decode(a, y_text, &y_length) : NULL;
    if (!x || !y || x_length != 32 || y_length != 32 || !text_equal(json_get_text(jwk, "crv"), "P-256"))
        return NULL;
    uint8_t point[65] = {4}; /* uncompressed (SEC 1, 2.3.3) */
    memcpy(point + 1, x, 32);
    memcpy(point + 33, y, 32);
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    EVP_PKEY *key = NULL;
    if (OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) &&
        OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point))
        key = key_from("EC", build);
    OSSL_PARAM_BLD_free(build);
    return key;
}

/* JWS carries r and s side by side (RFC 7518, 3.4); OpenSSL wants them in DER. */
static uint8_t *ecdsa_der(struct arena *a, const uint8_t *raw, size_t n, size_t *ret_n)
{
    uint8_t *der = NULL, *copy;
    if (n != 64)
        return NULL;
    ECDSA_SIG *pair = ECDSA_SIG_new();
    ECDSA_SIG_set0(pair, BN_bin2bn(raw, 32, NULL), BN_bin2bn(raw + 32, 32, NULL));
    int length = i2d_ECDSA_SIG(pair, &der);
    ECDSA_SIG_free(pair);
    if (length <= 0)
        return NULL;
    copy = arena_memdup(a, der, (size_t)length);
    OPENSSL_free(der);
    *ret_n = (size_t)length;
    return copy;
}

static bool verify(EVP_PKEY *key, const uint8_t *signature, size_t n, const char *signed_text, size_t signed_n)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool good = ctx && EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, key) == 1 &&
                EVP_DigestVerify(ctx, signature, n, (const uint8_t *)signed_text, signed_n) == 1;
    EVP_MD_CTX_free(ctx);
    return good;
}

bool eid_key_fits(const json_t *jwk, const char *algorithm, const char *kid)
{
    const char *use = json_get_text(jwk, "use"), *of = json_get_text(jwk, "alg"), *id = json_get_text(jwk, "kid");
    const char *type = text_equal(algorithm, "RS256") ? "RSA" : "EC";
    return text_equal(json_get_text(jwk, "kty"), type) && (!use || text_equal(use, "sig")) && (!of || text_equal(of, algorithm)) &&
           (!kid || !id || text_equal(kid, id));
}

bool eid_key_verifies(struct arena *a, const json_t *jwk, const char *algorithm, const uint8_t *signature, size_t n, const char *signed_text, size_t signed_n)
{
    bool rsa = text_equal(algorithm, "RS256");
    EVP_PKEY *key = rsa ? rsa_key(a, jwk) : ec_key(a, jwk);
    if (key && !rsa)
        signature = ecdsa_der(a, signature, n, &n);
    bool good = key && signature && verify(key, signature, n, signed_text, signed_n);
    EVP_PKEY_free(key);
    return good;
}
