/* What other modules ask about people with accounts. */
#pragma once
#include "base/result.h"
#include "core/q.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct officer { int64_t account_id; const char *name; };
/* Officers who hold the role at the unit now, by name. */
enum result accounts_colleagues(struct q *q, const char *unit_id, const char *role_id, const struct officer **ret, size_t *ret_count);
/* May this account act for the person with this number? (The person agreed, and neither of the two has ended it.) */
enum result accounts_may_help(struct q *q, int64_t helper_account, const char *person_number, bool *ret_may);
/* How to reach somebody with notices. An account without a person behind it, or a number nobody has signed in with: *ret_found false. */
struct accounts_reach { int64_t account_id; const char *name, *email, *phone; bool by_mail, by_sms; enum language language; };
enum result accounts_reach_of(struct q *q, const char *person_number, struct accounts_reach *ret, bool *ret_found);
