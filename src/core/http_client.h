/* Calls to systems outside; implemented by adapters/http_client_curl, faked in tests. Never inside a transaction. */
#pragma once
#include "base/result.h"
#include <stddef.h>
#include <stdint.h>

struct q;
struct http_call {
    const char *method, *url;
    const char *const *headers; /* "Name: value", NULL at the end; may be NULL */
    const char *body; size_t body_length;
    int64_t timeout;            /* microseconds, whole call; 0 = 10 s */
    size_t max_answer;          /* bytes; 0 = 1 MiB */
};
struct http_answer { int status; const char *content_type; const char *body; size_t body_length; };
struct http_client { enum result (*call)(struct q *q, const struct http_call *call, struct http_answer *ret); };
/* OUTSIDE when no answer came (the reason is logged); any HTTP status is an answer. */
enum result http_call(struct q *q, const struct http_call *call, struct http_answer *ret);
