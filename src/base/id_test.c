#include "base/id.h"
#include "base/clock.h"
#include "base/test.h"
#include <pthread.h>

TEST("ids grow, also when many are made within a millisecond and when the clock jumps back")
{
    int64_t last = 0;
    for (int i = 0; i < 200000; i++) {
        if (i % 50000 == 25000)
            clock_shift(-HOUR);
        int64_t id = id_new();
        CHECK(id > last);
        last = id;
    }
    clock_shift(4 * HOUR);
    CHECK(id_new() > last);
}

TEST("an id tells its millisecond and its node")
{
    int64_t millisecond = (clock_now() + DAY) / 1000 * 1000; /* later than any id that this process has made */
    clock_set(millisecond + 456);
    id_set_node(63);
    int64_t id = id_new();
    id_set_node(0);
    CHECK(id > 0);
    CHECK_INT(id_time(id), millisecond);
    CHECK_INT(id >> 16 & 63, 63);
}

enum { THREADS = 4, IDS_EACH = 20000 };

static void *make_ids(void *to)
{
    for (int i = 0; i < IDS_EACH; i++)
        ((int64_t *)to)[i] = id_new();
    return NULL;
}

static int compare(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return (a > b) - (a < b);
}

TEST("threads that make ids together never make the same one")
{
    int64_t *ids = arena_new_array(a, int64_t, THREADS * IDS_EACH);
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        CHECK_INT(pthread_create(&threads[i], NULL, make_ids, ids + i * IDS_EACH), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    qsort(ids, THREADS * IDS_EACH, sizeof *ids, compare);
    for (int i = 1; i < THREADS * IDS_EACH; i++)
        CHECK(ids[i] > ids[i - 1]);
}

TEST("random numbers stay below their bound and reach all of it")
{
    int seen[10] = {0};
    for (int i = 0; i < 2000; i++) {
        uint64_t r = random_below(10);
        CHECK(r < 10);
        seen[r]++;
    }
    for (int i = 0; i < 10; i++)
        CHECK(seen[i] > 100);
    CHECK_INT(random_below(1), 0);
}

TEST("tokens have the asked length, use letters that cannot be mistaken, and differ")
{
    const char *first = random_token(a, 26), *second = random_token(a, 26);
    CHECK_INT(strlen(first), 26);
    CHECK_INT(strspn(first, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"), 26);
    CHECK(strcmp(first, second) != 0);
}
