/* The token endpoint of the stand-in e-ID: checks code, client and PKCE, makes the ID token, and tells the lies its switch asks for. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/jose.h"
#include "base/json.h"
#include "base/text.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/http/parsed.h"
#include "core/q.h"
#include "sandbox/sandbox_inside.h"

#define CLIENT "thu-bon"
#define CLIENT_SECRET "sandbox"

/* --- the ID token --------------------------------------------------------------------------------------------------------------- */

static bool lies(struct q *q, int lie)
{
    return sandbox_lies_about(q, SERVICE_EID, lie);
}

/* The left half of the digest of the access token (OpenID Connect Core 3.1.3.6). */
static const char *at_hash(struct q *q, const char *token)
{
    uint8_t digest[SHA256_BYTES];
    sha256(token, strlen(token), digest);
    return base64url_encode(q->arena, digest, sizeof digest / 2);
}

static void add_person(struct q *q, json_t *claims, json_t *person, int level)
{
    struct date born = {0};
    const char *number = lies(q, LIE_NUMBER) ? "12345" : json_get_text(person, "identity_number");
    const char *level_text = arena_printf(q->arena, "%d", level);
    date_parse_iso(json_get_text(person, "date_of_birth"), &born);
    json_object_set_new(claims, "sub", json_string(json_get_text(person, "id")));
    json_object_set_new(claims, "LoaiTaiKhoan", json_string("1"));
    json_object_set_new(claims, "SoDinhDanh", json_string(number));
    json_object_set_new(claims, "HoVaTen", json_string(json_get_text(person, "full_name")));
    json_object_set_new(claims, "NgayThangNamSinh", json_string(date_vi(q->arena, born)));
    json_object_set_new(claims, "TechID", json_string(arena_printf(q->arena, "tech-%s", json_get_text(person, "id"))));
    json_object_set_new(claims, "loAs", json_string(level_text));
    json_object_set_new(claims, "IAL", json_string(level_text));
    json_object_set_new(claims, "acr", json_string(level_text));
}

static json_t *claims_of(struct q *q, const struct sandbox_grant *g, json_t *person)
{
    int64_t now = clock_now() / SECOND, shift = lies(q, LIE_EXPIRED) ? -3600 : 0;
    json_t *c = json_object();
    json_object_set_new(c, "iss", json_string(lies(q, LIE_ISSUER) ? "https://somebody-else.test" : sandbox_eid_issuer(q)));
    json_object_set_new(c, "aud", json_string(lies(q, LIE_AUDIENCE) ? "another-system" : CLIENT));
    json_object_set_new(c, "iat", json_integer(now + shift));
    json_object_set_new(c, "nbf", json_integer(lies(q, LIE_EARLY) ? now + 86400 : now + shift));
    json_object_set_new(c, "exp", json_integer(now + 300 + 2 * shift));
    json_object_set_new(c, "auth_time", json_integer(now + shift));
    json_object_set_new(c, "nonce", json_string(lies(q, LIE_NONCE) ? "of-another-sign-in" : g->nonce));
    json_object_set_new(c, "at_hash", json_string(at_hash(q, lies(q, LIE_AT_HASH) ? "another-token" : g->token)));
    add_person(q, c, person, g->level);
    return c;
}

static const char *unsigned_token(struct q *q, const char *claims)
{
    static const char header[] = "{\"alg\":\"none\"}";
    return arena_printf(q->arena, "%s.%s.", base64url_encode(q->arena, header, strlen(header)), base64url_encode(q->arena, claims, strlen(claims)));
}

/* --- the endpoint --------------------------------------------------------------------------------------------------------------- */

/* client_secret_basic or client_secret_post. */
static bool client_proved(struct q *q)
{
    const char *basic = arena_printf(q->arena, "Basic %s", base64_encode(q->arena, CLIENT ":" CLIENT_SECRET, strlen(CLIENT ":" CLIENT_SECRET)));
    return text_equal(request_header(q->request, "Authorization"), basic) ||
           (text_equal(request_value(q, "client_id"), CLIENT) && text_equal(request_value(q, "client_secret"), CLIENT_SECRET));
}

/* A code is good once, for a minute; used a second time it spoils the token too (RFC 6749, 4.1.2). */
static bool take_code(struct q *q, const char *code, struct sandbox_grant *ret)
{
    struct sandbox *s = sandbox_state(q);
    bool good = false;
    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < GRANTS; i++) {
        struct sandbox_grant *g = &s->grants[i];
        if (!*g->code || !text_equal(g->code, code))
            continue;
        good = !g->used && clock_now() - g->at < MINUTE;
        *ret = *g;
        if (g->used)
            *g = (struct sandbox_grant){0};
        else
            g->used = true;
    }
    pthread_mutex_unlock(&s->lock);
    return good;
}

static bool verifier_fits(struct q *q, const char *verifier, const char *challenge)
{
    uint8_t digest[SHA256_BYTES];
    sha256(verifier, strlen(verifier), digest);
    return text_equal(base64url_encode(q->arena, digest, sizeof digest), challenge);
}

static void refuse(struct q *q, int status, const char *error)
{
    sandbox_reply_json(q, status, json_pack("{s:s}", "error", error));
}

void sandbox_eid_token(struct q *q)
{
    struct sandbox_grant g;
    const char *code = request_value(q, "code"), *verifier = request_value(q, "code_verifier");
    if (q->request->method != HTTP_POST || !text_equal(request_value(q, "grant_type"), "authorization_code"))
        refuse(q, 400, "unsupported_grant_type");
    else if (!client_proved(q))
        refuse(q, 401, "invalid_client");
    else if (!code || !verifier || !take_code(q, code, &g) || !verifier_fits(q, verifier, g.challenge) ||
             !text_equal(request_value(q, "redirect_uri"), g.redirect_uri))
        refuse(q, 400, "invalid_grant");
    else {
        struct sandbox *s = sandbox_state(q);
        json_t *claims = claims_of(q, &g, json_array_get(json_object_get(s->data, "people"), g.person));
        const char *text = json_print(q->arena, claims);
        const char *id_token = lies(q, LIE_UNSIGNED) ? unsigned_token(q, text) : jose_sign(q->arena, lies(q, LIE_SIGNATURE) ? s->other_key : s->key, text);
        json_decref(claims);
        sandbox_reply_json(q, 200, json_pack("{s:s, s:s, s:i, s:s}", "access_token", g.token, "token_type", "Bearer", "expires_in", 600, "id_token", id_token));
    }
}
