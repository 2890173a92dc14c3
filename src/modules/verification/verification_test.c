#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/jobs.h"
#include "engines/files/files.h"
#include "modules/papers/papers_for_test.h"
#include "modules/verification/verification_inside.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A result in the register; the acting person is nobody afterwards. */
static bool result_for_test(struct q *q, struct paper_made *ret)
{
    const struct procedure *const *all;
    size_t n = procedures_all(q, &all), count;
    const struct paper_made *mine;
    struct dossier d;
    int ran = 1;
    const char *id = NULL;
    for (size_t i = 0; i < n && !id; i++)
        id = text_equal(all[i]->result_paper_id, "result-birth-certificate") ? all[i]->id : NULL;
    clock_set(time_from_local((struct local_time){{2026, 11, 16}, 9, 0, 0}));
    if (!papers_world(q) || submit_for_test(q, id, &d) != OK || !finish_dossier(q, d.id))
        return false;
    while (ran > 0)
        must(jobs_run_due(q, 50, &ran) == OK);
    if (papers_of_person(q, 501, &mine, &count) != OK || count != 1) {
        test_fail(__FILE__, __LINE__, "no result");
        return false;
    }
    *ret = mine[0];
    q->account = &account_nobody;
    return true;
}

TEST("of a name the family name stays and of every other word the first letter")
{
    struct q q = {.arena = a};
    CHECK_TEXT(masked_name(&q, "Trần Nguyễn An Nhiên"), "Trần N••••• A• N••••");
    CHECK_TEXT(masked_name(&q, "Đặng Ân"), "Đặng Â•");
    CHECK_TEXT(masked_name(&q, ""), "");
}

TEST_WITH_PACKAGE("a paper is good only while it is in the register, sealed, unchanged and not withdrawn")
{
    struct paper_made paper;
    struct judgement j;
    CHECK(result_for_test(q, &paper));
    CHECK_OK(judge(q, paper.verify_code, &j));
    CHECK_TEXT(verdict_name(j.verdict), "valid");
    CHECK(!j.mine);
    CHECK_OK(judge(q, "0000-0000-0000", &j));
    CHECK_TEXT(verdict_name(j.verdict), "unknown");
    CHECK_OK(db_script_for_test(q, "UPDATE papers_paper SET signature = 'AAAA' WHERE kind = 'result'"));
    CHECK_OK(judge(q, paper.verify_code, &j));
    CHECK_TEXT(verdict_name(j.verdict), "changed");
    act_as_officer(q, 62, "leader", paper.unit_id);
    CHECK_OK(papers_withdraw(q, paper.id, "Quyết định 12/QĐ-UBND"));
    CHECK_OK(judge(q, paper.verify_code, &j));
    CHECK_TEXT(verdict_name(j.verdict), "withdrawn");
    clock_set(0);
}

TEST_WITH_PACKAGE("a file that is missing or was changed on disk is never green")
{
    struct paper_made paper;
    struct judgement j;
    CHECK(result_for_test(q, &paper));
    const char *path = arena_printf(a, "%s/%.2s/%.2s/%s", strchr(q->app->files->name, ':') + 1, paper.digest, paper.digest + 2, paper.digest);
    CHECK_INT(system(arena_printf(a, "chmod u+w '%s' && printf x | dd of='%s' bs=1 seek=100 conv=notrunc 2>/dev/null", path, path)), 0);
    CHECK_OK(judge(q, paper.verify_code, &j));
    CHECK_TEXT(verdict_name(j.verdict), "changed");
    CHECK(!j.check.unchanged && !j.check.sealed);
    CHECK_INT(unlink(path), 0);
    CHECK_OK(judge(q, paper.verify_code, &j));
    CHECK_TEXT(verdict_name(j.verdict), "unavailable");
    clock_set(0);
}

TEST_WITH_PACKAGE("only its owner reads the whole name, and an address that tries many codes has to wait")
{
    struct paper_made paper;
    struct judgement j;
    enum result r = OK;
    CHECK(result_for_test(q, &paper));
    act_as_resident(q, 501, "Nguyễn Thị Thu Hà", "049999000001");
    CHECK_OK(judge(q, paper.verify_code, &j));
    CHECK(j.mine);
    act_as_resident(q, 502, "Người Khác", "049999000003");
    CHECK_OK(judge(q, paper.verify_code, &j));
    CHECK(!j.mine);
    for (int i = 0; i < 60 && r == OK; i++)
        r = judge(q, "0000-0000-0001", &j);
    CHECK_INT(r, PROBLEM_TOO_MANY);
    clock_set(0);
}
