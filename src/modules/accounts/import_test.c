/* Importing officers: every kind of wrong line is named with line and field; the batches bring in each good line once. */
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/http/http.h"
#include "core/jobs.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/accounts/import.h"
#include "modules/accounts/walk_for_test.h"

#define GOOD "song-thu-bon-2026"

static void begin(struct walk *w, struct q *q)
{
    walk_begin(w, q);
    must(accounts_demo(q, q->app->province) == OK && walk_officer(w, "quan-tri", GOOD));
    walk_get(w, "/quan-tri/can-bo-nhap");
}

/* The path of the import's page, or NULL. */
static const char *upload(struct walk *w, const char *csv)
{
    walk_post_file(w, "/quan-tri/can-bo-nhap", "file", "cán bộ.csv", csv);
    return w->status == 303 ? w->location : NULL;
}

TEST_WITH_PACKAGE("the dry run names line, field and reason for everything wrong, and changes nothing")
{
    struct walk w;
    begin(&w, q);
    int64_t before = db_number_for_test(q, "SELECT count(*) FROM core_account");
    const char *path = upload(&w, "\xEF\xBB\xBFname,login,unit,role,to\r\n"
                                  "Nguyễn Văn An,tan-an.an,hc.20401,specialist,\r\n"           /* 2 good */
                                  "Trần Thị B,X,hc.20401,specialist,\r\n"                       /* 3 login */
                                  "Lê C,le.c,hc.99999,chuyen vien,\r\n"                         /* 4 role and unit */
                                  "\"Phạm\nD\",pham.d,20401,Chuyên viên thụ lý,\r\n"            /* 5 good: code of the unit, name of the role */
                                  "Võ E,tan-an.an,hc.20401,specialist,\r\n"                     /* 7 same as line 2 */
                                  "Hồ F,quan-tri,hc.20401,specialist,\r\n"                      /* 8 exists */
                                  ",an.g,hc.20401,specialist,\r\n"                              /* 9 no name */
                                  "Đỗ H,an.h,hc.20401,inspector,\r\n"                           /* 10 sensitive */
                                  "Đỗ I,an.i,hc.20401,specialist,31/02/2030\r\n"                /* 11 no such day */
                                  "Đỗ K,an.k,hc.20401,specialist,1/1/2020\r\n");                /* 12 over */
    CHECK(path != NULL);
    walk_get(&w, path);
    CHECK_INT(w.status, 200);
    static const struct { int line; const char *field; } wrong[] = {{3, "login"}, {4, "role"}, {4, "unit"}, {7, "login"}, {8, "login"}, {9, "name"}, {10, "role"}, {11, "to"}, {12, "to"}};
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM accounts_import_wrong"), sizeof wrong / sizeof *wrong);
    walk_get(&w, arena_printf(a, "%s/ket-qua.csv", path));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const char *line = arena_printf(a, "\n%d,", wrong[i].line), *at = strstr(w.body, line);
        CHECK(at != NULL);
        CHECK(strstr(at, arena_printf(a, "wrong,%s,", wrong[i].field)));
    }
    CHECK(strstr(w.body, "\n2,tan-an.an,Nguyễn Văn An,good,"));
    CHECK(strstr(w.body, "dòng 2")); /* the double says where its twin stands */
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM core_account"), before);
}

TEST_WITH_PACKAGE("a file whose columns or letters are not understood is refused as a whole, with words")
{
    static const char *const bad[] = {"login,name\r\nan.an,An\r\n", "login,name,role,unit,colour\r\n", "login,name,role,unit\r\n", "", "login,name,role,unit\r\n\"an",
                                      "login,name,role,unit\r\n\xC3\x28,An,specialist,hc.20401\r\n"};
    struct walk w;
    begin(&w, q);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CHECK(upload(&w, bad[i]) == NULL);
        CHECK_INT(w.status, 422);
    }
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM accounts_import"), 0);
}

TEST_WITH_PACKAGE("a confirmed file comes in by batches, each line once, and the report's codes open the accounts")
{
    struct walk w, fresh;
    struct buf csv;
    int ran;
    begin(&w, q);
    buf_init(&csv, a, 1 << 20);
    buf_puts(&csv, "login,name,role,unit\r\n");
    for (int i = 0; i < 1203; i++)
        buf_printf(&csv, "can.bo.%d,Cán Bộ %d,specialist,hc.20401\r\n", i, i);
    const char *path = upload(&w, csv.data);
    CHECK(path != NULL);
    walk_get(&w, path);
    walk_post(&w, path, "");
    walk_post(&w, path, ""); /* twice, as people click */
    CHECK_INT(w.status, 303);
    CHECK_OK(db_script_for_test(q, "INSERT INTO core_account (id, kind, login, name, must_change, totp_step, state, failed, locked_until, created_at) VALUES (1, 'officer', 'can.bo.700', 'Ai', 0, 0, 'active', 0, 0, 0)"));
    CHECK_OK(jobs_run_due(q, 100, &ran));
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM core_account WHERE login LIKE 'can.bo.%'"), 1203);
    CHECK_INT(db_number_for_test(q, "SELECT imported FROM accounts_import"), 1202);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM core_assignment a JOIN core_account c ON c.id = a.account_id WHERE c.login LIKE 'can.bo.%'"), 1202);
    walk_get(&w, arena_printf(a, "%s/ket-qua.csv", path));
    CHECK(strstr(w.body, "can.bo.700,Cán Bộ 700,wrong,login,"));
    const char *line = strstr(w.body, "can.bo.1202,Cán Bộ 1202,imported,,,");
    CHECK(line != NULL);
    const char *code = arena_strndup(a, line + strlen("can.bo.1202,Cán Bộ 1202,imported,,,"), 14);
    walk_begin(&fresh, q);
    walk_get(&fresh, "/can-bo/lan-dau");
    walk_post(&fresh, "/can-bo/lan-dau", arena_printf(a, "login=can.bo.1202&code=%s", code));
    CHECK_TEXT(fresh.location, "/can-bo/dang-nhap/mat-khau-moi");
    struct walk other;
    walk_begin(&other, q);
    CHECK(walk_officer(&other, "quan-tri.hai", GOOD)); /* another administrator does not see the codes */
    walk_get(&other, arena_printf(a, "%s/ket-qua.csv", path));
    CHECK_INT(other.status, 404);
}

TEST_WITH_PACKAGE("an import that was interrupted goes on where it stopped")
{
    struct walk w;
    struct buf csv;
    int ran;
    begin(&w, q);
    buf_init(&csv, a, 1 << 20);
    buf_puts(&csv, "login,name,role,unit\r\n");
    for (int i = 0; i < 700; i++)
        buf_printf(&csv, "can.bo.%d,Cán Bộ %d,specialist,hc.20401\r\n", i, i);
    const char *path = upload(&w, csv.data);
    walk_get(&w, path);
    walk_post(&w, path, "");
    CHECK_OK(jobs_run_due(q, 100, &ran));
    CHECK_INT(db_number_for_test(q, "SELECT imported FROM accounts_import"), 700);
    /* as after a crash between two batches: the place in the file stands, the state is running, the job is there again */
    CHECK_OK(db_script_for_test(q, "UPDATE accounts_import SET state = 'running'"));
    CHECK_OK(accounts_import_job(q, &(struct job){.payload = arena_printf(a, "{\"import\":%lld}", (long long)db_number_for_test(q, "SELECT id FROM accounts_import"))}));
    CHECK_INT(db_number_for_test(q, "SELECT imported FROM accounts_import"), 700);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM accounts_import_wrong"), 0);
    CHECK_INT(db_number_for_test(q, "SELECT count(*) FROM accounts_import WHERE state = 'done'"), 1);
}
