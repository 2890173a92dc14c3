/* The pieces of a page, one after the other, as statements of the render function. Static text is gathered until something else must be
 * written (compile_flush); sections become `for` and `if`, and what is open is kept in levels, in which names are looked up from the
 * innermost outwards. */
#include "base/text.h"
#include "htmlgen/htmlgen.h"
#include <string.h>

static void wrong(struct compiler *c, size_t line, const char *format, const char *a)
{
    tool_wrong(c->t, c->page->file, line, format, a);
}

static void indent(struct compiler *c)
{
    for (int i = 0; i < c->depth; i++)
        buf_puts(&c->page->code, "    ");
}

void compile_line(struct compiler *c, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    indent(c);
    buf_puts(&c->page->code, arena_vprintf(c->t->arena, format, args));
    buf_putc(&c->page->code, '\n');
    va_end(args);
}

void compile_flush(struct compiler *c)
{
    if (c->pending.length == 0)
        return;
    indent(c);
    buf_puts(&c->page->code, "buf_add(to, ");
    tool_c_text(&c->page->code, c->pending.data, c->pending.length);
    buf_printf(&c->page->code, ", %zu);\n", c->pending.length);
    buf_clear(&c->pending);
}

static void push_level(struct compiler *c, const struct piece *piece, const struct level *level)
{
    if (c->depth == LEVELS) {
        wrong(c, piece->line, "sections are nested too deeply at {{#%s}}", piece->text);
        return;
    }
    c->levels[c->depth] = *level;
    c->levels[c->depth].name = piece->text;
    c->levels[c->depth].line = piece->line;
    c->levels[c->depth].mark = html_open_section(&c->html, piece->alone);
    c->depth++;
}

/* {{#list}} is a loop, {{#object}} goes inside, {{#else}} asks whether there is something. */
static void open_section(struct compiler *c, const struct piece *piece)
{
    struct field *field = NULL;
    const char *e = value_expression(c, piece->line, piece->text, &field);
    struct level level = {.field = field};
    compile_flush(c);
    bool enter = piece->kind == PIECE_SECTION && field;
    if (enter && field->type == FIELD_LIST) {
        level.loop = ++c->names;
        level.count = arena_printf(c->t->arena, "%s_count", e);
        compile_line(c, "for (size_t i%d = 0; i%d < %s; i%d++) {", level.loop, level.loop, level.count, level.loop);
    } else {
        compile_line(c, piece->kind == PIECE_INVERTED ? "if (!(%s)) {" : "if (%s) {", field ? value_condition(c, field, e) : "0");
    }
    bool scope = enter && field->inside;
    if (scope) {
        level.scope = field->inside;
        level.variable = arena_printf(c->t->arena, "r%d", ++c->names);
    }
    push_level(c, piece, &level);
    if (scope && level.loop)
        compile_line(c, "const struct %s *%s = &%s[i%d];", field->inside->c_name, level.variable, e, level.loop);
    else if (scope)
        compile_line(c, "const struct %s *%s = %s;", field->inside->c_name, level.variable, e);
    if (scope)
        compile_line(c, "(void)%s;", level.variable);
}

static void close_section(struct compiler *c, const struct piece *piece)
{
    if (c->depth == 1) {
        wrong(c, piece->line, "{{/%s}} closes nothing", piece->text);
        return;
    }
    struct level *level = &c->levels[c->depth - 1];
    if (!text_equal(level->name, piece->text))
        tool_wrong(c->t, c->page->file, piece->line, "{{/%s}} stands where {{/%s}} is due (opened in line %zu)", piece->text, level->name,
                   level->line);
    compile_flush(c);
    html_close_section(&c->html, &level->mark, piece->alone, piece->line, piece->text);
    c->depth--;
    compile_line(c, "}");
}

/* {{> core/pager pager}} writes the page core/pager with the view that the field points at. */
static void write_partial(struct compiler *c, const struct piece *piece)
{
    size_t count;
    const char *why;
    char **words = text_split(c->t->arena, text_clean(c->t->arena, piece->text), ' ', &count);
    if (count != 2) {
        wrong(c, piece->line, "write {{> FOLDER/PAGE field}}, not {{> %s}}", piece->text);
        return;
    }
    if (html_place(&c->html, &why) != HTML_IN_TEXT)
        wrong(c, piece->line, "{{> %s}} stands between elements only", piece->text);
    char *slash = strchr(words[0], '/');
    const char *page = slash ? arena_printf(c->t->arena, "%.*s_%s", (int)(slash - words[0]), words[0], slash + 1)
                             : arena_printf(c->t->arena, "%s_%s", c->page->folder, words[0]);
    struct field *field;
    const char *e = value_expression(c, piece->line, words[1], &field);
    if (!e)
        return;
    if (field->type != FIELD_VIEW || !text_equal(field->view, page)) {
        tool_wrong(c->t, c->page->file, piece->line, "%s must be declared as `view %s %s;`", words[1], words[1], page);
        return;
    }
    compile_flush(c);
    compile_line(c, "if (%s)", e);
    compile_line(c, "    %s_render(q, to, %s);", page, e);
    if (!tool_list_has(&c->partials, page, strlen(page)))
        tool_list_add(c->t, &c->partials, page);
    html_value(&c->html);
}

static void write_asset(struct compiler *c, const struct piece *piece)
{
    const char *why;
    enum html_place place = html_place(&c->html, &why);
    if (place == HTML_NOWHERE || place == HTML_IN_TEXT)
        wrong(c, piece->line, "{{asset:%s}} stands in a quoted attribute", piece->text);
    compile_flush(c);
    compile_line(c, "buf_html(to, page_asset(q, \"%s\"));", piece->text);
    html_value(&c->html);
}

static void write_icon(struct compiler *c, const struct piece *piece)
{
    const char *why;
    if (html_place(&c->html, &why) != HTML_IN_TEXT)
        wrong(c, piece->line, "{{icon:%s}} stands between elements only", piece->text);
    for (const char *s = piece->text; *s; s++)
        if (!((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') || *s == '-')) {
            wrong(c, piece->line, "{{icon:%s}}: an icon's name has small letters, digits and -", piece->text);
            return;
        }
    compile_flush(c);
    compile_line(c, "page_write_icon(q, to, \"%s\");", piece->text);
    html_value(&c->html);
}

static void write_csrf(struct compiler *c, const struct piece *piece)
{
    html_token(&c->html, piece->line);
    if (text_equal(piece->text, "csrf:none"))
        return;
    compile_flush(c);
    compile_line(c, "page_write_csrf(q, to);");
    html_value(&c->html);
}

static void declare(struct compiler *c, const struct piece *piece)
{
    if (c->declared)
        wrong(c, piece->line, "one declaration per page%s", "");
    c->declared = true;
    page_declare(c->t, c->page, piece);
}

static void write_piece(struct compiler *c, const struct piece *piece)
{
    switch (piece->kind) {
    case PIECE_STATIC: html_feed(&c->html, piece->text, piece->length, piece->line, &c->pending); break;
    case PIECE_DECLARE: declare(c, piece); break;
    case PIECE_VALUE: value_write(c, piece->line, piece->text, false); break;
    case PIECE_RAW: value_write(c, piece->line, piece->text, true); break;
    case PIECE_SECTION:
    case PIECE_INVERTED:
    case PIECE_IF: open_section(c, piece); break;
    case PIECE_END: close_section(c, piece); break;
    case PIECE_PARTIAL: write_partial(c, piece); break;
    case PIECE_TRANSLATE: value_translate(c, piece->line, piece->text); break;
    case PIECE_ASSET: write_asset(c, piece); break;
    case PIECE_ICON: write_icon(c, piece); break;
    case PIECE_CSRF: write_csrf(c, piece); break;
    }
}

static void check_used(struct compiler *c)
{
    for (const struct scope *s = c->page->structs; s; s = s->next)
        for (size_t i = 0; i < s->count; i++)
            if (!s->fields[i].used)
                wrong(c, s->fields[i].line, "%s is declared and not used", s->fields[i].name);
}

void page_compile(struct compiler *c, const struct pieces *pieces)
{
    if (!pieces->commented)
        wrong(c, 1, "a page begins with {{! a comment that says what it is for }}%s", "");
    c->levels[0] = (struct level){.scope = c->page->view, .variable = "v"};
    c->depth = 1;
    size_t last = 1;
    for (size_t i = 0; i < pieces->count; i++) {
        write_piece(c, &pieces->items[i]);
        last = pieces->items[i].line;
    }
    compile_flush(c);
    for (; c->depth > 1; c->depth--)
        wrong(c, c->levels[c->depth - 1].line, "{{#%s}} is not closed", c->levels[c->depth - 1].name);
    html_end(&c->html, last);
    if (!c->declared)
        wrong(c, 1, "a page declares its fields: {{@ … }} (empty when it has none)%s", "");
    check_used(c);
}
