#include "base/test.h"
#include "engines/forms/pattern.h"

TEST("a pattern matches as ECMA-262 says")
{
    static const struct {
        const char *pattern, *text;
        bool matches;
    } cases[] = {
        {"^[0-9]{12}$", "049999000001", true},
        {"^[0-9]{12}$", "04999900001", false},
        {"^[0-9]{12}$", "0499990000011", false},
        {"^(0|\\+84)[0-9]{9}$", "+84905123456", true},
        {"^(0|\\+84)[0-9]{9}$", "84905123456", false},
        {"^(HỘ KINH DOANH|Hộ kinh doanh) .+", "Hộ kinh doanh Đào", true},
        {"^(HỘ KINH DOANH|Hộ kinh doanh) .+", "Hộ kinh doanh ", false},
        {"^([01][0-9]|2[0-3]):[0-5][0-9]$", "23:59", true},
        {"^([01][0-9]|2[0-3]):[0-5][0-9]$", "24:00", false},
        {"^[0-9]{10}([0-9]{3})?$", "0123456789012", true},
        {"^[0-9]{10}([0-9]{3})?$", "01234567890", false},
        {"a+", "xxaax", true},
        {"a+", "xyz", false},
        {"^a{2,3}$", "aaaa", false},
        {"^a{2,3}$", "aaa", true},
        {"^a{2,}$", "aaaaaa", true},
        {"^.$", "ế", true},
        {"^.$", "e\xCC\x82", false},
        {"^[à-ỹ ]+$", "ằ ỹ", true},
        {"^[^a-z]$", "Đ", true},
        {"^[^a-z]$", "d", false},
        {"^\\w+$", "a_9", true},
        {"^\\w$", "é", false},
        {"^\\D$", "4", false},
        {"^\\S+$",
         "a\xC2\xA0"
         "b",
         false},
        {"^[\\d.-]+$", "1.2-3", true},
        {"^$", "", true},
        {"^$", "x", false},
        {"", "anything", true},
        {"a|^b|c$", "bc", true},
        {"a|^b$", "cb", false},
        {"^\\u0110\\u{1EA5}$", "Đấ", true},
        {"^(?:ab|cd)*?e$", "abcde", true},
        {"^(a*)*$", "aaaa", true},
        {"^(a*)*$", "b", false},
        {"\\^\\$\\.", "^$.", true},
        {"^(a|ab)(c|bcd)$", "abcd", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *why;
        const struct pattern *p = pattern_compile(a, cases[i].pattern, &why);
        if (!p || pattern_matches(p, cases[i].text) != cases[i].matches)
            test_fail(__FILE__, __LINE__, "/%s/ on \"%s\": %s", cases[i].pattern, cases[i].text, p ? "wrong answer" : why);
    }
}

TEST("a pattern outside the supported part is refused with a reason")
{
    static const char *const wrong[] = {
        "(", ")", "[a", "*a", "a{2", "a{3,2}", "a{2000}", "(?=a)", "\\b", "\\p{L}", "[b-a]", "\\u12", "((a{900}){900}){900}", "a**"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const char *why = NULL;
        if (pattern_compile(a, wrong[i], &why) || !why)
            test_fail(__FILE__, __LINE__, "/%s/ was taken", wrong[i]);
    }
}

TEST("a pattern that stalls backtracking matchers answers at once")
{
    const struct pattern *p = pattern_compile(a, "^(a|a|aa)+(a+)+$", NULL);
    char *text = arena_alloc(a, 20002);
    memset(text, 'a', 20000);
    text[20000] = 'b';
    CHECK(p && !pattern_matches(p, text));
}

TEST("a pattern of digits only is known as such")
{
    CHECK(pattern_digits_only(pattern_compile(a, "^[0-9]{12}$", NULL)));
    CHECK(pattern_digits_only(pattern_compile(a, "^\\d+$", NULL)));
    CHECK(!pattern_digits_only(pattern_compile(a, "^[A-Z]{2}$", NULL)));
    CHECK(!pattern_digits_only(pattern_compile(a, "^(0|\\+84)[0-9]{9}$", NULL)));
}
