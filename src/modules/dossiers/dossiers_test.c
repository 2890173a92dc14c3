/* A dossier from submission to the end: numbers, double submission, rights, the legal clock, replay. */
#include "base/clock.h"
#include "base/date.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/jobs.h"
#include "modules/dossiers/numbers.h"
#include "modules/dossiers/people_for_test.h"

#define MONDAY_NINE time_from_local((struct local_time){{2026, 11, 16}, 9, 0, 0})

static void let_clock_run(void *nothing)
{
    (void)nothing;
    clock_set(0);
}

static void use_clock(struct arena *a, int64_t t)
{
    clock_set(t);
    arena_on_free(a, let_clock_run, NULL);
}

TEST_WITH_PACKAGE("a dossier gets its number, date, task and journal in one transaction")
{
    struct dossier d;
    use_clock(a, MONDAY_NINE);
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    CHECK_TEXT(d.code, "H47.31.01-261116-0001");
    CHECK_TEXT(d.competent_unit, "hc.20335");
    CHECK_INT(d.status, STATUS_NEW);
    CHECK_TEXT(time_vi(a, d.due_at), "17:00 16/11/2026");
    CHECK_INT(d.due_at, d.first_due_at);
    CHECK(d.soon_at > d.submitted_at && d.soon_at < d.due_at);
    CHECK_TEXT(d.phase, "running");
    struct life life;
    CHECK_OK(life_load(q, d.id, &life));
    CHECK_TEXT(time_vi(a, life.tasks[0].due_at), "10:00 16/11/2026"); /* the step has one working hour */
    CHECK_REPLAY(q, d.id);
    struct dossier again;
    CHECK_OK(dossiers_by_code(q, "h47.31.01-261116-0001", &again));
    CHECK_INT(again.id, d.id);
    CHECK_OK(submit_for_test(q, "1.001193", &again));
    CHECK_TEXT(again.code, "H47.31.01-261116-0002");
}

TEST_WITH_PACKAGE("without hours of its own the first step of an online dossier ends with the limit for receiving; steps take their share")
{
    struct dossier d;
    struct life life;
    use_clock(a, MONDAY_NINE);
    CHECK_OK(submit_for_test(q, "2.000635", &d));
    CHECK_OK(life_load(q, d.id, &life));
    CHECK(life.tasks[0].due_at > d.submitted_at && life.tasks[0].due_at <= d.submitted_at + 8 * HOUR + 150 * MINUTE);
    CHECK_REPLAY(q, d.id);
}

TEST_WITH_PACKAGE("numbers begin anew at midnight and at New Year, and every one is accounted for")
{
    static const struct { struct local_time at; const char *code; } cases[] = {
        {{{2026, 12, 31}, 23, 59, 59}, "H47.31.01-261231-0001"}, {{{2026, 12, 31}, 23, 59, 59}, "H47.31.01-261231-0002"},
        {{{2027, 1, 1}, 0, 0, 0}, "H47.31.01-270101-0001"},      {{{2027, 1, 1}, 0, 0, 1}, "H47.31.01-270101-0002"}};
    struct dossier d;
    use_clock(a, MONDAY_NINE);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        clock_set(time_from_local(cases[i].at));
        CHECK_OK(submit_for_test(q, "1.001193", &d));
        CHECK_TEXT(d.code, cases[i].code);
    }
    struct number_report *report = arena_new_one(a, struct number_report);
    CHECK_OK(dossier_numbers_report(q, report));
    CHECK_INT(report->series, 2);
    CHECK_INT(report->numbers, 4);
    CHECK_INT(report->wrong_count, 0);
}

static enum result make_draft(struct q *q, void *arg)
{
    int64_t *id = arg;
    struct dossiers_draft_insert_in in = {.id = *id, .token = "TOKEN1", .account_id = 501, .procedure_id = "1.001193", .procedure_version = 1,
                                          .place_unit = "hc.20335", .for_whom = "self", .data = "{}", .known = "{}", .now = clock_now()};
    return dossiers_draft_insert(q, &in, NULL);
}

TEST_WITH_PACKAGE("the same draft submitted twice is one dossier, and the second answer carries its code")
{
    struct dossier first, second;
    int64_t draft = 77;
    use_clock(a, MONDAY_NINE);
    struct dossier_submit what = submission_for_test(q, "1.001193");
    what.draft_id = draft;
    CHECK_OK(db_transact(q, make_draft, &draft));
    CHECK_OK(dossiers_submit(q, &what, &first));
    CHECK_INT(dossiers_submit(q, &what, &second), PROBLEM_ALREADY_DONE);
    CHECK_TEXT(second.code, first.code);
    CHECK(strstr(q->problem.say, first.code));
    q_forget(q);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM dossiers_dossier"), 1);
    act_as_resident(q, 502, "Phan Văn Tuấn", "049999000002");
    CHECK_INT(dossiers_submit(q, &what, &second), PROBLEM_NOT_FOUND);
}

TEST_WITH_PACKAGE("a wrong form is refused with every wrong field, and nothing is written")
{
    struct dossier d;
    use_clock(a, MONDAY_NINE);
    struct dossier_submit what = submission_for_test(q, "1.001193");
    what.data = json_own(q, json_object());
    CHECK_INT(dossiers_submit(q, &what, &d), PROBLEM_INVALID);
    CHECK(q->problem.field_count > 5);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM dossiers_dossier"), 0);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM dossiers_counter"), 0);
}

/* --- acting ---------------------------------------------------------------------------------------------------------------------- */

static enum result finish_step(struct q *q, int64_t id, const char *outcome, struct dossier *ret)
{
    struct life life;
    TRY(life_load(q, id, &life));
    must(life.task_count > 0);
    act_as_holder_of(q, &life.tasks[0]);
    return dossiers_act(q, &(struct dossier_act){.kind = ACT_OUTCOME, .dossier_id = id, .task = life.tasks[0].number, .outcome = outcome, .note = "Đã trao tận tay"}, ret);
}

TEST_WITH_PACKAGE("a birth is registered: received, examined, entered, signed, stamped, handed over")
{
    static const struct { const char *outcome; int status; } steps[] = {{"complete", STATUS_RECEIVED}, {"meets", STATUS_IN_PROCESS},
        {"number-issued", STATUS_IN_PROCESS}, {"signed", STATUS_IN_PROCESS}, {"done", STATUS_PROCESSED}};
    struct dossier d;
    use_clock(a, MONDAY_NINE);
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        clock_shift(20 * MINUTE);
        CHECK_OK(finish_step(q, d.id, steps[i].outcome, &d));
        CHECK(d.status >= steps[i].status);
        CHECK_REPLAY(q, d.id);
    }
    CHECK_INT(d.status, STATUS_PROCESSED);
    CHECK(d.received_at > d.submitted_at);
    CHECK(d.ended_at > 0 && !d.returned_at);
    act_as_officer(q, 9, "reception_officer", "hc.20335");
    CHECK_INT(dossiers_act(q, &(struct dossier_act){.kind = ACT_DELIVER, .dossier_id = d.id}, &d), PROBLEM_INVALID);
    q_forget(q);
    CHECK_OK(dossiers_act(q, &(struct dossier_act){.kind = ACT_DELIVER, .dossier_id = d.id, .note = "Trao trực tiếp cho người nộp"}, &d));
    CHECK_INT(d.status, STATUS_RETURNED);
    CHECK_TEXT(d.phase, "finished");
    CHECK_REPLAY(q, d.id);
    act_as_resident(q, 501, "Nguyễn Thị Thu Hà", "049999000001");
    CHECK_OK(dossiers_act(q, &(struct dossier_act){.kind = ACT_RATE, .dossier_id = d.id, .rating = 5}, &d));
    CHECK_INT(dossiers_act(q, &(struct dossier_act){.kind = ACT_RATE, .dossier_id = d.id, .rating = 1}, &d), PROBLEM_ALREADY_DONE);
    q_forget(q);
    CHECK_REPLAY(q, d.id);
    const struct dossier_moment *line;
    size_t count;
    CHECK_OK(dossiers_time_line(q, &d, false, &line, &count));
    CHECK(count >= 8);
    CHECK_TEXT(line[0].look, "done");
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM core_journal WHERE type = 'dossiers.finished'"), 1);
}

TEST_WITH_PACKAGE("a step is for the task's role in the task's unit, and for nobody else")
{
    struct dossier d;
    use_clock(a, MONDAY_NINE);
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    struct dossier_act act = {.kind = ACT_OUTCOME, .dossier_id = d.id, .task = 1, .outcome = "complete"};
    CHECK_INT(dossiers_act(q, &act, NULL), PROBLEM_FORBIDDEN); /* the applicant */
    q_forget(q);
    act_as_officer(q, 9, "specialist", "hc.20335");
    CHECK_INT(dossiers_act(q, &act, NULL), PROBLEM_FORBIDDEN);
    q_forget(q);
    act_as_officer(q, 9, "reception_officer", "hc.20338");
    CHECK_INT(dossiers_act(q, &act, NULL), PROBLEM_FORBIDDEN);
    CHECK_INT(dossiers_need_sight(q, &d, "test"), PROBLEM_FORBIDDEN);
    q_forget(q);
    act_as_officer(q, 9, "reception_officer", "hc.20335");
    CHECK_OK(dossiers_need_sight(q, &d, "test"));
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM core_reading"), 1);
    CHECK_OK(dossiers_act(q, &act, NULL));
    CHECK_INT(dossiers_act(q, &act, NULL), PROBLEM_NOT_NOW);
    q_forget(q);
    CHECK_REPLAY(q, d.id);
}

TEST_WITH_PACKAGE("who holds a step works on it alone; who looks at an old version is told who changed it")
{
    struct dossier d, taken;
    use_clock(a, MONDAY_NINE);
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    act_as_officer(q, 9, "reception_officer", "hc.20335");
    CHECK_OK(dossiers_act(q, &(struct dossier_act){.kind = ACT_TAKE, .dossier_id = d.id, .task = 1}, &taken));
    CHECK(taken.version > d.version);
    act_as_officer(q, 10, "reception_officer", "hc.20335");
    CHECK_INT(dossiers_act(q, &(struct dossier_act){.kind = ACT_OUTCOME, .dossier_id = d.id, .task = 1, .outcome = "complete"}, NULL), PROBLEM_NOT_NOW);
    q_forget(q);
    act_as_officer(q, 9, "reception_officer", "hc.20335");
    CHECK_INT(dossiers_act(q, &(struct dossier_act){.kind = ACT_OUTCOME, .dossier_id = d.id, .task = 1, .outcome = "complete", .expect_version = d.version}, NULL),
              PROBLEM_CONFLICT);
    CHECK(strstr(q->problem.say, "Lê Thị Mỹ Duyên"));
    q_forget(q);
    CHECK_OK(dossiers_act(q, &(struct dossier_act){.kind = ACT_OUTCOME, .dossier_id = d.id, .task = 1, .outcome = "complete", .expect_version = taken.version}, NULL));
    CHECK_REPLAY(q, d.id);
}

TEST_WITH_PACKAGE("what is missing is asked for once: the clock stands, goes on with the answer, and a second request needs a leader")
{
    struct dossier d;
    struct dossier_missing missing = {"birth_notice.file", 1, "Giấy chứng sinh", "Trang 2 mờ, chụp lại"};
    use_clock(a, MONDAY_NINE);
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    int64_t promised = d.due_at;
    struct dossier_act ask = {.kind = ACT_OUTCOME, .dossier_id = d.id, .task = 1, .outcome = "incomplete", .missing = &missing};
    act_as_officer(q, 9, "reception_officer", "hc.20335");
    CHECK_INT(dossiers_act(q, &ask, NULL), PROBLEM_INVALID);
    q_forget(q);
    ask.missing_count = 1;
    CHECK_OK(dossiers_act(q, &ask, &d));
    CHECK_INT(d.status, STATUS_SUPPLEMENT);
    CHECK(d.paused_since > 0);
    CHECK_REPLAY(q, d.id);
    clock_shift(DAY);
    act_as_resident(q, 501, "Nguyễn Thị Thu Hà", "049999000001");
    struct dossier_upload paper = {1, "Giấy chứng sinh", "aa", "giay.pdf", "PDF", 100, 2, "upload", NULL};
    struct dossier_act answer = {.kind = ACT_ANSWER, .dossier_id = d.id};
    CHECK_INT(dossiers_act(q, &answer, NULL), PROBLEM_INVALID);
    q_forget(q);
    answer.papers = &paper;
    answer.paper_count = 1;
    CHECK_OK(dossiers_act(q, &answer, &d));
    CHECK_INT(d.paused_since, 0);
    CHECK_INT(d.due_at, promised + DAY); /* one whole working day was lost */
    CHECK_INT(d.first_due_at, promised);
    CHECK_REPLAY(q, d.id);
    act_as_officer(q, 9, "reception_officer", "hc.20335");
    ask.note = "Còn thiếu một trang";
    CHECK_INT(dossiers_act(q, &ask, NULL), PROBLEM_FORBIDDEN);
    q_forget(q);
    act_as_officer(q, 11, "leader", "hc.20335");
    CHECK_OK(dossiers_act(q, &ask, &d));
    CHECK_INT(d.supplements, 2);
    CHECK_REPLAY(q, d.id);
}

TEST_WITH_PACKAGE("the applicant may withdraw with a reason; strangers see nothing")
{
    struct dossier d;
    use_clock(a, MONDAY_NINE);
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    struct dossier_act act = {.kind = ACT_WITHDRAW, .dossier_id = d.id};
    CHECK_INT(dossiers_act(q, &act, NULL), PROBLEM_INVALID);
    q_forget(q);
    act_as_resident(q, 666, "Người lạ", "049999000009");
    act.note = "Tôi nộp nhầm";
    CHECK_INT(dossiers_act(q, &act, NULL), PROBLEM_FORBIDDEN);
    CHECK_INT(dossiers_need_sight(q, &d, ""), PROBLEM_FORBIDDEN);
    q_forget(q);
    act_as_resident(q, 501, "Nguyễn Thị Thu Hà", "049999000001");
    CHECK_OK(dossiers_act(q, &act, &d));
    CHECK_INT(d.status, STATUS_WITHDRAWN);
    CHECK_REPLAY(q, d.id);
    act_as_officer(q, 9, "reception_officer", "hc.20335");
    const struct dossier_task *tasks;
    size_t count;
    int64_t total;
    CHECK_OK(dossiers_inbox(q, &(struct dossier_list){.limit = 10}, &tasks, &count, &total));
    CHECK_INT(total, 0);
}

static enum result ask_to_watch(struct q *q, void *arg)
{
    (void)arg;
    return job_add(q, "dossiers.watch", "every", clock_now(), NULL);
}

TEST_WITH_PACKAGE("nearly due and overdue are told once each, and nothing hides them")
{
    struct dossier d;
    int ran;
    use_clock(a, MONDAY_NINE);
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    for (int hour = 0; hour < 30; hour++) {
        CHECK_OK(db_transact(q, ask_to_watch, NULL));
        CHECK_OK(jobs_run_due(q, 100, &ran));
        clock_shift(HOUR);
    }
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM core_journal WHERE type = 'dossiers.due_soon'"), 1);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM core_journal WHERE type = 'dossiers.overdue'"), 1);
    CHECK_REPLAY(q, d.id);
    act_as_officer(q, 9, "reception_officer", "hc.20335");
    int64_t all, mine, waiting, soon, late;
    CHECK_OK(dossiers_inbox_counts(q, &all, &mine, &waiting, &soon, &late));
    CHECK_INT(all, 1);
    CHECK_INT(late, 1);
}

TEST_WITH_PACKAGE("the inbox shows the role's tasks of the subtree, sorts, filters and counts them")
{
    struct dossier first, second;
    const struct dossier_task *tasks;
    size_t count;
    int64_t total;
    use_clock(a, MONDAY_NINE);
    CHECK_OK(submit_for_test(q, "1.001193", &first));
    clock_shift(MINUTE);
    struct dossier_submit what = submission_for_test(q, "1.001193");
    what.applicant_name = "Phan Văn Tuấn";
    CHECK_OK(dossiers_submit(q, &what, &second));
    act_as_officer(q, 9, "reception_officer", "hc.20335");
    CHECK_OK(dossiers_inbox(q, &(struct dossier_list){.limit = 10, .sort = SORT_NEWEST}, &tasks, &count, &total));
    CHECK_INT(total, 2);
    CHECK_TEXT(tasks[0].code, second.code);
    CHECK(strlen(tasks[0].step_name) > 10);
    CHECK_OK(dossiers_inbox(q, &(struct dossier_list){.limit = 10, .words = "phan tuan"}, &tasks, &count, &total));
    CHECK_INT(total, 1);
    CHECK_TEXT(tasks[0].code, second.code);
    CHECK_OK(dossiers_act(q, &(struct dossier_act){.kind = ACT_TAKE, .dossier_id = first.id, .task = 1}, NULL));
    CHECK_OK(dossiers_inbox(q, &(struct dossier_list){.limit = 10, .view = "mine"}, &tasks, &count, &total));
    CHECK_INT(total, 1);
    CHECK_TEXT(tasks[0].code, first.code);
    CHECK_OK(dossiers_act(q, &(struct dossier_act){.kind = ACT_OUTCOME, .dossier_id = first.id, .task = 1, .outcome = "complete"}, NULL));
    CHECK_OK(dossiers_inbox(q, &(struct dossier_list){.limit = 10, .view = "done"}, &tasks, &count, &total));
    CHECK_INT(total, 1);
    act_as_officer(q, 9, "reception_officer", "hc.20338");
    CHECK_OK(dossiers_inbox(q, &(struct dossier_list){.limit = 10}, &tasks, &count, &total));
    CHECK_INT(total, 0);
}

TEST_WITH_PACKAGE("a dossier is found by code, by name with or without marks, by number, inside the searcher's subtree only")
{
    struct dossier d;
    const struct dossier *found;
    size_t count;
    int64_t total;
    use_clock(a, MONDAY_NINE);
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    static const char *const typed[] = {"Nguyễn Thị Thu Hà", "thu ha", "NGUYEN THI THU HA", "049999000001", "H47.31.01-261116-0001", "ha", NULL};
    act_as_officer(q, 9, "reception_officer", "hc.20335");
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        CHECK_OK(dossiers_search(q, &(struct dossier_search){.words = typed[i], .limit = 10}, &found, &count, &total));
        if (total != 1 || count != 1)
            test_fail(__FILE__, __LINE__, "“%s” finds %lld", typed[i] ? typed[i] : "", (long long)total);
    }
    CHECK_OK(dossiers_search(q, &(struct dossier_search){.words = "ha thu", .limit = 10}, &found, &count, &total));
    CHECK_INT(total, 0);
    act_as_officer(q, 9, "reception_officer", "hc.20338");
    CHECK_OK(dossiers_search(q, &(struct dossier_search){.words = "thu ha", .limit = 10}, &found, &count, &total));
    CHECK_INT(total, 0);
    CHECK_OK(dossiers_search(q, &(struct dossier_search){.words = "H47.31.01-261116-0001", .limit = 10}, &found, &count, &total));
    CHECK_INT(total, 0);
}

/* --- the inbox ---------------------------------------------------------------------------------------------------------------------- */

TEST_WITH_PACKAGE("the figures of the inbox and its lists agree, also for what has no date or stands still")
{
    static const char *const views[] = {NULL, "waiting", "due_soon", "late"};
    struct dossier d;
    const struct dossier_task *tasks;
    size_t count;
    int64_t figures[5], total;
    use_clock(a, MONDAY_NINE);
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    struct dossier_missing missing = {.name = "Giấy chứng sinh", .reason = "Mờ"};
    act_as_officer(q, 7001, "reception_officer", d.receiving_unit);
    CHECK_OK(dossiers_act(q, &(struct dossier_act){.kind = ACT_OUTCOME, .dossier_id = d.id, .task = 1, .outcome = "incomplete", .missing = &missing, .missing_count = 1}, NULL));
    CHECK_OK(dossiers_inbox_counts(q, &figures[0], &figures[4], &figures[1], &figures[2], &figures[3]));
    CHECK_INT(figures[0], 2);
    CHECK_INT(figures[1], 1);
    for (size_t i = 0; i < 4; i++) {
        CHECK_OK(dossiers_inbox(q, &(struct dossier_list){.view = views[i]}, &tasks, &count, &total));
        CHECK_INT(total, figures[i]);
        CHECK_INT(count, figures[i]);
    }
}
