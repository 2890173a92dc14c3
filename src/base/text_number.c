/* Numbers as Vietnamese papers write them, and money in words. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Adds a point between groups of three, counted from the right. */
static void add_grouped(struct buf *b, const char *digits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            buf_putc(b, '.');
        buf_putc(b, digits[i]);
    }
}

static uint64_t magnitude(int64_t n)
{
    return n < 0 ? -(uint64_t)n : (uint64_t)n;
}

const char *number_vi(struct arena *a, int64_t n)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)magnitude(n));
    struct buf b;
    buf_init(&b, a, 32);
    if (n < 0)
        buf_putc(&b, '-');
    add_grouped(&b, digits, (size_t)length);
    return b.data;
}

const char *decimal_vi(struct arena *a, double v, int digits)
{
    if (!isfinite(v))
        return "–";
    const char *text = arena_printf(a, "%.*f", digits, fabs(v));
    size_t whole = strcspn(text, ".");
    bool negative = v < 0 && strspn(text, "0.") < strlen(text); /* no "-0,00" */
    struct buf b;
    buf_init(&b, a, 1024);
    if (negative)
        buf_putc(&b, '-');
    add_grouped(&b, text, whole);
    if (text[whole]) {
        buf_putc(&b, ',');
        buf_puts(&b, text + whole + 1);
    }
    return b.data;
}

static const char *const digit_words[] = {"không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"};

static void add_word(struct buf *b, const char *word)
{
    if (b->length > 0)
        buf_putc(b, ' ');
    buf_puts(b, word);
}

/* 21 "hai mươi mốt", 24 "hai mươi tư", 25 "hai mươi lăm", 15 "mười lăm"; after hundreds 05 is "lẻ năm". */
static void add_below_hundred(struct buf *b, int tens, int units, bool hundreds_said)
{
    if (tens == 0 && units != 0 && hundreds_said)
        add_word(b, "lẻ");
    if (tens == 1)
        add_word(b, "mười");
    if (tens > 1) {
        add_word(b, digit_words[tens]);
        add_word(b, "mươi");
    }
    if (units == 0)
        return;
    bool after_tens = tens > 1;
    const char *word = digit_words[units];
    if (units == 1 && after_tens)
        word = "mốt";
    if (units == 4 && after_tens)
        word = "tư";
    if (units == 5 && tens > 0)
        word = "lăm";
    add_word(b, word);
}

/* A group of three digits; one that follows others says its missing hundreds: "không trăm". */
static void add_group(struct buf *b, int n, bool follows)
{
    int hundreds = n / 100;
    bool say_hundreds = hundreds > 0 || follows;
    if (say_hundreds) {
        add_word(b, digit_words[hundreds]);
        add_word(b, "trăm");
    }
    add_below_hundred(b, n / 10 % 10, n % 10, say_hundreds);
}

/* Billions are counted by the same words again: "một nghìn hai trăm tỷ". Empty groups are not said. */
static void add_words(struct buf *b, uint64_t n, bool follows)
{
    static const char *const names[] = {"triệu", "nghìn", NULL};
    static const uint64_t units[] = {1000000, 1000, 1};
    const uint64_t billion = 1000000000;
    if (n >= billion) {
        add_words(b, n / billion, follows);
        add_word(b, "tỷ");
        follows = true;
    }
    for (int i = 0; i < 3; i++) {
        int group = (int)(n % billion / units[i] % 1000);
        if (group == 0)
            continue;
        add_group(b, group, follows);
        if (names[i])
            add_word(b, names[i]);
        follows = true;
    }
}

const char *money_words_vi(struct arena *a, int64_t dong)
{
    struct buf b;
    buf_init(&b, a, 1024);
    if (dong < 0)
        buf_puts(&b, "Âm");
    if (dong == 0)
        buf_puts(&b, digit_words[0]);
    add_words(&b, magnitude(dong), false);
    add_word(&b, "đồng");
    if (b.data[0] >= 'a' && b.data[0] <= 'z') /* every number begins with one of these letters */
        b.data[0] = (char)(b.data[0] - 'a' + 'A');
    return b.data;
}

bool number_parse(const char *s, int64_t *ret)
{
    bool negative = *s == '-';
    int64_t n = 0;
    if (negative)
        s++;
    if (!*s)
        return false;
    for (; *s; s++) { /* below zero, because there is one more number there */
        if (*s < '0' || *s > '9' || __builtin_mul_overflow(n, 10, &n) || __builtin_sub_overflow(n, *s - '0', &n))
            return false;
    }
    if (!negative && __builtin_sub_overflow((int64_t)0, n, &n))
        return false;
    *ret = n;
    return true;
}
