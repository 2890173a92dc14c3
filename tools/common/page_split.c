/* A page as pieces: static text and what stands in {{ }}. A {{#…}}, {{^…}}, {{?…}}, {{/…}}, {{!…}} or {{@…}} alone on its line takes the
 * line with it, so that lists leave no empty lines (the rule of Mustache). */
#include "common/page_split.h"
#include <ctype.h>
#include <string.h>

struct splitter {
    struct tool *t;
    const char *file, *begin, *at, *end;
    size_t line;
    struct pieces out;
};

static void add(struct splitter *s, enum piece_kind kind, bool alone, const char *text, size_t length)
{
    struct pieces *p = &s->out;
    if (p->count == p->room) {
        size_t room = p->room ? p->room * 2 : 64;
        p->items = arena_grow(s->t->arena, p->items, sizeof *p->items, p->room, room);
        p->room = room;
    }
    p->items[p->count++] = (struct piece){kind, alone, arena_strndup(s->t->arena, text, length), length, s->line};
}

/* Where }} closes what opened at `from` (after the braces). A declaration holds braces itself; of }}} the last two close. */
static const char *find_close(const struct splitter *s, const char *from)
{
    int depth = 0;
    for (const char *c = from; c + 1 < s->end; c++) {
        if (*from == '@' && *c == '{')
            depth++;
        if (*from == '@' && *c == '}' && depth > 0) {
            depth--;
            continue;
        }
        if (c[0] != '}' || c[1] != '}')
            continue;
        while (c + 2 < s->end && c[2] == '}')
            c++;
        return c;
    }
    return NULL;
}

static bool alone_on_line(const struct splitter *s, const char *open, const char *after)
{
    while (open > s->begin && (open[-1] == ' ' || open[-1] == '\t'))
        open--;
    while (after < s->end && (*after == ' ' || *after == '\t' || *after == '\r'))
        after++;
    return (open == s->begin || open[-1] == '\n') && (after == s->end || *after == '\n');
}

static struct { const char *sign; enum piece_kind kind; } const signs[] = {
    {"@", PIECE_DECLARE}, {"#", PIECE_SECTION}, {"^", PIECE_INVERTED}, {"?", PIECE_IF}, {"/", PIECE_END}, {">", PIECE_PARTIAL},
    {"&", PIECE_RAW}, {"t:", PIECE_TRANSLATE}, {"asset:", PIECE_ASSET}, {"icon:", PIECE_ICON}};

static void trim(const char **from, const char **to)
{
    while (*from < *to && isspace((unsigned char)**from))
        ++*from;
    while (*from < *to && isspace((unsigned char)(*to)[-1]))
        --*to;
}

static void add_tag(struct splitter *s, bool alone, const char *from, const char *to)
{
    if (*from == '!') {
        s->out.commented |= to - from > 3;
        return;
    }
    enum piece_kind kind = PIECE_VALUE;
    size_t n = (size_t)(to - from);
    if ((n == 4 && memcmp(from, "csrf", 4) == 0) || (n == 9 && memcmp(from, "csrf:none", 9) == 0))
        kind = PIECE_CSRF;
    for (size_t i = 0; kind == PIECE_VALUE && i < sizeof signs / sizeof *signs; i++)
        if (n >= strlen(signs[i].sign) && memcmp(from, signs[i].sign, strlen(signs[i].sign)) == 0) {
            kind = signs[i].kind;
            from += strlen(signs[i].sign);
        }
    trim(&from, &to);
    add(s, kind, alone, from, (size_t)(to - from));
}

static size_t count_lines(const char *from, const char *to)
{
    size_t n = 0;
    for (; from < to; from++)
        n += *from == '\n';
    return n;
}

/* The static text up to `open`, without the blanks before a tag that stands alone. */
static void add_static(struct splitter *s, const char *open, bool alone)
{
    const char *stop = open;
    while (alone && stop > s->at && (stop[-1] == ' ' || stop[-1] == '\t'))
        stop--;
    if (stop > s->at)
        add(s, PIECE_STATIC, alone, s->at, (size_t)(stop - s->at));
    s->line += count_lines(s->at, open);
}

struct pieces page_split(struct tool *t, const char *file, const char *text, size_t n)
{
    struct splitter s = {.t = t, .file = file, .begin = text, .at = text, .end = text + n, .line = 1};
    const char *open;
    while ((open = memmem(s.at, (size_t)(s.end - s.at), "{{", 2))) {
        const char *close = find_close(&s, open + 2);
        if (!close) {
            tool_wrong(t, file, s.line + count_lines(s.at, open), "{{ is not closed");
            return s.out;
        }
        const char *after = close + 2;
        bool alone = strchr("!@#^?/", open[2]) && alone_on_line(&s, open, after);
        add_static(&s, open, alone);
        add_tag(&s, alone, open + 2, close);
        s.line += count_lines(open, after);
        if (alone) {
            while (after < s.end && *after != '\n')
                after++;
            s.line += after < s.end;
            after += after < s.end;
        }
        s.at = after;
    }
    add_static(&s, s.end, false);
    return s.out;
}
