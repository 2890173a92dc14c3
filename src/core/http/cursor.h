/* Cursors of API lists: opaque to callers, signed, bound to the route, so that nobody builds one by hand or carries it elsewhere.
 * A cursor holds the sort key of the last item given ("2026-11-24T08:00:00|123"); the next page begins behind it. */
#pragma once
#include "base/result.h"

struct q;
const char *cursor_make(struct q *q, const char *position);
/* *ret_position: NULL when the request has no ?cursor=. MALFORMED when it is not one of ours for this route. */
enum result cursor_read(struct q *q, const char **ret_position);
/* Adds "Link: <…>; rel=next" (RFC 8288) for the page behind position. */
void cursor_link_next(struct q *q, const char *position);
