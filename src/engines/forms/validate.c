/* Validation by JSON Schema 2020-12 (validation §6, applicators §10). One function per group of keywords; each returns whether the
 * value passes and, when somebody listens (`r->errors`), says what is wrong. Branches that only decide (if, anyOf, oneOf, not,
 * contains) run with nobody listening. Keywords for other types than the value's always pass (§6: "ignored"). */
#include "base/text.h"
#include "engines/forms/errors.h"
#include "engines/forms/format.h"
#include "engines/forms/schema.h"
#include <math.h>
#include <string.h>

static bool check(struct run *r, const struct schema *s, const json_t *v, const struct place *at);

static bool quiet(struct run *r, const struct schema *s, const json_t *v, const struct place *at)
{
    struct run silent = {.arena = r->arena, .form = r->form, .depth = r->depth};
    return check(&silent, s, v, at);
}

/* A number without fraction is an integer, 1.0 too (§6.1.1). */
static bool is_whole(const json_t *v)
{
    return json_is_integer(v) || (json_is_real(v) && floor(json_real_value(v)) == json_real_value(v));
}

static unsigned type_of(const json_t *v)
{
    switch (json_typeof(v)) {
    case JSON_NULL:
        return TYPE_NULL;
    case JSON_TRUE:
    case JSON_FALSE:
        return TYPE_BOOLEAN;
    case JSON_OBJECT:
        return TYPE_OBJECT;
    case JSON_ARRAY:
        return TYPE_ARRAY;
    case JSON_STRING:
        return TYPE_STRING;
    default:
        return TYPE_NUMBER | (is_whole(v) ? TYPE_INTEGER : 0);
    }
}

/* Long double holds every int64 exactly (64-bit mantissa), so 2^53 + 1 is not 2^53. */
static long double number_of(const json_t *v)
{
    return json_is_integer(v) ? (long double)json_integer_value(v) : (long double)json_real_value(v);
}

/* Equality of JSON Schema core §4.2.2: 1 and 1.0 are equal, inside lists and objects too. */
static bool equal(const json_t *a, const json_t *b)
{
    if (json_is_number(a) && json_is_number(b))
        return number_of(a) == number_of(b);
    if (json_typeof(a) != json_typeof(b))
        return false;
    if (json_is_array(a)) {
        bool same = json_array_size(a) == json_array_size(b);
        for (size_t i = 0; i < json_array_size(a) && same; i++)
            same = equal(json_array_get(a, i), json_array_get(b, i));
        return same;
    }
    if (!json_is_object(a))
        return json_equal(a, b);
    bool same = json_object_size(a) == json_object_size(b);
    const char *key;
    json_t *one;
    json_object_foreach ((json_t *)a, key, one)
        same = same && json_object_get(b, key) && equal(one, json_object_get(b, key));
    return same;
}

static bool check_any_type(struct run *r, const struct schema *s, const json_t *v, const struct place *at)
{
    if (s->types && !(s->types & type_of(v)))
        return run_wrong(r, at, "type", NULL);
    if (s->constant && !equal(s->constant, v))
        return run_wrong(r, at, "const", s->constant);
    bool found = s->one_of_values == NULL;
    for (size_t i = 0; !found && i < json_array_size(s->one_of_values); i++)
        found = equal(json_array_get(s->one_of_values, i), v);
    return found || run_wrong(r, at, "enum", NULL);
}

static bool check_number(struct run *r, const struct schema *s, const json_t *v, const struct place *at)
{
    if (!json_is_number(v))
        return true;
    long double n = number_of(v);
    bool ok = true;
    if (s->minimum.set && n < s->minimum.value)
        ok = run_wrong_number(r, at, "minimum", s->minimum.value);
    if (s->maximum.set && n > s->maximum.value)
        ok = run_wrong_number(r, at, "maximum", s->maximum.value);
    if (s->above.set && n <= s->above.value)
        ok = run_wrong_number(r, at, "exclusiveMinimum", s->above.value);
    if (s->below.set && n >= s->below.value)
        ok = run_wrong_number(r, at, "exclusiveMaximum", s->below.value);
    if (s->multiple_of.set) { /* 0.07 of 0.01: the quotient is whole up to the rounding of doubles */
        long double q = n / s->multiple_of.value;
        if (!isfinite(q) || fabsl(q - roundl(q)) > fabsl(q) * 1e-14L)
            ok = run_wrong_number(r, at, "multipleOf", s->multiple_of.value);
    }
    return ok;
}

static bool check_text(struct run *r, const struct schema *s, const json_t *v, const struct place *at)
{
    if (!json_is_string(v))
        return true;
    const char *text = json_string_value(v);
    bool ok = true;
    size_t length = s->min_length.set || s->max_length.set ? text_length(text) : 0;
    if (s->min_length.set && (double)length < s->min_length.value)
        ok = run_wrong_number(r, at, length == 0 ? "required" : "minLength", s->min_length.value);
    if (s->max_length.set && (double)length > s->max_length.value)
        ok = run_wrong_number(r, at, "maxLength", s->max_length.value);
    if (ok && s->pattern && !pattern_matches(s->pattern, text))
        ok = run_wrong(r, at, "pattern", NULL);
    if (ok && !format_matches(s->format, text))
        ok = run_wrong(r, at, "format", v);
    return ok;
}

static bool check_contains(struct run *r, const struct schema *s, const json_t *v, const struct place *at)
{
    double found = 0;
    for (size_t i = 0; i < json_array_size(v); i++) {
        struct place below = {.up = at, .index = i};
        found += quiet(r, s->contains, json_array_get(v, i), &below);
    }
    double least = s->min_contains.set ? s->min_contains.value : 1;
    if (found < least)
        return run_wrong_number(r, at, s->min_contains.set ? "minContains" : "contains", least);
    return !s->max_contains.set || found <= s->max_contains.value || run_wrong_number(r, at, "maxContains", s->max_contains.value);
}

static bool check_list(struct run *r, const struct schema *s, const json_t *v, const struct place *at)
{
    if (!json_is_array(v))
        return true;
    size_t n = json_array_size(v);
    bool ok = true;
    if (s->min_items.set && (double)n < s->min_items.value)
        ok = run_wrong_number(r, at, n == 0 ? "required" : "minItems", s->min_items.value);
    if (s->max_items.set && (double)n > s->max_items.value)
        ok = run_wrong_number(r, at, "maxItems", s->max_items.value);
    bool twice = false;
    for (size_t i = 0; s->unique && i < n; i++)
        for (size_t k = 0; k < i; k++)
            twice |= equal(json_array_get(v, i), json_array_get(v, k));
    if (twice)
        ok = run_wrong(r, at, "uniqueItems", NULL);
    for (size_t i = 0; s->items && i < n; i++) {
        struct place below = {.up = at, .index = i};
        ok &= check(r, s->items, json_array_get(v, i), &below);
    }
    return (!s->contains || check_contains(r, s, v, at)) && ok;
}

static bool check_names(struct run *r, const struct schema *s, const json_t *v, const struct place *at)
{
    bool ok = true;
    for (size_t i = 0; i < s->required.count; i++) {
        struct place below = {.up = at, .name = s->required.items[i]};
        if (!json_object_get(v, s->required.items[i]))
            ok = run_wrong(r, &below, "required", NULL);
    }
    for (size_t i = 0; i < s->dependency_count; i++) {
        const struct dependency *d = &s->dependencies[i];
        for (size_t k = 0; json_object_get(v, d->name) && k < d->needs.count; k++) {
            struct place below = {.up = at, .name = d->needs.items[k]};
            if (!json_object_get(v, d->needs.items[k]))
                ok = run_wrong(r, &below, "dependentRequired", NULL);
        }
    }
    double n = (double)json_object_size(v);
    if (s->min_properties.set && n < s->min_properties.value)
        ok = run_wrong_number(r, at, "minProperties", s->min_properties.value);
    if (s->max_properties.set && n > s->max_properties.value)
        ok = run_wrong_number(r, at, "maxProperties", s->max_properties.value);
    return ok;
}

static bool check_object(struct run *r, const struct schema *s, const json_t *v, const struct place *at)
{
    if (!json_is_object(v))
        return true;
    bool ok = check_names(r, s, v, at);
    for (size_t i = 0; i < s->property_count; i++) {
        const json_t *one = json_object_get(v, s->properties[i].name);
        struct place below = {.up = at, .name = s->properties[i].name};
        if (one)
            ok &= check(r, s->properties[i].schema, one, &below);
    }
    const char *key;
    json_t *one;
    json_object_foreach ((json_t *)v, key, one) {
        bool named = !s->additional;
        for (size_t i = 0; i < s->property_count && !named; i++)
            named = strcmp(s->properties[i].name, key) == 0;
        struct place below = {.up = at, .name = key};
        if (!named && s->additional->always == SCHEMA_NEVER)
            ok = run_wrong(r, &below, "additionalProperties", NULL);
        else if (!named)
            ok &= check(r, s->additional, one, &below);
    }
    return ok;
}

static bool check_branches(struct run *r, const struct schema *s, const json_t *v, const struct place *at)
{
    bool ok = true;
    for (size_t i = 0; i < s->all_of.count; i++)
        ok &= check(r, s->all_of.items[i], v, at);
    size_t any = 0, one = 0;
    for (size_t i = 0; i < s->any_of.count; i++)
        any += quiet(r, s->any_of.items[i], v, at);
    for (size_t i = 0; i < s->one_of.count; i++)
        one += quiet(r, s->one_of.items[i], v, at);
    if (s->any_of.count && any == 0)
        ok = run_wrong_branches(r, at, "anyOf", &s->any_of);
    if (s->one_of.count && one != 1)
        ok = run_wrong(r, at, "oneOf", NULL);
    if (s->not &&quiet(r, s->not, v, at))
        ok = run_wrong_not(r, at, s->not, v);
    if (s->when) {
        const struct schema *branch = quiet(r, s->when, v, at) ? s->then : s->otherwise_then;
        ok &= !branch || check(r, branch, v, at);
    }
    return ok;
}

static bool check(struct run *r, const struct schema *s, const json_t *v, const struct place *at)
{
    if (s->always)
        return s->always == SCHEMA_ALWAYS || run_wrong(r, at, "false", NULL);
    if (r->depth >= 4 * MOST_DEPTH)
        return run_wrong(r, at, "depth", NULL);
    r->depth++;
    bool ok = check_any_type(r, s, v, at);
    if (ok || s->types == 0) {
        ok &= check_number(r, s, v, at);
        ok &= check_text(r, s, v, at);
        ok &= check_list(r, s, v, at);
        ok &= check_object(r, s, v, at);
    }
    if (s->to)
        ok &= check(r, s->to, v, at);
    ok &= check_branches(r, s, v, at);
    r->depth--;
    return ok;
}

bool schema_accepts(const struct schema *s, const json_t *value)
{
    struct run r = {0};
    struct place top = {0};
    return check(&r, s, value, &top);
}

struct form_errors form_validate(struct arena *a, const struct form *f, const json_t *value)
{
    struct form_errors errors = {0};
    struct run r = {.arena = a, .form = f, .errors = &errors};
    struct place top = {0};
    check(&r, f->root, value, &top);
    return errors;
}
