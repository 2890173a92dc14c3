/* A Pratt parser: parse_expression(least) reads a prefix, then goes on while the next operator binds at least as tightly.
 * Every node knows the piece of text it was read from; explanations quote it. The first error ends the parse. */
#include "base/text.h"
#include "engines/rules/lex.h"
#include <string.h>

struct parser {
    struct arena *arena;
    struct lexer lexer;
    struct word word;     /* the next word, not yet taken */
    const char *last_end; /* end of the last word taken */
    int depth;
    struct rule_error error;
    int bound; /* some/every around here */
};

static const struct node *parse_expression(struct parser *p, int least);
static const struct node *parse_test(struct parser *p, int least);

static const struct node *wrong(struct parser *p, int column, const char *what)
{
    if (!p->error.what)
        p->error = (struct rule_error){column, what};
    return NULL;
}

static void take(struct parser *p)
{
    p->last_end = p->word.start + p->word.length;
    p->word = lex_next(&p->lexer);
    if (p->word.kind == WORD_WRONG)
        wrong(p, p->word.column, p->word.why);
}

static bool take_if(struct parser *p, const char *sign)
{
    if (!word_is(&p->word, sign))
        return false;
    take(p);
    return true;
}

static bool expect(struct parser *p, const char *sign, const char *what)
{
    if (take_if(p, sign))
        return true;
    wrong(p, p->word.column, what);
    return false;
}

/* ---- nodes ---- */

static struct node *node_new(struct parser *p, enum node_kind kind, const struct word *from)
{
    struct node *n = arena_new_one(p->arena, struct node);
    n->kind = kind;
    n->column = from->column;
    n->depth = 1;
    return n;
}

static void node_add(struct parser *p, struct node *n, const struct node *child)
{
    n->children = arena_grow(p->arena, n->children, sizeof *n->children, n->count, n->count + 1);
    n->children[n->count++] = child;
    n->asks_input |= child->asks_input;
    if (n->depth <= child->depth)
        n->depth = child->depth + 1;
}

/* Closes a node: notes its piece of the source, checks its depth. NULL when something was wrong on the way. */
static const struct node *node_done(struct parser *p, struct node *n, const char *start)
{
    if (p->error.what)
        return NULL;
    if (n->depth > RULE_DEPTH_MAX)
        return wrong(p, n->column, "this is nested too deeply");
    n->part = arena_strndup(p->arena, start, (size_t)(p->last_end - start));
    return n;
}

/* ---- what an expression may begin with ---- */

static const struct node *parse_literal(struct parser *p, struct rule_value value)
{
    struct word first = p->word;
    struct node *n = node_new(p, NODE_LITERAL, &first);
    n->literal = value;
    take(p);
    return node_done(p, n, first.start);
}

static bool literal_from_text(const char *text, struct rule_value *ret)
{
    struct date d;
    if (!date_parse_iso(text, &d))
        return rule_duration_parse(text, ret);
    *ret = rule_date(d);
    return true;
}

static const struct node *parse_at(struct parser *p)
{
    struct word first = p->word;
    struct rule_value value;
    take(p);
    if (p->word.kind != WORD_TEXT || !literal_from_text(p->word.value.text, &value))
        return wrong(p, first.column, "@ is followed by a date or a duration in quotes: @\"2026-11-24\", @\"P2D\"");
    struct node *n = node_new(p, NODE_LITERAL, &first);
    n->literal = value;
    take(p);
    return node_done(p, n, first.start);
}

/* After the low end of a range and "..": the high end and its bracket. */
static const struct node *parse_range_end(struct parser *p, struct node *range, const struct node *low, const char *start)
{
    const struct node *high = parse_expression(p, BIND_ADD);
    if (!low || !high)
        return NULL;
    node_add(p, range, low);
    node_add(p, range, high);
    range->high_in = word_is(&p->word, "]");
    if (!take_if(p, "]") && !take_if(p, ")"))
        return wrong(p, p->word.column, "a range ends with ] (included) or ) (not included)");
    return node_done(p, range, start);
}

static const struct node *parse_parenthesis(struct parser *p)
{
    struct word first = p->word;
    take(p);
    const struct node *inner = parse_expression(p, BIND_OR);
    if (inner && take_if(p, ".."))
        return parse_range_end(p, node_new(p, NODE_RANGE, &first), inner, first.start);
    return inner && expect(p, ")", "a closing ) is missing") ? inner : NULL;
}

static const struct node *parse_open_range(struct parser *p) /* ]1..5] */
{
    struct word first = p->word;
    take(p);
    const struct node *low = parse_expression(p, BIND_ADD);
    if (!low || !expect(p, "..", "a range has two points between its ends: ]1..5]"))
        return NULL;
    return parse_range_end(p, node_new(p, NODE_RANGE, &first), low, first.start);
}

static const struct node *parse_bracket(struct parser *p)
{
    struct word first = p->word;
    take(p);
    struct node *list = node_new(p, NODE_LIST, &first);
    while (!p->error.what && !word_is(&p->word, "]")) {
        const struct node *item = parse_expression(p, BIND_OR);
        if (item && list->count == 0 && take_if(p, "..")) {
            list->kind = NODE_RANGE;
            list->low_in = true;
            return parse_range_end(p, list, item, first.start);
        }
        if (!item)
            return NULL;
        node_add(p, list, item);
        if (!take_if(p, ","))
            break;
    }
    return expect(p, "]", "a closing ] is missing") ? node_done(p, list, first.start) : NULL;
}

static const struct node *parse_context(struct parser *p)
{
    struct word first = p->word;
    take(p);
    struct node *n = node_new(p, NODE_CONTEXT, &first);
    const char **names = NULL;
    while (!p->error.what && !word_is(&p->word, "}")) {
        if (p->word.kind != WORD_NAME && p->word.kind != WORD_TEXT)
            return wrong(p, p->word.column, "a context is written {name: value, …}");
        names = arena_grow(p->arena, names, sizeof *names, n->count, n->count + 1);
        names[n->count] = p->word.kind == WORD_TEXT ? p->word.value.text : arena_strndup(p->arena, p->word.start, p->word.length);
        take(p);
        if (!expect(p, ":", "a : is missing after the name"))
            return NULL;
        const struct node *value = parse_expression(p, BIND_OR);
        if (!value)
            return NULL;
        node_add(p, n, value);
        if (!take_if(p, ","))
            break;
    }
    n->names = names;
    return expect(p, "}", "a closing } is missing") ? node_done(p, n, first.start) : NULL;
}

static const struct node *parse_if(struct parser *p)
{
    struct word first = p->word;
    struct node *n = node_new(p, NODE_IF, &first);
    static const char *const after[] = {"then", "else"};
    static const char *const missing[] = {"\"then\" is missing", "\"else\" is missing: every \"if\" says both answers"};
    take(p);
    for (int i = 0; i < 3; i++) {
        const struct node *part = parse_expression(p, BIND_OR);
        if (!part || (i < 2 && !expect(p, after[i], missing[i])))
            return NULL;
        node_add(p, n, part);
    }
    return node_done(p, n, first.start);
}

static const struct node *parse_quantified(struct parser *p, enum node_kind kind)
{
    struct word first = p->word;
    struct node *n = node_new(p, kind, &first);
    take(p);
    if (p->word.kind != WORD_NAME)
        return wrong(p, p->word.column, "a name is missing: some x in list satisfies …");
    n->name = arena_strndup(p->arena, p->word.start, p->word.length);
    take(p);
    if (!expect(p, "in", "\"in\" is missing: some x in list satisfies …"))
        return NULL;
    const struct node *list = parse_expression(p, BIND_ADD);
    if (!list || !expect(p, "satisfies", "\"satisfies\" is missing: some x in list satisfies …"))
        return NULL;
    if (p->bound == RULE_BOUND_MAX)
        return wrong(p, first.column, "this is nested too deeply");
    p->bound++;
    const struct node *condition = parse_expression(p, BIND_OR);
    p->bound--;
    if (!condition)
        return NULL;
    node_add(p, n, list);
    node_add(p, n, condition);
    return node_done(p, n, first.start);
}

static const struct node *parse_negation(struct parser *p)
{
    struct word first = p->word;
    struct node *n = node_new(p, NODE_NEGATE, &first);
    take(p);
    const struct node *inner = parse_expression(p, BIND_FIELD);
    if (!inner)
        return NULL;
    node_add(p, n, inner);
    return node_done(p, n, first.start);
}

static const struct node *parse_call(struct parser *p, const struct word *name, const struct function *f)
{
    struct node *n = node_new(p, NODE_CALL, name);
    n->function = f;
    take(p); /* ( */
    while (!p->error.what && !word_is(&p->word, ")")) {
        const struct node *argument = parse_expression(p, BIND_OR);
        if (!argument)
            return NULL;
        node_add(p, n, argument);
        if (!take_if(p, ","))
            break;
    }
    if (!expect(p, ")", "a closing ) is missing"))
        return NULL;
    if ((int)n->count < f->least || (f->most >= 0 && (int)n->count > f->most))
        return wrong(
            p, name->column,
            arena_printf(p->arena, f->least == f->most ? "%s takes %d value(s)" : "%s takes %d or more values", f->name, f->least));
    return node_done(p, n, name->start);
}

static const struct node *parse_name(struct parser *p)
{
    struct word first = p->word;
    const char *name = arena_strndup(p->arena, first.start, first.length);
    take(p);
    if (word_is(&p->word, "(")) {
        const struct function *f = first.function ? first.function : rule_function_find(name);
        if (!f)
            return wrong(p, first.column, arena_printf(p->arena, "there is no function \"%s\"", name));
        return parse_call(p, &first, f);
    }
    struct node *n = node_new(p, NODE_NAME, &first);
    n->name = name;
    n->asks_input = text_equal(name, "?");
    return node_done(p, n, first.start);
}

static const struct node *parse_prefix(struct parser *p)
{
    const struct word *w = &p->word;
    switch (w->kind) {
    case WORD_NUMBER:
    case WORD_TEXT:
        return parse_literal(p, w->value);
    case WORD_AT:
        return parse_at(p);
    case WORD_NAME:
    case WORD_FUNCTION:
        return parse_name(p);
    case WORD_END:
        return wrong(p, w->column, "the rule ends too early: a value is missing");
    default:
        break;
    }
    if (word_is(w, "true") || word_is(w, "false"))
        return parse_literal(p, rule_boolean(word_is(w, "true")));
    if (word_is(w, "null"))
        return parse_literal(p, rule_null());
    if (word_is(w, "?"))
        return parse_name(p);
    if (word_is(w, "-"))
        return parse_negation(p);
    if (word_is(w, "("))
        return parse_parenthesis(p);
    if (word_is(w, "["))
        return parse_bracket(p);
    if (word_is(w, "]"))
        return parse_open_range(p);
    if (word_is(w, "{"))
        return parse_context(p);
    if (word_is(w, "if"))
        return parse_if(p);
    if (word_is(w, "some") || word_is(w, "every"))
        return parse_quantified(p, word_is(w, "some") ? NODE_SOME : NODE_EVERY);
    return wrong(p, w->column, "a value is expected here");
}

/* ---- what may follow ---- */

/* x in (test, test) or x in test; a parenthesis may also be the start of a range (0..1]. */
static const struct node *parse_in(struct parser *p, struct node *n, const char *start)
{
    struct word first = p->word;
    if (!take_if(p, "(")) {
        const struct node *test = parse_test(p, BIND_ADD);
        if (!test)
            return NULL;
        node_add(p, n, test);
        return node_done(p, n, start);
    }
    do {
        const struct node *test = parse_test(p, BIND_OR);
        if (test && n->count == 1 && take_if(p, ".."))
            test = parse_range_end(p, node_new(p, NODE_RANGE, &first), test, first.start);
        if (!test)
            return NULL;
        node_add(p, n, test);
        if (test->kind == NODE_RANGE && test->column == first.column)
            return node_done(p, n, start);
    } while (take_if(p, ","));
    return expect(p, ")", "a closing ) is missing") ? node_done(p, n, start) : NULL;
}

static const struct node *parse_field(struct parser *p, struct node *n, const char *start)
{
    if (p->word.kind != WORD_NAME && p->word.kind != WORD_KEYWORD)
        return wrong(p, p->word.column, "the name of a field is missing after the point");
    n->name = arena_strndup(p->arena, p->word.start, p->word.length);
    take(p);
    return node_done(p, n, start);
}

static const struct node *parse_infix(struct parser *p, const struct node *left, const struct infix *infix, const char *start)
{
    struct word sign = p->word;
    struct node *n = node_new(p, infix->kind, &sign);
    n->op = infix->op;
    n->column = left->column;
    node_add(p, n, left);
    take(p);
    if (infix->kind == NODE_FIELD)
        return parse_field(p, n, start);
    if (infix->kind == NODE_IN)
        return parse_in(p, n, start);
    int least = infix->kind == NODE_INDEX ? BIND_OR : infix->kind == NODE_BETWEEN ? BIND_ADD : infix->bind + 1;
    const struct node *right = parse_expression(p, least);
    if (!right)
        return NULL;
    node_add(p, n, right);
    if (infix->kind == NODE_INDEX && !expect(p, "]", "a closing ] is missing"))
        return NULL;
    if (infix->kind != NODE_BETWEEN)
        return node_done(p, n, start);
    if (!expect(p, "and", "\"and\" is missing: x between a and b"))
        return NULL;
    const struct node *high = parse_expression(p, BIND_ADD);
    if (!high)
        return NULL;
    node_add(p, n, high);
    return node_done(p, n, start);
}

static const struct node *parse_expression(struct parser *p, int least)
{
    if (++p->depth > RULE_DEPTH_MAX)
        return wrong(p, p->word.column, "this is nested too deeply");
    const char *start = p->word.start;
    const struct node *left = parse_prefix(p);
    while (left && !p->error.what) {
        const struct infix *infix = lex_infix(&p->word);
        if (!infix || infix->bind < least)
            break;
        left = parse_infix(p, left, infix, start);
    }
    p->depth--;
    return p->error.what ? NULL : left;
}

/* ---- tests: what stands in a cell of a decision table and after "in" ---- */

static const struct node *parse_not(struct parser *p)
{
    struct word first = p->word;
    struct node *n = node_new(p, NODE_TEST_NOT, &first);
    take(p);
    take(p); /* ( */
    do {
        const struct node *test = parse_test(p, BIND_OR);
        if (!test)
            return NULL;
        node_add(p, n, test);
    } while (take_if(p, ","));
    return expect(p, ")", "a closing ) is missing") ? node_done(p, n, first.start) : NULL;
}

static bool at_not(const struct parser *p)
{
    if (p->word.kind != WORD_NAME || p->word.length != 3 || memcmp(p->word.start, "not", 3) != 0)
        return false;
    struct lexer ahead = p->lexer;
    struct word next = lex_next(&ahead);
    return word_is(&next, "(");
}

static const struct node *parse_test(struct parser *p, int least)
{
    struct word first = p->word;
    const struct infix *infix = lex_infix(&first);
    if (at_not(p)) {
        if (++p->depth > RULE_DEPTH_MAX)
            return wrong(p, first.column, "this is nested too deeply");
        const struct node *n = parse_not(p);
        p->depth--;
        return n;
    }
    if (!infix || infix->kind != NODE_COMPARE)
        return parse_expression(p, least);
    struct node *n = node_new(p, NODE_TEST, &first);
    n->op = infix->op;
    take(p);
    const struct node *value = parse_expression(p, BIND_ADD);
    if (!value)
        return NULL;
    node_add(p, n, value);
    return node_done(p, n, first.start);
}

static const struct node *parse_cell(struct parser *p)
{
    struct word first = p->word;
    struct node *cell = node_new(p, NODE_IN, &first);
    struct lexer ahead = p->lexer;
    if (first.kind == WORD_END)
        return wrong(p, first.column, "an empty cell is written -");
    if (word_is(&first, "-") && lex_next(&ahead).kind == WORD_END) {
        cell->kind = NODE_ANYTHING;
        take(p);
        return node_done(p, cell, first.start);
    }
    do {
        const struct node *test = parse_test(p, BIND_OR);
        if (!test)
            return NULL;
        node_add(p, cell, test);
    } while (take_if(p, ","));
    return node_done(p, cell, first.start);
}

bool rule_parse(struct arena *a, struct rule *rule, struct rule_error *ret_error)
{
    struct parser p = {.arena = a, .lexer = {a, rule->source, rule->source}, .last_end = rule->source};
    take(&p);
    p.last_end = rule->source;
    rule->root = p.error.what ? NULL : rule->is_test ? parse_cell(&p) : parse_expression(&p, BIND_OR);
    if (rule->root && p.word.kind != WORD_END)
        wrong(&p, p.word.column, "the rule should end here");
    *ret_error = p.error;
    return p.error.what == NULL;
}
