#include "base/clock.h"
#include "base/test.h"
#include "engines/workflow/fixture.h"

TEST("a dossier goes from start to end, and each event says what it did")
{
    struct play p;
    play_begin(&p, a, bpmn_usual, false);
    CHECK_TEXT(play_effects(&p), "+receive");
    CHECK_INT(p.change.state.status, STATUS_NEW);
    CHECK_OK(play_outcome(&p, "receive", "complete"));
    CHECK_TEXT(play_effects(&p), "-receive 1>2 +review 2>4");
    CHECK_OK(play_outcome(&p, "review", "pass"));
    CHECK_TEXT(play_effects(&p), "-review +sign");
    CHECK_OK(play_outcome(&p, "sign", "signed"));
    CHECK_TEXT(play_effects(&p), "-sign 4>9 +give");
    CHECK_OK(play_outcome(&p, "give", "given"));
    CHECK_TEXT(play_effects(&p), "-give 9>10 ended:finished");
    CHECK_INT(p.change.state.phase, WORKFLOW_FINISHED);
    CHECK_INT(play_outcome(&p, "give", "given"), PROBLEM_NOT_NOW);
    CHECK_TEXT(p.why, "The dossier has ended; nothing more can be done in it");
}

TEST("the choice of an officer decides the way at a gateway; going back from a made result says so")
{
    struct play p;
    play_begin(&p, a, bpmn_usual, false);
    CHECK_OK(play_outcome(&p, "receive", "complete"));
    CHECK_OK(play_outcome(&p, "review", "pass"));
    CHECK_OK(play_outcome(&p, "sign", "back"));
    CHECK_TEXT(play_effects(&p), "-sign 4>9 +review 9>4");
    CHECK_TEXT(play_open(&p), "review");
    CHECK_INT(play_task(&p, "review"), 4); /* numbers are never used twice */
}

TEST("a supplement stands the clock still, gives the task back to the same officer and moves its due moment")
{
    struct play p;
    play_begin(&p, a, bpmn_usual, false);
    CHECK_OK(play_outcome(&p, "receive", "complete"));
    int number = play_task(&p, "review");
    int64_t due = workflow_task_find(&p.change.state, number)->due;
    CHECK_INT(due, p.at + 4 * HOUR);
    CHECK_OK(play_outcome(&p, "review", "missing"));
    CHECK_TEXT(play_effects(&p), "waits:review 4>5 pause");
    CHECK_INT(p.change.state.phase, WORKFLOW_WAITING);
    CHECK(p.change.state.clock_stands);
    CHECK_INT(play_outcome(&p, "review", "pass"), PROBLEM_NOT_NOW);
    CHECK_TEXT(p.why, "The applicant has not answered yet; this step waits");
    CHECK_INT(play_outcome(&p, "review", "missing"), PROBLEM_NOT_NOW);
    CHECK_TEXT(p.why, "A supplement has been asked for already and is still awaited");
    p.at += 50 * HOUR;
    CHECK_OK(play_answer(&p, "review"));
    CHECK_TEXT(play_effects(&p), "5>4 resume goes on:review");
    CHECK_INT(play_task(&p, "review"), number);
    CHECK_INT(workflow_task_find(&p.change.state, number)->due, due + 53 * HOUR); /* two refused clicks took an hour each */
    CHECK_INT(p.change.state.supplements, 1);
    CHECK_INT(play_answer(&p, "review"), PROBLEM_NOT_NOW);
}

TEST("before reception a supplement leads back to new, and a refusal means not received; after it, stopped")
{
    struct play p;
    play_begin(&p, a, bpmn_usual, false);
    CHECK_OK(play_outcome(&p, "receive", "missing"));
    CHECK_TEXT(play_effects(&p), "waits:receive 1>5 pause");
    CHECK_OK(play_answer(&p, "receive"));
    CHECK_TEXT(play_effects(&p), "5>1 resume goes on:receive");
    CHECK_OK(play_outcome(&p, "receive", "no"));
    CHECK_TEXT(play_effects(&p), "-receive 1>3 ended:refused");
    play_begin(&p, a, bpmn_usual, false);
    CHECK_OK(play_outcome(&p, "receive", "missing"));
    CHECK_OK(play_outcome(&p, "receive", "no")); /* not answered in time */
    CHECK_TEXT(play_effects(&p), "-receive 5>3 resume ended:refused");
    play_begin(&p, a, bpmn_usual, false);
    CHECK_OK(play_outcome(&p, "receive", "complete"));
    CHECK_OK(play_outcome(&p, "review", "no"));
    CHECK_TEXT(play_effects(&p), "-review 4>8 ended:refused");
}

TEST("a stopped dossier can be restored to where it was, or its papers returned; nothing else")
{
    struct play p;
    play_begin(&p, a, bpmn_usual, false);
    CHECK_OK(play_outcome(&p, "receive", "complete"));
    CHECK_OK(play_outcome(&p, "review", "halt"));
    CHECK_TEXT(play_effects(&p), "-review 4>8 ended:stopped");
    CHECK_INT(play_event(&p, (struct workflow_event){.kind = WORKFLOW_WITHDRAWN_BY_APPLICANT}), PROBLEM_NOT_NOW);
    struct play other = p;
    CHECK_OK(play_event(&p, (struct workflow_event){.kind = WORKFLOW_RESTORED}));
    CHECK_TEXT(play_effects(&p), "8>4 +review");
    CHECK_INT(play_event(&p, (struct workflow_event){.kind = WORKFLOW_RESTORED}), PROBLEM_NOT_NOW);
    CHECK_OK(play_event(&other, (struct workflow_event){.kind = WORKFLOW_PAPERS_RETURNED}));
    CHECK_TEXT(play_effects(&other), "8>10");
    CHECK_INT(play_event(&other, (struct workflow_event){.kind = WORKFLOW_RESTORED}), PROBLEM_NOT_NOW);
    CHECK_INT(play_event(&other, (struct workflow_event){.kind = WORKFLOW_PAPERS_RETURNED}), PROBLEM_NOT_NOW);
}

TEST("a result that nobody collects is put away and stays processed; it can be taken out again")
{
    struct play p;
    play_begin(&p, a, bpmn_usual, false);
    CHECK_OK(play_outcome(&p, "receive", "complete"));
    CHECK_OK(play_outcome(&p, "review", "pass"));
    CHECK_OK(play_outcome(&p, "sign", "signed"));
    CHECK_OK(play_outcome(&p, "give", "put-away"));
    CHECK_TEXT(play_effects(&p), "-give ended:stopped");
    CHECK_INT(p.change.state.status, STATUS_PROCESSED);
    CHECK_OK(play_event(&p, (struct workflow_event){.kind = WORKFLOW_RESTORED}));
    CHECK_OK(play_outcome(&p, "give", "given"));
    CHECK_TEXT(play_effects(&p), "-give 9>10 ended:finished");
}

TEST("an applicant withdraws while nothing is signed, not after")
{
    struct play p;
    play_begin(&p, a, bpmn_usual, false);
    CHECK_OK(play_outcome(&p, "receive", "complete"));
    CHECK_OK(play_outcome(&p, "review", "missing"));
    struct play other = p;
    CHECK_OK(play_event(&p, (struct workflow_event){.kind = WORKFLOW_WITHDRAWN_BY_APPLICANT}));
    CHECK_TEXT(play_effects(&p), "xreview 5>7 resume ended:withdrawn");
    CHECK_OK(play_answer(&other, "review"));
    CHECK_OK(play_outcome(&other, "review", "pass"));
    CHECK_OK(play_outcome(&other, "sign", "signed"));
    CHECK_INT(play_event(&other, (struct workflow_event){.kind = WORKFLOW_WITHDRAWN_BY_APPLICANT}), PROBLEM_NOT_NOW);
}

TEST("an extension sets a new date in the future and leaves the task open")
{
    struct play p;
    play_begin(&p, a, bpmn_usual, false);
    CHECK_OK(play_outcome(&p, "receive", "complete"));
    struct workflow_event later = {.kind = WORKFLOW_COMPLETED, .task = play_task(&p, "review"), .outcome = "later", .date = p.at};
    CHECK_INT(play_event(&p, later), PROBLEM_INVALID);
    later.date = p.at + 100 * HOUR;
    CHECK_OK(play_event(&p, later));
    CHECK_TEXT(play_effects(&p), "date");
    CHECK_INT(p.change.state.new_date, later.date);
    CHECK_INT(p.change.state.extensions, 1);
    CHECK_TEXT(play_open(&p), "review");
}

TEST("branches run side by side and join when all have come; payment holds the clock until it is made")
{
    struct play p;
    play_begin(&p, a, bpmn_parallel, false);
    CHECK_OK(play_outcome(&p, "receive", "complete"));
    CHECK_TEXT(play_effects(&p), "-receive 1>2 +a 2>4 +b +c 4>6 pause");
    CHECK_OK(play_outcome(&p, "b", "pass"));
    CHECK_TEXT(play_effects(&p), "-b");
    CHECK_INT(play_outcome(&p, "a", "missing"), PROBLEM_NOT_NOW); /* 6 -> 5 is no move */
    CHECK_OK(play_outcome(&p, "c", "paid"));
    CHECK_TEXT(play_effects(&p), "-c 6>4 resume");
    CHECK_INT(p.change.state.token_count, 2);
    CHECK_OK(play_outcome(&p, "a", "pass"));
    CHECK_TEXT(play_effects(&p), "-a +give");
    CHECK_INT(p.change.state.token_count, 0);
    CHECK_OK(play_outcome(&p, "give", "given"));
    CHECK_TEXT(play_effects(&p), "-give 4>9 ended:finished");
}

TEST("while one branch waits for the applicant no other branch changes the status, and a stop cancels all of them")
{
    struct play p;
    play_begin(&p, a, bpmn_parallel, false);
    CHECK_OK(play_outcome(&p, "receive", "complete"));
    CHECK_OK(play_outcome(&p, "c", "paid"));
    CHECK_OK(play_outcome(&p, "b", "missing"));
    CHECK_OK(play_outcome(&p, "a", "halt"));
    CHECK_TEXT(play_effects(&p), "-a xb 5>8 resume ended:stopped");
    CHECK_OK(play_event(&p, (struct workflow_event){.kind = WORKFLOW_RESTORED}));
    CHECK_TEXT(play_open(&p), "a b");
    CHECK_OK(play_outcome(&p, "a", "pass"));
    CHECK_OK(play_outcome(&p, "b", "pass"));
    CHECK_TEXT(play_open(&p), "give"); /* the payment that was made before the stop still counts */
}

static int timer_of(const struct play *p, const char *event)
{
    for (size_t i = 0; i < p->change.state.timer_count; i++)
        if (strcmp(p->change.state.timers[i].event, event) == 0)
            return p->change.state.timers[i].number;
    return 0;
}

TEST("a timer that interrupts takes the task away, one that does not adds a task, and a done task clears both")
{
    struct play p;
    play_begin(&p, a, bpmn_timers, false);
    CHECK_TEXT(play_effects(&p), "+receive timer timer");
    CHECK_INT(p.change.state.timers[0].due, p.at + 8 * HOUR);
    CHECK_INT(p.change.state.timers[1].due, p.at + 4 * HOUR);
    CHECK_OK(play_event(&p, (struct workflow_event){.kind = WORKFLOW_TIMER, .task = timer_of(&p, "soon")}));
    CHECK_TEXT(play_open(&p), "receive remind");
    struct play done = p;
    CHECK_OK(play_event(&p, (struct workflow_event){.kind = WORKFLOW_TIMER, .task = timer_of(&p, "late")}));
    CHECK_TEXT(play_effects(&p), "xreceive +check 1>2 2>4");
    CHECK_OK(play_outcome(&done, "receive", "complete"));
    CHECK_TEXT(play_effects(&done), "-receive no timer 1>2 timer");
    CHECK_INT(play_event(&done, (struct workflow_event){.kind = WORKFLOW_TIMER, .task = 2}), PROBLEM_NOT_NOW);
    CHECK_TEXT(done.why, "This timer is no longer set");
    CHECK_OK(play_outcome(&done, "remind", "done"));
    CHECK_INT(done.change.state.phase, WORKFLOW_RUNNING); /* the posting still runs */
    CHECK_OK(play_event(&done, (struct workflow_event){.kind = WORKFLOW_TIMER, .task = timer_of(&done, "posted")}));
    CHECK_TEXT(play_open(&done), "give");
}

TEST("a timer that takes a waiting task away ends the waiting")
{
    struct play p;
    play_begin(&p, a, bpmn_timers, false);
    CHECK_OK(play_outcome(&p, "receive", "missing"));
    CHECK_OK(play_event(&p, (struct workflow_event){.kind = WORKFLOW_TIMER, .task = timer_of(&p, "late")}));
    CHECK_TEXT(play_effects(&p), "xreceive no timer 5>1 resume +check 1>2 2>4");
    CHECK_INT(p.change.state.phase, WORKFLOW_RUNNING);
}

TEST("the channel decides which hours a step has")
{
    struct play p;
    play_begin(&p, a, bpmn_usual, true);
    CHECK_INT(p.change.state.tasks[0].due, p.at + 30 * MINUTE);
    play_begin(&p, a, bpmn_usual, false);
    CHECK_INT(p.change.state.tasks[0].due, p.at + HOUR);
}

TEST("what does not fit is refused and nothing has happened")
{
    struct play p;
    play_begin(&p, a, bpmn_usual, false);
    CHECK_INT(play_outcome(&p, "receive", "pass"), PROBLEM_INVALID);
    CHECK_TEXT(p.why, "This step has no such outcome");
    CHECK_INT(play_outcome(&p, "review", "pass"), PROBLEM_NOT_NOW);
    CHECK_TEXT(p.why, "This task is no longer open");
    CHECK_INT(play_event(&p, (struct workflow_event){.kind = WORKFLOW_STARTED}), PROBLEM_INVALID);
    p.at -= 100 * HOUR;
    CHECK_INT(play_outcome(&p, "receive", "complete"), PROBLEM_INVALID);
    CHECK_TEXT(p.why, "An event cannot lie before the one that came before it");
    CHECK_TEXT(play_open(&p), "receive");
    CHECK_INT(p.change.state.events, 1);
}

TEST("conditions may ask the data of the dossier when a default way exists")
{
    static const char body[] =
        "<startEvent id='s'/><userTask id='t' name='t' tb:role='r' tb:unitKind='competent' tb:nationalStatus='2'/>"
        "<userTask id='big' name='t' tb:role='r' tb:unitKind='competent'/><userTask id='small' name='t' tb:role='r' "
        "tb:unitKind='competent'/>"
        "<exclusiveGateway id='g' default='d'/><endEvent id='e'/>"
        "<sequenceFlow id='1' sourceRef='s' targetRef='t'/><sequenceFlow id='2' sourceRef='t' targetRef='g'/>"
        "<sequenceFlow id='3' sourceRef='g' targetRef='big'><conditionExpression>area > 100</conditionExpression></sequenceFlow>"
        "<sequenceFlow id='d' sourceRef='g' targetRef='small'/>"
        "<sequenceFlow id='4' sourceRef='big' targetRef='e'/><sequenceFlow id='5' sourceRef='small' targetRef='e'/>";
    for (int area = 50; area <= 150; area += 100) {
        struct play p;
        play_begin(&p, a, body, false);
        struct rule_entry entry = {"area", rule_number(area)};
        struct workflow_event event = {.kind = WORKFLOW_COMPLETED, .task = 1, .outcome = "done", .variables = rule_context(&entry, 1)};
        CHECK_OK(play_event(&p, event));
        CHECK_TEXT(play_open(&p), area > 100 ? "big" : "small");
    }
}
