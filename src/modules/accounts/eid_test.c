/* Signing in with the e-ID from end to end against the stand-in, with every lie and fault it knows. */
#include "base/text.h"
#include "core/access.h"
#include "core/http/http.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/accounts/eid.h"
#include "modules/accounts/walk_for_test.h"

#define HA "049999000001"

static int64_t accounts_there(struct q *q)
{
    return db_number_for_test(q, "SELECT count(*) FROM core_account WHERE kind = 'resident'");
}

static int64_t sessions_there(struct q *q)
{
    return db_number_for_test(q, "SELECT count(*) FROM core_session");
}

TEST_WITH_PACKAGE("a resident signs in with the e-ID, comes back to the page that was wanted, and keeps the level")
{
    struct walk w;
    walk_begin(&w, q);
    walk_get(&w, "/dang-nhap/e-id?ve=/ho-so/moi%3Fb%3D2");
    CHECK_INT(w.status, 303);
    CHECK(strstr(w.location, "code_challenge_method=S256") && strstr(w.location, "&nonce=") && strstr(w.location, "acr_values="));
    walk_outside(&w, "http://localhost:8099/eid/authorize", arena_printf(a, "%s&person=049999000005", strchr(w.location, '?') + 1));
    walk_get(&w, w.location);
    CHECK_INT(w.status, 303);
    CHECK_TEXT(w.location, "/ho-so/moi?b=2");
    CHECK(walk_cookie(&w, "phien") && !walk_cookie(&w, "dinh-danh"));
    walk_get(&w, "/dang-nhap");
    CHECK_INT(w.last->account->kind, ACCOUNT_RESIDENT);
    CHECK_TEXT(w.last->account->name, "Hồ Văn Dang");
    CHECK_TEXT(w.last->account->person_number, "049999000005");
    CHECK_INT(w.last->account->assurance, 1);
    CHECK_INT(accounts_there(q), 1);
    CHECK(walk_resident(&w, "049999000005"));
    CHECK_INT(accounts_there(q), 1);
    CHECK_INT(sessions_there(q), 2);
}

TEST_WITH_PACKAGE("whatever the e-ID lies about, nobody is signed in and nothing is written")
{
    static const char *const lies[] = {"signature", "nonce", "audience", "issuer", "expired", "early", "at_hash", "unsigned", "number", "state"};
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        struct walk w;
        walk_begin(&w, q);
        walk_switch(&w, arena_printf(a, "service=eid&mode=lying&lie=%s", lies[i]));
        if (walk_resident(&w, HA))
            test_fail(__FILE__, __LINE__, "the lie about %s was believed", lies[i]);
        CHECK(w.status == 502 || w.status == 400);
        CHECK(!walk_cookie(&w, "phien"));
        CHECK(strstr(w.body, "/dang-nhap"));
        CHECK_INT(accounts_there(q), 0);
        CHECK_INT(sessions_there(q), 0);
    }
    struct walk w;
    walk_begin(&w, q);
    CHECK(walk_resident(&w, HA)); /* the same walk without a lie works */
}

TEST_WITH_PACKAGE("an e-ID that fails or talks rubbish, at any moment, ends on a page that says what to do")
{
    static const char *const faults[] = {"failing", "garbage"};
    for (size_t i = 0; i < 2; i++) {
        struct walk w;
        walk_begin(&w, q);
        walk_switch(&w, arena_printf(a, "service=eid&mode=%s", faults[i]));
        walk_get(&w, "/dang-nhap/e-id"); /* already at discovery */
        CHECK_INT(w.status, 502);
        CHECK(!w.location);
        walk_switch(&w, "service=eid&mode=normal");
        walk_get(&w, "/dang-nhap/e-id");
        walk_outside(&w, "http://localhost:8099/eid/authorize", arena_printf(a, "%s&person=" HA, strchr(w.location, '?') + 1));
        const char *back = w.location;
        walk_switch(&w, arena_printf(a, "service=eid&mode=%s", faults[i])); /* then at the token */
        walk_get(&w, back);
        CHECK_INT(w.status, 502);
        CHECK_INT(sessions_there(q), 0);
    }
}

TEST_WITH_PACKAGE("a code is taken once, in the browser that asked for it, within a quarter of an hour")
{
    struct walk w, other;
    walk_begin(&w, q);
    walk_begin(&other, q);
    walk_get(&w, "/dang-nhap/e-id");
    walk_outside(&w, "http://localhost:8099/eid/authorize", arena_printf(a, "%s&person=" HA, strchr(w.location, '?') + 1));
    const char *back = w.location;
    walk_get(&other, back); /* sign-in forced upon another browser */
    CHECK_INT(other.status, 400);
    walk_get(&w, back);
    CHECK_INT(w.status, 303);
    walk_get(&w, back);
    CHECK_INT(w.status, 400);
    CHECK_INT(sessions_there(q), 1);
    walk_get(&w, "/dang-nhap/e-id?ve=//evil.test/");
    walk_outside(&w, "http://localhost:8099/eid/authorize", arena_printf(a, "%s&person=" HA, strchr(w.location, '?') + 1));
    back = w.location;
    walk_get(&w, back);
    CHECK(w.location && !strstr(w.location, "evil"));
}

TEST_WITH_PACKAGE("refusing at the e-ID passes nothing on, and a closed account stays closed")
{
    struct walk w;
    walk_begin(&w, q);
    CHECK(!walk_resident(&w, ""));
    CHECK_INT(w.status, 200);
    CHECK_INT(sessions_there(q), 0);
    CHECK(walk_resident(&w, HA));
    CHECK_OK(db_script_for_test(q, "UPDATE core_account SET state = 'closed'"));
    CHECK(!walk_resident(&w, HA));
    CHECK_INT(w.status, 403);
}

TEST_WITH_PACKAGE("signing out ends the session and leaves the e-ID too")
{
    struct walk w;
    walk_begin(&w, q);
    CHECK(walk_resident(&w, HA));
    walk_get(&w, "/can-bo/dang-nhap");
    walk_post(&w, "/dang-xuat", "");
    CHECK_INT(w.status, 303);
    CHECK(strstr(w.location, "/eid/logout?client_id=thu-bon&post_logout_redirect_uri="));
    CHECK(!walk_cookie(&w, "phien"));
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM core_session WHERE ended_why = 'signed out'"), 1);
}

TEST("only pages of this site are returned to")
{
    struct q q = {.arena = a};
    static const char *const bad[] = {NULL, "", "ho-so", "//evil.test", "/\\evil.test", "https://evil.test/", "/a\nb", "/a b", "/dang-nhap", "/dang-xuat", "javascript:alert(1)"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(accounts_return_to(&q, bad[i]) == NULL);
    CHECK_TEXT(accounts_return_to(&q, "/ho-so/x?b=2#c"), "/ho-so/x?b=2#c");
}
