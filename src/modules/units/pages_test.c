/* The pages and the API of units as guests get them, through all phases. */
#include "base/json.h"
#include "base/text.h"
#include "base/unpack.h"
#include "core/http/http.h"
#include "core/http/try.h"
#include "core/i18n.h"
#include "core/package_for_test.h"
#include "modules/units/units_inside.h"

static bool says(const struct q *page, const char *text)
{
    return strstr(page->reply->body.data, text) != NULL;
}
#define CHECK_SAYS(page, text)                                                                          \
    do {                                                                                                \
        if (!says(page, text))                                                                          \
            test_fail(__FILE__, __LINE__, "“%s” does not stand on %s", text, (page)->request->path);    \
    } while (0)

static const json_t *answer_of(struct arena *a, const struct q *page)
{
    const char *why = "";
    const json_t *answer = json_read(a, page->reply->body.data, page->reply->body.length, 12, &why);
    if (!answer)
        test_fail(__FILE__, __LINE__, "%s: no JSON: %s", page->request->path, why);
    return answer;
}

TEST_WITH_PACKAGE("a unit shows its codes in both forms with their dates, and what is decided for it as not applied")
{
    const struct q *page = get_for_test(q, "/don-vi/hc.20335", NULL);
    CHECK_INT(page->reply->status, 200);
    CHECK_SAYS(page, "Phường Tân Thạnh");
    CHECK_SAYS(page, "H47.31.01");
    CHECK_SAYS(page, "000.01.31.H47");
    CHECK_SAYS(page, "đặt để trình diễn");
    CHECK_SAYS(page, "chuyển việc cho Phường Bàn Thạch");
    CHECK_SAYS(page, "chưa áp dụng");
    CHECK_SAYS(page, "7:00–11:30, 13:30–17:00");
    CHECK_SAYS(get_for_test(q, "/don-vi/hc.20335/thu-tuc", NULL), "/thu-tuc/1.001193");
    CHECK_INT(get_for_test(q, "/don-vi/hc.0", NULL)->reply->status, 404);
    page = get_for_test(q, "/don-vi/hc.20335.2025", NULL); /* who looks for a new name finds the units it is made of */
    CHECK_SAYS(page, "Phường Bàn Thạch");
    CHECK_SAYS(page, "href=\"/don-vi/hc.20335\"");
    CHECK_SAYS(get_for_test(q, "/don-vi?q=ban+thach", NULL), "từ 01/07/2025, chưa áp dụng");
}

TEST_WITH_PACKAGE("the tree counts 18 districts and 241 communes; words without marks and codes find a unit")
{
    CHECK_SAYS(get_for_test(q, "/don-vi", NULL), "18 huyện, thị xã, thành phố; 241 xã, phường, thị trấn");
    CHECK_SAYS(get_for_test(q, "/don-vi?q=tan+thanh", NULL), "/don-vi/hc.20335");
    CHECK_SAYS(get_for_test(q, "/don-vi?q=20335", NULL), "/don-vi/hc.20335");
}

static struct q *choose(struct q *q, const char *unit, const char *back)
{
    struct q *own = try_request(q->arena, HTTP_POST, "/xa", NULL, "");
    own->app = q->app;
    own->db = q->db;
    units_chosen(own, &(struct chosen_input){unit, back});
    return own;
}

TEST_WITH_PACKAGE("choosing a commune keeps it in a cookie and leads back, but only to a page of ours")
{
    const struct q *done = choose(q, "hc.20335", "/thu-tuc/1.001193");
    CHECK_INT(done->reply->status, 303);
    CHECK_TEXT(try_reply_header(done, "Location"), "/thu-tuc/1.001193");
    CHECK(strstr(try_reply_header(done, "Set-Cookie"), "xa=hc.20335;"));
    CHECK_TEXT(try_reply_header(choose(q, "hc.20335", "//evil.example"), "Location"), "/");
    CHECK_TEXT(try_reply_header(choose(q, "hc.20335", "https://evil.example"), "Location"), "/");
    CHECK_INT(choose(q, "hc.502", "/")->problem.kind, PROBLEM_INVALID);      /* a district */
    CHECK_INT(choose(q, "hc.00000", "/")->problem.kind, PROBLEM_INVALID);    /* nothing */
    CHECK(strstr(try_reply_header(choose(q, "", "/"), "Set-Cookie"), "Max-Age=0")); /* forget */
    CHECK_SAYS(get_for_test(q, "/xa?q=hoi+an", NULL), "“hoi an” là huyện, thị xã hoặc thành phố");
}

TEST_WITH_PACKAGE("the map holds every commune as a polygon, packed once, and is not sent twice")
{
    static const char *const packed[] = {"Accept-Encoding: gzip", NULL};
    const struct q *plain = get_for_test(q, "/ban-do/xa.geojson", NULL), *small = get_for_test(q, "/ban-do/xa.geojson", packed);
    const json_t *features = json_object_get(answer_of(a, plain), "features");
    CHECK_INT(json_array_size(features), 241);
    for (size_t i = 0; i < json_array_size(features); i++) {
        const json_t *one = json_array_get(features, i);
        if (!json_array_size(json_object_get(json_object_get(one, "geometry"), "coordinates")))
            test_fail(__FILE__, __LINE__, "%s has no area left", json_get_text(json_object_get(one, "properties"), "id"));
    }
    CHECK_TEXT(try_reply_header(small, "Content-Encoding"), "gzip");
    CHECK(small->reply->body.length < 256 * 1024);
    const char *const again[] = {arena_printf(a, "If-None-Match: %s", try_reply_header(plain, "ETag")), NULL};
    CHECK_INT(get_for_test(q, "/ban-do/xa.geojson", again)->reply->status, 304);
    CHECK_SAYS(get_for_test(q, "/ban-do", NULL), "data-feature=\"hc.20335\"");
}

TEST_WITH_PACKAGE("the API answers as of a day and gives every unit once, page by page")
{
    size_t seen = 0;
    const char *target = "/api/v1/units?level=commune&limit=90";
    for (int pages = 0; target && pages < 9; pages++) {
        const json_t *answer = answer_of(a, get_for_test(q, target, NULL));
        const char *next = json_get_text(answer, "next");
        seen += json_array_size(json_object_get(answer, "items"));
        target = next ? arena_printf(a, "/api/v1/units?level=commune&limit=90&cursor=%s", next) : NULL;
    }
    CHECK(seen >= 241);
    CHECK_INT(json_array_size(json_object_get(answer_of(a, get_for_test(q, "/api/v1/units/hc.502/children", NULL)), "items")), 14);
    CHECK_INT(get_for_test(q, "/api/v1/units/hc.502?as_of=2026-01-01", NULL)->reply->status, 200);
    CHECK_INT(get_for_test(q, "/api/v1/units/hc.502?as_of=1990-01-01", NULL)->reply->status, 404); /* a city since 2006 */
    CHECK(json_array_size(json_object_get(answer_of(a, get_for_test(q, "/api/v1/units/hc.502", NULL)), "decided_not_applied")) > 0);
    CHECK_INT(get_for_test(q, "/api/v1/units?as_of=yesterday", NULL)->reply->status, 422);
}
