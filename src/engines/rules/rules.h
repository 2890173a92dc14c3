/* Rules: a total, bounded subset of FEEL (DMN 1.4) for fees, conditions, eligibility; and decision tables.
 *
 * Compile once, evaluate often; a compiled rule is immutable and may be shared by threads. Evaluation always ends: no loops, no
 * recursion of rules, limits on length, depth and steps. It never fails on data: what cannot be computed is null (DMN 1.4,
 * 10.3.2.x), and the outcome says at which column and why. Logic has three values: true, false, null.
 *
 * The language
 *   12  3.5  "text"  true  false  null  [1, 2, 3]  [1..10]  (0..1)  {name: value}  @"2026-11-24"
 *   name  person.address.commune   names: letters of any script, digits, _; an absent name or field is null
 *   + - * / **   = != < <= > >=   and  or  not(x)   if c then a else b   x between a and b   x in [1..5]   x in (1, 3, > 7)
 *   list[1] (first; -1 last)   some/every x in list satisfies condition
 *   date("2026-11-24")  duration("P2D" | "P1Y2M" | "PT8H")   date ± duration, date - date   d.year d.month d.day d.weekday
 *   contains(a, b)  starts with(a, b)  ends with(a, b)  upper case(a)  lower case(a)  string length(a)  substring(a, start, length)
 *   string(x)  number(text)  abs floor ceiling decimal(n, digits)  round half up(n, digits)  round up  round down  modulo(a, b)
 *   min max sum mean count all any (a list or several values)  list contains(list, x)  append  concatenate  is defined(x)
 *   years and months duration(from, to)
 * Numbers are decimal: 18 digits before and 9 after the point, halves rounded to even; 0.1 + 0.2 = 0.3. Money is whole đồng.
 *
 * Names are not fixed here: callers bind their own data (a context) and can ask which names a rule reads. */
#pragma once
#include "base/date.h"
#include "base/result.h"
#include <jansson.h>
#include <stddef.h>

struct arena;

/* ---- values ---- */

enum rule_kind {
    RULE_NULL,
    RULE_BOOLEAN,
    RULE_NUMBER,
    RULE_TEXT,
    RULE_DATE,
    RULE_DAYS /* duration in seconds */,
    RULE_MONTHS /* duration in months */,
    RULE_LIST,
    RULE_CONTEXT,
    RULE_RANGE
};
typedef __int128 rule_decimal; /* value × 1,000,000,000 */

struct rule_value {
    enum rule_kind kind;
    union {
        bool boolean;
        rule_decimal number;
        const char *text;
        int32_t date;    /* days since 1970-01-01 */
        int64_t seconds; /* RULE_DAYS */
        int64_t months;  /* RULE_MONTHS */
        struct {
            const struct rule_value *items;
            size_t count;
        } list;
        struct {
            const struct rule_entry *entries;
            size_t count;
        } context;
        const struct rule_range *range;
    };
};
struct rule_entry {
    const char *name;
    struct rule_value value;
};
struct rule_range {
    struct rule_value low, high;
    bool low_in, high_in;
}; /* an end of kind NULL is open */

struct rule_value rule_null(void);
struct rule_value rule_boolean(bool b);
struct rule_value rule_number(int64_t n);                     /* within ±10^18, else null */
struct rule_value rule_decimal_value(int64_t n, int64_t per); /* n/per, e.g. (15, 10) = 1.5 */
struct rule_value rule_text(const char *s);                   /* not copied; NULL gives null */
struct rule_value rule_date(struct date d);
struct rule_value rule_list(const struct rule_value *items, size_t count);      /* not copied */
struct rule_value rule_context(const struct rule_entry *entries, size_t count); /* not copied */
/* JSON answers as values: objects are contexts, numbers decimals; text that is exactly an ISO date stays text (date() reads it). */
struct rule_value rule_from_json(struct arena *a, const json_t *json);
json_t *rule_to_json(const struct rule_value *v); /* new reference; dates and durations as text, whole numbers as integers */

bool rule_is_true(const struct rule_value *v);                           /* true only; null and all else is not true */
bool rule_whole(const struct rule_value *v, int64_t *ret);               /* a number without fraction, within int64 */
bool rule_equal(const struct rule_value *a, const struct rule_value *b); /* same kind and value; null equals null */
const char *rule_print(struct arena *a, const struct rule_value *v);     /* as one would write it: 12.5, "x", [1, 2], date("…") */

/* ---- expressions ---- */

#define RULE_LENGTH_MAX 4000  /* bytes of one expression */
#define RULE_DEPTH_MAX 100    /* nesting; a chain a + b + c … nests once per operator */
#define RULE_STEPS_MAX 100000 /* operations of one evaluation */

struct rule;
struct rule_error {
    int column; /* 1-based, in characters */
    const char *what;
};

/* INVALID + error when the text is not a rule. The rule lives in the arena and keeps its own copy of the text. */
enum result rule_compile(struct arena *a, const char *text, const struct rule **ret, struct rule_error *ret_error);
/* A test of a decision table's input cell, applied to `?`: -   "a","b"   < 5   [1..5]   not(3)   starts with(?, "x") */
enum result rule_compile_test(struct arena *a, const char *text, const struct rule **ret, struct rule_error *ret_error);
const char *rule_source(const struct rule *r);
/* The dotted names the rule reads ("person.age"), each once, in order of appearance. */
size_t rule_names(const struct rule *r, const char *const **ret);

/* What was compared and computed, innermost first. */
struct rule_trace {
    int column;
    const char *part;   /* the piece of the rule: "applicant.age >= 60" */
    const char *filled; /* with values: "57 >= 60" */
    struct rule_value value;
};
struct rule_outcome {
    struct rule_value value;
    struct rule_error trouble; /* when the value is null: the first reason; what = NULL when there is none (a null was given) */
    size_t trace_count;
    const struct rule_trace *traces; /* rule_explain only */
};
/* context: RULE_CONTEXT with the names the rule may use (NULL: none). The result is INVALID only past RULE_STEPS_MAX. */
enum result rule_evaluate(const struct rule *r, const struct rule_value *context, struct arena *a, struct rule_outcome *ret);
enum result rule_explain(const struct rule *r, const struct rule_value *context, struct arena *a, struct rule_outcome *ret);
/* Does the input hold? For rules of rule_compile_test only. */
enum result rule_test(const struct rule *r, const struct rule_value *input, const struct rule_value *context, struct arena *a,
                      struct rule_outcome *ret);
/* The traces as lines: `applicant.age >= 60: 57 >= 60 → false`. */
const char *rule_explain_text(struct arena *a, const struct rule_outcome *outcome);

/* ---- decision tables ---- */

enum decision_hit {
    DECISION_UNIQUE,
    DECISION_FIRST,
    DECISION_ANY,
    DECISION_COLLECT,
    DECISION_SUM,
    DECISION_MIN,
    DECISION_MAX,
    DECISION_COUNT
};
bool decision_hit_parse(const char *name, enum decision_hit *ret); /* "UNIQUE" "FIRST" "ANY" "COLLECT" "C+" "C<" "C>" "C#" */

struct decision_source {
    const char *name;
    enum decision_hit hit;
    size_t input_count;
    const char *const *inputs; /* expressions */
    size_t output_count;
    const char *const *outputs;  /* names */
    const char *const *defaults; /* one expression per output when no row holds; NULL: null */
    size_t row_count;
    const char *const *cells; /* row by row: input tests, then output expressions */
    const int *lines;         /* line of each row in its file, for errors; NULL allowed */
};
struct decision;
struct decision_error {
    int row; /* 1-based; 0 = head */
    int line;
    int cell; /* 1-based */
    int column;
    const char *what;
};
enum result decision_compile(struct arena *a, const struct decision_source *source, const struct decision **ret,
                             struct decision_error *ret_error);

/* The same from DMN XML (1.2–1.4, as dmn-js writes it): the decision of this id, or the only one when id is NULL. Tables only; an empty
 * input entry means -. Mistakes are told with their line. */
enum result decision_read(struct arena *a, const char *xml, size_t n, const char *id, const struct decision **ret,
                          struct decision_error *ret_error);
const char *decision_name(const struct decision *d);
size_t decision_inputs(const struct decision *d, const struct rule *const **ret);

struct decision_outcome {
    struct rule_value value; /* one output: its value, else a context; COLLECT: a list; null when no row held */
    size_t row_count;
    const int *rows;         /* 1-based rows that held */
    const char *trouble;     /* UNIQUE with several rows, ANY with different answers, a cell that is null …; NULL when none */
    const char *explanation; /* decision_explain only: one line per row, which cell failed or "holds" */
};
enum result decision_evaluate(const struct decision *d, const struct rule_value *context, struct arena *a, struct decision_outcome *ret);
enum result decision_explain(const struct decision *d, const struct rule_value *context, struct arena *a, struct decision_outcome *ret);
