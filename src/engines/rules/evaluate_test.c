/* The language by examples: each line is a rule and its answer as rule_print() writes it. The answers are those of DMN 1.4 (chapter 10)
 * unless the comment says otherwise. */
#include "base/test.h"
#include "engines/rules/fixture.h"

struct example {
    const char *rule, *answer;
};

static const struct example examples[] = {
    /* literals and arithmetic */
    {"12", "12"},
    {"3.50", "3.5"},
    {".5", "0.5"},
    {"\"Đăng ký\"", "\"Đăng ký\""},
    {"\"a \\\"b\\\" \\\\ c\"", "\"a \\\"b\\\" \\\\ c\""},
    {"null", "null"},
    {"0.1 + 0.2", "0.3"},
    {"0.1 + 0.2 = 0.3", "true"},
    {"1 + 2 * 3", "7"},
    {"(1 + 2) * 3", "9"},
    {"10 - 4 - 3", "3"},
    {"8 / 4 / 2", "1"},
    {"2 ** 3", "8"},
    {"2 ** 3 ** 2", "64"}, /* from the left */
    {"-2 ** 2", "4"},      /* the sign binds first, DMN 1.4 grammar rule 4 */
    {"2 ** -2", "0.25"},
    {"1 / 3", "0.333333333"},
    {"2 / 3", "0.666666667"},
    {"1 - -1", "2"},
    {"999999999999999999 + 1", "1000000000000000000"},
    {"123456789.123456789 * 1000000", "123456789123456.789"},
    {"0.000000001 * 0.5", "0"},           /* half to even */
    {"0.000000003 * 0.5", "0.000000002"}, /* half to even */
    {"-0.5 * 3", "-1.5"},
    {"\"a\" + \"b\"", "\"ab\""},
    /* names, fields, lists */
    {"applicant.age", "57"},
    {"applicant.age + copies", "60"},
    {"số_bản * 2", "4"},
    {"scores[1]", "7"},
    {"scores[-1]", "4"},
    {"papers[2].pages", "5"},
    {"papers.pages", "[2, 5]"},
    {"sum(papers.pages)", "7"},
    {"{a: 1, b: {c: \"x\"}}.b.c", "\"x\""},
    {"[1, \"a\", [true]]", "[1, \"a\", [true]]"},
    {"[]", "[]"},
    /* comparing */
    {"applicant.age >= 57", "true"},
    {"applicant.age < 57", "false"},
    {"kind = \"death\"", "true"},
    {"kind != \"death\"", "false"},
    {"\"a\" < \"b\"", "true"},
    {"none = null", "true"},
    {"applicant.age = null", "false"},
    {"applicant.age != null", "true"},
    {"[1, 2] = [1, 2]", "true"},
    {"[1, 2] = [2, 1]", "false"},
    {"{a: 1, b: 2} = {b: 2, a: 1}", "true"},
    {"@\"2026-02-01\" > @\"2026-01-31\"", "true"},
    {"@\"P1D\" > @\"PT23H\"", "true"},
    /* between, in */
    {"applicant.age between 18 and 60", "true"},
    {"applicant.age between 57 and 57", "true"},
    {"applicant.age between 58 and 60 or yes", "true"},
    {"copies in [1..3]", "true"},
    {"copies in [1..3)", "false"},
    {"copies in (3..5]", "false"},
    {"copies in ]2..3]", "true"},
    {"copies in (1, 3, 5)", "true"},
    {"copies in (1, > 2)", "true"},
    {"copies in (< 2, > 7)", "false"},
    {"copies in [1, 2, 3]", "true"},
    {"copies in > 2", "true"},
    {"copies in (not(3))", "false"},
    {"copies in [1..2] and no", "false"},
    {"kind in (\"birth\", \"death\")", "true"},
    {"\"b\" in [\"a\"..\"c\"]", "true"},
    {"@\"2026-03-05\" in [@\"2026-01-01\"..@\"2026-12-31\"]", "true"},
    /* three-valued logic: the tables of DMN 1.4, 10.3.2.7 */
    {"yes and yes", "true"},
    {"yes and no", "false"},
    {"no and none", "false"},
    {"none and no", "false"},
    {"yes and none", "null"},
    {"none and none", "null"},
    {"yes or none", "true"},
    {"none or yes", "true"},
    {"no or none", "null"},
    {"no or no", "false"},
    {"no and 1", "false"},
    {"yes and 1", "null"}, /* what is not true or false counts as null */
    {"not(yes)", "false"},
    {"not(none)", "null"},
    {"yes or no and no", "true"}, /* and binds before or */
    /* if, some, every */
    {"if applicant.poor then 0 else 10000", "0"},
    {"if none then 1 else 2", "2"},
    {"if copies > 2 then \"many\" else if copies > 1 then \"some\" else \"one\"", "\"many\""},
    {"some p in papers satisfies p.pages > 4", "true"},
    {"every p in papers satisfies p.pages > 4", "false"},
    {"every p in empty satisfies p > 4", "true"},
    {"some p in [1, null] satisfies p > 4", "null"},
    {"some copies in [10] satisfies copies = 10", "true"}, /* the inner name hides the outer */
    /* text */
    {"contains(applicant.name, \"Thị\")", "true"},
    {"starts with(applicant.name, \"Nguyễn\")", "true"},
    {"starts  with (applicant.name, \"Trần\")", "false"},
    {"ends with(applicant.name, \"Lụa\")", "true"},
    {"upper case(\"đường\")", "\"ĐƯỜNG\""},
    {"lower case(\"ĐƯỜNG\")", "\"đường\""},
    {"string length(\"Lụa\")", "3"},
    {"substring(\"Nguyễn\", 5)", "\"ễn\""},
    {"substring(\"Nguyễn\", 1, 2)", "\"Ng\""},
    {"substring(\"Nguyễn\", -2, 1)", "\"ễ\""},
    {"substring(\"Nguyễn\", 9)", "\"\""},
    {"string(12.5)", "\"12.5\""},
    {"string(@\"2026-11-24\")", "\"2026-11-24\""},
    {"number(\"-12.5\") + 1", "-11.5"},
    /* numbers */
    {"floor(-1.5)", "-2"},
    {"ceiling(-1.5)", "-1"},
    {"floor(1.56, 1)", "1.5"},
    {"decimal(2.5, 0)", "2"},
    {"decimal(3.5, 0)", "4"},
    {"round half up(2.5, 0)", "3"},
    {"round half up(-2.5, 0)", "-3"},
    {"round half up(2.445, 2)", "2.45"},
    {"round up(2.1, 0)", "3"},
    {"round down(-2.9, 0)", "-2"},
    {"abs(-3)", "3"},
    {"modulo(-5, 3)", "1"},
    {"modulo(5, -3)", "-1"},
    {"modulo(7, 3)", "1"},
    {"min(3, 1, 2)", "1"},
    {"max(scores)", "9"},
    {"min(\"b\", \"a\")", "\"a\""},
    {"sum(scores)", "20"},
    {"mean(1, 2)", "1.5"},
    {"count(scores)", "3"},
    {"count(empty)", "0"},
    {"sum(empty)", "null"},
    {"all([true, null])", "null"},
    {"all([true, false, null])", "false"},
    {"any([false, null])", "null"},
    {"any([])", "false"},
    {"list contains(scores, 9)", "true"},
    {"list contains([null], null)", "true"},
    {"append([1], 2, 3)", "[1, 2, 3]"},
    {"concatenate([1], [], [2])", "[1, 2]"},
    {"is defined(applicant.phone)", "false"},
    {"is defined(applicant.age)", "true"},
    /* dates */
    {"date(\"2026-11-24\")", "date(\"2026-11-24\")"},
    {"date(2024, 2, 29)", "date(\"2024-02-29\")"},
    {"date(\"2026-01-31\") + duration(\"P1M\")", "date(\"2026-02-28\")"},
    {"duration(\"P1M\") + date(\"2026-01-31\")", "date(\"2026-02-28\")"},
    {"date(\"2026-03-31\") - duration(\"P1M\")", "date(\"2026-02-28\")"},
    {"date(\"2026-02-27\") + @\"P2D\"", "date(\"2026-03-01\")"},
    {"date(\"2026-03-01\") - date(\"2026-02-27\")", "duration(\"P2D\")"},
    {"(date(\"2026-03-01\") - date(\"2026-02-27\")).days", "2"},
    {"date(\"2026-11-24\").weekday", "2"},
    {"date(\"2026-11-24\").year * 100 + date(\"2026-11-24\").month", "202611"},
    {"years and months duration(date(applicant.birth), date(\"2026-03-04\"))", "duration(\"P56Y11M\")"},
    {"years and months duration(date(applicant.birth), date(\"2026-03-05\")).years >= 57", "true"},
    {"@\"P1Y2M\" + @\"P11M\"", "duration(\"P2Y1M\")"},
    {"@\"PT90M\"", "duration(\"PT1H30M\")"},
    {"-@\"P1D\"", "duration(\"-P1D\")"},
    {"@\"P1D\" * 1.5", "duration(\"P1DT12H\")"},
    {"@\"P3D\" / 2", "duration(\"P1DT12H\")"},
    {"@\"P3D\" / @\"P2D\"", "1.5"},
    {"@\"P1D\" = @\"PT24H\"", "true"},
    /* a fee as a province would write it */
    {"if applicant.poor or applicant.age >= 60 then 0 else copies * 8000", "0"},
    {"max(50000, round half up(area * rate * 1000000, -0))", "602500"},
};

TEST("the language answers as its examples say")
{
    struct rule_value answers = fixture_answers(a);
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        const struct rule *rule = NULL;
        struct rule_error error = {0};
        struct rule_outcome outcome;
        if (rule_compile(a, examples[i].rule, &rule, &error) != OK) {
            test_fail(__FILE__, __LINE__, "%s: column %d: %s", examples[i].rule, error.column, error.what);
            return;
        }
        CHECK_OK(rule_evaluate(rule, &answers, a, &outcome));
        const char *printed = rule_print(a, &outcome.value);
        if (strcmp(printed, examples[i].answer) != 0) {
            test_fail(__FILE__, __LINE__, "%s is %s, not %s (%s)", examples[i].rule, printed, examples[i].answer,
                      outcome.trouble.what ? outcome.trouble.what : "no trouble");
            return;
        }
        /* Explaining never changes an answer. */
        struct rule_outcome explained;
        CHECK_OK(rule_explain(rule, &answers, a, &explained));
        CHECK(rule_equal(&explained.value, &outcome.value));
    }
}

struct unanswered {
    const char *rule;
    int column;
    const char *why;
};

static const struct unanswered unanswereds[] = {{"applicant.phone", 1, "applicant.phone is not given"},
                                                {"1 + phone", 5, "phone is not given"},
                                                {"none.x", 1, "none.x is not given"},
                                                {"kind.x", 1, "a text has no field x"},
                                                {"1 + \"a\"", 1, "number + text cannot be computed"},
                                                {"1 < \"a\"", 1, "number < text cannot be computed"},
                                                {"1 = \"a\"", 1, "number = text cannot be computed"},
                                                {"2 * 1 / 0", 1, "division by zero"},
                                                {"10 ** 19", 1, "the number is too large"},
                                                {"999999999999999999 * 999999999999999999", 1, "the number is too large"},
                                                {"2 ** 0.5", 1, "a power is a whole number between -1000 and 1000"},
                                                {"scores[4]", 1, "the list has no such place"},
                                                {"scores[0]", 1, "the place in a list is a whole number other than 0"},
                                                {"date(\"2026-02-30\")", 1, "date takes \"2026-11-24\" or year, month and day that exist"},
                                                {"@\"2026-01-01\" + @\"PT1H\"", 1, "only whole days can be added to a date"},
                                                {"@\"9999-12-31\" + @\"P1D\"", 1, "a date lies between the years 1 and 9999"},
                                                {"@\"9999-12-31\" + @\"P999999999Y\"", 1, "a date lies between the years 1 and 9999"},
                                                {"@\"P1M\" + @\"P1D\"", 1, "duration of months + duration of days cannot be computed"},
                                                {"number(\"1,5\")", 1, "the text is not a number"},
                                                {"copies in [\"a\"..\"c\"]", 11, "the value cannot be compared with the ends of the range"},
                                                {"-kind", 1, "only a number or a duration has a negative"},
                                                {"some x in kind satisfies x", 1, "only a list can be searched"},
                                                {"sum([1, \"a\"])", 1, "sum takes numbers"}};

TEST("what cannot be computed is null, and the outcome says at which column and why")
{
    struct rule_value answers = fixture_answers(a);
    for (size_t i = 0; i < sizeof unanswereds / sizeof unanswereds[0]; i++) {
        const struct rule *rule = NULL;
        struct rule_error error;
        struct rule_outcome outcome;
        CHECK_OK(rule_compile(a, unanswereds[i].rule, &rule, &error));
        CHECK_OK(rule_evaluate(rule, &answers, a, &outcome));
        CHECK_INT(outcome.value.kind, RULE_NULL);
        CHECK_TEXT(outcome.trouble.what, unanswereds[i].why);
        CHECK_INT(outcome.trouble.column, unanswereds[i].column);
    }
}

TEST("an explanation shows what was compared, in the words of the rule")
{
    const struct rule *rule = NULL;
    struct rule_error error;
    struct rule_outcome outcome;
    struct rule_value answers = fixture_answers(a);
    CHECK_OK(rule_compile(a, "if applicant.age >= 60 or kind in (\"birth\") then 0 else copies * 8000", &rule, &error));
    CHECK_OK(rule_explain(rule, &answers, a, &outcome));
    CHECK_TEXT(rule_explain_text(a, &outcome), "applicant.age >= 60: 57 >= 60 → false\n"
                                               "kind in (\"birth\"): \"death\" in \"birth\" → false\n"
                                               "copies * 8000: 3 * 8000 → 24000\n");
    CHECK_OK(rule_compile(a, "contains(applicant.name, \"Thị\") and applicant.age between 18 and 60", &rule, &error));
    CHECK_OK(rule_explain(rule, &answers, a, &outcome));
    CHECK_TEXT(rule_explain_text(a, &outcome), "contains(applicant.name, \"Thị\"): contains(\"Nguyễn Thị Lụa\", \"Thị\") → true\n"
                                               "applicant.age between 18 and 60: 57 between 18 and 60 → true\n");
}

TEST("a rule that would run for ever long is stopped, whatever it was asked about")
{
    const struct rule *rule = NULL;
    struct rule_error error;
    struct rule_outcome outcome;
    struct rule_value items[1000];
    for (int i = 0; i < 1000; i++)
        items[i] = rule_number(i);
    struct rule_entry entry = {"l", rule_list(items, 1000)};
    struct rule_value context = rule_context(&entry, 1);
    CHECK_OK(rule_compile(a, "some x in l satisfies some y in l satisfies x + y < 0", &rule, &error));
    CHECK_INT(rule_evaluate(rule, &context, a, &outcome), PROBLEM_INVALID);
    CHECK_TEXT(outcome.trouble.what, "the rule takes too many steps");
    CHECK_INT(outcome.value.kind, RULE_NULL);
}

TEST("values go to JSON and back without losing a digit")
{
    struct rule_value answers = fixture_answers(a);
    json_t *json = rule_to_json(&answers);
    struct rule_value back = rule_from_json(a, json);
    json_decref(json);
    CHECK(rule_equal(&answers, &back));
    struct rule_value date = rule_date((struct date){2026, 11, 24});
    json = rule_to_json(&date);
    CHECK_TEXT(json_string_value(json), "2026-11-24");
    json_decref(json);
    struct rule_value d = rule_decimal_value(15, 10);
    CHECK_TEXT(rule_print(a, &d), "1.5");
    int64_t whole;
    CHECK(!rule_whole(&d, &whole));
    CHECK_INT(rule_number(INT64_MAX).kind, RULE_NULL);
}
