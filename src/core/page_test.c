#include "base/file.h"
#include "base/log.h"
#include "base/test.h"
#include "core/access.h"
#include "core/app.h"
#include "core/field.h"
#include "core/http/try.h"
#include "core/i18n.h"
#include "core/module.h"
#include "core/page.h"
#include "core/province.h"
#include "core/q.h"
#include <unistd.h>

struct form_input {
    const char *ten, *noi;
    int32_t ngay;
    bool dong_y;
};
static const struct input inputs[] = {INPUT_TEXT(struct form_input, ten, "Name of the child", .required = true, .max = 20),
                                      INPUT_CHOICE(struct form_input, noi, "Place", "a|b|c", .required = true),
                                      INPUT_DATE(struct form_input, ngay, "Day of birth", .required = true),
                                      INPUT_BOOL(struct form_input, dong_y, "I agree", .required = true), INPUT_END};

static void write_text(struct q *q, struct buf *to, const void *text)
{
    (void)q;
    buf_puts(to, text);
}

static void write_form(struct q *q, struct buf *to, const void *none)
{
    static const struct choice places[] = {{"a", "Ở nhà", NULL}, {"b", "Bệnh viện", "Có giấy"}, {"c", "Khác", NULL}};
    (void)none;
    core_input_render(q, to, field_input(q, inputs, "ten", "đã lưu", "Hint"));
    core_choices_render(q, to, field_radios(q, inputs, "noi", "b", NULL, places, 3));
    core_date_render(q, to, field_date(q, inputs, "ngay", 0, NULL));
    core_checkbox_render(q, to, field_checkbox(q, inputs, "dong_y", true, NULL));
}

static enum result show(struct q *q, const void *input)
{
    (void)input;
    struct page frame = {.title = "Khai sinh"};
    return page_show(q, &frame, write_form, NULL);
}
static enum result take(struct q *q, const void *input)
{
    (void)input;
    return reply_redirect(q, "/xong");
}
static enum result inbox_count(struct q *q, int64_t *ret, bool *ret_late)
{
    (void)q;
    *ret = 1234;
    *ret_late = true;
    return OK;
}
static const struct route routes[] = {
    {HTTP_GET, "/khai", PERMISSION_PUBLIC, show, .summary = "Form"},
    {HTTP_POST, "/khai", PERMISSION_PUBLIC, take, inputs, sizeof(struct form_input), "Takes it", ROUTE_NO_CSRF},
    {.path = NULL}};
static const struct menu menu[] = {{MENU_SITE, NULL, "Second", "/khai", PERMISSION_PUBLIC, .order = 2},
                                   {MENU_SITE, NULL, "First", "/", PERMISSION_PUBLIC, .order = 1},
                                   {MENU_SITE, NULL, "My dossiers", "/cua-toi", PERMISSION_RESIDENT, .order = 1},
                                   {MENU_FOOT, "Promises", "Access", "/tiep-can", PERMISSION_PUBLIC},
                                   {MENU_OFFICE, "Desk", "Inbox", "/cong-vu/hop-viec", PERMISSION_OFFICER, "inbox", 1, inbox_count},
    {MENU_OFFICE, "Desk", "Late", "/cong-vu/hop-viec?muc=tre", PERMISSION_OFFICER, "clock-alert", 2, NULL},
                                   {MENU_OFFICE, NULL, "Account of a test", "/cong-vu/tai-khoan", PERMISSION_OFFICER},
                                   {.path = NULL}};
static const struct module m = {.name = "m", .routes = routes, .menu = menu};
static const struct module *const modules[] = {&m, NULL};

static const char *show_page(struct q *q, const struct page *frame, const char *content)
{
    q->app->modules = modules;
    return page_show(q, frame, write_text, content) == OK ? q->reply->body.data : "failed";
}

static bool has(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

static const char *serve(struct arena *a, enum http_method method, const char *target, const char *body, const char *cookie)
{
    const char *headers[] = {"Content-Type: application/x-www-form-urlencoded", cookie ? cookie : "X: y", NULL};
    struct q *q = try_request(a, method, target, headers, body);
    q->app->modules = modules;
    log_set_level(LOG_WRONG + 1);
    try_serve(q, &m);
    log_set_level(LOG_INFO);
    return q->reply->body.data;
}

TEST("a guest sees the public navigation in order with the present page marked, and no personal entries")
{
    struct q *q = try_request(a, HTTP_GET, "/khai?x=1", NULL, NULL);
    const char *page = show_page(q, &(struct page){.title = "Tên <trang>", .back = "/truoc", .description = "Mô tả"}, "<p>nội dung</p>");
    CHECK(has(page, "<html lang=\"vi\">") && has(page, "<title>Tên &lt;trang&gt;</title>"));
    CHECK(has(page, "<p>nội dung</p>") && has(page, "class=\"tight\"") && has(page, "href=\"/truoc\""));
    CHECK(has(page, "<li><a href=\"/\">First</a></li><li><a href=\"/khai\" aria-current=\"page\">Second</a></li>"));
    CHECK(has(page, "<h2>Promises</h2><ul><li><a href=\"/tiep-can\">Access</a></li></ul>"));
    CHECK(!has(page, tr(q, "My dossiers")) && !has(page, "Inbox") && has(page, "href=\"/dang-nhap\""));
    CHECK(has(page, "href=\"?x=1&amp;ngon-ngu=en\"") || has(page, "href=\"/khai?x=1&amp;ngon-ngu=en\""));
    CHECK(!has(page, "style=") && !has(page, "<script>"));
}

TEST("a resident has a menu with the name and a way out that carries the token")
{
    struct account resident = {.id = 5, .kind = ACCOUNT_RESIDENT, .name = "Nguyễn Thị Thu Hà", .session_id = 9};
    struct q *q = try_request(a, HTTP_GET, "/", NULL, NULL);
    q->account = &resident;
    const char *page = show_page(q, &(struct page){.title = "T"}, "");
    CHECK(has(page, "Nguyễn Thị Thu Hà") && has(page, tr(q, "My dossiers")) &&
          has(page, "action=\"/dang-xuat\"><input type=\"hidden\" name=\"csrf\""));
}

TEST("an officer's page groups the work with counts and marks what is late")
{
    struct account officer = {.id = 6, .kind = ACCOUNT_OFFICER, .name = "Lê Thị Mỹ Duyên", .role_name = "Tư pháp", .session_id = 9};
    struct q *q = try_request(a, HTTP_GET, "/cong-vu/hop-viec", NULL, NULL);
    q->account = &officer;
    const char *page = show_page(q, &(struct page){.title = "Hộp việc", .shell = SHELL_OFFICE}, "<h1>x</h1>");
    CHECK(has(page, "<h2>Desk</h2><ul><li><a href=\"/cong-vu/hop-viec\" aria-current=\"page\">"));
    CHECK(has(page, "<span class=\"n late\">1.234</span>") && has(page, "#i-inbox") && has(page, "Account of a test") &&
          has(page, "<small>Tư pháp</small>"));
}

TEST("of two entries with one path, the one whose query the request has is the present one, and the first is the officers' home")
{
    struct account officer = {.id = 6, .kind = ACCOUNT_OFFICER, .name = "Lê Thị Mỹ Duyên", .session_id = 9};
    struct q *q = try_request(a, HTTP_GET, "/cong-vu/hop-viec?xep=han&muc=tre", NULL, NULL);
    q->account = &officer;
    const char *page = show_page(q, &(struct page){.title = "Hộp việc", .shell = SHELL_OFFICE}, "");
    const char *first = strstr(page, "aria-current");
    CHECK(first && has(page, "<a href=\"/cong-vu/hop-viec?muc=tre\" aria-current=\"page\">") && !strstr(first + 1, "aria-current"));
    CHECK(has(page, "class=\"tb-brand\" href=\"/cong-vu/hop-viec\""));
    q = try_request(a, HTTP_GET, "/", NULL, NULL);
    q->account = &officer;
    CHECK(has(show_page(q, &(struct page){.title = "T"}, ""), "<a href=\"/cong-vu/hop-viec\">"));
}

TEST("a form with wrong answers comes back with summary, words at the field, and what was typed")
{
    const char *page =
        serve(a, HTTP_POST, "/khai",
              "ten=%3Cb%3E+qu%C3%A1+d%C3%A0i+qu%C3%A1+d%C3%A0i+qu%C3%A1&noi=c&ngay-day=31&ngay-month=11&ngay-year=2026", NULL);
    CHECK(has(page, "<title>Lỗi: Khai sinh</title>"));
    CHECK(has(page, "Có 3 chỗ cần sửa") && has(page, "<a href=\"#ten\">") && has(page, "<a href=\"#ngay\">") &&
          has(page, "<a href=\"#dong_y\">"));
    CHECK(has(page, "value=\"&lt;b&gt; quá dài quá dài quá\"") && has(page, "aria-describedby=\"ten-goi-y ten-loi\"") &&
          has(page, "id=\"ten-loi\""));
    CHECK(has(page, "value=\"c\" checked") && !has(page, "value=\"b\" checked"));
    CHECK(has(page, "id=\"ngay\" name=\"ngay-day\" inputmode=\"numeric\" value=\"31\"") &&
          has(page, "name=\"ngay-year\" inputmode=\"numeric\" value=\"2026\""));
    CHECK(!has(page, "name=\"dong_y\" value=\"1\" checked"));
}

TEST("a fresh form shows what is stored")
{
    const char *page = serve(a, HTTP_GET, "/khai", NULL, NULL);
    CHECK(has(page, "<title>Khai sinh</title>") && !has(page, "error-summary"));
    CHECK(has(page, "value=\"đã lưu\"") && has(page, "id=\"noi-2\" value=\"b\" checked") && has(page, "value=\"1970\"") &&
          has(page, "name=\"dong_y\" value=\"1\" checked"));
}

TEST("nothing there: a page with ways on and the code to read out")
{
    const char *page = serve(a, HTTP_GET, "/khong-co", NULL, NULL);
    CHECK(has(page, "Không thấy trang này") && has(page, "test-request") && has(page, "href=\"/khai\">Second"));
}

TEST("larger text and contrast are kept in a cookie and go back to where the reader was")
{
    const char *page = serve(a, HTTP_GET, "/tuy-chon", NULL, "Cookie: hien-thi=chu-lon_tuong-phan-cao");
    CHECK(has(page, "<html lang=\"vi\" class=\"tb-large-text tb-high-contrast\">") && has(page, "value=\"cao\" checked"));
    static const struct {
        const char *body, *location, *cookie;
    } cases[] = {{"chu=lon&ve=%2Fkhai%3Fx%3D1", "/khai?x=1", "hien-thi=chu-lon_;"},
                 {"tuong-phan=cao&ve=%2F%2Fevil", "/tuy-chon", "hien-thi=tuong-phan-cao;"},
                 {"chu=thuong&ve=https%3A%2F%2Fevil", "/tuy-chon", "hien-thi=;"},
                 {"chu=lon&ve=%2F%5Cevil", "/tuy-chon", "hien-thi=chu-lon_;"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const headers[] = {"Content-Type: application/x-www-form-urlencoded", NULL};
        struct q *q = try_request(a, HTTP_POST, "/hien-thi", headers, cases[i].body);
        try_serve(q, &m);
        CHECK_INT(q->reply->status, 303);
        CHECK_TEXT(try_reply_header(q, "Location"), cases[i].location);
        CHECK(strncmp(try_reply_header(q, "Set-Cookie"), cases[i].cookie, strlen(cases[i].cookie)) == 0);
    }
}

TEST("a list is cut into pages whose links keep the other filters")
{
    struct q *q = try_request(a, HTTP_GET, "/ds?q=%C4%91%C3%A0o&trang=3", NULL, NULL);
    struct pager p;
    CHECK_OK(page_pager(q, 20, 208, &p));
    CHECK_INT(p.page, 3);
    CHECK(p.more);
    CHECK_TEXT(p.previous_url, "/ds?q=%C4%91%C3%A0o&trang=2");
    CHECK_TEXT(p.next_url, "/ds?q=%C4%91%C3%A0o&trang=4");
    CHECK_TEXT(p.summary, "41–60 trên 208");
    const struct core_pager_view *v = field_pager(q, &p);
    CHECK_INT(v->pages_count, 7); /* 1 2 3 4 5 … 11 */
    CHECK(v->pages[2].current && v->pages[5].gap);
    CHECK_INT(v->pages[6].number, 11);
    CHECK_TEXT(v->pages[0].href, "/ds?q=%C4%91%C3%A0o");
    q = try_request(a, HTTP_GET, "/ds?trang=99", NULL, NULL);
    CHECK_OK(page_pager(q, 20, 21, &p));
    CHECK_INT(p.page, 2);
    CHECK_TEXT(p.summary, "21–21 trên 21");
    q = try_request(a, HTTP_GET, "/ds?trang=-1", NULL, NULL);
    CHECK_OK(page_pager(q, 20, 0, &p));
    CHECK(p.page == 1 && !p.more && field_pager(q, &p) == NULL);
}

TEST("a list is sorted by a known key only, and its head turns the order round")
{
    struct q *q = try_request(a, HTTP_GET, "/ds?xep=-ten&trang=2", NULL, NULL);
    struct page_sort s = page_sort(q, "han|ten|ngay");
    CHECK_TEXT(s.key, "ten");
    CHECK(s.descending);
    CHECK_TEXT(page_sort_aria(s, "ten"), "descending");
    CHECK_TEXT(page_sort_aria(s, "han"), NULL);
    CHECK_TEXT(page_sort_url(q, s, "ten"), "/ds?xep=ten");
    s = page_sort(try_request(a, HTTP_GET, "/ds?xep=drop+table", NULL, NULL), "han|ten");
    CHECK_TEXT(s.key, "han");
    CHECK_TEXT(page_sort_url(q, s, "han"), "/ds?xep=-han");
}

TEST("the province's colours become custom properties, and nothing else gets into the sheet")
{
    const char *folder = arena_printf(a, "%s/provinces/quang-nam", getenv("THUBON_SOURCE") ? getenv("THUBON_SOURCE") : ".");
    struct q *q = try_request(a, HTTP_GET, "/assets/theme.css", NULL, NULL);
    struct findings f = {.arena = a};
    CHECK_OK(province_open(q, folder, &f, &q->app->province));
    json_object_set_new(json_object_get(province_info(q->app->province), "theme"), "bad", json_string("red;} body{display:none"));
    json_object_set_new(json_object_get(province_info(q->app->province), "theme"), "x;y", json_string("#fff"));
    try_serve(q, &m);
    CHECK_TEXT(q->reply->content_type, "text/css; charset=utf-8");
    CHECK(has(q->reply->body.data, " --tb-song-800: #0b3d46;"));
    CHECK(!has(q->reply->body.data, "bad") && !has(q->reply->body.data, "x;y"));
    q = try_request(a, HTTP_GET, "/khai", NULL, NULL);
    CHECK_OK(province_open(q, folder, &f, &q->app->province));
    const char *page = show_page(q, &(struct page){.title = "Khai sinh"}, "");
    CHECK(has(page, "<title>Khai sinh – Tỉnh Quảng Nam</title>") && has(page, "<b>Cổng Thu Bồn</b>") &&
          has(page, "href=\"tel:02351022\">0235.1022"));
}

TEST("each kind of failure has its type page")
{
    CHECK(has(serve(a, HTTP_GET, "/problems/conflict", NULL, NULL), "409"));
    CHECK(has(serve(a, HTTP_GET, "/problems/nothing", NULL, NULL), "Không thấy trang này"));
}

TEST("built files are sent by their hashed names for ever, gzipped when taken, and no other file")
{
    const char *web = arena_printf(a, "/tmp/thubon-web-%d", (int)getpid());
    CHECK(directory_make(web));
    CHECK(file_write_durably(arena_printf(a, "%s/assets.list", web), "site.css site.3f2a.css text/css; charset=utf-8\n", 47));
    CHECK(file_write_durably(arena_printf(a, "%s/site.3f2a.css", web), "body{}", 6));
    CHECK(file_write_durably(arena_printf(a, "%s/site.3f2a.css.gz", web), "gz", 2));
    static const struct {
        const char *path, *accept, *file;
        int status;
    } cases[] = {{"/assets/site.3f2a.css", "Accept-Encoding: br", "site.3f2a.css", 200},
                 {"/assets/site.3f2a.css", "Accept-Encoding: gzip, br", "site.3f2a.css.gz", 200},
                 {"/assets/site.3f2a.css", "Accept-Encoding: gzip;q=0", "site.3f2a.css", 200},
                 {"/assets/site.3f2a.css", "If-None-Match: \"site.3f2a.css\"", NULL, 304},
                 {"/assets/assets.list", "X: y", NULL, 404},
                 {"/assets/site.css", "X: y", NULL, 404}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const headers[] = {cases[i].accept, NULL};
        struct q *q = try_request(a, HTTP_GET, cases[i].path, headers, NULL);
        q->app->settings.web = web;
        log_set_level(LOG_WRONG + 1);
        try_serve(q, &m);
        log_set_level(LOG_INFO);
        CHECK_INT(q->reply->status, cases[i].status);
        CHECK_TEXT(q->reply->file ? strrchr(q->reply->file, '/') + 1 : NULL, cases[i].file);
        if (cases[i].status == 200) {
            CHECK_TEXT(try_reply_header(q, "Cache-Control"), "public, max-age=31536000, immutable");
            CHECK_TEXT(page_asset(q, "site.css"), "/assets/site.3f2a.css");
        }
    }
}
