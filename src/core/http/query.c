#include "core/http/query.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/http/path.h"
#include <string.h>

bool pairs_add(struct arena *a, struct pairs *to, const char *name, const char *value)
{
    if (to->count >= PAIRS_MOST)
        return false;
    if (!to->end)
        to->end = &to->first;
    struct pair *p = arena_new_one(a, struct pair);
    p->name = name;
    p->value = value;
    *to->end = p;
    to->end = &p->next;
    to->count++;
    return true;
}

static const char *decode_text(struct arena *a, const char *s, size_t n)
{
    const char *text = percent_decode(a, s, n, true);
    return text && text_valid(text, strlen(text)) ? text : NULL;
}

static bool add_encoded(struct arena *a, struct pairs *to, const char *s, size_t n)
{
    const char *equals = memchr(s, '=', n);
    size_t name_n = equals ? (size_t)(equals - s) : n;
    const char *name = decode_text(a, s, name_n);
    const char *value = equals ? decode_text(a, equals + 1, n - name_n - 1) : "";
    return name && value && pairs_add(a, to, name, value);
}

bool query_parse(struct arena *a, const char *s, size_t n, struct pairs *to)
{
    for (const char *end = s + n; s < end;) {
        const char *ampersand = memchr(s, '&', (size_t)(end - s));
        size_t length = ampersand ? (size_t)(ampersand - s) : (size_t)(end - s);
        if (length && !add_encoded(a, to, s, length))
            return false;
        s += length + 1;
    }
    return true;
}

const char *pairs_get(const struct pairs *p, const char *name)
{
    for (const struct pair *at = p->first; at; at = at->next)
        if (strcmp(at->name, name) == 0)
            return at->value;
    return NULL;
}
