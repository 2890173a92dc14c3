/* Reading a number back, also from people and from older systems: matched from left to right; a field takes as much as it can, so the
 * matcher tries shorter and shorter. Texts are short (at most 200 characters) and patterns have few parts. */
#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"
#include "engines/numbering/numbering.h"
#include <string.h>

enum { MOST_DIGITS = 10, MOST_LENGTH = 200 };
struct reading {
    struct arena *a;
    const struct number_pattern *p;
    struct number_read *ret;
    struct date date;
};

/* Capitals, no blanks, every dash a hyphen. */
static const char *tidy(struct arena *a, const char *text)
{
    const char *clean = strlen(text) <= MOST_LENGTH ? text_clean(a, text) : NULL;
    clean = clean ? text_upper(a, clean) : "";
    char *made = arena_alloc(a, strlen(clean) + 1), *to = made;
    for (const char *s = clean; *s;) {
        if (strncmp(s, "–", 3) == 0 || strncmp(s, "—", 3) == 0 || strncmp(s, "−", 3) == 0 || strncmp(s, "‑", 3) == 0 ||
            strncmp(s, "‐", 3) == 0) {
            *to++ = '-';
            s += 3;
        } else {
            if (*s != ' ')
                *to++ = *s;
            s++;
        }
    }
    return made;
}

static bool rest(struct reading *r, size_t part, const char *s);

static int digits_of(const char *s, size_t n)
{
    int value = 0;
    for (size_t i = 0; i < n; i++)
        value = value * 10 + (s[i] - '0');
    return value;
}

/* One way of writing a date; yy counts from 2000. */
static bool read_date(struct reading *r, size_t part, const char *s, const char *letters)
{
    struct date before = r->date;
    for (const char *l = letters; *l;) {
        size_t n = strspn(l, (char[]){*l, '\0'});
        if (strspn(s, "0123456789") < n)
            return false;
        int value = digits_of(s, n);
        if (*l == 'd')
            r->date.day = value;
        else if (*l == 'm')
            r->date.month = value;
        else
            r->date.year = n == 2 ? 2000 + value : value;
        l += n;
        s += n;
    }
    bool whole = r->date.year && r->date.month && r->date.day;
    if ((!whole || date_valid(r->date)) && rest(r, part + 1, s))
        return true;
    r->date = before;
    return false;
}

static bool read_field(struct reading *r, size_t part, const char *s)
{
    struct number_read *ret = r->ret;
    if (ret->field_count == 8)
        return false;
    size_t slot = ret->field_count++;
    for (size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789."); n > 0; n--) {
        ret->fields[slot] = (struct number_field){r->p->parts[part].text, arena_strndup(r->a, s, n)};
        if (rest(r, part + 1, s + n))
            return true;
    }
    ret->field_count = slot;
    return false;
}

static bool read_number(struct reading *r, size_t part, const char *s)
{
    size_t most = strspn(s, "0123456789");
    for (size_t n = most < MOST_DIGITS ? most : MOST_DIGITS; n > 0; n--) {
        int64_t value = 0;
        number_parse(arena_strndup(r->a, s, n), &value);
        r->ret->n = value;
        if (value > 0 && rest(r, part + 1, s + n))
            return true;
    }
    return false;
}

static bool rest(struct reading *r, size_t part, const char *s)
{
    if (part == r->p->count)
        return *s == '\0';
    const struct number_part *p = &r->p->parts[part];
    if (p->kind == NUMBER_FIELD)
        return read_field(r, part, s);
    if (p->kind == NUMBER_N)
        return read_number(r, part, s);
    if (p->kind == NUMBER_DATE) {
        bool whole = strstr(p->text, "mmdd") != NULL;
        return read_date(r, part, s, p->text) || (whole && read_date(r, part, s, p->text[2] == 'y' ? "yymmdd" : "yyyymmdd"));
    }
    const char *literal = tidy(r->a, p->text);
    return text_starts(s, literal) && rest(r, part + 1, s + strlen(literal));
}

bool number_read(struct arena *a, const struct number_pattern *p, const char *text, struct number_read *ret)
{
    *ret = (struct number_read){.day = INT32_MIN};
    struct reading r = {.a = a, .p = p, .ret = ret};
    if (!rest(&r, 0, tidy(a, text)))
        return false;
    bool whole = r.date.year && r.date.month && r.date.day;
    ret->day = whole ? date_to_days(r.date) : INT32_MIN;
    int32_t day = whole ? ret->day : date_to_days((struct date){r.date.year ? r.date.year : 1970, r.date.month ? r.date.month : 1, 1});
    ret->canonical = number_format(a, p, ret->fields, ret->field_count, day, ret->n);
    return ret->canonical != NULL;
}
