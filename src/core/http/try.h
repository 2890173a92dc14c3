/* For tests: a request made by hand, served by the real phases without a server or a database. */
#pragma once
#include "core/http/http.h"

struct arena;
struct q;
struct module;
/* target: "/path?query" as on the request line. headers: "Name: value" …, NULL at the end (may be NULL). body may be NULL. */
struct q *try_request(struct arena *a, enum http_method method, const char *target, const char *const *headers, const char *body);
/* Starts the routes of this one module (beside core's) and serves; the answer is in q->reply. */
void try_serve(struct q *q, const struct module *module);
const char *try_reply_header(const struct q *q, const char *name);
