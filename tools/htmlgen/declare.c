/* {{@ text title; list rows { text code; url href; } view pager core_pager; object owner { text name; } }} */
#include "base/text.h"
#include "htmlgen/htmlgen.h"
#include <ctype.h>
#include <string.h>

struct declarer {
    struct tool *t;
    struct page *page;
    const char *at;
    size_t line;
};

static const char *const types[] = {"text", "int", "number", "money", "date", "time", "bool", "url", "html", "list", "object", "view"};

static void wrong(struct declarer *d, const char *format, const char *a)
{
    tool_wrong(d->t, d->page->file, d->line, format, a);
}

static void skip_space(struct declarer *d)
{
    for (; isspace((unsigned char)*d->at); d->at++)
        d->line += *d->at == '\n';
}

static const char *read_word(struct declarer *d)
{
    skip_space(d);
    const char *from = d->at;
    while (isalnum((unsigned char)*d->at) || *d->at == '_')
        d->at++;
    return arena_strndup(d->t->arena, from, (size_t)(d->at - from));
}

static bool take(struct declarer *d, char c)
{
    skip_space(d);
    if (*d->at != c)
        return false;
    d->at++;
    return true;
}

static struct scope *new_scope(struct declarer *d, const char *c_name)
{
    struct scope *s = arena_new_one(d->t->arena, struct scope);
    s->c_name = c_name;
    *d->page->structs_end = s;
    d->page->structs_end = &s->next;
    return s;
}

static struct field *add_field(struct declarer *d, struct scope *s, struct field field)
{
    for (size_t i = 0; i < s->count; i++)
        if (text_equal(s->fields[i].name, field.name))
            wrong(d, "%s is declared twice", field.name);
    if (s->count == s->room) {
        size_t room = s->room ? s->room * 2 : 16;
        s->fields = arena_grow(d->t->arena, s->fields, sizeof *s->fields, s->room, room);
        s->room = room;
    }
    s->fields[s->count] = field;
    return &s->fields[s->count++];
}

static void read_fields(struct declarer *d, struct scope *s, bool nested);

/* What follows the name: { fields }, the view's name, or ;. False when the rest cannot be read. */
static bool read_rest(struct declarer *d, struct scope *s, struct field field)
{
    if (field.type == FIELD_VIEW) {
        field.view = read_word(d);
        if (!strchr(field.view, '_'))
            wrong(d, "view %s: name the page after it, FOLDER_PAGE", field.name);
    }
    if (field.type == FIELD_LIST || field.type == FIELD_OBJECT) {
        if (!take(d, '{')) {
            wrong(d, "after %s stands { and its fields", field.name);
            return false;
        }
        const char *parent = s == d->page->view ? arena_printf(d->t->arena, "%s_%s", d->page->folder, d->page->name) : s->c_name;
        field.inside = new_scope(d, arena_printf(d->t->arena, "%s_%s", parent, field.name));
        read_fields(d, field.inside, true);
        take(d, ';');
        add_field(d, s, field);
        return true;
    }
    add_field(d, s, field);
    if (take(d, ';'))
        return true;
    wrong(d, "a ; is due after %s", field.name);
    return false;
}

static void read_fields(struct declarer *d, struct scope *s, bool nested)
{
    for (;;) {
        skip_space(d);
        if (*d->at == '\0' || *d->at == '}')
            break;
        struct field field = {.line = d->line};
        const char *type = read_word(d);
        size_t i = 0;
        while (i < sizeof types / sizeof *types && !text_equal(types[i], type))
            i++;
        if (i == sizeof types / sizeof *types) {
            wrong(d, "\"%s\" is no type: text int number money date time bool url html list object view", type);
            d->at += strlen(d->at);
            return;
        }
        field.type = (enum field_type)i;
        field.name = read_word(d);
        if (!tool_is_name(field.name, strlen(field.name)))
            wrong(d, "\"%s\" is no name (small letters, digits, _)", field.name);
        if (!read_rest(d, s, field)) {
            d->at += strlen(d->at);
            return;
        }
    }
    if (nested && !take(d, '}'))
        wrong(d, "a } is due%s", "");
}

void page_declare(struct tool *t, struct page *page, const struct piece *declaration)
{
    struct declarer d = {.t = t, .page = page, .at = declaration->text, .line = declaration->line};
    read_fields(&d, page->view, false);
    if (*d.at)
        wrong(&d, "what is this: %s", d.at);
}
