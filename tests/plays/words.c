/* A line taken apart: words are split by blanks; "…" keeps blanks (\" and \n inside); name="…" is one word; $name and ${name} stand for
 * what was saved. */
#include "base/buf.h"
#include "plays/play.h"
#include <ctype.h>
#include <string.h>

const char *play_variable(const struct play *p, const char *name)
{
    for (size_t i = 0; i < p->variable_count; i++)
        if (strcmp(p->variables[i].name, name) == 0)
            return p->variables[i].value;
    return NULL;
}

void play_set(struct play *p, const char *name, const char *value)
{
    for (size_t i = 0; i < p->variable_count; i++)
        if (strcmp(p->variables[i].name, name) == 0) {
            p->variables[i].value = value;
            return;
        }
    if (p->variable_count < MOST_VARIABLES)
        p->variables[p->variable_count++] = (struct variable){name, value};
    else
        play_fail(p, "more than %d things are saved", MOST_VARIABLES);
}

/* at stands on '$'; returns what follows the variable. */
static const char *put_variable(struct play *p, const char *at, struct buf *b)
{
    const char *begin = at + 1;
    bool braces = *begin == '{';
    begin += braces;
    size_t n = 0;
    while (isalnum((unsigned char)begin[n]) || begin[n] == '_')
        n++;
    if (n == 0) {
        buf_putc(b, '$');
        return at + 1;
    }
    const char *name = arena_strndup(p->arena, begin, n), *value = play_variable(p, name);
    if (!value)
        play_fail(p, "nothing was saved as %s", name);
    buf_puts(b, value);
    return begin + n + (braces && begin[n] == '}');
}

static const char *read_word(struct play *p, const char *at, struct word *ret)
{
    struct buf b;
    bool inside = false;
    buf_init(&b, p->arena, 1 << 16);
    ret->quoted = *at == '"';
    while (*at && (inside || !isspace((unsigned char)*at))) {
        if (*at == '"') {
            inside = !inside;
            at++;
        } else if (*at == '\\' && inside && at[1]) {
            buf_putc(&b, at[1] == 'n' ? '\n' : at[1]);
            at += 2;
        } else if (*at == '$')
            at = put_variable(p, at, &b);
        else
            buf_putc(&b, *at++);
    }
    ret->text = b.length ? b.data : "";
    if (inside)
        play_fail(p, "a quotation mark is missing");
    return at;
}

size_t words_split(struct play *p, const char *line, struct word *ret)
{
    size_t n = 0;
    for (const char *at = line; n < MOST_WORDS;) {
        while (isspace((unsigned char)*at))
            at++;
        if (!*at || *at == '#')
            return n;
        at = read_word(p, at, &ret[n++]);
    }
    play_fail(p, "more than %d words", MOST_WORDS);
    return 0;
}
