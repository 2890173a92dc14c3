#include "base/date.h"
#include "base/test.h"
#include "core/http/try.h"
#include "core/page_write.h"
#include "core/q.h"

static struct buf fresh(struct arena *a)
{
    struct buf b;
    buf_init(&b, a, 10000);
    return b;
}

TEST("numbers and money are written the way each language does")
{
    struct q *q = try_request(a, HTTP_GET, "/", NULL, NULL);
    struct buf b = fresh(a);
    page_write_number(q, &b, 1234567);
    buf_putc(&b, ' ');
    page_write_money(q, &b, 5000);
    q->language = LANGUAGE_EN;
    buf_putc(&b, ' ');
    page_write_number(q, &b, -1234567);
    CHECK_TEXT(b.data, "1.234.567 5.000\u00a0đồng -1,234,567");
}

TEST("dates and times stand in time elements, and nothing is written for none")
{
    struct buf b = fresh(a);
    page_write_date_element(&b, date_to_days((struct date){2026, 11, 4}));
    page_write_time_element(&b, time_from_local((struct local_time){{2026, 11, 24}, 8, 5, 0}));
    page_write_date(&b, INT32_MIN);
    page_write_time(&b, 0);
    CHECK_TEXT(b.data, "<time datetime=\"2026-11-04\">04/11/2026</time><time datetime=\"2026-11-24T08:05+07:00\">08:05 24/11/2026</time>");
}

TEST("a URL that would run something is not written")
{
    static const struct {
        const char *url, *want;
    } cases[] = {{"/ho-so?a=1&b=2", "/ho-so?a=1&amp;b=2"},
                 {"https://x/\"", "https://x/&quot;"},
                 {"tel:1022", "tel:1022"},
                 {"?trang=2", "?trang=2"},
                 {"javascript:alert(1)", "#"},
                 {" javascript:alert(1)", "#"},
                 {"JaVaScRiPt:x", "#"},
                 {"data:text/html,x", "#"},
                 {"vbscript:x", "#"},
                 {NULL, "#"},
                 {"", "#"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf b = fresh(a);
        page_write_url(&b, cases[i].url);
        CHECK_TEXT(b.data, cases[i].want);
    }
}
