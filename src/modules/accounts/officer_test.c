/* Officers signing in: lock-out, one-time passwords, first use, roles, sessions. The clock is moved, never waited for. */
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/account_rows.h"
#include "core/http/http.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/accounts/walk_for_test.h"
#include "accounts_queries.h"

#define GOOD "song-thu-bon-2026"
static const uint8_t totp_secret[] = "12345678901234567890";

static void begin(struct walk *w, struct q *q)
{
    walk_begin(w, q);
    must(db_number_for_test(q, "SELECT count(*) FROM core_account") > 0 || accounts_demo(q, q->app->province) == OK);
}

TEST_WITH_PACKAGE("an officer signs in and works under the assignment; the session ends after half an hour of rest and after twelve hours")
{
    struct walk w;
    begin(&w, q);
    CHECK(walk_officer(&w, "Tan-An.Tiep-Nhan", GOOD)); /* capitals do not matter */
    walk_get(&w, "/can-bo/vai-tro");
    CHECK_INT(w.status, 200);
    CHECK_TEXT(w.last->account->role_id, "reception_officer");
    CHECK_TEXT(w.last->account->unit_id, "hc.20401");
    clock_shift(29 * MINUTE);
    walk_get(&w, "/can-bo/vai-tro");
    CHECK_INT(w.status, 200);
    clock_shift(31 * MINUTE);
    walk_get(&w, "/can-bo/vai-tro");
    CHECK_INT(w.status, 303);
    CHECK(walk_officer(&w, "tan-an.tiep-nhan", GOOD));
    for (int i = 0; i < 24; i++) {
        walk_get(&w, "/can-bo/vai-tro");
        CHECK_INT(w.status, 200);
        clock_shift(30 * MINUTE - SECOND);
    }
    clock_shift(MINUTE);
    walk_get(&w, "/can-bo/vai-tro");
    CHECK_INT(w.status, 303);
    clock_shift(-14 * HOUR);
}

TEST_WITH_PACKAGE("five wrong passwords lock a name for 15 minutes, then for longer; a name that nobody has looks just the same")
{
    static const char *const names[] = {"tan-an.tiep-nhan", "nobody.at.all"};
    for (size_t n = 0; n < 2; n++) {
        struct walk w;
        begin(&w, q);
        const char *words[7];
        for (int i = 0; i < 7; i++) {
            CHECK(!walk_officer(&w, names[n], "wrong-wrong-wrong"));
            CHECK_INT(w.status, 422);
            words[i] = w.last->problem.fields->say;
        }
        CHECK(text_starts(words[4], "Tên tài khoản hoặc mật khẩu không đúng"));
        CHECK(text_starts(words[5], "Sai quá nhiều lần"));
        CHECK(!walk_officer(&w, names[n], GOOD)); /* even the right one has to wait */
        clock_shift(15 * MINUTE + SECOND);
        CHECK(!walk_officer(&w, names[n], "wrong-wrong-wrong"));
        clock_shift(16 * MINUTE);
        CHECK(!walk_officer(&w, names[n], GOOD)); /* now it is half an hour */
        clock_shift(15 * MINUTE);
        CHECK(walk_officer(&w, names[n], GOOD) == (n == 0));
        clock_shift(-46 * MINUTE - SECOND);
    }
}

TEST_WITH_PACKAGE("wrong words never say whether the name or the password was wrong")
{
    struct walk w;
    begin(&w, q);
    walk_officer(&w, "tan-an.tiep-nhan", "wrong-wrong-wrong");
    const char *known = w.last->problem.fields->say;
    walk_officer(&w, "nobody", "wrong-wrong-wrong");
    CHECK_TEXT(w.last->problem.fields->say, known);
    CHECK(strstr(w.body, known));
    CHECK(!strstr(w.body, "wrong-wrong-wrong")); /* a password is never shown again */
}

static enum result give_second(struct q *q, void *arg)
{
    size_t n;
    const void *sealed = accounts_seal_bytes(q, "accounts.totp", totp_secret, 20, &n);
    int64_t id = *(int64_t *)arg;
    TRY(accounts_recovery_add(q, id, accounts_recovery_hash(q, id, "ABCD-EFGH"), NULL));
    return core_account_set_totp(q, id, sealed, n, 0, NULL);
}

TEST_WITH_PACKAGE("with a second factor the password alone opens nothing; a code and a recovery code are good once")
{
    struct walk w;
    begin(&w, q);
    int64_t id = db_number_for_test(q, "SELECT id FROM core_account WHERE login = 'quan-tri'");
    CHECK_OK(db_transact(q, give_second, &id));
    clock_set(1111111111 * SECOND);
    CHECK(walk_officer(&w, "quan-tri", GOOD));
    CHECK_TEXT(w.location, "/can-bo/dang-nhap/ma");
    CHECK(!walk_cookie(&w, "phien"));
    walk_get(&w, "/can-bo/dang-nhap/vai-tro"); /* stepping over the question */
    walk_post(&w, "/can-bo/dang-nhap/vai-tro", arena_printf(a, "assignment=%lld", (long long)db_number_for_test(q, "SELECT min(id) FROM core_assignment")));
    CHECK(!walk_cookie(&w, "phien"));
    CHECK(walk_officer(&w, "quan-tri", GOOD));
    walk_get(&w, "/can-bo/dang-nhap/ma");
    walk_post(&w, "/can-bo/dang-nhap/ma", "code=000000");
    CHECK_INT(w.status, 422);
    walk_post(&w, "/can-bo/dang-nhap/ma", "code=050471");
    CHECK_INT(w.status, 303);
    CHECK(walk_cookie(&w, "phien"));
    struct walk thief;
    walk_begin(&thief, q);
    CHECK(walk_officer(&thief, "quan-tri", GOOD));
    walk_get(&thief, "/can-bo/dang-nhap/ma");
    walk_post(&thief, "/can-bo/dang-nhap/ma", "code=050471"); /* seen over the shoulder */
    CHECK_INT(thief.status, 422);
    walk_post(&thief, "/can-bo/dang-nhap/ma", "code=abcd+efgh");
    CHECK_INT(thief.status, 303);
    CHECK(walk_officer(&thief, "quan-tri", GOOD));
    walk_get(&thief, "/can-bo/dang-nhap/ma");
    walk_post(&thief, "/can-bo/dang-nhap/ma", "code=ABCD-EFGH");
    CHECK_INT(thief.status, 422);
    clock_set(0);
}

static enum result open_code(struct q *q, void *arg)
{
    const char **code = arg;
    return accounts_code_open(q, db_number_for_test(q, "SELECT id FROM core_account WHERE login = 'van-hanh'"), 7 * DAY, code);
}

TEST_WITH_PACKAGE("a one-time code leads to a new password, once; weak passwords are refused; other sessions end")
{
    struct walk w, before;
    const char *code;
    begin(&w, q);
    begin(&before, q);
    CHECK(walk_officer(&before, "van-hanh", GOOD));
    CHECK_OK(db_transact(q, open_code, &code));
    walk_get(&w, "/can-bo/lan-dau");
    walk_post(&w, "/can-bo/lan-dau", "login=van-hanh&code=AAAA-BBBB-CCCC");
    CHECK_INT(w.status, 422);
    walk_post(&w, "/can-bo/lan-dau", arena_printf(a, "login=van-hanh&code=%s", code));
    CHECK_TEXT(w.location, "/can-bo/dang-nhap/mat-khau-moi");
    walk_get(&w, "/can-bo/dang-nhap/mat-khau-moi");
    walk_post(&w, "/can-bo/dang-nhap/mat-khau-moi", "password=ngan&again=ngan");
    CHECK_INT(w.status, 422);
    walk_post(&w, "/can-bo/dang-nhap/mat-khau-moi", "password=" GOOD "&again=" GOOD);
    CHECK_INT(w.status, 422);
    walk_post(&w, "/can-bo/dang-nhap/mat-khau-moi", "password=cau-cua-dai-2026&again=khac");
    CHECK_INT(w.status, 422);
    walk_post(&w, "/can-bo/dang-nhap/mat-khau-moi", "password=cau-cua-dai-2026&again=cau-cua-dai-2026");
    CHECK_INT(w.status, 303);
    CHECK(walk_cookie(&w, "phien"));
    walk_get(&before, "/can-bo/vai-tro");
    CHECK_INT(before.status, 303); /* signed out by the change */
    CHECK(!walk_officer(&before, "van-hanh", GOOD));
    CHECK(walk_officer(&before, "van-hanh", "cau-cua-dai-2026"));
    walk_get(&before, "/can-bo/lan-dau");
    walk_post(&before, "/can-bo/lan-dau", arena_printf(a, "login=van-hanh&code=%s", code));
    CHECK_INT(before.status, 422);
}

static enum result second_role(struct q *q, void *arg)
{
    int64_t id, account = db_number_for_test(q, "SELECT id FROM core_account WHERE login = 'tan-an.tiep-nhan'");
    (void)arg;
    TRY(assignment_create(q, &(struct assignment_new){.account_id = account, .role_id = "leader", .unit_id = "hc.503", .from = clock_now() + DAY}, &id));
    return assignment_create(q, &(struct assignment_new){.account_id = account, .role_id = "clerk", .unit_id = "hc.20401"}, &id);
}

TEST_WITH_PACKAGE("with several roles one is chosen; one that has not begun, or is somebody else's, cannot be")
{
    struct walk w;
    begin(&w, q);
    CHECK_OK(db_transact(q, second_role, NULL));
    CHECK(walk_officer(&w, "tan-an.tiep-nhan", GOOD));
    CHECK_TEXT(w.location, "/can-bo/dang-nhap/vai-tro");
    walk_get(&w, w.location);
    CHECK(strstr(w.body, "Văn thư") && !strstr(w.body, "Lãnh đạo ký"));
    walk_post(&w, "/can-bo/dang-nhap/vai-tro", arena_printf(a, "assignment=%lld", (long long)db_number_for_test(q, "SELECT id FROM core_assignment WHERE role_id = 'leader' AND unit_id = 'hc.503' ORDER BY id DESC LIMIT 1")));
    CHECK_INT(w.status, 409);
    CHECK(!walk_cookie(&w, "phien"));
    walk_post(&w, "/can-bo/dang-nhap/vai-tro", arena_printf(a, "assignment=%lld", (long long)db_number_for_test(q, "SELECT max(id) FROM core_assignment")));
    CHECK_INT(w.status, 303);
    walk_get(&w, "/can-bo/vai-tro");
    CHECK_TEXT(w.last->account->role_id, "clerk");
    walk_post(&w, "/can-bo/vai-tro", arena_printf(a, "assignment=%lld", (long long)db_number_for_test(q, "SELECT min(id) FROM core_assignment")));
    walk_get(&w, "/can-bo/vai-tro");
    CHECK_TEXT(w.last->account->role_id, "reception_officer");
}
