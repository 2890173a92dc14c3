#include "base/test.h"
#include "engines/workflow/fixture.h"

TEST("a state goes to text and back and works on as before")
{
    struct play p;
    play_begin(&p, a, bpmn_parallel, true);
    CHECK_OK(play_outcome(&p, "receive", "complete"));
    CHECK_OK(play_outcome(&p, "c", "paid"));
    CHECK_OK(play_outcome(&p, "a", "missing"));
    const char *text = workflow_state_print(a, p.wf, &p.change.state);
    struct workflow_state back;
    const char *why = NULL;
    CHECK_OK(workflow_state_read(a, p.wf, text, &back, &why));
    CHECK_TEXT(workflow_state_print(a, p.wf, &back), text);
    p.change.state = back;
    CHECK_OK(play_answer(&p, "a"));
    CHECK_OK(play_outcome(&p, "a", "pass"));
    CHECK_OK(play_outcome(&p, "b", "pass"));
    CHECK_TEXT(play_open(&p), "give");
}

struct unfit {
    const char *text, *why;
};
static const struct unfit unfits[] = {
    {"{\"phase\":\"running\",\"status\":4,\"tasks\":[{\"n\":1,\"step\":\"gone\"}]}",
     "The kept state does not fit this workflow: there is no step gone"},
    {"{\"phase\":\"running\",\"status\":4,\"tasks\":[{}]}", "The kept state does not fit this workflow: there is no step "},
    {"{\"phase\":\"running\",\"status\":4,\"tokens\":[\"f99\"]}", "The kept state does not fit this workflow: there is no flow f99"},
    {"{\"phase\":\"running\",\"status\":4,\"timers\":[{\"event\":\"receive\"}]}",
     "The kept state does not fit this workflow: there is no timer receive"},
    {"{\"phase\":\"running\",\"status\":4,\"stopped\":[7]}", "The kept state does not fit this workflow: there is no step "},
    {"{\"phase\":\"asleep\",\"status\":4}", "The kept state does not fit this workflow: its phase is unknown"},
    {"{\"phase\":\"running\",\"status\":40}", "The kept state does not fit this workflow: its status is unknown"}};

TEST("a text that does not fit the workflow is refused and says why")
{
    const struct workflow *wf = bpmn_load(a, bpmn_usual);
    struct workflow_state state;
    const char *why = NULL;
    for (size_t i = 0; i < sizeof unfits / sizeof unfits[0]; i++) {
        CHECK_INT(workflow_state_read(a, wf, unfits[i].text, &state, &why), PROBLEM_INVALID);
        CHECK_TEXT(why, unfits[i].why);
    }
    CHECK_INT(workflow_state_read(a, wf, "not json", &state, &why), PROBLEM_INVALID);
    CHECK_INT(workflow_state_read(a, wf, "", &state, &why), PROBLEM_INVALID);
}

TEST("durations are read as ISO 8601 writes them, parts in order and once")
{
    static const struct {
        const char *text;
        bool good;
        struct workflow_duration d;
    } cases[] = {{"PT8H", true, {0, 0, 0, 8, 0}},
                 {"P2D", true, {0, 0, 2, 0, 0}},
                 {"P1Y2M3DT4H5M", true, {1, 2, 3, 4, 5}},
                 {"PT90M", true, {0, 0, 0, 0, 90}},
                 {"P", false, {0}},
                 {"PT", false, {0}},
                 {"P1DT", false, {0}},
                 {"8H", false, {0}},
                 {"PT8", false, {0}},
                 {"PT1H1H", false, {0}},
                 {"PT1M1H", false, {0}},
                 {"P1H", false, {0}},
                 {"PT1S", false, {0}},
                 {"P-1D", false, {0}},
                 {"P1D ", false, {0}},
                 {"P9999999D", false, {0}},
                 {"", false, {0}}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct workflow_duration d = {0};
        if (workflow_duration_parse(cases[i].text, &d) != cases[i].good)
            test_fail(__FILE__, __LINE__, "%s", cases[i].text);
        CHECK(!test_failed());
        CHECK(memcmp(&d, &cases[i].d, sizeof d) == 0);
    }
    CHECK(!workflow_duration_parse(NULL, &(struct workflow_duration){0}));
}
