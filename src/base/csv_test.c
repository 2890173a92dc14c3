#include "base/csv.h"
#include "base/test.h"

/* The records as "line:field|field;", for comparing at a glance; "!line reason" at an error. */
static const char *read_all(struct arena *a, const char *text)
{
    struct csv c;
    struct csv_record r;
    struct buf b;
    buf_init(&b, a, 10000);
    csv_begin(&c, text, strlen(text));
    while (csv_next(&c, a, &r)) {
        buf_printf(&b, "%zu:", r.line);
        for (size_t i = 0; i < r.count; i++)
            buf_printf(&b, "%s%s", i ? "|" : "", r.fields[i]);
        buf_putc(&b, ';');
    }
    if (c.error)
        buf_printf(&b, "!%zu %s", c.error_line, c.error);
    return b.data;
}

TEST("CSV is read with quotes, all three line ends, and the line on which each record began [RFC 4180]")
{
    static const struct {
        const char *text, *records;
    } cases[] = {
        {"a,b\r\nc,d\r\n", "1:a|b;2:c|d;"},
        {"a,b\nc,d", "1:a|b;2:c|d;"},
        {"a\rb", "1:a;2:b;"},
        {"\xEF\xBB\xBFmã,tên\n1,Trà My\n", "1:mã|tên;2:1|Trà My;"},
        {"\"a \"\"b\"\", c\",d\n", "1:a \"b\", c|d;"},
        {"\"x\r\ny\nz\",1\nw,2\n", "1:x\r\ny\nz|1;4:w|2;"},
        {",\n,,\n", "1:|;2:||;"},
        {"\n\na\n\n\nb\n", "3:a;6:b;"},
        {"\"\"\n", "1:;"},
        {"a,", "1:a|;"},
        {" a , b ", "1: a | b ;"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_TEXT(read_all(a, cases[i].text), cases[i].records);
}

TEST("wrong CSV is refused with the line and the reason")
{
    CHECK_TEXT(read_all(a, "a\n\"b\nc"), "1:a;!2 a quotation mark is opened and never closed");
    CHECK_TEXT(read_all(a, "a\nb\"c\n"), "1:a;!2 a quotation mark stands inside a field without quotes");
    CHECK_TEXT(read_all(a, "\"a\nb\"c\n"), "!2 text stands after a closing quotation mark");
    CHECK_TEXT(read_all(a, "a\nb,\xFF\n"), "1:a;!2 not valid UTF-8 text");
}

TEST("what is written as CSV is read back the same")
{
    static const char *const fields[] = {"a", "", " b", "c,d", "e\"f", "g\r\nh", "1.234,5", "-7", "Trà My"};
    struct buf b;
    buf_init(&b, a, 1000);
    for (size_t i = 0; i < 9; i++)
        csv_field(&b, fields[i], i == 0);
    csv_end_record(&b);
    struct csv c;
    struct csv_record r;
    csv_begin(&c, b.data, b.length);
    CHECK(csv_next(&c, a, &r));
    CHECK_INT(r.count, 9);
    for (size_t i = 0; i < 9; i++)
        CHECK_TEXT(r.fields[i], fields[i]);
    CHECK(!csv_next(&c, a, &r));
}

TEST("a field that a spreadsheet would run as a formula is written as text, numbers stay numbers")
{
    static const char *const cases[][2] = {
        {"=1+1", "'=1+1"}, {"+cmd|x", "'+cmd|x"}, {"-a", "'-a"}, {"@sum", "'@sum"},     {"-", "'-"},
        {"+84905123456", "+84905123456"}, {"-1,5", "\"-1,5\""}, {"=\"a\"", "\"'=\"\"a\"\"\""}, {"a=b", "a=b"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf b;
        buf_init(&b, a, 100);
        csv_field(&b, cases[i][0], true);
        CHECK_TEXT(b.data, cases[i][1]);
    }
}
