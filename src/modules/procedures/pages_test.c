/* The pages of the catalogue as guests get them, through all phases. */
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/http/http.h"
#include "core/http/try.h"
#include "core/journal.h"
#include "core/package_for_test.h"
#include "modules/procedures/procedures_inside.h"
#include "modules/units/units.h"

static bool says(const struct q *page, const char *text)
{
    return strstr(page->reply->body.data, text) != NULL;
}
#define CHECK_SAYS(page, text)                                                                          \
    do {                                                                                                \
        if (!says(page, text))                                                                          \
            test_fail(__FILE__, __LINE__, "“%s” does not stand on %s", text, (page)->request->path);    \
    } while (0)

TEST_WITH_PACKAGE("the search puts the exact answer into the big card, marks the words and counts each filter")
{
    const struct q *page = get_for_test(q, "/tim?q=dang+ky+khai+sinh", NULL);
    CHECK_INT(page->reply->status, 200);
    CHECK_SAYS(page, "tb-card--best\"><h2><a href=\"/thu-tuc/1.001193\"><mark>Đăng ký khai sinh</mark></a>");
    CHECK_SAYS(page, "Đã bỏ qua dấu tiếng Việt");
    CHECK_SAYS(page, "name=\"cach\" value=\"toan_trinh\"");
    CHECK(!says(get_for_test(q, "/tim?q=dang+ky", NULL), "tb-card--best")); /* two words of many names are no exact answer */
    page = get_for_test(q, "/tim?q=dang+ky+khai+sinh&cap=province", NULL);
    CHECK(!says(page, "tb-card--best"));
    CHECK(!says(page, "href=\"/thu-tuc/1.001193\""));
}

TEST_WITH_PACKAGE("nothing found: the nearest words, near procedures and a person to ask; nothing typed is never an error")
{
    const struct q *page = get_for_test(q, "/tim?q=giay+phep+tau+ma", NULL);
    CHECK_SAYS(page, "Chưa thấy thủ tục nào cho “giay phep tau ma”");
    CHECK_SAYS(page, "tàu cá");
    CHECK_SAYS(page, "tel:02351022");
    CHECK_INT(get_for_test(q, "/tim", NULL)->reply->status, 200);
    page = get_for_test(q, "/tim?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E", NULL);
    CHECK(!says(page, "<script>alert"));
}

TEST_WITH_PACKAGE("more than two hundred answers: the fields are offered with their counts")
{
    const struct q *page = get_for_test(q, "/tim?cap=commune&cap=district&cap=province", NULL);
    CHECK_SAYS(page, "Anh/chị chọn một lĩnh vực");
    CHECK_SAYS(page, "linhvuc=ho-tich");
    CHECK_SAYS(page, "trang=2");
}

TEST_WITH_PACKAGE("what nobody has confirmed is said as usual, with who will confirm it; what is known from a text is said plainly")
{
    const struct procedure *sure = procedures_find(q, "1.001193", 0), *unsure = procedures_find(q, "1.000894", 0);
    CHECK(sure->time_certainty == CERTAINTY_SOURCE && unsure->time_certainty == CERTAINTY_KNOWLEDGE);
    CHECK_TEXT(procedures_say_time(q, sure).main, "Trong ngày");
    CHECK_TEXT(procedures_say_time(q, unsure).main, "Thường trong ngày");
    CHECK_TEXT(procedures_say_time(q, unsure).small, "Sở Tư pháp sẽ xác nhận");
    q->language = LANGUAGE_EN;
    CHECK_TEXT(procedures_say_time(q, unsure).main, "Usually the same day");
    CHECK_TEXT(procedures_text(q, "Giấy khai sinh"), "Birth certificate");
    q->language = LANGUAGE_VI;
    const struct procedure *const *all;
    size_t count = procedures_all(q, &all), checked = 0;
    for (size_t i = 0; i < count; i++)
        if (procedures_certainty(all[i], FACTS_FEE) == CERTAINTY_KNOWLEDGE) {
            struct procedure_said said = procedures_say_fee(q, all[i]);
            bool careful = text_starts(said.main, "Thường") || text_starts(said.main, "Chưa công bố");
            if (!careful || said.sure)
                test_fail(__FILE__, __LINE__, "%s: “%s” is said as if it were binding", all[i]->id, said.main);
            checked++;
        }
    CHECK(checked > 300);
}

static const struct account officer = {.id = 7, .kind = ACCOUNT_OFFICER, .name = "Lê Thị Kiểm", .unit_id = "hc.49"};
static const struct account stranger = {.id = 8, .kind = ACCOUNT_OFFICER, .name = "Trần Xa", .unit_id = "hc.20335"};

TEST_WITH_PACKAGE("an officer confirms a group of facts with its source: it becomes binding, the journal and the page say by whom")
{
    const struct confirm_input in = {.id = "1.000894", .version = 1, .facts = "time", .source = "Điều 18 Luật Hộ tịch 60/2014/QH13"};
    struct q *act = try_request(a, HTTP_POST, "/thu-tuc/1.000894/xac-nhan", NULL, "");
    const struct procedure *p = procedures_find(q, "1.000894", 0);
    const struct journal_line *lines;
    int count;
    act->app = q->app;
    act->db = q->db;
    act->account = &officer;
    CHECK(procedures_certainty(p, FACTS_TIME) == CERTAINTY_KNOWLEDGE);
    CHECK_OK(procedures_confirm(act, &in));
    CHECK(procedures_certainty(p, FACTS_TIME) == CERTAINTY_CONFIRMED);
    CHECK(procedures_certainty(p, FACTS_ONLINE) == CERTAINTY_KNOWLEDGE);
    CHECK_TEXT(procedures_say_time(q, p).main, "Trong ngày");
    CHECK_OK(journal_of(q, "procedure", procedures_subject("1.000894"), &lines, &count));
    CHECK_INT(count, 1);
    CHECK_TEXT(lines[0].type, "procedures.confirmed");
    CHECK_TEXT(lines[0].actor_name, "Lê Thị Kiểm");
    CHECK(strstr(lines[0].data, "Điều 18 Luật Hộ tịch"));
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM procedures_confirmation WHERE facts = 'time' AND account_id = 7"), 1);
    CHECK_SAYS(get_for_test(q, "/api/v1/procedures/1.000894", NULL), "\"time\":\"confirmed\"");
}

TEST_WITH_PACKAGE("an officer whose unit does not hold the field cannot confirm its facts, and an unknown version is not there")
{
    struct confirm_input in = {.id = "1.000894", .version = 1, .facts = "time", .source = "Luật Hộ tịch"};
    struct q *act = try_request(a, HTTP_POST, "/thu-tuc/1.000894/xac-nhan", NULL, "");
    act->app = q->app;
    act->db = q->db;
    act->account = &stranger;
    CHECK(procedures_confirm(act, &in) == PROBLEM_FORBIDDEN);
    in.version = 99;
    act->account = &officer;
    CHECK(procedures_confirm(act, &in) == PROBLEM_NOT_FOUND);
    CHECK(procedures_certainty(procedures_find(q, "1.000894", 0), FACTS_TIME) == CERTAINTY_KNOWLEDGE);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM procedures_confirmation"), 0);
}

TEST_WITH_PACKAGE("a page names the office of the reader's commune, and guests see no form to confirm")
{
    static const char *const lives_in_ward[] = {"Cookie: xa=hc.20335", NULL};
    const struct q *page = get_for_test(q, "/thu-tuc/1.001193", lives_in_ward);
    CHECK_SAYS(page, "Ủy ban nhân dân phường Tân Thạnh");
    CHECK_SAYS(page, "href=\"/lam/1.001193\"");
    CHECK(!says(page, "xac-nhan\""));
    page = get_for_test(q, "/thu-tuc/1.001193", NULL);
    CHECK(!says(page, "Tân Thạnh"));
    CHECK_SAYS(page, "/xa?ve=/thu-tuc/1.001193");
    CHECK_INT(get_for_test(q, "/thu-tuc/1.999999", NULL)->reply->status, 404);
}

TEST_WITH_PACKAGE("every procedure has a page in both languages, for reading and for printing")
{
    const struct procedure *const *all;
    size_t count = procedures_all(q, &all);
    static const char *const english[] = {"Cookie: ngon-ngu=en", NULL};
    for (size_t i = 0; i < count; i += 7) {
        const struct q *vi = get_for_test(q, arena_printf(a, "/thu-tuc/%s", all[i]->id), NULL), *en = get_for_test(q, arena_printf(a, "/thu-tuc/%s/in", all[i]->id), english);
        if (vi->reply->status != 200 || en->reply->status != 200 || vi->reply->body.length > 120 * 1024)
            test_fail(__FILE__, __LINE__, "%s: %d, %d, %zu bytes", all[i]->id, vi->reply->status, en->reply->status, vi->reply->body.length);
        else
            CHECK_SAYS(en, "Papers you need");
    }
}

TEST_WITH_PACKAGE("API lists go on with their cursor until every procedure was given once; the same answer is not sent twice")
{
    size_t seen = 0;
    const char *target = "/api/v1/procedures?limit=100";
    for (int pages = 0; target && pages < 10; pages++) {
        const struct q *page = get_for_test(q, target, NULL);
        const char *why;
        const json_t *answer = json_read(a, page->reply->body.data, page->reply->body.length, 6, &why);
        CHECK_INT(page->reply->status, 200);
        seen += json_array_size(json_object_get(answer, "items"));
        const char *next = json_get_text(answer, "next");
        target = next ? arena_printf(a, "/api/v1/procedures?limit=100&cursor=%s", next) : NULL;
    }
    CHECK_INT(seen, 381);
    const struct q *first = get_for_test(q, "/api/v1/procedures/1.001193/form", NULL);
    const char *const again[] = {arena_printf(a, "If-None-Match: %s", try_reply_header(first, "ETag")), NULL};
    CHECK_INT(get_for_test(q, "/api/v1/procedures/1.001193/form", again)->reply->status, 304);
    CHECK_INT(get_for_test(q, "/api/v1/procedures?cursor=made-up", NULL)->reply->status, 400);
    CHECK(says(get_for_test(q, "/goi-y?q=khai%20sinh", NULL), "\"url\":\"/thu-tuc/1.001193\""));
}
