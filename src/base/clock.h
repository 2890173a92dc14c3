/* The one clock. Times are int64 microseconds since 1970-01-01T00:00:00Z, everywhere. Tests and plays set it. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define SECOND INT64_C(1000000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

int64_t clock_now(void);
/* Monotonic microseconds for measuring durations; not settable. */
int64_t clock_monotonic(void);
/* Freezes the clock at t (t > 0), or lets it run again (t = 0). Process-wide. */
void clock_set(int64_t t);
/* Moves the clock by a constant (may be negative); works on the running and the frozen clock. A shift of the frozen clock ends with it. */
void clock_shift(int64_t by);
/* Start value from the environment: THUBON_CLOCK="2026-12-31T23:59:50+07:00" shifts the running clock so that it reads this now.
 * False when the text is not an RFC 3339 time; true when there is none. */
bool clock_from_environment(void);
