/* More on replies than http.h says: what the phases and a few API handlers need. */
#pragma once
#include "core/http/http.h"

const char *reply_header_get(const struct reply *r, const char *name);
bool etag_in(const char *list, const char *etag, bool weak);
/* On https every cookie of ours begins with __Host- (no subdomain can set it); feature code uses the short name on both ways. */
const char *cookie_full_name(struct q *q, const char *name);
/* Does this outside address belong to a configured system (e-ID, payments, sandbox)? */
bool http_origin_is_known(struct q *q, const char *url);
