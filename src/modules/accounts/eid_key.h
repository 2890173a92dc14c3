/* One published key and one signature; see eid_key.c. */
#pragma once
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
/* May this key have made a signature of this algorithm ("RS256", "ES256") under this key id (NULL: none was named)? */
bool eid_key_fits(const json_t *jwk, const char *algorithm, const char *kid);
bool eid_key_verifies(struct arena *a, const json_t *jwk, const char *algorithm, const uint8_t *signature, size_t n, const char *signed_text, size_t signed_n);
