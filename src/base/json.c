/* The writer keeps one bit a level ("nothing written here yet") and whether a key has just been written; from these two follow all
 * commas. A wrong order of calls is our bug (must). The reader is json_read.c, the printer of trees json_print.c. */
#include "base/json.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/must.h"
#include "base/text.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { DEEPEST = 60 };
#define AFTER_KEY (UINT64_C(1) << 63) /* in `first`, above all levels */

void json_begin(struct json_writer *w, struct buf *to)
{
    *w = (struct json_writer){.to = to, .first = 1};
}

/* Before every value and key: the comma, unless it is the first here or stands after its key. */
static void separate(struct json_writer *w)
{
    uint64_t level = UINT64_C(1) << w->depth;
    if (w->first & AFTER_KEY)
        w->first &= ~AFTER_KEY;
    else if (w->first & level)
        w->first &= ~level;
    else
        buf_putc(w->to, ',');
}

static void open_level(struct json_writer *w, char bracket)
{
    separate(w);
    buf_putc(w->to, bracket);
    must(w->depth < DEEPEST);
    w->depth++;
    w->first |= UINT64_C(1) << w->depth;
}

static void close_level(struct json_writer *w, char bracket)
{
    must(w->depth > 0 && !(w->first & AFTER_KEY));
    w->depth--;
    buf_putc(w->to, bracket);
}

void json_object_open(struct json_writer *w)
{
    open_level(w, '{');
}

void json_object_close(struct json_writer *w)
{
    close_level(w, '}');
}

void json_array_open(struct json_writer *w)
{
    open_level(w, '[');
}

void json_array_close(struct json_writer *w)
{
    close_level(w, ']');
}

static bool plain_ascii(unsigned char c)
{
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

/* One character that is not plain: escaped, copied, or (not UTF-8) replaced by U+FFFD so that the output is always valid. */
static size_t add_special(struct buf *b, const unsigned char *s, size_t n)
{
    static const char *const shorts[128] = {['"'] = "\\\"", ['\\'] = "\\\\", ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t"};
    uint32_t c;
    size_t length = text_character((const char *)s, n, &c);
    if (length == 0)
        buf_puts(b, "\xEF\xBF\xBD");
    else if (length > 1)
        buf_add(b, s, length);
    else if (shorts[*s])
        buf_puts(b, shorts[*s]);
    else
        buf_printf(b, "\\u%04x", *s);
    return length ? length : 1;
}

static void add_quoted(struct buf *b, const char *value, size_t n)
{
    const unsigned char *s = (const unsigned char *)value, *end = s + n;
    buf_putc(b, '"');
    while (s < end) {
        const unsigned char *from = s;
        while (s < end && plain_ascii(*s))
            s++;
        buf_add(b, from, (size_t)(s - from));
        while (s < end && !plain_ascii(*s))
            s += add_special(b, s, (size_t)(end - s));
    }
    buf_putc(b, '"');
}

void json_key(struct json_writer *w, const char *key)
{
    must(w->depth > 0 && !(w->first & AFTER_KEY));
    separate(w);
    add_quoted(w->to, key, strlen(key));
    buf_putc(w->to, ':');
    w->first |= AFTER_KEY;
}

void json_text_n(struct json_writer *w, const char *value, size_t n)
{
    separate(w);
    add_quoted(w->to, value, n);
}

void json_text(struct json_writer *w, const char *value)
{
    if (value)
        json_text_n(w, value, strlen(value));
    else
        json_write_null(w);
}

void json_int(struct json_writer *w, int64_t value)
{
    separate(w);
    buf_int(w->to, value);
}

/* The shortest of 15, 16 and 17 digits that reads back as the same number. JSON has no NaN and no infinity: null. */
void json_double(struct json_writer *w, double value)
{
    if (!isfinite(value)) {
        json_write_null(w);
        return;
    }
    char text[32];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    json_raw(w, text);
}

void json_bool(struct json_writer *w, bool value)
{
    json_raw(w, value ? "true" : "false");
}

void json_write_null(struct json_writer *w)
{
    json_raw(w, "null");
}

void json_raw(struct json_writer *w, const char *json)
{
    separate(w);
    buf_puts(w->to, json);
}

void json_field_text(struct json_writer *w, const char *key, const char *value)
{
    json_key(w, key);
    json_text(w, value);
}

void json_field_int(struct json_writer *w, const char *key, int64_t value)
{
    json_key(w, key);
    json_int(w, value);
}

void json_field_bool(struct json_writer *w, const char *key, bool value)
{
    json_key(w, key);
    json_bool(w, value);
}

void json_field_time(struct json_writer *w, const char *key, int64_t t)
{
    json_key(w, key);
    if (t == 0)
        json_write_null(w);
    else
        json_text(w, time_iso(w->to->arena, t));
}

void json_field_raw(struct json_writer *w, const char *key, const char *json)
{
    json_key(w, key);
    json_raw(w, json);
}
