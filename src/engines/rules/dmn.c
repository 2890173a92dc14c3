/* DMN XML into a decision table. The XML tree lives in an arena of its own; decision_compile copies what it keeps. */
#include "base/text.h"
#include "base/xml.h"
#include "engines/rules/rule.h"

enum { FILE_MAX = 2 * 1024 * 1024, ROWS_MAX = 2000, COLUMNS_MAX = 50, SCRATCH_MAX = 256 * 1024 * 1024 };

struct reading {
    struct arena *arena, *scratch;
    struct decision_error *error;
};

static enum result refuse(struct reading *r, int line, const char *what)
{
    *r->error = (struct decision_error){.line = line, .what = arena_strdup(r->arena, what)};
    return PROBLEM_INVALID;
}

/* Elements of any of the versions: their namespaces differ only in the date. */
static bool is(const struct xml *e, const char *name)
{
    return text_equal(e->name, name) && e->namespace && text_ends(e->namespace, "/MODEL/") &&
           (text_starts(e->namespace, "http://www.omg.org/spec/DMN/") || text_starts(e->namespace, "https://www.omg.org/spec/DMN/"));
}

static const struct xml *first(const struct xml *e, const char *name)
{
    const struct xml *child = e ? e->first : NULL;
    while (child && !is(child, name))
        child = child->next;
    return child;
}

static size_t count_of(const struct xml *e, const char *name)
{
    size_t count = 0;
    for (const struct xml *child = e->first; child; child = child->next)
        count += is(child, name);
    return count;
}

static const char *text_in(struct reading *r, const struct xml *e, const char *otherwise)
{
    const struct xml *text = first(e, "text");
    const char *clean = text ? text_clean(r->scratch, text->text) : "";
    return *clean ? clean : otherwise;
}

static const struct xml *find_decision(const struct xml *root, const char *id)
{
    for (const struct xml *e = root->first; e; e = e->next)
        if (is(e, "decision") && (!id || text_equal(xml_attribute(e, NULL, "id"), id)))
            return e;
    return NULL;
}

static enum result read_hit(struct reading *r, const struct xml *table, enum decision_hit *ret)
{
    static const struct {
        const char *name, *letter;
    } aggregations[] = {{"SUM", "C+"}, {"MIN", "C<"}, {"MAX", "C>"}, {"COUNT", "C#"}};
    const char *policy = xml_attribute(table, NULL, "hitPolicy"), *aggregation = xml_attribute(table, NULL, "aggregation");
    for (size_t i = 0; aggregation && text_equal(policy, "COLLECT") && i < sizeof aggregations / sizeof aggregations[0]; i++)
        if (text_equal(aggregation, aggregations[i].name))
            policy = aggregations[i].letter;
    if (!decision_hit_parse(policy ? policy : "UNIQUE", ret))
        return refuse(r, table->line, arena_printf(r->scratch, "the hit policy %s is not supported", policy));
    return OK;
}

/* The head: expressions of the inputs, names and defaults of the outputs. */
static enum result read_head(struct reading *r, const struct xml *table, struct decision_source *s)
{
    s->input_count = count_of(table, "input");
    s->output_count = count_of(table, "output");
    s->row_count = count_of(table, "rule");
    if (s->input_count + s->output_count > COLUMNS_MAX || s->row_count > ROWS_MAX)
        return refuse(r, table->line, "the table is too large");
    const char **inputs = arena_new_array(r->scratch, const char *, s->input_count);
    const char **outputs = arena_new_array(r->scratch, const char *, s->output_count);
    const char **defaults = arena_new_array(r->scratch, const char *, s->output_count);
    size_t i = 0, o = 0;
    bool any_default = false;
    for (const struct xml *e = table->first; e; e = e->next) {
        if (is(e, "input"))
            inputs[i++] = text_in(r, first(e, "inputExpression"), "");
        if (!is(e, "output"))
            continue;
        const char *name = xml_attribute(e, NULL, "name");
        outputs[o] = name ? name : "result";
        defaults[o] = text_in(r, first(e, "defaultOutputEntry"), "null");
        any_default |= first(e, "defaultOutputEntry") != NULL;
        o++;
    }
    s->inputs = inputs;
    s->outputs = outputs;
    s->defaults = any_default ? defaults : NULL;
    return OK;
}

static enum result read_rows(struct reading *r, const struct xml *table, struct decision_source *s)
{
    size_t width = s->input_count + s->output_count, row = 0;
    const char **cells = arena_new_array(r->scratch, const char *, width * s->row_count);
    int *lines = arena_new_array(r->scratch, int, s->row_count);
    for (const struct xml *e = table->first; e; e = e->next) {
        if (!is(e, "rule"))
            continue;
        if (count_of(e, "inputEntry") != s->input_count || count_of(e, "outputEntry") != s->output_count)
            return refuse(r, e->line, "this rule has not as many entries as the table has columns");
        size_t in = row * width, out = in + s->input_count;
        for (const struct xml *entry = e->first; entry; entry = entry->next) {
            if (is(entry, "inputEntry"))
                cells[in++] = text_in(r, entry, "-");
            else if (is(entry, "outputEntry"))
                cells[out++] = text_in(r, entry, "null");
        }
        lines[row++] = e->line;
    }
    s->cells = cells;
    s->lines = lines;
    return OK;
}

static enum result read_file(struct reading *r, const char *xml, size_t n, const char *id, const struct decision **ret)
{
    const char *why = NULL;
    if (n > FILE_MAX)
        return refuse(r, 0, "the file is too large");
    const struct xml *root = xml_read(r->scratch, xml, n, &why);
    if (!root)
        return refuse(r, 0, why);
    if (!is(root, "definitions"))
        return refuse(r, root->line, "this is not a DMN file: the root must be definitions");
    if (!id && count_of(root, "decision") > 1)
        return refuse(r, root->line, "the file has several decisions; say which");
    const struct xml *decision = find_decision(root, id), *table = first(decision, "decisionTable");
    if (!table)
        return refuse(r, decision ? decision->line : root->line, decision ? "the decision has no table" : "there is no such decision");
    struct decision_source source = {.name = xml_attribute(decision, NULL, "name")};
    TRY(read_hit(r, table, &source.hit));
    TRY(read_head(r, table, &source));
    TRY(read_rows(r, table, &source));
    enum result compiled = decision_compile(r->arena, &source, ret, r->error);
    if (compiled != OK && r->error->line == 0)
        r->error->line = table->line;
    return compiled;
}

enum result decision_read(struct arena *a, const char *xml, size_t n, const char *id, const struct decision **ret,
                          struct decision_error *ret_error)
{
    struct reading r = {a, arena_new(SCRATCH_MAX), ret_error};
    *ret_error = (struct decision_error){0};
    enum result result = read_file(&r, xml, n, id, ret);
    arena_free(r.scratch);
    return result;
}
