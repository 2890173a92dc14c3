/* One mistake each, with the line and the words of the finding. */
#include "base/test.h"
#include "engines/workflow/fixture.h"

#define T(id) "<userTask id='" id "' name='n' tb:role='r' tb:unitKind='competent' tb:nationalStatus='2'/>\n"
#define F(id, from, to) "<sequenceFlow id='" id "' sourceRef='" from "' targetRef='" to "'/>\n"
#define IF(id, from, to, c)                                                                                                                \
    "<sequenceFlow id='" id "' sourceRef='" from "' targetRef='" to "'><conditionExpression>" c "</conditionExpression></sequenceFlow>\n"
#define ENDS "<startEvent id='s'/>\n<endEvent id='e'/>\n"
#define CHOICES(id, list)                                                                                                                  \
    "<userTask id='" id "' name='n' tb:role='r' tb:unitKind='competent' tb:nationalStatus='2'><extensionElements>" list                    \
    "</extensionElements></userTask>\n"
#define YES "<tb:outcome id='yes' label_vi='Có' kind='forward'/>"
#define NO "<tb:outcome id='no' label_vi='Không' kind='return'/>"

struct mistake {
    const char *body;
    int line;
    const char *element, *what;
};
static const struct mistake mistakes[] = {
    {ENDS T("t") "<serviceTask id='x'/>\n" F("1", "s", "t") F("2", "t", "e"), 5, "x", "the element serviceTask is not supported"},
    {ENDS T("t") F("1", "s", "t") F("2", "t", "nowhere"), 6, "2", "the flow leads to \"nowhere\", which does not exist"},
    {ENDS T("t") F("1", "", "t") F("2", "t", "e"), 5, "1", "the flow begins at \"\", which does not exist"},
    {ENDS T("t") T("t") F("1", "s", "t") F("2", "t", "e"), 5, "t", "this id is given twice"},
    {ENDS T("t") F("1", "s", "t") F("1", "t", "e"), 6, "1", "this id is given twice"},
    {"<endEvent id='e'/>\n" T("t") F("2", "t", "e"), 1, "p", "the workflow has no startEvent"},
    {"<startEvent id='s'/>\n<startEvent id='s2'/>\n<endEvent id='e'/>\n" T("t") F("1", "s", "t") F("3", "s2", "t") F("2", "t", "e"), 3,
     "s2", "a workflow has one start"},
    {ENDS T("t") T("u") F("1", "s", "t") F("2", "t", "e") F("3", "u", "e"), 5, "u", "no flow leads to this userTask"},
    {ENDS T("t") T("u") T("v") F("1", "s", "t") F("2", "t", "e") F("3", "u", "v") F("4", "v", "u"), 5, "u",
     "this userTask cannot be reached from the start"},
    {ENDS T("t") T("u") F("1", "s", "t") F("2", "t", "u") F("3", "u", "t"), 3, "e", "no flow leads to this endEvent"},
    {ENDS T("t") F("1", "s", "t"), 3, "e", "no flow leads to this endEvent"},
    {"<startEvent id='s'/>\n" T("t") T("u") F("1", "s", "t") F("2", "t", "u") F("3", "u", "t"), 2, "p", "the workflow has no endEvent"},
    {ENDS T("t") T("u") T("v") F("1", "s", "t") F("2", "t", "e") F("3", "t", "u") F("4", "u", "v") F("5", "v", "e"), 4, "t",
     "2 flows leave this userTask; put a gateway behind it"},
    {ENDS T("t") F("1", "s", "t") IF("2", "t", "e", "outcome = \"x\""), 6, "2",
     "only flows that leave an exclusive gateway have conditions"},
    {ENDS CHOICES("t", YES NO) "<exclusiveGateway id='g'/>\n" F("1", "s", "t") F("2", "t", "g") F("3", "g", "e")
         IF("4", "g", "t", "outcome = \"no\""),
     8, "3", "this flow leaves a choice and needs a condition, or must be its default"},
    {ENDS CHOICES("t", YES NO) "<exclusiveGateway id='g'/>\n" F("1", "s", "t") F("2", "t", "g") IF("3", "g", "e", "outcome = \"yes\"")
         IF("4", "g", "t", "outcome = \"nope\""),
     5, "g", "the outcome \"no\" of t leads nowhere here"},
    {ENDS CHOICES("t", YES NO) "<exclusiveGateway id='g'/>\n" F("1", "s", "t") F("2", "t", "g") IF("3", "g", "e", "outcome != \"no\"")
         IF("4", "g", "t", "outcome = \"yes\" or outcome = \"no\""),
     5, "g", "the outcome \"yes\" of t takes 2 ways here; only one may hold"},
    {ENDS CHOICES("t", YES) "<exclusiveGateway id='g'/>\n" F("1", "s", "t") F("2", "t", "g") IF("3", "g", "e", "outcome = \"yes\"")
         IF("4", "g", "t", "outcome = \"no\""),
     9, "4", "no outcome ever takes this way"},
    {ENDS CHOICES("t", YES NO) "<exclusiveGateway id='g'/>\n" F("1", "s", "t") F("2", "t", "g") IF("3", "g", "e", "area > 10")
         IF("4", "g", "t", "area &lt;= 10"),
     5, "g", "the outcome \"yes\" of t may find no way here: the conditions read the dossier, so a default flow is needed"},
    {ENDS T("t") "<exclusiveGateway id='g' default='9'/>\n" F("1", "s", "t") F("2", "t", "g") F("3", "g", "e"), 5, "g",
     "the default flow \"9\" does not leave this gateway"},
    {ENDS T("t") "<exclusiveGateway id='g'/>\n<exclusiveGateway id='h' default='6'/>\n" F("1", "s", "t") F("2", "t", "g") F("3", "g", "h")
         IF("4", "h", "g", "outcome = \"done\"") F("6", "h", "e"),
     5, "g", "a circle without a task: the outcome \"done\" of t would go round for ever"},
    {ENDS T("t") F("1", "s", "t") IF("2", "t", "e", "outcome =="), 6, "2", "the condition is no rule: column 10: a value is expected here"},
    {ENDS "<userTask id='t' name='n' tb:unitKind='competent'/>\n" F("1", "s", "t") F("2", "t", "e"), 4, "t",
     "a step needs tb:role: who does it"},
    {ENDS "<userTask id='t' name='n' tb:role='r'/>\n" F("1", "s", "t") F("2", "t", "e"), 4, "t",
     "a step needs tb:unitKind: where it is done (receiving, competent or a kind of unit)"},
    {ENDS "<userTask id='t' tb:role='r' tb:unitKind='competent'/>\n" F("1", "s", "t") F("2", "t", "e"), 4, "t", "a step needs a name"},
    {ENDS "<userTask id='t' name='n' tb:role='r' tb:unitKind='competent' tb:hoursDirect='eight'/>\n" F("1", "s", "t") F("2", "t", "e"), 4,
     "t", "hoursDirect must be hours like 8 or 1.5, not \"eight\""},
    {ENDS "<userTask id='t' name='n' tb:role='r' tb:unitKind='competent' tb:nationalStatus='5'/>\n" F("1", "s", "t") F("2", "t", "e"), 4,
     "t", "nationalStatus of a step is 2, 4, 6, 9 or 10, not \"5\""},
    {ENDS "<userTask id='t' name='n' tb:role='r' tb:unitKind='competent' tb:nationalStatus='10'/>\n" F("1", "s", "t") F("2", "t", "e"), 2,
     "p", "a step returns the result (status 10), but none says that it was processed (status 9)"},
    {ENDS CHOICES("t", "<tb:outcome id='y' label_vi='Y' kind='jump'/>") F("1", "s", "t") F("2", "t", "e"), 4, "t",
     "the outcome \"y\" has the unknown kind \"jump\""},
    {ENDS CHOICES("t", "<tb:outcome id='y' kind='forward'/>") F("1", "s", "t") F("2", "t", "e"), 4, "t",
     "the outcome \"y\" needs a label_vi"},
    {ENDS CHOICES("t", YES YES) F("1", "s", "t") F("2", "t", "e"), 4, "t", "the outcome \"yes\" is given twice"},
    {ENDS CHOICES("t", "<tb:outcome id='y' label_vi='Y' kind='refuse'/>") F("1", "s", "t") F("2", "t", "e"), 4, "t",
     "no outcome of this step goes on: one must be forward, return or finish"},
    {ENDS T("t") "<boundaryEvent id='b' "
                 "attachedToRef='e'><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>\n" F(
                     "1", "s", "t") F("2", "t", "e") F("3", "b", "e"),
     5, "b", "a boundary event stands on a user task; \"e\" is none"},
    {ENDS T("t") "<boundaryEvent id='b' attachedToRef='t'><messageEventDefinition/></boundaryEvent>\n" F("1", "s", "t") F("2", "t", "e")
         F("3", "b", "e"),
     5, "b", "messageEventDefinition inside boundaryEvent is not supported"},
    {ENDS T("t") "<intermediateCatchEvent id='b'><timerEventDefinition><timeDuration>1 "
                 "day</timeDuration></timerEventDefinition></intermediateCatchEvent>\n" F("1", "s", "t") F("2", "t", "b") F("3", "b", "e"),
     5, "b", "\"1 day\" is not a duration like P2D or PT8H"},
    {"<startEvent id='s'><messageEventDefinition/></startEvent>\n<endEvent id='e'/>\n" T("t") F("1", "s", "t") F("2", "t", "e"), 2, "s",
     "messageEventDefinition inside startEvent is not supported"},
    {ENDS T("t") F("1", "s", "t") F("2", "t", "e") F("3", "e", "t"), 3, "e", "no flow may leave an endEvent"},
    {ENDS T("t") F("1", "s", "t") F("2", "t", "s"), 2, "s", "no flow may lead to a startEvent"}};

static const struct workflow_finding *first_error(const struct workflow_report *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->findings[i].error)
            return &r->findings[i];
    return NULL;
}

TEST("a workflow with a mistake is refused with line, element and reason")
{
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        const char *file = bpmn_file(a, mistakes[i].body);
        const struct workflow *wf;
        struct workflow_report report;
        CHECK_INT(workflow_read(a, file, strlen(file), &wf, &report), PROBLEM_INVALID);
        CHECK(wf == NULL);
        const struct workflow_finding *f = first_error(&report);
        CHECK(f != NULL);
        CHECK_TEXT(f->what, mistakes[i].what);
        CHECK_TEXT(f->element, mistakes[i].element);
        if (f->line != mistakes[i].line)
            test_fail(__FILE__, __LINE__, "%s: line %d, not %d", f->what, f->line, mistakes[i].line);
        CHECK(!test_failed());
    }
}

TEST("several mistakes of one file are told at once")
{
    const char *file = bpmn_file(a, ENDS "<userTask id='t'/>\n<scriptTask id='x'/>\n" F("1", "s", "nowhere"));
    const struct workflow *wf;
    struct workflow_report report;
    CHECK_INT(workflow_read(a, file, strlen(file), &wf, &report), PROBLEM_INVALID);
    CHECK_INT(report.errors, 5); /* name, role, unitKind, scriptTask, flow */
}

TEST("what is not BPMN at all is refused by its root, and broken XML by its line")
{
    static const char *const files[] = {"<html/>",
                                        "<definitions/>",
                                        "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'/>",
                                        "<a",
                                        "",
                                        "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"};
    const struct workflow *wf;
    struct workflow_report report;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        CHECK_INT(workflow_read(a, files[i], strlen(files[i]), &wf, &report), PROBLEM_INVALID);
        CHECK_INT(report.errors, 1);
    }
}

TEST("roles, kinds of units and hours are checked against what the caller knows")
{
    const struct workflow *wf = bpmn_load(a, bpmn_usual);
    static const char *const roles[] = {"clerk"}, *const known_roles[] = {"officer"};
    struct workflow_report report = {0};
    workflow_check(a, wf, &(struct workflow_known){.role_count = 1, .roles = roles, .limit_minutes = -1}, &report);
    CHECK_INT(report.errors, 4);
    CHECK_TEXT(report.findings[0].what, "the role \"officer\" is not known");
    report = (struct workflow_report){0};
    CHECK_INT(workflow_minutes(wf, false), 8 * 60);
    CHECK_INT(workflow_minutes(wf, true), 7 * 60 + 30);
    workflow_check(a, wf, &(struct workflow_known){.role_count = 1, .roles = known_roles, .limit_minutes = 8 * 60}, &report);
    CHECK_INT(report.errors, 0);
    CHECK_INT(report.count, 1); /* online is shorter: a warning */
    CHECK_TEXT(report.findings[0].what, "the steps take 7.50 hours when sent online, the limit is 8.00");
    workflow_check(a, wf, &(struct workflow_known){.limit_minutes = 7 * 60}, &report);
    CHECK_INT(report.errors, 2);
}

TEST("a file with every byte changed or cut anywhere is refused or read, never more")
{
    const char *file = bpmn_file(a, bpmn_timers);
    size_t n = strlen(file);
    for (size_t i = 0; i < n; i += 3) {
        struct arena *one = arena_new(64 << 20);
        const struct workflow *wf;
        struct workflow_report report;
        char *changed = arena_strdup(one, file);
        changed[i] = "<>'&/ x"[i % 7];
        enum result r = workflow_read(one, changed, n, &wf, &report);
        bool agrees = (r == OK) == (wf != NULL) && (r == OK) == (report.errors == 0);
        r = workflow_read(one, file, i, &wf, &report);
        agrees = agrees && r != OK && report.errors > 0;
        arena_free(one);
        CHECK(agrees);
    }
}
