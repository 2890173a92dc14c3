#include "core/http/path.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include <string.h>

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte of "%41" at s, -1 when it is none (a shorter text ends in NUL, which is no hexadecimal digit). */
static int escaped_byte(const char *s, const char *end)
{
    if (end - s < 3)
        return -1;
    int high = hex_digit(s[1]), low = hex_digit(s[2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

char *percent_decode(struct arena *a, const char *s, size_t n, bool plus)
{
    char *decoded = arena_alloc(a, n + 1), *to = decoded;
    for (const char *end = s + n; s < end; s++) {
        if (*s == '%') {
            int byte = escaped_byte(s, end);
            if (byte <= 0)
                return NULL;
            *to++ = (char)byte;
            s += 2;
        } else if (*s == '\0') {
            return NULL;
        } else {
            *to++ = plus && *s == '+' ? ' ' : *s;
        }
    }
    *to = '\0';
    return decoded;
}

/* An encoded slash would change where segments end after somebody has judged them; nothing of ours needs one. */
static bool hides_a_separator(const char *raw)
{
    for (const char *s = raw; (s = strchr(s, '%')) != NULL; s++)
        if ((s[1] == '2' && (s[2] == 'f' || s[2] == 'F')) || (s[1] == '5' && (s[2] == 'c' || s[2] == 'C')))
            return true;
    return false;
}

static bool has_unwanted_bytes(const char *s)
{
    for (; *s; s++)
        if ((unsigned char)*s < 0x20 || *s == 0x7f || *s == '\\')
            return true;
    return false;
}

/* Copies the segments of a decoded path without the empty ones; false on a dot segment. */
static bool copy_segments(const char *from, char *to, bool *ret_tidied)
{
    char *start = to;
    while (*from) {
        size_t n = strcspn(from + 1, "/");
        const char *segment = from + 1;
        from += n + 1;
        if (n == 0) {
            *ret_tidied = true;
            continue;
        }
        if ((n == 1 && segment[0] == '.') || (n == 2 && segment[0] == '.' && segment[1] == '.'))
            return false;
        *to++ = '/';
        memcpy(to, segment, n);
        to += n;
    }
    if (to == start)
        *to++ = '/';
    *to = '\0';
    return true;
}

const char *path_normalise(struct arena *a, const char *raw, bool *ret_tidied)
{
    bool tidied = false;
    size_t n = strlen(raw);
    if (n > PATH_MOST || raw[0] != '/' || hides_a_separator(raw))
        return NULL;
    const char *decoded = percent_decode(a, raw, n, false);
    if (!decoded || has_unwanted_bytes(decoded) || !text_valid(decoded, strlen(decoded)))
        return NULL;
    char *path = arena_alloc(a, n + 2);
    if (!copy_segments(decoded, path, &tidied))
        return NULL;
    if (ret_tidied)
        *ret_tidied = tidied && strcmp(decoded, "/") != 0;
    return path;
}

/* Segment by segment with buf_url's alphabet, which has no slash. */
void path_encode(struct buf *to, const char *path)
{
    char segment[PATH_MOST + 1];
    if (path[0] == '/' && path[1] == '\0')
        buf_putc(to, '/');
    while (path[0] == '/' && path[1]) {
        size_t n = strcspn(path + 1, "/");
        if (n > PATH_MOST)
            return;
        memcpy(segment, path + 1, n);
        segment[n] = '\0';
        buf_putc(to, '/');
        buf_url(to, segment);
        path += n + 1;
    }
}
