/* From what was typed to a value of the right type. The rule: what can be understood is put right (blanks, "1.234,5", "0905 123 456",
 * 1/2/2026), what cannot stays as typed, so that the page can show it again and validation can say what is wrong. */
#include "base/date.h"
#include "base/must.h"
#include "base/text.h"
#include "engines/forms/fields.h"
#include <stdlib.h>
#include <string.h>

struct posted {
    struct arena *a;
    const struct form *form;
    const struct form_pair *pairs;
    size_t count;
    json_t *draft;
};

/* The n-th value posted under a name, valid UTF-8; NULL when there is none. */
static const char *posted(const struct posted *p, const char *name, size_t n)
{
    for (size_t i = 0; i < p->count; i++)
        if (text_equal(p->pairs[i].name, name) && n-- == 0)
            return text_nfc(p->a, p->pairs[i].text);
    return NULL;
}

static const char *posted_clean(const struct posted *p, const char *name)
{
    const char *text = posted(p, name, 0);
    text = text ? text_clean(p->a, text) : NULL;
    return text ? text : "";
}

/* Lines are cleaned one by one; empty ones at the ends go. */
static const char *clean_lines(struct arena *a, const char *text)
{
    size_t n;
    char **lines = text_split(a, text, '\n', &n);
    for (size_t i = 0; i < n; i++) {
        const char *clean = text_clean(a, lines[i]);
        lines[i] = arena_strdup(a, clean ? clean : "");
    }
    size_t first = 0;
    while (first < n && lines[first][0] == '\0')
        first++;
    while (n > first && lines[n - 1][0] == '\0')
        n--;
    return n > first ? text_join(a, (const char *const *)lines + first, n - first, "\n") : "";
}

/* Digits with one kind of separator between groups of three: "1.234.567". */
static bool grouped(const char *s, char separator)
{
    size_t n = strspn(s, "0123456789");
    if (n == 0 || n > 3 || s[n] != separator)
        return false;
    for (s += n; *s == separator; s += 4)
        if (strspn(s + 1, "0123456789") < 3 || (s[4] >= '0' && s[4] <= '9'))
            return false;
    return *s == '\0' || *s == ',' || *s == '.';
}

/* Vietnamese writing: points between thousands, a decimal comma; "2.5" and, for whole numbers, "1,234" are understood too. */
static json_t *number_read_vi(struct arena *a, const char *typed, const char *unit, bool whole)
{
    char *s = arena_strdup(a, typed), *to = s;
    size_t unit_n = unit ? strlen(unit) : 0, n = strlen(s);
    if (unit_n && n > unit_n && text_ends(s, unit))
        s[n - unit_n] = '\0';
    for (const char *from = s; *from; from++)
        if (*from != ' ')
            *to++ = *from;
    *to = '\0';
    char group = grouped(s + (*s == '-'), '.') ? '.' : whole && grouped(s + (*s == '-'), ',') ? ',' : '\0';
    to = s;
    for (const char *from = s; *from; from++)
        if (*from != group)
            *to++ = *from == ',' ? '.' : *from;
    *to = '\0';
    int64_t integer;
    if (number_parse(s, &integer))
        return json_integer(integer);
    const char *digits = s + (*s == '-');
    size_t before = strspn(digits, "0123456789"), after = digits[before] == '.' ? strspn(digits + before + 1, "0123456789") : 0;
    if (before == 0 || before > 15 || after == 0 || after > 12 || digits[before + 1 + after] != '\0')
        return NULL;
    double real = strtod(s, NULL); /* the C locale is never changed */
    return whole && real == (double)(int64_t)real ? json_integer((int64_t)real) : json_real(real);
}

static json_t *choice_read(const struct schema *s, const char *typed, struct arena *a)
{
    const struct schema *choices = schema_choices(s);
    for (size_t i = 0; choices && i < choices->one_of.count; i++)
        if (strcmp(posted_text(a, choices->one_of.items[i]->constant), typed) == 0)
            return json_deep_copy(choices->one_of.items[i]->constant);
    if ((schema_types(s) & TYPE_BOOLEAN) && (strcmp(typed, "true") == 0 || strcmp(typed, "false") == 0))
        return json_boolean(typed[0] == 't');
    return json_string(typed);
}

static json_t *date_read(const struct posted *p, const char *name)
{
    const char *typed = posted_clean(p, name);
    const char *day = posted_clean(p, arena_printf(p->a, "%s.day", name)), *month = posted_clean(p, arena_printf(p->a, "%s.month", name)),
               *year = posted_clean(p, arena_printf(p->a, "%s.year", name));
    if (*typed == '\0' && (*day || *month || *year))
        typed = arena_printf(p->a, "%s/%s/%s", day, month, year);
    struct date d;
    if (*typed == '\0')
        return NULL;
    bool ok = date_parse_vi(typed, &d) || date_parse_iso(typed, &d);
    return json_string(ok ? date_iso(p->a, d) : typed);
}

/* "0905.123.456", "049 999 000 001": people group digits; what the pattern takes without blanks, points and dashes is what was meant. */
static json_t *text_read(const struct posted *p, const struct schema *s, const char *typed)
{
    while (s && !s->pattern)
        s = s->to;
    if (!s || pattern_matches(s->pattern, typed))
        return json_string(typed);
    char *bare = arena_strdup(p->a, typed), *to = bare;
    for (const char *from = typed; *from; from++)
        if (!strchr(" .-", *from))
            *to++ = *from;
    *to = '\0';
    const char *tries[] = {bare, text_upper(p->a, bare), text_upper(p->a, typed)};
    for (size_t i = 0; i < 3; i++)
        if (pattern_matches(s->pattern, tries[i]))
            return json_string(tries[i]);
    return json_string(typed);
}

static json_t *lines_read(const struct posted *p, const struct schema *s, const char *text)
{
    if (!(schema_types(s) & TYPE_ARRAY))
        return json_string(text);
    json_t *list = json_array();
    size_t n;
    char **lines = text_split(p->a, text, '\n', &n);
    for (size_t i = 0; i < n; i++)
        if (lines[i][0])
            json_array_append_new(list, json_string(lines[i]));
    return list;
}

static json_t *checkboxes_read(const struct posted *p, const struct schema *s, const char *name)
{
    json_t *list = json_array();
    for (size_t i = 0; i < 200; i++) {
        const char *one = posted(p, name, i);
        if (!one)
            break;
        if (*one)
            json_array_append_new(list, choice_read(schema_body(s)->items, one, p->a));
    }
    if (json_array_size(list) > 0)
        return list;
    json_decref(list);
    return NULL;
}

static void field_read(struct posted *p, const struct form_field *field);

/* An uploaded file stays when its parts are not posted; its parts come from us, not from the person. */
static void parts_read(struct posted *p, const struct form_field *field)
{
    if (field->control == FORM_FILE && !posted(p, name_join(p->a, field->name, "file_id"), 0))
        return;
    for (size_t i = 0; i < field->part_count; i++)
        field_read(p, &field->parts[i]);
}

static void field_read(struct posted *p, const struct form_field *field)
{
    const struct schema *s = schema_at(p->form, field->name);
    const char *typed = posted_clean(p, field->name);
    json_t *value = NULL;
    switch (field->control) {
    case FORM_LIST:
        return;
    case FORM_FILE:
    case FORM_ADDRESS:
    case FORM_GROUP:
        parts_read(p, field);
        return;
    case FORM_DATE:
        value = date_read(p, field->name);
        break;
    case FORM_CHECKBOXES:
        value = checkboxes_read(p, s, field->name);
        break;
    case FORM_CHECKBOX:
        value = *typed && strcmp(typed, "false") != 0 ? json_true() : NULL;
        break;
    case FORM_RADIOS:
    case FORM_SELECT:
        value = *typed ? choice_read(s, typed, p->a) : NULL;
        break;
    case FORM_TEXT:
        value = *typed ? text_read(p, s, typed) : NULL;
        break;
    case FORM_TEXTAREA: {
        const char *lines = posted(p, field->name, 0);
        lines = lines ? clean_lines(p->a, lines) : "";
        value = *lines ? lines_read(p, s, lines) : NULL;
        break;
    }
    case FORM_NUMBER:
        value = *typed ? number_read_vi(p->a, typed, field->unit, !(schema_types(s) & TYPE_NUMBER)) : NULL;
        value = value || !*typed ? value : json_string(typed);
        break;
    }
    tree_set(p->form, p->draft, field->name, value);
}

static const struct form_field *list_field(const struct form_step *step, const char *name)
{
    for (size_t i = 0; i < step->field_count; i++)
        if (strcmp(step->fields[i].name, name) == 0)
            return &step->fields[i];
    return NULL;
}

/* "_add" and "_remove". */
static void lists_change(struct posted *p, const struct form_step *step)
{
    const char *add = posted(p, "_add", 0), *remove = posted(p, "_remove", 0);
    const struct form_field *list = add ? list_field(step, add) : NULL;
    if (list && list->control == FORM_LIST && list->items_now < list->items_max)
        tree_set(p->form, p->draft, arena_printf(p->a, "%s.%zu", add, json_array_size(tree_get(p->draft, add))), json_object());
    const char *dot = remove ? strrchr(remove, '.') : NULL;
    list = dot ? list_field(step, arena_strndup(p->a, remove, (size_t)(dot - remove))) : NULL;
    const struct form_field *file = remove ? list_field(step, remove) : NULL;
    if ((list && list->control == FORM_LIST) || (file && file->control == FORM_FILE))
        tree_set(p->form, p->draft, remove, NULL);
}

json_t *form_step_read(struct arena *a, const struct form *f, const struct form_step *step, const json_t *draft, const json_t *known,
                       const struct form_pair *pairs, size_t count)
{
    struct posted p = {.a = a, .form = f, .pairs = pairs, .count = count, .draft = tree_copy(a, draft)};
    for (size_t i = 0; i < step->field_count; i++)
        if (!form_known(known, step->fields[i].name))
            field_read(&p, &step->fields[i]);
    lists_change(&p, step);
    return p.draft;
}

/* The field a posted name belongs to: the name itself, or the date of which it is the day, month or year. */
static const char *base_name(struct arena *a, const struct form *f, const char *name)
{
    static const char *const endings[] = {".day", ".month", ".year"};
    for (size_t i = 0; i < 3 && !schema_at(f, name); i++)
        if (text_ends(name, endings[i]))
            return arena_strndup(a, name, strlen(name) - strlen(endings[i]));
    return name;
}

json_t *form_read(struct arena *a, const struct form *f, const struct form_pair *pairs, size_t count)
{
    struct posted p = {.a = a, .form = f, .pairs = pairs, .count = count, .draft = tree_copy(a, NULL)};
    for (size_t i = 0; i < count; i++) {
        const char *name = base_name(a, f, pairs[i].name);
        const struct schema *s = schema_at(f, name);
        if (!s || *name == '\0' || tree_get(p.draft, name))
            continue;
        struct form_field field = field_make(a, f, s, name, false, p.draft, NULL);
        if (!field.part_count)
            field_read(&p, &field);
    }
    return p.draft;
}
