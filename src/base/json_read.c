/* Reading JSON by jansson. The depth is checked before, on the bytes, because the library's own limit (2048) is for everybody and
 * far above what any of our inputs needs. */
#include "base/arena.h"
#include "base/json.h"
#include "base/must.h"

static void release(void *tree)
{
    json_decref(tree);
}

/* The place where a bracket goes deeper than max_depth, or NULL. Brackets inside strings do not count. */
static const char *find_too_deep(const char *bytes, size_t n, int max_depth)
{
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < n; i++) {
        char c = bytes[i];
        if (in_string) {
            i += c == '\\';
            in_string = c != '"';
            continue;
        }
        in_string = c == '"';
        depth += (c == '{' || c == '[') - (c == '}' || c == ']');
        if (depth > max_depth)
            return bytes + i;
    }
    return NULL;
}

static const char *say_where(struct arena *a, const char *bytes, const char *at, const char *what)
{
    int line = 1, column = 1;
    for (; bytes < at; bytes++, column++)
        if (*bytes == '\n') {
            line++;
            column = 0;
        }
    return arena_printf(a, "line %d, column %d: %s", line, column, what);
}

json_t *json_read(struct arena *a, const char *bytes, size_t n, int max_depth, const char **ret_why)
{
    json_error_t error;
    json_t *tree = NULL;
    const char *deep = find_too_deep(bytes, n, max_depth), *why;
    if (deep) {
        why = say_where(a, bytes, deep, arena_printf(a, "nested deeper than %d levels", max_depth));
    } else {
        tree = json_loadb(bytes, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
        if (tree) {
            arena_on_free(a, release, tree);
            return tree;
        }
        why = arena_printf(a, "line %d, column %d: %s", error.line, error.column, error.text);
    }
    if (ret_why)
        *ret_why = why;
    return NULL;
}

const char *json_get_text(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

int64_t json_get_int(const json_t *object, const char *key, int64_t otherwise)
{
    const json_t *value = json_object_get(object, key);
    return json_is_integer(value) ? json_integer_value(value) : otherwise;
}

bool json_get_bool(const json_t *object, const char *key, bool otherwise)
{
    const json_t *value = json_object_get(object, key);
    return json_is_boolean(value) ? json_is_true(value) : otherwise;
}
