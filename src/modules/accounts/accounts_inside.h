/* Shared by the files of this folder. Two ways in: residents by the e-ID (eid_*.c), officers by account name, password and, where set
 * up, a one-time password (officer_*.c). Both end in session_start of core/access.h. */
#pragma once
#include "core/access.h"
#include "core/access_roles.h"
#include "core/input.h"
#include "modules/accounts/accounts.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct journal_line;
struct province;
struct findings;
struct job;

/* --- seal.c: values that leave us (cookies) or rest in the database (second factors), encrypted with a key of their purpose ----- */
const char *accounts_seal(struct q *q, const char *purpose, const void *bytes, size_t n); /* base64url */
const void *accounts_open(struct q *q, const char *purpose, const char *sealed, size_t *ret_n); /* NULL: not ours, or changed */
const void *accounts_seal_bytes(struct q *q, const char *purpose, const void *bytes, size_t n, size_t *ret_n);
const void *accounts_open_bytes(struct q *q, const char *purpose, const void *sealed, size_t sealed_n, size_t *ret_n);
const char *accounts_mac(struct q *q, const char *purpose, const char *text, size_t letters); /* letters and digits as random_token */

/* Where to go after signing in: a path of this site, or NULL ("//host", "/\host", other schemes, the sign-in pages themselves). */
const char *accounts_return_to(struct q *q, const char *wanted);
/* The first page of the person who has just signed in. */
const char *accounts_first_page(struct q *q, const struct account *who);

/* --- attempts.c: lock-out by account name: five wrong ones 15 minutes, then doubling up to a day ------------------------------- */
enum { ATTEMPTS_MOST = 5 };
enum result accounts_attempt_locked(struct q *q, const char *login, int64_t *ret_until); /* 0: may try */
enum result accounts_attempt_failed(struct q *q, const char *login);
enum result accounts_attempt_forget(struct q *q, const char *login);
const char *accounts_login_clean(struct q *q, const char *login); /* lower case, trimmed */

/* --- codes.c: one-time codes for a first sign-in or after a reset --------------------------------------------------------------- */
enum { CODE_LETTERS = 12 };
enum result accounts_code_open(struct q *q, int64_t account_id, int64_t valid_for, const char **ret_code); /* in a transaction */
const char *accounts_code_text(struct q *q, int64_t account_id, int64_t issued_at); /* "ABCD-EFGH-JKMN" */
bool accounts_code_is(struct q *q, int64_t account_id, int64_t issued_at, const char *typed);

/* --- officer sign-in: what has been proved so far rests in a sealed cookie of ten minutes --------------------------------------- */
struct pending { int64_t account_id, at; bool second_done; const char *return_to; };
bool pending_load(struct q *q, struct pending *ret);
/* Goes to the next question, or starts the session and goes to the first page. */
enum result pending_go_on(struct q *q, struct pending *p);
enum result pending_lost(struct q *q); /* back to the beginning, with words */
struct core_assignments_of_row;
enum result pending_finish(struct q *q, const struct pending *p, const struct core_assignments_of_row *assignment); /* NULL: none today */
/* The account's assignments that are good now. */
enum result accounts_assignments_now(struct q *q, int64_t account_id, const struct core_assignments_of_row **ret, size_t *ret_count);

const char *accounts_recovery_hash(struct q *q, int64_t account_id, const char *typed);
/* Field errors "password" and "again". login and old_hash may be NULL. */
enum result accounts_password_check(struct q *q, const char *password, const char *again, const char *login, const char *old_hash);
enum result accounts_password_set(struct q *q, int64_t account_id, const char *password); /* ends the account's other sessions */

/* Writes one line about an account; in a transaction. data may be NULL. */
enum result accounts_tell(struct q *q, const char *type, int64_t account_id, const char *unit_id, const char *reason, const char *data);

/* --- handlers, named by their page ------------------------------------------------------------------------------------------------ */
enum result accounts_show_sign_in(struct q *q, const void *input);
enum result accounts_eid_begin(struct q *q, const void *input);
enum result accounts_eid_return(struct q *q, const void *input);
enum result accounts_sign_out(struct q *q, const void *input);
enum result accounts_show_officer(struct q *q, const void *input);
enum result accounts_officer_sign_in(struct q *q, const void *input);
enum result accounts_show_second(struct q *q, const void *input);
enum result accounts_second(struct q *q, const void *input);
enum result accounts_show_new_password(struct q *q, const void *input);
enum result accounts_new_password(struct q *q, const void *input);
enum result accounts_show_role(struct q *q, const void *input);
enum result accounts_role(struct q *q, const void *input);
enum result accounts_show_role_again(struct q *q, const void *input);
enum result accounts_role_again(struct q *q, const void *input);
enum result accounts_show_first_use(struct q *q, const void *input);
enum result accounts_first_use(struct q *q, const void *input);

extern const struct input accounts_officer_inputs[], accounts_second_inputs[], accounts_password_inputs[], accounts_role_inputs[], accounts_first_use_inputs[];
struct officer_input { const char *login, *password, *ve; };
struct second_input { const char *code; };
struct password_input { const char *password, *again; };
struct role_input { int64_t assignment; };
struct first_use_input { const char *login, *code, *ve; };

enum result accounts_prepare_nobody(struct q *q); /* officer_password.c: what an unknown name is measured against */

/* --- one's own account ---------------------------------------------------------------------------------------------------------------- */
struct session_input { int64_t session; };
struct change_input { const char *present, *password, *again; };
struct details_input { const char *phone, *email, *commune; bool by_sms, by_mail; };
struct helper_input { const char *number, *name, *relation; };
struct helper_decide_input { int64_t helper; const char *decision; };
extern const struct input accounts_session_inputs[], accounts_change_inputs[], accounts_own_second_inputs[], accounts_details_inputs[], accounts_helper_inputs[],
    accounts_helper_decide_inputs[];
enum result accounts_show_own(struct q *q, const void *input);
enum result accounts_end_sessions(struct q *q, const void *input);
enum result accounts_show_change(struct q *q, const void *input);
enum result accounts_change(struct q *q, const void *input);
enum result accounts_show_own_second(struct q *q, const void *input);
enum result accounts_own_second(struct q *q, const void *input);
enum result accounts_own_second_end(struct q *q, const void *input);
enum result accounts_show_details(struct q *q, const void *input);
enum result accounts_details(struct q *q, const void *input);
enum result accounts_show_helper(struct q *q, const void *input);
enum result accounts_helper(struct q *q, const void *input);
enum result accounts_helper_decide(struct q *q, const void *input);

/* --- administration (admin.h) --------------------------------------------------------------------------------------------------------- */
struct list_input { const char *q, *unit, *role, *state; };
struct new_input { const char *login, *name, *email, *phone, *role, *unit; int32_t from, to; const char *reason; };
struct give_input { const char *role, *unit; int32_t from, to; const char *reason; };
struct end_input { int64_t assignment; int32_t to; };
struct substitute_input { const char *substitute; int32_t from, to; };
struct lock_input { const char *reason; };
struct decide_input { int64_t request; const char *decision, *reason; };
extern const struct input accounts_list_inputs[], accounts_new_inputs[], accounts_give_inputs[], accounts_end_inputs[], accounts_substitute_inputs[],
    accounts_lock_inputs[], accounts_decide_inputs[];
enum result accounts_admin_list(struct q *q, const void *input);
enum result accounts_admin_export(struct q *q, const void *search);
enum result accounts_admin_show_new(struct q *q, const void *input);
enum result accounts_admin_new(struct q *q, const void *input);
enum result accounts_admin_show(struct q *q, const void *input);
enum result accounts_admin_show_give(struct q *q, const void *input);
enum result accounts_admin_show_end(struct q *q, const void *input);
enum result accounts_admin_show_substitute(struct q *q, const void *input);
enum result accounts_admin_give(struct q *q, const void *input);
enum result accounts_admin_end(struct q *q, const void *input);
enum result accounts_admin_substitute(struct q *q, const void *input);
enum result accounts_admin_lock(struct q *q, const void *input);
enum result accounts_admin_unlock(struct q *q, const void *input);
enum result accounts_admin_code(struct q *q, const void *input);
enum result accounts_admin_remove_second(struct q *q, const void *input);
enum result accounts_admin_requests(struct q *q, const void *input);
enum result accounts_admin_requests_count(struct q *q, int64_t *ret, bool *ret_late);
enum result accounts_admin_decide(struct q *q, const void *input);

/* --- keys of programs, API ------------------------------------------------------------------------------------------------------------- */
struct key_input { const char *label, *role, *unit; int32_t to; };
struct key_end_input { int64_t key; };
struct api_list_input { const char *q, *unit, *role; int64_t limit; const char *cursor; };
extern const struct input accounts_key_inputs[], accounts_key_end_inputs[], accounts_api_list_inputs[];
enum result accounts_show_keys(struct q *q, const void *input);
enum result accounts_key(struct q *q, const void *input);
enum result accounts_key_end(struct q *q, const void *input);
enum result accounts_api_me(struct q *q, const void *input);
enum result accounts_api_list(struct q *q, const void *input);
enum result accounts_api_one(struct q *q, const void *input);

/* --- import (import.h) --------------------------------------------------------------------------------------------------------------------- */
struct import_input { const struct upload *file; };
extern const struct input accounts_import_inputs[];
enum result accounts_show_import(struct q *q, const void *input);
enum result accounts_import(struct q *q, const void *input);
enum result accounts_show_import_one(struct q *q, const void *input);
enum result accounts_import_confirm(struct q *q, const void *input);
enum result accounts_import_report(struct q *q, const void *input);
enum result accounts_import_job(struct q *q, const struct job *job);
enum result accounts_import_sweep_job(struct q *q, const struct job *job);

int accounts_command_add_officer(struct q *q, int argc, char **argv);
void accounts_check(struct q *q, struct province *p, struct findings *f);
enum result accounts_demo(struct q *q, struct province *p);
enum result accounts_start(struct q *q, struct province *p);
enum result accounts_sweep(struct q *q, const struct job *job);
