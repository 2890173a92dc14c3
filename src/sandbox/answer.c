/* How the stand-ins answer: JSON, pages in the look of the portal, and what their switches make of it. */
#include "base/buf.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/page_asset.h"
#include "core/q.h"
#include "sandbox/sandbox_inside.h"
#include <time.h>

enum { LONGEST_DELAY_MS = 60000 };

void sandbox_reply_json(struct q *q, int status, json_t *value)
{
    reply_json(q, status, json_print(q->arena, value));
    reply_header(q, "Cache-Control", "no-store");
    json_decref(value);
}

void sandbox_reply_problem(struct q *q, int status, const char *say)
{
    sandbox_reply_json(q, status, json_pack("{s:s, s:s}", "error", "problem", "error_description", say));
}

/* Where a stand-in sends the browser was checked by its caller, as the true system would. */
void sandbox_reply_redirect(struct q *q, const char *url)
{
    q->reply->status = 303;
    reply_header(q, "Location", url);
    reply_header(q, "Cache-Control", "no-store");
}

static void write_head(struct q *q, struct buf *b, const char *title)
{
    buf_puts(b, "<!doctype html>\n<html lang=\"");
    buf_puts(b, q->language == LANGUAGE_EN ? "en" : "vi");
    buf_puts(b, "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>");
    buf_html(b, title);
    buf_puts(b, "</title><link rel=\"stylesheet\" href=\"");
    buf_html(b, page_asset(q, "site.css"));
    buf_puts(b, "\"></head><body class=\"tb\"><header class=\"tb-top\"><div class=\"tb-wrap\"><a class=\"tb-brand\" href=\"/\"><span><small>");
    buf_html(b, tr(q, T("For trying out, not the real system")));
    buf_puts(b, "</small><b>");
    buf_html(b, title);
    buf_puts(b, "</b></span></a></div></header><aside class=\"tb-strip\"><div class=\"tb-wrap\"><p>");
    buf_html(b, tr(q, T("Everybody and everything on this page is invented. Never type real personal data here.")));
    buf_puts(b, "</p></div></aside><main id=\"main\"><div class=\"tb-wrap\">");
}

void sandbox_reply_page(struct q *q, const char *title, const char *content)
{
    struct buf *b = &q->reply->body;
    buf_clear(b);
    write_head(q, b, title);
    buf_puts(b, content);
    buf_puts(b, "</div></main></body></html>\n");
    reply_header(q, "Content-Security-Policy",
                 arena_printf(q->arena, "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'self' %s; "
                                        "frame-ancestors 'none'; base-uri 'none'", q->app->settings.base_url));
    reply_header(q, "Cache-Control", "no-store");
    reply_header(q, "X-Content-Type-Options", "nosniff");
}

void sandbox_assets(struct q *q, const char *name)
{
    const struct asset *asset = asset_by_hashed_name(q, name);
    size_t n;
    const char *bytes = asset ? file_read(q->arena, arena_printf(q->arena, "%s/%s", q->app->settings.web, asset->hashed), 1 << 20, &n) : NULL;
    if (!bytes) {
        sandbox_reply_problem(q, 404, "no such file");
        return;
    }
    reply_bytes(q, asset->content_type, bytes, n, NULL);
    reply_header(q, "Cache-Control", "public, max-age=31536000, immutable");
}

static struct sandbox_switch switch_of(struct q *q, int service)
{
    struct sandbox *s = sandbox_state(q);
    pthread_mutex_lock(&s->lock);
    struct sandbox_switch set = s->switches[service];
    pthread_mutex_unlock(&s->lock);
    return set;
}

static void wait_ms(int64_t ms)
{
    if (ms > LONGEST_DELAY_MS)
        ms = LONGEST_DELAY_MS;
    nanosleep(&(struct timespec){ms / 1000, (ms % 1000) * 1000000}, NULL);
}

bool sandbox_misbehaves(struct q *q, int service)
{
    struct sandbox_switch set = switch_of(q, service);
    if (set.mode == MODE_SLOW)
        wait_ms(set.delay_ms);
    if (set.mode == MODE_FAILING)
        sandbox_reply_problem(q, 500, "switched to failing");
    else if (set.mode == MODE_GARBAGE)
        reply_bytes(q, "application/json", "{\"\xff\xfe<html>", 9, NULL);
    return set.mode == MODE_FAILING || set.mode == MODE_GARBAGE;
}

bool sandbox_lies_about(struct q *q, int service, int lie)
{
    struct sandbox_switch set = switch_of(q, service);
    return set.mode == MODE_LYING && (lie < 0 || set.lie == lie);
}
