/* The generator is one atomic word: milliseconds above, the 16-bit counter below. The next id is either the present millisecond
 * with a fresh random start, or the last word plus one; a full counter carries into the milliseconds by itself, so the order
 * holds even when ids are made faster than time passes or the clock jumps back. */
#include "base/id.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"
#include <stdatomic.h>
#include <sys/random.h>

enum { COUNTER_BITS = 16, NODE_BITS = 6, TIME_BITS = 41 };
#define EPOCH (INT64_C(1577836800) * SECOND) /* 2020-01-01T00:00:00Z */
#define MILLISECOND (SECOND / 1000)

static _Atomic uint64_t last;
static _Atomic int node_number;

void id_set_node(int node)
{
    must(node >= 0 && node < 1 << NODE_BITS);
    atomic_store(&node_number, node);
}

/* Starts in the lower half, so that at least 32,768 ids fit before the counter carries. */
static uint64_t first_of(uint64_t millisecond)
{
    uint16_t start;
    random_bytes(&start, sizeof start);
    return millisecond << COUNTER_BITS | start >> 1;
}

static uint64_t present_millisecond(void)
{
    int64_t since = (clock_now() - EPOCH) / MILLISECOND;
    return since > 0 ? (uint64_t)since : 0;
}

int64_t id_new(void)
{
    uint64_t now = present_millisecond(), old = atomic_load(&last), next;
    do {
        next = now > old >> COUNTER_BITS ? first_of(now) : old + 1;
    } while (!atomic_compare_exchange_weak(&last, &old, next));
    uint64_t time = next >> COUNTER_BITS, counter = next & ((1u << COUNTER_BITS) - 1);
    must(time >> TIME_BITS == 0); /* the year 2089 */
    return (int64_t)(time << (NODE_BITS + COUNTER_BITS) | (uint64_t)atomic_load(&node_number) << COUNTER_BITS | counter);
}

int64_t id_time(int64_t id)
{
    return (id >> (NODE_BITS + COUNTER_BITS)) * MILLISECOND + EPOCH;
}

void random_bytes(void *to, size_t n)
{
    for (char *at = to; n > 0;) {
        ssize_t got = getrandom(at, n < 256 ? n : 256, 0); /* up to 256 bytes are never interrupted (getrandom(2)) */
        must(got > 0);
        at += got;
        n -= (size_t)got;
    }
}

uint64_t random_below(uint64_t bound)
{
    must(bound > 0);
    uint64_t skip = -bound % bound, r; /* 2^64 mod bound: the part that would favour small numbers */
    do
        random_bytes(&r, sizeof r);
    while (r < skip);
    return r % bound;
}

const char *random_token(struct arena *a, size_t n)
{
    static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    char *token = arena_alloc(a, n + 1);
    random_bytes(token, n);
    for (size_t i = 0; i < n; i++)
        token[i] = letters[(unsigned char)token[i] & 31];
    return token;
}
