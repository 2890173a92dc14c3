/* The n-th call of the database fails, for every n: a submission and an act happen whole or not at all, and the answer is clear. */
#include "adapters/db_faulty/db_faulty.h"
#include "base/clock.h"
#include "base/date.h"
#include "core/i18n.h"
#include "modules/dossiers/people_for_test.h"

static struct q *faulty_package(struct arena *a, const char *driver)
{
    db_use_driver(&db_faulty_driver);
    const char *url = db_for_test_url(a, driver);
    return url ? package_for_test_on(a, db_for_test_at(a, arena_printf(a, "faulty:%s", url))) : NULL;
}

static int64_t everything(struct q *q)
{
    return db_number_for_test(q, "SELECT (SELECT count(*) FROM dossiers_dossier) + (SELECT count(*) FROM dossiers_task) + (SELECT count(*) FROM dossiers_word)"
                                 " + (SELECT count(*) FROM dossiers_paper) + (SELECT coalesce(sum(last), 0) FROM dossiers_counter)"
                                 " + (SELECT count(*) FROM core_journal) + (SELECT coalesce(sum(version), 0) FROM dossiers_dossier)"
                                 " + (SELECT count(*) FROM dossiers_task WHERE closed_at > 0)");
}

typedef enum result work_fn(struct q *q, int64_t id);

static enum result submit_one(struct q *q, int64_t id)
{
    (void)id;
    struct dossier d;
    static struct dossier_upload paper = {1, "Giấy chứng sinh", "aa", "giay.pdf", "PDF", 100, 2, "upload", NULL};
    struct dossier_submit what = submission_for_test(q, "1.001193");
    if (!what.data)
        return q->problem.kind;
    what.papers = &paper;
    what.paper_count = 1;
    return dossiers_submit(q, &what, &d);
}

static enum result receive_one(struct q *q, int64_t id)
{
    act_as_officer(q, 9, "reception_officer", "hc.20335");
    return dossiers_act(q, &(struct dossier_act){.kind = ACT_OUTCOME, .dossier_id = id, .task = 1, .outcome = "complete"}, NULL);
}

static enum result ask_for_more(struct q *q, int64_t id)
{
    struct dossier_missing missing = {NULL, 1, "Giấy chứng sinh", "Mờ"};
    act_as_officer(q, 9, "specialist", "hc.20335");
    return dossiers_act(q, &(struct dossier_act){.kind = ACT_OUTCOME, .dossier_id = id, .task = 2, .outcome = "incomplete", .missing = &missing, .missing_count = 1}, NULL);
}

/* Tries with a fault at call 1, 2, 3 … until the work meets none; returns how many faults were met, -1 when something stayed. */
static int64_t fail_at_every_call(struct q *q, work_fn *work, int64_t id)
{
    int64_t before = everything(q);
    for (int64_t n = 1;; n++) {
        db_faulty_set(q->app->db, &(struct fault){.call = FAULT_ANY, .nth = n, .kind = PROBLEM_STORAGE});
        enum result r = work(q, id);
        bool fired = db_faulty_fired(q->app->db);
        db_faulty_set(q->app->db, NULL);
        q_forget(q);
        if (!fired)
            return r == OK ? n - 1 : -1;
        if (r != PROBLEM_STORAGE || everything(q) != before) {
            test_fail(__FILE__, __LINE__, "call %lld: %s, %lld rows and versions, not %lld", (long long)n, result_slug(r), (long long)everything(q), (long long)before);
            return -1;
        }
    }
}

static void fail_everywhere(struct arena *a, const char *driver)
{
    struct q *q = faulty_package(a, driver);
    if (!q)
        return;
    clock_set(time_from_local((struct local_time){{2026, 11, 16}, 9, 0, 0}));
    CHECK(fail_at_every_call(q, submit_one, 0) >= 8);
    int64_t id = db_number_for_test(q, "SELECT max(id) FROM dossiers_dossier");
    CHECK_INT(db_number_for_test(q, "SELECT max(last) FROM dossiers_counter"), 1); /* the failed ones gave their number back */
    CHECK(fail_at_every_call(q, receive_one, id) >= 6);
    CHECK(fail_at_every_call(q, ask_for_more, id) >= 6);
    CHECK_REPLAY(q, id);
    clock_set(0);
}

TEST("whichever call of the database fails, a submission or a step is there whole or not at all (sqlite)")
{
    fail_everywhere(a, "sqlite");
}

TEST("whichever call of the database fails, a submission or a step is there whole or not at all (postgres)")
{
    fail_everywhere(a, "postgres");
}
