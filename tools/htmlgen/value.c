/* What each type needs at each place. The work at run time is done by buf.h (escaping) and core/page_write.h (numbers, dates, URLs). */
#include "base/text.h"
#include "htmlgen/htmlgen.h"
#include <string.h>

static void wrong(struct compiler *c, size_t line, const char *format, const char *a)
{
    tool_wrong(c->t, c->page->file, line, format, a);
}

static struct level *innermost_loop(struct compiler *c)
{
    for (int i = c->depth - 1; i >= 0; i--)
        if (c->levels[i].loop)
            return &c->levels[i];
    return NULL;
}

/* .index .first .last of the innermost list. */
static const char *loop_expression(struct compiler *c, size_t line, const char *name, struct field **ret_field)
{
    static struct field index = {.name = ".index", .type = FIELD_INT}, flag = {.name = ".first", .type = FIELD_BOOL};
    struct level *loop = innermost_loop(c);
    if (!loop) {
        wrong(c, line, "%s stands in no list", name);
        return NULL;
    }
    *ret_field = text_equal(name, ".index") ? &index : &flag;
    if (text_equal(name, ".index"))
        return arena_printf(c->t->arena, "(int64_t)i%d + 1", loop->loop);
    if (text_equal(name, ".first"))
        return arena_printf(c->t->arena, "i%d == 0", loop->loop);
    if (text_equal(name, ".last"))
        return arena_printf(c->t->arena, "i%d + 1 == %s", loop->loop, loop->count);
    wrong(c, line, "%s: a list has .index, .first and .last", name);
    return NULL;
}

const char *value_expression(struct compiler *c, size_t line, const char *name, struct field **ret_field)
{
    if (*name == '.')
        return loop_expression(c, line, name, ret_field);
    for (int i = c->depth - 1; i >= 0; i--) {
        const struct scope *s = c->levels[i].scope;
        for (size_t j = 0; s && j < s->count; j++)
            if (text_equal(s->fields[j].name, name)) {
                s->fields[j].used = true;
                *ret_field = &s->fields[j];
                return arena_printf(c->t->arena, "%s->%s", c->levels[i].variable, name);
            }
    }
    wrong(c, line, "{{%s}} is not declared in {{@ … }}", name);
    return NULL;
}

/* The statement that writes a value of this type into HTML text or an attribute; NULL when the type cannot stand there. */
static const char *statement(struct compiler *c, const struct field *field, const char *e, const char *to, bool text)
{
    struct arena *a = c->t->arena;
    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_URL: return arena_printf(a, "buf_html(%s, %s);", to, e);
    case FIELD_INT: return arena_printf(a, "buf_int(%s, %s);", to, e);
    case FIELD_NUMBER: return arena_printf(a, "page_write_number(q, %s, %s);", to, e);
    case FIELD_MONEY: return arena_printf(a, "page_write_money(q, %s, %s);", to, e);
    case FIELD_DATE: return arena_printf(a, text ? "page_write_date_element(%s, %s);" : "page_write_date(%s, %s);", to, e);
    case FIELD_TIME: return arena_printf(a, text ? "page_write_time_element(%s, %s);" : "page_write_time(%s, %s);", to, e);
    default: return NULL;
    }
}

static const char *url_statement(struct compiler *c, const struct field *field, const char *e, enum html_place place)
{
    if (place == HTML_AT_URL && field->type == FIELD_URL)
        return arena_printf(c->t->arena, "page_write_url(to, %s);", e);
    if (field->type == FIELD_INT)
        return arena_printf(c->t->arena, "buf_int(to, %s);", e);
    if (place == HTML_IN_URL && (field->type == FIELD_TEXT || field->type == FIELD_URL))
        return arena_printf(c->t->arena, "buf_url(to, %s);", e);
    return NULL;
}

static void write_raw(struct compiler *c, size_t line, const struct field *field, const char *e)
{
    const char *why;
    if (field->type != FIELD_HTML)
        wrong(c, line, "{{&%s}} is for fields of type html", field->name);
    if (html_place(&c->html, &why) != HTML_IN_TEXT)
        wrong(c, line, "{{&%s}} stands between elements only", field->name);
    compile_line(c, "buf_puts(to, %s);", e);
}

void value_write(struct compiler *c, size_t line, const char *name, bool raw)
{
    struct field *field;
    const char *e = value_expression(c, line, name, &field), *why, *s;
    if (!e)
        return;
    enum html_place place = html_place(&c->html, &why);
    if (place == HTML_NOWHERE) {
        tool_wrong(c->t, c->page->file, line, "{{%s}} cannot stand %s", name, why);
        return;
    }
    compile_flush(c);
    if (raw) {
        write_raw(c, line, field, e);
    } else if (place == HTML_AT_URL || place == HTML_IN_URL) {
        s = url_statement(c, field, e, place);
        if (s)
            compile_line(c, "%s", s);
        else if (place == HTML_AT_URL)
            wrong(c, line, "a URL begins here: declare %s as url, or begin with static text", name);
        else
            wrong(c, line, "%s: inside a URL stand text, url and int only", name);
    } else if ((s = statement(c, field, e, "to", place == HTML_IN_TEXT))) {
        compile_line(c, "%s", s);
    } else if (field->type == FIELD_HTML) {
        wrong(c, line, "%s is html: write {{&…}} if it is safe", name);
    } else {
        wrong(c, line, "%s has no text of its own; it is for {{#…}} or {{> …}}", name);
    }
    html_value(&c->html);
}

const char *value_condition(struct compiler *c, const struct field *field, const char *e)
{
    struct arena *a = c->t->arena;
    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_URL:
    case FIELD_HTML: return arena_printf(a, "%s && *%s", e, e);
    case FIELD_LIST: return arena_printf(a, "%s_count > 0", e);
    case FIELD_DATE: return arena_printf(a, "%s != INT32_MIN", e);
    case FIELD_BOOL: return e;
    case FIELD_OBJECT:
    case FIELD_VIEW: return arena_printf(a, "%s != NULL", e);
    default: return arena_printf(a, "%s != 0", e);
    }
}

/* --- {{t:{n} dossiers wait|n=count}} ------------------------------------------------------------------------------------------- */

struct placeholder { const char *name, *value; };
enum { PLACEHOLDERS = 8 };

/* The value of one placeholder as a C expression of text; numbers and dates are written into a buffer of their own first. */
static const char *placeholder_value(struct compiler *c, size_t line, const char *name)
{
    struct field *field;
    const char *e = value_expression(c, line, name, &field);
    if (!e)
        return NULL;
    if (field->type == FIELD_TEXT)
        return arena_printf(c->t->arena, "%s ? %s : \"\"", e, e);
    const char *variable = arena_printf(c->t->arena, "b%d", ++c->names);
    const char *s = field->type == FIELD_URL ? NULL : statement(c, field, e, arena_printf(c->t->arena, "&%s", variable), false);
    if (!s) {
        wrong(c, line, "%s cannot stand in a sentence", name);
        return NULL;
    }
    compile_line(c, "struct buf %s;", variable);
    compile_line(c, "buf_init(&%s, q->arena, 4096);", variable);
    compile_line(c, "%s", s);
    return arena_printf(c->t->arena, "%s.data", variable);
}

static int split_placeholders(struct compiler *c, size_t line, char **parts, size_t count, struct placeholder to[PLACEHOLDERS])
{
    int n = 0;
    for (size_t i = 1; i < count; i++) {
        const char *part = text_clean(c->t->arena, parts[i]), *equals = part ? strchr(part, '=') : NULL;
        if (!equals || n == PLACEHOLDERS) {
            wrong(c, line, "{{t:…|%s}}: write placeholder=field", parts[i]);
            continue;
        }
        const char *name = arena_strndup(c->t->arena, part, (size_t)(equals - part));
        if (!strstr(parts[0], arena_printf(c->t->arena, "{%s}", name)))
            wrong(c, line, "the sentence has no {%s}", name);
        const char *value = placeholder_value(c, line, equals + 1);
        if (value)
            to[n++] = (struct placeholder){name, value};
    }
    return n;
}

/* Every {name} of the sentence needs its value. */
static void check_braces(struct compiler *c, size_t line, const char *sentence, const struct placeholder *given, int count)
{
    for (const char *open = sentence; (open = strchr(open, '{')); open++) {
        const char *close = strchr(open, '}');
        size_t n = close ? (size_t)(close - open) - 1 : 0;
        bool found = false;
        for (int i = 0; i < count; i++)
            found |= strlen(given[i].name) == n && memcmp(given[i].name, open + 1, n) == 0;
        if (!found)
            wrong(c, line, "no value for %s", arena_strndup(c->t->arena, open, n + 2));
    }
}

void value_translate(struct compiler *c, size_t line, const char *text)
{
    const char *why;
    enum html_place place = html_place(&c->html, &why);
    if (place != HTML_IN_TEXT && place != HTML_IN_VALUE) {
        tool_wrong(c->t, c->page->file, line, "{{t:…}} cannot stand %s", place == HTML_NOWHERE ? why : "in a URL");
        return;
    }
    compile_flush(c);
    size_t count;
    char **parts = text_split(c->t->arena, text, '|', &count);
    if (count > 1)
        compile_line(c, "{");
    struct placeholder given[PLACEHOLDERS];
    int n = split_placeholders(c, line, parts, count, given);
    check_braces(c, line, parts[0], given, n);
    struct buf call;
    buf_init(&call, c->t->arena, 1 << 16);
    buf_puts(&call, count > 1 ? "buf_html(to, q_tr_fill(q, " : "buf_html(to, tr(q, ");
    const char *sentence = text_clean(c->t->arena, parts[0]);
    tool_c_text(&call, sentence, strlen(sentence));
    for (int i = 0; i < n; i++)
        buf_printf(&call, ", \"%s\", %s", given[i].name, given[i].value);
    buf_puts(&call, count > 1 ? ", (const char *)0));" : "));");
    compile_line(c, "%s", call.data);
    if (count > 1)
        compile_line(c, "}");
    html_value(&c->html);
}
