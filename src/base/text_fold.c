/* Folding for search. What one character becomes is looked up in a table for U+0000–U+1EFF, which holds every letter that
 * Vietnamese is written with; the table is made once from the Unicode data of utf8proc. Other characters are worked out singly.
 *
 * A character becomes letters and digits (its compatibility decomposition without marks, case-folded, đ and the look-alike ð as d),
 * or nothing (a combining mark, an apostrophe inside a word), or the end of a word (everything else). */
#include "base/arena.h"
#include "base/must.h"
#include "base/text.h"
#include <pthread.h>
#include <string.h>
#include <utf8proc.h>

enum { TABLE_END = 0x1F00, LONGEST = 7, WORD_END = 0xFF };
struct folded {
    uint8_t n; /* bytes, or WORD_END */
    char bytes[LONGEST];
};

static struct folded table[TABLE_END];
static pthread_once_t table_made = PTHREAD_ONCE_INIT;

static bool is_word_part(utf8proc_int32_t c)
{
    utf8proc_category_t k = utf8proc_category(c);
    return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO) || (k >= UTF8PROC_CATEGORY_ND && k <= UTF8PROC_CATEGORY_NO);
}

static bool is_dropped(utf8proc_int32_t c)
{
    utf8proc_category_t k = utf8proc_category(c);
    return (k >= UTF8PROC_CATEGORY_MN && k <= UTF8PROC_CATEGORY_ME) || k == UTF8PROC_CATEGORY_CF || c == '\'' || c == 0x2018 ||
           c == 0x2019 || c == 0x02BC;
}

/* The bytes that c becomes, at most `room`; of a long decomposition the rest is cut at a whole character. */
static size_t add_folded(utf8proc_int32_t c, char *to, size_t room)
{
    utf8proc_int32_t parts[32];
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(
        c, parts, 32, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &boundary);
    size_t length = 0;
    for (utf8proc_ssize_t i = 0; i < n && i < 32; i++) {
        utf8proc_uint8_t bytes[4];
        utf8proc_int32_t part = parts[i] == 0x111 || parts[i] == 0xF0 ? 'd' : parts[i];
        if (!is_word_part(part) || is_dropped(part))
            continue;
        size_t more = (size_t)utf8proc_encode_char(part, bytes);
        if (length + more > room)
            break;
        memcpy(to + length, bytes, more);
        length += more;
    }
    return length;
}

static struct folded fold_character(utf8proc_int32_t c)
{
    struct folded f = {0};
    if (is_dropped(c))
        return f;
    f.n = (uint8_t)add_folded(c, f.bytes, LONGEST);
    if (f.n == 0)
        f.n = WORD_END;
    return f;
}

static void make_table(void)
{
    for (utf8proc_int32_t c = 0; c < TABLE_END; c++)
        table[c] = fold_character(c);
}

/* Decodes one character quickly; what is not well-formed counts as a NUL, which ends a word. */
static size_t decode(const unsigned char *s, const unsigned char *end, uint32_t *ret)
{
    if (s[0] >= 0xC2 && s[0] < 0xE0 && end - s >= 2 && (s[1] & 0xC0) == 0x80) {
        *ret = (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
        return 2;
    }
    size_t length = text_character((const char *)s, (size_t)(end - s), ret);
    if (length == 0)
        *ret = 0;
    return length ? length : 1;
}

/* Vietnamese text only gets shorter by folding, so the first memory is nearly always enough ("ﬄ" and the like lengthen it). */
const char *text_fold(struct arena *a, const char *text)
{
    pthread_once(&table_made, make_table);
    const unsigned char *s = (const unsigned char *)text, *end = s + strlen(text);
    size_t capacity = (size_t)(end - s) + 64;
    char *start = arena_alloc(a, capacity), *to = start;
    bool blank = false;
    while (s < end) {
        uint32_t c = *s;
        s += c < 0x80 ? 1 : decode(s, end, &c);
        struct folded f = c < TABLE_END ? table[c] : fold_character((utf8proc_int32_t)c);
        if (f.n == WORD_END) {
            blank = to > start;
            continue;
        }
        if ((size_t)(to - start) + LONGEST + 2 > capacity) {
            size_t length = (size_t)(to - start);
            start = arena_grow(a, start, 1, capacity, capacity * 2);
            capacity *= 2;
            to = start + length;
        }
        if (blank && f.n)
            *to++ = ' ';
        blank = blank && !f.n;
        memcpy(to, f.bytes, LONGEST);
        to += f.n;
    }
    *to = '\0';
    return start;
}

static bool is_consonant(char c)
{
    return c >= 'b' && c <= 'z' && !strchr("eiouy", c);
}

const char *text_fold_iy(struct arena *a, const char *s)
{
    char *folded = (char *)text_fold(a, s);
    size_t word = 0; /* where the present word began */
    for (size_t i = 0; folded[i]; i++) {
        if (folded[i] == ' ')
            word = i + 1;
        bool last = folded[i + 1] == ' ' || folded[i + 1] == '\0';
        bool after_qu = i == word + 2 && folded[i - 2] == 'q' && folded[i - 1] == 'u';
        if (folded[i] == 'y' && last && (i == word || is_consonant(folded[i - 1]) || after_qu))
            folded[i] = 'i';
    }
    return folded;
}
