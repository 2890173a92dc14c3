/* Reading an ID token: a signature by a published key, then the claims one by one (OpenID Connect Core 1.0, 3.1.3.7). */
#include "base/arena.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/jose.h"
#include "base/text.h"
#include "modules/accounts/eid.h"

/* aud: our id, or a list with it; when others are meant too, azp must say that the token was made for us. */
static const char *wrong_audience(const json_t *claims, const char *client_id)
{
    const json_t *aud = json_object_get(claims, "aud"), *one;
    const char *azp = json_get_text(claims, "azp");
    size_t i;
    bool ours = json_is_string(aud) && text_equal(json_string_value(aud), client_id);
    json_array_foreach(aud, i, one)
        ours = ours || text_equal(json_string_value(one), client_id);
    if (!ours)
        return "aud is somebody else";
    if (json_object_get(claims, "azp") && !text_equal(azp, client_id))
        return "azp is somebody else";
    return json_array_size(aud) > 1 && !azp ? "several in aud without azp" : NULL;
}

static const char *wrong_time(const json_t *claims, int64_t now)
{
    const json_t *exp = json_object_get(claims, "exp"), *iat = json_object_get(claims, "iat"), *nbf = json_object_get(claims, "nbf");
    if (!json_is_number(exp) || !json_is_number(iat) || (nbf && !json_is_number(nbf)))
        return "a time is missing";
    if ((int64_t)json_number_value(exp) + EID_SKEW_SECONDS <= now)
        return "expired";
    if (nbf && (int64_t)json_number_value(nbf) - EID_SKEW_SECONDS > now)
        return "not valid yet";
    return (int64_t)json_number_value(iat) - EID_SKEW_SECONDS > now ? "made in the future" : NULL;
}

static const char *wrong_at_hash(struct arena *a, const json_t *claims, const char *access_token)
{
    uint8_t digest[SHA256_BYTES];
    const json_t *said = json_object_get(claims, "at_hash");
    if (!said || !access_token)
        return NULL; /* optional in the code flow */
    sha256(access_token, strlen(access_token), digest);
    return text_equal(json_string_value(said), base64url_encode(a, digest, sizeof digest / 2)) ? NULL : "at_hash is of another access token";
}

static const char *wrong_claims(struct arena *a, const json_t *claims, const struct eid_expected *e)
{
    const char *why = text_equal(json_get_text(claims, "iss"), e->issuer) ? wrong_audience(claims, e->client_id) : "iss is somebody else";
    if (!why)
        why = wrong_time(claims, e->now / SECOND);
    if (!why && !text_equal(json_get_text(claims, "nonce"), e->nonce))
        why = "nonce is of another sign-in";
    if (!why)
        why = wrong_at_hash(a, claims, e->access_token);
    if (!why && !json_get_text(claims, "sub"))
        why = "no subject";
    return why;
}

json_t *eid_token_read(struct arena *a, const char *token, const json_t *keys, const struct eid_expected *e, const char **ret_why, bool *ret_unknown_key)
{
    struct jose t;
    *ret_unknown_key = false;
    *ret_why = jose_read(a, token, &t) ? jose_refuse(a, &t, keys, ret_unknown_key) : "not a signed token";
    if (!*ret_why)
        *ret_why = wrong_claims(a, t.claims, e);
    return *ret_why ? NULL : t.claims;
}
