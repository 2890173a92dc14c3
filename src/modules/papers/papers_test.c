#include "base/clock.h"
#include "base/date.h"
#include "base/hash.h"
#include "core/journal.h"
#include "base/json.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/jobs.h"
#include "engines/files/files.h"
#include "modules/papers/papers_for_test.h"

static const char *birth_registration(struct q *q)
{
    const struct procedure *const *all;
    size_t n = procedures_all(q, &all);
    for (size_t i = 0; i < n; i++)
        if (text_equal(all[i]->result_paper_id, "result-birth-certificate"))
            return all[i]->id;
    return NULL;
}

static void run_jobs(struct q *q)
{
    int ran = 1;
    while (ran > 0 && !test_failed())
        if (jobs_run_due(q, 50, &ran) != OK)
            test_fail(__FILE__, __LINE__, "jobs: %s", q->problem.say);
}

static struct paper_made paper_of(struct q *q, const struct dossier *d, const char *kind)
{
    const struct paper_made *papers = NULL;
    size_t n = 0;
    if (papers_of(q, d, &papers, &n) != OK)
        test_fail(__FILE__, __LINE__, "papers_of: %s", q->problem.say);
    for (size_t i = 0; i < n; i++)
        if (text_equal(papers[i].kind, kind))
            return papers[i];
    test_fail(__FILE__, __LINE__, "no paper %s", kind);
    return (struct paper_made){.data = "{}", .digest = ""};
}

TEST_WITH_PACKAGE("the slip says exactly what the journal says, its QR leads to tracking, and it is made once")
{
    struct dossier d;
    const void *pdf, *again;
    size_t n, again_n, count;
    const struct paper_made *papers;
    clock_set(time_from_local((struct local_time){{2026, 11, 13}, 16, 12, 0}));
    CHECK(papers_world(q));
    CHECK_OK(submit_for_test(q, birth_registration(q), &d));
    run_jobs(q);
    run_jobs(q);
    struct paper_made slip = paper_of(q, &d, "form-01");
    CHECK(!test_failed());
    CHECK_OK(papers_slip(q, &d, &pdf, &n));
    check_pdf_equals(a, __FILE__, __LINE__, slip.data, pdf, n);
    CHECK(strstr(slip.data, d.code) && strstr(slip.data, "16 giờ 12 phút ngày 13/11/2026"));
    CHECK_TEXT(slip.template_version, "tt03-2025");
    const char *qr = pdf_qr(a, pdf, n);
    if (qr)
        CHECK_TEXT(qr, arena_printf(a, "http://localhost:8080/tra-cuu?ma=%s", d.code));
    CHECK_OK(papers_slip(q, &d, &again, &again_n));
    CHECK(again_n == n && memcmp(pdf, again, n) == 0);
    CHECK_OK(papers_of(q, &d, &papers, &count));
    CHECK_INT(count, 1);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM core_journal WHERE type = 'papers.made'"), 1);
    clock_set(0);
}

TEST_WITH_PACKAGE("a slip is printed by the form valid on the day of the dossier, also when it is asked for years later")
{
    struct dossier d;
    clock_set(time_from_local((struct local_time){{2024, 5, 6}, 9, 0, 0}));
    CHECK(papers_world(q));
    CHECK_OK(submit_for_test(q, birth_registration(q), &d));
    clock_set(time_from_local((struct local_time){{2026, 5, 6}, 9, 0, 0}));
    run_jobs(q);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM papers_paper"), 0); /* old: not before somebody asks */
    struct paper_made slip = paper_of(q, &d, "form-01");
    CHECK_TEXT(slip.template_version, "tt01-2018");
    CHECK(strstr(slip.data, "06/05/2024"));
    clock_set(0);
}

TEST_WITH_PACKAGE("the result carries what was confirmed, number, signer and code; PDF, data, QR and seal agree")
{
    struct dossier d;
    const void *pdf;
    size_t n;
    bool found;
    struct paper_made by_code;
    struct paper_check check;
    clock_set(time_from_local((struct local_time){{2026, 11, 16}, 9, 0, 0}));
    CHECK(papers_world(q));
    CHECK_OK(submit_for_test(q, birth_registration(q), &d));
    act_as_officer(q, 61, "specialist", d.competent_unit);
    struct paper_value values[] = {{"child_name", "Nguyễn Ví Dụ Đã Sửa"}, {"signer_name", "Kẻ Mạo Danh"}, {"father_name", ""}};
    CHECK_OK(papers_result_save(q, &d, values, 3));
    CHECK_OK(papers_result_preview(q, &d, NULL, 0, &pdf, &n));
    const char *words = pdf_words(a, pdf, n);
    CHECK(!words || (strstr(words, "NguyễnVíDụĐãSửa") && strstr(words, "BẢNXEMTRƯỚC")));
    CHECK(finish_dossier(q, d.id));
    run_jobs(q);
    CHECK_OK(dossiers_by_id(q, d.id, &d));
    struct paper_made result = paper_of(q, &d, "result");
    CHECK(!test_failed());
    CHECK_TEXT(result.number, "1/2026");
    CHECK_TEXT(result.signer_name, "Lê Thị Mỹ Duyên");
    CHECK(strstr(result.data, "Nguyễn Ví Dụ Đã Sửa") && !strstr(result.data, "Mạo Danh") && !strstr(result.data, "father_name"));
    CHECK_OK(papers_file(q, &result, &pdf, &n));
    check_pdf_equals(a, __FILE__, __LINE__, result.data, pdf, n);
    const char *qr = pdf_qr(a, pdf, n);
    if (qr)
        CHECK_TEXT(qr, arena_printf(a, "http://localhost:8080/kiem-tra-giay-to/%s", result.verify_code));
    CHECK_OK(papers_by_code(q, text_lower(a, papers_code_words(q, result.verify_code)), &by_code, &found));
    CHECK(found && by_code.id == result.id);
    CHECK_OK(papers_check(q, &result, &check));
    CHECK(check.unchanged && check.sealed);
    clock_set(0);
}

TEST_WITH_PACKAGE("a result is in the resident's store until it is withdrawn by somebody who may")
{
    struct dossier d;
    const struct paper_made *mine;
    size_t n;
    bool found;
    struct paper_made after;
    clock_set(time_from_local((struct local_time){{2026, 11, 16}, 9, 0, 0}));
    CHECK(papers_world(q));
    CHECK_OK(submit_for_test(q, birth_registration(q), &d));
    CHECK(finish_dossier(q, d.id));
    run_jobs(q);
    CHECK_OK(papers_of_person(q, 501, &mine, &n));
    CHECK_INT(n, 1);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM dossiers_paper WHERE source = 'result' AND problem IS NULL"), 1);
    act_as_officer(q, 61, "specialist", d.competent_unit);
    CHECK_INT(papers_withdraw(q, mine[0].id, "Quyết định 12/QĐ-UBND"), PROBLEM_FORBIDDEN);
    q_forget(q);
    act_as_officer(q, 62, "leader", d.competent_unit);
    CHECK_INT(papers_withdraw(q, mine[0].id, ""), PROBLEM_INVALID);
    q_forget(q);
    CHECK_OK(papers_withdraw(q, mine[0].id, "Quyết định 12/QĐ-UBND: nhầm họ tên"));
    CHECK_INT(papers_withdraw(q, mine[0].id, "lần nữa"), PROBLEM_ALREADY_DONE);
    q_forget(q);
    CHECK_OK(papers_by_code(q, mine[0].verify_code, &after, &found));
    CHECK(found && after.withdrawn && strstr(after.withdrawn_why, "12/QĐ-UBND"));
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM dossiers_paper WHERE source = 'result' AND problem IS NULL"), 0);
    clock_set(0);
}

TEST_WITH_PACKAGE("forms 02 to 05 tell of the step they come from, and the control sheet of all steps")
{
    struct dossier d;
    struct life life;
    const void *pdf;
    size_t n;
    clock_set(time_from_local((struct local_time){{2026, 3, 2}, 9, 0, 0}));
    CHECK(papers_world(q));
    CHECK_OK(submit_for_test(q, birth_registration(q), &d));
    CHECK_OK(life_load(q, d.id, &life));
    const struct workflow_step *step = workflow_step_find(life.workflow, life.tasks[0].step_id);
    for (size_t i = 0; i < step->choice_count; i++) {
        const struct workflow_choice *c = &step->choices[i];
        struct dossier_missing missing = {NULL, 2, "Giấy chứng sinh", "Trang 2 mờ, đề nghị chụp lại"};
        act_as_holder_of(q, &life.tasks[0]);
        if (c->kind == WORKFLOW_SUPPLEMENT)
            CHECK_OK(dossiers_act(q, &(struct dossier_act){.kind = ACT_OUTCOME, .dossier_id = d.id, .task = life.tasks[0].number, .outcome = c->id,
                                                           .note = "Thiếu giấy", .missing = &missing, .missing_count = 1}, NULL));
    }
    run_jobs(q);
    struct paper_made form = paper_of(q, &d, "form-02");
    CHECK(!test_failed());
    CHECK(strstr(form.data, "Trang 2 mờ"));
    CHECK_OK(papers_file(q, &form, &pdf, &n));
    check_pdf_equals(a, __FILE__, __LINE__, form.data, pdf, n);
    CHECK_OK(dossiers_by_id(q, d.id, &d));
    CHECK_OK(papers_control_sheet(q, &d, &pdf, &n));
    check_pdf_equals(a, __FILE__, __LINE__, paper_of(q, &d, "form-06").data, pdf, n);
    clock_set(0);
}
