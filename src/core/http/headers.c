/* Headers that every answer carries: what a browser may load, embed and remember. */
#include "core/access.h"
#include "core/app.h"
#include "core/http/phases.h"
#include "core/http/reply.h"
#include "core/q.h"
#include <string.h>

/* Settings that name outside pages a form or redirect of ours may lead to. */
static const char *const outside_settings[] = {"eid.issuer", "eid.browser_url", "payments.browser_url"};
enum { OUTSIDE_SETTINGS = sizeof outside_settings / sizeof *outside_settings };

/* "https://host:port" of an address; NULL when it is no web address. */
static const char *origin_of(struct arena *a, const char *url)
{
    const char *host = url ? strstr(url, "://") : NULL;
    if (!host || (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0))
        return NULL;
    return arena_strndup(a, url, (size_t)(host + 3 - url) + strcspn(host + 3, "/?#"));
}

static const char *outside_origin(struct q *q, int i)
{
    if (i < OUTSIDE_SETTINGS)
        return origin_of(q->arena, app_setting(q->app, outside_settings[i]));
    return origin_of(q->arena, q->app->settings.sandbox_url);
}

bool http_origin_is_known(struct q *q, const char *url)
{
    const char *origin = origin_of(q->arena, url);
    for (int i = 0; origin && i <= OUTSIDE_SETTINGS; i++) {
        const char *known = outside_origin(q, i);
        if (known && strcmp(known, origin) == 0)
            return true;
    }
    return false;
}

static const char *content_policy(struct q *q)
{
    struct buf b;
    buf_init(&b, q->arena, 4000);
    buf_puts(&b, "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
                 "frame-src 'self'; "
                 "manifest-src 'self'; form-action 'self'");
    for (int i = 0; i <= OUTSIDE_SETTINGS; i++) {
        const char *origin = outside_origin(q, i);
        if (origin && !strstr(b.data, origin)) {
            buf_putc(&b, ' ');
            buf_puts(&b, origin);
        }
    }
    buf_puts(&b, "; frame-ancestors 'none'; base-uri 'none'");
    return b.data;
}

void http_security_headers(struct q *q)
{
    const struct reply *r = q->reply;
    reply_header(q, "X-Content-Type-Options", "nosniff");
    if (q->app->settings.secure_cookies)
        reply_header(q, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    /* A guest's browser may keep a page for the way back, with what was typed; somebody's own pages leave no trace on a shared machine. */
    if (!reply_header_get(r, "Cache-Control"))
        reply_header(q, "Cache-Control", q->account->id ? "no-store" : "private, no-cache");
    if (strncmp(r->content_type, "text/html", 9) != 0) {
        /* A file that somebody uploaded must not act as a page of ours when it is opened. */
        bool pdf = strncmp(r->content_type, "application/pdf", 15) == 0; /* the browsers' viewers do not work in a sandbox */
        if (!reply_header_get(r, "Content-Security-Policy"))
            reply_header(q, "Content-Security-Policy",
                         pdf ? "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
                             : "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'");
        return;
    }
    reply_header(q, "Content-Security-Policy", content_policy(q));
    reply_header(q, "Referrer-Policy", "same-origin");
    reply_header(q, "Permissions-Policy", "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()");
    reply_header(q, "Cross-Origin-Opener-Policy", "same-origin");
}
