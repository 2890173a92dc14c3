/* What the client sent, taken apart once per request: query string, form fields, files, JSON. Kept in request->parsed. */
#pragma once
#include "base/result.h"
#include "core/http/multipart.h"
#include "core/http/query.h"
#include <jansson.h>

struct q;
enum body_kind { BODY_NONE, BODY_FORM, BODY_JSON, BODY_OTHER };
struct parsed {
    struct pairs query, form;
    struct file_parts files;
    enum body_kind kind;
    json_t *json; /* BODY_JSON only; lives as long as the arena */
};
enum { JSON_MOST_DEPTH = 40 };

/* MALFORMED when query or body cannot be read; a body of another kind than form or JSON is left to the handler (BODY_OTHER). */
enum result request_parse(struct q *q, const struct parsed **ret);
/* The first value under that name: body before query, for GET only the query. Numbers and truth values of JSON as text. NULL: absent. */
const char *request_value(struct q *q, const char *name);
