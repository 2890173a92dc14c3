/* sheet.h: both kinds of file, checked by what spreadsheet programs look at. */
#include "core/sheet.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/test.h"
#include "core/http/try.h"
#include "core/http/http.h"
#include <zlib.h>

static const char *const heads[] = {"Mã", "Hẹn", "Số"};

static struct q *write_list(struct arena *a, const char *kind)
{
    struct q *q = try_request(a, HTTP_GET, "/x", NULL, NULL);
    struct sheet s;
    must(sheet_begin(q, &s, kind, "hop-viec", heads, 3) == OK);
    sheet_text(&s, "=HYPERLINK(\"x\"), <a> & \"b\"");
    sheet_time(&s, time_from_local((struct local_time){{2026, 11, 24}, 12, 0, 0}));
    sheet_int(&s, 1234);
    sheet_row(&s);
    sheet_text(&s, NULL);
    sheet_time(&s, 0);
    sheet_date(&s, date_to_days((struct date){2026, 11, 24}));
    sheet_row(&s);
    must(sheet_end(&s) == OK);
    return q;
}

TEST("a list as CSV has a head, quotes, CRLF and dates that sort, and no formula [RFC 4180]")
{
    struct q *q = write_list(a, "csv");
    CHECK_TEXT(q->reply->body.data, "\xEF\xBB\xBFMã,Hẹn,Số\r\n\"'=HYPERLINK(\"\"x\"\"), <a> & \"\"b\"\"\",2026-11-24 12:00,1234\r\n,,2026-11-24\r\n");
    CHECK_TEXT(q->reply->content_type, "text/csv; charset=utf-8");
}

/* The text of the last entry, the sheet. */
static const char *sheet_text_of(struct arena *a, const struct buf *b)
{
    const char *name = memmem(b->data, b->length, "xl/worksheets/sheet1.xml", 24), *found = NULL;
    for (const char *at = name; at; at = memmem(at + 1, b->length - (size_t)(at + 1 - b->data), "xl/worksheets/sheet1.xml", 24))
        if (at > b->data + 30 && memcmp(at - 30, "PK\3\4", 4) == 0)
            found = at;
    if (!found)
        return "";
    char *text = arena_alloc(a, 100000);
    z_stream s = {.next_in = (Bytef *)(uintptr_t)(found + 24), .avail_in = (uInt)(b->length - (size_t)(found + 24 - b->data)), .next_out = (Bytef *)text, .avail_out = 99999};
    must(inflateInit2(&s, -MAX_WBITS) == Z_OK);
    inflate(&s, Z_FINISH);
    inflateEnd(&s);
    return text;
}

TEST("the same list as XLSX keeps numbers and dates as such and text as text [ECMA-376 18.3.1.4]")
{
    struct q *q = write_list(a, "xlsx");
    const char *text = sheet_text_of(a, &q->reply->body);
    CHECK(strstr(text, "<row><c s=\"1\" t=\"inlineStr\"><is><t xml:space=\"preserve\">Mã</t></is></c>"));
    CHECK(strstr(text, "=HYPERLINK(&quot;x&quot;), &lt;a&gt; &amp; &quot;b&quot;"));
    CHECK(strstr(text, "<c s=\"3\"><v>46350.5</v></c>")); /* 24 November 2026, noon */
    CHECK(strstr(text, "<c s=\"0\"><v>1234</v></c>"));
    CHECK(strstr(text, "<c s=\"2\"><v>46350</v></c></row></sheetData></worksheet>"));
}

TEST("another kind of file is refused with words")
{
    struct q *q = try_request(a, HTTP_GET, "/x", NULL, NULL);
    struct sheet s;
    CHECK_INT(sheet_begin(q, &s, "exe", "x", heads, 3), PROBLEM_NOT_FOUND);
}
