/* The national e-ID as an OpenID provider, seen from us, the relying party (OpenID Connect Core 1.0, RFC 7636 PKCE, RFC 9207 iss).
 * Everything it says is outside input: addresses must belong to the configured system, tokens must be signed by a published key, be for
 * us, for this sign-in, and now. Settings (province.json "settings" or THUBON_…): eid.issuer, eid.client_id, eid.client_secret,
 * eid.scope, eid.acr_values, eid.claim_number, eid.claim_name, eid.claim_born; without eid.issuer the stand-in is used. */
#pragma once
#include "base/json.h"
#include "base/result.h"
#include <stdint.h>

struct q;

/* --- eid_provider.c ----------------------------------------------------------------------------------------------------------- */
struct eid_provider { const char *issuer, *authorize, *token, *keys, *end_session /* NULL: has none */; };
const char *eid_setting(struct q *q, const char *name, const char *otherwise); /* "client_id" */
/* Discovery, remembered for an hour. OUTSIDE, with words, when it does not answer or answers something else. */
enum result eid_provider(struct q *q, struct eid_provider *ret);
/* The published keys; `again` asks anew (a key was unknown), at most once a minute. */
enum result eid_keys(struct q *q, const struct eid_provider *p, bool again, json_t **ret);
void eid_forget(void); /* tests: nothing is remembered */

/* --- eid_token.c: pure ---------------------------------------------------------------------------------------------------------- */
struct eid_expected { const char *issuer, *client_id, *nonce, *access_token; int64_t now; /* microseconds */ };
enum { EID_SKEW_SECONDS = 60 };
/* The claims of a good ID token; NULL and *ret_why (for the log, English) otherwise. *ret_unknown_key: no published key fits. */
json_t *eid_token_read(struct arena *a, const char *token, const json_t *keys, const struct eid_expected *e, const char **ret_why, bool *ret_unknown_key);

/* --- eid_person.c -------------------------------------------------------------------------------------------------------------- */
struct eid_person { const char *issuer, *subject, *number, *name, *tech_id; int32_t born; /* INT32_MIN unknown */ int level; };
bool eid_person_read(struct q *q, const json_t *claims, struct eid_person *ret, const char **ret_why);
/* The resident's account, made at the first sign-in; FORBIDDEN when it was closed. */
enum result eid_person_account(struct q *q, const struct eid_person *p, int64_t *ret_account_id);

/* --- eid_begin.c: what must be the same when the browser comes back; rests in a sealed cookie of 15 minutes ---------------------- */
struct eid_trip { const char *state, *nonce, *verifier, *return_to; };
bool eid_trip_load(struct q *q, struct eid_trip *ret);
void eid_trip_end(struct q *q);
const char *eid_redirect_uri(struct q *q);
/* The page that says what to do when the e-ID fails; never an error of ours. */
enum result eid_trouble_page(struct q *q, const char *say, int status);
