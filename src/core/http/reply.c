/* Writing the answer: headers, cookies, redirects, bytes. */
#include "core/http/reply.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/must.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/q.h"
#include <string.h>
#include <strings.h>

/* A line break in a value would let a text of somebody else write headers of its own. */
static bool value_is_one_line(const char *value)
{
    for (; *value; value++)
        if ((unsigned char)*value < 0x20 && *value != '\t')
            return false;
    return true;
}

void reply_header(struct q *q, const char *name, const char *value)
{
    struct reply *r = q->reply;
    if (!r)
        return;
    if (!value_is_one_line(value)) {
        log_wrong("http.header_dropped", LOG_S("header", name));
        return;
    }
    const size_t room = sizeof r->headers / sizeof *r->headers;
    for (size_t i = 0; i < r->header_count; i++)
        if (strcasecmp(r->headers[i].name, name) == 0 && strcasecmp(name, "Set-Cookie") != 0) {
            r->headers[i].value = arena_strdup(q->arena, value);
            return;
        }
    must(r->header_count < room);
    r->headers[r->header_count++] = (struct http_header){name, arena_strdup(q->arena, value)};
}

const char *reply_header_get(const struct reply *r, const char *name)
{
    for (size_t i = 0; i < r->header_count; i++)
        if (strcasecmp(r->headers[i].name, name) == 0)
            return r->headers[i].value;
    return NULL;
}

/* A second cookie of the same name replaces the first. */
static void set_cookie(struct q *q, const char *full_name, const char *line)
{
    struct reply *r = q->reply;
    size_t n = strlen(full_name);
    for (size_t i = 0; i < r->header_count; i++)
        if (strcasecmp(r->headers[i].name, "Set-Cookie") == 0 && strncmp(r->headers[i].value, full_name, n) == 0 &&
            r->headers[i].value[n] == '=') {
            r->headers[i].value = line;
            return;
        }
    reply_header(q, "Set-Cookie", line);
}

void reply_cookie(struct q *q, const char *name, const char *value, int64_t max_age_seconds)
{
    if (!q->reply)
        return;
    const char *full = cookie_full_name(q, name);
    const char *secure = q->app->settings.secure_cookies ? "; Secure" : "";
    const char *age = max_age_seconds == REPLY_COOKIE_SESSION ? "" : arena_printf(q->arena, "; Max-Age=%lld", (long long)max_age_seconds);
    set_cookie(q, full, arena_printf(q->arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s", full, value, age, secure));
}

/* Where a redirect may lead: our own paths ("//host" and "/\host" are not ours) and the outside addresses that are configured. */
static bool may_lead_to(struct q *q, const char *url)
{
    if (url[0] == '/')
        return url[1] != '/' && url[1] != '\\';
    if (strncmp(url, q->app->settings.base_url, strlen(q->app->settings.base_url)) == 0) {
        char next = url[strlen(q->app->settings.base_url)];
        return next == '/' || next == '\0' || next == '?';
    }
    return http_origin_is_known(q, url);
}

enum result reply_redirect(struct q *q, const char *url)
{
    if (!value_is_one_line(url) || !may_lead_to(q, url)) { /* perhaps from ?ve= of a link that somebody was sent */
        log_wrong("http.redirect_refused", LOG_S("route", q->request && q->request->route ? q->request->route->path : ""));
        url = "/";
    }
    q->reply->status = 303;
    reply_header(q, "Location", url);
    return OK;
}

enum result reply_json(struct q *q, int status, const char *json)
{
    q->reply->status = status;
    q->reply->content_type = "application/json";
    buf_clear(&q->reply->body);
    buf_puts(&q->reply->body, json);
    return OK;
}

/* RFC 6266: a plain name for old clients and the true one in UTF-8. */
static const char *disposition(struct q *q, const char *name)
{
    struct buf plain, full;
    buf_init(&plain, q->arena, 300);
    buf_init(&full, q->arena, 2000);
    for (const char *s = name; *s; s++)
        buf_putc(&plain, (unsigned char)*s < 0x20 || (unsigned char)*s > 0x7e || *s == '"' || *s == '\\' || *s == '%' ? '_' : *s);
    buf_url(&full, name);
    return arena_printf(q->arena, "attachment; filename=\"%s\"; filename*=UTF-8''%s", plain.data, full.data);
}

enum result reply_bytes(struct q *q, const char *content_type, const void *bytes, size_t n, const char *download_name)
{
    q->reply->status = 200;
    q->reply->content_type = content_type;
    buf_clear(&q->reply->body);
    buf_add(&q->reply->body, bytes, n);
    if (download_name)
        reply_header(q, "Content-Disposition", disposition(q, download_name));
    return OK;
}

/* Is etag in the list of a header (If-None-Match, If-Match)? RFC 9110, 13.1: "*" takes any. weak: W/ does not matter. */
bool etag_in(const char *list, const char *etag, bool weak)
{
    size_t n = strlen(etag);
    for (const char *s = list; *s;) {
        s += strspn(s, ", \t");
        bool is_weak = strncmp(s, "W/", 2) == 0;
        const char *tag = is_weak ? s + 2 : s;
        if (*tag == '*')
            return true;
        size_t length = *tag == '"' ? strcspn(tag + 1, "\"") + 2 : strcspn(tag, ",");
        if (length == n && memcmp(tag, etag, n) == 0 && (weak || !is_weak))
            return true;
        s = strlen(tag) < length ? tag + strlen(tag) : tag + length;
    }
    return false;
}

bool reply_not_modified(struct q *q, const char *etag)
{
    const char *list = request_header(q->request, "If-None-Match");
    reply_header(q, "ETag", etag);
    if (!list || !etag_in(list, etag, true))
        return false;
    q->reply->status = 304;
    buf_clear(&q->reply->body);
    return true;
}

enum result reply_json_tagged(struct q *q, const char *json)
{
    uint8_t digest[SHA256_BYTES];
    sha256(json, strlen(json), digest);
    if (reply_not_modified(q, arena_printf(q->arena, "\"%s\"", hex_encode(q->arena, digest, 16))))
        return OK;
    return reply_json(q, 200, json);
}

enum result request_need_match(struct q *q, const char *etag)
{
    const char *list = request_header(q->request, "If-Match");
    return !list || etag_in(list, etag, false) ? OK : fail(q, PRECONDITION, NULL);
}
