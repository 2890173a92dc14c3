/* html.h */
#include "drive/html.h"
#include "base/buf.h"
#include "base/text.h"
#include <libxml/HTMLparser.h>
#include <string.h>

static void free_doc(void *doc)
{
    xmlFreeDoc(doc);
}

static void no_words(void *context, const char *format, ...)
{
    (void)context, (void)format;
}

struct html *html_read(struct arena *a, const char *bytes, size_t n)
{
    xmlSetGenericErrorFunc(NULL, no_words);
    htmlDocPtr doc = htmlReadMemory(bytes, (int)n, NULL, "UTF-8", HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    if (!doc)
        return NULL;
    struct html *h = arena_new_one(a, struct html);
    *h = (struct html){.arena = a, .doc = doc};
    arena_on_free(a, free_doc, doc);
    h->text = html_text(h, NULL);
    return h;
}

bool html_is(const xmlNode *e, const char *name)
{
    return e && e->type == XML_ELEMENT_NODE && strcmp((const char *)e->name, name) == 0;
}

xmlNode *html_next(const xmlNode *e, const xmlNode *root)
{
    if (e->children && e->type == XML_ELEMENT_NODE)
        return e->children;
    while (e != root && !e->next)
        e = e->parent;
    return e == root ? NULL : e->next;
}

const char *html_attribute(struct html *h, const xmlNode *e, const char *name)
{
    xmlChar *value = xmlGetProp(e, (const xmlChar *)name);
    const char *copy = value ? arena_strdup(h->arena, (const char *)value) : NULL;
    xmlFree(value);
    return copy;
}

static bool has(const xmlNode *e, const char *name)
{
    return xmlHasProp(e, (const xmlChar *)name) != NULL;
}

static void add_text(const xmlNode *e, struct buf *b)
{
    static const char *const silent[] = {"script", "style", "head", "template", "option"};
    for (size_t i = 0; i < sizeof silent / sizeof *silent; i++)
        if (html_is(e, silent[i]))
            return;
    if (e->type == XML_TEXT_NODE)
        buf_puts(b, (const char *)e->content);
    for (const xmlNode *c = e->children; c && e->type != XML_ENTITY_REF_NODE; c = c->next)
        add_text(c, b);
    static const char *const flowing[] = {"b", "span", "a", "i", "em", "strong", "small", "svg", "use", "abbr", "code"};
    for (size_t i = 0; i < sizeof flowing / sizeof *flowing; i++)
        if (html_is(e, flowing[i]))
            return;
    if (e->type == XML_ELEMENT_NODE)
        buf_putc(b, ' ');
}

const char *html_text(struct html *h, const xmlNode *e)
{
    struct buf b;
    buf_init(&b, h->arena, 8 << 20);
    if (!e)
        e = xmlDocGetRootElement(h->doc);
    if (e)
        add_text(e, &b);
    const char *clean = b.length ? text_clean(h->arena, b.data) : NULL;
    return clean ? clean : "";
}

/* --- links and buttons ------------------------------------------------------------------------------------------------------------- */

static const char *words_of(struct html *h, const xmlNode *e)
{
    if (html_is(e, "input")) {
        const char *value = html_attribute(h, e, "value");
        return value ? value : "";
    }
    const char *label = html_attribute(h, e, "aria-label"), *text = html_text(h, e);
    return *text || !label ? text : label;
}

static bool is_link(struct html *h, const xmlNode *e)
{
    (void)h;
    return html_is(e, "a") && has(e, "href");
}

static bool is_button(struct html *h, const xmlNode *e)
{
    const char *type = html_is(e, "button") || html_is(e, "input") ? html_attribute(h, e, "type") : NULL;
    if (has(e, "disabled"))
        return false;
    return html_is(e, "button") ? !type || strcmp(type, "submit") == 0 : html_is(e, "input") && type && strcmp(type, "submit") == 0;
}

static bool form_takes(struct html *h, const xmlNode *button, const struct pair *filled)
{
    const char *why;
    const xmlNode *form = html_form_of(h, button);
    return form && html_form_pairs(h, form, button, filled, &why);
}

/* The words exactly, else the words among others; a button's form must have room for what was filled in, if any has. */
static xmlNode *find(struct html *h, const char *label, bool (*kind)(struct html *, const xmlNode *), const struct pair *filled)
{
    xmlNode *root = xmlDocGetRootElement(h->doc), *best = NULL;
    int best_rank = 0;
    const char *wanted = text_clean(h->arena, label);
    for (xmlNode *e = root; e && wanted; e = html_next(e, root)) {
        if (e->type != XML_ELEMENT_NODE || !kind(h, e))
            continue;
        const char *words = words_of(h, e);
        int rank = strcmp(words, wanted) == 0 ? 2 : strstr(words, wanted) ? 1 : 0;
        if (rank && filled && form_takes(h, e, filled))
            rank += 2;
        if (rank > best_rank) {
            best = e;
            best_rank = rank;
        }
    }
    return best;
}

xmlNode *html_link(struct html *h, const char *label)
{
    return find(h, label, is_link, NULL);
}

xmlNode *html_button(struct html *h, const char *label, const struct pair *filled)
{
    return find(h, label, is_button, filled);
}

static xmlNode *by_id(struct html *h, const char *id)
{
    xmlNode *root = xmlDocGetRootElement(h->doc);
    for (xmlNode *e = root; e; e = html_next(e, root))
        if (e->type == XML_ELEMENT_NODE && text_equal(html_attribute(h, e, "id"), id))
            return e;
    return NULL;
}

xmlNode *html_form_of(struct html *h, const xmlNode *control)
{
    const char *id = html_attribute(h, control, "form");
    if (id)
        return by_id(h, id);
    for (xmlNode *e = control->parent; e; e = e->parent)
        if (html_is(e, "form"))
            return e;
    return NULL;
}

/* --- what a form sends ---------------------------------------------------------------------------------------------------------------- */

struct pair *pair_add(struct arena *a, struct pair **list, const char *name, const char *value, bool file)
{
    struct pair *p = arena_new_one(a, struct pair), **at = list;
    *p = (struct pair){.name = arena_strdup(a, name), .value = arena_strdup(a, value), .file = file};
    while (*at)
        at = &(*at)->next;
    *at = p;
    return p;
}

static const struct pair *filled_as(const struct pair *filled, const char *name)
{
    for (const struct pair *p = filled; p; p = p->next)
        if (strcmp(p->name, name) == 0)
            return p;
    return NULL;
}

static const char *label_of(struct html *h, const xmlNode *control)
{
    const char *id = html_attribute(h, control, "id");
    xmlNode *root = xmlDocGetRootElement(h->doc);
    for (xmlNode *e = root; e && id; e = html_next(e, root))
        if (html_is(e, "label") && text_equal(html_attribute(h, e, "for"), id))
            return html_text(h, e);
    return html_is(control->parent, "label") ? html_text(h, control->parent) : "";
}

struct filling { struct html *h; const struct pair *filled; struct pair *sent; const char *met[200]; size_t met_count; };

/* This filled pair has found its control. */
static void meet(struct filling *f, const char *name)
{
    if (f->met_count < sizeof f->met / sizeof *f->met)
        f->met[f->met_count++] = name;
}

static bool chosen(struct filling *f, const xmlNode *e, const char *name, const char *value)
{
    bool any = false, mine = false;
    const char *label = label_of(f->h, e);
    for (const struct pair *p = f->filled; p; p = p->next) {
        if (strcmp(p->name, name) != 0)
            continue;
        any = true;
        if (strcmp(p->value, value) == 0 || (*p->value && strcmp(p->value, label) == 0)) {
            mine = true;
            meet(f, arena_printf(f->h->arena, "%s=%s", name, p->value));
        } else if (!*p->value)
            meet(f, arena_printf(f->h->arena, "%s=", name)); /* nothing is ticked */
    }
    return any ? mine : has(e, "checked");
}

static void take_input(struct filling *f, const xmlNode *e, const char *name)
{
    struct arena *a = f->h->arena;
    const char *type = html_attribute(f->h, e, "type"), *value = html_attribute(f->h, e, "value");
    const struct pair *p = filled_as(f->filled, name);
    type = type ? type : "text";
    if (strcmp(type, "submit") == 0 || strcmp(type, "button") == 0 || strcmp(type, "image") == 0 || strcmp(type, "reset") == 0)
        return;
    if (strcmp(type, "radio") == 0 || strcmp(type, "checkbox") == 0) {
        value = value ? value : "on";
        if (chosen(f, e, name, value))
            pair_add(a, &f->sent, name, value, false);
        return;
    }
    if (p)
        meet(f, arena_printf(a, "%s=%s", name, p->value));
    bool file = strcmp(type, "file") == 0;
    pair_add(a, &f->sent, name, p ? p->value : file || !value ? "" : value, file);
}

static void take_select(struct filling *f, const xmlNode *e, const char *name)
{
    struct arena *a = f->h->arena;
    const struct pair *p = filled_as(f->filled, name);
    const char *first = NULL, *selected = NULL;
    for (const xmlNode *o = html_next(e, e); o; o = html_next(o, e)) {
        if (!html_is(o, "option"))
            continue;
        const char *text = text_clean(a, o->children && o->children->content ? (const char *)o->children->content : "");
        const char *value = html_attribute(f->h, o, "value");
        value = value ? value : text;
        first = first ? first : value;
        if (p ? strcmp(p->value, value) == 0 || strcmp(p->value, text) == 0 : has(o, "selected")) {
            selected = value;
            if (p)
                meet(f, arena_printf(a, "%s=%s", name, p->value));
        }
    }
    if (selected || first)
        pair_add(a, &f->sent, name, selected ? selected : first, false);
}

static void take_control(struct filling *f, const xmlNode *e)
{
    const char *name = html_attribute(f->h, e, "name");
    if (!name || !*name || has(e, "disabled"))
        return;
    if (html_is(e, "input"))
        take_input(f, e, name);
    else if (html_is(e, "select"))
        take_select(f, e, name);
    else if (html_is(e, "textarea")) {
        const struct pair *p = filled_as(f->filled, name);
        if (p)
            meet(f, arena_printf(f->h->arena, "%s=%s", name, p->value));
        xmlChar *content = p ? NULL : xmlNodeGetContent(e);
        pair_add(f->h->arena, &f->sent, name, p ? p->value : (const char *)content, false);
        xmlFree(content);
    }
}

static const char *not_met(struct filling *f)
{
    for (const struct pair *p = f->filled; p; p = p->next) {
        const char *text = arena_printf(f->h->arena, "%s=%s", p->name, p->value);
        bool found = false;
        for (size_t i = 0; i < f->met_count && !found; i++)
            found = strcmp(f->met[i], text) == 0;
        if (!found)
            return text;
    }
    return NULL;
}

struct pair *html_form_pairs(struct html *h, const xmlNode *form, const xmlNode *button, const struct pair *filled, const char **ret_why)
{
    struct filling f = {.h = h, .filled = filled};
    xmlNode *root = xmlDocGetRootElement(h->doc);
    for (xmlNode *e = root; e; e = html_next(e, root))
        if (e->type == XML_ELEMENT_NODE && (html_is(e, "input") || html_is(e, "select") || html_is(e, "textarea")) && html_form_of(h, e) == form)
            take_control(&f, e);
    const char *name = button ? html_attribute(h, button, "name") : NULL, *value = button ? html_attribute(h, button, "value") : NULL;
    if (name && *name)
        pair_add(h->arena, &f.sent, name, value ? value : "", false);
    const char *lost = not_met(&f);
    if (lost) {
        *ret_why = arena_printf(h->arena, "the form has no place for %s", lost);
        return NULL;
    }
    return f.sent ? f.sent : arena_new_one(h->arena, struct pair);
}
