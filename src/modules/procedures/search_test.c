/* What people type and what they must find first. */
#include "base/text.h"
#include "core/package_for_test.h"
#include "core/province.h"
#include "engines/forms/form.h"
#include "engines/workflow/workflow.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

TEST_WITH_PACKAGE("people find a procedure by what they say: marks or none, typing errors, other words, the code")
{
    static const struct { const char *typed, *first; } cases[] = {
        {"đăng ký khai sinh", "1.001193"}, {"dang ky khai sinh", "1.001193"}, {"DANG KY KHAI SINH", "1.001193"},
        {"dang ki khai sinh", "1.001193"}, {"đăng kí khai sinh", "1.001193"}, {"dang ky khia sinh", "1.001193"},
        {"giấy khai sinh", "1.001193"}, {"đăng ký kết hôn", "1.000894"}, {"ket hon", "1.000894"},
        {"1.001193", "1.001193"}, {"khai tử", "1.000656"},
        {"chung thuc", "2.000815"}, {"chứng thực bản sao", "2.000815"}, {"sang ten so do", "LOCAL.dat-dai.02"}, {"mo ho kinh doanh", "1.001612"},
        {"đăng kí khai sin", "1.001193"}, {"dang k", "1.001193"}, {"doc than", "1.004873"}, {"birth certificate", "1.001193"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct procedure_hit *hits;
        size_t total, n = procedures_search(q, &(struct procedure_search){.words = cases[i].typed, .most = 10}, &hits, &total);
        if (!n || strcmp(hits[0].procedure->id, cases[i].first) != 0)
            test_fail(__FILE__, __LINE__, "“%s” finds %s %s first, not %s", cases[i].typed, n ? hits[0].procedure->id : "nothing",
                      n ? hits[0].procedure->name_vi : "", cases[i].first);
    }
    const struct procedure_hit *hits;
    size_t total;
    CHECK(procedures_search(q, &(struct procedure_search){.words = "sổ đỏ", .most = 1}, &hits, &total) == 1);
    CHECK(text_starts(hits[0].procedure->sector_code, "dat-dai")); /* and not "mã số đơn vị", which folds alike */
    CHECK_INT(procedures_search(q, &(struct procedure_search){.words = "xyzzy qwerty", .most = 10}, &hits, &total), 0);
}

TEST_WITH_PACKAGE("every procedure in force has a form, a workflow and, for every commune, somebody who decides")
{
    const struct procedure *const *all;
    size_t n = procedures_all(q, &all);
    const struct unit *ward = units_by_code(q, "admin", "20335", 19800);
    CHECK(n == 381);
    CHECK(ward);
    for (size_t i = 0; i < n; i++) {
        const struct unit *who;
        if (!procedures_form(q, all[i]) || !procedures_workflow(q, all[i]))
            test_fail(__FILE__, __LINE__, "%s has no form or workflow", all[i]->id);
        if (procedures_competent(q, all[i], ward, &who) != OK)
            test_fail(__FILE__, __LINE__, "%s: %s", all[i]->id, q->problem.say);
    }
}

TEST_WITH_PACKAGE("the 18 districts and 241 communes of 2024 stand in the tree, and a code is looked up by its day")
{
    const struct unit *const *all;
    size_t n = units_all(q, &all), districts = 0, communes = 0;
    for (size_t i = 0; i < n; i++) {
        districts += all[i]->form && strcmp(all[i]->kind, "district") == 0;
        communes += all[i]->form && strcmp(all[i]->kind, "commune") == 0;
    }
    CHECK_INT(districts, 18);
    CHECK_INT(communes, 241);
    const struct unit *const *found;
    CHECK(units_search(q, "tan thanh", "commune", 5, &found) >= 1);
    CHECK_TEXT(found[0]->short_name_vi, "Tân Thạnh");
    CHECK(units_within(q, found[0]->id, units_root(q)->id));
    CHECK(!units_within(q, units_root(q)->id, found[0]->id));
}
