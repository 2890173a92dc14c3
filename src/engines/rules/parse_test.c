#include "base/test.h"
#include "engines/rules/rules.h"

struct mistake {
    const char *rule;
    int column;
    const char *why;
};

static const struct mistake mistakes[] = {
    {"", 1, "the rule ends too early: a value is missing"},
    {"1 +", 4, "the rule ends too early: a value is missing"},
    {"1 2", 3, "the rule should end here"},
    {"(1", 3, "a closing ) is missing"},
    {"[1, 2", 6, "a closing ] is missing"},
    {"{a 1}", 4, "a : is missing after the name"},
    {"{1: 2}", 2, "a context is written {name: value, …}"},
    {"[1..3", 6, "a range ends with ] (included) or ) (not included)"},
    {"if a then b", 12, "\"else\" is missing: every \"if\" says both answers"},
    {"if a b", 6, "\"then\" is missing"},
    {"a between 1", 12, "\"and\" is missing: x between a and b"},
    {"some x of l satisfies x", 8, "\"in\" is missing: some x in list satisfies …"},
    {"tuổi > \"18", 8, "the text has no closing \""},
    {"\"a\\q\"", 1, "after \\ in a text only n, t, \" and \\ may follow"},
    {"12abc", 1, "a name cannot begin with a digit"},
    {"1.1234567890", 1, "a number has at most 18 digits before the point and 9 after it"},
    {"1234567890123456789", 1, "a number has at most 18 digits before the point and 9 after it"},
    {"round(1, 2)", 1, "there is no function \"round\""},
    {"contains(\"a\")", 1, "contains takes 2 value(s)"},
    {"date()", 1, "date takes 1 or more values"},
    {"a.", 3, "the name of a field is missing after the point"},
    {"@\"2026-02-30\"", 1, "@ is followed by a date or a duration in quotes: @\"2026-11-24\", @\"P2D\""},
    {"a # b", 3, "this sign has no meaning here"},
    {"a == b", 4, "a value is expected here"},
    {"and b", 1, "a value is expected here"},
    {"a && b", 3, "this sign has no meaning here"}};

TEST("a text that is no rule is refused with its column and what is missing")
{
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        const struct rule *rule = NULL;
        struct rule_error error = {0};
        CHECK_INT(rule_compile(a, mistakes[i].rule, &rule, &error), PROBLEM_INVALID);
        CHECK_TEXT(error.what, mistakes[i].why);
        if (error.column != mistakes[i].column)
            test_fail(__FILE__, __LINE__, "%s: column %d, not %d", mistakes[i].rule, error.column, mistakes[i].column);
        CHECK(!test_failed());
        CHECK(rule == NULL);
    }
}

TEST("nesting and length have limits that are refused, not run into")
{
    char deep[3001] = "";
    const struct rule *rule;
    struct rule_error error;
    static const char *const openers[] = {"(", "[", "-", "not(", "if a then ", "a+", "{a:", "1 in ("};
    for (size_t k = 0; k < sizeof openers / sizeof openers[0]; k++) {
        size_t n = 0, length = strlen(openers[k]);
        for (int i = 0; i < 250; i++, n += length)
            memcpy(deep + n, openers[k], length);
        deep[n] = '\0';
        CHECK_INT(rule_compile(a, deep, &rule, &error), PROBLEM_INVALID);
    }
    char *chain = arena_alloc(a, 1000);
    memset(chain, '+', 999);
    for (int i = 0; i < 999; i += 2)
        chain[i] = '1';
    CHECK_INT(rule_compile(a, chain, &rule, &error), PROBLEM_INVALID);
    CHECK_TEXT(error.what, "this is nested too deeply");
    char *longest = arena_alloc(a, RULE_LENGTH_MAX + 2);
    memset(longest, ' ', RULE_LENGTH_MAX);
    longest[0] = '1';
    CHECK_OK(rule_compile(a, longest, &rule, &error));
    longest[RULE_LENGTH_MAX] = ' ';
    CHECK_INT(rule_compile(a, longest, &rule, &error), PROBLEM_INVALID);
}

TEST("a rule tells which names of the context it reads, and not those it binds itself")
{
    const struct rule *rule;
    struct rule_error error;
    const char *const *names;
    CHECK_OK(rule_compile(a, "a.b.c > d and (some x in a.list satisfies x.y = d and a.b.c = x) or date(e).year = 1", &rule, &error));
    CHECK_INT(rule_names(rule, &names), 4);
    CHECK_TEXT(names[0], "a.b.c");
    CHECK_TEXT(names[1], "d");
    CHECK_TEXT(names[2], "a.list");
    CHECK_TEXT(names[3], "e");
    CHECK_TEXT(rule_source(rule), "a.b.c > d and (some x in a.list satisfies x.y = d and a.b.c = x) or date(e).year = 1");
}

TEST("no text whatever makes the compiler read outside it or leave without an answer")
{
    /* Every piece of a rule that uses the whole language, cut at every place and with every byte replaced. */
    static const char whole[] =
        "if some x in [1..3) satisfies not(x between a.b and -2 ** 3) then {k: @\"P1D\"}.k else starts with(\"đ\\n\", ?) in (< 5, \"a\")";
    struct rule_error error;
    const struct rule *rule;
    size_t refused = 0;
    for (size_t i = 0; i < sizeof whole - 1; i++) {
        char *cut = arena_strndup(a, whole, i);
        refused += rule_compile(a, cut, &rule, &error) != OK;
        for (int c = 1; c < 256; c += 7) {
            char *changed = arena_strdup(a, whole);
            changed[i] = (char)c;
            enum result r = rule_compile(a, changed, &rule, &error);
            CHECK(r == OK || (error.what && error.column > 0));
        }
    }
    CHECK(refused > sizeof whole / 2);
}
