/* What is declared is used, and what is used is declared: permissions, routes, kinds of problems. */
#include "base/text.h"
#include "checktree/checktree.h"
#include <string.h>

struct declared { const char *name; const struct source *source; size_t line; bool used; };
struct permissions { struct declared items[512]; size_t count; };

static const char *const permission_members[] = {"name", "title", NULL};
static const char *const route_members[] = {"method", "path", "permission", "handler", "input",
                                            "input_size", "summary", "flags", "max_body", "form", NULL};
enum { ROUTE_PATH = 1, ROUTE_PERMISSION, ROUTE_HANDLER, ROUTE_SUMMARY = 6 };
static const char *const menu_members[] = {"place", "group", "label", "path", "permission", "icon", "order", "count", NULL};
enum { MENU_LABEL = 2, MENU_PERMISSION = 4 };

static struct declared *find(struct permissions *p, const char *name)
{
    for (size_t i = 0; i < p->count; i++)
        if (text_equal(p->items[i].name, name))
            return &p->items[i];
    return NULL;
}

static void wrong(struct checker *k, const struct table_row *row, const char *format, const char *a)
{
    tool_wrong(k->t, row->source->path, row->line, format, a);
}

static void declare_permission(struct checker *k, void *arg, const struct table_row *row)
{
    struct permissions *p = arg;
    const char *name = cell_text(k, row, 0);
    if (!name)
        return;
    if (find(p, name))
        wrong(k, row, "the permission %s is declared twice", name);
    if (!text_starts(name, arena_printf(k->t->arena, "%s.", place_of(k->t, row->source->path).name)))
        wrong(k, row, "the permission %s must begin with the name of its module", name);
    if (!cell_is_marked(row, 1))
        wrong(k, row, "the permission %s needs a title: T(\"…\")", name);
    if (p->count < sizeof p->items / sizeof *p->items)
        p->items[p->count++] = (struct declared){name, row->source, row->line, false};
}

static bool is_built_in(const char *name)
{
    static const char *const built_in[] = {"public", "resident", "officer", "signed-in"};
    for (size_t i = 0; i < sizeof built_in / sizeof *built_in; i++)
        if (text_equal(built_in[i], name))
            return true;
    return false;
}

static void use_permission(struct checker *k, struct permissions *p, const char *name, const char *file, size_t line)
{
    struct declared *d = find(p, name);
    if (d)
        d->used = true;
    else if (!is_built_in(name))
        tool_wrong(k->t, file, line, "the permission \"%s\" is declared by no module", name);
}

static void check_route(struct checker *k, void *arg, const struct table_row *row)
{
    const char *path = cell_text(k, row, ROUTE_PATH), *permission = cell_text(k, row, ROUTE_PERMISSION);
    if (!path)
        return;
    if (*path != '/')
        wrong(k, row, "the route \"%s\" must begin with /", path);
    if (!permission || !*permission)
        wrong(k, row, "the route %s declares no permission", path);
    else
        use_permission(k, arg, permission, row->source->path, row->line);
    const char *summary = cell_text(k, row, ROUTE_SUMMARY);
    if (!summary || !*summary)
        wrong(k, row, "the route %s is not documented: it needs a summary T(\"…\")", path);
    else if (!cell_is_marked(row, ROUTE_SUMMARY))
        wrong(k, row, "the summary of %s needs T(\"…\")", path);
    if (row->cells[ROUTE_HANDLER].from == row->cells[ROUTE_HANDLER].to)
        wrong(k, row, "the route %s has no handler", path);
}

static void check_menu(struct checker *k, void *arg, const struct table_row *row)
{
    const char *permission = cell_text(k, row, MENU_PERMISSION), *label = cell_text(k, row, MENU_LABEL);
    if (permission)
        use_permission(k, arg, permission, row->source->path, row->line);
    if (label && !cell_is_marked(row, MENU_LABEL))
        wrong(k, row, "the label \"%s\" needs T(\"…\")", label);
}

/* access_may(q, "x") and access_need(q, "x"), with a text or a name that stands for one. */
static void check_questions(struct checker *k, struct permissions *p)
{
    for (size_t i = 0; i < k->count; i++) {
        const struct source *s = &k->sources[i];
        for (size_t j = 0; !s->test && j + 4 < s->c.count; j++) {
            if (!(c_is(&s->c.tokens[j], "access_may") || c_is(&s->c.tokens[j], "access_need")) || !c_is(&s->c.tokens[j + 1], "("))
                continue;
            size_t close = c_close(&s->c, j + 1), comma = j + 2;
            while (comma < close && !c_is(&s->c.tokens[comma], ","))
                comma++;
            struct table_row question = {.source = s, .line = s->c.tokens[j].line, .cells = {{comma + 1, close}}};
            const char *name = comma + 1 < close ? cell_text(k, &question, 0) : NULL;
            if (name)
                use_permission(k, p, name, s->path, question.line);
        }
    }
}

static void check_permissions(struct checker *k)
{
    struct permissions *p = arena_new_one(k->t->arena, struct permissions);
    each_row(k, "permission", permission_members, declare_permission, p);
    each_row(k, "route", route_members, check_route, p);
    each_row(k, "menu", menu_members, check_menu, p);
    check_questions(k, p);
    for (size_t i = 0; i < p->count; i++)
        if (!p->items[i].used)
            tool_wrong(k->t, p->items[i].source->path, p->items[i].line, "the permission %s is used by no route, menu or access_may",
                       p->items[i].name);
}

/* --- problems.def --------------------------------------------------------------------------------------------------------------- */

static bool is_word(const struct c_token *token, const char *prefix, const struct c_token *kind)
{
    size_t n = strlen(prefix);
    return token->kind == C_WORD && token->length == n + kind->length && memcmp(token->at, prefix, n) == 0 &&
           memcmp(token->at + n, kind->at, kind->length) == 0;
}

/* PROBLEM_KIND anywhere, or fail(q, KIND. */
static bool problem_used(const struct checker *k, const struct c_token *kind)
{
    for (size_t i = 0; i < k->count; i++) {
        const struct source *s = &k->sources[i];
        if (s->test || text_ends(s->path, "problems.def"))
            continue;
        for (size_t j = 4; j < s->c.count; j++) {
            const struct c_token *w = &s->c.tokens[j];
            if (is_word(w, "PROBLEM_", kind) || (is_word(w, "", kind) && c_is(w - 1, ",") && c_is(w - 3, "(") && c_is(w - 4, "fail")))
                return true;
        }
    }
    return false;
}

static void check_problems(struct checker *k)
{
    const struct source *s = find_source(k, "src/base/problems.def");
    for (size_t i = 0; s && i + 2 < s->c.count; i++)
        if (c_is(&s->c.tokens[i], "PROBLEM") && c_is(&s->c.tokens[i + 1], "(") && !problem_used(k, &s->c.tokens[i + 2]))
            tool_wrong(k->t, s->path, s->c.tokens[i].line, "the problem %.*s is never said", (int)s->c.tokens[i + 2].length,
                       s->c.tokens[i + 2].at);
}

void check_declared(struct checker *k)
{
    check_permissions(k);
    check_problems(k);
}
