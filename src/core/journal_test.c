/* What journal.h and jobs.h promise, on both databases. */
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/db_for_test.h"
#include "core/journal.h"
#include "core/modules.h"
#include "core/module.h"
#include "core_queries.h"

static int heard, failing;

static enum result hear(struct q *q, const struct journal_line *line)
{
    (void)line;
    heard++;
    return failing-- > 0 ? q_fail_kind(q, PROBLEM_OUTSIDE) : OK;
}

static int ran;
static enum result run_once(struct q *q, const struct job *job)
{
    (void)q;
    ran++;
    return text_equal(job->payload, "\"bad\"") ? q_fail_kind(q, PROBLEM_BROKEN) : OK;
}

static const struct module test_module = {
    .name = "test",
    .listeners = (const struct listener[]){{"test.*", "test.hear", hear}, {NULL, NULL, NULL}},
    .jobs = (const struct job_kind[]){{"test.once", run_once, 0, 0}, {"test.often", run_once, 10 * MINUTE, 0}, {NULL, NULL, 0, 0}},
};
static const struct module *const test_modules[] = {&test_module, NULL};

static bool ready(struct q *q)
{
    int applied;
    heard = failing = ran = 0;
    q->app->modules = test_modules;
    return modules_migrate(q, &applied) == OK;
}

static enum result write_line(struct q *q, void *arg)
{
    return journal_write(q, &(struct event){.type = arg, .subject_kind = "thing", .subject_id = 7, .person = "049999000001", .data = "{\"n\":1}"});
}

static enum result write_and_fail(struct q *q, void *arg)
{
    TRY(write_line(q, arg));
    return q_fail_kind(q, PROBLEM_INVALID);
}

static int run_due(struct q *q)
{
    int count = -1;
    jobs_run_due(q, 50, &count);
    return count;
}

TEST_ON_BOTH("a line is written in the transaction of its change, or not at all")
{
    const struct journal_line *lines;
    int count;
    CHECK(ready(q));
    CHECK_OK(db_transact(q, write_line, "test.made"));
    CHECK(db_transact(q, write_and_fail, "test.lost") == PROBLEM_INVALID);
    CHECK_OK(journal_of(q, "thing", 7, &lines, &count));
    CHECK_INT(count, 1);
    CHECK_TEXT(lines[0].type, "test.made");
    CHECK_TEXT(lines[0].data, "{\"n\":1}");
}

TEST_ON_BOTH("each listener hears each line of its types once, and again after it failed")
{
    CHECK(ready(q));
    clock_set(clock_now());
    CHECK_OK(db_transact(q, write_line, "test.made"));
    CHECK_OK(db_transact(q, write_line, "other.made"));
    failing = 1;
    CHECK_INT(run_due(q), 1);
    CHECK_INT(heard, 1);
    CHECK_INT(run_due(q), 0); /* waits before its next try */
    clock_shift(20 * SECOND);
    CHECK_INT(run_due(q), 1);
    CHECK_INT(heard, 2);
    clock_shift(HOUR);
    CHECK_INT(run_due(q), 0);
    clock_shift(-HOUR - 20 * SECOND);
}

static enum result add_job(struct q *q, void *arg)
{
    return job_add(q, "test.once", "k", clock_now(), arg);
}

TEST_ON_BOTH("a job of the same kind and key waits once, and a job that keeps failing comes to rest")
{
    CHECK(ready(q));
    clock_set(clock_now());
    CHECK_OK(db_transact(q, add_job, "{}"));
    CHECK_OK(db_transact(q, add_job, "{}"));
    CHECK_INT(run_due(q), 1);
    CHECK_INT(ran, 1);
    CHECK_INT(run_due(q), 0);
    CHECK_OK(db_transact(q, add_job, "\"bad\""));
    int64_t shifted = 0;
    for (int i = 0; i < 30; i++) {
        run_due(q);
        clock_shift(2 * HOUR);
        shifted += 2 * HOUR;
    }
    clock_shift(-shifted);
    CHECK_INT(ran, 13); /* one good run, twelve tries */
    struct core_job_counts_row counts;
    CHECK_OK(core_job_counts(q, clock_now(), &counts));
    CHECK_INT(counts.dead, 1);
    CHECK_INT(counts.waiting, 0);
}

TEST_ON_BOTH("sealed heads cover every line that has settled, and a changed line is found")
{
    int sealed;
    int64_t checked, bad;
    struct journal_head head;
    CHECK(ready(q));
    for (int i = 0; i < 5; i++)
        CHECK_OK(db_transact(q, write_line, "other.made"));
    CHECK_OK(journal_seal(q, 100, &sealed)); /* sets the mark */
    CHECK_OK(journal_seal(q, 100, &sealed));
    CHECK_INT(sealed, 0); /* not settled yet */
    clock_shift(2 * MINUTE);
    CHECK_OK(journal_seal(q, 3, &sealed));
    CHECK_INT(sealed, 3);
    CHECK_OK(journal_seal(q, 100, &sealed));
    CHECK_INT(sealed, 2);
    clock_shift(-2 * MINUTE);
    CHECK_OK(journal_last_head(q, &head));
    CHECK_INT(head.number, 2);
    CHECK_OK(journal_verify(q, &checked, &bad));
    CHECK_INT(checked, 5);
    CHECK_INT(bad, 0);
    CHECK_OK(db_script_for_test(q, "UPDATE core_journal SET data = '{\"n\":2}' WHERE id = (SELECT max(id) FROM core_journal);"));
    CHECK_OK(journal_verify(q, &checked, &bad));
    CHECK_INT(bad, 2);
}

TEST_ON_BOTH("who read a person's data is kept and can be listed for that person")
{
    struct core_reading_by_person_rows rows;
    CHECK(ready(q));
    CHECK_OK(journal_read_of(q, "049999000001", "dossier", "dossier", 9, "processing"));
    CHECK_OK(core_reading_by_person(q, "049999000001", 0, INT64_MAX, INT64_MAX, 10, &rows));
    CHECK_INT(rows.count, 1);
    CHECK_TEXT(rows.items[0].purpose, "processing");
    CHECK_OK(core_reading_by_person(q, "049999000002", 0, INT64_MAX, INT64_MAX, 10, &rows));
    CHECK_INT(rows.count, 0);
}

TEST_ON_BOTH("attempts are counted within a window and forgotten after it")
{
    bool over;
    CHECK(ready(q));
    clock_set(clock_now());
    for (int i = 0; i < 3; i++) {
        CHECK_OK(rate_count(q, "login:x", MINUTE, 3, &over));
        CHECK(!over);
    }
    CHECK_OK(rate_count(q, "login:x", MINUTE, 3, &over));
    CHECK(over);
    clock_shift(2 * MINUTE);
    CHECK_OK(rate_count(q, "login:x", MINUTE, 3, &over));
    clock_shift(-2 * MINUTE);
    CHECK(!over);
}
