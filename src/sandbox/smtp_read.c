/* What a caught mail says: subject and plain part decoded, so that a reader of the stand-ins' page sees words. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/text.h"
#include "sandbox/smtp.h"
#include <strings.h>

/* A header's value with its continuation lines, unfolded; "" when absent. Only looks above the first empty line. */
static const char *header(struct arena *a, const char *message, const char *name)
{
    size_t n = strlen(name);
    struct buf b;
    buf_init(&b, a, 8192);
    for (const char *line = message; *line && *line != '\r' && *line != '\n';) {
        size_t length = strcspn(line, "\r\n");
        const char *next = line + length + strspn(line + length, "\r") + (strchr(line + length, '\n') ? 1 : 0);
        if (strncasecmp(line, name, n) == 0 && line[n] == ':') {
            buf_add(&b, line + n + 1, length - n - 1);
            for (; *next == ' ' || *next == '\t'; next += strcspn(next, "\n") + (strchr(next, '\n') ? 1 : 0))
                buf_add(&b, next, strcspn(next, "\r\n"));
            return b.data ? b.data : "";
        }
        line = next;
    }
    return "";
}

/* RFC 2047, base 64 only; blanks between two encoded words do not count. */
static const char *decode_words(struct arena *a, const char *text)
{
    struct buf b;
    buf_init(&b, a, 8192);
    for (const char *at = text + strspn(text, " "); *at;) {
        const char *end = text_starts(at, "=?UTF-8?B?") ? strstr(at + 10, "?=") : NULL;
        if (!end) {
            buf_putc(&b, *at++);
            continue;
        }
        size_t n;
        const uint8_t *bytes = base64url_decode(a, arena_strndup(a, at + 10, (size_t)(end - at - 10)), &n);
        if (bytes)
            buf_add(&b, bytes, n);
        at = end + 2;
        if (text_starts(at + strspn(at, " \t"), "=?"))
            at += strspn(at, " \t");
    }
    return b.data ? b.data : "";
}

/* The first base 64 part of plain text. */
static const char *plain_part(struct arena *a, const char *message)
{
    const char *type = strstr(message, "Content-Type: text/plain"), *body = type ? strstr(type, "\r\n\r\n") : NULL;
    const char *end = body ? strstr(body, "\r\n--") : NULL;
    struct buf b;
    size_t n;
    if (!end)
        return NULL;
    buf_init(&b, a, 1 << 20);
    for (const char *c = body + 4; c < end; c++)
        if (*c != '\r' && *c != '\n')
            buf_putc(&b, *c);
    const char *text = (const char *)base64url_decode(a, b.data ? b.data : "", &n);
    return text ? arena_strndup(a, text, n) : NULL;
}

void sandbox_mail_read(struct arena *a, const char *message, struct sandbox_mail *ret)
{
    const char *plain = plain_part(a, message);
    *ret = (struct sandbox_mail){decode_words(a, header(a, message, "To")), decode_words(a, header(a, message, "Subject")), plain ? plain : message};
}
