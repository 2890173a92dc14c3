/* How a translation is written: with all its marks, composed (NFC), with the placeholders of its sentence. */
#include "base/text.h"
#include "msggen/msggen.h"
#include <ctype.h>
#include <string.h>

/* No word of Vietnamese is written so: each is one that lost its marks. Words that exist without marks (cho, theo, xem, thi…) are not here. */
static const char *const stripped[] = {
    "khong", "duoc", "nguoi", "cua", "nhung", "voi", "truoc", "huyen", "phuong", "quyet", "quyen", "giay",
    "tiep", "viec", "gio", "thoi", "nhap", "ngay sinh", "ho so", "thu tuc", "dia chi", "mat khau", "tai khoan", "don vi",
    "can bo", "cong dan", "hanh chinh", "ket qua", "nop", "nguon", "duong", "muc", "buoc", "sua", "xoa", "them", "tim kiem"};

static bool word_byte(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

static bool has_word(const char *s, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = s; (at = strstr(at, word)); at++)
        if ((at == s || !word_byte(at[-1])) && !word_byte(at[n]))
            return true;
    return false;
}

/* "a {n} b {who}" -> "{n}{who}" is what must agree; order is free. */
static void check_placeholders(struct tool *t, const struct text *text, const char *in, const char *other, const char *where)
{
    for (const char *open = in; (open = strchr(open, '{')); open++) {
        const char *close = strchr(open, '}');
        if (!close) {
            tool_wrong(t, text->file, text->line, "\"%s\": { is not closed in the %s", text->msgid, where);
            return;
        }
        const char *placeholder = arena_strndup(t->arena, open, (size_t)(close - open) + 1);
        if (!strstr(other, placeholder))
            tool_wrong(t, text->file, text->line, "\"%s\": %s stands in the %s only", text->msgid, placeholder, where);
    }
}

/* Lower case, without placeholders and addresses, for looking at words. */
static const char *plain_words(struct tool *t, const char *s)
{
    struct buf b;
    buf_init(&b, t->arena, 1 << 16);
    while (*s) {
        if (*s == '{') {
            s += strcspn(s, "}");
        } else if (*s == '/' || text_starts(s, "http")) {
            s += strcspn(s, " ");
        } else {
            buf_putc(&b, (char)tolower((unsigned char)*s++));
            continue;
        }
        buf_putc(&b, ' ');
        s += *s == '}';
    }
    return b.data;
}

static int count_words(const char *s, bool *ret_marks)
{
    int words = 0;
    *ret_marks = false;
    for (; *s; s++) {
        words += isalpha((unsigned char)*s) && !word_byte(s[1]);
        *ret_marks |= (unsigned char)*s >= 0xC3;
    }
    return words;
}

void check_translation(struct tool *t, const struct text *text)
{
    if (*text->vi == '\0') {
        tool_wrong(t, text->file, text->line, "\"%s\" has no translation", text->msgid);
        return;
    }
    const char *nfc = text_nfc(t->arena, text->vi);
    if (!nfc || !text_equal(nfc, text->vi))
        tool_wrong(t, text->file, text->line, "\"%s\": the Vietnamese is not composed (NFC)", text->msgid);
    check_placeholders(t, text, text->msgid, text->vi, "English");
    check_placeholders(t, text, text->vi, text->msgid, "Vietnamese");
    const char *words = plain_words(t, text->vi);
    for (size_t i = 0; i < sizeof stripped / sizeof *stripped; i++)
        if (has_word(words, stripped[i]))
            tool_wrong(t, text->file, text->line, "\"%s\" has lost its marks in \"%s\"", stripped[i], text->vi);
    bool marks;
    if (count_words(words, &marks) >= 4 && !marks)
        tool_wrong(t, text->file, text->line, "\"%s\" is no Vietnamese: not one letter has a mark", text->vi);
}
