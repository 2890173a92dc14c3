/* 4,096 sets of four buckets; an address hashes (with a key of this process, so nobody can aim) to one set. */
#include "core/http/rate.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/id.h"
#include "base/text.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/q.h"
#include <pthread.h>
#include <string.h>

enum { SETS = 4096, WAYS = 4, LOCKS = 64 };
struct bucket {
    uint64_t key;
    int64_t tokens /* in millionths */, at;
};

static struct bucket table[SETS][WAYS];
static pthread_mutex_t locks[LOCKS];
static uint8_t hash_key[32];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void start(void)
{
    random_bytes(hash_key, sizeof hash_key);
    for (int i = 0; i < LOCKS; i++)
        pthread_mutex_init(&locks[i], NULL);
}

static uint64_t key_of(enum rate_class class, const char *address)
{
    char text[100];
    struct buf b;
    buf_init_on(&b, text, sizeof text);
    buf_printf(&b, "%d %.80s", (int)class, address);
    uint8_t mac[SHA256_BYTES];
    hmac_sha256(hash_key, sizeof hash_key, text, b.length, mac);
    uint64_t key;
    memcpy(&key, mac, sizeof key);
    return key | 1; /* 0 means free */
}

/* The bucket of this key, or the one longest unused, made new and full. */
static struct bucket *bucket_for(struct bucket *set, uint64_t key, struct rate r, int64_t now)
{
    struct bucket *oldest = &set[0];
    for (int i = 0; i < WAYS; i++) {
        if (set[i].key == key)
            return &set[i];
        if (set[i].at < oldest->at)
            oldest = &set[i];
    }
    *oldest = (struct bucket){.key = key, .tokens = r.burst * SECOND, .at = now};
    return oldest;
}

static void refill(struct bucket *b, struct rate r, int64_t now)
{
    int64_t passed = now > b->at ? now - b->at : 0, full = r.burst * SECOND;
    b->tokens = passed > HOUR ? full : b->tokens + passed * r.per_minute / 60;
    if (b->tokens > full)
        b->tokens = full;
    b->at = now;
}

bool rate_take(enum rate_class class, const char *address, struct rate r, int64_t now, int64_t *ret_wait)
{
    pthread_once(&once, start);
    uint64_t key = key_of(class, address);
    pthread_mutex_t *lock = &locks[key / WAYS % LOCKS];
    pthread_mutex_lock(lock);
    struct bucket *b = bucket_for(table[key / WAYS % SETS], key, r, now);
    refill(b, r, now);
    bool taken = b->tokens >= SECOND;
    if (taken)
        b->tokens -= SECOND;
    else
        *ret_wait = (SECOND - b->tokens) * 60 / (r.per_minute > 0 ? r.per_minute : 1);
    pthread_mutex_unlock(lock);
    return taken;
}

bool rate_parse(const char *text, struct rate *ret)
{
    const char *slash = text ? strchr(text, '/') : NULL;
    if (!slash || slash - text > 9)
        return false;
    char first[10] = {0};
    memcpy(first, text, (size_t)(slash - text));
    return number_parse(first, &ret->burst) && number_parse(slash + 1, &ret->per_minute) && ret->burst >= 0 && ret->per_minute >= 1;
}

static struct rate rate_of(struct q *q, enum rate_class class)
{
    static const struct {
        const char *setting;
        struct rate otherwise;
    } rates[RATE_CLASSES] = {[RATE_ANY] = {"rate.any", {600, 6000}}, [RATE_LOGIN] = {"rate.login", {40, 40}}};
    struct rate r;
    return rate_parse(app_setting(q->app, rates[class].setting), &r) ? r : rates[class].otherwise;
}

/* The operator at the machine, a probe, a load test: not a stranger. The front always names the client's own address. */
static bool is_this_machine(const char *address)
{
    return strcmp(address, "127.0.0.1") == 0 || strcmp(address, "::1") == 0 || strcmp(address, "local") == 0;
}

static enum result check(struct q *q, enum rate_class class)
{
    struct rate r = rate_of(q, class);
    int64_t wait = 0;
    if (r.burst == 0 || rate_take(class, q->request->remote, r, clock_monotonic(), &wait))
        return OK;
    int64_t seconds = wait / SECOND + 1;
    reply_header(q, "Retry-After", arena_printf(q->arena, "%lld", (long long)seconds));
    return fail(q, TOO_MANY, T("Too many requests came from your address. Wait {n} seconds, then try again"), "n",
                arena_printf(q->arena, "%lld", (long long)seconds));
}

enum result rate_check(struct q *q)
{
    if (q->request->route->flags & ROUTE_LOGIN_RATE)
        return check(q, RATE_LOGIN);
    return is_this_machine(q->request->remote) ? OK : check(q, RATE_ANY);
}
