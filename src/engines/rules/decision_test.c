#include "base/test.h"
#include "engines/rules/fixture.h"

/* A fee by kind, age and copies, as a resolution of a council would put it. */
static const char *const inputs[] = {"kind", "applicant.age", "copies"};
static const char *const outputs[] = {"fee"};
static const char *const cells[] = {
    "\"birth\"",
    "-",
    "-",
    "0", /* 1 */
    "\"death\", \"marriage\"",
    ">= 60",
    "-",
    "0", /* 2 */
    "\"death\"",
    "< 60",
    "[1..2]",
    "5000", /* 3 */
    "\"death\"",
    "[18..60)",
    "> 2",
    "5000 + (copies - 2) * 2000", /* 4 */
    "not(\"birth\", \"death\")",
    "-",
    "-",
    "8000", /* 5 */
};
static const int lines[] = {11, 12, 13, 14, 15};

static struct decision_source table(void)
{
    return (struct decision_source){.name = "fee",
                                    .hit = DECISION_UNIQUE,
                                    .input_count = 3,
                                    .inputs = inputs,
                                    .output_count = 1,
                                    .outputs = outputs,
                                    .row_count = 5,
                                    .cells = cells,
                                    .lines = lines};
}

TEST("a table answers with the one row that holds")
{
    struct rule_value answers = fixture_answers(a);
    struct decision_source source = table();
    const struct decision *d = NULL;
    struct decision_error error;
    struct decision_outcome outcome;
    CHECK_OK(decision_compile(a, &source, &d, &error));
    CHECK_OK(decision_explain(d, &answers, a, &outcome));
    CHECK_TEXT(rule_print(a, &outcome.value), "7000");
    CHECK_INT(outcome.row_count, 1);
    CHECK_INT(outcome.rows[0], 4);
    CHECK_TEXT(outcome.explanation, "row 1: kind is \"death\", not \"birth\"\n"
                                    "row 2: applicant.age is 57, not >= 60\n"
                                    "row 3: copies is 3, not [1..2]\n"
                                    "row 4: holds\n"
                                    "row 5: kind is \"death\", not not(\"birth\", \"death\")\n");
}

struct hit_case {
    const char *policy, *answer, *trouble;
};
static const struct hit_case hit_cases[] = {{"UNIQUE", "null", "rows 1 and 3 both hold, but only one may"},
                                            {"FIRST", "10", NULL},
                                            {"ANY", "null", "rows 1 and 3 both hold with different answers"},
                                            {"COLLECT", "[10, 20]", NULL},
                                            {"C+", "30", NULL},
                                            {"C<", "10", NULL},
                                            {"C>", "20", NULL},
                                            {"C#", "2", NULL}};

TEST("the hit policy says what several rows mean")
{
    static const char *const one_input[] = {"copies"}, *const rows[] = {"3", "10", "4", "15", "> 2", "20"};
    struct rule_value answers = fixture_answers(a);
    for (size_t i = 0; i < sizeof hit_cases / sizeof hit_cases[0]; i++) {
        struct decision_source source = {
            .name = "t", .input_count = 1, .inputs = one_input, .output_count = 1, .outputs = outputs, .row_count = 3, .cells = rows};
        const struct decision *d = NULL;
        struct decision_error error;
        struct decision_outcome outcome;
        CHECK(decision_hit_parse(hit_cases[i].policy, &source.hit));
        CHECK_OK(decision_compile(a, &source, &d, &error));
        CHECK_OK(decision_evaluate(d, &answers, a, &outcome));
        CHECK_TEXT(rule_print(a, &outcome.value), hit_cases[i].answer);
        CHECK_TEXT(outcome.trouble, hit_cases[i].trouble);
    }
}

TEST("when no row holds the default is the answer, and null where there is none")
{
    static const char *const one_input[] = {"copies"}, *const rows[] = {"100", "1", "\"a\""}, *const two[] = {"fee", "why"};
    static const char *const defaults[] = {"copies * 2", "\"usual\""};
    struct rule_value answers = fixture_answers(a);
    struct decision_source source = {.name = "t",
                                     .hit = DECISION_UNIQUE,
                                     .input_count = 1,
                                     .inputs = one_input,
                                     .output_count = 2,
                                     .outputs = two,
                                     .defaults = defaults,
                                     .row_count = 1,
                                     .cells = rows};
    const struct decision *d = NULL;
    struct decision_error error;
    struct decision_outcome outcome;
    CHECK_OK(decision_compile(a, &source, &d, &error));
    CHECK_OK(decision_evaluate(d, &answers, a, &outcome));
    CHECK_TEXT(rule_print(a, &outcome.value), "{fee: 6, why: \"usual\"}");
    source.defaults = NULL;
    CHECK_OK(decision_compile(a, &source, &d, &error));
    CHECK_OK(decision_evaluate(d, &answers, a, &outcome));
    CHECK_INT(outcome.value.kind, RULE_NULL);
    CHECK_INT(outcome.row_count, 0);
}

TEST("an input that was not given holds only where the cell is - or asks for null, and the outcome says which input")
{
    static const char *const one_input[] = {"applicant.phone"}, *const rows[] = {"\"x\"", "1", "< 5", "2", "null", "3"};
    struct rule_value answers = fixture_answers(a);
    struct decision_source source = {.name = "t",
                                     .hit = DECISION_COLLECT,
                                     .input_count = 1,
                                     .inputs = one_input,
                                     .output_count = 1,
                                     .outputs = outputs,
                                     .row_count = 3,
                                     .cells = rows};
    const struct decision *d = NULL;
    struct decision_error error;
    struct decision_outcome outcome;
    CHECK_OK(decision_compile(a, &source, &d, &error));
    CHECK_OK(decision_evaluate(d, &answers, a, &outcome));
    CHECK_TEXT(rule_print(a, &outcome.value), "[3]");
    CHECK_TEXT(outcome.trouble, "input 1: applicant.phone is not given");
}

TEST("a cell may ask about its input in words of its own")
{
    static const char *const one_input[] = {"applicant.name"}, *const rows[] = {"starts with(?, \"Nguyễn\") and string length(?) > 5", "1"};
    struct rule_value answers = fixture_answers(a);
    struct decision_source source = {.name = "t",
                                     .hit = DECISION_UNIQUE,
                                     .input_count = 1,
                                     .inputs = one_input,
                                     .output_count = 1,
                                     .outputs = outputs,
                                     .row_count = 1,
                                     .cells = rows};
    const struct decision *d = NULL;
    struct decision_error error;
    struct decision_outcome outcome;
    CHECK_OK(decision_compile(a, &source, &d, &error));
    CHECK_OK(decision_evaluate(d, &answers, a, &outcome));
    CHECK_TEXT(rule_print(a, &outcome.value), "1");
}

TEST("a mistake in a table is refused with row, line, cell and column")
{
    const char *bad[20];
    struct decision_source source = table();
    const struct decision *d = NULL;
    struct decision_error error;
    memcpy(bad, cells, sizeof cells);
    bad[2 * 4 + 2] = "[1..";
    source.cells = bad;
    CHECK_INT(decision_compile(a, &source, &d, &error), PROBLEM_INVALID);
    CHECK_INT(error.row, 3);
    CHECK_INT(error.line, 13);
    CHECK_INT(error.cell, 3);
    CHECK_INT(error.column, 5);
    bad[2 * 4 + 2] = "";
    CHECK_INT(decision_compile(a, &source, &d, &error), PROBLEM_INVALID);
    CHECK_TEXT(error.what, "an empty cell is written -");
    source = table();
    source.output_count = 0;
    CHECK_INT(decision_compile(a, &source, &d, &error), PROBLEM_INVALID);
    CHECK_TEXT(error.what, "a table needs an output");
    enum decision_hit hit;
    CHECK(!decision_hit_parse("OUTPUT ORDER", &hit));
}
