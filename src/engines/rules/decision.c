/* Decision tables: rows of tests on the inputs, answers on the right. Inputs are computed once; then each row holds when all its
 * cells hold. The hit policy says what several rows mean. */
#include "base/buf.h"
#include "base/must.h"
#include "base/text.h"
#include "engines/rules/rule.h"

struct decision_row {
    const struct rule **tests, **answers;
};

struct decision {
    const char *name;
    enum decision_hit hit;
    size_t input_count, output_count, row_count;
    const struct rule **inputs, **defaults; /* defaults NULL: none */
    const char **outputs;
    struct decision_row *rows;
};

struct deciding {
    const struct decision *decision;
    const struct rule_value *context;
    struct arena *arena;
    struct rule_value *inputs;
    int *hits;
    size_t hit_count;
    const char *trouble;
    bool explaining;
    struct buf explanation;
};

bool decision_hit_parse(const char *name, enum decision_hit *ret)
{
    static const struct {
        const char *name;
        enum decision_hit hit;
    } names[] = {{"UNIQUE", DECISION_UNIQUE}, {"U", DECISION_UNIQUE}, {"FIRST", DECISION_FIRST},     {"F", DECISION_FIRST},
                 {"ANY", DECISION_ANY},       {"A", DECISION_ANY},    {"COLLECT", DECISION_COLLECT}, {"C", DECISION_COLLECT},
                 {"C+", DECISION_SUM},        {"C<", DECISION_MIN},   {"C>", DECISION_MAX},          {"C#", DECISION_COUNT}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (text_equal(names[i].name, name)) {
            *ret = names[i].hit;
            return true;
        }
    return false;
}

/* ---- compiling ---- */

struct compiling {
    struct arena *arena;
    const struct decision_source *source;
    struct decision_error *error;
};

static enum result compile_one(struct compiling *c, const char *text, bool is_test, size_t row, size_t cell, const struct rule **ret)
{
    struct rule_error error;
    enum result r =
        is_test ? rule_compile_test(c->arena, text ? text : "", ret, &error) : rule_compile(c->arena, text ? text : "", ret, &error);
    if (r != OK)
        *c->error =
            (struct decision_error){(int)row, row && c->source->lines ? c->source->lines[row - 1] : 0, (int)cell, error.column, error.what};
    return r;
}

static enum result compile_row(struct compiling *c, struct decision *d, size_t row)
{
    size_t width = d->input_count + d->output_count;
    const char *const *cells = c->source->cells + row * width;
    struct decision_row *to = &d->rows[row];
    to->tests = arena_new_array(c->arena, const struct rule *, d->input_count);
    to->answers = arena_new_array(c->arena, const struct rule *, d->output_count);
    for (size_t i = 0; i < d->input_count; i++)
        TRY(compile_one(c, cells[i], true, row + 1, i + 1, &to->tests[i]));
    for (size_t i = 0; i < d->output_count; i++)
        TRY(compile_one(c, cells[d->input_count + i], false, row + 1, d->input_count + i + 1, &to->answers[i]));
    return OK;
}

static enum result compile_head(struct compiling *c, struct decision *d)
{
    const struct decision_source *s = c->source;
    bool one_answer = s->hit == DECISION_SUM || s->hit == DECISION_MIN || s->hit == DECISION_MAX;
    if (s->output_count == 0 || (one_answer && s->output_count != 1)) {
        *c->error =
            (struct decision_error){.what = s->output_count ? "a table that adds up or picks has one output" : "a table needs an output"};
        return PROBLEM_INVALID;
    }
    d->inputs = arena_new_array(c->arena, const struct rule *, d->input_count);
    d->outputs = arena_new_array(c->arena, const char *, d->output_count);
    d->defaults = s->defaults ? arena_new_array(c->arena, const struct rule *, d->output_count) : NULL;
    for (size_t i = 0; i < d->input_count; i++)
        TRY(compile_one(c, s->inputs[i], false, 0, i + 1, &d->inputs[i]));
    for (size_t i = 0; i < d->output_count; i++) {
        d->outputs[i] = arena_strdup(c->arena, s->outputs[i]);
        if (s->defaults)
            TRY(compile_one(c, s->defaults[i], false, 0, d->input_count + i + 1, &d->defaults[i]));
    }
    return OK;
}

enum result decision_compile(struct arena *a, const struct decision_source *source, const struct decision **ret,
                             struct decision_error *ret_error)
{
    struct compiling c = {a, source, ret_error};
    struct decision *d = arena_new_one(a, struct decision);
    *ret_error = (struct decision_error){0};
    d->name = arena_strdup(a, source->name);
    d->hit = source->hit;
    d->input_count = source->input_count;
    d->output_count = source->output_count;
    d->row_count = source->row_count;
    TRY(compile_head(&c, d));
    d->rows = arena_new_array(a, struct decision_row, d->row_count);
    for (size_t i = 0; i < d->row_count; i++)
        TRY(compile_row(&c, d, i));
    *ret = d;
    return OK;
}

const char *decision_name(const struct decision *d)
{
    return d->name;
}

size_t decision_inputs(const struct decision *d, const struct rule *const **ret)
{
    *ret = (const struct rule *const *)d->inputs;
    return d->input_count;
}

/* ---- deciding ---- */

static struct rule_value value_of(struct deciding *d, const struct rule *r, const char *where, size_t number)
{
    struct rule_outcome outcome;
    rule_evaluate(r, d->context, d->arena, &outcome);
    if (outcome.trouble.what && !d->trouble)
        d->trouble = arena_printf(d->arena, "%s %zu: %s", where, number, outcome.trouble.what);
    return outcome.value;
}

static void explain_cell(struct deciding *d, size_t row, size_t cell, const struct rule *test)
{
    if (d->explaining)
        buf_printf(&d->explanation, "row %zu: %s is %s, not %s\n", row + 1, rule_source(d->decision->inputs[cell]),
                   rule_print(d->arena, &d->inputs[cell]), rule_source(test));
}

static bool row_holds(struct deciding *d, size_t row)
{
    const struct decision_row *r = &d->decision->rows[row];
    for (size_t i = 0; i < d->decision->input_count; i++) {
        struct rule_outcome outcome;
        rule_test(r->tests[i], &d->inputs[i], d->context, d->arena, &outcome);
        if (!rule_is_true(&outcome.value)) {
            explain_cell(d, row, i, r->tests[i]);
            return false;
        }
    }
    if (d->explaining)
        buf_printf(&d->explanation, "row %zu: holds\n", row + 1);
    return true;
}

static struct rule_value answer_of(struct deciding *d, const struct rule **answers, const char *where, size_t number)
{
    const struct decision *t = d->decision;
    if (t->output_count == 1)
        return value_of(d, answers[0], where, number);
    struct rule_entry *entries = arena_new_array(d->arena, struct rule_entry, t->output_count);
    for (size_t i = 0; i < t->output_count; i++)
        entries[i] = (struct rule_entry){t->outputs[i], value_of(d, answers[i], where, number)};
    return rule_context(entries, t->output_count);
}

static struct rule_value refuse(struct deciding *d, const char *what)
{
    d->trouble = what;
    return rule_null();
}

static struct rule_value aggregate(struct deciding *d, const struct rule_value *answers)
{
    rule_decimal sum = 0;
    struct rule_value best = answers[0];
    int order;
    for (size_t i = 0; i < d->hit_count; i++) {
        if (d->decision->hit == DECISION_SUM && answers[i].kind != RULE_NUMBER)
            return refuse(d, "a table that adds up needs numbers in every row that holds");
        if (d->decision->hit == DECISION_SUM)
            sum += answers[i].number;
        else if (!rule_compare(&answers[i], &best, &order))
            return refuse(d, "the answers of the rows that hold cannot be compared");
        else if (d->decision->hit == DECISION_MIN ? order < 0 : order > 0)
            best = answers[i];
    }
    return d->decision->hit == DECISION_SUM ? decimal_or_null(sum) : best;
}

static struct rule_value combine(struct deciding *d)
{
    const struct decision *t = d->decision;
    if (t->hit == DECISION_COUNT)
        return rule_number((int64_t)d->hit_count);
    if (d->hit_count == 0 && t->defaults)
        return answer_of(d, t->defaults, "default", 1);
    if (d->hit_count == 0)
        return t->hit == DECISION_COLLECT ? rule_list(NULL, 0) : rule_null();
    struct rule_value *answers = arena_new_array(d->arena, struct rule_value, d->hit_count);
    for (size_t i = 0; i < d->hit_count; i++)
        answers[i] = answer_of(d, t->rows[d->hits[i] - 1].answers, "row", (size_t)d->hits[i]);
    switch (t->hit) {
    case DECISION_COLLECT:
        return rule_list(answers, d->hit_count);
    case DECISION_SUM:
    case DECISION_MIN:
    case DECISION_MAX:
        return aggregate(d, answers);
    case DECISION_UNIQUE:
        if (d->hit_count > 1)
            return refuse(d, arena_printf(d->arena, "rows %d and %d both hold, but only one may", d->hits[0], d->hits[1]));
        return answers[0];
    default:
        break;
    }
    for (size_t i = 1; i < d->hit_count; i++)
        if (!rule_equal(&answers[0], &answers[i]))
            return refuse(d, arena_printf(d->arena, "rows %d and %d both hold with different answers", d->hits[0], d->hits[i]));
    return answers[0];
}

static enum result decide(const struct decision *t, const struct rule_value *context, bool explaining, struct arena *a,
                          struct decision_outcome *ret)
{
    struct deciding d = {.decision = t, .context = context, .arena = a, .explaining = explaining};
    buf_init(&d.explanation, a, 1 << 18);
    d.inputs = arena_new_array(a, struct rule_value, t->input_count);
    d.hits = arena_new_array(a, int, t->row_count);
    for (size_t i = 0; i < t->input_count; i++)
        d.inputs[i] = value_of(&d, t->inputs[i], "input", i + 1);
    for (size_t row = 0; row < t->row_count; row++) {
        if (!row_holds(&d, row))
            continue;
        d.hits[d.hit_count++] = (int)row + 1;
        if (t->hit == DECISION_FIRST)
            break;
    }
    ret->value = combine(&d);
    ret->row_count = d.hit_count;
    ret->rows = d.hits;
    ret->trouble = d.trouble;
    ret->explanation = explaining ? (d.explanation.data ? d.explanation.data : "") : NULL;
    return OK;
}

enum result decision_evaluate(const struct decision *d, const struct rule_value *context, struct arena *a, struct decision_outcome *ret)
{
    return decide(d, context, false, a, ret);
}

enum result decision_explain(const struct decision *d, const struct rule_value *context, struct arena *a, struct decision_outcome *ret)
{
    return decide(d, context, true, a, ret);
}
