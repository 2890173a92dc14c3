/* The stand-in of the national e-ID: an OpenID provider (authorization code with PKCE) whose people are the invented residents of the
 * package. Instead of a password one picks a person and a level of assurance. Claims: as the national one names them (SoDinhDanh …).
 *   /eid/.well-known/openid-configuration · /eid/jwks · /eid/authorize · /eid/token (eid_token.c) · /eid/userinfo · /eid/logout */
#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/jose.h"
#include "base/json.h"
#include "base/text.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/http/parsed.h"
#include "core/i18n.h"
#include "core/q.h"
#include "sandbox/sandbox_inside.h"
#include "sandbox_pages.h"

const char *sandbox_eid_issuer(struct q *q)
{
    return arena_printf(q->arena, "%s/eid", q->app->settings.sandbox_url ? q->app->settings.sandbox_url : "http://localhost:8081");
}

static void discovery(struct q *q)
{
    const char *issuer = sandbox_eid_issuer(q);
    json_t *d = json_object();
    static const char *const ends[][2] = {{"authorization_endpoint", "authorize"}, {"token_endpoint", "token"}, {"userinfo_endpoint", "userinfo"},
                                          {"jwks_uri", "jwks"}, {"end_session_endpoint", "logout"}};
    json_object_set_new(d, "issuer", json_string(issuer));
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        json_object_set_new(d, ends[i][0], json_string(arena_printf(q->arena, "%s/%s", issuer, ends[i][1])));
    json_object_set_new(d, "response_types_supported", json_pack("[s]", "code"));
    json_object_set_new(d, "subject_types_supported", json_pack("[s]", "public"));
    json_object_set_new(d, "id_token_signing_alg_values_supported", json_pack("[s]", "RS256"));
    json_object_set_new(d, "code_challenge_methods_supported", json_pack("[s]", "S256"));
    json_object_set_new(d, "acr_values_supported", json_pack("[s,s]", "1", "2"));
    json_object_set_new(d, "scopes_supported", json_pack("[s,s]", "openid", "profile"));
    sandbox_reply_json(q, 200, d);
}

/* --- authorize --------------------------------------------------------------------------------------------------------------- */

static const char *value(struct q *q, const char *name)
{
    const char *v = request_value(q, name);
    return v ? v : "";
}

/* Only the portal of this process is a client; other places must not get codes. */
static bool client_is_known(struct q *q)
{
    const char *home = q->app->settings.base_url, *to = value(q, "redirect_uri");
    size_t n = strlen(home);
    return text_equal(value(q, "client_id"), "thu-bon") && strncmp(to, home, n) == 0 && to[n] == '/';
}

static void send_back(struct q *q, const char *name, const char *said)
{
    const char *to = value(q, "redirect_uri");
    struct buf url;
    buf_init(&url, q->arena, 4000);
    buf_puts(&url, to);
    buf_puts(&url, strchr(to, '?') ? "&" : "?");
    buf_puts(&url, name);
    buf_putc(&url, '=');
    buf_url(&url, said);
    buf_puts(&url, "&state=");
    buf_url(&url, sandbox_lies_about(q, SERVICE_EID, LIE_STATE) ? "another-request" : value(q, "state"));
    buf_puts(&url, "&iss=");
    buf_url(&url, sandbox_eid_issuer(q));
    sandbox_reply_redirect(q, url.data);
}

/* What the standard lets a provider refuse at once (OpenID Connect Core 3.1.2.6); NULL when the request is good. */
static const char *refusal(struct q *q)
{
    if (!text_equal(value(q, "response_type"), "code"))
        return "unsupported_response_type";
    if (!strstr(value(q, "scope"), "openid"))
        return "invalid_scope";
    if (!text_equal(value(q, "code_challenge_method"), "S256") || strlen(value(q, "code_challenge")) != 43)
        return "invalid_request";
    return strlen(value(q, "nonce")) > 200 || strlen(value(q, "redirect_uri")) > 500 ? "invalid_request" : NULL;
}

static void show_people(struct q *q)
{
    static const char *const kept[] = {"response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge", "code_challenge_method"};
    json_t *people = json_object_get(sandbox_state(q)->data, "people"), *person;
    size_t i, count = json_array_size(people);
    struct sandbox_consent_people *rows = arena_new_array(q->arena, struct sandbox_consent_people, count + 1);
    struct sandbox_consent_kept *fields = arena_new_array(q->arena, struct sandbox_consent_kept, sizeof kept / sizeof *kept);
    for (i = 0; i < sizeof kept / sizeof *kept; i++)
        fields[i] = (struct sandbox_consent_kept){kept[i], value(q, kept[i])};
    json_array_foreach(people, i, person)
        rows[i] = (struct sandbox_consent_people){
            .number = json_get_text(person, "identity_number"), .name = json_get_text(person, "full_name"),
            .born = json_get_text(person, "date_of_birth"), .note = pick_language(q, json_get_text(person, "note_vi"), json_get_text(person, "note_en")),
            .level = json_get_int(person, "assurance_level", 1)};
    struct buf b;
    buf_init(&b, q->arena, 1 << 20);
    sandbox_consent_render(q, &b, &(struct sandbox_consent_view){.kept = fields, .kept_count = sizeof kept / sizeof *kept, .people = rows, .people_count = count});
    sandbox_reply_page(q, tr(q, T("National e-ID (stand-in)")), b.data);
}

static void keep_text(char *to, size_t size, const char *from)
{
    snprintf(to, size, "%s", from);
}

static void give_code(struct q *q, size_t person, int64_t level)
{
    struct sandbox *s = sandbox_state(q);
    const char *code = random_token(q->arena, CODE_LETTERS), *token = random_token(q->arena, CODE_LETTERS);
    pthread_mutex_lock(&s->lock);
    struct sandbox_grant *g = &s->grants[s->next_grant++ % GRANTS];
    *g = (struct sandbox_grant){.person = person, .level = (int)level, .at = clock_now()};
    keep_text(g->code, sizeof g->code, code);
    keep_text(g->token, sizeof g->token, token);
    keep_text(g->challenge, sizeof g->challenge, value(q, "code_challenge"));
    keep_text(g->nonce, sizeof g->nonce, value(q, "nonce"));
    keep_text(g->redirect_uri, sizeof g->redirect_uri, value(q, "redirect_uri"));
    pthread_mutex_unlock(&s->lock);
    send_back(q, "code", code);
}

/* The level asked for is never above what the person has. */
static void decide(struct q *q)
{
    size_t index;
    int64_t level = 0;
    json_t *person = sandbox_person(q, value(q, "person"), &index);
    if (!person) {
        send_back(q, "error", "access_denied");
        return;
    }
    int64_t most = json_get_int(person, "assurance_level", 1);
    if (!number_parse(value(q, "level"), &level) || level < 1 || level > most)
        level = most;
    give_code(q, index, level);
}

static void authorize(struct q *q)
{
    const char *why;
    if (!client_is_known(q))
        sandbox_reply_problem(q, 400, "unknown client or redirect_uri");
    else if ((why = refusal(q)))
        send_back(q, "error", why);
    else if (q->request->method == HTTP_POST)
        decide(q);
    else
        show_people(q);
}

/* --- userinfo, logout -------------------------------------------------------------------------------------------------------- */

static bool find_by_token(struct q *q, const char *token, struct sandbox_grant *ret)
{
    struct sandbox *s = sandbox_state(q);
    bool found = false;
    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < GRANTS && !found; i++)
        if (s->grants[i].used && text_equal(s->grants[i].token, token) && clock_now() - s->grants[i].at < 10 * MINUTE) {
            *ret = s->grants[i];
            found = true;
        }
    pthread_mutex_unlock(&s->lock);
    return found;
}

static void userinfo(struct q *q)
{
    struct sandbox_grant g;
    const char *header = request_header(q->request, "Authorization");
    if (!header || strncasecmp(header, "Bearer ", 7) != 0 || !find_by_token(q, header + 7, &g)) {
        reply_header(q, "WWW-Authenticate", "Bearer error=\"invalid_token\"");
        sandbox_reply_problem(q, 401, "invalid_token");
        return;
    }
    json_t *person = json_array_get(json_object_get(sandbox_state(q)->data, "people"), g.person);
    sandbox_reply_json(q, 200, json_pack("{s:s, s:s, s:s}", "sub", json_get_text(person, "id"), "SoDinhDanh", json_get_text(person, "identity_number"),
                       "HoVaTen", json_get_text(person, "full_name")));
}

/* RP-initiated logout: there is no session here to end; back to where the portal asks, when that is the portal. */
static void logout(struct q *q)
{
    const char *to = value(q, "post_logout_redirect_uri"), *home = q->app->settings.base_url;
    if (strncmp(to, home, strlen(home)) == 0 && to[strlen(home)] == '/')
        sandbox_reply_redirect(q, to);
    else
        sandbox_reply_page(q, tr(q, T("National e-ID (stand-in)")), arena_printf(q->arena, "<p class=\"tb-lead\">%s</p>", tr(q, T("You are signed out of the e-ID."))));
}

void sandbox_eid(struct q *q, const char *rest)
{
    if (sandbox_misbehaves(q, SERVICE_EID))
        return;
    if (text_equal(rest, ".well-known/openid-configuration"))
        discovery(q);
    else if (text_equal(rest, "jwks"))
        reply_json(q, 200, jose_key_set(q->arena, sandbox_state(q)->key));
    else if (text_equal(rest, "authorize"))
        authorize(q);
    else if (text_equal(rest, "token"))
        sandbox_eid_token(q);
    else if (text_equal(rest, "userinfo"))
        userinfo(q);
    else if (text_equal(rest, "logout"))
        logout(q);
    else
        sandbox_reply_problem(q, 404, "there is nothing at this address");
}
