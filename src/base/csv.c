/* A record is read in two passes: the first finds its end and how many fields it can have at most, the second takes it apart into one
 * piece of memory. The second pass alone decides what is an error. */
#include "base/csv.h"
#include "base/arena.h"
#include "base/text.h"
#include <string.h>

void csv_begin(struct csv *c, const char *bytes, size_t n)
{
    *c = (struct csv){.at = bytes, .end = bytes + n, .line = 1};
    if (n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        c->at += 3;
}

static bool fail_at(struct csv *c, size_t line, const char *error)
{
    c->error = error;
    c->error_line = line;
    c->at = c->end;
    return false;
}

static bool at_line_end(const struct csv *c)
{
    return c->at < c->end && (*c->at == '\n' || *c->at == '\r');
}

static void skip_line_end(struct csv *c)
{
    if (!at_line_end(c))
        return;
    if (*c->at == '\r' && c->at + 1 < c->end && c->at[1] == '\n')
        c->at++;
    c->at++;
    c->line++;
}

/* How many fields and bytes the record at c->at has at most. */
static void measure(const struct csv *c, size_t *ret_fields, size_t *ret_bytes)
{
    bool quoted = false;
    size_t fields = 1;
    const char *s = c->at;
    for (; s < c->end && (quoted || (*s != '\n' && *s != '\r')); s++) {
        quoted ^= *s == '"';
        fields += *s == ',' && !quoted;
    }
    *ret_fields = fields;
    *ret_bytes = (size_t)(s - c->at);
}

/* The inside of a quoted field; c->at stands after the opening quote and ends after the closing one. */
static bool take_quoted(struct csv *c, char **to)
{
    size_t opened = c->line;
    for (; c->at < c->end; c->at++) {
        if (*c->at == '"') {
            if (c->at + 1 == c->end || c->at[1] != '"') {
                c->at++;
                return true;
            }
            c->at++;
        }
        c->line += *c->at == '\n' || (*c->at == '\r' && (c->at + 1 == c->end || c->at[1] != '\n'));
        *(*to)++ = *c->at;
    }
    return fail_at(c, opened, "a quotation mark is opened and never closed");
}

static bool take_field(struct csv *c, char **to)
{
    char *start = *to;
    size_t line = c->line;
    if (c->at < c->end && *c->at == '"') {
        c->at++;
        if (!take_quoted(c, to))
            return false;
        if (c->at < c->end && *c->at != ',' && !at_line_end(c))
            return fail_at(c, c->line, "text stands after a closing quotation mark");
    } else {
        for (; c->at < c->end && *c->at != ',' && !at_line_end(c); c->at++) {
            if (*c->at == '"')
                return fail_at(c, c->line, "a quotation mark stands inside a field without quotes");
            *(*to)++ = *c->at;
        }
    }
    if (!text_valid(start, (size_t)(*to - start)))
        return fail_at(c, line, "not valid UTF-8 text");
    *(*to)++ = '\0';
    return true;
}

bool csv_next(struct csv *c, struct arena *a, struct csv_record *ret)
{
    while (at_line_end(c))
        skip_line_end(c);
    if (c->at >= c->end)
        return false;
    size_t fields, bytes;
    measure(c, &fields, &bytes);
    struct csv_record r = {.line = c->line, .fields = arena_new_array(a, char *, fields + 1)};
    char *to = arena_alloc(a, bytes + fields);
    do {
        if (r.count > 0)
            c->at++; /* the comma */
        r.fields[r.count++] = to;
        if (!take_field(c, &to))
            return false;
    } while (c->at < c->end && *c->at == ',');
    skip_line_end(c);
    *ret = r;
    return true;
}

static bool is_number(const char *s)
{
    s += *s == '+' || *s == '-';
    return *s >= '0' && *s <= '9' && s[strspn(s, "0123456789.,")] == '\0';
}

/* Spreadsheet programs run what begins with these as a formula (tab and line ends are skipped before it). */
static bool looks_like_formula(const char *s)
{
    return *s && strchr("=+-@\t\r\n", *s) && !is_number(s);
}

void csv_field(struct buf *b, const char *s, bool first)
{
    if (!first)
        buf_putc(b, ',');
    if (!s)
        return;
    bool guard = looks_like_formula(s), quote = strpbrk(s, "\",\r\n") != NULL || *s == ' ';
    if (quote)
        buf_putc(b, '"');
    if (guard)
        buf_putc(b, '\'');
    for (; quote && *s; s++) {
        size_t span = strcspn(s, "\"");
        buf_add(b, s, span);
        s += span;
        if (!*s)
            break;
        buf_puts(b, "\"\"");
    }
    if (quote)
        buf_putc(b, '"');
    else
        buf_puts(b, s);
}

void csv_end_record(struct buf *b)
{
    buf_puts(b, "\r\n");
}
