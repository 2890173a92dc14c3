#include "base/json.h"
#include "base/test.h"
#include <float.h>
#include <math.h>

TEST("the writer puts commas, escapes and nesting right")
{
    struct buf b;
    struct json_writer w;
    buf_init(&b, a, 10000);
    json_begin(&w, &b);
    json_object_open(&w);
    json_field_text(&w, "tên", "a\"b\\c\n\t\x01\x7F/Đ😀");
    json_key(&w, "list");
    json_array_open(&w);
    json_int(&w, INT64_MIN);
    json_bool(&w, true);
    json_write_null(&w);
    json_array_open(&w);
    json_array_close(&w);
    json_object_open(&w);
    json_object_close(&w);
    json_text_n(&w, "xyz", 2);
    json_text(&w, NULL);
    json_array_close(&w);
    json_field_int(&w, "n", 7);
    json_field_bool(&w, "b", false);
    json_field_time(&w, "at", INT64_C(1795482300000000));
    json_field_time(&w, "never", 0);
    json_field_raw(&w, "raw", "{\"x\":[1]}");
    json_object_close(&w);
    CHECK_TEXT(b.data, "{\"tên\":\"a\\\"b\\\\c\\n\\t\\u0001\\u007f/Đ😀\",\"list\":[-9223372036854775808,true,null,[],{},\"xy\",null],"
                       "\"n\":7,\"b\":false,\"at\":\"2026-11-24T08:05:00+07:00\",\"never\":null,\"raw\":{\"x\":[1]}}");
}

TEST("bytes that are not UTF-8 are written as the replacement character, so the output is always JSON")
{
    struct buf b;
    struct json_writer w;
    buf_init(&b, a, 1000);
    json_begin(&w, &b);
    json_text(&w, "a\xFF\xC3(\xE1\xBB\xED\xA0\x80z");
    const char *why = NULL;
    const json_t *value = json_read(a, b.data, b.length, 1, &why);
    CHECK_TEXT(why, NULL);
    CHECK_TEXT(json_string_value(value), "a��(�����z");
}

TEST("numbers with a fraction are written as short as they can be read back exactly")
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {{0.1, "0.1"}, {76.56, "76.56"}, {-3, "-3"}, {1e300, "1e+300"}, {1.0 / 3, "0.3333333333333333"}, {NAN, "null"}, {INFINITY, "null"},
                 {DBL_MAX, "1.7976931348623157e+308"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf b;
        struct json_writer w;
        buf_init(&b, a, 100);
        json_begin(&w, &b);
        json_double(&w, cases[i].value);
        CHECK_TEXT(b.data, cases[i].text);
    }
}

TEST("what is read can be asked for by key, with an answer when the key is absent or of another kind")
{
    const char *text = "{\"t\":\"Đông Giang\",\"n\":-5,\"b\":true,\"x\":null}", *why = NULL;
    json_t *object = json_read(a, text, strlen(text), 5, &why);
    CHECK_TEXT(why, NULL);
    CHECK_TEXT(json_get_text(object, "t"), "Đông Giang");
    CHECK_TEXT(json_get_text(object, "n"), NULL);
    CHECK_INT(json_get_int(object, "n", 9), -5);
    CHECK_INT(json_get_int(object, "t", 9), 9);
    CHECK(json_get_bool(object, "b", false));
    CHECK(json_get_bool(object, "absent", true));
    CHECK_TEXT(json_get_text(NULL, "t"), NULL);
    CHECK_TEXT(json_print(a, object), text);
    CHECK_TEXT(json_print(a, json_object_get(object, "t")), "\"Đông Giang\"");
}

TEST("wrong JSON is refused with line, column and reason")
{
    static const struct {
        const char *text, *why;
    } cases[] = {
        {"", "line 1, column 0: "},          {"{\n\"a\":1,\n\"a\":2}", "line 3, column 3: duplicate"},
        {"[1,]", "line 1, column 4: "},      {"[\"\xFF\"]", "line 1, column 2: unable to decode"},
        {"{} x", "line 1, column 4: end of file"}, {"[99999999999999999999]", "line 1, column 21: too big integer"},
        {"[\"\\u0000\"]", "line 1, column "}, {"\n [[[[[]]]]]", "line 2, column 6: nested deeper than 4 levels"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *why = "(accepted)";
        if (json_read(a, cases[i].text, strlen(cases[i].text), 4, &why) || strncmp(why, cases[i].why, strlen(cases[i].why)) != 0)
            test_fail(__FILE__, __LINE__, "%s: %s", cases[i].text, why);
    }
}

TEST("brackets inside texts do not count as depth, and the greatest depth is allowed")
{
    const char *text = "[[\"[[[[\\\"[[[\"]]";
    CHECK(json_read(a, text, strlen(text), 2, NULL) != NULL);
    CHECK(json_read(a, text, strlen(text), 1, NULL) == NULL);
}
