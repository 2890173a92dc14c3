/* The list of systems as guests get it. */
#include "base/csv.h"
#include "base/json.h"
#include "core/http/http.h"
#include "core/http/try.h"
#include "core/package_for_test.h"
#include "modules/systems/systems_inside.h"

static int64_t total_of(struct arena *a, struct q *q, const char *target)
{
    const char *why;
    const struct q *page = get_for_test(q, target, NULL);
    return json_get_int(json_read(a, page->reply->body.data, page->reply->body.length, 6, &why), "total", -1);
}

TEST_WITH_PACKAGE("the 208 systems are listed, and the filters cut them into parts that add up")
{
    static const char *const todays[] = {"module", "register", "adapter", "planned"}, *const kinds[] = {"engine", "shared", "specialised-registry", "infrastructure", "external"};
    int64_t by_today = 0, by_kind = 0;
    CHECK_INT(total_of(a, q, "/api/v1/systems"), 208);
    for (size_t i = 0; i < 4; i++)
        by_today += total_of(a, q, arena_printf(a, "/api/v1/systems?today=%s", todays[i]));
    for (size_t i = 0; i < 5; i++)
        by_kind += total_of(a, q, arena_printf(a, "/api/v1/systems?kind=%s", kinds[i]));
    CHECK_INT(by_today, 208);
    CHECK_INT(by_kind, 208);
    CHECK(total_of(a, q, "/api/v1/systems?q=ho+tich") > 0); /* without marks */
    CHECK_INT(get_for_test(q, "/api/v1/systems?kind=unheard", NULL)->reply->status, 422);
}

TEST_WITH_PACKAGE("every system has its page, and the CSV holds what the filter leaves")
{
    const struct system_entry *all;
    size_t count = systems_all(&all), records = 0;
    for (size_t i = 0; i < count; i++)
        if (get_for_test(q, arena_printf(a, "/he-thong/%s", all[i].id), NULL)->reply->status != 200)
            test_fail(__FILE__, __LINE__, "%s has no page", all[i].id);
    const struct q *file = get_for_test(q, "/he-thong.csv?loai=infrastructure", NULL);
    struct csv reader;
    struct csv_record record;
    csv_begin(&reader, file->reply->body.data, file->reply->body.length);
    while (csv_next(&reader, a, &record))
        records++;
    CHECK_INT(records, 12); /* the head and eleven systems */
    CHECK(strstr(get_for_test(q, "/he-thong?trang=2", NULL)->reply->body.data, "21–40"));
    CHECK(strstr(get_for_test(q, "/he-thong?q=&loai=&nay=&tinhtrang=", NULL)->reply->body.data, "208 hệ thống khớp"));
    CHECK_INT(get_for_test(q, "/he-thong/none", NULL)->reply->status, 404);
}
