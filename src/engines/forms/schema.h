/* The compiled form, private to this folder. One `struct schema` per schema object; a $ref is a pointer, followed at use, so that what
 * stands beside it (title, x-prefill) comes first. Immutable after form_compile. */
#pragma once
#include "engines/forms/form.h"
#include "engines/forms/pattern.h"

enum type_bit { TYPE_NULL = 1, TYPE_BOOLEAN = 2, TYPE_OBJECT = 4, TYPE_ARRAY = 8, TYPE_NUMBER = 16, TYPE_STRING = 32, TYPE_INTEGER = 64 };
enum text_format { FORMAT_NONE, FORMAT_DATE, FORMAT_TIME, FORMAT_DATE_TIME, FORMAT_EMAIL, FORMAT_URI, FORMAT_UUID };
enum { SCHEMA_ALWAYS = 1, SCHEMA_NEVER = 2 }; /* the schemas true and false */
enum { MOST_DEPTH = 32 };                       /* of a value and of $ref chains; deeper is refused */

struct schema;
struct property { const char *name; const struct schema *schema; };
struct schemas { size_t count; const struct schema **items; };
struct names { size_t count; const char **items; };
struct dependency { const char *name; struct names needs; };
struct limit { bool set; double value; };

struct schema {
    int always;                /* SCHEMA_ALWAYS, SCHEMA_NEVER or 0 */
    const char *pointer;       /* where it stands in the form, for messages to its writer */
    const char *ref;           /* "#/$defs/address" */
    const struct schema *to;   /* what ref points at */
    const char *title_vi, *title_en, *description_vi, *description_en;
    unsigned types;            /* enum type_bit; 0: any */
    const json_t *constant, *one_of_values, *otherwise; /* const, enum, default; NULL: absent */
    size_t property_count; struct property *properties;
    struct names required;
    const struct schema *additional;
    size_t dependency_count; struct dependency *dependencies;
    const struct schema *items, *contains;
    struct limit min_items, max_items, min_contains, max_contains, min_length, max_length, min_properties, max_properties;
    struct limit minimum, maximum, above, below, multiple_of; /* above, below: exclusiveMinimum, exclusiveMaximum */
    bool unique;
    const struct pattern *pattern;
    enum text_format format;
    struct schemas all_of, any_of, one_of;
    const struct schema *not, *when, *then, *otherwise_then; /* if, then, else */
    const char *prefill, *replaceable_by, *unit, *choices_from, *widget, *step_title_vi, *step_title_en;
    const char *lookup_service, *lookup_key;
};
struct section { const char *title_vi, *title_en; struct names fields; };
struct form {
    const struct schema *root;
    const json_t *document;
    size_t section_count; struct section *sections;
};

/* --- reading a schema through its $ref chain (schema.c) ------------------------------------------------------------------- */
const struct schema *schema_body(const struct schema *s); /* the first of the chain that has properties, items or a type */
const char *schema_title(const struct schema *s, enum language language);       /* "" when none */
const char *schema_description(const struct schema *s, enum language language); /* "" when none */
unsigned schema_types(const struct schema *s);
const char *schema_unit(const struct schema *s);
const char *schema_widget(const struct schema *s);
const char *schema_choices_from(const struct schema *s);
const char *schema_prefill(const struct schema *s);
const char *schema_replaceable_by(const struct schema *s);
const struct schema *schema_lookup(const struct schema *s);  /* the one of the chain with x-lookup; NULL: none */
const json_t *schema_default(const struct schema *s);
const struct schema *schema_choices(const struct schema *s); /* the one whose oneOf is a list of const + title; NULL: none */
const struct schema *schema_property(const struct schema *s, const char *name);
bool schema_is_object(const struct schema *s);
bool schema_is_file(const struct schema *s);    /* an object with file_id */
bool schema_is_address(const struct schema *s); /* an object with full_text */
bool schema_is_list(const struct schema *s);    /* an array of objects */
bool schema_confirms(const struct schema *s);   /* a boolean that must be true: a box to tick */
bool names_have(const struct names *n, const char *name);
/* The schema of the field at a flat name ("receivers.0.full_name"); NULL: no such field. */
const struct schema *schema_at(const struct form *f, const char *name);

/* --- conditions of one object (conditions.c) ------------------------------------------------------------------------------- */
struct relevance { bool relevant, required; };
/* Does property `name` of the object matter while the object has this value? A property that only a condition asks for matters only
 * while that condition holds; one that a condition forbids does not matter. */
struct relevance schema_relevance(const struct schema *object, const json_t *value, const char *name);
/* Is there an `if` of this object that looks at property `name`? *ret_inside: all it decides about are plain fields of the same object. */
bool schema_decides(const struct schema *object, const char *name, bool *ret_inside);
/* The condition that alone shows property `name`, when it is "driver has one of these values": driver's name and the values; NULL: it is not so simple. */
const char *schema_shown_by(const struct schema *object, const char *name, const json_t **ret_constant, const json_t **ret_enum);

/* --- validation (validate.c) ------------------------------------------------------------------------------------------------ */
bool schema_accepts(const struct schema *s, const json_t *value);

/* --- JSON trees in the arena (tree.c) ---------------------------------------------------------------------------------------- */
json_t *tree_own(struct arena *a, json_t *tree);             /* dropped with the arena; must not be NULL */
json_t *tree_copy(struct arena *a, const json_t *value);     /* deep; NULL gives {} */
json_t *tree_get(const json_t *value, const char *name);     /* by flat name; NULL: absent */
/* By flat name; takes over `value`; objects and lists on the way are made. NULL removes. Lists grow by one item at most. */
bool tree_set(const struct form *f, json_t *value, const char *name, json_t *new_value);
bool tree_empty(const json_t *value);                        /* absent, null, "", {} or [] */
const char *name_join(struct arena *a, const char *before, const char *name); /* "child" + "full_name" */

/* Draft without what does not matter and without empty objects; list items keep their places. In the arena. */
json_t *form_prune(struct arena *a, const struct form *f, const json_t *draft);
/* The same with {} (and lists with one {}) where a required object is missing, so that the errors name its fields. */
json_t *form_expect(struct arena *a, const struct form *f, const json_t *draft);
bool form_known(const json_t *known, const char *name); /* known and not disputed */
