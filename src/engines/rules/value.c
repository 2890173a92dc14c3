/* Values and their decimals. A decimal is a 128-bit integer of billionths, so sums of money and rates are exact and equal on every
 * machine; products and quotients are rounded once, half to even, at the ninth place. */
#include "base/buf.h"
#include "base/must.h"
#include "base/text.h"
#include "engines/rules/rule.h"
#include <string.h>

#define LARGEST ((rule_decimal)RULE_WHOLE_MAX * RULE_SCALE)

struct rule_value rule_null(void)
{
    return (struct rule_value){.kind = RULE_NULL};
}

struct rule_value rule_boolean(bool b)
{
    return (struct rule_value){.kind = RULE_BOOLEAN, .boolean = b};
}

struct rule_value decimal_or_null(rule_decimal d)
{
    if (d > LARGEST || d < -LARGEST)
        return rule_null();
    return (struct rule_value){.kind = RULE_NUMBER, .number = d};
}

struct rule_value rule_number(int64_t n)
{
    return decimal_or_null((rule_decimal)n * RULE_SCALE);
}

struct rule_value rule_decimal_value(int64_t n, int64_t per)
{
    rule_decimal d;
    return decimal_divide((rule_decimal)n * RULE_SCALE, (rule_decimal)per * RULE_SCALE, &d) ? decimal_or_null(d) : rule_null();
}

struct rule_value rule_text(const char *s)
{
    return s ? (struct rule_value){.kind = RULE_TEXT, .text = s} : rule_null();
}

struct rule_value rule_date(struct date d)
{
    return date_valid(d) ? (struct rule_value){.kind = RULE_DATE, .date = date_to_days(d)} : rule_null();
}

struct rule_value rule_list(const struct rule_value *items, size_t count)
{
    return (struct rule_value){.kind = RULE_LIST, .list = {items, count}};
}

struct rule_value rule_context(const struct rule_entry *entries, size_t count)
{
    return (struct rule_value){.kind = RULE_CONTEXT, .context = {entries, count}};
}

const struct rule_value *rule_context_find(const struct rule_value *context, const char *name)
{
    if (!context || context->kind != RULE_CONTEXT)
        return NULL;
    for (size_t i = 0; i < context->context.count; i++)
        if (text_equal(context->context.entries[i].name, name))
            return &context->context.entries[i].value;
    return NULL;
}

/* ---- decimals ---- */

static rule_decimal magnitude(rule_decimal d)
{
    return d < 0 ? -d : d;
}

/* n/by, rounded half to even; both not negative. */
static rule_decimal divide_even(rule_decimal n, rule_decimal by)
{
    rule_decimal quotient = n / by, rest = n % by;
    rule_decimal other = by - rest;
    return quotient + (rest > other || (rest == other && (quotient & 1)));
}

/* Split into whole and fraction, so that no product of two fractions or of fraction and whole leaves 128 bits. */
bool decimal_multiply(rule_decimal a, rule_decimal b, rule_decimal *ret)
{
    bool negative = (a < 0) != (b < 0);
    a = magnitude(a);
    b = magnitude(b);
    rule_decimal aw = a / RULE_SCALE, af = a % RULE_SCALE, bw = b / RULE_SCALE, bf = b % RULE_SCALE, sum;
    if (__builtin_mul_overflow(aw * bw, (rule_decimal)RULE_SCALE, &sum))
        return false;
    sum += aw * bf + af * bw + divide_even(af * bf, RULE_SCALE);
    if (sum > LARGEST)
        return false;
    *ret = negative ? -sum : sum;
    return true;
}

bool decimal_divide(rule_decimal a, rule_decimal b, rule_decimal *ret)
{
    if (b == 0)
        return false;
    rule_decimal quotient = divide_even(magnitude(a) * RULE_SCALE, magnitude(b));
    if (quotient > LARGEST)
        return false;
    *ret = (a < 0) != (b < 0) ? -quotient : quotient;
    return true;
}

rule_decimal decimal_round(rule_decimal d, int digits, enum rounding how)
{
    rule_decimal unit = RULE_SCALE;
    for (int i = 0; i < digits && unit > 1; i++)
        unit /= 10;
    bool negative = d < 0;
    rule_decimal whole = magnitude(d) / unit, rest = magnitude(d) % unit;
    bool up = false; /* away from zero */
    switch (how) {
    case ROUND_HALF_EVEN:
        up = rest * 2 > unit || (rest * 2 == unit && (whole & 1));
        break;
    case ROUND_HALF_UP:
        up = rest > 0 && rest * 2 >= unit;
        break;
    case ROUND_UP:
        up = rest > 0;
        break;
    case ROUND_DOWN:
        break;
    case ROUND_FLOOR:
        up = negative && rest > 0;
        break;
    case ROUND_CEILING:
        up = !negative && rest > 0;
        break;
    }
    rule_decimal rounded = (whole + up) * unit;
    return negative ? -rounded : rounded;
}

/* Digits with at most one point: "12", "0.5", ".5". */
bool decimal_parse(const char *s, size_t n, rule_decimal *ret, const char **ret_why)
{
    rule_decimal d = 0;
    int whole = 0, after = -1;
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '.' && after < 0) {
            after = 0;
            continue;
        }
        if (s[i] < '0' || s[i] > '9') {
            *ret_why = "this is not a number";
            return false;
        }
        after += after >= 0;
        whole += after < 0 && (whole > 0 || s[i] != '0');
        if (whole > 18 || after > 9) {
            *ret_why = "a number has at most 18 digits before the point and 9 after it";
            return false;
        }
        d = d * 10 + (s[i] - '0');
    }
    for (int i = after < 0 ? 0 : after; i < 9; i++)
        d *= 10;
    *ret = d;
    *ret_why = "this is not a number";
    return n > 0 && after != 0;
}

static void print_decimal(struct buf *b, rule_decimal d)
{
    rule_decimal m = magnitude(d);
    char fraction[16];
    snprintf(fraction, sizeof fraction, "%09d", (int)(m % RULE_SCALE));
    size_t n = 9;
    while (n > 0 && fraction[n - 1] == '0')
        n--;
    if (d < 0)
        buf_putc(b, '-');
    buf_int(b, (int64_t)(m / RULE_SCALE));
    if (n > 0)
        buf_putc(b, '.');
    buf_add(b, fraction, n);
}

/* ---- durations: P1Y2M (months) or P2DT8H30M5S (seconds), ISO 8601 ---- */

#define DURATION_MAX INT64_C(100000000000) /* seconds or months; three thousand years in seconds */

struct duration_part {
    char letter;
    bool time;
    int64_t months, seconds;
};
static const struct duration_part duration_parts[] = {{'Y', false, 12, 0},  {'M', false, 1, 0}, {'D', false, 0, 86400},
                                                      {'H', true, 0, 3600}, {'M', true, 0, 60}, {'S', true, 0, 1}};

bool rule_duration_parse(const char *s, struct rule_value *ret)
{
    int64_t sign = *s == '-' ? -1 : 1, months = 0, seconds = 0;
    s += *s == '-';
    if (*s++ != 'P' || !*s)
        return false;
    bool time = false, monthly = false, daily = false;
    size_t next = 0; /* parts come in this order, each at most once */
    while (*s) {
        if (*s == 'T' && !time && s[1]) {
            time = true;
            s++;
        }
        int64_t n = 0;
        const char *start = s;
        for (; *s >= '0' && *s <= '9' && s - start < 10; s++)
            n = n * 10 + (*s - '0');
        if (s == start)
            return false;
        while (next < 6 && (duration_parts[next].letter != *s || duration_parts[next].time != time))
            next++;
        if (next == 6)
            return false;
        months += n * duration_parts[next].months;
        seconds += n * duration_parts[next].seconds;
        if (months > DURATION_MAX || seconds > DURATION_MAX)
            return false;
        monthly |= duration_parts[next].months > 0;
        daily |= duration_parts[next].seconds > 0;
        next++;
        s++;
    }
    if (monthly == daily) /* FEEL keeps the two kinds apart: a month is no number of days */
        return false;
    *ret = monthly ? (struct rule_value){.kind = RULE_MONTHS, .months = sign * months}
                   : (struct rule_value){.kind = RULE_DAYS, .seconds = sign * seconds};
    return true;
}

static void print_part(struct buf *b, int64_t n, char letter)
{
    if (n != 0)
        buf_printf(b, "%lld%c", (long long)n, letter);
}

void rule_print_duration(struct buf *b, const struct rule_value *v)
{
    int64_t n = v->kind == RULE_MONTHS ? v->months : v->seconds;
    buf_puts(b, n < 0 ? "-P" : "P");
    n = n < 0 ? -n : n;
    if (n == 0) {
        buf_puts(b, v->kind == RULE_MONTHS ? "0M" : "0D");
    } else if (v->kind == RULE_MONTHS) {
        print_part(b, n / 12, 'Y');
        print_part(b, n % 12, 'M');
    } else {
        print_part(b, n / 86400, 'D');
        buf_puts(b, n % 86400 ? "T" : "");
        print_part(b, n % 86400 / 3600, 'H');
        print_part(b, n % 3600 / 60, 'M');
        print_part(b, n % 60, 'S');
    }
}

/* ---- comparing ---- */

bool rule_is_true(const struct rule_value *v)
{
    return v->kind == RULE_BOOLEAN && v->boolean;
}

bool rule_whole(const struct rule_value *v, int64_t *ret)
{
    if (v->kind != RULE_NUMBER || v->number % RULE_SCALE != 0)
        return false;
    *ret = (int64_t)(v->number / RULE_SCALE);
    return true;
}

static int sign_of(__int128 difference)
{
    return (difference > 0) - (difference < 0);
}

bool rule_compare(const struct rule_value *a, const struct rule_value *b, int *ret)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case RULE_NUMBER:
        *ret = sign_of(a->number - b->number);
        return true;
    case RULE_TEXT:
        *ret = sign_of(strcmp(a->text, b->text));
        return true;
    case RULE_DATE:
        *ret = sign_of((__int128)a->date - b->date);
        return true;
    case RULE_DAYS:
        *ret = sign_of((__int128)a->seconds - b->seconds);
        return true;
    case RULE_MONTHS:
        *ret = sign_of((__int128)a->months - b->months);
        return true;
    default:
        return false;
    }
}

static bool equal_lists(const struct rule_value *a, const struct rule_value *b)
{
    if (a->list.count != b->list.count)
        return false;
    for (size_t i = 0; i < a->list.count; i++)
        if (!rule_equal(&a->list.items[i], &b->list.items[i]))
            return false;
    return true;
}

static bool equal_contexts(const struct rule_value *a, const struct rule_value *b)
{
    if (a->context.count != b->context.count)
        return false;
    for (size_t i = 0; i < a->context.count; i++) {
        const struct rule_value *other = rule_context_find(b, a->context.entries[i].name);
        if (!other || !rule_equal(&a->context.entries[i].value, other))
            return false;
    }
    return true;
}

bool rule_equal(const struct rule_value *a, const struct rule_value *b)
{
    int order;
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case RULE_NULL:
        return true;
    case RULE_BOOLEAN:
        return a->boolean == b->boolean;
    case RULE_LIST:
        return equal_lists(a, b);
    case RULE_CONTEXT:
        return equal_contexts(a, b);
    case RULE_RANGE:
        return a->range->low_in == b->range->low_in && a->range->high_in == b->range->high_in &&
               rule_equal(&a->range->low, &b->range->low) && rule_equal(&a->range->high, &b->range->high);
    default:
        return rule_compare(a, b, &order) && order == 0;
    }
}

const char *rule_kind_name(enum rule_kind kind)
{
    static const char *const names[] = {"null", "true/false", "number", "text", "date", "duration of days", "duration of months",
                                        "list", "context",    "range"};
    must(kind <= RULE_RANGE);
    return names[kind];
}

/* ---- printing ---- */

#define PRINT_MAX 2000 /* an explanation is for reading; longer values are cut */

static void print_value(struct buf *b, const struct rule_value *v);

static void print_text(struct buf *b, const char *s)
{
    buf_putc(b, '"');
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            buf_putc(b, '\\');
        buf_putc(b, *s);
    }
    buf_putc(b, '"');
}

static void print_list(struct buf *b, const struct rule_value *v)
{
    buf_putc(b, '[');
    for (size_t i = 0; i < v->list.count && !b->overflow; i++) {
        buf_puts(b, i ? ", " : "");
        print_value(b, &v->list.items[i]);
    }
    buf_putc(b, ']');
}

static void print_context(struct buf *b, const struct rule_value *v)
{
    buf_putc(b, '{');
    for (size_t i = 0; i < v->context.count && !b->overflow; i++) {
        buf_printf(b, "%s%s: ", i ? ", " : "", v->context.entries[i].name);
        print_value(b, &v->context.entries[i].value);
    }
    buf_putc(b, '}');
}

static void print_value(struct buf *b, const struct rule_value *v)
{
    switch (v->kind) {
    case RULE_NULL:
        buf_puts(b, "null");
        break;
    case RULE_BOOLEAN:
        buf_puts(b, v->boolean ? "true" : "false");
        break;
    case RULE_NUMBER:
        print_decimal(b, v->number);
        break;
    case RULE_TEXT:
        print_text(b, v->text);
        break;
    case RULE_DATE: {
        struct date d = date_from_days(v->date);
        buf_printf(b, "date(\"%04d-%02d-%02d\")", d.year, d.month, d.day);
        break;
    }
    case RULE_DAYS:
    case RULE_MONTHS:
        buf_puts(b, "duration(\"");
        rule_print_duration(b, v);
        buf_puts(b, "\")");
        break;
    case RULE_LIST:
        print_list(b, v);
        break;
    case RULE_CONTEXT:
        print_context(b, v);
        break;
    case RULE_RANGE:
        buf_putc(b, v->range->low_in ? '[' : '(');
        print_value(b, &v->range->low);
        buf_puts(b, "..");
        print_value(b, &v->range->high);
        buf_putc(b, v->range->high_in ? ']' : ')');
        break;
    }
}

const char *rule_print(struct arena *a, const struct rule_value *v)
{
    struct buf b;
    buf_init(&b, a, PRINT_MAX);
    print_value(&b, v);
    return b.overflow ? arena_printf(a, "%s…", text_truncate(a, b.data, 200)) : b.data;
}
