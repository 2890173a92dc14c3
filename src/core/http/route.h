/* The index of all routes: a tree of path segments. A fixed segment wins over a parameter {name}, that over the rest {name*}, which
 * takes all that follows (at least one segment). Built once at start, then only read. */
#pragma once
#include "core/http/http.h"

struct arena;
struct route_found {
    const struct route *route;     /* NULL: nothing there, or not for this method */
    const char *const *parameters; /* in path order, in the arena */
    unsigned methods;              /* bit 1 << method: what the address takes; 0: no such address */
};
/* path: normalised. HEAD finds the route of GET. */
void route_find(struct arena *a, enum http_method method, const char *path, struct route_found *ret);
/* The route declared with exactly this path text ("/ho-so/{code}"), NULL when none. */
const struct route *route_of(enum http_method method, const char *path);
/* Value of {name} or {name*} of a path pattern; NULL when it has none. */
const char *route_parameter(const char *pattern, const char *const *values, const char *name);
const char *method_name(enum http_method method);            /* "GET" */
const char *methods_text(struct arena *a, unsigned methods); /* "GET, HEAD, POST": for Allow */

extern const struct module core_module; /* the routes of core itself */
