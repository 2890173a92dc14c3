#include "core/db_for_test.h"
#include "core/migrate.h"
#include <pthread.h>

static const struct migration first_two[] = {
    {1, "first", "CREATE TABLE m_thing (id t_int NOT NULL PRIMARY KEY, name t_text NOT NULL);"},
    {2, "second", "INSERT INTO m_thing (id, name) VALUES (1, 'one'); INSERT INTO m_thing (id, name) VALUES (2, 'two');"},
};
static const struct migrations two = {"m", first_two, 2};
static const struct migrations *const all[] = {&two};

TEST_ON_BOTH("each migration runs once, in order, and a second start finds nothing to do")
{
    int n = -1;
    CHECK_OK(migrate_pending(q, all, 1, &n));
    CHECK_INT(n, 2);
    CHECK_OK(migrate_all(q, all, 1, &n));
    CHECK_INT(n, 2);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM m_thing"), 2);
    CHECK_OK(migrate_pending(q, all, 1, &n));
    CHECK_INT(n, 0);
    CHECK_OK(migrate_all(q, all, 1, &n));
    CHECK_INT(n, 0);
}

TEST_ON_BOTH("counting what waits changes nothing")
{
    int n = -1;
    CHECK_OK(migrate_pending(q, all, 1, &n));
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM core_migration"), -1);
}

TEST_ON_BOTH("a changed old migration refuses to start and says which")
{
    int n;
    CHECK_OK(migrate_all(q, all, 1, &n));
    struct migration changed[] = {first_two[0], {2, "second", "SELECT 1;"}};
    const struct migrations other = {"m", changed, 2};
    CHECK_INT(migrate_all(q, (const struct migrations *const[]){&other}, 1, &n), PROBLEM_BROKEN);
    CHECK(strstr(q->problem.say, "second"));
}

TEST_ON_BOTH("a missing number refuses before anything is applied")
{
    int n;
    struct migration holed[] = {first_two[0], {3, "third", "SELECT 1;"}};
    const struct migrations other = {"m", holed, 2};
    CHECK_INT(migrate_all(q, (const struct migrations *const[]){&other}, 1, &n), PROBLEM_BROKEN);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM m_thing"), -1);
}

TEST_ON_BOTH("an older program refuses the database of a newer one")
{
    int n;
    CHECK_OK(migrate_all(q, all, 1, &n));
    const struct migrations older = {"m", first_two, 1};
    CHECK_INT(migrate_all(q, (const struct migrations *const[]){&older}, 1, &n), PROBLEM_BROKEN);
}

TEST_ON_BOTH("a migration that fails half-way leaves nothing of itself")
{
    int n;
    struct migration bad[] = {first_two[0], {2, "bad", "INSERT INTO m_thing (id, name) VALUES (7, 'x'); INSERT INTO nowhere VALUES (1);"}};
    const struct migrations other = {"m", bad, 2};
    CHECK_INT(migrate_all(q, (const struct migrations *const[]){&other}, 1, &n), PROBLEM_BROKEN);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM m_thing"), 0);
    CHECK_OK(migrate_all(q, all, 1, &n));
    CHECK_INT(n, 1);
}

struct start {
    const struct q *q;
    enum result result;
    int applied;
};

static void *start_process(void *arg)
{
    struct start *s = arg;
    struct arena *a = arena_new(16 * 1024 * 1024);
    s->result = migrate_all(q_for_thread(s->q, a), all, 1, &s->applied);
    arena_free(a);
    return NULL;
}

TEST_ON_BOTH("several that start at once apply each migration once")
{
    struct start s[4];
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) {
        s[i] = (struct start){.q = q};
        pthread_create(&threads[i], NULL, start_process, &s[i]);
    }
    int applied = 0;
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        applied += s[i].applied;
    }
    for (int i = 0; i < 4; i++)
        CHECK_OK(s[i].result);
    CHECK_INT(applied, 2);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM m_thing"), 2);
}
