/* Every node stands for one segment: children with fixed texts, one parameter child, one rest child, and a route per method. A search
 * goes down the fixed child first and comes back to the parameter child when nothing was found there, so declaration order never counts. */
#include "core/http/route.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/must.h"
#include "core/input.h"
#include "core/module.h"
#include "core/q.h"
#include <string.h>

#define METHODS ((int)HTTP_OPTIONS + 1)
enum { DEEPEST = 16 };

struct node {
    const char *segment;
    struct node *children, *next; /* fixed texts; list */
    struct node *parameter, *rest;
    const struct route *routes[METHODS];
};

struct listed {
    const struct route *route;
    const struct module *module;
};

static struct {
    struct arena *arena;
    struct node *root;
    struct listed *list;
    size_t count, room;
} all;

static const char *const method_names[METHODS] = {
    [HTTP_GET] = "GET",     [HTTP_HEAD] = "HEAD",     [HTTP_POST] = "POST",       [HTTP_PUT] = "PUT",
    [HTTP_PATCH] = "PATCH", [HTTP_DELETE] = "DELETE", [HTTP_OPTIONS] = "OPTIONS",
};

const char *method_name(enum http_method method)
{
    return (int)method > 0 && (int)method < METHODS ? method_names[method] : "?";
}

/* --- building --------------------------------------------------------------------------------------------------------------- */

static struct node *fixed_child(struct node *n, const char *segment, size_t length)
{
    for (struct node *c = n->children; c; c = c->next)
        if (strlen(c->segment) == length && memcmp(c->segment, segment, length) == 0)
            return c;
    struct node *c = arena_new_one(all.arena, struct node);
    c->segment = arena_strndup(all.arena, segment, length);
    c->next = n->children;
    n->children = c;
    return c;
}

static struct node *child_for(struct node *n, const char *segment, size_t length)
{
    if (segment[0] != '{')
        return fixed_child(n, segment, length);
    struct node **slot = length > 2 && segment[length - 2] == '*' ? &n->rest : &n->parameter;
    if (!*slot)
        *slot = arena_new_one(all.arena, struct node);
    return *slot;
}

static struct node *node_for(const char *path)
{
    struct node *n = all.root;
    for (const char *s = path; s[0] == '/' && s[1];) {
        size_t length = strcspn(s + 1, "/");
        n = child_for(n, s + 1, length);
        s += length + 1;
    }
    return n;
}

/* A parameter is a whole segment: {name}, or {name*} at the end. */
static bool segment_is_good(const char *s, size_t n)
{
    const char *open = memchr(s, '{', n), *close = memchr(s, '}', n);
    if (!open && !close)
        return n > 0;
    bool rest = n > 2 && s[n - 2] == '*';
    return open == s && close == s + n - 1 && n > (rest ? 3 : 2) && (!rest || s[n] == '\0');
}

static bool path_is_good(const char *path)
{
    size_t depth = 0;
    if (strcmp(path, "/") == 0)
        return true;
    for (const char *s = path; *s; depth++) {
        size_t n = *s == '/' ? strcspn(s + 1, "/") : 0;
        if (!n || !segment_is_good(s + 1, n))
            return false;
        s += n + 1;
    }
    return depth > 0 && depth <= DEEPEST;
}

static const char *fault_of(const struct route *r)
{
    if (!path_is_good(r->path))
        return "the path must be /segments, each fixed or a whole {parameter}";
    if (r->method < HTTP_GET || r->method > HTTP_OPTIONS)
        return "no method";
    if (!r->permission || !*r->permission)
        return "no permission";
    if (!r->summary || !*r->summary)
        return "no summary";
    if (!r->handler)
        return "no handler";
    if (r->input && r->input_size == 0)
        return "an input table without input_size";
    if ((r->flags & ROUTE_API) && strncmp(r->path, "/api/", 5) != 0)
        return "an API route outside /api";
    if (node_for(r->path)->routes[r->method])
        return "the same method and path stand twice";
    return NULL;
}

static bool add_route(const struct module *m, const struct route *r)
{
    const char *fault = fault_of(r);
    if (fault) {
        log_wrong("http.route_refused", LOG_S("module", m->name), LOG_S("path", r->path), LOG_S("why", fault));
        return false;
    }
    node_for(r->path)->routes[r->method] = r;
    if (all.count == all.room) {
        all.list = arena_grow(all.arena, all.list, sizeof *all.list, all.count, all.room * 2 + 64);
        all.room = all.room * 2 + 64;
    }
    all.list[all.count++] = (struct listed){r, m};
    return true;
}

static bool add_module(const struct module *m)
{
    bool good = true;
    for (const struct route *r = m->routes; r && r->path; r++)
        good = add_route(m, r) && good;
    return good;
}

enum result http_routes_start(struct q *q, const struct module *const *modules)
{
    arena_free(all.arena);
    all.arena = arena_new(16 * 1024 * 1024);
    all.root = arena_new_one(all.arena, struct node);
    all.list = NULL;
    all.count = all.room = 0;
    bool good = add_module(&core_module);
    for (; modules && *modules; modules++)
        good = add_module(*modules) && good;
    return good ? OK : fail(q, BROKEN, T("A route is declared wrongly; the log names it"));
}

const struct route *http_route_at(size_t i, const struct module **ret_module)
{
    if (i >= all.count)
        return NULL;
    if (ret_module)
        *ret_module = all.list[i].module;
    return all.list[i].route;
}

/* --- finding ---------------------------------------------------------------------------------------------------------------- */

struct search {
    struct arena *arena;
    const char *values[DEEPEST];
    size_t count;
};

static bool has_routes(const struct node *n)
{
    for (int m = HTTP_GET; m < METHODS; m++)
        if (n->routes[m])
            return true;
    return false;
}

static const struct node *descend(struct search *s, const struct node *n, const char *path);

static const struct node *try_child(struct search *s, const struct node *child, const char *value, const char *rest)
{
    size_t before = s->count;
    if (!child || s->count >= DEEPEST)
        return NULL;
    s->values[s->count++] = value;
    const struct node *found = descend(s, child, rest);
    if (!found)
        s->count = before;
    return found;
}

/* path: "" or "/segment…" */
static const struct node *descend(struct search *s, const struct node *n, const char *path)
{
    if (path[0] == '\0' || path[1] == '\0')
        return has_routes(n) ? n : NULL;
    size_t length = strcspn(path + 1, "/");
    const char *rest = path + 1 + length;
    for (const struct node *c = n->children; c; c = c->next) {
        if (strncmp(c->segment, path + 1, length) == 0 && c->segment[length] == '\0') {
            const struct node *found = descend(s, c, rest);
            if (found)
                return found;
        }
    }
    const struct node *found = n->parameter ? try_child(s, n->parameter, arena_strndup(s->arena, path + 1, length), rest) : NULL;
    return found ? found : try_child(s, n->rest, path + 1, "");
}

static unsigned methods_of(const struct node *n)
{
    unsigned methods = 0;
    for (int m = HTTP_GET; m < METHODS; m++)
        if (n->routes[m])
            methods |= 1u << m;
    if (methods & 1u << HTTP_GET)
        methods |= 1u << HTTP_HEAD;
    return methods | 1u << HTTP_OPTIONS;
}

void route_find(struct arena *a, enum http_method method, const char *path, struct route_found *ret)
{
    *ret = (struct route_found){0};
    struct search s = {.arena = a};
    const struct node *n = all.root ? descend(&s, all.root, path) : NULL;
    if (!n)
        return;
    ret->methods = methods_of(n);
    ret->route = n->routes[method];
    if (!ret->route && method == HTTP_HEAD)
        ret->route = n->routes[HTTP_GET];
    ret->parameters = s.count ? arena_memdup(a, s.values, s.count * sizeof *s.values) : NULL;
}

const struct route *route_of(enum http_method method, const char *path)
{
    for (size_t i = 0; i < all.count; i++)
        if (all.list[i].route->method == method && strcmp(all.list[i].route->path, path) == 0)
            return all.list[i].route;
    return NULL;
}

const char *route_parameter(const char *pattern, const char *const *values, const char *name)
{
    size_t n = strlen(name), i = 0;
    for (const char *s = strchr(pattern, '{'); s; s = strchr(s + 1, '{'), i++)
        if (strncmp(s + 1, name, n) == 0 && (s[n + 1] == '}' || s[n + 1] == '*'))
            return values[i];
    return NULL;
}

const char *methods_text(struct arena *a, unsigned methods)
{
    struct buf b;
    buf_init(&b, a, 100);
    for (int m = HTTP_GET; m < METHODS; m++)
        if (methods & 1u << m) {
            buf_puts(&b, b.length ? ", " : "");
            buf_puts(&b, method_names[m]);
        }
    return b.data ? b.data : "";
}
