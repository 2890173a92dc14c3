/* The programming interface described from the routes themselves: every route with ROUTE_API and without ROUTE_HIDDEN, its input table and
 * its permission. Nothing is written by hand, so nothing can be out of date. */
#pragma once
#include "base/buf.h"
#include "base/result.h"

struct q;
struct route;
struct input;
void openapi_write(struct q *q, struct buf *to);              /* OpenAPI 3.1.0, JSON */
enum result openapi_document(struct q *q, const void *input); /* GET /api/v1/openapi.json */
enum result openapi_page(struct q *q, const void *input);     /* GET /api */
/* Shared by the document and the page. */
const char *openapi_path(struct q *q, const struct route *r); /* "{rest*}" becomes "{rest}" */
bool openapi_is_path_parameter(const struct route *r, const char *name);
bool openapi_listed(const struct route *r);
