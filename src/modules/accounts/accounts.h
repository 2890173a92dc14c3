/* What other modules ask about people with accounts. */
#pragma once
#include "base/result.h"
#include <stddef.h>
#include <stdint.h>

struct q;
struct officer { int64_t account_id; const char *name; };
/* Officers who hold the role at the unit now, by name. */
enum result accounts_colleagues(struct q *q, const char *unit_id, const char *role_id, const struct officer **ret, size_t *ret_count);
