/* Many at once: numbers without a hole or a double; one step is done by exactly one of those who try. */
#include "base/clock.h"
#include "core/i18n.h"
#include "modules/dossiers/numbers.h"
#include "modules/dossiers/people_for_test.h"
#include <pthread.h>
#include <stdatomic.h>

enum { CLERKS = 16, EACH = 12 };
struct crowd { struct q *home; const struct dossier_submit *what; int64_t dossier; atomic_int done, refused, wrong; };

static struct q *own_q(const struct crowd *c, struct arena *a)
{
    struct q *q = q_for_thread(c->home, a);
    q->account = c->home->account;
    return q;
}

static void *submit_some(void *arg)
{
    struct crowd *c = arg;
    for (int i = 0; i < EACH; i++) {
        struct arena *a = arena_new((size_t)64 << 20);
        struct dossier d;
        if (dossiers_submit(own_q(c, a), c->what, &d) == OK)
            atomic_fetch_add(&c->done, 1);
        else
            atomic_fetch_add(&c->wrong, 1);
        arena_free(a);
    }
    return NULL;
}

static void *receive_it(void *arg)
{
    struct crowd *c = arg;
    struct arena *a = arena_new((size_t)64 << 20);
    struct dossier_act act = {.kind = ACT_OUTCOME, .dossier_id = c->dossier, .task = 1, .outcome = "complete"};
    enum result r = dossiers_act(own_q(c, a), &act, NULL);
    atomic_fetch_add(r == OK ? &c->done : r == PROBLEM_NOT_NOW || r == PROBLEM_CONFLICT || r == PROBLEM_BUSY ? &c->refused : &c->wrong, 1);
    arena_free(a);
    return NULL;
}

static void all_at_once(struct crowd *c, void *(*work)(void *))
{
    pthread_t threads[CLERKS];
    for (int i = 0; i < CLERKS; i++)
        must(pthread_create(&threads[i], NULL, work, c) == 0);
    for (int i = 0; i < CLERKS; i++)
        pthread_join(threads[i], NULL);
}

TEST_WITH_PACKAGE("sixteen hand in at once: no number is missing and none is given twice")
{
    struct dossier_submit what = submission_for_test(q, "1.001193");
    struct crowd c = {.home = q, .what = &what};
    struct number_report *report = arena_new_one(a, struct number_report);
    all_at_once(&c, submit_some);
    CHECK_INT(c.wrong, 0);
    CHECK_INT(c.done, CLERKS * EACH);
    CHECK_INT(db_number_for_test(q, "SELECT count(DISTINCT code) FROM dossiers_dossier"), CLERKS * EACH);
    CHECK_OK(dossier_numbers_report(q, report));
    CHECK_INT(report->numbers, CLERKS * EACH);
    CHECK_INT(report->wrong_count, 0);
}

TEST_WITH_PACKAGE("sixteen finish the same step at once: one does, the others are told, and the journal has it once")
{
    struct dossier d;
    struct crowd c = {.home = q};
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    c.dossier = d.id;
    act_as_officer(q, 9, "reception_officer", "hc.20335");
    all_at_once(&c, receive_it);
    CHECK_INT(c.done, 1);
    CHECK_INT(c.refused, CLERKS - 1);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM core_journal WHERE type = 'dossiers.step_done'"), 1);
    CHECK_REPLAY(q, d.id);
}
