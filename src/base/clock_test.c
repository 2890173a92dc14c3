#include "base/clock.h"
#include "base/date.h"
#include "base/test.h"
#include <stdlib.h>

TEST("the frozen clock stands, moves when shifted, and runs again when let go")
{
    int64_t before = clock_now();
    clock_set(5 * DAY);
    CHECK_INT(clock_now(), 5 * DAY);
    clock_shift(-2 * HOUR);
    CHECK_INT(clock_now(), 5 * DAY - 2 * HOUR);
    clock_set(0);
    CHECK(clock_now() >= before && clock_now() < before + HOUR);
}

TEST("the running clock can be shifted and goes on running")
{
    clock_shift(3 * DAY);
    int64_t shifted = clock_now();
    clock_shift(-3 * DAY);
    int64_t back = clock_now();
    CHECK(shifted - back > 2 * DAY && shifted - back <= 3 * DAY);
    int64_t start = clock_monotonic();
    while (clock_now() == back && clock_monotonic() < start + SECOND)
        ;
    CHECK(clock_now() > back);
}

TEST("the environment gives the time at which the clock starts, and a wrong one is refused")
{
    int64_t before = clock_now(), wanted;
    CHECK(time_parse_iso("2026-12-31T23:59:50+07:00", &wanted));
    setenv("THUBON_CLOCK", "2026-12-31T23:59:50+07:00", 1);
    bool taken = clock_from_environment();
    int64_t now = clock_now();
    setenv("THUBON_CLOCK", "tomorrow", 1);
    bool wrong_taken = clock_from_environment();
    unsetenv("THUBON_CLOCK");
    bool none = clock_from_environment();
    clock_shift(before - now);
    CHECK(taken && !wrong_taken && none);
    CHECK(now >= wanted && now < wanted + MINUTE);
}
