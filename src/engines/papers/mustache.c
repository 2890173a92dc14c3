/* A template is cut into tokens once; sections know where they end. Rendering walks the tokens with a stack of contexts: a name is
 * looked for from the innermost outwards, and once its first word is found the rest of a dotted name is looked for only there.
 * Tags that stand alone on their line take the line with them; a partial takes over the indentation of its tag. */
#include "engines/papers/mustache.h"
#include "base/arena.h"
#include "base/must.h"
#include "base/text.h"
#include <string.h>

enum { MOST_NESTING = 40, MOST_PARTIALS = 20, MOST_NAME = 128 };
static const int64_t most_tags = 1000000; /* a render that handles more is refused: nested lists can multiply without printing */

enum token_kind { TOKEN_TEXT, TOKEN_NAME, TOKEN_RAW, TOKEN_SECTION, TOKEN_INVERTED, TOKEN_CLOSE, TOKEN_PARTIAL };
struct token {
    enum token_kind kind;
    const char *text;
    size_t length; /* of a text */
    size_t end;    /* of a section: its close */
    const char *indent;
};
struct tokens {
    struct token *items;
    size_t count, room;
};

struct parser {
    struct arena *a;
    const char *text, *at;
    char open[16], close[16];
    struct tokens tokens;
    size_t sections[MOST_NESTING];
    size_t depth;
    const char *why;
};

static void refuse(struct parser *p, const char *where, const char *what)
{
    int line = 1;
    for (const char *s = p->text; s < where; s++)
        line += *s == '\n';
    if (!p->why)
        p->why = arena_printf(p->a, "line %d: %s", line, what);
}

static struct token *token_add(struct parser *p, enum token_kind kind, const char *text, size_t n)
{
    struct tokens *t = &p->tokens;
    if (t->count == t->room) {
        t->items = arena_grow(p->a, t->items, sizeof *t->items, t->count, t->room ? 2 * t->room : 16);
        t->room = t->room ? 2 * t->room : 16;
    }
    t->items[t->count] = (struct token){.kind = kind, .text = text, .length = n};
    return &t->items[t->count++];
}

static size_t blanks(const char *s)
{
    return strspn(s, " \t");
}

/* Is the tag from `start` to `end` alone on its line? Gives where the line begins and where the next one does. */
static bool alone(const struct parser *p, const char *start, const char *end, const char **ret_line, const char **ret_next)
{
    const char *line = start;
    while (line > p->text && (line[-1] == ' ' || line[-1] == '\t'))
        line--;
    const char *next = end + blanks(end);
    bool ends = *next == '\0' || *next == '\n' || (*next == '\r' && next[1] == '\n');
    *ret_line = line;
    *ret_next = next + (*next == '\r') + (*next != '\0');
    return ends && (line == p->text || line[-1] == '\n');
}

static void set_delimiters(struct parser *p, const char *inside, size_t n, const char *where)
{
    const char *s = inside + strspn(inside, " \t\r\n"), *end = inside + n;
    size_t open = strcspn(s, " \t\r\n"), gap = strspn(s + open, " \t\r\n");
    const char *second = s + open + gap;
    size_t close = 0;
    while (second + close < end && !strchr(" \t\r\n", second[close]))
        close++;
    if (second >= end || open == 0 || close == 0 || open >= sizeof p->open || close >= sizeof p->close) {
        refuse(p, where, "new delimiters are two words between = and =");
        return;
    }
    memcpy(p->open, s, open);
    p->open[open] = '\0';
    memcpy(p->close, second, close);
    p->close[close] = '\0';
}

static void open_section(struct parser *p, enum token_kind kind, const char *name, const char *where)
{
    if (p->depth == MOST_NESTING) {
        refuse(p, where, "more than 40 sections inside each other");
        return;
    }
    p->sections[p->depth++] = p->tokens.count;
    token_add(p, kind, name, 0);
}

static void close_section(struct parser *p, const char *name, const char *where)
{
    if (p->depth == 0) {
        refuse(p, where, arena_printf(p->a, "{{/%s}} closes nothing", name));
        return;
    }
    struct token *opened = &p->tokens.items[p->sections[--p->depth]];
    if (strcmp(opened->text, name) != 0)
        refuse(p, where, arena_printf(p->a, "{{/%s}} stands where {{/%s}} should", name, opened->text));
    opened->end = p->tokens.count;
    token_add(p, TOKEN_CLOSE, name, 0);
}

static const char *trimmed(struct parser *p, const char *s, size_t n)
{
    while (n > 0 && strchr(" \t\r\n", *s)) {
        s++;
        n--;
    }
    while (n > 0 && strchr(" \t\r\n", s[n - 1]))
        n--;
    return arena_strndup(p->a, s, n);
}

static void add_tag(struct parser *p, char sign, const char *inside, size_t n, const char *where, const char *line)
{
    const char *name = trimmed(p, inside, n);
    if (sign != '!' && sign != '=' && (*name == '\0' || strlen(name) >= MOST_NAME)) {
        refuse(p, where, "a tag without a name, or with too long a one");
        return;
    }
    switch (sign) {
    case '!':
        break;
    case '=':
        set_delimiters(p, inside, n, where);
        break;
    case '#':
        open_section(p, TOKEN_SECTION, name, where);
        break;
    case '^':
        open_section(p, TOKEN_INVERTED, name, where);
        break;
    case '/':
        close_section(p, name, where);
        break;
    case '>':
        token_add(p, TOKEN_PARTIAL, name, 0)->indent = line ? arena_strndup(p->a, line, (size_t)(where - line)) : "";
        break;
    case '&':
    case '{':
        token_add(p, TOKEN_RAW, name, 0);
        break;
    default:
        token_add(p, TOKEN_NAME, name, 0);
        break;
    }
}

/* One tag; `start` is at its opening delimiter, text before it is not a token yet. */
static void parse_tag(struct parser *p, const char *text_from, const char *start)
{
    const char *inside = start + strlen(p->open);
    char sign = *inside && strchr("!=#^/>&{", *inside) ? *inside : '\0';
    inside += sign != '\0';
    const char *closing = sign == '{' ? arena_printf(p->a, "}%s", p->close) : sign == '=' ? arena_printf(p->a, "=%s", p->close) : p->close;
    const char *end = strstr(inside, closing), *line = NULL, *next;
    if (!end) {
        refuse(p, start, "a tag is not closed");
        return;
    }
    const char *after = end + strlen(closing);
    bool takes_line = sign != '\0' && sign != '&' && sign != '{' && alone(p, start, after, &line, &next);
    const char *text_end = takes_line ? line : start;
    if (text_end > text_from)
        token_add(p, TOKEN_TEXT, text_from, (size_t)(text_end - text_from));
    add_tag(p, sign, inside, (size_t)(end - inside), start, takes_line ? line : NULL);
    p->at = takes_line ? next : after;
}

static bool parse(struct parser *p, struct arena *a, const char *text)
{
    *p = (struct parser){.a = a, .text = text, .at = text, .open = "{{", .close = "}}"};
    while (*p->at && !p->why) {
        const char *start = strstr(p->at, p->open);
        if (!start) {
            token_add(p, TOKEN_TEXT, p->at, strlen(p->at));
            break;
        }
        parse_tag(p, p->at, start);
    }
    if (p->depth > 0 && !p->why)
        refuse(p, p->at, arena_printf(a, "{{#%s}} is not closed", p->tokens.items[p->sections[p->depth - 1]].text));
    return p->why == NULL;
}

struct context {
    const struct context *outer;
    const json_t *value;
};
struct render {
    struct buf *to;
    struct arena *a;
    enum mustache_mode mode;
    mustache_partial_fn *partial;
    void *self;
    int partials;
    int64_t tags;
    const char *why;
};

static const json_t *member(const json_t *value, const char *name, size_t n)
{
    char word[MOST_NAME];
    memcpy(word, name, n);
    word[n] = '\0';
    return json_object_get(value, word);
}

static const json_t *look_up(const struct context *c, const char *name)
{
    if (strcmp(name, ".") == 0)
        return c->value;
    size_t n = strcspn(name, ".");
    const json_t *found = NULL;
    for (; c && !found; c = c->outer)
        found = member(c->value, name, n);
    for (name += n; found && *name == '.'; name += n) {
        n = strcspn(++name, ".");
        found = member(found, name, n);
    }
    return found;
}

/* An empty text counts as nothing: papers and notices ask "is there a telephone number". The specification leaves it open. */
static bool truthy(const json_t *v)
{
    return v && !json_is_null(v) && !json_is_false(v) && !(json_is_array(v) && json_array_size(v) == 0) &&
           !(json_is_string(v) && json_string_length(v) == 0);
}

static void print_value(struct render *r, const json_t *v, bool escaped)
{
    const char *text = json_string_value(v);
    if (json_is_integer(v))
        text = arena_printf(r->a, "%lld", (long long)json_integer_value(v));
    else if (json_is_real(v))
        text = arena_printf(r->a, "%.15g", json_real_value(v));
    else if (json_is_boolean(v))
        text = json_is_true(v) ? "true" : "false";
    if (text && escaped && r->mode == MUSTACHE_HTML)
        buf_html(r->to, text);
    else if (text)
        buf_puts(r->to, text);
}

static void render_tokens(struct render *r, const struct tokens *t, size_t from, size_t to, const struct context *c);

static void render_section(struct render *r, const struct tokens *t, size_t at, const struct context *c)
{
    const json_t *v = look_up(c, t->items[at].text);
    if (!truthy(v))
        return;
    size_t n = json_is_array(v) ? json_array_size(v) : 1;
    for (size_t i = 0; i < n && !r->to->overflow && !r->why; i++) {
        struct context inner = {c, json_is_array(v) ? json_array_get(v, i) : v};
        render_tokens(r, t, at + 1, t->items[at].end, &inner);
    }
}

/* Every line of the partial begins with the indentation of its tag. */
static const char *indented(struct render *r, const char *text, const char *indent)
{
    if (*indent == '\0')
        return text;
    struct buf b;
    buf_init(&b, r->a, r->to->max);
    while (*text) {
        size_t n = strcspn(text, "\n");
        n += text[n] == '\n';
        buf_puts(&b, indent);
        buf_add(&b, text, n);
        text += n;
    }
    return b.data ? b.data : "";
}

static void render_partial(struct render *r, const struct token *token, const struct context *c)
{
    const char *text = r->partial ? r->partial(r->self, token->text) : NULL;
    struct parser p;
    if (!text)
        return;
    if (r->partials >= MOST_PARTIALS)
        r->why = "partials call each other more than 20 deep";
    else if (!parse(&p, r->a, indented(r, text, token->indent)))
        r->why = arena_printf(r->a, "partial %s: %s", token->text, p.why);
    if (r->why)
        return;
    r->partials++;
    render_tokens(r, &p.tokens, 0, p.tokens.count, c);
    r->partials--;
}

static void render_tokens(struct render *r, const struct tokens *t, size_t from, size_t to, const struct context *c)
{
    for (size_t i = from; i < to && !r->to->overflow && !r->why; i++) {
        const struct token *token = &t->items[i];
        if (++r->tags > most_tags)
            r->why = "the template repeats too often";
        switch (token->kind) {
        case TOKEN_TEXT:
            buf_add(r->to, token->text, token->length);
            break;
        case TOKEN_NAME:
            print_value(r, look_up(c, token->text), true);
            break;
        case TOKEN_RAW:
            print_value(r, look_up(c, token->text), false);
            break;
        case TOKEN_SECTION:
            render_section(r, t, i, c);
            i = token->end;
            break;
        case TOKEN_INVERTED:
            if (truthy(look_up(c, token->text)))
                i = token->end;
            break;
        case TOKEN_PARTIAL:
            render_partial(r, token, c);
            break;
        case TOKEN_CLOSE:
            break;
        }
    }
}

bool mustache_render_in(struct buf *to, const char *text, const json_t *const *values, size_t count, enum mustache_mode mode,
                        mustache_partial_fn *partial, void *self, const char **ret_why)
{
    struct parser p;
    struct render r = {.to = to, .a = to->arena, .mode = mode, .partial = partial, .self = self};
    struct context contexts[8] = {0};
    must(count >= 1 && count <= 8);
    if (!parse(&p, to->arena, text)) {
        *ret_why = p.why;
        return false;
    }
    for (size_t i = 0; i < count; i++)
        contexts[i] = (struct context){i ? &contexts[i - 1] : NULL, values[i]};
    render_tokens(&r, &p.tokens, 0, p.tokens.count, &contexts[count - 1]);
    *ret_why = r.why ? r.why : to->overflow ? "the text became too long" : NULL;
    return *ret_why == NULL;
}

bool mustache_render(struct buf *to, const char *text, const json_t *data, enum mustache_mode mode, mustache_partial_fn *partial,
                     void *self, const char **ret_why)
{
    return mustache_render_in(to, text, &data, 1, mode, partial, self, ret_why);
}

bool mustache_check(struct arena *a, const char *text, const char **ret_why)
{
    struct parser p;
    bool ok = parse(&p, a, text);
    *ret_why = p.why;
    return ok;
}

bool mustache_true(const json_t *data, const char *name)
{
    struct context top = {NULL, data};
    return strlen(name) < MOST_NAME && truthy(look_up(&top, name));
}
