/* JSON Web Signatures (RFC 7515), keys (7517) and algorithms (7518): RS256 with at least 2048 bits and ES256 on P-256, nothing else. (OpenSSL) */
#pragma once
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* --- checking what others signed ------------------------------------------------------------------------------------------------ */
/* A compact JWS taken apart; header and claims are the parsed JSON objects. Nothing is proved yet. */
struct jose { const char *text; size_t signed_n; json_t *header, *claims; uint8_t *signature; size_t signature_n; };
bool jose_read(struct arena *a, const char *token, struct jose *ret); /* at most 32 KB */
/* NULL: a key of the set ({"keys":[…]}) made it. Else why not, in English, for the log; *ret_unknown_key: no key of the set could have. */
const char *jose_refuse(struct arena *a, const struct jose *token, const json_t *key_set, bool *ret_unknown_key);

/* --- signing ---------------------------------------------------------------------------------------------------------------------- */
struct jose_key;
struct jose_key *jose_key_make(const char *algorithm, const char *kid); /* "RS256" (2048 bits) or "ES256"; lives as long as the process */
const char *jose_key_set(struct arena *a, const struct jose_key *key);  /* the public half: {"keys":[…]} */
const char *jose_sign(struct arena *a, const struct jose_key *key, const char *claims_json);
