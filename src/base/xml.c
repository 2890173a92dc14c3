/* The tree is built from the parser's events and not copied from the library's own tree: so the bounds are checked before the memory
 * is taken, and a document type is refused at its first word, before anything in it is read. */
#include "base/xml.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/must.h"
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

/* An element while it is open: where its next child goes, and the text so far. */
struct open {
    struct xml *element, **next_child;
    struct buf text;
};

struct reading {
    struct arena *arena;
    xmlParserCtxtPtr parser;
    struct xml *root;
    struct open open[XML_DEEPEST];
    int depth, elements;
    const char *why;
};

__attribute__((constructor)) static void prepare(void)
{
    xmlInitParser();
}

/* Keeps the first reason, and ends the reading. */
static void refuse(struct reading *r, int line, const char *reason)
{
    if (!r->why)
        r->why = arena_printf(r->arena, "line %d: %s", line, reason);
    xmlStopParser(r->parser);
}

static int line_of(const struct reading *r)
{
    return xmlSAX2GetLineNumber(r->parser);
}

static const char *copy(struct reading *r, const xmlChar *s)
{
    return arena_strdup(r->arena, (const char *)s);
}

/* The library hands attributes over in fives: local name, prefix, namespace, start and end of the value. */
static const struct xml_attribute *read_attributes(struct reading *r, int count, const xmlChar **fives)
{
    const struct xml_attribute *first = NULL, **place = &first;
    for (int i = 0; i < count; i++, fives += 5) {
        struct xml_attribute *made = arena_new_one(r->arena, struct xml_attribute);
        made->name = copy(r, fives[0]);
        made->namespace = copy(r, fives[2]);
        made->value = arena_strndup(r->arena, (const char *)fives[3], (size_t)(fives[4] - fives[3]));
        *place = made;
        place = &made->next;
    }
    return first;
}

static void place_element(struct reading *r, struct xml *e)
{
    if (r->depth > 0) {
        struct open *parent = &r->open[r->depth - 1];
        e->parent = parent->element;
        *parent->next_child = e;
        parent->next_child = &e->next;
    } else {
        r->root = e;
    }
    struct open *o = &r->open[r->depth++];
    o->element = e;
    o->next_child = &e->first;
    buf_init(&o->text, r->arena, XML_LARGEST);
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespace_count,
                     const xmlChar **namespaces, int attribute_count, int defaulted_count, const xmlChar **attributes)
{
    (void)prefix, (void)namespace_count, (void)namespaces, (void)defaulted_count;
    struct reading *r = context;
    if (r->why)
        return;
    if (r->depth == XML_DEEPEST) {
        refuse(r, line_of(r), "elements are nested too deep");
        return;
    }
    if (++r->elements > XML_MOST_ELEMENTS) {
        refuse(r, line_of(r), "too many elements");
        return;
    }
    struct xml *e = arena_new_one(r->arena, struct xml);
    e->name = copy(r, name);
    e->namespace = copy(r, uri);
    e->line = line_of(r);
    e->attributes = read_attributes(r, attribute_count, attributes);
    place_element(r, e);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    (void)name, (void)prefix, (void)uri;
    struct reading *r = context;
    if (r->why || r->depth == 0)
        return;
    struct open *o = &r->open[--r->depth];
    o->element->text = o->text.data;
}

static void on_text(void *context, const xmlChar *text, int n)
{
    struct reading *r = context;
    if (!r->why && r->depth > 0)
        buf_add(&r->open[r->depth - 1].text, text, (size_t)n);
}

static void on_document_type(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    struct reading *r = context;
    refuse(r, line_of(r), "a document type (DOCTYPE) is not accepted");
}

static xmlEntityPtr on_entity(void *context, const xmlChar *name)
{
    (void)context;
    return xmlGetPredefinedEntity(name);
}

/* Warnings do not count. */
static void on_error(void *context, xmlErrorPtr error)
{
    struct reading *r = context;
    if (error->level < XML_ERR_ERROR || error->code == XML_ERR_USER_STOP)
        return;
    const char *message = error->message ? error->message : "not well-formed";
    refuse(r, error->line, arena_strndup(r->arena, message, strcspn(message, "\n")));
}

static xmlSAXHandler handlers(void)
{
    return (xmlSAXHandler){.initialized = XML_SAX2_MAGIC,
                           .startElementNs = on_start,
                           .endElementNs = on_end,
                           .characters = on_text,
                           .cdataBlock = on_text,
                           .ignorableWhitespace = on_text,
                           .internalSubset = on_document_type,
                           .getEntity = on_entity,
                           .serror = on_error};
}

static void parse(struct reading *r, const char *bytes, size_t n)
{
    xmlSAXHandler sax = handlers();
    r->parser = xmlCreateMemoryParserCtxt(bytes, (int)n);
    must(r->parser != NULL);
    xmlCtxtUseOptions(r->parser, XML_PARSE_NONET);
    *r->parser->sax = sax;
    r->parser->userData = r;
    int failed = xmlParseDocument(r->parser);
    if (!r->why && (failed || !r->parser->wellFormed || !r->parser->nsWellFormed || !r->root || r->depth > 0))
        refuse(r, line_of(r), "not well-formed");
    xmlFreeDoc(r->parser->myDoc);
    xmlFreeParserCtxt(r->parser);
}

const struct xml *xml_read(struct arena *a, const char *bytes, size_t n, const char **ret_why)
{
    struct reading *r = arena_new_one(a, struct reading);
    r->arena = a;
    if (n == 0)
        r->why = "line 1: empty";
    else if (n > XML_LARGEST)
        r->why = "line 1: larger than 16 MB";
    else
        parse(r, bytes, n);
    if (r->why && ret_why)
        *ret_why = r->why;
    return r->why ? NULL : r->root;
}

static int is_named(const char *has_namespace, const char *has_name, const char *namespace, const char *name)
{
    return strcmp(has_name, name) == 0 && (!namespace || (has_namespace && strcmp(has_namespace, namespace) == 0));
}

static const struct xml *first_named(const struct xml *e, const char *namespace, const char *name)
{
    while (e && !is_named(e->namespace, e->name, namespace, name))
        e = e->next;
    return e;
}

const struct xml *xml_child(const struct xml *e, const char *namespace, const char *name)
{
    return e ? first_named(e->first, namespace, name) : NULL;
}

const struct xml *xml_next(const struct xml *e, const char *namespace, const char *name)
{
    return e ? first_named(e->next, namespace, name) : NULL;
}

const char *xml_attribute(const struct xml *e, const char *namespace, const char *name)
{
    for (const struct xml_attribute *at = e ? e->attributes : NULL; at; at = at->next)
        if (is_named(at->namespace, at->name, namespace, name))
            return at->value;
    return NULL;
}
