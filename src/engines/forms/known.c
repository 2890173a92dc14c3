/* What registers already know: filled in once, shown with source and time, never asked again unless the person says it is wrong. A whole
 * address or document is one known value; other objects are filled field by field. */
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "engines/forms/schema.h"
#include <string.h>

struct fill {
    struct arena *a;
    const struct form *form;
    const struct form_source *sources;
    size_t count;
    json_t *draft, *known;
    size_t filled;
};
/* Where values for the present object come from: a register's object (x-prefill on the object itself), or nothing yet. */
struct origin {
    const json_t *data;
    const struct form_source *source;
};

static bool inside(const char *name, const char *under)
{
    size_t n = under ? strlen(under) : 0;
    return n == 0 || (strncmp(name, under, n) == 0 && (name[n] == '\0' || name[n] == '.'));
}

/* "person.full_name" of the sources given; for "lookup.…" inside an object that was itself filled, of that object's data. */
static struct origin find(const struct fill *f, const char *path, const char *name, struct origin object)
{
    size_t root = strcspn(path, ".");
    const char *rest = path + root + (path[root] == '.');
    if (object.data && strncmp(path, "lookup.", 7) == 0)
        return (struct origin){tree_get(object.data, rest), object.source};
    for (size_t i = 0; i < f->count; i++) {
        const struct form_source *s = &f->sources[i];
        if (strlen(s->root) == root && strncmp(s->root, path, root) == 0 && inside(name, s->under)) {
            const json_t *found = tree_get(s->data, rest);
            if (found)
                return (struct origin){found, s};
        }
    }
    return (struct origin){0};
}

/* Only the properties that the form has; a register may know more than the form asks. */
static json_t *fitting(const struct schema *s, const json_t *data)
{
    const struct schema *body = schema_body(s);
    if (!json_is_object(data))
        return json_deep_copy(data);
    json_t *made = json_object();
    for (size_t i = 0; i < body->property_count; i++) {
        const json_t *one = json_object_get(data, body->properties[i].name);
        if (!tree_empty(one))
            json_object_set_new(made, body->properties[i].name, fitting(body->properties[i].schema, one));
    }
    return made;
}

static void put(struct fill *f, const struct schema *s, const char *name, struct origin from)
{
    const json_t *there = tree_get(f->draft, name);
    if (tree_empty(from.data) || (!tree_empty(there) && !form_known(f->known, name)) ||
        json_object_get(json_object_get(f->known, name), "disputed"))
        return;
    json_t *value = fitting(s, from.data);
    if (!schema_accepts(s, value) || tree_empty(value)) { /* a value that the form would refuse is not filled: the person is asked */
        json_decref(value);
        return;
    }
    if (!tree_set(f->form, f->draft, name, value))
        return;
    json_t *k = json_object();
    json_object_set_new(k, "source", json_string(from.source->source));
    json_object_set_new(k, "at", json_string(time_iso(f->a, from.source->at)));
    json_object_set_new(f->known, name, k);
    f->filled++;
}

static void fill_object(struct fill *f, const struct schema *object, const char *prefix, struct origin from, int depth);

static void fill_property(struct fill *f, const struct property *p, const char *prefix, struct origin object, int depth)
{
    const char *name = name_join(f->a, prefix, p->name), *path = schema_prefill(p->schema);
    struct origin from = path ? find(f, path, name, object) : (struct origin){0};
    if (!from.data && object.data)
        from = (struct origin){json_object_get(object.data, p->name), object.source};
    if (schema_is_object(p->schema) && !schema_is_file(p->schema) && !schema_is_address(p->schema))
        fill_object(f, p->schema, name, json_is_object(from.data) ? from : (struct origin){0}, depth + 1);
    else if (from.data)
        put(f, p->schema, name, from);
}

/* Items of lists are filled only where they are already (a look-up of one person of the list). */
static void fill_items(struct fill *f, const struct schema *list, const char *name, int depth)
{
    size_t n = json_array_size(tree_get(f->draft, name));
    for (size_t i = 0; i < n; i++)
        fill_object(f, schema_body(list)->items, arena_printf(f->a, "%s.%zu", name, i), (struct origin){0}, depth + 1);
}

static void fill_object(struct fill *f, const struct schema *object, const char *prefix, struct origin from, int depth)
{
    const struct schema *body = schema_body(object);
    for (size_t i = 0; i < body->property_count && depth < 8; i++) {
        fill_property(f, &body->properties[i], prefix, from, depth);
        if (schema_is_list(body->properties[i].schema))
            fill_items(f, body->properties[i].schema, name_join(f->a, prefix, body->properties[i].name), depth);
    }
}

size_t form_prefill(struct arena *a, const struct form *f, const struct form_source *sources, size_t count, json_t **draft, json_t **known)
{
    struct fill fill = {a, f, sources, count, tree_copy(a, *draft), tree_copy(a, *known), 0};
    fill_object(&fill, f->root, "", (struct origin){0}, 0);
    *draft = fill.draft;
    *known = fill.known;
    return fill.filled;
}

json_t *form_known_dispute(struct arena *a, const json_t *known, const char *name, const json_t *register_value, const char *words)
{
    json_t *copy = tree_copy(a, known), *k = json_object_get(copy, name);
    if (!k)
        return copy;
    json_t *dispute = json_object();
    const char *clean = words ? text_clean(a, words) : NULL;
    json_object_set_new(dispute, "at", json_string(time_iso(a, clock_now())));
    json_object_set_new(dispute, "words", json_string(clean ? clean : ""));
    if (register_value)
        json_object_set_new(dispute, "value", json_deep_copy(register_value));
    json_object_set_new(k, "disputed", dispute);
    return copy;
}

json_t *form_known_without(struct arena *a, const json_t *known, const char *removed)
{
    const char *dot = strrchr(removed, '.');
    int64_t gone;
    json_t *made = tree_own(a, json_object());
    const char *name;
    json_t *one;
    if (!dot || !number_parse(dot + 1, &gone))
        return tree_copy(a, known);
    size_t n = (size_t)(dot - removed) + 1;
    json_object_foreach ((json_t *)known, name, one) {
        int64_t index = -1;
        size_t digits = strncmp(name, removed, n) == 0 ? strcspn(name + n, ".") : 0;
        if (digits > 0 && !number_parse(arena_strndup(a, name + n, digits), &index))
            index = -1;
        if (index == gone)
            continue;
        const char *moved = index > gone ? arena_printf(a, "%.*s%lld%s", (int)n, name, (long long)index - 1, name + n + digits) : name;
        json_object_set_new(made, moved, json_deep_copy(one));
    }
    return made;
}
