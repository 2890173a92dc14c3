/* Validity, cleaning and small helpers. Folding is in text_fold.c, order in text_sort.c, numbers in text_number.c. */
#include "base/text.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

size_t text_character(const char *text, size_t n, uint32_t *ret)
{
    const unsigned char *s = (const unsigned char *)text;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (n == 0)
        return 0;
    if (s[0] < 0x80) {
        *ret = s[0];
        return 1;
    }
    size_t length = s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : s[0] < 0xF5 ? 4 : 0;
    if (length == 0 || length > n)
        return 0;
    uint32_t c = s[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (s[i] & 0x3F);
    }
    if (c < least[length] || (c >= 0xD800 && c < 0xE000) || c > 0x10FFFF)
        return 0;
    *ret = c;
    return length;
}

bool text_valid(const char *s, size_t n)
{
    uint32_t c;
    for (size_t i = 0, length; i < n; i += length) {
        length = text_character(s + i, n - i, &c);
        if (length == 0 || c == 0)
            return false;
    }
    return true;
}

/* Characters that normalization never changes nor joins to others: all that Vietnamese text in NFC is made of. */
static bool surely_nfc(uint32_t c)
{
    return c < 0x300 || (c >= 0x1E00 && c < 0x1F00) || (c >= 0x2010 && c < 0x2028) || c == 0x20AB;
}

static const char *nfc_by_library(struct arena *a, const char *s, size_t n)
{
    utf8proc_uint8_t *made = NULL;
    utf8proc_ssize_t length =
        utf8proc_map((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &made, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    const char *copy = length >= 0 ? arena_strndup(a, (const char *)made, (size_t)length) : NULL;
    free(made); /* the library's own malloc */
    return copy;
}

const char *text_nfc(struct arena *a, const char *s)
{
    size_t n = strlen(s), length;
    uint32_t c;
    bool sure = true;
    for (size_t i = 0; i < n; i += length) {
        length = text_character(s + i, n - i, &c);
        if (length == 0)
            return NULL;
        sure = sure && surely_nfc(c);
    }
    return sure ? arena_strndup(a, s, n) : nfc_by_library(a, s, n);
}

static bool is_space(uint32_t c)
{
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r');
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    return k == UTF8PROC_CATEGORY_ZS || k == UTF8PROC_CATEGORY_ZL || k == UTF8PROC_CATEGORY_ZP || c == 0x85;
}

/* Also the invisible ones that turn the direction of text or hide between letters (category Cf). */
static bool is_control(uint32_t c)
{
    if (c >= 0x20 && c < 0x7F)
        return false;
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);
    return k == UTF8PROC_CATEGORY_CC || k == UTF8PROC_CATEGORY_CF;
}

/* Appends the clean form of n bytes of valid text; nothing when only white space is there. */
static void add_clean(struct buf *b, const char *s, size_t n)
{
    bool blank = false;
    size_t start = b->length, length;
    uint32_t c = 0;
    for (size_t i = 0; i < n; i += length) {
        length = text_character(s + i, n - i, &c);
        if (is_space(c)) {
            blank = b->length > start;
        } else if (!is_control(c)) {
            if (blank)
                buf_putc(b, ' ');
            blank = false;
            buf_add(b, s + i, length);
        }
    }
}

/* Normalization comes last: a control character may have stood between a letter and its mark. */
const char *text_clean(struct arena *a, const char *s)
{
    size_t n = strlen(s);
    if (!text_valid(s, n))
        return NULL;
    struct buf b;
    buf_init(&b, a, n);
    add_clean(&b, s, n);
    return text_nfc(a, b.data);
}

const char *text_clean_lines(struct arena *a, const char *s)
{
    if (!text_valid(s, strlen(s)))
        return NULL;
    struct buf b;
    buf_init(&b, a, strlen(s) + 2);
    size_t ends = 0; /* line ends to write before the next line that says something */
    while (*s) {
        size_t n = strcspn(s, "\r\n"), before = b.length;
        size_t undo = b.length > 0 && n > 0 ? (ends > 2 ? 2 : ends) : 0;
        buf_add(&b, "\n\n", undo);
        add_clean(&b, s, n);
        if (b.length == before + undo) {
            b.length = before;
            b.data[before] = '\0';
        } else {
            ends = 0;
        }
        s += n;
        ends += *s != '\0';
        s += *s == '\r' && s[1] == '\n' ? 2 : *s != '\0';
    }
    return text_nfc(a, b.data);
}

size_t text_length(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

static const char *change_case(struct arena *a, const char *s, utf8proc_int32_t change(utf8proc_int32_t))
{
    size_t n = strlen(s), length;
    struct buf b;
    buf_init(&b, a, n * 3);
    uint32_t c;
    for (size_t i = 0; i < n; i += length) {
        length = text_character(s + i, n - i, &c);
        if (length == 0) {
            buf_add(&b, s + i, length = 1);
            continue;
        }
        utf8proc_uint8_t bytes[4];
        utf8proc_ssize_t made = utf8proc_encode_char(change((utf8proc_int32_t)c), bytes);
        buf_add(&b, bytes, (size_t)made);
    }
    must(!b.overflow);
    return b.data;
}

const char *text_upper(struct arena *a, const char *s)
{
    return change_case(a, s, utf8proc_toupper);
}

const char *text_lower(struct arena *a, const char *s)
{
    return change_case(a, s, utf8proc_tolower);
}

/* The start of code point number n, or the end. */
static const char *skip_code_points(const char *s, size_t n)
{
    while (*s && n-- > 0)
        do
            s++;
        while (((unsigned char)*s & 0xC0) == 0x80);
    return s;
}

const char *text_truncate(struct arena *a, const char *s, size_t code_points)
{
    if (code_points == 0 || !*skip_code_points(s, code_points))
        return arena_strndup(a, s, code_points == 0 ? 0 : strlen(s));
    size_t n = (size_t)(skip_code_points(s, code_points - 1) - s);
    while (n > 0 && s[n - 1] == ' ')
        n--;
    return arena_printf(a, "%.*s…", (int)n, s);
}

const char *text_join(struct arena *a, const char *const *parts, size_t n, const char *between)
{
    struct buf b;
    buf_init(&b, a, SIZE_MAX / 2);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_puts(&b, between);
        buf_puts(&b, parts[i]);
    }
    return b.data;
}

char **text_split(struct arena *a, const char *s, char at, size_t *ret_n)
{
    must(at != '\0');
    size_t n = 1;
    for (const char *p = s; (p = strchr(p, at)); p++)
        n++;
    char **parts = arena_new_array(a, char *, n + 1), *copy = arena_strdup(a, s);
    for (size_t i = 0; i < n; i++) {
        parts[i] = copy;
        copy += strcspn(copy, (char[]){at, '\0'});
        *copy++ = '\0';
    }
    if (ret_n)
        *ret_n = n;
    return parts;
}

bool text_starts(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *s, const char *suffix)
{
    size_t n = strlen(s), m = strlen(suffix);
    return n >= m && memcmp(s + n - m, suffix, m) == 0;
}

bool text_equal(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}
