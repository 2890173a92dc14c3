/* What the phases share with each other; not for features. */
#pragma once
#include "base/result.h"
#include "core/http/http.h"

struct q;
enum result phase_find_route(struct q *q);
enum result phase_load_session(struct q *q);
enum result phase_check_permission(struct q *q);
enum result phase_read_input(struct q *q);
enum result phase_handle(struct q *q);
void http_record(struct q *q, int64_t began); /* log line, metrics */
void http_security_headers(struct q *q);
void http_choose_language(struct q *q);
/* Reads the input table of route (NULL table: nothing) into request->input. */
enum result http_read_input_of(struct q *q, const struct route *route);
