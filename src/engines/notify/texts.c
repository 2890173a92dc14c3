/* The texts of notices: found, checked, filled in. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "engines/notify/notify.h"
#include "engines/papers/mustache.h"

enum { LONGEST = 32 * 1024 };
static const char *const names[NOTIFY_CHANNELS] = {"email", "sms"};

const char *notify_channel_name(enum notify_channel c)
{
    return names[c];
}

bool notify_channel_named(const char *name, enum notify_channel *ret)
{
    for (int c = 0; c < NOTIFY_CHANNELS; c++)
        if (text_equal(name, names[c])) {
            *ret = (enum notify_channel)c;
            return true;
        }
    return false;
}

const struct notify_text *notify_find(const struct notify_book *b, const char *event, enum notify_channel c, enum language l)
{
    const struct notify_text *vietnamese = NULL;
    for (size_t i = 0; i < b->count; i++) {
        const struct notify_text *t = &b->texts[i];
        if (t->channel != c || !text_equal(t->event, event))
            continue;
        if (t->language == l)
            return t;
        if (t->language == LANGUAGE_VI)
            vietnamese = t;
    }
    return vietnamese;
}

const char *notify_check(struct arena *a, const struct notify_text *t)
{
    const char *why;
    if (t->subject && !mustache_check(a, t->subject, &why))
        return why;
    return mustache_check(a, t->body, &why) ? NULL : why;
}

static bool fill(struct arena *a, const char *text, const json_t *data, const char **ret, const char **ret_why)
{
    struct buf b;
    buf_init(&b, a, LONGEST);
    if (!mustache_render(&b, text ? text : "", data, MUSTACHE_TEXT, NULL, NULL, ret_why))
        return false;
    if (b.overflow)
        *ret_why = "longer than 32 KB";
    *ret = b.data;
    return !b.overflow;
}

bool notify_render(struct arena *a, const struct notify_text *t, const json_t *data, struct notify_words *ret, const char **ret_why)
{
    if (!fill(a, t->subject, data, &ret->subject, ret_why) || !fill(a, t->body, data, &ret->body, ret_why))
        return false;
    ret->subject = text_clean(a, ret->subject); /* one line: a name with a line break writes no header */
    ret->body = t->channel == NOTIFY_SMS ? text_clean(a, ret->body) : text_clean_lines(a, ret->body);
    *ret_why = "not UTF-8";
    return ret->subject && ret->body;
}

/* --- the HTML part ------------------------------------------------------------------------------------------------------------------ */

/* Addresses of web pages become links; everything else is text. */
static void write_line(struct buf *b, struct arena *a, const char *line)
{
    for (const char *at; (at = strstr(line, "http")) != NULL;) {
        size_t n = strcspn(at, " \n<>\"");
        bool link = text_starts(at, "http://") || text_starts(at, "https://");
        buf_html(b, arena_strndup(a, line, (size_t)(at - line)));
        const char *word = arena_strndup(a, at, n);
        if (link)
            buf_puts(b, "<a style=\"color:#0e515c\" href=\"");
        buf_html(b, word);
        if (link) {
            buf_puts(b, "\">");
            buf_html(b, word);
            buf_puts(b, "</a>");
        }
        line = at + n;
    }
    buf_html(b, line);
}

/* Tables and inline styles, because mail programs know nothing else; one column of 600 px; the look of the portal. */
const char *notify_html(struct arena *a, const char *brand, const struct notify_words *w)
{
    struct buf b;
    size_t count;
    char **lines = text_split(a, w->body, '\n', &count);
    buf_init(&b, a, 4 * LONGEST);
    buf_puts(&b, "<!doctype html><html><head><meta charset=\"utf-8\"><title>");
    buf_html(&b, w->subject);
    buf_puts(&b, "</title></head><body style=\"margin:0;background:#f4efe4;font-family:'Be Vietnam Pro','Segoe UI',Roboto,'Noto Sans',Arial,sans-serif;color:#12262b\">"
                 "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\"><tr><td align=\"center\" style=\"padding:24px 12px 40px\">"
                 "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"max-width:600px;background:#ffffff\">"
                 "<tr><td style=\"background:#0b3d46;padding:18px 28px;color:#ffffff;font-size:18px;font-weight:600\">");
    buf_html(&b, brand);
    buf_puts(&b, "</td></tr><tr><td style=\"height:4px;background:#efb73f;font-size:0;line-height:0\">&nbsp;</td></tr>"
                 "<tr><td style=\"padding:30px 28px;font-size:16px;line-height:26px\"><h1 style=\"margin:0 0 14px;font-size:24px;line-height:34px\">");
    buf_html(&b, w->subject);
    buf_puts(&b, "</h1><p>");
    for (size_t i = 0; i < count; i++) {
        if (*lines[i]) {
            write_line(&b, a, lines[i]);
            buf_puts(&b, i + 1 < count && *lines[i + 1] ? "<br>" : "");
        } else {
            buf_puts(&b, "</p><p>");
        }
    }
    buf_puts(&b, "</p></td></tr></table></td></tr></table></body></html>");
    return b.data;
}
