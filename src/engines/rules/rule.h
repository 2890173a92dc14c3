/* Inside engines/rules: the tree that parse.c makes and evaluate.c walks. */
#pragma once
#include "base/arena.h"
#include "engines/rules/rules.h"

#define RULE_SCALE INT64_C(1000000000)
#define RULE_BOUND_MAX 16                           /* some/every inside each other */
#define RULE_WHOLE_MAX INT64_C(1000000000000000000) /* numbers lie within ± this */

enum node_kind {
    NODE_LITERAL,
    NODE_NAME,
    NODE_FIELD,
    NODE_INDEX,
    NODE_LIST,
    NODE_CONTEXT,
    NODE_RANGE,
    NODE_NEGATE,
    NODE_ARITHMETIC,
    NODE_COMPARE,
    NODE_AND,
    NODE_OR,
    NODE_IF,
    NODE_BETWEEN,
    NODE_IN,
    NODE_CALL,
    NODE_SOME,
    NODE_EVERY,
    NODE_TEST,     /* op and one child: compares the tested value */
    NODE_TEST_NOT, /* none of the children */
    NODE_ANYTHING  /* "-" */
};
enum node_op {
    OP_NONE,
    OP_ADD,
    OP_SUBTRACT,
    OP_MULTIPLY,
    OP_DIVIDE,
    OP_POWER,
    OP_EQUAL,
    OP_UNEQUAL,
    OP_LESS,
    OP_LESS_EQUAL,
    OP_GREATER,
    OP_GREATER_EQUAL
};

struct node {
    enum node_kind kind;
    enum node_op op;
    int column, depth;
    const char *part; /* the piece of the source it was read from */
    struct rule_value literal;
    const char *name;         /* name, field, bound name of some/every */
    const char *const *names; /* context: names of the entries */
    const struct function *function;
    bool low_in, high_in; /* range */
    bool asks_input;      /* reads "?" somewhere inside */
    size_t count;
    const struct node **children;
};

struct rule {
    const char *source;
    bool is_test; /* its children are alternatives for the tested value */
    const struct node *root;
    size_t name_count;
    const char **names;
};

/* One evaluation. */
struct local {
    const char *name;
    struct rule_value value;
    const struct local *outer;
};
struct run {
    struct arena *arena;
    const struct rule_value *context;
    const struct local *locals;
    const struct rule_value *input; /* the tested value, NULL outside tests */
    int steps;
    bool exhausted;
    struct rule_error trouble;
    bool tracing;
    struct rule_trace *traces;
    size_t trace_count, trace_room;
};

/* Null, with the reason kept when it is the first. */
struct rule_value rule_trouble(struct run *run, int column, const char *format, ...) __attribute__((format(printf, 3, 4)));
bool rule_spend(struct run *run, size_t steps); /* false when the limit is passed */

/* arithmetic.c */
const char *rule_op_sign(enum node_op op);
struct rule_value rule_compute(struct run *run, const struct node *n, const struct rule_value *a, const struct rule_value *b);
struct rule_value rule_cannot(struct run *run, const struct node *n, const struct rule_value *a, const struct rule_value *b);

/* parse.c: fills rule->root; false and an error when the text is no rule. */
bool rule_parse(struct arena *a, struct rule *rule, struct rule_error *ret_error);

typedef struct rule_value function_fn(struct run *run, int column, const struct rule_value *arguments, size_t count);
struct function {
    const char *name;
    int least, most; /* most -1: any number */
    function_fn *run;
};
const struct function *rule_function_find(const char *name);
/* The longest function name with blanks that stands at `at` and is followed by "("; 0 when there is none. */
size_t rule_function_name_length(const char *at, const struct function **ret);

/* value.c */
bool decimal_parse(const char *s, size_t n, rule_decimal *ret, const char **ret_why);
struct rule_value decimal_or_null(rule_decimal d); /* null past the limits */
bool decimal_multiply(rule_decimal a, rule_decimal b, rule_decimal *ret);
bool decimal_divide(rule_decimal a, rule_decimal b, rule_decimal *ret); /* false: by zero or too large */
enum rounding { ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, ROUND_DOWN, ROUND_FLOOR, ROUND_CEILING };
rule_decimal decimal_round(rule_decimal d, int digits, enum rounding how); /* digits 0–9 */
struct buf;
void rule_print_duration(struct buf *b, const struct rule_value *v); /* "P1Y2M", "-P2DT8H" */
bool rule_duration_parse(const char *s, struct rule_value *ret);
/* -1, 0, 1; false when the two cannot be compared. */
bool rule_compare(const struct rule_value *a, const struct rule_value *b, int *ret);
const char *rule_kind_name(enum rule_kind kind);
const struct rule_value *rule_context_find(const struct rule_value *context, const char *name);
