/* One's own account: sessions, password, second factor, details, helpers. */
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/account_rows.h"
#include "core/http/http.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/accounts/walk_for_test.h"

#define GOOD "song-thu-bon-2026"

static void begin(struct walk *w, struct q *q, const char *login)
{
    walk_begin(w, q);
    must(db_number_for_test(q, "SELECT count(*) FROM core_account") > 0 || accounts_demo(q, q->app->province) == OK);
    must(walk_officer(w, login, GOOD));
    walk_get(w, "/tai-khoan");
}

TEST_WITH_PACKAGE("one sees where one is signed in and ends one session, all others, but nobody else's")
{
    struct walk here, there, stranger;
    begin(&here, q, "van-hanh");
    begin(&there, q, "van-hanh");
    begin(&stranger, q, "quan-tri");
    walk_get(&here, "/tai-khoan");
    CHECK_INT(here.status, 200);
    const char *other = strstr(here.body, "name=\"session\" value=\"");
    CHECK(other != NULL);
    const char *id = arena_strndup(a, other + 22, strcspn(other + 22, "\""));
    walk_post(&stranger, "/tai-khoan/phien", arena_printf(a, "session=%s", id));
    walk_get(&there, "/tai-khoan");
    CHECK_INT(there.status, 200);
    walk_post(&here, "/tai-khoan/phien", arena_printf(a, "session=%s", id));
    CHECK_INT(here.status, 303);
    walk_get(&there, "/tai-khoan");
    CHECK_INT(there.status, 303);
    CHECK(walk_officer(&there, "van-hanh", GOOD));
    walk_get(&here, "/tai-khoan");
    walk_post(&here, "/tai-khoan/phien", "");
    walk_get(&there, "/tai-khoan");
    CHECK_INT(there.status, 303);
    walk_get(&here, "/tai-khoan");
    CHECK_INT(here.status, 200);
}

TEST_WITH_PACKAGE("the password changes only with the present one")
{
    struct walk w;
    begin(&w, q, "van-hanh");
    walk_get(&w, "/tai-khoan/mat-khau");
    walk_post(&w, "/tai-khoan/mat-khau", "present=sai-sai-sai-sai&password=mot-cau-dai-moi&again=mot-cau-dai-moi");
    CHECK_INT(w.status, 422);
    walk_post(&w, "/tai-khoan/mat-khau", "present=" GOOD "&password=mot-cau-dai-moi&again=mot-cau-dai-moi");
    CHECK_INT(w.status, 303);
    walk_get(&w, "/tai-khoan");
    CHECK_INT(w.status, 200); /* this session goes on */
    CHECK(walk_officer(&w, "van-hanh", "mot-cau-dai-moi"));
}

TEST_WITH_PACKAGE("the second factor holds after a code proves it, its secret rests sealed, and a code takes it away")
{
    struct walk w;
    size_t n = 0;
    begin(&w, q, "van-hanh");
    walk_get(&w, "/tai-khoan/ma-xac-thuc");
    CHECK(strstr(w.body, "<svg xmlns") && walk_cookie(&w, "ma-xac-thuc-moi"));
    w.last->app = q->app;
    const uint8_t *secret = accounts_open(q, "accounts.totp.new", walk_cookie(&w, "ma-xac-thuc-moi"), &n);
    CHECK_INT(n, 20);
    walk_post(&w, "/tai-khoan/ma-xac-thuc", "code=000000");
    CHECK_INT(w.status, 422);
    char code[7] = "";
    int64_t now = clock_now();
    for (int c = 0; c < 1000000 && !*code; c++) { /* the code of this moment, found by trying as an authenticator would reckon it */
        int64_t step = 0;
        char text[16];
        snprintf(text, sizeof text, "%06d", c);
        if (totp_matches(secret, 20, text, now, &step) && step == now / (30 * SECOND))
            memcpy(code, text, 7);
    }
    walk_post(&w, "/tai-khoan/ma-xac-thuc", arena_printf(a, "code=%s", code));
    CHECK_INT(w.status, 200);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM accounts_recovery"), 8);
    struct core_account_by_login_row row;
    bool found;
    CHECK_OK(core_account_by_login(q, "van-hanh", &row, &found));
    CHECK(row.totp_secret_length > 20 && !memmem(row.totp_secret, row.totp_secret_length, secret, 20));
    CHECK(walk_officer(&w, "van-hanh", GOOD));
    CHECK_TEXT(w.location, "/can-bo/dang-nhap/ma");
}

TEST_WITH_PACKAGE("a resident changes contact details and commune, and name and number stay as the e-ID says")
{
    struct walk w;
    walk_begin(&w, q);
    CHECK(walk_resident(&w, "049999000001"));
    walk_get(&w, "/tai-khoan/ho-so");
    CHECK(strstr(w.body, "049999000001") && strstr(w.body, "14/03/1995"));
    walk_post(&w, "/tai-khoan/ho-so", "phone=abc&email=x&commune=hc.99");
    CHECK_INT(w.status, 422);
    CHECK_INT(w.last->problem.field_count, 2);
    walk_post(&w, "/tai-khoan/ho-so", "phone=0905+123+456&email=ha@example.test&commune=hc.20401&by_mail=on&name=Ai+Do&number=1");
    CHECK_INT(w.status, 303);
    CHECK_TEXT(walk_cookie(&w, "xa"), "hc.20401");
    struct accounts_reach reach;
    bool found;
    CHECK_OK(accounts_reach_of(q, "049999000001", &reach, &found));
    CHECK(found && reach.by_mail && !reach.by_sms);
    CHECK_TEXT(reach.email, "ha@example.test");
    CHECK_TEXT(reach.name, "Nguyễn Thị Thu Hà");
    CHECK(walk_resident(&w, "049999000001")); /* the next sign-in keeps what was chosen */
    CHECK_OK(accounts_reach_of(q, "049999000001", &reach, &found));
    CHECK_TEXT(reach.phone, "0905 123 456");
}

TEST_WITH_PACKAGE("a helper acts only after the helped person agreed, and no longer when either ends it")
{
    struct walk daughter, mother;
    bool may;
    walk_begin(&daughter, q);
    walk_begin(&mother, q);
    CHECK(walk_resident(&daughter, "049999000010"));
    int64_t id = db_number_for_test(q, "SELECT id FROM core_account WHERE person_number = '049999000010'");
    walk_get(&daughter, "/tai-khoan/nguoi-giup");
    walk_post(&daughter, "/tai-khoan/nguoi-giup", "number=049999000010&name=Toi&relation=toi");
    CHECK_INT(daughter.status, 422);
    walk_post(&daughter, "/tai-khoan/nguoi-giup", "number=049999000009&name=%C4%90%E1%BA%B7ng+Th%E1%BB%8B+B%C3%ADch&relation=con+g%C3%A1i");
    CHECK_INT(daughter.status, 303);
    walk_post(&daughter, "/tai-khoan/nguoi-giup", "number=049999000009&name=Me&relation=con");
    CHECK_INT(daughter.status, 422);
    const char *row = arena_printf(a, "%lld", (long long)db_number_for_test(q, "SELECT id FROM accounts_helper"));
    walk_post(&daughter, "/tai-khoan/nguoi-giup/quyet", arena_printf(a, "helper=%s&decision=agree", row)); /* for the mother */
    CHECK_INT(daughter.status, 409);
    CHECK_OK(accounts_may_help(q, id, "049999000009", &may));
    CHECK(!may);
    CHECK(walk_resident(&mother, "049999000009"));
    walk_get(&mother, "/tai-khoan/ho-so");
    CHECK(strstr(mother.body, "Nguyễn Thị Kim Oanh"));
    walk_post(&mother, "/tai-khoan/nguoi-giup/quyet", arena_printf(a, "helper=%s&decision=agree", row));
    CHECK_INT(mother.status, 303);
    CHECK_OK(accounts_may_help(q, id, "049999000009", &may));
    CHECK(may);
    walk_post(&daughter, "/tai-khoan/nguoi-giup/quyet", arena_printf(a, "helper=%s&decision=end", row));
    CHECK_OK(accounts_may_help(q, id, "049999000009", &may));
    CHECK(!may);
}
