#include "base/test.h"
#include "engines/rules/fixture.h"

/* As dmn-js writes it: namespaces of DMN 1.3, an empty entry for "any", annotations and a diagram that are passed over. */
static const char file[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" xmlns:dmndi=\"https://www.omg.org/spec/DMN/20191111/DMNDI/\" "
    "id=\"d\">\n"
    "<decision id=\"fee\" name=\"Fee\"><informationRequirement id=\"r\"/>\n"
    "<decisionTable id=\"t\" hitPolicy=\"FIRST\">\n"
    "<input id=\"i1\" label=\"Kind\"><inputExpression id=\"e1\" typeRef=\"string\"><text>kind</text></inputExpression></input>\n"
    "<input id=\"i2\"><inputExpression id=\"e2\" typeRef=\"number\"><text>applicant.age</text></inputExpression></input>\n"
    "<output id=\"o1\" name=\"fee\" typeRef=\"number\"><defaultOutputEntry><text>8000</text></defaultOutputEntry></output>\n"
    "<rule id=\"r1\"><inputEntry id=\"a\"><text>\"birth\"</text></inputEntry><inputEntry id=\"b\"><text></text></inputEntry>\n"
    "<outputEntry id=\"c\"><text>0</text></outputEntry></rule>\n"
    "<rule id=\"r2\"><description>old people</description><inputEntry id=\"a2\"><text/></inputEntry>\n"
    "<inputEntry id=\"b2\"><text>&gt;= 60</text></inputEntry><outputEntry id=\"c2\"><text>0</text></outputEntry></rule>\n"
    "<rule id=\"r3\"><inputEntry id=\"a3\"><text>\"death\"</text></inputEntry><inputEntry id=\"b3\"><text>-</text></inputEntry>\n"
    "<outputEntry id=\"c3\"><text>copies * 5000</text></outputEntry><annotationEntry><text>x</text></annotationEntry></rule>\n"
    "</decisionTable></decision><dmndi:DMNDI/></definitions>";

static char *replaced(struct arena *a, const char *what, const char *with)
{
    const char *at = strstr(file, what);
    must(at != NULL);
    return arena_printf(a, "%.*s%s%s", (int)(at - file), file, with, at + strlen(what));
}

TEST("a decision table drawn in a DMN editor answers as it was drawn")
{
    const struct decision *d = NULL;
    struct decision_error error;
    struct decision_outcome outcome;
    struct rule_value answers = fixture_answers(a);
    CHECK_OK(decision_read(a, file, strlen(file), NULL, &d, &error));
    CHECK_TEXT(decision_name(d), "Fee");
    CHECK_OK(decision_evaluate(d, &answers, a, &outcome));
    CHECK_TEXT(rule_print(a, &outcome.value), "15000");
    CHECK_INT(outcome.rows[0], 3);
    const struct rule *const *inputs;
    CHECK_INT(decision_inputs(d, &inputs), 2);
    CHECK_TEXT(rule_source(inputs[1]), "applicant.age");
    const char *other = replaced(a, "\"death\"", "\"marriage\"");
    CHECK_OK(decision_read(a, other, strlen(other), "fee", &d, &error));
    CHECK_OK(decision_evaluate(d, &answers, a, &outcome));
    CHECK_TEXT(rule_print(a, &outcome.value), "8000");
}

TEST("a collected sum is read from its aggregation")
{
    const struct decision *d = NULL;
    struct decision_error error;
    struct decision_outcome outcome;
    struct rule_value answers = fixture_answers(a);
    const char *sum = replaced(a, "hitPolicy=\"FIRST\"", "hitPolicy=\"COLLECT\" aggregation=\"SUM\"");
    CHECK_OK(decision_read(a, sum, strlen(sum), NULL, &d, &error));
    CHECK_OK(decision_evaluate(d, &answers, a, &outcome));
    CHECK_TEXT(rule_print(a, &outcome.value), "15000");
}

struct mistake {
    const char *what, *with, *why;
    int line;
};
static const struct mistake mistakes[] = {
    {"https://www.omg.org/spec/DMN/20191111/MODEL/", "urn:other", "this is not a DMN file: the root must be definitions", 2},
    {"hitPolicy=\"FIRST\"", "hitPolicy=\"PRIORITY\"", "the hit policy PRIORITY is not supported", 4},
    {"<inputEntry id=\"b\"><text></text></inputEntry>", "", "this rule has not as many entries as the table has columns", 8},
    {"&gt;= 60", "&gt;=", "the rule ends too early: a value is missing", 10},
    {"<text>kind</text>", "<text>kind +</text>", "the rule ends too early: a value is missing", 4},
    {"decisionTable id=\"t\"", "literalExpression id=\"t\"", NULL, 0},
    {"<decision id=\"fee\"", "<decision id=\"x\"/><decision id=\"fee\"", "the file has several decisions; say which", 2}};

TEST("a mistake in a DMN file is told with its line")
{
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        const struct decision *d = NULL;
        struct decision_error error;
        const char *changed = replaced(a, mistakes[i].what, mistakes[i].with);
        CHECK_INT(decision_read(a, changed, strlen(changed), NULL, &d, &error), PROBLEM_INVALID);
        CHECK(error.what != NULL);
        if (!mistakes[i].why)
            continue; /* not even XML any more: the words are those of the XML reader */
        CHECK_TEXT(error.what, mistakes[i].why);
        CHECK_INT(error.line, mistakes[i].line);
    }
    const struct decision *d = NULL;
    struct decision_error error;
    CHECK_INT(decision_read(a, file, strlen(file), "other", &d, &error), PROBLEM_INVALID);
    CHECK_TEXT(error.what, "there is no such decision");
}
