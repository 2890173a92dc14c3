#include "adapters/mail_smtp/mail_smtp.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/text.h"
#include <curl/curl.h>

enum { LARGEST = 512 * 1024, LINE = 76, WORD_BYTES = 45, TIME_LIMIT_SECONDS = 20 };
struct mail_smtp { struct notify_sender sender; struct mail_smtp_settings settings; };

/* --- writing the message ---------------------------------------------------------------------------------------------------------- */

/* RFC 2047: words of base 64, cut between characters so that each stands alone. */
static void encoded_words(struct buf *b, struct arena *a, const char *text)
{
    for (const char *at = text; *at;) {
        size_t n = 0, step;
        uint32_t c;
        while (at[n] && (step = text_character(at + n, strlen(at + n), &c)) && n + step <= WORD_BYTES)
            n += step;
        if (!n)
            break;
        buf_printf(b, "%s=?UTF-8?B?%s?=", at == text ? "" : "\r\n ", base64_encode(a, at, n));
        at += n;
    }
}

static void body_part(struct buf *b, struct arena *a, const char *boundary, const char *type, const char *text)
{
    const char *coded = base64_encode(a, text, strlen(text));
    buf_printf(b, "--%s\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n", boundary, type);
    for (size_t n = strlen(coded); n; n = strlen(coded)) {
        size_t line = n < LINE ? n : LINE;
        buf_add(b, coded, line);
        buf_puts(b, "\r\n");
        coded += line;
    }
}

/* RFC 5322, 3.3: "Tue, 24 Nov 2026 08:05:00 +0700". */
static const char *date_header(struct arena *a, int64_t now)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct local_time l = time_local(now);
    return arena_printf(a, "%s, %02d %s %04d %02d:%02d:%02d +0700", days[date_weekday(date_to_days(l.date)) - 1], l.date.day, months[l.date.month - 1], l.date.year,
                        l.hour, l.minute, l.second);
}

const char *mail_smtp_text(struct arena *a, const struct mail_smtp_settings *s, const struct notify_message *m, int64_t now)
{
    struct buf b;
    uint8_t digest[SHA256_BYTES];
    sha256(m->key, strlen(m->key), digest);
    const char *id = hex_encode(a, digest, 16), *at = strchr(s->from, '@');
    buf_init(&b, a, LARGEST);
    buf_printf(&b, "Date: %s\r\nFrom: ", date_header(a, now));
    encoded_words(&b, a, s->from_name);
    buf_printf(&b, " <%s>\r\nTo: <%s>\r\nSubject: ", s->from, m->to);
    encoded_words(&b, a, m->words.subject);
    buf_printf(&b, "\r\nMessage-ID: <%s%s>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"=_%s\"\r\n\r\n", id,
               at ? at : "@localhost", id);
    const char *boundary = arena_printf(a, "=_%s", id);
    body_part(&b, a, boundary, "text/plain", m->words.body);
    if (m->html)
        body_part(&b, a, boundary, "text/html", m->html);
    buf_printf(&b, "--%s--\r\n", boundary);
    return b.overflow ? NULL : b.data;
}

/* --- sending ------------------------------------------------------------------------------------------------------------------------ */

struct reading { const char *text; size_t left; };

static size_t give(char *to, size_t size, size_t count, void *arg)
{
    struct reading *r = arg;
    size_t n = size * count < r->left ? size * count : r->left;
    memcpy(to, r->text, n);
    r->text += n;
    r->left -= n;
    return n;
}

/* An address goes into a command line of the protocol: nothing in it may end that line. */
static bool address_is_safe(const char *s)
{
    const char *at = strchr(s, '@');
    for (const char *c = s; *c; c++)
        if ((unsigned char)*c <= ' ' || *c == '<' || *c == '>' || *c == 0x7f)
            return false;
    return at && at != s && at[1] && strlen(s) <= 254;
}

static void options(CURL *curl, const struct mail_smtp_settings *s, struct curl_slist *to, struct reading *r)
{
    curl_easy_setopt(curl, CURLOPT_URL, s->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)TIME_LIMIT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, s->require_tls ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_NONE);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, s->from);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, r);
    if (s->user) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, s->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, s->password ? s->password : "");
    }
}

/* A 5xx answer to RCPT is for ever; everything else may pass (RFC 5321, 4.2.1). */
static enum result judge(struct q *q, CURL *curl, CURLcode code, const char **ret_receipt)
{
    long answer = 0;
    if (code == CURLE_OK)
        return OK;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
    *ret_receipt = arena_printf(q->arena, "%s (%ld)", curl_easy_strerror(code), answer);
    return answer >= 550 && answer < 560 && code == CURLE_SEND_ERROR ? PROBLEM_INVALID : PROBLEM_OUTSIDE;
}

static enum result send_mail(struct notify_sender *sender, struct q *q, const struct notify_message *m, const char **ret_receipt)
{
    const struct mail_smtp_settings *s = &((struct mail_smtp *)sender)->settings;
    const char *text = mail_smtp_text(q->arena, s, m, clock_now());
    *ret_receipt = "";
    if (!address_is_safe(m->to) || !text) {
        *ret_receipt = "the address is not one";
        return PROBLEM_INVALID;
    }
    CURL *curl = curl_easy_init();
    if (!curl)
        return PROBLEM_OUTSIDE;
    struct curl_slist *to = curl_slist_append(NULL, arena_printf(q->arena, "<%s>", m->to));
    struct reading r = {text, strlen(text)};
    options(curl, s, to, &r);
    enum result result = judge(q, curl, curl_easy_perform(curl), ret_receipt);
    curl_slist_free_all(to);
    curl_easy_cleanup(curl);
    return result;
}

struct notify_sender *mail_smtp_new(struct arena *a, const struct mail_smtp_settings *settings)
{
    struct mail_smtp *m = arena_new_one(a, struct mail_smtp);
    *m = (struct mail_smtp){{settings->url, send_mail}, *settings};
    return &m->sender;
}
