#include "core/http/csrf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/id.h"
#include "core/access.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/http/parsed.h"
#include "core/q.h"
#include <string.h>

#define GUEST_COOKIE "khach"
enum { RANDOM = 8, MINUTES = 4, MAC = 16, TOKEN = RANDOM + MINUTES + MAC };

static void mac_of(struct q *q, const char *purpose, const char *holder, const uint8_t *bytes, size_t n, uint8_t ret[SHA256_BYTES])
{
    struct buf text;
    buf_init(&text, q->arena, 1000);
    buf_puts(&text, purpose);
    buf_putc(&text, '\n');
    buf_puts(&text, holder);
    buf_putc(&text, '\n');
    buf_add(&text, bytes, n);
    hmac_sha256(q->app->secret, 32, text.data, text.length, ret);
}

/* The guest cookie is NAME.SIGNATURE: only we can have made it. Returns the name, NULL when the cookie is missing or not ours. */
static const char *guest_of(struct q *q)
{
    const char *cookie = request_cookie(q, GUEST_COOKIE);
    const char *dot = cookie && strlen(cookie) < 200 ? strchr(cookie, '.') : NULL;
    if (!dot)
        return NULL;
    const char *name = arena_strndup(q->arena, cookie, (size_t)(dot - cookie));
    uint8_t mac[SHA256_BYTES];
    mac_of(q, "guest", name, NULL, 0, mac);
    const char *wanted = base64url_encode(q->arena, mac, MAC);
    bool same = strlen(wanted) == strlen(dot + 1) && bytes_equal_constant_time(wanted, dot + 1, strlen(wanted));
    return same ? name : NULL;
}

static const char *guest_new(struct q *q)
{
    const char *name = random_token(q->arena, 20);
    uint8_t mac[SHA256_BYTES];
    mac_of(q, "guest", name, NULL, 0, mac);
    reply_cookie(q, GUEST_COOKIE, arena_printf(q->arena, "%s.%s", name, base64url_encode(q->arena, mac, MAC)), REPLY_COOKIE_SESSION);
    return name;
}

/* Whose token it is: "session 12" or "guest K3…"; NULL when the browser is unknown. */
static const char *holder_of(struct q *q)
{
    if (q->account->session_id)
        return arena_printf(q->arena, "session %lld", (long long)q->account->session_id);
    const char *guest = guest_of(q);
    return guest ? arena_printf(q->arena, "guest %s", guest) : NULL;
}

static void put_minutes(uint8_t *to, uint32_t minutes)
{
    for (int i = 0; i < MINUTES; i++)
        to[i] = (uint8_t)(minutes >> (24 - 8 * i));
}

static int64_t get_minutes(const uint8_t *from)
{
    return (int64_t)from[0] << 24 | from[1] << 16 | from[2] << 8 | from[3];
}

const char *http_csrf(struct q *q)
{
    if (!q->request)
        return "";
    if (q->request->csrf)
        return q->request->csrf;
    const char *holder = holder_of(q);
    if (!holder)
        holder = arena_printf(q->arena, "guest %s", guest_new(q));
    uint8_t token[TOKEN], mac[SHA256_BYTES];
    random_bytes(token, RANDOM);
    put_minutes(token + RANDOM, (uint32_t)(clock_now() / MINUTE));
    mac_of(q, "csrf", holder, token, RANDOM + MINUTES, mac);
    memcpy(token + RANDOM + MINUTES, mac, MAC);
    q->request->csrf = base64url_encode(q->arena, token, TOKEN);
    return q->request->csrf;
}

bool csrf_token_is_good(struct q *q, const char *text)
{
    const char *holder = holder_of(q);
    size_t n = 0;
    const uint8_t *token = text && strlen(text) < 100 ? base64url_decode(q->arena, text, &n) : NULL;
    if (!holder || !token || n != TOKEN)
        return false;
    uint8_t mac[SHA256_BYTES];
    mac_of(q, "csrf", holder, token, RANDOM + MINUTES, mac);
    int64_t age = clock_now() / MINUTE - get_minutes(token + RANDOM);
    return bytes_equal_constant_time(token + RANDOM + MINUTES, mac, MAC) && age >= -1 && age <= CSRF_HOURS * 60;
}

/* Browsers say who caused a request; a page of another site is never let through, whatever it knows. */
static bool comes_from_elsewhere(struct q *q)
{
    const char *site = request_header(q->request, "Sec-Fetch-Site");
    if (site)
        return strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0;
    return false;
}

/* Then session_load did not look at the cookie (core/session.c), and no page of another site can make a browser send this header. */
static bool brings_token(const struct request *r)
{
    const char *header = request_header(r, "Authorization");
    return header && strncasecmp(header, "Bearer ", 7) == 0;
}

static bool needs_token(struct q *q)
{
    const struct request *r = q->request;
    if (r->method == HTTP_GET || r->method == HTTP_HEAD || r->method == HTTP_OPTIONS || (r->route->flags & ROUTE_NO_CSRF))
        return false;
    /* A program that brings its own credentials, or none, is not a browser that was tricked into sending a cookie. */
    if (brings_token(r))
        return false;
    return !(r->route->flags & ROUTE_API) || q->account->session_id != 0;
}

enum result csrf_check(struct q *q)
{
    if (!needs_token(q))
        return OK;
    if (comes_from_elsewhere(q))
        return fail(q, BAD_TOKEN, T("This was sent from the page of another site, so nothing was done"));
    const char *token = request_header(q->request, "X-CSRF-Token");
    if (!token) {
        const struct parsed *p;
        TRY(request_parse(q, &p));
        token = pairs_get(&p->form, "csrf");
    }
    return csrf_token_is_good(q, token) ? OK : fail(q, BAD_TOKEN, T("Nothing was done. Go back, load the page again and repeat"));
}
