/* Which control a schema becomes, and what stands in it now. */
#include "engines/forms/fields.h"
#include "base/date.h"
#include "base/text.h"
#include "core/i18n.h"
#include <string.h>

enum { MOST_RADIOS = 8, LONG_TEXT = 255 };

const char *posted_text(struct arena *a, const json_t *constant)
{
    if (json_is_string(constant))
        return json_string_value(constant);
    if (json_is_boolean(constant))
        return json_is_true(constant) ? "true" : "false";
    return json_is_integer(constant) ? arena_printf(a, "%lld", (long long)json_integer_value(constant)) : "";
}

/* A number as people type it: digits, a decimal comma. */
static const char *number_text(struct arena *a, const json_t *v)
{
    if (json_is_integer(v))
        return arena_printf(a, "%lld", (long long)json_integer_value(v));
    char *text = arena_printf(a, "%.10g", json_real_value(v));
    char *point = strchr(text, '.');
    if (point)
        *point = ',';
    return text;
}

static const char *value_text(struct arena *a, const json_t *v)
{
    struct date d;
    if (json_is_string(v) && date_parse_iso(json_string_value(v), &d))
        return date_vi(a, d);
    if (json_is_number(v))
        return number_text(a, v);
    return v ? posted_text(a, v) : "";
}

static enum text_format format_of(const struct schema *s)
{
    while (s && s->format == FORMAT_NONE)
        s = s->to;
    return s ? s->format : FORMAT_NONE;
}

static const struct pattern *pattern_of(const struct schema *s)
{
    while (s && !s->pattern)
        s = s->to;
    return s ? s->pattern : NULL;
}

static int64_t max_length_of(const struct schema *s)
{
    while (s && !s->max_length.set)
        s = s->to;
    return s ? (int64_t)s->max_length.value : 0;
}

static enum form_control control_of(const struct schema *s, const struct schema *choices)
{
    unsigned types = schema_types(s);
    if (schema_is_object(s))
        return schema_is_file(s) ? FORM_FILE : schema_is_address(s) ? FORM_ADDRESS : FORM_GROUP;
    if (types & TYPE_ARRAY)
        return schema_is_list(s) ? FORM_LIST : choices ? FORM_CHECKBOXES : FORM_TEXTAREA;
    if (types & TYPE_BOOLEAN)
        return schema_confirms(s) ? FORM_CHECKBOX : FORM_RADIOS;
    if (choices)
        return choices->one_of.count > MOST_RADIOS ? FORM_SELECT : FORM_RADIOS;
    if (schema_choices_from(s))
        return FORM_SELECT;
    if (format_of(s) == FORMAT_DATE)
        return FORM_DATE;
    if (types & (TYPE_NUMBER | TYPE_INTEGER))
        return FORM_NUMBER;
    return max_length_of(s) > LONG_TEXT || text_equal(schema_widget(s), "textarea") ? FORM_TEXTAREA : FORM_TEXT;
}

static void set_choices(struct arena *a, struct form_field *field, const struct schema *choices)
{
    if (!choices && field->control == FORM_RADIOS) {
        struct form_choice *yes_no = arena_new_array(a, struct form_choice, 2);
        yes_no[0] = (struct form_choice){"true", tr_in(LANGUAGE_VI, T("Yes")), "Yes"};
        yes_no[1] = (struct form_choice){"false", tr_in(LANGUAGE_VI, T("No")), "No"};
        field->choices = yes_no;
        field->choice_count = 2;
    }
    if (!choices)
        return;
    struct form_choice *list = arena_new_array(a, struct form_choice, choices->one_of.count);
    for (size_t i = 0; i < choices->one_of.count; i++) {
        const struct schema *one = choices->one_of.items[i];
        list[i] = (struct form_choice){posted_text(a, one->constant), schema_title(one, LANGUAGE_VI), schema_title(one, LANGUAGE_EN)};
    }
    field->choices = list;
    field->choice_count = choices->one_of.count;
}

/* Tokens of the HTML standard (autofill field names), for what the signed-in person is asked about herself. */
static const char *autocomplete_of(const char *prefill)
{
    static const struct {
        const char *from, *token;
    } known[] = {{"person.full_name", "name"},
                 {"person.date_of_birth", "bday"},
                 {"person.phone", "tel"},
                 {"person.email", "email"},
                 {"organisation.name", "organization"}};
    for (size_t i = 0; prefill && i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].from, prefill) == 0)
            return known[i].token;
    return NULL;
}

static const char *inputmode_of(const struct schema *s)
{
    unsigned types = schema_types(s);
    if (types & (TYPE_INTEGER | TYPE_NUMBER))
        return types & TYPE_NUMBER ? "decimal" : "numeric";
    if (format_of(s) == FORMAT_EMAIL)
        return "email";
    const struct pattern *p = pattern_of(s);
    if (p && pattern_digits_only(p))
        return "numeric";
    return p && (pattern_matches(p, "+84900000000") || pattern_matches(p, "0900000000")) && !pattern_matches(p, "a") ? "tel" : NULL;
}

static void set_list_values(struct arena *a, struct form_field *field, const json_t *v)
{
    size_t n = json_array_size(v);
    const char **values = arena_new_array(a, const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        values[i] = value_text(a, json_array_get(v, i));
    field->items_now = n;
    if (field->control == FORM_CHECKBOXES) {
        field->values = values;
        field->value_count = n;
    } else if (field->control == FORM_TEXTAREA) {
        field->value = n ? text_join(a, values, n, "\n") : json_is_string(v) ? json_string_value(v) : "";
    }
}

static void set_known(struct form_field *field, const json_t *known, bool filled)
{
    const json_t *k = json_object_get(known, field->name);
    if (!k || !filled)
        return;
    field->disputed = json_object_get(k, "disputed") != NULL;
    if (!field->disputed) {
        field->known_source = json_get_text(k, "source");
        time_parse_iso(json_get_text(k, "at") ? json_get_text(k, "at") : "", &field->known_at);
    }
}

bool form_known(const json_t *known, const char *name)
{
    const json_t *k = json_object_get(known, name);
    return k && !json_object_get(k, "disputed");
}

static void set_parts(struct arena *a, const struct form *f, struct form_field *field, const struct schema *s, const json_t *draft,
                      const json_t *known)
{
    const struct schema *body = schema_body(s);
    struct form_field *parts = arena_new_array(a, struct form_field, body->property_count + 1);
    const json_t *value = tree_get(draft, field->name);
    json_t *none = json_object();
    for (size_t i = 0; i < body->property_count; i++) {
        bool needed = field->required && schema_relevance(s, json_is_object(value) ? value : none, body->properties[i].name).required;
        parts[i] = field_make(a, f, body->properties[i].schema, name_join(a, field->name, body->properties[i].name), needed, draft, known);
    }
    json_decref(none);
    field->parts = parts;
    field->part_count = body->property_count;
}

struct form_field field_make(struct arena *a, const struct form *f, const struct schema *s, const char *name, bool required,
                             const json_t *draft, const json_t *known)
{
    const struct schema *body = schema_body(s), *items = body->items;
    const struct schema *choices = (body->types & TYPE_ARRAY) && items ? schema_choices(items) : schema_choices(s);
    struct form_field field = {.name = name,
                               .id = name,
                               .control = control_of(s, choices),
                               .required = required,
                               .label_vi = schema_title(s, LANGUAGE_VI),
                               .label_en = schema_title(s, LANGUAGE_EN),
                               .hint_vi = schema_description(s, LANGUAGE_VI),
                               .hint_en = schema_description(s, LANGUAGE_EN),
                               .choices_from = schema_choices_from(s),
                               .max_length = max_length_of(s),
                               .inputmode = inputmode_of(s),
                               .unit = schema_unit(s),
                               .prefill = schema_prefill(s),
                               .autocomplete = autocomplete_of(schema_prefill(s)),
                               .replaceable_by = schema_replaceable_by(s),
                               .items_min = (size_t)body->min_items.value,
                               .items_max = body->max_items.set ? (size_t)body->max_items.value : 100};
    field.multiple = field.control == FORM_CHECKBOXES;
    set_choices(a, &field, choices);
    const json_t *value = tree_get(draft, name);
    bool asked = value != NULL;
    if (!value)
        value = schema_default(s);
    field.value = value_text(a, value);
    if (body->types & TYPE_ARRAY)
        set_list_values(a, &field, value);
    if (field.control == FORM_FILE || field.control == FORM_ADDRESS || field.control == FORM_GROUP)
        set_parts(a, f, &field, s, draft, known);
    set_known(&field, known, asked);
    return field;
}

int field_weight(const struct form_field *field)
{
    if (field->control == FORM_ADDRESS)
        return 4;
    return field->control == FORM_FILE || field->control == FORM_TEXTAREA || field->control == FORM_CHECKBOXES ? 2 : 1;
}

bool field_covers(const struct form_field *field, const char *name)
{
    size_t n = strlen(field->name);
    return strncmp(field->name, name, n) == 0 && (name[n] == '\0' || (name[n] == '.' && field->control != FORM_LIST));
}
