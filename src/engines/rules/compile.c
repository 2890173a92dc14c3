/* From text to a rule: parsing, then the names it reads. */
#include "base/text.h"
#include "engines/rules/rule.h"
#include <string.h>

/* Walking the tree for names; those that some/every bind are not names of the context. */
struct naming {
    struct arena *arena;
    struct rule *rule;
    const char *bound[RULE_BOUND_MAX];
    size_t bound_count;
};

static void note_name(struct naming *w, const char *name)
{
    struct rule *r = w->rule;
    for (size_t i = 0; i < r->name_count; i++)
        if (text_equal(r->names[i], name))
            return;
    r->names = arena_grow(w->arena, r->names, sizeof *r->names, r->name_count, r->name_count + 1);
    r->names[r->name_count++] = name;
}

static bool is_bound(const struct naming *w, const char *name)
{
    for (size_t i = 0; i < w->bound_count; i++)
        if (text_equal(w->bound[i], name))
            return true;
    return false;
}

/* The dotted path that ends in this node, NULL when it is no path of names of the context. */
static const char *path_of(struct naming *w, const struct node *n)
{
    if (n->kind == NODE_NAME)
        return is_bound(w, n->name) ? NULL : n->name;
    const char *before = n->kind == NODE_FIELD ? path_of(w, n->children[0]) : NULL;
    return before ? arena_printf(w->arena, "%s.%s", before, n->name) : NULL;
}

static void collect_names(struct naming *w, const struct node *n)
{
    const char *path = path_of(w, n);
    if (path) {
        if (!text_equal(path, "?"))
            note_name(w, path);
        return;
    }
    bool binds = n->kind == NODE_SOME || n->kind == NODE_EVERY;
    for (size_t i = 0; i < n->count; i++) {
        if (binds && i == 1)
            w->bound[w->bound_count++] = n->name;
        collect_names(w, n->children[i]);
    }
    w->bound_count -= binds;
}

static enum result compile(struct arena *a, const char *text, bool is_test, const struct rule **ret, struct rule_error *ret_error)
{
    *ret_error = (struct rule_error){1, "the rule is too long"};
    if (strlen(text) > RULE_LENGTH_MAX)
        return PROBLEM_INVALID;
    struct rule *rule = arena_new_one(a, struct rule);
    rule->source = arena_strdup(a, text);
    rule->is_test = is_test;
    if (!rule_parse(a, rule, ret_error))
        return PROBLEM_INVALID;
    struct naming naming = {.arena = a, .rule = rule};
    collect_names(&naming, rule->root);
    *ret = rule;
    return OK;
}

enum result rule_compile(struct arena *a, const char *text, const struct rule **ret, struct rule_error *ret_error)
{
    return compile(a, text, false, ret, ret_error);
}

enum result rule_compile_test(struct arena *a, const char *text, const struct rule **ret, struct rule_error *ret_error)
{
    return compile(a, text, true, ret, ret_error);
}

const char *rule_source(const struct rule *r)
{
    return r->source;
}

size_t rule_names(const struct rule *r, const char *const **ret)
{
    *ret = r->names;
    return r->name_count;
}
