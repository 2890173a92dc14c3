/* Walking the tree. Every node costs a step; a node that cannot answer gives null and leaves its reason in the run. Where the rule
 * is being explained, each comparison and computation also leaves a line: the piece of the rule, the same with its values, and the answer.
 */
#include "base/buf.h"
#include "base/must.h"
#include "base/text.h"
#include "engines/rules/rule.h"
#include <stdarg.h>
#include <string.h>

static struct rule_value evaluate(struct run *run, const struct node *n);

struct rule_value rule_trouble(struct run *run, int column, const char *format, ...)
{
    if (run->trouble.what)
        return rule_null();
    va_list args;
    va_start(args, format);
    run->trouble = (struct rule_error){column, arena_vprintf(run->arena, format, args)};
    va_end(args);
    return rule_null();
}

bool rule_spend(struct run *run, size_t steps)
{
    if (run->exhausted || steps > (size_t)(RULE_STEPS_MAX - run->steps)) {
        run->exhausted = true;
        return false;
    }
    run->steps += (int)steps;
    return true;
}

/* ---- explaining ---- */

static struct rule_value traced(struct run *run, const struct node *n, const char *filled, struct rule_value value)
{
    if (!run->tracing)
        return value;
    if (run->trace_count == run->trace_room) {
        size_t room = run->trace_room ? run->trace_room * 2 : 8;
        run->traces = arena_grow(run->arena, run->traces, sizeof *run->traces, run->trace_room, room);
        run->trace_room = room;
    }
    run->traces[run->trace_count++] = (struct rule_trace){n->column, n->part, filled, value};
    return value;
}

static const char *shown(struct run *run, const struct rule_value *v)
{
    return run->tracing ? rule_print(run->arena, v) : "";
}

static struct rule_value traced_pair(struct run *run, const struct node *n, const struct rule_value *a, const struct rule_value *b,
                                     struct rule_value value)
{
    if (!run->tracing)
        return value;
    const char *filled = arena_printf(run->arena, "%s %s %s", shown(run, a), rule_op_sign(n->op), shown(run, b));
    return traced(run, n, filled, value);
}

/* ---- names and fields ---- */

static struct rule_value evaluate_name(struct run *run, const struct node *n)
{
    for (const struct local *l = run->locals; l; l = l->outer)
        if (text_equal(l->name, n->name))
            return l->value;
    if (run->input && text_equal(n->name, "?"))
        return *run->input;
    const struct rule_value *found = rule_context_find(run->context, n->name);
    if (found)
        return *found;
    return rule_trouble(run, n->column, "%s is not given", n->name);
}

static bool date_field(int32_t days, const char *name, struct rule_value *ret)
{
    struct date d = date_from_days(days);
    if (text_equal(name, "year"))
        *ret = rule_number(d.year);
    else if (text_equal(name, "month"))
        *ret = rule_number(d.month);
    else if (text_equal(name, "day"))
        *ret = rule_number(d.day);
    else if (text_equal(name, "weekday"))
        *ret = rule_number(date_weekday(days));
    else
        return false;
    return true;
}

static bool duration_field(const struct rule_value *v, const char *name, struct rule_value *ret)
{
    if (v->kind == RULE_MONTHS && text_equal(name, "years"))
        *ret = rule_number(v->months / 12);
    else if (v->kind == RULE_MONTHS && text_equal(name, "months"))
        *ret = rule_number(v->months % 12);
    else if (v->kind == RULE_DAYS && text_equal(name, "days"))
        *ret = rule_number(v->seconds / 86400);
    else if (v->kind == RULE_DAYS && text_equal(name, "hours"))
        *ret = rule_number(v->seconds % 86400 / 3600);
    else if (v->kind == RULE_DAYS && text_equal(name, "minutes"))
        *ret = rule_number(v->seconds % 3600 / 60);
    else
        return false;
    return true;
}

static struct rule_value field_of(struct run *run, const struct node *n, const struct rule_value *v)
{
    struct rule_value found;
    if (v->kind == RULE_CONTEXT) {
        const struct rule_value *entry = rule_context_find(v, n->name);
        return entry ? *entry : rule_trouble(run, n->column, "%s is not given", n->part);
    }
    if (v->kind == RULE_LIST) { /* the field of every item */
        if (!rule_spend(run, v->list.count))
            return rule_null();
        struct rule_value *items = arena_new_array(run->arena, struct rule_value, v->list.count);
        for (size_t i = 0; i < v->list.count; i++) {
            const struct rule_value *entry = rule_context_find(&v->list.items[i], n->name);
            items[i] = entry ? *entry : rule_null();
        }
        return rule_list(items, v->list.count);
    }
    if ((v->kind == RULE_DATE && date_field(v->date, n->name, &found)) || duration_field(v, n->name, &found))
        return found;
    if (v->kind == RULE_NULL)
        return rule_trouble(run, n->column, "%s is not given", n->part);
    return rule_trouble(run, n->column, "a %s has no field %s", rule_kind_name(v->kind), n->name);
}

static struct rule_value evaluate_index(struct run *run, const struct node *n)
{
    struct rule_value list = evaluate(run, n->children[0]), place = evaluate(run, n->children[1]);
    int64_t at;
    if (!rule_whole(&place, &at) || at == 0)
        return rule_trouble(run, n->column, "the place in a list is a whole number other than 0");
    if (list.kind != RULE_LIST)
        return at == 1 || at == -1 ? list : rule_trouble(run, n->column, "only a list has several places");
    int64_t count = (int64_t)list.list.count;
    if (at > count || at < -count)
        return rule_trouble(run, n->column, "the list has no such place");
    return list.list.items[at > 0 ? at - 1 : count + at];
}

/* ---- lists, contexts, ranges ---- */

static struct rule_value evaluate_list(struct run *run, const struct node *n)
{
    struct rule_value *items = arena_new_array(run->arena, struct rule_value, n->count);
    for (size_t i = 0; i < n->count; i++)
        items[i] = evaluate(run, n->children[i]);
    return rule_list(items, n->count);
}

static struct rule_value evaluate_context(struct run *run, const struct node *n)
{
    struct rule_entry *entries = arena_new_array(run->arena, struct rule_entry, n->count);
    for (size_t i = 0; i < n->count; i++)
        entries[i] = (struct rule_entry){n->names[i], evaluate(run, n->children[i])};
    return rule_context(entries, n->count);
}

static struct rule_value evaluate_range(struct run *run, const struct node *n)
{
    struct rule_range *range = arena_new_one(run->arena, struct rule_range);
    *range = (struct rule_range){evaluate(run, n->children[0]), evaluate(run, n->children[1]), n->low_in, n->high_in};
    return (struct rule_value){.kind = RULE_RANGE, .range = range};
}

/* ---- arithmetic and comparing ---- */

static struct rule_value evaluate_arithmetic(struct run *run, const struct node *n)
{
    struct rule_value a = evaluate(run, n->children[0]), b = evaluate(run, n->children[1]);
    return traced_pair(run, n, &a, &b, rule_compute(run, n, &a, &b));
}

static struct rule_value evaluate_negate(struct run *run, const struct node *n)
{
    struct rule_value v = evaluate(run, n->children[0]);
    if (v.kind == RULE_NUMBER)
        v.number = -v.number;
    else if (v.kind == RULE_DAYS)
        v.seconds = -v.seconds;
    else if (v.kind == RULE_MONTHS)
        v.months = -v.months;
    else
        return rule_trouble(run, n->column, "only a number or a duration has a negative");
    return v;
}

/* Comparing gives true, false or null. */
static struct rule_value compare(struct run *run, const struct node *n, const struct rule_value *a, const struct rule_value *b)
{
    if (n->op == OP_EQUAL || n->op == OP_UNEQUAL) {
        bool comparable = a->kind == b->kind || a->kind == RULE_NULL || b->kind == RULE_NULL;
        return comparable ? rule_boolean(rule_equal(a, b) == (n->op == OP_EQUAL)) : rule_cannot(run, n, a, b);
    }
    int order;
    if (!rule_compare(a, b, &order))
        return rule_cannot(run, n, a, b);
    switch (n->op) {
    case OP_LESS:
        return rule_boolean(order < 0);
    case OP_LESS_EQUAL:
        return rule_boolean(order <= 0);
    case OP_GREATER:
        return rule_boolean(order > 0);
    default:
        return rule_boolean(order >= 0);
    }
}

static struct rule_value both(struct rule_value a, struct rule_value b) /* three-valued and */
{
    if ((a.kind == RULE_BOOLEAN && !a.boolean) || (b.kind == RULE_BOOLEAN && !b.boolean))
        return rule_boolean(false);
    return a.kind == RULE_BOOLEAN && b.kind == RULE_BOOLEAN ? rule_boolean(true) : rule_null();
}

static struct rule_value either(struct rule_value a, struct rule_value b) /* three-valued or */
{
    if (rule_is_true(&a) || rule_is_true(&b))
        return rule_boolean(true);
    return a.kind == RULE_BOOLEAN && b.kind == RULE_BOOLEAN ? rule_boolean(false) : rule_null();
}

/* low <= v (or <); an open end is no bound. */
static struct rule_value bounded(struct run *run, int column, const struct rule_value *low, const struct rule_value *high, bool included)
{
    int order;
    if (!rule_compare(low, high, &order))
        return rule_trouble(run, column, "the value cannot be compared with the ends of the range");
    return rule_boolean(included ? order <= 0 : order < 0);
}

static struct rule_value range_contains(struct run *run, int column, const struct rule_range *range, const struct rule_value *v)
{
    return both(bounded(run, column, &range->low, v, range->low_in), bounded(run, column, v, &range->high, range->high_in));
}

static struct rule_value evaluate_compare(struct run *run, const struct node *n)
{
    struct rule_value a = evaluate(run, n->children[0]), b = evaluate(run, n->children[1]);
    return traced_pair(run, n, &a, &b, compare(run, n, &a, &b));
}

static struct rule_value evaluate_between(struct run *run, const struct node *n)
{
    struct rule_value v = evaluate(run, n->children[0]);
    struct rule_range range = {evaluate(run, n->children[1]), evaluate(run, n->children[2]), true, true};
    struct rule_value answer = range_contains(run, n->column, &range, &v);
    if (!run->tracing)
        return answer;
    return traced(run, n, arena_printf(run->arena, "%s between %s and %s", shown(run, &v), shown(run, &range.low), shown(run, &range.high)),
                  answer);
}

/* ---- tests of a value ---- */

static struct rule_value list_holds(struct run *run, int column, const struct rule_value *list, const struct rule_value *v)
{
    struct rule_value any = rule_boolean(false);
    if (!rule_spend(run, list->list.count))
        return rule_null();
    for (size_t i = 0; i < list->list.count; i++) {
        const struct rule_value *item = &list->list.items[i];
        any = either(any, item->kind == RULE_RANGE ? range_contains(run, column, item->range, v) : rule_boolean(rule_equal(item, v)));
    }
    return any;
}

/* One test applied to v: an operator, not(…), a range, a list, a condition on "?", or simply the value itself. */
static struct rule_value test_value(struct run *run, const struct node *n, const struct rule_value *v)
{
    if (n->kind == NODE_TEST) {
        struct rule_value other = evaluate(run, n->children[0]);
        return compare(run, n, v, &other);
    }
    if (n->kind == NODE_TEST_NOT) {
        struct rule_value any = rule_boolean(false);
        for (size_t i = 0; i < n->count; i++)
            any = either(any, test_value(run, n->children[i], v));
        return any.kind == RULE_BOOLEAN ? rule_boolean(!any.boolean) : rule_null();
    }
    struct rule_value wanted = evaluate(run, n);
    if (n->asks_input)
        return wanted.kind == RULE_BOOLEAN ? wanted : rule_null();
    if (wanted.kind == RULE_RANGE)
        return range_contains(run, n->column, wanted.range, v);
    if (wanted.kind == RULE_LIST && v->kind != RULE_LIST)
        return list_holds(run, n->column, &wanted, v);
    if (wanted.kind != v->kind && wanted.kind != RULE_NULL && v->kind != RULE_NULL)
        return rule_trouble(run, n->column, "the tested value is of another kind");
    return rule_boolean(rule_equal(&wanted, v));
}

static struct rule_value any_test(struct run *run, const struct node *n, size_t first, const struct rule_value *v)
{
    const struct rule_value *outer = run->input;
    struct rule_value any = rule_boolean(false);
    run->input = v;
    for (size_t i = first; i < n->count && !rule_is_true(&any); i++)
        any = either(any, test_value(run, n->children[i], v));
    run->input = outer;
    return any;
}

static struct rule_value evaluate_in(struct run *run, const struct node *n)
{
    struct rule_value v = evaluate(run, n->children[0]);
    struct rule_value any = any_test(run, n, 1, &v);
    if (!run->tracing)
        return any;
    struct buf b;
    buf_init(&b, run->arena, RULE_LENGTH_MAX + 4000);
    buf_printf(&b, "%s in ", shown(run, &v));
    for (size_t i = 1; i < n->count; i++)
        buf_printf(&b, "%s%s", i > 1 ? ", " : "", n->children[i]->part);
    return traced(run, n, b.data, any);
}

/* ---- logic ---- */

static struct rule_value evaluate_logic(struct run *run, const struct node *n)
{
    bool decides = n->kind == NODE_OR; /* a left side of this value decides alone */
    struct rule_value a = evaluate(run, n->children[0]);
    if (a.kind == RULE_BOOLEAN && a.boolean == decides)
        return a;
    struct rule_value b = evaluate(run, n->children[1]);
    return n->kind == NODE_OR ? either(a, b) : both(a, b);
}

static struct rule_value evaluate_if(struct run *run, const struct node *n)
{
    struct rule_value condition = evaluate(run, n->children[0]);
    return evaluate(run, n->children[rule_is_true(&condition) ? 1 : 2]);
}

static struct rule_value evaluate_quantified(struct run *run, const struct node *n)
{
    struct rule_value list = evaluate(run, n->children[0]);
    bool some = n->kind == NODE_SOME;
    struct rule_value answer = rule_boolean(!some);
    if (list.kind != RULE_LIST)
        return rule_trouble(run, n->column, "only a list can be searched");
    for (size_t i = 0; i < list.list.count && !run->exhausted; i++) {
        struct local local = {n->name, list.list.items[i], run->locals};
        run->locals = &local;
        struct rule_value one = evaluate(run, n->children[1]);
        run->locals = local.outer;
        answer = some ? either(answer, one) : both(answer, one);
    }
    return answer;
}

static struct rule_value evaluate_call(struct run *run, const struct node *n)
{
    struct rule_value *arguments = arena_new_array(run->arena, struct rule_value, n->count);
    for (size_t i = 0; i < n->count; i++)
        arguments[i] = evaluate(run, n->children[i]);
    struct rule_value answer = n->function->run(run, n->column, arguments, n->count);
    if (!run->tracing)
        return answer;
    struct buf b;
    buf_init(&b, run->arena, 1 << 16);
    buf_printf(&b, "%s(", n->function->name);
    for (size_t i = 0; i < n->count; i++)
        buf_printf(&b, "%s%s", i ? ", " : "", shown(run, &arguments[i]));
    buf_putc(&b, ')');
    return traced(run, n, b.data, answer);
}

static struct rule_value evaluate(struct run *run, const struct node *n)
{
    if (!rule_spend(run, 1))
        return rule_null();
    switch (n->kind) {
    case NODE_LITERAL:
        return n->literal;
    case NODE_NAME:
        return evaluate_name(run, n);
    case NODE_FIELD: {
        struct rule_value v = evaluate(run, n->children[0]);
        return field_of(run, n, &v);
    }
    case NODE_INDEX:
        return evaluate_index(run, n);
    case NODE_LIST:
        return evaluate_list(run, n);
    case NODE_CONTEXT:
        return evaluate_context(run, n);
    case NODE_RANGE:
        return evaluate_range(run, n);
    case NODE_NEGATE:
        return evaluate_negate(run, n);
    case NODE_ARITHMETIC:
        return evaluate_arithmetic(run, n);
    case NODE_COMPARE:
        return evaluate_compare(run, n);
    case NODE_AND:
    case NODE_OR:
        return evaluate_logic(run, n);
    case NODE_IF:
        return evaluate_if(run, n);
    case NODE_BETWEEN:
        return evaluate_between(run, n);
    case NODE_IN:
        return evaluate_in(run, n);
    case NODE_CALL:
        return evaluate_call(run, n);
    case NODE_SOME:
    case NODE_EVERY:
        return evaluate_quantified(run, n);
    case NODE_TEST:
    case NODE_TEST_NOT:
    case NODE_ANYTHING:
        break; /* only inside test_value and rule_test */
    }
    must(false);
}

static enum result finish(const struct run *run, struct rule_value value, struct rule_outcome *ret)
{
    *ret = (struct rule_outcome){.value = value, .traces = run->traces, .trace_count = run->trace_count};
    if (value.kind == RULE_NULL)
        ret->trouble = run->trouble;
    if (!run->exhausted)
        return OK;
    *ret = (struct rule_outcome){.value = rule_null(), .trouble = {1, "the rule takes too many steps"}};
    return PROBLEM_INVALID;
}

enum result rule_evaluate(const struct rule *r, const struct rule_value *context, struct arena *a, struct rule_outcome *ret)
{
    must(!r->is_test);
    struct run run = {.arena = a, .context = context};
    return finish(&run, evaluate(&run, r->root), ret);
}

enum result rule_explain(const struct rule *r, const struct rule_value *context, struct arena *a, struct rule_outcome *ret)
{
    must(!r->is_test);
    struct run run = {.arena = a, .context = context, .tracing = true};
    return finish(&run, evaluate(&run, r->root), ret);
}

enum result rule_test(const struct rule *r, const struct rule_value *input, const struct rule_value *context, struct arena *a,
                      struct rule_outcome *ret)
{
    must(r->is_test);
    struct run run = {.arena = a, .context = context};
    struct rule_value holds = r->root->kind == NODE_ANYTHING ? rule_boolean(true) : any_test(&run, r->root, 0, input);
    return finish(&run, holds, ret);
}

const char *rule_explain_text(struct arena *a, const struct rule_outcome *outcome)
{
    struct buf b;
    buf_init(&b, a, 1 << 18);
    for (size_t i = 0; i < outcome->trace_count; i++) {
        const struct rule_trace *t = &outcome->traces[i];
        buf_printf(&b, "%s: %s → %s\n", t->part, t->filled, rule_print(a, &t->value));
    }
    if (outcome->trouble.what)
        buf_printf(&b, "column %d: %s\n", outcome->trouble.column, outcome->trouble.what);
    return b.data ? b.data : "";
}
