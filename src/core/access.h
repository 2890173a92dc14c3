/* Who acts and what they may do. Permissions belong to modules ("dossiers.receive"); roles group them (province data); an
 * assignment = account × role × unit subtree × dates. An officer works under one assignment at a time (chosen after sign-in when
 * there are several): its unit is the scope of every list and step. */
#pragma once
#include "base/result.h"
#include <stdbool.h>
#include <stdint.h>

struct q;

enum account_kind { ACCOUNT_NOBODY, ACCOUNT_RESIDENT, ACCOUNT_OFFICER, ACCOUNT_SYSTEM };

struct account {
    int64_t id;                /* 0: nobody */
    enum account_kind kind;
    const char *name;          /* as shown */
    const char *person_number; /* residents: 12 digits from the e-ID; NULL otherwise */
    int assurance;             /* residents: level of assurance of this sign-in, 0–3 */
    const char *role_id, *role_name; /* officers: of the assignment in use */
    const char *unit_id;       /* officers: root of the subtree; NULL for residents */
    int64_t assignment_id;
    int64_t session_id;
    const uint64_t *permissions; /* bit set, index by access_permission_index */
};
extern const struct account account_nobody;

bool access_may(const struct q *q, const char *permission); /* a name no module declared is our bug (must) */
enum result access_need(struct q *q, const char *permission); /* FORBIDDEN with words, or NOT_SIGNED_IN */
/* Is this unit inside the acting officer's subtree (today)? */
enum result access_need_unit(struct q *q, const char *unit_id);

/* Passwords: Argon2id by libsodium, moderate cost, at most two at a time. */
enum result password_hash(struct q *q, const char *password, const char **ret_hash);
bool password_matches(const char *hash, const char *password);
const char *password_weak(const char *password, const char *login); /* msgid why it is refused; NULL = good */
/* RFC 6238, SHA-1, 30 s, 6 digits, one step of drift either way; *used_step refuses a code seen before. */
bool totp_matches(const uint8_t *secret, int secret_length, const char *code, int64_t now, int64_t *used_step);
const char *totp_uri(struct q *q, const char *issuer, const char *login, const uint8_t *secret, int secret_length);

/* --- sessions ------------------------------------------------------------------------------------------------------------ */
struct session_start { int64_t account_id; int64_t assignment_id; int assurance; const char *agent; };
/* Makes a session (a new token every time: no fixation) and sets the cookie. Idle 30 min for officers, 60 for residents; 12 h at most. */
enum result session_start(struct q *q, const struct session_start *how);
enum result session_end(struct q *q, int64_t session_id, const char *why);
/* A key of a program (account of kind ACCOUNT_SYSTEM): a session without a browser, sent as "Authorization: Bearer TOKEN", good until
 * ends_at or until it is ended. The token is told once; the database holds its hash. In a transaction. */
struct session_key { int64_t account_id, assignment_id, ends_at; const char *label; };
enum result session_key_create(struct q *q, const struct session_key *key, const char **ret_token);
enum result session_load(struct q *q); /* phase: fills q->account from the cookie or API token */

/* --- accounts and assignments (used by modules/accounts, load and tests) --------------------------------------------------- */
struct account_new { enum account_kind kind; const char *login; const char *name; const char *person_number; const char *email; const char *phone; const char *password_hash; bool must_change; };
enum result account_create(struct q *q, const struct account_new *new_account, int64_t *ret_id);
struct assignment_new { int64_t account_id; const char *role_id; const char *unit_id; int64_t from, to; /* 0 = open */ const char *reason; int64_t made_by; /* 0: who acts */ int64_t approved_by; /* 0: needed nobody */ };
enum result assignment_create(struct q *q, const struct assignment_new *new_assignment, int64_t *ret_id);
/* Roles of the package, loaded at start: role_id × permission. Unknown permission names are findings of `thubon check`. */
enum result access_start(struct q *q);
int access_permission_index(const char *permission); /* -1 unknown */

/* Constant-cost counters: true when `what` (e.g. "login:0491…") happened more than `most` times in `window` microseconds. In the database, shared by processes. */
enum result rate_count(struct q *q, const char *what, int64_t window, int64_t most, bool *ret_over);
