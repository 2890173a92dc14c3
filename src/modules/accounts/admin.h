/* Administration of officers: who may manage whom, and what its pages share. An administrator manages officers all of whose present and
 * coming assignments lie in the administrator's subtree; officers with a sensitive role only with accounts.approve; nobody himself. */
#pragma once
#include "base/result.h"
#include "core/account_rows.h"
#include "core/field.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct q;
struct route;

struct admin_account { struct core_account_by_id_row row; const struct core_assignments_of_row *assignments; size_t assignment_count; };
/* The officer of the path parameter {login}. NOT_FOUND; FORBIDDEN when outside the acting officer's reach. */
enum result admin_find(struct q *q, struct admin_account *ret);
/* As admin_find, and this officer may be changed by the acting one. */
enum result admin_find_to_change(struct q *q, struct admin_account *ret);
bool admin_may_change(struct q *q, const struct admin_account *a);
bool admin_is_province_wide(const struct q *q); /* acts for the whole province */

/* Choices of a form: roles this administrator may give, units of the subtree. */
size_t admin_role_choices(struct q *q, const struct choice **ret);
size_t admin_unit_choices(struct q *q, const struct choice **ret);
/* Wrong field "role" or "unit", or OK. */
enum result admin_check_role(struct q *q, const char *role_id, const char *unit_id);
/* Days of a form as moments: from midnight of the first to the end of the last (INT32_MIN: now; for ever). */
struct admin_period { int64_t from, to; /* 0: open */ };
struct admin_period admin_period_of(int32_t from_day, int32_t to_day);
enum result admin_check_period(struct q *q, int32_t from_day, int32_t to_day); /* wrong field "to", or OK */

/* Gives a role, or, for a sensitive one, asks a second person. In a transaction. */
struct admin_giving { int64_t account_id; const char *role_id, *unit_id; struct admin_period when; const char *reason; bool ret_waits; };
enum result admin_give(struct q *q, struct admin_giving *g);

const char *admin_unit_name(struct q *q, const char *unit_id);
const char *admin_role_name(struct q *q, const char *role_id);
const char *admin_path(struct q *q, const char *login, const char *more); /* "/quan-tri/can-bo/LOGIN" + more */
bool admin_login_is_good(const char *login); /* 3–60 of a–z 0–9 . _ - */
/* The search behind list, CSV and API, kept within the acting officer's area. limit and offset are the caller's. */
struct list_input;
struct core_account_search_in admin_search_of(struct q *q, const struct list_input *in);
