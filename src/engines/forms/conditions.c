/* What the if/then/else of an object mean for its pages. A property that some branch asks for (`required` in then or else) matters only
 * while such a branch holds; one that a branch that holds forbids (`not` with `required`) does not matter. */
#include "engines/forms/schema.h"
#include <string.h>

enum { MOST_CONDITIONS = 64 };
struct conditions {
    size_t count;
    const struct schema *items[MOST_CONDITIONS];
};

static void collect(const struct schema *s, struct conditions *c, int depth)
{
    for (; s && depth < MOST_DEPTH; s = s->to) {
        if (s->when && c->count < MOST_CONDITIONS)
            c->items[c->count++] = s;
        for (size_t i = 0; i < s->all_of.count; i++)
            collect(s->all_of.items[i], c, depth + 1);
    }
}

static bool asks_for(const struct schema *branch, const char *name, bool surely)
{
    if (!branch)
        return false;
    if (names_have(&branch->required, name) || (branch->to && asks_for(branch->to, name, surely)))
        return true;
    const struct schemas *lists[] = {&branch->all_of, &branch->any_of, &branch->one_of};
    for (size_t i = 0; i < (surely ? 1u : 3u); i++)
        for (size_t k = 0; k < lists[i]->count; k++)
            if (asks_for(lists[i]->items[k], name, surely))
                return true;
    return false;
}

static bool forbids(const struct schema *branch, const char *name)
{
    const struct schema *not = branch ? branch->not : NULL;
    if (!not )
        return false;
    if (not ->required.count == 1 && names_have(&not ->required, name))
        return true;
    for (size_t i = 0; i < not ->any_of.count; i++)
        if (not ->any_of.items[i]->required.count == 1 && names_have(&not ->any_of.items[i]->required, name))
            return true;
    return false;
}

struct relevance schema_relevance(const struct schema *object, const json_t *value, const char *name)
{
    bool always = false, conditional = false, asked = false, needed = false, forbidden = false;
    for (const struct schema *s = object; s; s = s->to)
        always |= names_have(&s->required, name);
    struct conditions c = {0};
    collect(object, &c, 0);
    for (size_t i = 0; i < c.count; i++) {
        const struct schema *s = c.items[i], *holds = schema_accepts(s->when, value) ? s->then : s->otherwise_then;
        conditional |= asks_for(s->then, name, false) || asks_for(s->otherwise_then, name, false);
        asked |= asks_for(holds, name, false);
        needed |= asks_for(holds, name, true);
        forbidden |= forbids(holds, name);
    }
    bool relevant = !forbidden && (always || asked || !conditional);
    return (struct relevance){relevant, relevant && (always || needed)};
}

static bool looks_at(const struct schema *when, const char *name)
{
    bool found = schema_property(when, name) != NULL || (when->not &&looks_at(when->not, name));
    const struct schemas *lists[] = {&when->all_of, &when->any_of, &when->one_of};
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < lists[i]->count && !found; k++)
            found = looks_at(lists[i]->items[k], name);
    return found;
}

/* Is `name` an object, list or file? Those have a page of their own. */
static bool has_own_page(const struct schema *object, const char *name)
{
    const struct schema *s = schema_property(object, name);
    return s && (schema_is_object(s) || schema_is_list(s));
}

static bool decides_about_pages(const struct schema *object, const struct schema *branch)
{
    bool found = false;
    for (size_t i = 0; object && i < schema_body(object)->property_count && !found; i++) {
        const char *name = schema_body(object)->properties[i].name;
        found = (asks_for(branch, name, false) || forbids(branch, name)) && has_own_page(object, name);
    }
    return found;
}

bool schema_decides(const struct schema *object, const char *name, bool *ret_inside)
{
    struct conditions c = {0};
    bool found = false;
    collect(object, &c, 0);
    *ret_inside = true;
    for (size_t i = 0; i < c.count; i++)
        if (looks_at(c.items[i]->when, name)) {
            found = true;
            if (decides_about_pages(object, c.items[i]->then) || decides_about_pages(object, c.items[i]->otherwise_then))
                *ret_inside = false;
        }
    return found;
}

const char *schema_shown_by(const struct schema *object, const char *name, const json_t **ret_constant, const json_t **ret_enum)
{
    struct conditions c = {0};
    const struct schema *only = NULL;
    collect(object, &c, 0);
    for (size_t i = 0; i < c.count; i++) {
        if (asks_for(c.items[i]->otherwise_then, name, false))
            return NULL;
        if (!asks_for(c.items[i]->then, name, false))
            continue;
        if (only)
            return NULL;
        only = c.items[i];
    }
    if (!only || only->when->property_count != 1 || only->when->any_of.count || only->when->all_of.count || only->when->not )
        return NULL;
    const struct schema *test = only->when->properties[0].schema;
    *ret_constant = test->constant;
    *ret_enum = test->one_of_values;
    return test->constant || test->one_of_values ? only->when->properties[0].name : NULL;
}
