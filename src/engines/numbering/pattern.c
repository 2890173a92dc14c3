/* Parsing a pattern and writing numbers by it. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/must.h"
#include "base/text.h"
#include "engines/numbering/numbering.h"
#include <string.h>

enum { MOST_PARTS = 16, MOST_WIDTH = 10, MOST_LENGTH = 200 };
static const char *const date_parts[] = {"yyyymmdd", "yymmdd", "yyyy", "yy", "mm", "dd"};

static bool is_name(const char *s)
{
    return *s >= 'a' && *s <= 'z' && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(s);
}

/* What stands between two braces. */
static bool parse_part(const char *inside, struct number_part *ret, const char **ret_why)
{
    *ret = (struct number_part){.kind = NUMBER_FIELD, .text = inside};
    if (strcmp(inside, "n") == 0 || strncmp(inside, "n:", 2) == 0) {
        int64_t width = 1;
        bool ok = inside[1] == '\0' || (number_parse(inside + 2, &width) && width >= 1 && width <= MOST_WIDTH);
        *ret = (struct number_part){.kind = NUMBER_N, .text = "n", .width = (int)width};
        *ret_why = ok ? NULL : "the width of {n:…} is a number from 1 to 10";
        return ok;
    }
    for (size_t i = 0; i < sizeof date_parts / sizeof *date_parts; i++)
        if (strcmp(inside, date_parts[i]) == 0)
            ret->kind = NUMBER_DATE;
    *ret_why = is_name(inside) ? NULL : "between braces stands a name of small letters, digits and _";
    return is_name(inside);
}

/* "{agency}{n}" could not be read back: which digits are whose? Only parts of a date may stand side by side. */
static bool apart(const struct number_pattern *p)
{
    for (size_t i = 1; i < p->count; i++) {
        enum number_part_kind x = p->parts[i - 1].kind, y = p->parts[i].kind;
        if (x != NUMBER_LITERAL && y != NUMBER_LITERAL && !(x == NUMBER_DATE && y == NUMBER_DATE))
            return false;
    }
    return true;
}

bool number_pattern_parse(struct arena *a, const char *text, struct number_pattern *ret, const char **ret_why)
{
    int numbers = 0;
    *ret = (struct number_pattern){.text = arena_strdup(a, text)};
    for (const char *s = ret->text; *s; ret->count++) {
        if (ret->count == MOST_PARTS) {
            *ret_why = "more than 16 parts";
            return false;
        }
        struct number_part *part = &ret->parts[ret->count];
        size_t n = strcspn(s, "{}");
        if (n > 0) {
            *part = (struct number_part){.kind = NUMBER_LITERAL, .text = arena_strndup(a, s, n)};
            s += n;
            continue;
        }
        const char *end = *s == '{' ? strchr(s, '}') : NULL;
        if (!end) {
            *ret_why = *s == '{' ? "{ without }" : "} without {";
            return false;
        }
        if (!parse_part(arena_strndup(a, s + 1, (size_t)(end - s - 1)), part, ret_why))
            return false;
        numbers += part->kind == NUMBER_N;
        s = end + 1;
    }
    *ret_why = numbers != 1 ? "a pattern has exactly one {n}" : apart(ret) ? NULL : "a text must stand between two parts";
    return *ret_why == NULL;
}

static bool field_valid(const char *s)
{
    return *s && strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.") == strlen(s);
}

static const char *field_value(const char *name, const struct number_field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(fields[i].name, name) == 0 && fields[i].value && field_valid(fields[i].value))
            return fields[i].value;
    return NULL;
}

static void add_date(struct buf *b, const char *letters, int32_t day)
{
    struct date d = date_from_days(day);
    for (const char *s = letters; *s;) {
        size_t n = strspn(s, (char[]){*s, '\0'});
        int value = *s == 'd' ? d.day : *s == 'm' ? d.month : n == 2 ? d.year % 100 : d.year;
        buf_printf(b, "%0*d", (int)n, value);
        s += n;
    }
}

/* n = 0 writes "#" for the number: the name of the series. */
static const char *write(struct arena *a, const struct number_pattern *p, const struct number_field *fields, size_t count, int32_t day,
                         int64_t n)
{
    struct buf b;
    buf_init(&b, a, MOST_LENGTH);
    for (size_t i = 0; i < p->count; i++) {
        const struct number_part *part = &p->parts[i];
        const char *value = part->kind == NUMBER_FIELD ? field_value(part->text, fields, count) : part->text;
        if (!value)
            return NULL;
        if (part->kind == NUMBER_DATE)
            add_date(&b, part->text, day);
        else if (part->kind == NUMBER_N && n > 0)
            buf_printf(&b, "%0*lld", part->width, (long long)n);
        else
            buf_puts(&b, part->kind == NUMBER_N ? "#" : value);
    }
    return b.overflow ? NULL : b.data;
}

const char *number_format(struct arena *a, const struct number_pattern *p, const struct number_field *fields, size_t field_count,
                          int32_t day, int64_t n)
{
    must(n >= 1);
    return write(a, p, fields, field_count, day, n);
}

const char *number_series(struct arena *a, const struct number_pattern *p, const struct number_field *fields, size_t field_count,
                          int32_t day)
{
    return write(a, p, fields, field_count, day, 0);
}
