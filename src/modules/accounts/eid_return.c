/* Coming back from the e-ID. Nothing is written before everything it said has been checked; every lie and every fault ends on one plain
 * page that says what to do. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/text.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/http_client.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/accounts/eid.h"

static const char *const start_again = T("This sign-in is no longer open, perhaps because another page was opened in between. Please begin again.");
static const char *const strange_answer = T("The e-ID system gave an answer that we cannot trust, so nobody was signed in. Nothing of yours was changed; please try again in a few minutes.");

static enum result distrust(struct q *q, const char *why)
{
    log_warn("eid.distrusted", LOG_S("why", why));
    return fail(q, OUTSIDE, strange_answer);
}

static void pair(struct buf *b, const char *name, const char *value)
{
    if (b->length)
        buf_putc(b, '&');
    buf_puts(b, name);
    buf_putc(b, '=');
    buf_url(b, value);
}

/* RFC 6749, 2.3.1: id and secret are percent-encoded before they are joined. */
static const char *basic_header(struct q *q)
{
    struct buf b;
    buf_init(&b, q->arena, 2000);
    buf_url(&b, eid_setting(q, "client_id", "thu-bon"));
    buf_putc(&b, ':');
    buf_url(&b, eid_setting(q, "client_secret", "sandbox"));
    return arena_printf(q->arena, "Authorization: Basic %s", base64_encode(q->arena, b.data, b.length));
}

static enum result ask_for_tokens(struct q *q, const struct eid_provider *p, const struct eid_trip *t, const char *code, json_t **ret)
{
    struct buf body;
    struct http_answer answer;
    const char *why = "not JSON";
    const char *headers[] = {"Content-Type: application/x-www-form-urlencoded", "Accept: application/json", basic_header(q), NULL};
    buf_init(&body, q->arena, 16 * 1024);
    pair(&body, "grant_type", "authorization_code");
    pair(&body, "code", code);
    pair(&body, "redirect_uri", eid_redirect_uri(q));
    pair(&body, "code_verifier", t->verifier);
    struct http_call call = {.method = "POST", .url = p->token, .headers = headers, .body = body.data, .body_length = body.length,
                             .timeout = 10 * SECOND, .max_answer = 128 * 1024};
    if (http_call(q, &call, &answer) != OK) {
        q_forget(q);
        return distrust(q, "no answer from the token endpoint");
    }
    if (answer.status != 200)
        return distrust(q, arena_printf(q->arena, "token endpoint says %d", answer.status));
    *ret = json_read(q->arena, answer.body, answer.body_length, 10, &why);
    return json_is_object(*ret) ? OK : distrust(q, why);
}

/* A key we do not know yet may be a new one: the keys are asked for once more. */
static enum result read_token(struct q *q, const struct eid_provider *p, const struct eid_trip *t, const json_t *tokens, json_t **ret_claims)
{
    const char *why, *id_token = json_get_text(tokens, "id_token");
    bool unknown_key;
    json_t *keys;
    struct eid_expected e = {.issuer = p->issuer, .client_id = eid_setting(q, "client_id", "thu-bon"), .nonce = t->nonce,
                             .access_token = json_get_text(tokens, "access_token"), .now = clock_now()};
    TRY(eid_keys(q, p, false, &keys));
    *ret_claims = eid_token_read(q->arena, id_token, keys, &e, &why, &unknown_key);
    if (!*ret_claims && unknown_key) {
        TRY(eid_keys(q, p, true, &keys));
        *ret_claims = eid_token_read(q->arena, id_token, keys, &e, &why, &unknown_key);
    }
    return *ret_claims ? OK : distrust(q, why);
}

static enum result sign_in(struct q *q, const struct eid_person *person, const char *return_to)
{
    int64_t account_id;
    TRY(eid_person_account(q, person, &account_id));
    struct session_start how = {.account_id = account_id, .assurance = person->level, .agent = request_header(q->request, "User-Agent")};
    TRY(session_start(q, &how));
    struct account who = {.kind = ACCOUNT_RESIDENT};
    return reply_redirect(q, return_to ? return_to : accounts_first_page(q, &who));
}

static enum result finish(struct q *q, const struct eid_trip *t)
{
    struct eid_provider p;
    struct eid_person person;
    json_t *tokens = NULL, *claims = NULL;
    const char *why, *said_by = request_query(q, "iss"), *code = request_query(q, "code");
    TRY(eid_provider(q, &p));
    if (said_by && !text_equal(said_by, p.issuer)) /* RFC 9207: another provider's answer */
        return distrust(q, "iss of the answer is somebody else");
    if (!code || !*code || strlen(code) > 4000)
        return distrust(q, "no code");
    TRY(ask_for_tokens(q, &p, t, code, &tokens));
    TRY(read_token(q, &p, t, tokens, &claims));
    if (!eid_person_read(q, claims, &person, &why))
        return distrust(q, why);
    return sign_in(q, &person, t->return_to);
}

enum result accounts_eid_return(struct q *q, const void *input)
{
    (void)input;
    struct eid_trip t;
    const char *state = request_query(q, "state"), *error = request_query(q, "error");
    bool open = eid_trip_load(q, &t);
    eid_trip_end(q);
    if (!open || !text_equal(state, t.state))
        return eid_trouble_page(q, tr(q, start_again), 400);
    if (text_equal(error, "access_denied"))
        return eid_trouble_page(q, tr(q, T("You did not allow the e-ID to tell us who you are, so you are not signed in. Nothing was passed on.")), 200);
    if (error) {
        log_warn("eid.error", LOG_S("error", error));
        return eid_trouble_page(q, tr(q, strange_answer), 502);
    }
    enum result r = finish(q, &t);
    if (r == OK)
        return OK;
    if (r == PROBLEM_OUTSIDE || r == PROBLEM_FORBIDDEN)
        return eid_trouble_page(q, q->problem.say, result_status(r));
    return r;
}
