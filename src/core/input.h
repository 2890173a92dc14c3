/* The input table of a route: declared once, it parses query, form and JSON bodies alike, collects all errors, fills HTML attributes
 * and writes the OpenAPI page. Values land in a plain struct of the feature.
 *
 *   struct take_input { const char *code; int64_t step; bool urgent; };
 *   static const struct input take_inputs[] = {
 *       INPUT_TEXT(struct take_input, code, T("Dossier code"), .required = true, .max = 40),
 *       INPUT_INT(struct take_input, step, T("Step"), .min = 1, .max = 99),
 *       INPUT_END};
 */
#pragma once
#include "base/result.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct q;

enum input_type {
    INPUT_IS_TEXT,   /* const char * ; cleaned (NFC, trimmed, one line unless .lines), max = code points, default 200 */
    INPUT_IS_INT,    /* int64_t */
    INPUT_IS_BOOL,   /* bool: absent = false */
    INPUT_IS_DATE,   /* int32_t days since 1970 (INT32_MIN when absent); dd/mm/yyyy, ISO, or three fields name-day name-month name-year */
    INPUT_IS_CHOICE, /* const char *: one of .choices, separated by | */
    INPUT_IS_FILE,   /* const struct upload * (multipart), NULL when absent */
    INPUT_IS_LIST,   /* const struct input_list *: repeated text values */
    INPUT_IS_JSON,   /* json_t *: a subtree of a JSON body, or the whole flat form as an object when the name is "*" */
};

struct upload { const char *name, *content_type; const char *bytes; size_t length; }; /* name as sent, path parts cut */
struct input_list { size_t count; const char **items; };

struct input {
    const char *name;  /* also the HTML name; path parameters {name} are found too */
    const char *label; /* msgid */
    enum input_type type;
    size_t offset;
    bool required;
    bool lines;        /* text of several lines */
    bool secret;       /* never logged, never shown again */
    int64_t min, max;  /* number bounds; for text: code points; for files: bytes; both 0 = the type's default */
    const char *choices;
    const char *pattern_say; /* msgid shown when .check refuses */
    bool (*check)(const char *value);
};
#define INPUT_OF(kind, s, member, label_, ...) {.name = #member, .label = label_, .type = kind, .offset = offsetof(s, member), __VA_ARGS__}
#define INPUT_TEXT(s, member, label_, ...) INPUT_OF(INPUT_IS_TEXT, s, member, label_, __VA_ARGS__)
#define INPUT_INT(s, member, label_, ...) INPUT_OF(INPUT_IS_INT, s, member, label_, __VA_ARGS__)
#define INPUT_BOOL(s, member, label_, ...) INPUT_OF(INPUT_IS_BOOL, s, member, label_, __VA_ARGS__)
#define INPUT_DATE(s, member, label_, ...) INPUT_OF(INPUT_IS_DATE, s, member, label_, __VA_ARGS__)
#define INPUT_CHOICE(s, member, label_, choices_, ...) INPUT_OF(INPUT_IS_CHOICE, s, member, label_, .choices = choices_, __VA_ARGS__)
#define INPUT_FILE(s, member, label_, ...) INPUT_OF(INPUT_IS_FILE, s, member, label_, __VA_ARGS__)
#define INPUT_LIST(s, member, label_, ...) INPUT_OF(INPUT_IS_LIST, s, member, label_, __VA_ARGS__)
#define INPUT_JSON(s, member, label_, ...) INPUT_OF(INPUT_IS_JSON, s, member, label_, __VA_ARGS__)
#define INPUT_END {.name = NULL}

/* Fills *to (zeroed, size bytes) from the request of q; wrong fields are in q->problem afterwards and INVALID is returned. */
enum result input_read(struct q *q, const struct input *table, void *to);
/* What was typed for a field, for showing the form again; "" when nothing. */
const char *input_typed(struct q *q, const char *name);
