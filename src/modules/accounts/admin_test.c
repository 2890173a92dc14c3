/* Administration: reach, the second person, locking, substitutes, what the list and the history say. */
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/access.h"
#include "core/http/http.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/accounts/admin.h"
#include "modules/accounts/walk_for_test.h"

#define GOOD "song-thu-bon-2026"

static void begin(struct walk *w, struct q *q, const char *login)
{
    walk_begin(w, q);
    must(db_number_for_test(q, "SELECT count(*) FROM core_account") > 0 || accounts_demo(q, q->app->province) == OK);
    must(walk_officer(w, login, GOOD));
    walk_get(w, "/tai-khoan-khong-co"); /* nothing; then a page with a form token */
    walk_get(w, "/can-bo/vai-tro");
}

static enum result give_unit_administrator(struct q *q, void *arg)
{
    int64_t id;
    struct assignment_new a = {.account_id = db_number_for_test(q, "SELECT id FROM core_account WHERE login = 'tan-an.quan-ly'"), .role_id = "unit_administrator",
                               .unit_id = "hc.20401"};
    (void)arg;
    return assignment_create(q, &a, &id);
}

/* The manager of one commune, acting as its account administrator. */
static void begin_in_commune(struct walk *w, struct q *q)
{
    walk_begin(w, q);
    must(accounts_demo(q, q->app->province) == OK && db_transact(q, give_unit_administrator, NULL) == OK);
    must(walk_officer(w, "tan-an.quan-ly", GOOD));
    walk_get(w, w->location);
    walk_post(w, "/can-bo/dang-nhap/vai-tro", arena_printf(q->arena, "assignment=%lld", (long long)db_number_for_test(q, "SELECT max(id) FROM core_assignment")));
    must(w->status == 303);
    walk_get(w, "/can-bo/vai-tro");
}

TEST_WITH_PACKAGE("an administrator makes an officer, whose one-time code opens the account")
{
    struct walk w, fresh;
    begin(&w, q, "quan-tri");
    walk_post(&w, "/quan-tri/can-bo-moi", "login=AN&name=&role=specialist&unit=hc.20401");
    CHECK_INT(w.status, 422);
    walk_post(&w, "/quan-tri/can-bo-moi", "login=Tan-An.Moi&name=Ho+Thi+Moi&role=specialist&unit=hc.20401&to=31/12/2020");
    CHECK_INT(w.status, 422);
    walk_post(&w, "/quan-tri/can-bo-moi", "login=Tan-An.Moi&name=H%E1%BB%93+Th%E1%BB%8B+M%E1%BB%9Bi&role=specialist&unit=hc.20401&reason=Q%C4%90+12");
    CHECK_TEXT(w.location, "/quan-tri/can-bo/tan-an.moi?ma=moi");
    walk_get(&w, w.location);
    CHECK_INT(w.status, 200);
    const char *at = strstr(w.body, "translate=\"no\">");
    CHECK(at != NULL);
    const char *code = arena_strndup(a, at + 15, 14);
    walk_post(&w, "/quan-tri/can-bo-moi", "login=tan-an.moi&name=Ai&role=specialist&unit=hc.20401");
    CHECK_INT(w.status, 422);
    CHECK(strstr(w.body, "value=\"tan-an.moi\"")); /* what was typed is kept */
    walk_begin(&fresh, q);
    walk_get(&fresh, "/can-bo/lan-dau");
    walk_post(&fresh, "/can-bo/lan-dau", arena_printf(a, "login=tan-an.moi&code=%s", code));
    CHECK_TEXT(fresh.location, "/can-bo/dang-nhap/mat-khau-moi");
}

TEST_WITH_PACKAGE("the list finds with and without marks, filters, sorts, pages and goes out as CSV")
{
    struct walk w;
    begin(&w, q, "quan-tri");
    walk_get(&w, "/quan-tri/can-bo?q=le+thi+my");
    CHECK(strstr(w.body, "Lê Thị Mỹ Duyên") && !strstr(w.body, "Bùi Văn Thắng"));
    walk_get(&w, "/quan-tri/can-bo?q=Th%E1%BA%AFng"); /* Thắng */
    CHECK(strstr(w.body, "Bùi Văn Thắng"));
    walk_get(&w, "/quan-tri/can-bo?unit=hc.503");
    CHECK(strstr(w.body, "hoi-an.lanh-dao") && strstr(w.body, "tan-an.lanh-dao") && !strstr(w.body, "so-tu-phap.lanh-dao"));
    walk_get(&w, "/quan-tri/can-bo?role=leader&unit=so-tu-phap");
    CHECK(strstr(w.body, "so-tu-phap.lanh-dao") && !strstr(w.body, "so-tu-phap.chuyen-vien"));
    walk_get(&w, "/quan-tri/can-bo?state=locked");
    CHECK(!strstr(w.body, "tan-an.lanh-dao"));
    walk_get(&w, "/quan-tri/can-bo?tep=csv&xep=tai-khoan");
    CHECK(text_starts(w.body, "\xEF\xBB\xBFlogin,name,"));
    const char *first = strstr(w.body, "an-my.chuyen-vien,"), *second = strstr(w.body, "tan-an.lanh-dao,");
    CHECK(first && second && first < second);
}

TEST_WITH_PACKAGE("a commune's administrator sees and manages the commune, and nobody above or beside it")
{
    struct walk w;
    begin_in_commune(&w, q);
    walk_get(&w, "/quan-tri/can-bo");
    CHECK(strstr(w.body, "tan-an.tiep-nhan") && !strstr(w.body, "an-my.tiep-nhan") && !strstr(w.body, "hoi-an.tiep-nhan"));
    walk_get(&w, "/quan-tri/can-bo?unit=hc.49");
    CHECK(!strstr(w.body, "an-my.tiep-nhan"));
    walk_get(&w, "/quan-tri/can-bo/an-my.tiep-nhan");
    CHECK_INT(w.status, 403);
    walk_post(&w, "/quan-tri/can-bo/quan-tri/ma", "");
    CHECK_INT(w.status, 403);
    walk_get(&w, "/quan-tri/can-bo-moi");
    walk_post(&w, "/quan-tri/can-bo-moi", "login=tan-an.gian&name=Gian&role=system_administrator&unit=hc.20401");
    CHECK_INT(w.status, 422);
    walk_post(&w, "/quan-tri/can-bo-moi", "login=tan-an.gian&name=Gian&role=specialist&unit=hc.503");
    CHECK_INT(w.status, 422);
    walk_post(&w, "/quan-tri/can-bo-moi", "login=tan-an.gian&name=Gian&role=specialist&unit=hc.20401");
    CHECK_INT(w.status, 303);
    walk_post(&w, "/quan-tri/can-bo/tan-an.quan-ly/ma", ""); /* himself */
    CHECK_INT(w.status, 403);
    walk_get(&w, "/quan-tri/duyet-quyen");
    CHECK_INT(w.status, 403);
}

TEST_WITH_PACKAGE("an account with roles elsewhere too is not managed from the commune, else its password would open more than the commune")
{
    struct walk w;
    begin_in_commune(&w, q);
    CHECK_OK(db_script_for_test(q, "UPDATE core_assignment SET unit_id = 'hc.20401', unit_path = '/hc.49/hc.503/hc.20401/' WHERE account_id = (SELECT id FROM core_account WHERE login = 'quan-tri')"));
    walk_post(&w, "/quan-tri/can-bo/quan-tri/ma", ""); /* a sensitive role */
    CHECK_INT(w.status, 403);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM accounts_code"), 0);
}

TEST_WITH_PACKAGE("a sensitive role waits for a second person, who is neither who asked nor who gets it")
{
    struct walk w, second;
    begin(&w, q, "quan-tri");
    walk_post(&w, "/quan-tri/can-bo/tinh.thong-ke/vai-tro", "role=inspector&unit=hc.49&reason=Q%C4%90+7");
    CHECK_TEXT(w.location, "/quan-tri/can-bo/tinh.thong-ke?cho=1");
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM core_assignment WHERE role_id = 'inspector'"), 1); /* only the demo's own inspector */
    const char *decide = arena_printf(a, "request=%lld&decision=approve", (long long)db_number_for_test(q, "SELECT id FROM accounts_request"));
    walk_get(&w, "/quan-tri/duyet-quyen");
    CHECK(!strstr(w.body, "value=\"approve\""));
    walk_get(&w, "/can-bo/vai-tro");
    walk_post(&w, "/quan-tri/duyet-quyen", decide);
    CHECK_INT(w.status, 403);
    begin(&second, q, "quan-tri.hai");
    walk_get(&second, "/quan-tri/duyet-quyen");
    CHECK(strstr(second.body, "Đoàn Minh Trí") && strstr(second.body, "QĐ 7") && strstr(second.body, "value=\"approve\""));
    walk_post(&second, "/quan-tri/duyet-quyen", decide);
    CHECK_INT(second.status, 303);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM core_assignment WHERE role_id = 'inspector' AND approved_by <> made_by"), 1);
    walk_post(&second, "/quan-tri/duyet-quyen", decide);
    CHECK_INT(second.status, 409);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM core_assignment WHERE role_id = 'inspector'"), 2);
    walk_post(&second, "/quan-tri/can-bo/quan-tri.hai/vai-tro", "role=specialist&unit=hc.49"); /* himself */
    CHECK_INT(second.status, 403);
    walk_get(&second, "/quan-tri/can-bo/tinh.thong-ke");
    CHECK(strstr(second.body, "Vai trò được giao") && strstr(second.body, "Xin giao vai trò"));
}

TEST_WITH_PACKAGE("locking ends the sessions at once, and unlocking lets in again")
{
    struct walk w, officer;
    begin(&w, q, "quan-tri");
    begin(&officer, q, "tan-an.van-thu");
    walk_post(&w, "/quan-tri/can-bo/tan-an.van-thu/khoa", "reason=");
    CHECK_INT(w.status, 422);
    walk_post(&w, "/quan-tri/can-bo/tan-an.van-thu/khoa", "reason=Ngh%E1%BB%89+vi%E1%BB%87c");
    CHECK_INT(w.status, 303);
    walk_get(&officer, "/can-bo/vai-tro");
    CHECK_INT(officer.status, 303);
    CHECK(!walk_officer(&officer, "tan-an.van-thu", GOOD));
    walk_get(&w, "/quan-tri/can-bo/tan-an.van-thu");
    CHECK(strstr(w.body, "Nghỉ việc"));
    walk_post(&w, "/quan-tri/can-bo/tan-an.van-thu/mo-khoa", "");
    CHECK(walk_officer(&officer, "tan-an.van-thu", GOOD));
}

TEST_WITH_PACKAGE("a substitute holds the absent officer's roles for the days named, and no longer")
{
    struct walk w, other;
    begin(&w, q, "quan-tri");
    walk_post(&w, "/quan-tri/can-bo/tan-an.lanh-dao/thay-the", "substitute=tan-an.lanh-dao&to=31/12/2099");
    CHECK_INT(w.status, 422);
    walk_post(&w, "/quan-tri/can-bo/tan-an.lanh-dao/thay-the", "substitute=hoi-an.lanh-dao");
    CHECK_INT(w.status, 422); /* a last day is needed */
    int32_t last = time_local_days(clock_now()) + 2;
    walk_post(&w, "/quan-tri/can-bo/tan-an.lanh-dao/thay-the", arena_printf(a, "substitute=hoi-an.lanh-dao&to=%s", date_iso(a, date_from_days(last))));
    CHECK_INT(w.status, 303);
    walk_begin(&other, q);
    CHECK(walk_officer(&other, "hoi-an.lanh-dao", GOOD));
    walk_get(&other, other.location);
    CHECK(strstr(other.body, "Ủy ban nhân dân phường Tân An"));
    clock_shift(4 * DAY);
    CHECK(walk_officer(&other, "hoi-an.lanh-dao", GOOD));
    CHECK(!text_equal(other.location, "/can-bo/dang-nhap/vai-tro")); /* one role is left */
    clock_shift(-4 * DAY);
}

TEST_WITH_PACKAGE("a role ends on the day that is set, or at once; the session of a role that ended has no rights")
{
    struct walk w, officer;
    begin(&w, q, "quan-tri");
    begin(&officer, q, "tan-an.chuyen-vien");
    const char *id = arena_printf(a, "%lld", (long long)db_number_for_test(q, "SELECT a.id FROM core_assignment a JOIN core_account c ON c.id = a.account_id WHERE c.login = 'tan-an.chuyen-vien'"));
    walk_get(&w, arena_printf(a, "/quan-tri/can-bo/tan-an.chuyen-vien/ket-thuc?assignment=%s", id));
    CHECK_INT(w.status, 200);
    walk_post(&w, "/quan-tri/can-bo/tan-an.chuyen-vien/ket-thuc", arena_printf(a, "assignment=%s&to=31/12/2099", id));
    CHECK_INT(w.status, 303);
    walk_post(&w, "/quan-tri/can-bo/tan-an.chuyen-vien/ket-thuc", arena_printf(a, "assignment=%s", id));
    CHECK_INT(w.status, 303);
    walk_get(&officer, "/can-bo/vai-tro");
    CHECK_INT(officer.status, 200);
    CHECK(officer.last->account->role_id == NULL);
    walk_post(&w, "/quan-tri/can-bo/tan-an.chuyen-vien/ket-thuc", arena_printf(a, "assignment=%s", id));
    CHECK_INT(w.status, 409);
}

TEST("account names are small letters, digits, dots and dashes")
{
    static const char *const bad[] = {"", "ab", "Ân.nguyen", "a b c", "an/../x", "AN.NGUYEN", ".an"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(!admin_login_is_good(bad[i]));
    CHECK(admin_login_is_good("tan-an.tiep-nhan_2"));
}
