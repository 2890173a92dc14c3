/* The sort key is printable text in two levels, as the collation of CLDR for Vietnamese: first the letters of the whole text, then
 * the tones, one digit a word. Đà Nẵng 2 -> "d{a!na{ng!12 130".
 *   ' '  ends the first level, below everything      '!'  between words      '*'  other characters
 *   "12" a number: how many digits, then the digits   "a{" ă   "a|" â   "d{" đ   "e{" ê   "o{" ô   "o|" ơ   "u{" ư
 *   "~…" a letter of another script, as it is
 * '{' and '|' stand above 'z', therefore ă follows everything that begins with a. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"
#include "base/text.h"
#include <string.h>
#include <utf8proc.h>

enum { LONGEST_NUMBER = 15 }; /* longer runs of digits are cut into such pieces */
enum { BREVE = 0x306, CIRCUMFLEX = 0x302, HORN = 0x31B };

struct key {
    struct buf letters, tones;
    char base;     /* the letter that a mark would change, or 0 */
    char tone;     /* of the present word; 0 outside a word */
    bool gap;      /* a blank is due before the next word */
};

static char tone_of(utf8proc_int32_t mark)
{
    switch (mark) {
    case 0x300: return '1'; /* huyền */
    case 0x309: return '2'; /* hỏi */
    case 0x303: return '3'; /* ngã */
    case 0x301: return '4'; /* sắc */
    case 0x323: return '5'; /* nặng */
    default: return 0;
    }
}

static char change_of(char base, utf8proc_int32_t mark)
{
    switch (mark) {
    case BREVE: return base == 'a' ? '{' : 0;
    case CIRCUMFLEX: return base == 'a' ? '|' : base == 'e' || base == 'o' ? '{' : 0;
    case HORN: return base == 'o' ? '|' : base == 'u' ? '{' : 0;
    default: return 0;
    }
}

static void end_word(struct key *k)
{
    if (k->tone)
        buf_putc(&k->tones, k->tone);
    k->tone = k->base = 0;
    k->gap = k->letters.length > 0;
}

static void begin_part(struct key *k)
{
    if (k->gap)
        buf_putc(&k->letters, '!');
    k->gap = false;
    if (!k->tone)
        k->tone = '0';
}

static void add_mark(struct key *k, utf8proc_int32_t mark)
{
    char tone = tone_of(mark), change = k->base ? change_of(k->base, mark) : 0;
    if (tone && k->tone)
        k->tone = tone;
    if (change)
        buf_putc(&k->letters, change);
}

static void add_part(struct key *k, utf8proc_int32_t c)
{
    utf8proc_category_t kind = utf8proc_category(c);
    if (kind == UTF8PROC_CATEGORY_MN) {
        add_mark(k, c);
    } else if (c >= 'a' && c <= 'z') {
        begin_part(k);
        k->base = (char)c;
        buf_putc(&k->letters, (char)c);
    } else if (c == 0x111 || c == 0xF0) { /* đ, and the ð typed for it */
        begin_part(k);
        k->base = 0;
        buf_puts(&k->letters, "d{");
    } else if (kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO) {
        utf8proc_uint8_t bytes[4];
        begin_part(k);
        k->base = 0;
        buf_putc(&k->letters, '~');
        buf_add(&k->letters, bytes, (size_t)utf8proc_encode_char(c, bytes));
    } else if (kind == UTF8PROC_CATEGORY_ZS || kind == UTF8PROC_CATEGORY_CC) {
        end_word(k);
    } else {
        begin_part(k);
        k->base = 0;
        buf_putc(&k->letters, '*');
    }
}

/* Numbers by value: "Thôn 2" before "Thôn 10". */
static size_t add_number(struct key *k, const char *s)
{
    size_t zeros = strspn(s, "0"), n = strspn(s + zeros, "0123456789");
    if (n == 0 && zeros > 0) {
        zeros--;
        n = 1;
    }
    size_t left = n;
    begin_part(k);
    k->base = 0;
    for (const char *at = s + zeros; left > 0;) {
        size_t piece = left < LONGEST_NUMBER ? left : LONGEST_NUMBER;
        buf_putc(&k->letters, (char)('0' + piece));
        buf_add(&k->letters, at, piece);
        at += piece;
        left -= piece;
    }
    return zeros + n;
}

static void add_text(struct key *k, const char *s, size_t n)
{
    for (size_t i = 0, length; i < n; i += length) {
        uint32_t c;
        if (s[i] >= '0' && s[i] <= '9') {
            length = add_number(k, s + i);
            continue;
        }
        length = text_character(s + i, n - i, &c);
        if (length == 0) {
            add_part(k, 0xFFFD);
            length = 1;
            continue;
        }
        utf8proc_int32_t parts[32];
        int boundary = 0;
        utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)c, parts, 32,
                                                         UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &boundary);
        for (utf8proc_ssize_t p = 0; p < count && p < 32; p++)
            add_part(k, parts[p]);
    }
    end_word(k);
}

static struct key key_begin(struct arena *a, size_t n)
{
    struct key k = {0};
    buf_init(&k.letters, a, n * 16 + 16);
    buf_init(&k.tones, a, n + 16);
    return k;
}

static const char *key_end(struct key *k)
{
    buf_putc(&k->letters, ' ');
    buf_add(&k->letters, k->tones.data, k->tones.length);
    must(!k->letters.overflow && !k->tones.overflow);
    return k->letters.data;
}

const char *text_sort_key(struct arena *a, const char *s)
{
    struct key k = key_begin(a, strlen(s));
    add_text(&k, s, strlen(s));
    return key_end(&k);
}

const char *text_sort_key_name(struct arena *a, const char *s)
{
    size_t n = strlen(s);
    while (n > 0 && s[n - 1] == ' ')
        n--;
    size_t given = n;
    while (given > 0 && s[given - 1] != ' ')
        given--;
    struct key k = key_begin(a, n);
    add_text(&k, s + given, n - given);
    add_text(&k, s, given);
    return key_end(&k);
}
