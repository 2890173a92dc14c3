/* What a reader finds on a page: its words, links, forms and buttons. Read with libxml2's lenient HTML reader. */
#pragma once
#include "base/arena.h"
#include <libxml/HTMLtree.h>
#include <stdbool.h>
#include <stddef.h>

struct pair { const char *name, *value; bool file; /* value is a path */ struct pair *next; };

struct html { struct arena *arena; htmlDocPtr doc; const char *text; };
struct html *html_read(struct arena *a, const char *bytes, size_t n);
/* The words of an element (NULL: of the page), blanks made one; no scripts, styles, hidden values. */
const char *html_text(struct html *h, const xmlNode *e);
const char *html_attribute(struct html *h, const xmlNode *e, const char *name); /* NULL when absent */
bool html_is(const xmlNode *e, const char *name);
xmlNode *html_next(const xmlNode *e, const xmlNode *root); /* document order; NULL at the end of root */
/* The link or button whose words are (or, second choice, contain) the label. NULL when there is none. */
xmlNode *html_link(struct html *h, const char *label);
xmlNode *html_button(struct html *h, const char *label, const struct pair *filled);
xmlNode *html_form_of(struct html *h, const xmlNode *button);

/* What the form sends when `button` is pressed after `filled` was typed. NULL with *ret_why when something filled has no place there:
 * a test that types into nowhere is wrong. */
struct pair *html_form_pairs(struct html *h, const xmlNode *form, const xmlNode *button, const struct pair *filled, const char **ret_why);
struct pair *pair_add(struct arena *a, struct pair **list, const char *name, const char *value, bool file);
