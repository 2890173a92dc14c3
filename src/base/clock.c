/* Two numbers make the clock: `frozen` (not 0: the clock stands there) and `shift` (added to the machine's time). Both are
 * atomic, because plays move the clock while the server's threads read it. */
#include "base/clock.h"
#include "base/date.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

static _Atomic int64_t frozen, shift;

static int64_t read_clock(clockid_t which)
{
    struct timespec t;
    clock_gettime(which, &t);
    return (int64_t)t.tv_sec * SECOND + t.tv_nsec / 1000;
}

int64_t clock_now(void)
{
    int64_t t = atomic_load_explicit(&frozen, memory_order_relaxed);
    return t ? t : read_clock(CLOCK_REALTIME) + atomic_load_explicit(&shift, memory_order_relaxed);
}

int64_t clock_monotonic(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

void clock_set(int64_t t)
{
    atomic_store(&frozen, t);
}

void clock_shift(int64_t by)
{
    if (atomic_load(&frozen))
        atomic_fetch_add(&frozen, by);
    else
        atomic_fetch_add(&shift, by);
}

bool clock_from_environment(void)
{
    const char *text = getenv("THUBON_CLOCK");
    if (!text || !*text)
        return true;
    int64_t t;
    if (!time_parse_iso(text, &t))
        return false;
    atomic_store(&shift, t - read_clock(CLOCK_REALTIME));
    return true;
}
