/* Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a call repeated with the same key by the same caller gets the stored answer
 * instead of a second effect. reserve → run → store; the answer of a call that failed is not stored, because a failed call changed
 * nothing and may be repeated with the same key.
 *   the same key, another request: INVALID (422) · the first call still runs: CONFLICT (409) · the first call was cut off between its
 *   effect and its answer: ALREADY_DONE (409), never a second run · no key: the handler just runs. Answers are kept for 48 hours. */
#pragma once
#include "base/result.h"

struct q;
enum { IDEMPOTENCY_KEY_MOST = 200, IDEMPOTENCY_BODY_MOST = 512 * 1024 };
/* Runs the route's handler for q once. A replayed answer carries the header Idempotency-Replayed: true. */
enum result idempotent_handle(struct q *q);
