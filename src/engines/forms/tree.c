/* JSON trees that live in an arena, addressed by flat names. */
#include "base/must.h"
#include "base/text.h"
#include "engines/forms/schema.h"
#include <string.h>

static void drop(void *tree)
{
    json_decref(tree);
}

json_t *tree_own(struct arena *a, json_t *tree)
{
    must(tree);
    arena_on_free(a, drop, tree);
    return tree;
}

json_t *tree_copy(struct arena *a, const json_t *value)
{
    return tree_own(a, value ? json_deep_copy(value) : json_object());
}

const char *name_join(struct arena *a, const char *before, const char *name)
{
    return *before ? arena_printf(a, "%s.%s", before, name) : name;
}

/* Cuts the first word of a flat name; false when it is too long to be one. */
static bool first_word(const char **name, char word[128], bool *ret_index)
{
    size_t n = strcspn(*name, ".");
    if (n == 0 || n >= 128)
        return false;
    memcpy(word, *name, n);
    word[n] = '\0';
    *ret_index = strspn(word, "0123456789") == n && n < 9;
    *name += n + ((*name)[n] == '.');
    return true;
}

static size_t to_index(const char *word)
{
    int64_t n = 0;
    number_parse(word, &n);
    return (size_t)n;
}

json_t *tree_get(const json_t *value, const char *name)
{
    char word[128];
    bool index;
    while (value && *name) {
        if (!first_word(&name, word, &index))
            return NULL;
        value = json_is_array(value) ? (index ? json_array_get(value, to_index(word)) : NULL) : json_object_get(value, word);
    }
    return (json_t *)value;
}

static bool set_here(json_t *in, const char *word, json_t *value)
{
    if (json_is_object(in))
        return value ? json_object_set_new(in, word, value) == 0 : (json_object_del(in, word), true);
    size_t i = to_index(word);
    if (!value)
        return json_array_remove(in, i) == 0;
    return i < json_array_size(in) ? json_array_set_new(in, i, value) == 0
                                   : i == json_array_size(in) && json_array_append_new(in, value) == 0;
}

bool tree_set(const struct form *f, json_t *value, const char *name, json_t *new_value)
{
    char word[128];
    bool index;
    if (!schema_at(f, name)) {
        json_decref(new_value);
        return false;
    }
    const char *rest = name;
    for (json_t *in = value; first_word(&rest, word, &index);) {
        if (!(json_is_array(in) ? index : json_is_object(in)))
            break;
        if (*rest == '\0')
            return set_here(in, word, new_value);
        json_t *next = json_is_array(in) ? json_array_get(in, to_index(word)) : json_object_get(in, word);
        if (!json_is_object(next) && !json_is_array(next)) {
            if (!new_value)
                return true; /* nothing there to remove */
            bool list = (size_t)strspn(rest, "0123456789") == strcspn(rest, ".");
            next = list ? json_array() : json_object();
            if (!set_here(in, word, next))
                break;
        }
        in = next;
    }
    json_decref(new_value);
    return false;
}

bool tree_empty(const json_t *value)
{
    return !value || json_is_null(value) || (json_is_string(value) && *json_string_value(value) == '\0') ||
           (json_is_object(value) && json_object_size(value) == 0) || (json_is_array(value) && json_array_size(value) == 0);
}

json_t *form_put(struct arena *a, const struct form *f, const json_t *draft, const char *name, const json_t *value)
{
    json_t *copy = tree_copy(a, draft);
    tree_set(f, copy, name, value ? json_deep_copy(value) : NULL);
    return copy;
}
