/* Small questions to a compiled schema. What stands beside a $ref comes before what it points at (JSON Schema 2020-12 §8.2.3.1 lets
 * both apply; for titles and hints the nearer one is meant). */
#include "engines/forms/schema.h"
#include "base/text.h"
#include <string.h>

/* First non-empty member along the $ref chain. */
#define NEAREST(s, member, none)                                                                                                           \
    do {                                                                                                                                   \
        for (; (s); (s) = (s)->to)                                                                                                         \
            if ((s)->member)                                                                                                               \
                return (s)->member;                                                                                                        \
        return none;                                                                                                                       \
    } while (0)

const char *schema_title(const struct schema *s, enum language language)
{
    for (; s; s = s->to)
        if (s->title_vi)
            return language == LANGUAGE_EN && s->title_en ? s->title_en : s->title_vi;
    return "";
}

const char *schema_description(const struct schema *s, enum language language)
{
    for (; s; s = s->to)
        if (s->description_vi)
            return language == LANGUAGE_EN && s->description_en ? s->description_en : s->description_vi;
    return "";
}

unsigned schema_types(const struct schema *s)
{
    NEAREST(s, types, 0);
}
const char *schema_unit(const struct schema *s)
{
    NEAREST(s, unit, NULL);
}
const char *schema_widget(const struct schema *s)
{
    NEAREST(s, widget, NULL);
}
const char *schema_choices_from(const struct schema *s)
{
    NEAREST(s, choices_from, NULL);
}
const char *schema_prefill(const struct schema *s)
{
    NEAREST(s, prefill, NULL);
}
const char *schema_replaceable_by(const struct schema *s)
{
    NEAREST(s, replaceable_by, NULL);
}
const json_t *schema_default(const struct schema *s)
{
    NEAREST(s, otherwise, NULL);
}

const struct schema *schema_lookup(const struct schema *s)
{
    while (s && !s->lookup_key)
        s = s->to;
    return s;
}

const struct schema *schema_body(const struct schema *s)
{
    while (s->to && !s->property_count && !s->items && !s->types)
        s = s->to;
    return s;
}

const struct schema *schema_choices(const struct schema *s)
{
    for (; s; s = s->to) {
        bool all = s->one_of.count > 0;
        for (size_t i = 0; i < s->one_of.count && all; i++)
            all = s->one_of.items[i]->constant && s->one_of.items[i]->title_vi;
        if (all)
            return s;
    }
    return NULL;
}

const struct schema *schema_property(const struct schema *s, const char *name)
{
    for (; s; s = s->to)
        for (size_t i = 0; i < s->property_count; i++)
            if (strcmp(s->properties[i].name, name) == 0)
                return s->properties[i].schema;
    return NULL;
}

bool schema_is_object(const struct schema *s)
{
    return (schema_types(s) & TYPE_OBJECT) != 0;
}
bool schema_is_file(const struct schema *s)
{
    return schema_is_object(s) && schema_property(s, "file_id");
}
bool schema_is_address(const struct schema *s)
{
    return schema_is_object(s) && schema_property(s, "full_text");
}

bool schema_is_list(const struct schema *s)
{
    const struct schema *b = schema_body(s);
    return (b->types & TYPE_ARRAY) && b->items && schema_is_object(b->items);
}

bool schema_confirms(const struct schema *s)
{
    if (!(schema_types(s) & TYPE_BOOLEAN))
        return false;
    while (s && !s->constant)
        s = s->to;
    return s && json_is_true(s->constant);
}

bool names_have(const struct names *n, const char *name)
{
    for (size_t i = 0; i < n->count; i++)
        if (strcmp(n->items[i], name) == 0)
            return true;
    return false;
}

const struct schema *schema_at(const struct form *f, const char *name)
{
    const struct schema *s = f->root;
    while (s && *name) {
        size_t n = strcspn(name, ".");
        char part[128];
        if (n >= sizeof part)
            return NULL;
        memcpy(part, name, n);
        part[n] = '\0';
        const struct schema *body = schema_body(s);
        bool index = n > 0 && strspn(part, "0123456789") == n;
        s = index && body->items ? body->items : schema_property(s, part);
        name += n + (name[n] == '.');
    }
    return s;
}
