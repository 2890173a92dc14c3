#include "base/jose.h"
#include "base/arena.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/must.h"
#include "base/text.h"
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <string.h>

enum { LONGEST_TOKEN = 32 * 1024, COORDINATE = 32 };
struct jose_key { EVP_PKEY *pair; const char *algorithm, *kid; };

/* --- public keys ------------------------------------------------------------------------------------------------------------------ */

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

static uint8_t *number_of(struct arena *a, const json_t *jwk, const char *name, size_t *ret_n)
{
    const char *text = json_get_text(jwk, name);
    *ret_n = 0;
    return text ? base64url_decode(a, text, ret_n) : NULL;
}

static EVP_PKEY *rsa_key(struct arena *a, const json_t *jwk)
{
    size_t n_length, e_length;
    uint8_t *n = number_of(a, jwk, "n", &n_length), *e = number_of(a, jwk, "e", &e_length);
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
    size_t x_length, y_length;
    uint8_t *x = number_of(a, jwk, "x", &x_length), *y = number_of(a, jwk, "y", &y_length);
    if (!x || !y || x_length != COORDINATE || y_length != COORDINATE || !text_equal(json_get_text(jwk, "crv"), "P-256"))
        return NULL;
    uint8_t point[1 + 2 * COORDINATE] = {4}; /* uncompressed (SEC 1, 2.3.3) */
    memcpy(point + 1, x, COORDINATE);
    memcpy(point + 1 + COORDINATE, y, COORDINATE);
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    EVP_PKEY *key = NULL;
    if (OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) &&
        OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point))
        key = key_from("EC", build);
    OSSL_PARAM_BLD_free(build);
    return key;
}

/* --- checking --------------------------------------------------------------------------------------------------------------------- */

static json_t *part_json(struct arena *a, const char *text, size_t n)
{
    size_t length;
    const char *why;
    uint8_t *bytes = base64url_decode(a, arena_strndup(a, text, n), &length);
    json_t *value = bytes ? json_read(a, (const char *)bytes, length, 10, &why) : NULL;
    return json_is_object(value) ? value : NULL;
}

bool jose_read(struct arena *a, const char *token, struct jose *ret)
{
    const char *first = token ? strchr(token, '.') : NULL, *second = first ? strchr(first + 1, '.') : NULL;
    if (!second || strchr(second + 1, '.') || strlen(token) > LONGEST_TOKEN)
        return false;
    *ret = (struct jose){.text = token, .signed_n = (size_t)(second - token), .header = part_json(a, token, (size_t)(first - token)),
                         .claims = part_json(a, first + 1, (size_t)(second - first - 1))};
    ret->signature = base64url_decode(a, second + 1, &ret->signature_n);
    return ret->header && ret->claims && ret->signature;
}

/* JWS carries r and s side by side (RFC 7518, 3.4); OpenSSL wants them in DER. */
static uint8_t *ecdsa_der(struct arena *a, const uint8_t *raw, size_t n, size_t *ret_n)
{
    uint8_t *der = NULL, *copy;
    if (n != 2 * COORDINATE)
        return NULL;
    ECDSA_SIG *pair = ECDSA_SIG_new();
    ECDSA_SIG_set0(pair, BN_bin2bn(raw, COORDINATE, NULL), BN_bin2bn(raw + COORDINATE, COORDINATE, NULL));
    int length = i2d_ECDSA_SIG(pair, &der);
    ECDSA_SIG_free(pair);
    if (length <= 0)
        return NULL;
    copy = arena_memdup(a, der, (size_t)length);
    OPENSSL_free(der);
    *ret_n = (size_t)length;
    return copy;
}

static bool key_fits(const json_t *jwk, const char *algorithm, const char *kid)
{
    const char *use = json_get_text(jwk, "use"), *of = json_get_text(jwk, "alg"), *id = json_get_text(jwk, "kid");
    const char *type = text_equal(algorithm, "RS256") ? "RSA" : "EC";
    return text_equal(json_get_text(jwk, "kty"), type) && (!use || text_equal(use, "sig")) && (!of || text_equal(of, algorithm)) &&
           (!kid || !id || text_equal(kid, id));
}

static bool made_by(struct arena *a, const struct jose *t, const json_t *jwk, bool rsa)
{
    size_t n = t->signature_n;
    const uint8_t *signature = rsa ? t->signature : ecdsa_der(a, t->signature, n, &n);
    EVP_PKEY *key = rsa ? rsa_key(a, jwk) : ec_key(a, jwk);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool good = key && signature && ctx && EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, key) == 1 &&
                EVP_DigestVerify(ctx, signature, n, (const uint8_t *)t->text, t->signed_n) == 1;
    EVP_MD_CTX_free(ctx);
    EVP_PKEY_free(key);
    return good;
}

const char *jose_refuse(struct arena *a, const struct jose *token, const json_t *key_set, bool *ret_unknown_key)
{
    const char *algorithm = json_get_text(token->header, "alg"), *kid = json_get_text(token->header, "kid");
    bool rsa = text_equal(algorithm, "RS256"), tried = false;
    size_t i;
    json_t *key;
    *ret_unknown_key = false;
    if (!rsa && !text_equal(algorithm, "ES256"))
        return "algorithm is neither RS256 nor ES256";
    if (json_object_get(token->header, "crit"))
        return "header demands an extension";
    json_array_foreach(json_object_get(key_set, "keys"), i, key) {
        if (!key_fits(key, algorithm, kid))
            continue;
        tried = true;
        if (made_by(a, token, key, rsa))
            return NULL;
    }
    *ret_unknown_key = !tried;
    return tried ? "signature is wrong" : "no published key fits";
}

/* --- signing ---------------------------------------------------------------------------------------------------------------------- */

struct jose_key *jose_key_make(const char *algorithm, const char *kid)
{
    struct jose_key *key = calloc(1, sizeof *key);
    must(key != NULL);
    *key = (struct jose_key){text_equal(algorithm, "RS256") ? EVP_RSA_gen(2048) : EVP_EC_gen("prime256v1"), algorithm, kid};
    must(key->pair != NULL);
    return key;
}

static const char *number_text(struct arena *a, EVP_PKEY *key, const char *name, int bytes)
{
    BIGNUM *n = NULL;
    must(EVP_PKEY_get_bn_param(key, name, &n));
    if (!bytes)
        bytes = BN_num_bytes(n);
    uint8_t *to = arena_alloc(a, (size_t)bytes);
    must(BN_bn2binpad(n, to, bytes) == bytes);
    BN_free(n);
    return base64url_encode(a, to, (size_t)bytes);
}

const char *jose_key_set(struct arena *a, const struct jose_key *k)
{
    if (text_equal(k->algorithm, "RS256"))
        return arena_printf(a, "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}]}", k->kid,
                            number_text(a, k->pair, OSSL_PKEY_PARAM_RSA_N, 0), number_text(a, k->pair, OSSL_PKEY_PARAM_RSA_E, 0));
    return arena_printf(a, "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"use\":\"sig\",\"alg\":\"ES256\",\"kid\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"}]}", k->kid,
                        number_text(a, k->pair, OSSL_PKEY_PARAM_EC_PUB_X, COORDINATE), number_text(a, k->pair, OSSL_PKEY_PARAM_EC_PUB_Y, COORDINATE));
}

/* r and s side by side, each padded to its full length. */
static const char *ecdsa_raw(struct arena *a, const uint8_t *der, size_t n)
{
    uint8_t raw[2 * COORDINATE];
    ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &der, (long)n);
    must(pair && BN_bn2binpad(ECDSA_SIG_get0_r(pair), raw, COORDINATE) == COORDINATE &&
         BN_bn2binpad(ECDSA_SIG_get0_s(pair), raw + COORDINATE, COORDINATE) == COORDINATE);
    ECDSA_SIG_free(pair);
    return base64url_encode(a, raw, sizeof raw);
}

const char *jose_sign(struct arena *a, const struct jose_key *k, const char *claims)
{
    const char *header = arena_printf(a, "{\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"JWT\"}", k->algorithm, k->kid);
    const char *text = arena_printf(a, "%s.%s", base64url_encode(a, header, strlen(header)), base64url_encode(a, claims, strlen(claims)));
    size_t n = (size_t)EVP_PKEY_get_size(k->pair);
    uint8_t *signature = arena_alloc(a, n);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    must(ctx && EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, k->pair) == 1 &&
         EVP_DigestSign(ctx, signature, &n, (const uint8_t *)text, strlen(text)) == 1);
    EVP_MD_CTX_free(ctx);
    return arena_printf(a, "%s.%s", text, text_equal(k->algorithm, "RS256") ? base64url_encode(a, signature, n) : ecdsa_raw(a, signature, n));
}
