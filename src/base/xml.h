/* Reading XML from outside: the bytes become a small tree in the arena. What makes XML dangerous is refused, not switched: no document
 * type (so no entities but the five of XML itself), nothing is ever loaded from elsewhere, and size, depth and number of elements have
 * stated maxima. Comments and processing instructions are left out. Names are local names; namespaces are their full names. */
#pragma once
#include <stddef.h>
#include <stdint.h>

struct arena;
enum { XML_LARGEST = 16 * 1024 * 1024, XML_DEEPEST = 100, XML_MOST_ELEMENTS = 500000 };

struct xml_attribute {
    const char *name, *namespace; /* namespace NULL when the attribute has none of its own */
    const char *value;
    const struct xml_attribute *next; /* in the order of the document */
};

struct xml {
    const char *name, *namespace; /* namespace NULL when there is none */
    const char *text;             /* all text that stands directly in this element, as written; "" when none */
    int line;                     /* where the start tag ends, from 1 */
    const struct xml_attribute *attributes;
    struct xml *parent, *first, *next; /* the element around it; its first child element; its next sibling */
};

/* The root element. On failure NULL, and *ret_why (in the arena) says line and reason: "line 12: …". */
const struct xml *xml_read(struct arena *a, const char *bytes, size_t n, const char **ret_why);

/* namespace NULL: any. All take e NULL and answer NULL, so that steps can be chained. */
const struct xml *xml_child(const struct xml *e, const char *namespace, const char *name); /* the first so named */
const struct xml *xml_next(const struct xml *e, const char *namespace, const char *name);  /* the next sibling so named */
const char *xml_attribute(const struct xml *e, const char *namespace, const char *name);   /* NULL when absent */
