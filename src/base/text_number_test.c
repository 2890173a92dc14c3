#include "base/test.h"
#include "base/text.h"
#include <math.h>

TEST("numbers have points between thousands and a comma before the fraction")
{
    CHECK_TEXT(number_vi(a, 0), "0");
    CHECK_TEXT(number_vi(a, 999), "999");
    CHECK_TEXT(number_vi(a, -1000), "-1.000");
    CHECK_TEXT(number_vi(a, 1234567), "1.234.567");
    CHECK_TEXT(number_vi(a, INT64_MIN), "-9.223.372.036.854.775.808");
    CHECK_TEXT(decimal_vi(a, 76.555, 1), "76,6");
    CHECK_TEXT(decimal_vi(a, -1234567.891, 2), "-1.234.567,89");
    CHECK_TEXT(decimal_vi(a, -0.001, 2), "0,00");
    CHECK_TEXT(decimal_vi(a, 1500, 0), "1.500");
    CHECK_TEXT(decimal_vi(a, NAN, 2), "–");
}

TEST("money is written in words by the rules of mốt, tư, lăm, lẻ and không trăm")
{
    static const struct {
        int64_t dong;
        const char *words;
    } cases[] = {
        {0, "Không đồng"},
        {1, "Một đồng"},
        {4, "Bốn đồng"},
        {10, "Mười đồng"},
        {11, "Mười một đồng"},
        {14, "Mười bốn đồng"},
        {15, "Mười lăm đồng"},
        {20, "Hai mươi đồng"},
        {21, "Hai mươi mốt đồng"},
        {24, "Hai mươi tư đồng"},
        {55, "Năm mươi lăm đồng"},
        {100, "Một trăm đồng"},
        {101, "Một trăm lẻ một đồng"},
        {104, "Một trăm lẻ bốn đồng"},
        {105, "Một trăm lẻ năm đồng"},
        {115, "Một trăm mười lăm đồng"},
        {8000, "Tám nghìn đồng"},
        {75000, "Bảy mươi lăm nghìn đồng"},
        {1005, "Một nghìn không trăm lẻ năm đồng"},
        {1205000, "Một triệu hai trăm lẻ năm nghìn đồng"},
        {1000005, "Một triệu không trăm lẻ năm đồng"},
        {2050000000, "Hai tỷ không trăm năm mươi triệu đồng"},
        {1000005000, "Một tỷ không trăm lẻ năm nghìn đồng"},
        {INT64_C(1500000000000), "Một nghìn năm trăm tỷ đồng"},
        {INT64_C(1005000000001), "Một nghìn không trăm lẻ năm tỷ không trăm lẻ một đồng"},
        {-21000, "Âm hai mươi mốt nghìn đồng"},
        {999999999, "Chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín đồng"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_TEXT(money_words_vi(a, cases[i].dong), cases[i].words);
    CHECK(text_starts(money_words_vi(a, INT64_MIN), "Âm chín tỷ hai trăm hai mươi ba triệu"));
}

TEST("whole numbers are read within 64 bits, and nothing else is taken for one")
{
    static const char *const wrong[] = {"", "-", "+1", " 1", "1 ", "1.0", "0x1", "9223372036854775808", "-9223372036854775809", "1e3", "--1"};
    int64_t n = 0;
    CHECK(number_parse("-0", &n) && n == 0);
    CHECK(number_parse("007", &n) && n == 7);
    CHECK(number_parse("9223372036854775807", &n) && n == INT64_MAX);
    CHECK(number_parse("-9223372036854775808", &n) && n == INT64_MIN);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (number_parse(wrong[i], &n))
            test_fail(__FILE__, __LINE__, "taken for a number: \"%s\"", wrong[i]);
}
