/* Tokens that prove a form was made by us for this browser. A token is bound to the session, or for somebody who has none to a
 * signed guest cookie; each page gets another one (random first bytes), all of one session stay good for 12 hours.
 *   token = base64url(random 8 ‖ minutes since 1970, 4 ‖ HMAC-SHA256(secret, "csrf" ‖ holder ‖ random ‖ minutes), 16 bytes) */
#pragma once
#include "base/result.h"
#include <stdbool.h>

struct q;
enum { CSRF_HOURS = 12 };
/* The phase. OK for safe methods, ROUTE_NO_CSRF, and API calls that bring no cookie session; else BAD_TOKEN unless the field "csrf" or the
 * header X-CSRF-Token holds a good token, and for requests that another site's page caused (Sec-Fetch-Site, Origin). */
enum result csrf_check(struct q *q);
bool csrf_token_is_good(struct q *q, const char *token);
