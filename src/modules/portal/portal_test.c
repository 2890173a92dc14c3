/* The public face as guests get it. */
#include "base/text.h"
#include "core/http/http.h"
#include "core/http/try.h"
#include "core/package_for_test.h"
#include "modules/portal/portal_inside.h"
#include "modules/procedures/procedures.h"

TEST_WITH_PACKAGE("the home page has the search, every event of life and the figures with their source, in both languages")
{
    static const char *const english[] = {"Cookie: ngon-ngu=en", NULL};
    const struct life_event *events;
    size_t count = procedures_life_events(&events);
    const char *vi = get_for_test(q, "/", NULL)->reply->body.data, *en = get_for_test(q, "/", english)->reply->body.data;
    CHECK(strstr(vi, "Anh/chị cần làm việc gì?") && strstr(vi, "data-suggest=\"/goi-y\""));
    for (size_t i = 0; i < count; i++)
        CHECK(strstr(vi, arena_printf(a, "href=\"/su-kien/%s\"", events[i].id)));
    CHECK(strstr(vi, "76,56") && strstr(vi, "Kế hoạch Chuyển đổi số tỉnh Quảng Nam năm 2024"));
    CHECK(strstr(en, "What do you need to do?") && strstr(en, "76.56") && strstr(en, "1,237"));
    CHECK(strlen(vi) < 40 * 1024);
}

TEST_WITH_PACKAGE("every link of the home page, the help pages and the site map leads to a page")
{
    static const char *const pages[] = {"/", "/tro-giup", "/tro-giup/tiep-can", "/tro-giup/du-lieu-ca-nhan", "/tro-giup/nha-phat-trien", "/tro-giup/so-do-trang",
                                        "/su-kien/child", "/thu-tuc", "/linh-vuc/ho-tich"};
    int followed = 0;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        const struct q *page = get_for_test(q, pages[i], NULL);
        CHECK_INT(page->reply->status, 200);
        for (const char *at = strstr(page->reply->body.data, "<main"); (at = strstr(at, "href=\"/")) != NULL; at++) {
            const char *path = arena_strndup(a, at + 6, strcspn(at + 6, "\"#?"));
            if (text_starts(path, "/lam/") || text_starts(path, "/assets/") || text_starts(path, "/api/v1/") || followed > 400)
                continue; /* begun forms need a sign-in; built files are not here; the reference is data */
            int status = get_for_test(q, path, NULL)->reply->status;
            followed++;
            if (status != 200 && status != 303)
                test_fail(__FILE__, __LINE__, "%s leads to %s: %d", pages[i], path, status);
        }
    }
    CHECK(followed > 100);
}

TEST_WITH_PACKAGE("machines find robots.txt, a sitemap with every procedure and a manifest")
{
    const struct procedure *const *all;
    size_t count = procedures_all(q, &all), entries = 0;
    const char *map = get_for_test(q, "/sitemap.xml", NULL)->reply->body.data;
    for (const char *at = map; (at = strstr(at, "/thu-tuc/")) != NULL; at++)
        entries++;
    CHECK_INT(entries, (int64_t)count);
    CHECK(strstr(get_for_test(q, "/robots.txt", NULL)->reply->body.data, "Disallow: /tim\n"));
    CHECK(strstr(get_for_test(q, "/site.webmanifest", NULL)->reply->body.data, "\"start_url\":\"/\""));
    CHECK_INT(get_for_test(q, "/su-kien/none", NULL)->reply->status, 404);
}
