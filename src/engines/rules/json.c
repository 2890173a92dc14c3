/* Values from JSON and to JSON. */
#include "base/buf.h"
#include "engines/rules/rule.h"
#include <math.h>

#define JSON_DEPTH 60
#define JSON_TEXT_MAX 4000

static struct rule_value from_json(struct arena *a, const json_t *json, int depth);

static struct rule_value from_json_real(double d)
{
    if (!isfinite(d) || fabs(d) > 1e18)
        return rule_null();
    double whole = trunc(d);
    return decimal_or_null((rule_decimal)(int64_t)whole * RULE_SCALE + llround((d - whole) * 1e9));
}

static struct rule_value from_json_array(struct arena *a, const json_t *json, int depth)
{
    size_t count = json_array_size(json);
    struct rule_value *items = arena_new_array(a, struct rule_value, count);
    for (size_t i = 0; i < count; i++)
        items[i] = from_json(a, json_array_get(json, i), depth + 1);
    return rule_list(items, count);
}

static struct rule_value from_json_object(struct arena *a, const json_t *json, int depth)
{
    struct rule_entry *entries = arena_new_array(a, struct rule_entry, json_object_size(json));
    size_t count = 0;
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)json, key, value) entries[count++] =
        (struct rule_entry){arena_strdup(a, key), from_json(a, value, depth + 1)};
    return rule_context(entries, count);
}

static struct rule_value from_json(struct arena *a, const json_t *json, int depth)
{
    if (!json || depth > JSON_DEPTH)
        return rule_null();
    switch (json_typeof(json)) {
    case JSON_TRUE:
        return rule_boolean(true);
    case JSON_FALSE:
        return rule_boolean(false);
    case JSON_INTEGER:
        return rule_number(json_integer_value(json));
    case JSON_REAL:
        return from_json_real(json_real_value(json));
    case JSON_STRING:
        return rule_text(arena_strdup(a, json_string_value(json)));
    case JSON_ARRAY:
        return from_json_array(a, json, depth);
    case JSON_OBJECT:
        return from_json_object(a, json, depth);
    default:
        return rule_null();
    }
}

struct rule_value rule_from_json(struct arena *a, const json_t *json)
{
    return from_json(a, json, 0);
}

static json_t *printed_to_json(const struct rule_value *v)
{
    struct arena *a = arena_new(1 << 16);
    struct buf b;
    buf_init(&b, a, JSON_TEXT_MAX);
    if (v->kind == RULE_DATE)
        buf_puts(&b, date_iso(a, date_from_days(v->date)));
    else if (v->kind == RULE_DAYS || v->kind == RULE_MONTHS)
        rule_print_duration(&b, v);
    else
        buf_puts(&b, rule_print(a, v));
    json_t *json = json_string(b.data);
    arena_free(a);
    return json;
}

json_t *rule_to_json(const struct rule_value *v)
{
    int64_t whole;
    switch (v->kind) {
    case RULE_NULL:
        return json_null();
    case RULE_BOOLEAN:
        return json_boolean(v->boolean);
    case RULE_NUMBER:
        if (rule_whole(v, &whole))
            return json_integer(whole);
        return json_real((double)(v->number / RULE_SCALE) + (double)(v->number % RULE_SCALE) / (double)RULE_SCALE);
    case RULE_TEXT:
        return json_string(v->text);
    case RULE_LIST: {
        json_t *list = json_array();
        for (size_t i = 0; i < v->list.count; i++)
            json_array_append_new(list, rule_to_json(&v->list.items[i]));
        return list;
    }
    case RULE_CONTEXT: {
        json_t *object = json_object();
        for (size_t i = 0; i < v->context.count; i++)
            json_object_set_new(object, v->context.entries[i].name, rule_to_json(&v->context.entries[i].value));
        return object;
    }
    default:
        return printed_to_json(v);
    }
}
