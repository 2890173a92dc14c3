#include "base/date.h"
#include "base/test.h"
#include "core/http/try.h"
#include "core/input.h"
#include "core/module.h"
#include "core/q.h"
#include <jansson.h>

struct all {
    const char *text, *lines, *choice, *password, *code;
    int64_t number;
    bool yes;
    int32_t day;
    const struct upload *file;
    const struct input_list *list;
    json_t *json;
};
static bool is_code(const char *s)
{
    return strlen(s) == 3;
}
static const struct input inputs[] = {INPUT_TEXT(struct all, text, "Text", .max = 5),
                                      INPUT_TEXT(struct all, lines, "Lines", .lines = true),
                                      INPUT_TEXT(struct all, password, "Password", .secret = true),
                                      INPUT_TEXT(struct all, code, "Code", .check = is_code, .pattern_say = "Three letters, please"),
                                      INPUT_CHOICE(struct all, choice, "Choice", "nam|nu"),
                                      INPUT_INT(struct all, number, "Number", .min = -10, .max = 2000000),
                                      INPUT_BOOL(struct all, yes, "Yes"),
                                      INPUT_DATE(struct all, day, "Day"),
                                      INPUT_FILE(struct all, file, "File", .max = 10),
                                      INPUT_LIST(struct all, list, "List", .max = 3),
                                      INPUT_END};

static struct q *form(struct arena *a, const char *body)
{
    static const char *const type[] = {"Content-Type: application/x-www-form-urlencoded", NULL};
    return try_request(a, HTTP_POST, "/", type, body);
}

static enum result read(struct q *q, const struct input *table, struct all *to)
{
    *to = (struct all){0};
    q->language = LANGUAGE_EN;
    return input_read(q, table, to);
}

/* The first error's words, or "". */
static const char *error_of(struct arena *a, const struct input *table, const char *body)
{
    struct all all;
    struct q *q = form(a, body);
    return read(q, table, &all) == OK ? "" : q->problem.fields ? q->problem.fields->say : "no field";
}

TEST("every type of input is read from a form")
{
    struct all all;
    struct q *q = form(a, "text=+%C4%90%C3%A0o%0D%0A+&lines=m%E1%BB%99t%0D%0A%0D%0A+hai+&password=+a++b+&code=abc&choice=nu&number=1.234&"
                          "yes=on&day=24%2F11%2F2026"
                          "&list=x&list=+y+&list=");
    CHECK_OK(read(q, inputs, &all));
    CHECK_TEXT(all.text, "Đào");
    CHECK_TEXT(all.lines, "một\n\nhai");
    CHECK_TEXT(all.password, " a  b ");
    CHECK_TEXT(all.code, "abc");
    CHECK_TEXT(all.choice, "nu");
    CHECK_INT(all.number, 1234);
    CHECK(all.yes);
    CHECK_INT(all.day, date_to_days((struct date){2026, 11, 24}));
    CHECK_INT(all.list->count, 2);
    CHECK_TEXT(all.list->items[1], "y");
    CHECK(all.file == NULL);
}

TEST("every type of input is read from JSON, and a wrong kind is refused")
{
    static const char *const type[] = {"Content-Type: application/json; charset=utf-8", NULL};
    struct all all;
    struct q *q =
        try_request(a, HTTP_POST, "/?text=query", type,
                    "{\"text\":\"a\",\"number\":-7,\"yes\":true,\"day\":\"2026-02-28\",\"list\":[\"x\",\"y\"],\"choice\":\"nam\"}");
    CHECK_OK(read(q, inputs, &all));
    CHECK_TEXT(all.text, "a");
    CHECK_INT(all.number, -7);
    CHECK(all.yes);
    CHECK_INT(all.day, date_to_days((struct date){2026, 2, 28}));
    CHECK_INT(all.list->count, 2);
    static const char *const wrong[] = {"{\"text\":{}}",  "{\"text\":[\"a\"]}",  "{\"number\":1.5}",  "{\"list\":\"x\"}",
                                        "{\"list\":[1]}", "{\"yes\":\"maybe\"}", "{\"number\":\"x\"}"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (read(try_request(a, HTTP_POST, "/", type, wrong[i]), inputs, &all) != PROBLEM_INVALID)
            test_fail(__FILE__, __LINE__, "%s was taken", wrong[i]);
}

TEST("nothing sent is nothing, not an error, unless it is required")
{
    static const struct input required[] = {
        INPUT_TEXT(struct all, text, "Text", .required = true),    INPUT_CHOICE(struct all, choice, "Choice", "a|b", .required = true),
        INPUT_INT(struct all, number, "Number", .required = true), INPUT_BOOL(struct all, yes, "Yes", .required = true),
        INPUT_DATE(struct all, day, "Day", .required = true),      INPUT_FILE(struct all, file, "File", .required = true),
        INPUT_LIST(struct all, list, "List", .required = true),    INPUT_END};
    struct all all;
    struct q *q = form(a, "");
    CHECK_OK(read(q, inputs, &all));
    CHECK(all.text == NULL && all.choice == NULL && all.day == INT32_MIN && all.list->count == 0);
    q = form(a, "text=++&day=&number=");
    CHECK_INT(read(q, required, &all), PROBLEM_INVALID);
    CHECK_INT(q->problem.field_count, 7);
    CHECK_TEXT(q->problem.fields->say, "Enter “Text”");
}

TEST("each wrong field says what to do, in the order of the form")
{
    static const struct {
        const char *body, *say;
    } cases[] = {
        {"text=s%C3%A1u+ch%E1%BB%AF", "“Text” may have 5 characters at most; now it has 7"},
        {"code=ab", "Three letters, please"},
        {"choice=khac", "Choose one of the answers offered for “Choice”"},
        {"number=12.5", "“Number” must be a whole number, for example 12"},
        {"number=hai", "“Number” must be a whole number, for example 12"},
        {"number=99999999999999999999", "“Number” must be a whole number, for example 12"},
        {"number=2.000.001", "“Number” must be from -10 to 2.000.000"},
        {"day=30%2F02%2F2026", "“Day” must be a real date, for example 24/11/2026"},
        {"day=mai", "“Day” must be a real date, for example 24/11/2026"},
        {"day-day=31&day-month=4&day-year=2026", "“Day” must be a real date, for example 24/11/2026"},
        {"day-day=31&day-month=&day-year=2026", "“Day” must be a real date, for example 24/11/2026"},
        {"list=a&list=b&list=c&list=d", "“List” may have 3 entries at most"},
        {"yes=maybe", "“Yes” must be yes or no"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_TEXT(error_of(a, inputs, cases[i].body), cases[i].say);
}

TEST("a number may be typed in groups of three, nothing else")
{
    static const struct {
        const char *body;
        int64_t want;
    } good[] = {{"number=1234567", 1234567},
                {"number=1.234.567", 1234567},
                {"number=1+234+567", 1234567},
                {"number=1%C2%A0234", 1234},
                {"number=%2B12", 12},
                {"number=-5", -5},
                {"number=007", 7}};
    static const char *const bad[] = {"number=1.23",    "number=1.2345", "number=.123", "number=1..234", "number=1234.567",
                                      "number=1.234,5", "number=1e3",    "number=0x10", "number=--1",    "number=%2B-1"};
    struct all all;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        CHECK_OK(read(form(a, good[i].body), inputs, &all));
        CHECK_INT(all.number, good[i].want);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (!*error_of(a, inputs, bad[i]))
            test_fail(__FILE__, __LINE__, "%s was taken", bad[i]);
}

TEST("a date comes in one field or in three, and three empty ones are none")
{
    static const char *const good[] = {"day=1%2F2%2F2026", "day=01-02-2026", "day=2026-02-01", "day-day=1&day-month=2&day-year=2026",
                                       "day-day=+01&day-month=02+&day-year=2026"};
    struct all all;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        CHECK_OK(read(form(a, good[i]), inputs, &all));
        CHECK_INT(all.day, date_to_days((struct date){2026, 2, 1}));
    }
    CHECK_OK(read(form(a, "day-day=&day-month=&day-year="), inputs, &all));
    CHECK_INT(all.day, INT32_MIN);
}

TEST("a file is bounded, must not be empty, and is found by its field")
{
    static const char *const type[] = {"Content-Type: multipart/form-data; boundary=X", NULL};
    static const struct {
        const char *bytes;
        enum result want;
    } cases[] = {{"123", OK}, {"", PROBLEM_INVALID}, {"12345678901", PROBLEM_INVALID}};
    for (size_t i = 0; i < 3; i++) {
        struct all all;
        struct q *q = try_request(
            a, HTTP_POST, "/", type,
            arena_printf(a, "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n%s\r\n--X--", cases[i].bytes));
        CHECK_INT(read(q, inputs, &all), cases[i].want);
        CHECK((all.file != NULL) == (cases[i].want == OK));
    }
}

TEST("the whole flat form comes as one object, without the token, doubled names as lists")
{
    static const struct input whole[] = {{.name = "*", .label = "Answers", .type = INPUT_IS_JSON, .offset = offsetof(struct all, json)},
                                         INPUT_END};
    struct all all;
    CHECK_OK(read(form(a, "ho_ten=An&con=1&con=2&csrf=abc&con=3"), whole, &all));
    CHECK_TEXT(json_string_value(json_object_get(all.json, "ho_ten")), "An");
    CHECK_INT(json_array_size(json_object_get(all.json, "con")), 3);
    CHECK(json_object_get(all.json, "csrf") == NULL);
}

TEST("what was typed is shown again, but never a secret")
{
    static const struct route route = {HTTP_POST, "/", PERMISSION_PUBLIC, NULL, inputs, sizeof(struct all), "x"};
    struct q *q = form(a, "text=th%E1%BB%AD&password=bi+mat");
    q->request->route = &route;
    CHECK_TEXT(input_typed(q, "text"), "thử");
    CHECK_TEXT(input_typed(q, "password"), "");
    CHECK_TEXT(input_typed(q, "nothing"), "");
}
