/* How often one address may ask: a token bucket per address and class, in memory, in a table of fixed size (the least recently used
 * of a small set gives way, so a flood of addresses costs no memory). Each process counts for itself; counters that must hold across
 * processes are access.h's rate_count. */
#pragma once
#include "base/result.h"
#include <stdbool.h>
#include <stdint.h>

struct q;
enum rate_class { RATE_ANY, RATE_LOGIN, RATE_CLASSES };
struct rate {
    int64_t burst, per_minute;
}; /* burst 0: no limit */
/* Settings "rate.any" and "rate.login" as "burst/per-minute"; defaults: any 600/6000 (not for this machine itself), login 40/40. */
enum result rate_check(struct q *q); /* the phase: TOO_MANY with Retry-After */
/* Takes one token at time now (monotonic microseconds). False: none left, *ret_wait says how long until one comes. */
bool rate_take(enum rate_class class, const char *address, struct rate r, int64_t now, int64_t *ret_wait);
bool rate_parse(const char *text, struct rate *ret);
