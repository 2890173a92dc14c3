/* Electronic forms from JSON Schema 2020-12.
 *
 * A form is a schema plus a few x- keywords (README.md lists them). form_compile() turns it into an immutable `struct form` that
 * any number of threads may read. What a person has answered so far is one JSON value, the *draft*; it may be incomplete or wrong
 * at any time, and nothing typed is ever lost: text that is not a number or a date yet stays in the draft as text and fails
 * validation there. Beside the draft stands *known*, a JSON object: flat name -> {source, at, disputed?}, what was filled from
 * registers and is therefore shown and not asked.
 *
 *   form_compile ─ form_prefill ─ form_steps ─ form_step_read ─ form_step_validate ─ form_summary ─ form_finish + form_validate
 *
 * Flat names: the path of a value joined with dots, "child.full_name", "receivers.0.full_name"; pointers: RFC 6901.
 * Ownership: everything returned lives in the arena given; JSON trees too (never decref them).
 * Versions of a form are the caller's: keep form id + version with each draft and validate old drafts with their own form. */
#pragma once
#include "base/arena.h"
#include "base/json.h"
#include "core/q.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct form;

/* --- compile ------------------------------------------------------------------------------------------------------------ */
struct form_fault { const char *pointer, *reason; }; /* "/properties/child/oneOff", "unknown keyword" */
/* NULL when the form is not in the dialect; *ret_fault says where and why. The arena must live as long as the form. */
const struct form *form_compile(struct arena *a, const char *json, size_t n, struct form_fault *ret_fault);
const char *form_id(const struct form *f);                         /* $id, or "" */
const char *form_title(const struct form *f, enum language language);
const json_t *form_keyword(const struct form *f, const char *key); /* any keyword of the root, such as "x-procedure-ids"; NULL when absent */
const json_t *form_example(const struct form *f, size_t n);        /* NULL when there is no such example */

/* --- validate ----------------------------------------------------------------------------------------------------------- */
struct form_error {
    const char *pointer;   /* the value at fault: "/child/full_name"; for a missing one, where it should stand */
    const char *name;      /* the same as a flat name, also the id of the field on the page: "child.full_name" */
    const char *kind;      /* the keyword that failed: "required" (also for an empty text or list), "format" … */
    const char *message;   /* msgid: "Enter {label}"; parameters in braces */
    const char *label_vi, *label_en;
    const char *parameter; /* the limit or the wrong text, for {parameter}; "" when the message has none */
    const char *hint;      /* the field's description, for {hint}; "" when there is none */
};
struct form_errors { size_t count; struct form_error *items; };

/* All that is wrong with a whole value, at most 200 errors, by the rules of JSON Schema 2020-12 (format is asserted). */
struct form_errors form_validate(struct arena *a, const struct form *f, const json_t *value);
/* The sentence for people: "Nhập họ, chữ đệm, tên". */
const char *form_error_text(struct arena *a, const struct form_error *e, enum language language);

/* --- pages: one thing per page ------------------------------------------------------------------------------------------ */
enum form_control {
    FORM_TEXT, FORM_TEXTAREA, FORM_RADIOS, FORM_SELECT, FORM_CHECKBOX, FORM_CHECKBOXES, FORM_DATE, FORM_NUMBER,
    FORM_FILE,    /* an attachment object; parts: file_id, file_name, sha256, source */
    FORM_ADDRESS, /* an address object; parts: its fields */
    FORM_GROUP,   /* any other small object; parts: its fields */
    FORM_LIST     /* a list of objects: items so far, "add another", "remove" */
};
struct form_choice { const char *value, *label_vi, *label_en; }; /* value as posted: "male", "true", "3" */
struct form_shown_if { const char *name; const char *const *values; size_t count; }; /* shown while field `name` has one of these posted values */
struct form_field {
    const char *name;                 /* "child.full_name"; for dates also name + ".day" ".month" ".year" are read */
    const char *id;                   /* the same, fit for an HTML id and a link "#child.full_name" */
    enum form_control control;
    const char *label_vi, *label_en;
    const char *hint_vi, *hint_en;    /* "" when there is none */
    const struct form_choice *choices; size_t choice_count;
    const char *choices_from;         /* x-choices: name of a code list of the package; NULL: the choices above are all */
    bool required;                    /* under the answers so far */
    bool multiple;                    /* FORM_CHECKBOXES: the name is posted several times */
    int64_t max_length;               /* code points; 0: no limit stated */
    const char *autocomplete;         /* HTML token ("name", "bday", "tel", "email", "street-address"), or NULL */
    const char *inputmode;            /* "numeric", "decimal", "tel", "email", or NULL */
    const char *unit;                 /* x-unit: "m²", "đồng", or NULL */
    const char *prefill;              /* x-prefill: "person.full_name", or NULL */
    const char *replaceable_by;       /* x-replaceable-by: registers that spare the file, or NULL */
    const struct form_shown_if *shown_if; /* a condition inside the same step that a page may show at once; NULL: always shown */
    const struct form_field *parts; size_t part_count;
    size_t items_min, items_max, items_now; /* FORM_LIST */
    const char *value;                /* what to show in the control now: raw text as typed, "" when empty; choices: posted value */
    const char *const *values; size_t value_count; /* FORM_CHECKBOXES: those ticked */
    const char *known_source;         /* filled from a register: shown, not asked; NULL: the person answers */
    int64_t known_at;
    bool disputed;                    /* the person says the register is wrong: asked again, the register's value is kept in `known` */
};
struct form_step {
    const char *id;                   /* "child", "child.home_town", "receivers.0", "receivers": stable, fit for a URL segment */
    const char *title_vi, *title_en;
    size_t section;                   /* index into x-sections */
    const char *section_vi, *section_en;
    const struct form_field *fields; size_t field_count;
    const char *lookup_service;       /* x-lookup: this object can be found in a register by … */
    const char *lookup_key;           /* … this field (flat name); NULL: no look-up */
    bool complete;                    /* nothing wrong in this step under the answers so far */
    bool all_known;                   /* every field is known and undisputed: pages may pass over it */
};
struct form_steps { size_t count; struct form_step *items; };

/* The steps that matter under the answers so far, in the order of x-sections. `known` may be NULL. */
struct form_steps form_steps(struct arena *a, const struct form *f, const json_t *draft, const json_t *known);
/* By id; NULL when there is no such step (any more). */
const struct form_step *form_step_find(const struct form_steps *s, const char *id);
/* The step where field `name` stands; NULL when its step does not matter now. */
const struct form_step *form_step_of(const struct form_steps *s, const char *name);

/* --- input -------------------------------------------------------------------------------------------------------------- */
struct form_pair { const char *name, *text; }; /* as posted, in order; a name may come several times */
/* Puts what was posted for one step into a copy of the draft: text cleaned (NFC, blanks), numbers ("1.234,5"), booleans and dates (one
 * field or .day .month .year, dd/mm/yyyy) turned into their types where possible, otherwise kept as typed. A field of the step
 * that is not among the pairs or is empty leaves the draft, except files and lists. Names outside the step and known fields that are
 * not disputed are ignored. "_add"/"_remove" = list name ("receivers", "receivers.1") changes a list. Only bytes that are not
 * valid UTF-8 are refused (they leave the field empty). */
json_t *form_step_read(struct arena *a, const struct form *f, const struct form_step *step, const json_t *draft, const json_t *known,
                       const struct form_pair *pairs, size_t count);
/* A whole document from flat names (API, import, counter): every name of the form is read. */
json_t *form_read(struct arena *a, const struct form *f, const struct form_pair *pairs, size_t count);
/* The errors of one step only. */
struct form_errors form_step_validate(struct arena *a, const struct form *f, const struct form_step *step, const json_t *draft);
/* The draft without what conditions make irrelevant and without empty objects: what is validated and submitted. */
json_t *form_finish(struct arena *a, const struct form *f, const json_t *draft);
/* Puts a value at a flat name into a copy of the draft (a file just uploaded); NULL value removes it. Unknown names change nothing. */
json_t *form_put(struct arena *a, const struct form *f, const json_t *draft, const char *name, const json_t *value);

/* --- known data --------------------------------------------------------------------------------------------------------- */
struct form_source {
    const char *root;    /* first word of x-prefill: "person", "birth_notice", "lookup" … */
    const json_t *data;  /* object */
    const char *source;  /* shown to people: "Cơ sở dữ liệu quốc gia về dân cư" */
    int64_t at;          /* when it was read */
    const char *under;   /* fill only below this flat name (lookup of one person: "mother"); NULL: everywhere */
};
/* Fills what is empty (never what a person has typed). *draft and *known are replaced by new trees. Returns how many values were filled. */
size_t form_prefill(struct arena *a, const struct form *f, const struct form_source *sources, size_t count, json_t **draft, json_t **known);
/* "This is not right": field `name` is asked again; the value of the register and the person's words stay in known. */
json_t *form_known_dispute(struct arena *a, const json_t *known, const char *name, const json_t *register_value, const char *words);
/* After "_remove" of a list item ("receivers.1"): its sources go, those of the items behind it move up by one. */
json_t *form_known_without(struct arena *a, const json_t *known, const char *removed);

/* --- reading back ------------------------------------------------------------------------------------------------------- */
/* Names the codes of x-choices lists ("ethnicities", "01") -> "Kinh"; NULL when unknown. */
typedef const char *form_list_fn(void *self, const char *list, const char *code, enum language language);
struct form_lists { form_list_fn *name_of; void *self; };
struct form_row {
    const char *name;         /* field */
    const char *step_id;      /* where it can be changed */
    size_t section; const char *section_title;
    const char *group;        /* title of the object around it: "Mẹ", "Người nhận 2"; "" at the top */
    const char *label, *value; /* as people read them: "Nữ", "08/11/2026", "Có", "1.200,5 m²" */
    const char *known_source; int64_t known_at;
    bool file; const char *file_id;
};
struct form_rows { size_t count; struct form_row *items; };
/* `lists` may be NULL (codes are shown as they are). */
struct form_rows form_summary(struct arena *a, const struct form *f, const json_t *draft, const json_t *known, const struct form_lists *lists,
                              enum language language);
struct form_change { const char *name, *label, *before, *after; }; /* "" where there was or is nothing */
struct form_changes { size_t count; struct form_change *items; };
struct form_changes form_diff(struct arena *a, const struct form *f, const json_t *before, const json_t *after, const struct form_lists *lists,
                              enum language language);
