/* Setting out to the e-ID: state, nonce and PKCE verifier are made, sealed into a cookie, and the browser is sent there. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/id.h"
#include "base/json.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/province.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/accounts/eid.h"
#include "accounts_pages.h"

#define COOKIE "dinh-danh"
#define PURPOSE "accounts.eid"
#define TRIP_LASTS (15 * MINUTE)

const char *eid_redirect_uri(struct q *q)
{
    return arena_printf(q->arena, "%s/dang-nhap/e-id/ve", q->app->settings.base_url);
}

static void keep_trip(struct q *q, const struct eid_trip *t)
{
    struct buf b;
    struct json_writer w;
    buf_init(&b, q->arena, 4000);
    json_begin(&w, &b);
    json_object_open(&w);
    json_field_text(&w, "state", t->state);
    json_field_text(&w, "nonce", t->nonce);
    json_field_text(&w, "verifier", t->verifier);
    json_field_text(&w, "return_to", t->return_to);
    json_field_int(&w, "at", clock_now());
    json_object_close(&w);
    reply_cookie(q, COOKIE, accounts_seal(q, PURPOSE, b.data, b.length), TRIP_LASTS / SECOND);
}

bool eid_trip_load(struct q *q, struct eid_trip *ret)
{
    size_t n;
    const char *why, *text = accounts_open(q, PURPOSE, request_cookie(q, COOKIE), &n);
    json_t *kept = text ? json_read(q->arena, text, n, 4, &why) : NULL;
    int64_t age = clock_now() - json_get_int(kept, "at", 0);
    if (!kept || age < 0 || age > TRIP_LASTS)
        return false;
    *ret = (struct eid_trip){json_get_text(kept, "state"), json_get_text(kept, "nonce"), json_get_text(kept, "verifier"), json_get_text(kept, "return_to")};
    return ret->state && ret->nonce && ret->verifier;
}

void eid_trip_end(struct q *q)
{
    reply_cookie(q, COOKIE, "", 0);
}

static void add(struct buf *b, const char *name, const char *value)
{
    if (!value || !*value)
        return;
    buf_putc(b, strchr(b->data, '?') ? '&' : '?');
    buf_puts(b, name);
    buf_putc(b, '=');
    buf_url(b, value);
}

static const char *challenge_of(struct q *q, const char *verifier)
{
    uint8_t digest[SHA256_BYTES];
    sha256(verifier, strlen(verifier), digest);
    return base64url_encode(q->arena, digest, sizeof digest);
}

static const char *authorize_url(struct q *q, const struct eid_provider *p, const struct eid_trip *t)
{
    struct buf url;
    buf_init(&url, q->arena, 4000);
    buf_puts(&url, p->authorize);
    add(&url, "response_type", "code");
    add(&url, "client_id", eid_setting(q, "client_id", "thu-bon"));
    add(&url, "redirect_uri", eid_redirect_uri(q));
    add(&url, "scope", eid_setting(q, "scope", "openid"));
    add(&url, "state", t->state);
    add(&url, "nonce", t->nonce);
    add(&url, "code_challenge", challenge_of(q, t->verifier));
    add(&url, "code_challenge_method", "S256");
    add(&url, "acr_values", eid_setting(q, "acr_values", "2 1"));
    add(&url, "ui_locales", q->language == LANGUAGE_EN ? "en" : "vi");
    return url.data;
}

enum result eid_trouble_page(struct q *q, const char *say, int status)
{
    q_forget(q);
    struct page frame = {.title = tr(q, T("Signing in did not work")), .status = status, .no_index = true};
    struct accounts_eid_trouble_view v = {.say = say, .hotline = q->app->province ? province_text(q->app->province, "contacts.hotline") : NULL};
    return accounts_eid_trouble_page(q, &frame, &v);
}

enum result accounts_eid_begin(struct q *q, const void *input)
{
    (void)input;
    struct eid_provider p;
    if (eid_provider(q, &p) != OK)
        return eid_trouble_page(q, q->problem.say, 502);
    struct eid_trip t = {random_token(q->arena, 32), random_token(q->arena, 32), random_token(q->arena, 64),
                         accounts_return_to(q, request_query(q, "ve"))};
    keep_trip(q, &t);
    return reply_redirect(q, authorize_url(q, &p, &t));
}
