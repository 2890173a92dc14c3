/* Answers as people read them: choices by their titles, dates as dd/mm/yyyy, numbers with their unit, an address in one line. */
#include "base/date.h"
#include "base/text.h"
#include "core/i18n.h"
#include "engines/forms/fields.h"
#include <string.h>

struct reading {
    struct arena *a;
    const struct form *form;
    const json_t *draft;
    const struct form_lists *lists;
    enum language language;
};

static const char *value_words(const struct reading *r, const struct schema *s, const json_t *v);

static const char *choice_words(const struct reading *r, const struct schema *s, const json_t *v)
{
    const struct schema *choices = schema_choices(s);
    for (size_t i = 0; choices && i < choices->one_of.count; i++)
        if (json_equal((json_t *)choices->one_of.items[i]->constant, (json_t *)v))
            return schema_title(choices->one_of.items[i], r->language);
    const char *list = schema_choices_from(s);
    if (list && r->lists && json_is_string(v))
        return r->lists->name_of(r->lists->self, list, json_string_value(v), r->language);
    return NULL;
}

static const char *list_words(const struct reading *r, const struct schema *s, const json_t *v)
{
    size_t n = json_array_size(v);
    const char **words = arena_new_array(r->a, const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        words[i] = value_words(r, schema_body(s)->items, json_array_get(v, i));
    return text_join(r->a, words, n, ", ");
}

/* The whole address if it was written out, else its parts; a file by its name. */
static const char *object_words(const struct reading *r, const struct schema *s, const json_t *v)
{
    const char *whole = json_get_text(v, schema_is_file(s) ? "file_name" : "full_text");
    if (whole && *whole)
        return whole;
    if (schema_is_file(s))
        return json_object_get(v, "file_id") ? tr_in(r->language, T("One file")) : "";
    const struct schema *body = schema_body(s);
    const char **words = arena_new_array(r->a, const char *, body->property_count + 1);
    size_t n = 0;
    for (size_t i = body->property_count; i-- > 0;) {
        const json_t *one = json_object_get(v, body->properties[i].name);
        if (!tree_empty(one))
            words[n++] = value_words(r, body->properties[i].schema, one);
    }
    return text_join(r->a, words, n, ", ");
}

static const char *number_words(const struct reading *r, const struct schema *s, const json_t *v)
{
    const char *unit = schema_unit(s), *number;
    if (json_is_integer(v)) {
        /* a year or a count of few digits is not grouped: 1996, not 1.996, unless it is money or a measure */
        int64_t n = json_integer_value(v);
        number = unit || n > 9999 || n < -9999 ? number_vi(r->a, n) : arena_printf(r->a, "%lld", (long long)n);
    } else {
        char *digits = arena_printf(r->a, "%.10g", json_real_value(v));
        char *point = strchr(digits, '.');
        number = decimal_vi(r->a, json_real_value(v), point ? (int)strlen(point + 1) : 0);
    }
    return unit ? arena_printf(r->a, "%s %s", number, strcmp(unit, "m2") == 0 ? "m²" : unit) : number;
}

static const char *value_words(const struct reading *r, const struct schema *s, const json_t *v)
{
    const char *named = choice_words(r, s, v);
    struct date d;
    if (named)
        return named;
    if (json_is_object(v))
        return object_words(r, s, v);
    if (json_is_array(v))
        return list_words(r, s, v);
    if (json_is_boolean(v))
        return tr_in(r->language, json_is_true(v) ? T("Yes") : T("No"));
    if (json_is_number(v))
        return number_words(r, s, v);
    if (json_is_string(v))
        return date_parse_iso(json_string_value(v), &d) ? date_vi(r->a, d) : json_string_value(v);
    return "";
}

/* Titles of the objects around a field: "Bên nữ: Thông tin cá nhân", "Người nhận 2". */
static const char *group_of(const struct reading *r, const char *name)
{
    const char *made = "";
    for (const char *dot = strchr(name, '.'); dot; dot = strchr(dot + 1, '.')) {
        const char *object = arena_strndup(r->a, name, (size_t)(dot - name)),
                   *title = schema_title(schema_at(r->form, object), r->language);
        size_t index = strspn(dot + 1, "0123456789");
        if (index > 0 && (dot[1 + index] == '.' || dot[1 + index] == '\0')) { /* a list and its item are one title */
            const struct schema *items = schema_body(schema_at(r->form, object))->items;
            int64_t number = 0;
            number_parse(arena_strndup(r->a, dot + 1, index), &number);
            title = arena_printf(r->a, "%s %lld", items->title_vi ? schema_title(items, r->language) : title, (long long)number + 1);
            dot += index;
            dot += *dot == '.' ? 0 : 1;
            if (*dot == '\0')
                return made;
        }
        if (*title)
            made = *made ? arena_printf(r->a, "%s: %s", made, title) : title;
    }
    return made;
}

static bool row_of(const struct reading *r, const struct form_step *step, const struct form_field *field, struct form_row *ret)
{
    const struct schema *s = schema_at(r->form, field->name);
    const json_t *v = tree_get(r->draft, field->name);
    if (tree_empty(v) || field->control == FORM_LIST)
        return false;
    bool english = r->language == LANGUAGE_EN;
    *ret = (struct form_row){.name = field->name,
                             .step_id = step->id,
                             .section = step->section,
                             .section_title = english ? step->section_en : step->section_vi,
                             .group = group_of(r, field->name),
                             .label = english ? field->label_en : field->label_vi,
                             .value = value_words(r, s, v),
                             .known_source = field->known_source,
                             .known_at = field->known_at,
                             .file = field->control == FORM_FILE,
                             .file_id = field->control == FORM_FILE ? json_get_text(v, "file_id") : NULL};
    return true;
}

struct form_rows form_summary(struct arena *a, const struct form *f, const json_t *draft, const json_t *known,
                              const struct form_lists *lists, enum language language)
{
    struct reading r = {a, f, form_prune(a, f, draft), lists, language};
    struct form_steps steps = form_steps(a, f, r.draft, known);
    size_t most = 0;
    for (size_t i = 0; i < steps.count; i++)
        most += steps.items[i].field_count;
    struct form_rows rows = {0, arena_new_array(a, struct form_row, most + 1)};
    for (size_t i = 0; i < steps.count; i++)
        for (size_t k = 0; k < steps.items[i].field_count; k++)
            rows.count += row_of(&r, &steps.items[i], &steps.items[i].fields[k], &rows.items[rows.count]);
    return rows;
}

static const struct form_row *row_named(const struct form_rows *rows, const char *name)
{
    for (size_t i = 0; i < rows->count; i++)
        if (strcmp(rows->items[i].name, name) == 0)
            return &rows->items[i];
    return NULL;
}

static const char *full_label(struct arena *a, const struct form_row *row)
{
    return *row->group ? arena_printf(a, "%s: %s", row->group, row->label) : row->label;
}

struct form_changes form_diff(struct arena *a, const struct form *f, const json_t *before, const json_t *after,
                              const struct form_lists *lists, enum language language)
{
    struct form_rows old = form_summary(a, f, before, NULL, lists, language), new = form_summary(a, f, after, NULL, lists, language);
    struct form_changes made = {0, arena_new_array(a, struct form_change, old.count + new.count + 1)};
    for (size_t i = 0; i < new.count; i++) {
        const struct form_row *row = &new.items[i], *was = row_named(&old, row->name);
        if (!was || !json_equal(tree_get(before, row->name), tree_get(after, row->name)))
            made.items[made.count++] = (struct form_change){row->name, full_label(a, row), was ? was->value : "", row->value};
    }
    for (size_t i = 0; i < old.count; i++)
        if (!row_named(&new, old.items[i].name))
            made.items[made.count++] = (struct form_change){old.items[i].name, full_label(a, &old.items[i]), old.items[i].value, ""};
    return made;
}
