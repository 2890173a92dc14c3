/* The officers' pages: who sees what, two at once, several at once. */
#include "base/clock.h"
#include "base/date.h"
#include "core/i18n.h"
#include "modules/tasks/api.h"
#include "modules/tasks/desk_for_test.h"

#define BENCH "/ho-so-xu-ly/{code}"

static const struct queue_input no_filter;

TEST_WITH_PACKAGE("the inbox shows what waits for the officer's role and unit, and nothing of another unit")
{
    struct dossier d;
    desk_clock(a, DESK_MONDAY);
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    act_as_officer(q, 7001, "reception_officer", "hc.20335");
    CHECK_OK(desk_call(q, inbox_show, "/hop-viec", NULL, NULL, &no_filter));
    CHECK(desk_page_has(q, d.code));
    CHECK(desk_page_has(q, "Nguyễn Thị Thu Hà"));
    CHECK(desk_page_has(q, "hẹn 17:00 hôm nay"));
    act_as_officer(q, 7002, "specialist", "hc.20335"); /* the same unit, another role */
    CHECK_OK(desk_call(q, inbox_show, "/hop-viec", NULL, NULL, &no_filter));
    CHECK(!desk_page_has(q, d.code));
    act_as_officer(q, 7003, "reception_officer", "hc.20401"); /* the same role, another unit */
    CHECK_OK(desk_call(q, inbox_show, "/hop-viec", NULL, NULL, &no_filter));
    CHECK(!desk_page_has(q, d.code));
    CHECK_INT(desk_call(q, bench_show, BENCH, d.code, NULL, &(struct bench_input){0}), PROBLEM_FORBIDDEN);
}

TEST_WITH_PACKAGE("what is due soon and what is late is said in words, and late in the look of late")
{
    struct dossier d;
    desk_clock(a, DESK_MONDAY);
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    act_as_officer(q, 7001, "reception_officer", "hc.20335");
    CHECK_OK(desk_call(q, inbox_show, "/hop-viec", NULL, NULL, &no_filter));
    CHECK(desk_page_has(q, "Còn 6 giờ"));
    clock_set(d.soon_at);
    CHECK_OK(desk_call(q, inbox_show, "/hop-viec", NULL, NULL, &no_filter));
    CHECK(desk_page_has(q, "class=\"due wait\""));
    clock_set(d.due_at + 15 * HOUR); /* 8:00 of the next morning */
    CHECK_OK(desk_call(q, inbox_show, "/hop-viec", NULL, NULL, &no_filter));
    CHECK(desk_page_has(q, "class=\"due late\""));
    CHECK(desk_page_has(q, "Quá 1 giờ"));
}

TEST_WITH_PACKAGE("every look at the workbench stands in the log of readings")
{
    struct dossier d;
    desk_clock(a, DESK_MONDAY);
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    int64_t before = db_number_for_test(q, "SELECT count(*) FROM core_reading");
    act_as_officer(q, 7001, "reception_officer", "hc.20335");
    CHECK_OK(desk_call(q, bench_show, BENCH, d.code, NULL, &(struct bench_input){0}));
    CHECK(desk_page_has(q, "Hồ sơ đủ"));
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM core_reading"), before + 1);
}

TEST_WITH_PACKAGE("of two officers on one dossier the second gets a page that says who was faster, and keeps what was typed")
{
    struct dossier d;
    desk_clock(a, DESK_MONDAY);
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    int64_t seen = clock_now(), version = d.version;
    clock_shift(MINUTE);
    act_as_officer(q, 7001, "reception_officer", "hc.20335");
    CHECK_OK(desk_call(q, bench_take, BENCH "/nhan", d.code, NULL, &(struct step_input){.viec = 1, .ban = version}));
    CHECK_INT(q->reply->status, 303);
    act_as_officer(q, 7002, "reception_officer", "hc.20335");
    struct confirm_input late = {.step = {.viec = 1, .ban = version, .luc = seen}, .ghi_chu = "Không thuộc thẩm quyền của phường", .ngay = INT32_MIN};
    CHECK_OK(desk_call(q, confirm_go, BENCH "/buoc/{outcome}", d.code, "not-competent", &late));
    CHECK_INT(q->reply->status, 409);
    CHECK(desk_page_has(q, "Lê Thị Mỹ Duyên"));
    CHECK(desk_page_has(q, "Không thuộc thẩm quyền của phường"));
    CHECK_OK(dossiers_by_id(q, d.id, &d));
    CHECK_INT(d.status, STATUS_NEW);
}

TEST_WITH_PACKAGE("a refusal without a reason is not a refusal")
{
    struct dossier d;
    desk_clock(a, DESK_MONDAY);
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    act_as_officer(q, 7001, "reception_officer", "hc.20335");
    struct confirm_input empty = {.step = {.viec = 1, .ban = d.version}, .ngay = INT32_MIN};
    CHECK_INT(desk_call(q, confirm_go, BENCH "/buoc/{outcome}", d.code, "not-competent", &empty), PROBLEM_INVALID);
    CHECK_TEXT(q->problem.fields->field, "ghi-chu");
    CHECK_OK(dossiers_by_id(q, d.id, &d));
    CHECK_INT(d.status, STATUS_NEW);
}

/* --- several at once ---------------------------------------------------------------------------------------------------------------------- */

static const struct input_list *picked(struct q *q, const struct dossier *dossiers, size_t count)
{
    struct input_list *list = arena_new_one(q->arena, struct input_list);
    list->items = arena_new_array(q->arena, const char *, count);
    list->count = count;
    for (size_t i = 0; i < count; i++)
        list->items[i] = arena_printf(q->arena, "%lld.1.%lld", (long long)dossiers[i].id, (long long)dossiers[i].version);
    return list;
}

TEST_WITH_PACKAGE("of several picked dossiers those that can be done are done, each for itself, and the others say why not")
{
    struct dossier d[3];
    desk_clock(a, DESK_MONDAY);
    for (size_t i = 0; i < 3; i++)
        CHECK_OK(submit_for_test(q, "1.001193", &d[i]));
    act_as_officer(q, 7001, "reception_officer", "hc.20335");
    CHECK_OK(dossiers_act(q, &(struct dossier_act){.kind = ACT_TAKE, .dossier_id = d[1].id, .task = 1}, &d[1]));
    act_as_officer(q, 7002, "reception_officer", "hc.20335");
    struct bulk_do_input in = {.bulk = {.picked = picked(q, d, 3), .viec = "xong"}, .ket_qua = "complete"};
    CHECK_OK(desk_call(q, bulk_show, "/hop-viec/nhieu", NULL, NULL, &in.bulk));
    CHECK_INT(desk_times(q, "name=\"ho-so\""), 2);
    CHECK(desk_page_has(q, "đang làm bước này"));
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM dossiers_dossier WHERE status > 1"), 0);
    CHECK_OK(desk_call(q, bulk_go, "/hop-viec/nhieu/lam", NULL, NULL, &in));
    CHECK(desk_page_has(q, "xong 2 trên 3"));
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM dossiers_dossier WHERE status > 1"), 2);
    CHECK_OK(desk_call(q, bulk_go, "/hop-viec/nhieu/lam", NULL, NULL, &in)); /* sent again: nothing is done twice */
    CHECK(desk_page_has(q, "xong 0 trên 3"));
}

/* --- leading -------------------------------------------------------------------------------------------------------------------------------- */

TEST_WITH_PACKAGE("the leader's figures are those of the lists behind them, inside the own subtree only")
{
    struct dossier d;
    const struct dossier_load *load;
    const struct dossier_task *tasks;
    size_t count;
    int64_t late = 0, all = 0, total;
    desk_clock(a, DESK_MONDAY);
    for (int i = 0; i < 3; i++)
        CHECK_OK(submit_for_test(q, "1.001193", &d));
    clock_set(d.due_at + 15 * HOUR);
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    act_as_officer(q, 7005, "leader", "hc.20335");
    CHECK_OK(dossiers_load(q, clock_now() + DAY, &load, &count));
    for (size_t i = 0; i < count; i++) {
        late += load[i].late;
        all += load[i].all;
    }
    CHECK_INT(late, 3);
    CHECK_INT(all, 4);
    CHECK_OK(dossiers_open_tasks(q, &(struct dossier_open){.holder = -1, .waiting = -1, .due_until = clock_now() - 1}, &tasks, &count, &total));
    CHECK_INT(total, 3);
    CHECK_INT(count, 3);
    CHECK_OK(desk_call(q, lead_show, "/lanh-dao", NULL, NULL, NULL));
    CHECK(desk_page_has(q, "3 hồ sơ đang quá hạn"));
    act_as_officer(q, 7006, "leader", "hc.20401");
    CHECK_OK(dossiers_load(q, clock_now() + DAY, &load, &count));
    CHECK_INT(count, 0);
}

/* --- at the counter, at the end --------------------------------------------------------------------------------------------------------------- */

TEST_WITH_PACKAGE("a result is handed over to whom the note says, by somebody who may, once")
{
    static const char *const outcomes[] = {"complete", "meets", "number-issued", "signed", "done"};
    struct dossier d;
    struct life life;
    desk_clock(a, DESK_MONDAY);
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    for (size_t i = 0; i < 5; i++) {
        clock_shift(10 * MINUTE);
        CHECK_OK(life_load(q, d.id, &life));
        act_as_holder_of(q, &life.tasks[0]);
        CHECK_OK(dossiers_act(q, &(struct dossier_act){.kind = ACT_OUTCOME, .dossier_id = d.id, .task = life.tasks[0].number, .outcome = outcomes[i]}, &d));
    }
    CHECK_INT(d.status, STATUS_PROCESSED);
    act_as_officer(q, 7001, "reception_officer", "hc.20335");
    CHECK_OK(desk_call(q, hand_over_list, "/tra-ket-qua", NULL, NULL, &(struct hand_over_list_input){.q = NULL}));
    CHECK(desk_page_has(q, d.code));
    CHECK_OK(desk_call(q, hand_over_list, "/tra-ket-qua", NULL, NULL, &(struct hand_over_list_input){.q = arena_printf(a, "http://localhost:8080/tra-cuu/%s", d.code)}));
    CHECK_INT(q->reply->status, 303); /* the QR code of the slip opens it at once */
    struct hand_over_input other = {.ban = d.version, .cach = "quay", .ai = "uy-quyen", .ten = "Phan Văn Tuấn"};
    CHECK_INT(desk_call(q, hand_over_go, "/tra-ket-qua/{code}", d.code, NULL, &other), PROBLEM_INVALID);
    CHECK_TEXT(q->problem.fields->field, "so");
    struct hand_over_input applicant = {.ban = d.version, .cach = "quay", .ai = "nguoi-nop"};
    CHECK_OK(desk_call(q, hand_over_go, "/tra-ket-qua/{code}", d.code, NULL, &applicant));
    CHECK_OK(dossiers_by_id(q, d.id, &d));
    CHECK_INT(d.status, STATUS_RETURNED);
    applicant.ban = d.version;
    CHECK_INT(desk_call(q, hand_over_go, "/tra-ket-qua/{code}", d.code, NULL, &applicant), PROBLEM_NOT_NOW);
}

TEST_WITH_PACKAGE("what is missing is gathered, needs a reason each, is asked for once, and the clock stands")
{
    struct dossier d;
    desk_clock(a, DESK_MONDAY);
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    act_as_officer(q, 7001, "reception_officer", "hc.20335");
    const char *keys[] = {"giay:1", "truong:child.full_name"};
    struct input_list ticked = {2, keys};
    struct missing_input add = {.step = {.viec = 1, .ban = d.version}, .chon = &ticked, .lam = "them"};
    CHECK_OK(desk_call(q, missing_go, BENCH "/bo-sung", d.code, NULL, &add));
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM tasks_missing"), 2);
    struct missing_input send = {.step = {.viec = 1, .ban = d.version}, .lam = "gui"};
    CHECK_INT(desk_call(q, missing_go, BENCH "/bo-sung", d.code, NULL, &send), PROBLEM_INVALID);
    CHECK_INT(q->problem.field_count, 2);
    CHECK_OK(dossiers_by_id(q, d.id, &d));
    CHECK_INT(d.supplements, 0);
    CHECK_OK(db_script_for_test(q, "UPDATE tasks_missing SET reason = 'Mờ, chụp lại'"));
    CHECK_OK(desk_call(q, missing_go, BENCH "/bo-sung", d.code, NULL, &send));
    CHECK_OK(dossiers_by_id(q, d.id, &d));
    CHECK_INT(d.supplements, 1);
    CHECK_INT(d.status, STATUS_SUPPLEMENT);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM tasks_missing"), 0);
    CHECK_OK(desk_call(q, bench_show, BENCH, d.code, NULL, &(struct bench_input){0}));
    CHECK(desk_page_has(q, "Tạm dừng"));
    CHECK(desk_page_has(q, "Mờ, chụp lại"));
}

TEST_WITH_PACKAGE("a list taken out as a file leaves a line in the journal")
{
    struct dossier d;
    desk_clock(a, DESK_MONDAY);
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    act_as_officer(q, 7001, "reception_officer", "hc.20335");
    CHECK_OK(desk_call(q, inbox_export, "/hop-viec/xuat/{kind}", "csv", NULL, &no_filter));
    CHECK(desk_page_has(q, d.code));
    CHECK_TEXT(q->reply->content_type, "text/csv; charset=utf-8");
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM core_journal WHERE type = 'tasks.list_exported'"), 1);
}

TEST_WITH_PACKAGE("programs read the same inbox page by page")
{
    struct dossier d;
    desk_clock(a, DESK_MONDAY);
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    CHECK_OK(submit_for_test(q, "1.001193", &d));
    act_as_officer(q, 7001, "reception_officer", "hc.20335");
    CHECK_OK(desk_call(q, api_tasks, "/api/v1/tasks", NULL, NULL, &(struct api_tasks_input){.limit = 1}));
    CHECK(desk_page_has(q, "\"total\":2,\"next_cursor\":1}"));
    CHECK_OK(desk_call(q, api_tasks, "/api/v1/tasks", NULL, NULL, &(struct api_tasks_input){.limit = 1, .cursor = 1}));
    CHECK(desk_page_has(q, "\"next_cursor\":null}"));
}
