/* Two views of a draft: without what does not matter (prune), and with empty objects where a required one is missing (expect). */
#include "engines/forms/schema.h"

static bool equals_default(const struct schema *s, const json_t *value)
{
    const json_t *usual = schema_default(s);
    return usual && json_equal((json_t *)usual, (json_t *)value);
}

/* Nothing but defaults ("country": "VN") was given: nobody has answered anything. */
static bool only_defaults(const struct schema *object, const json_t *value)
{
    const char *name;
    json_t *one;
    json_object_foreach ((json_t *)value, name, one) {
        const struct schema *s = schema_property(object, name);
        if (!s || !equals_default(s, one))
            return false;
    }
    return true;
}

static void prune_object(const struct schema *object, json_t *value);

static void prune_value(const struct schema *s, json_t *value)
{
    const struct schema *items = schema_body(s)->items;
    if (json_is_object(value))
        prune_object(s, value);
    for (size_t i = 0; items && json_is_array(value) && i < json_array_size(value); i++)
        prune_value(items, json_array_get(value, i));
}

/* Taking one answer away may make another irrelevant, so it goes on until nothing changes. */
static void remove_irrelevant(const struct schema *object, json_t *value)
{
    bool again = true;
    while (again) {
        again = false;
        const char *name;
        json_t *one;
        void *next;
        json_object_foreach_safe (value, next, name, one)
            if (json_is_null(one) || (schema_property(object, name) && !schema_relevance(object, value, name).relevant)) {
                json_object_del(value, name);
                again = true;
            }
    }
}

static void prune_object(const struct schema *object, json_t *value)
{
    remove_irrelevant(object, value);
    const char *name;
    json_t *one;
    void *next;
    json_object_foreach_safe (value, next, name, one) {
        const struct schema *s = schema_property(object, name);
        if (!s)
            continue;
        prune_value(s, one);
        bool needed = schema_relevance(object, value, name).required;
        if (json_is_object(one) ? json_object_size(one) == 0 || (!needed && only_defaults(s, one)) : tree_empty(one))
            json_object_del(value, name);
    }
    remove_irrelevant(object, value);
}

json_t *form_prune(struct arena *a, const struct form *f, const json_t *draft)
{
    json_t *copy = tree_copy(a, draft);
    if (json_is_object(copy))
        prune_object(f->root, copy);
    return copy;
}

static void expect_object(const struct schema *object, json_t *value, int depth)
{
    const struct schema *body = schema_body(object);
    for (size_t i = 0; i < body->property_count && depth < MOST_DEPTH; i++) {
        const struct schema *s = body->properties[i].schema;
        const char *name = body->properties[i].name;
        bool list = schema_is_list(s);
        if (schema_is_file(s) || !(list || schema_is_object(s)))
            continue;
        json_t *one = json_object_get(value, name);
        if (!one && schema_relevance(object, value, name).required && (!list || schema_body(s)->min_items.value > 0)) {
            one = list ? json_array() : json_object();
            json_object_set_new(value, name, one);
            if (list)
                json_array_append_new(one, json_object());
        }
        if (json_is_object(one))
            expect_object(s, one, depth + 1);
        for (size_t k = 0; list && k < json_array_size(one); k++)
            if (json_is_object(json_array_get(one, k)))
                expect_object(schema_body(s)->items, json_array_get(one, k), depth + 1);
    }
}

json_t *form_expect(struct arena *a, const struct form *f, const json_t *draft)
{
    json_t *value = form_prune(a, f, draft);
    if (json_is_object(value))
        expect_object(f->root, value, 0);
    return value;
}

/* Items that a person added and left empty. */
static void drop_empty_items(json_t *value)
{
    const char *name;
    json_t *one;
    void *next;
    for (size_t i = json_array_size(value); i-- > 0;) {
        drop_empty_items(json_array_get(value, i));
        if (tree_empty(json_array_get(value, i)))
            json_array_remove(value, i);
    }
    json_object_foreach_safe (value, next, name, one) {
        drop_empty_items(one);
        if (json_is_array(one) && json_array_size(one) == 0)
            json_object_del(value, name);
    }
}

json_t *form_finish(struct arena *a, const struct form *f, const json_t *draft)
{
    json_t *value = form_prune(a, f, draft);
    drop_empty_items(value);
    if (json_is_object(value))
        prune_object(f->root, value);
    return value;
}
