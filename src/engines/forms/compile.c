/* From the JSON of a form to struct schema. Every keyword is named in one table with the function that reads it; a keyword that is not
 * there is a fault, because a typing error ("requierd") would otherwise silently ask for nothing (§4.3.1 allows it, we do not).
 * After reading come the checks that need the whole: $ref leads somewhere and never in a circle, sections name every field once. */
#include "base/json.h"
#include "base/must.h"
#include "base/text.h"
#include "engines/forms/schema.h"
#include <string.h>

enum { MOST_BYTES = 1 << 20, MOST_JSON_DEPTH = 60 };
static const char dialect[] = "https://json-schema.org/draft/2020-12/schema";

struct compiler {
    struct arena *a;
    struct form_fault *fault;
    bool failed;
    const json_t *document;
    struct made *made;
    size_t made_count, made_room;
};
struct made {
    const char *pointer;
    struct schema *schema;
}; /* every schema, to find $ref targets and to link them */

static bool fault(struct compiler *c, const char *pointer, const char *format, ...) __attribute__((format(printf, 3, 4)));
static bool fault(struct compiler *c, const char *pointer, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (!c->failed)
        *c->fault = (struct form_fault){pointer, arena_vprintf(c->a, format, args)};
    va_end(args);
    c->failed = true;
    return false;
}

static const char *below(struct compiler *c, const char *pointer, const char *key)
{
    struct buf b;
    buf_init(&b, c->a, 4096);
    buf_puts(&b, pointer);
    buf_putc(&b, '/');
    for (; *key; key++) /* RFC 6901 §4 */
        if (*key == '~' || *key == '/')
            buf_puts(&b, *key == '~' ? "~0" : "~1");
        else
            buf_putc(&b, *key);
    return b.data;
}

static const struct schema *compile_schema(struct compiler *c, const json_t *json, const char *pointer);

/* --- one function per kind of keyword; `to` is the member ------------------------------------------------------------------ */
typedef bool reader(struct compiler *c, const json_t *v, const char *pointer, void *to);

static bool read_text(struct compiler *c, const json_t *v, const char *pointer, void *to)
{
    *(const char **)to = json_string_value(v);
    return json_is_string(v) || fault(c, pointer, "must be a text");
}

static bool read_number(struct compiler *c, const json_t *v, const char *pointer, void *to)
{
    *(struct limit *)to = (struct limit){true, json_number_value(v)};
    return json_is_number(v) || fault(c, pointer, "must be a number");
}

static bool read_count(struct compiler *c, const json_t *v, const char *pointer, void *to)
{
    *(struct limit *)to = (struct limit){true, json_number_value(v)};
    return (json_is_integer(v) && json_integer_value(v) >= 0) || fault(c, pointer, "must be a whole number, 0 or more");
}

static bool read_step(struct compiler *c, const json_t *v, const char *pointer, void *to)
{
    return read_number(c, v, pointer, to) && (json_number_value(v) > 0 || fault(c, pointer, "must be above 0"));
}

static bool read_bool(struct compiler *c, const json_t *v, const char *pointer, void *to)
{
    *(bool *)to = json_is_true(v);
    return json_is_boolean(v) || fault(c, pointer, "must be true or false");
}

static bool read_value(struct compiler *c, const json_t *v, const char *pointer, void *to)
{
    (void)c, (void)pointer;
    *(const json_t **)to = v;
    return true;
}

static bool read_enum(struct compiler *c, const json_t *v, const char *pointer, void *to)
{
    *(const json_t **)to = v;
    return (json_is_array(v) && json_array_size(v) > 0) || fault(c, pointer, "must be a list with at least one value");
}

static bool read_schema(struct compiler *c, const json_t *v, const char *pointer, void *to)
{
    *(const struct schema **)to = compile_schema(c, v, pointer);
    return !c->failed;
}

static bool read_schemas(struct compiler *c, const json_t *v, const char *pointer, void *to)
{
    struct schemas *list = to;
    size_t n = json_array_size(v);
    if (!json_is_array(v) || n == 0)
        return fault(c, pointer, "must be a list with at least one schema");
    list->items = arena_new_array(c->a, const struct schema *, n);
    for (; list->count < n && !c->failed; list->count++)
        list->items[list->count] = compile_schema(c, json_array_get(v, list->count), arena_printf(c->a, "%s/%zu", pointer, list->count));
    return !c->failed;
}

static bool read_names(struct compiler *c, const json_t *v, const char *pointer, void *to)
{
    struct names *list = to;
    if (!json_is_array(v))
        return fault(c, pointer, "must be a list of names");
    list->items = arena_new_array(c->a, const char *, json_array_size(v) + 1);
    for (size_t i = 0; i < json_array_size(v); i++) {
        const char *name = json_string_value(json_array_get(v, i));
        if (!name || names_have(list, name))
            return fault(c, pointer, name ? "names \"%s\" twice" : "must be a list of names%s", name ? name : "");
        list->items[list->count++] = name;
    }
    return true;
}

static bool read_types(struct compiler *c, const json_t *v, const char *pointer, void *to)
{
    static const char *const names[] = {"null", "boolean", "object", "array", "number", "string", "integer"};
    size_t n = json_is_array(v) ? json_array_size(v) : 1;
    for (size_t i = 0; i < n; i++) {
        const char *name = json_string_value(json_is_array(v) ? json_array_get(v, i) : v);
        unsigned bit = 0;
        for (unsigned k = 0; k < 7; k++)
            bit |= text_equal(name, names[k]) ? 1u << k : 0;
        if (!bit)
            return fault(c, pointer, "unknown type");
        *(unsigned *)to |= bit;
    }
    return n > 0 || fault(c, pointer, "must name a type");
}

static bool read_properties(struct compiler *c, const json_t *v, const char *pointer, void *to)
{
    struct schema *s = to;
    if (!json_is_object(v))
        return fault(c, pointer, "must be an object of schemas");
    s->properties = arena_new_array(c->a, struct property, json_object_size(v) + 1);
    const char *name;
    json_t *one;
    json_object_foreach ((json_t *)v, name, one) {
        if (strspn(name, "0123456789") == strlen(name) || strpbrk(name, "./"))
            return fault(c, below(c, pointer, name), "a field name has at least one letter and no dot or slash");
        s->properties[s->property_count++] = (struct property){name, compile_schema(c, one, below(c, pointer, name))};
    }
    return !c->failed;
}

static bool read_dependencies(struct compiler *c, const json_t *v, const char *pointer, void *to)
{
    struct schema *s = to;
    if (!json_is_object(v))
        return fault(c, pointer, "must be an object of lists of names");
    s->dependencies = arena_new_array(c->a, struct dependency, json_object_size(v) + 1);
    const char *name;
    json_t *one;
    json_object_foreach ((json_t *)v, name, one) {
        struct dependency *d = &s->dependencies[s->dependency_count++];
        d->name = name;
        if (!read_names(c, one, below(c, pointer, name), &d->needs))
            return false;
    }
    return true;
}

static bool read_definitions(struct compiler *c, const json_t *v, const char *pointer, void *to)
{
    (void)to;
    const char *name;
    json_t *one;
    json_object_foreach ((json_t *)v, name, one)
        compile_schema(c, one, below(c, pointer, name));
    return json_is_object(v) ? !c->failed : fault(c, pointer, "must be an object of schemas");
}

static bool read_pattern(struct compiler *c, const json_t *v, const char *pointer, void *to)
{
    const char *why = "must be a text";
    *(const struct pattern **)to = json_is_string(v) ? pattern_compile(c->a, json_string_value(v), &why) : NULL;
    return *(const struct pattern **)to || fault(c, pointer, "%s", why);
}

static bool read_format(struct compiler *c, const json_t *v, const char *pointer, void *to)
{
    static const char *const names[] = {NULL, "date", "time", "date-time", "email", "uri", "uuid"};
    for (int i = FORMAT_DATE; i <= FORMAT_UUID; i++)
        if (text_equal(json_string_value(v), names[i]))
            *(enum text_format *)to = i;
    return *(enum text_format *)to != FORMAT_NONE || fault(c, pointer, "unknown format");
}

static bool read_lookup(struct compiler *c, const json_t *v, const char *pointer, void *to)
{
    struct schema *s = to;
    s->lookup_service = json_get_text(v, "service");
    s->lookup_key = json_get_text(v, "key");
    return (s->lookup_service && s->lookup_key) || fault(c, pointer, "needs service and key");
}

static bool read_dialect(struct compiler *c, const json_t *v, const char *pointer, void *to)
{
    (void)to;
    return text_equal(json_string_value(v), dialect) || fault(c, pointer, "must be %s", dialect);
}

static bool read_note(struct compiler *c, const json_t *v, const char *pointer, void *to)
{
    (void)c, (void)v, (void)pointer, (void)to;
    return true;
}

#define WHOLE 0 /* the reader gets the schema itself */
#define AT(member) offsetof(struct schema, member)
static const struct keyword {
    const char *name;
    reader *read;
    size_t at;
    bool root_only;
} keywords[] = {
    {"$comment", read_note, WHOLE, false},
    {"$defs", read_definitions, WHOLE, false},
    {"$id", read_note, WHOLE, true},
    {"$ref", read_text, AT(ref), false},
    {"$schema", read_dialect, WHOLE, true},
    {"additionalProperties", read_schema, AT(additional), false},
    {"allOf", read_schemas, AT(all_of), false},
    {"anyOf", read_schemas, AT(any_of), false},
    {"const", read_value, AT(constant), false},
    {"contains", read_schema, AT(contains), false},
    {"default", read_value, AT(otherwise), false},
    {"dependentRequired", read_dependencies, WHOLE, false},
    {"deprecated", read_note, WHOLE, false},
    {"description", read_text, AT(description_vi), false},
    {"else", read_schema, AT(otherwise_then), false},
    {"enum", read_enum, AT(one_of_values), false},
    {"examples", read_note, WHOLE, false},
    {"exclusiveMaximum", read_number, AT(below), false},
    {"exclusiveMinimum", read_number, AT(above), false},
    {"format", read_format, AT(format), false},
    {"if", read_schema, AT(when), false},
    {"items", read_schema, AT(items), false},
    {"maxContains", read_count, AT(max_contains), false},
    {"maxItems", read_count, AT(max_items), false},
    {"maxLength", read_count, AT(max_length), false},
    {"maxProperties", read_count, AT(max_properties), false},
    {"maximum", read_number, AT(maximum), false},
    {"minContains", read_count, AT(min_contains), false},
    {"minItems", read_count, AT(min_items), false},
    {"minLength", read_count, AT(min_length), false},
    {"minProperties", read_count, AT(min_properties), false},
    {"minimum", read_number, AT(minimum), false},
    {"multipleOf", read_step, AT(multiple_of), false},
    {"not", read_schema, AT(not ), false},
    {"oneOf", read_schemas, AT(one_of), false},
    {"pattern", read_pattern, AT(pattern), false},
    {"properties", read_properties, WHOLE, false},
    {"readOnly", read_note, WHOLE, false},
    {"required", read_names, AT(required), false},
    {"then", read_schema, AT(then), false},
    {"title", read_text, AT(title_vi), false},
    {"type", read_types, AT(types), false},
    {"uniqueItems", read_bool, AT(unique), false},
    {"writeOnly", read_note, WHOLE, false},
    {"x-choices", read_text, AT(choices_from), false},
    {"x-description-en", read_text, AT(description_en), false},
    {"x-effective", read_note, WHOLE, true},
    {"x-legal-forms", read_note, WHOLE, true},
    {"x-lookup", read_lookup, WHOLE, false},
    {"x-prefill", read_text, AT(prefill), false},
    {"x-prefill-source", read_note, WHOLE, false},
    {"x-procedure-ids", read_note, WHOLE, true},
    {"x-replaceable-by", read_text, AT(replaceable_by), false},
    {"x-sections", read_note, WHOLE, true},
    {"x-step-title", read_text, AT(step_title_vi), false},
    {"x-step-title-en", read_text, AT(step_title_en), false},
    {"x-title-en", read_text, AT(title_en), false},
    {"x-unit", read_text, AT(unit), false},
    {"x-widget", read_text, AT(widget), false},
};

static const struct keyword *keyword_find(const char *name)
{
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (strcmp(keywords[i].name, name) == 0)
            return &keywords[i];
    return NULL;
}

static const struct schema *compile_schema(struct compiler *c, const json_t *json, const char *pointer)
{
    struct schema *s = arena_new_one(c->a, struct schema);
    s->pointer = pointer;
    if (c->made_count == c->made_room) {
        c->made_room = c->made_room ? 2 * c->made_room : 256;
        c->made = arena_grow(c->a, c->made, sizeof *c->made, c->made_count, c->made_room);
    }
    c->made[c->made_count++] = (struct made){pointer, s};
    if (json_is_boolean(json)) {
        s->always = json_is_true(json) ? SCHEMA_ALWAYS : SCHEMA_NEVER;
        return s;
    }
    if (!json_is_object(json))
        fault(c, pointer, "a schema is an object, true or false");
    const char *name;
    json_t *value;
    json_object_foreach ((json_t *)json, name, value) {
        const struct keyword *k = keyword_find(name);
        if (c->failed)
            break;
        if (!k || (k->root_only && *pointer))
            fault(c, below(c, pointer, name), k ? "stands only at the top of a form" : "unknown keyword");
        else
            k->read(c, value, below(c, pointer, name), (char *)s + k->at);
    }
    return s;
}

/* --- checks of the whole --------------------------------------------------------------------------------------------------------- */
static void link_references(struct compiler *c)
{
    for (size_t i = 0; i < c->made_count && !c->failed; i++) {
        struct schema *s = c->made[i].schema;
        if (!s->ref)
            continue;
        if (s->ref[0] != '#')
            fault(c, s->pointer, "$ref leads outside the form: %s", s->ref);
        for (size_t k = 0; k < c->made_count && !s->to; k++)
            if (strcmp(c->made[k].pointer, s->ref + 1) == 0)
                s->to = c->made[k].schema;
        if (!s->to)
            fault(c, s->pointer, "$ref leads nowhere: %s", s->ref);
    }
}

/* A schema that reaches itself without going into the value would never end. */
static void check_circle(struct compiler *c, const struct schema *s, int depth)
{
    if (!s || c->failed)
        return;
    if (depth > MOST_DEPTH) {
        fault(c, s->pointer, "refers to itself, or is nested more than %d deep", MOST_DEPTH);
        return;
    }
    const struct schema *one[] = {s->to, s->not, s->when, s->then, s->otherwise_then};
    for (size_t i = 0; i < sizeof one / sizeof *one; i++)
        check_circle(c, one[i], depth + 1);
    const struct schemas *many[] = {&s->all_of, &s->any_of, &s->one_of};
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < many[i]->count; k++)
            check_circle(c, many[i]->items[k], depth + 1);
}

static void check_lookups(struct compiler *c)
{
    for (size_t i = 0; i < c->made_count && !c->failed; i++) {
        const struct schema *s = c->made[i].schema;
        if (s->lookup_key && !schema_property(s, s->lookup_key))
            fault(c, s->pointer, "x-lookup: \"%s\" is not a property", s->lookup_key);
        for (size_t k = 0; k < s->required.count && s->property_count && s->additional && s->additional->always == SCHEMA_NEVER; k++)
            if (!schema_property(s, s->required.items[k]))
                fault(c, s->pointer, "required: \"%s\" is not a property", s->required.items[k]);
    }
}

static void read_section(struct compiler *c, const json_t *json, const char *pointer, struct section *ret)
{
    ret->title_vi = json_get_text(json, "title");
    const char *english = json_get_text(json, "x-title-en");
    ret->title_en = english ? english : ret->title_vi;
    if (!ret->title_vi)
        fault(c, pointer, "needs a title");
    else
        read_names(c, json_object_get(json, "fields"), below(c, pointer, "fields"), &ret->fields);
}

static bool field_shown(const struct form *f, const char *name, size_t sections)
{
    for (size_t i = 0; i < sections; i++)
        if (names_have(&f->sections[i].fields, name))
            return true;
    return false;
}

static void read_sections(struct compiler *c, struct form *f)
{
    const json_t *list = json_object_get(c->document, "x-sections");
    size_t n = json_array_size(list);
    f->sections = arena_new_array(c->a, struct section, n + 1);
    for (; f->section_count < n && !c->failed; f->section_count++) {
        const char *pointer = arena_printf(c->a, "/x-sections/%zu", f->section_count);
        struct section *s = &f->sections[f->section_count];
        read_section(c, json_array_get(list, f->section_count), pointer, s);
        for (size_t i = 0; i < s->fields.count && !c->failed; i++)
            if (!schema_property(f->root, s->fields.items[i]) || field_shown(f, s->fields.items[i], f->section_count))
                fault(c, pointer, "\"%s\" is not a property, or stands in two sections", s->fields.items[i]);
    }
    for (size_t i = 0; i < f->root->property_count && !c->failed; i++)
        if (!field_shown(f, f->root->properties[i].name, n))
            fault(c, "/x-sections", "\"%s\" stands in no section", f->root->properties[i].name);
}

const struct form *form_compile(struct arena *a, const char *json, size_t n, struct form_fault *ret_fault)
{
    struct form_fault ignored;
    struct compiler c = {.a = a, .fault = ret_fault ? ret_fault : &ignored};
    const char *why = "larger than 1 MB";
    c.document = n <= MOST_BYTES ? json_read(a, json, n, MOST_JSON_DEPTH, &why) : NULL;
    if (!c.document)
        fault(&c, "", "%s", why);
    struct form *f = arena_new_one(a, struct form);
    f->document = c.document;
    if (!c.failed)
        f->root = compile_schema(&c, c.document, "");
    if (!c.failed && !(f->root->types & TYPE_OBJECT))
        fault(&c, "/type", "a form is an object");
    if (!c.failed)
        link_references(&c);
    for (size_t i = 0; i < c.made_count && !c.failed; i++)
        check_circle(&c, c.made[i].schema, 0);
    if (!c.failed)
        check_lookups(&c);
    if (!c.failed)
        read_sections(&c, f);
    return c.failed ? NULL : f;
}

const char *form_id(const struct form *f)
{
    const char *id = json_get_text(f->document, "$id");
    return id ? id : "";
}

const char *form_title(const struct form *f, enum language language)
{
    return schema_title(f->root, language);
}

const json_t *form_keyword(const struct form *f, const char *key)
{
    return json_object_get(f->document, key);
}

const json_t *form_example(const struct form *f, size_t n)
{
    return json_array_get(json_object_get(f->document, "examples"), n);
}
