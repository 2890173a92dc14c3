#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/must.h"
#include "base/text.h"
#include "engines/workflow/fixture.h"
#include <string.h>

#define TASK(id, status, direct, online, choices)                                                                                          \
    "<userTask id='" id "' name='" id "' tb:role='officer' tb:unitKind='competent' tb:nationalStatus='" status "' tb:hoursDirect='" direct \
    "' tb:hoursOnline='" online "'><extensionElements>" choices "</extensionElements></userTask>\n"
#define CHOICE(id, kind) "<tb:outcome id='" id "' label_vi='" id "' kind='" kind "'/>"
#define FLOW(id, from, to) "<sequenceFlow id='" id "' sourceRef='" from "' targetRef='" to "'/>\n"
#define IF(id, from, to, condition)                                                                                                        \
    "<sequenceFlow id='" id "' sourceRef='" from "' targetRef='" to "'><conditionExpression>" condition                                    \
    "</conditionExpression></sequenceFlow>\n"

const char bpmn_usual[] = "<startEvent id='s'/>\n" TASK(
    "receive", "2", "1", "0.5", CHOICE("complete", "forward") CHOICE("missing", "supplement") CHOICE("no", "refuse"))
    TASK("review", "4", "4", "4",
         CHOICE("pass", "forward") CHOICE("missing", "supplement") CHOICE("no", "refuse") CHOICE("halt", "stop") CHOICE("later", "extend"))
        TASK("sign", "9", "2", "2", CHOICE("signed", "forward") CHOICE("back", "return"))
            TASK("give", "10", "1", "1",
                 CHOICE("given", "finish")
                     CHOICE("put-away", "stop")) "<exclusiveGateway id='g'/>\n<endEvent id='e'/>\n" FLOW("f1", "s", "receive")
                FLOW("f2", "receive", "review") FLOW("f3", "review", "sign") FLOW("f4", "sign", "g")
                    IF("f5", "g", "give", "outcome = \"signed\"") IF("f6", "g", "review", "outcome = \"back\"") FLOW("f7", "give", "e");

const char bpmn_parallel[] = "<startEvent id='s'/>\n" TASK("receive", "2", "1", "1", CHOICE("complete", "forward"))
    TASK("a", "4", "1", "1", CHOICE("pass", "forward") CHOICE("missing", "supplement") CHOICE("halt", "stop")) TASK(
        "b", "4", "1", "1", CHOICE("pass", "forward") CHOICE("missing", "supplement")) TASK("c", "6", "1", "1", CHOICE("paid", "forward"))
        TASK("give", "9", "1", "1",
             CHOICE("given", "finish")) "<parallelGateway id='split'/>\n<parallelGateway id='join'/>\n<endEvent id='e'/>\n" FLOW("f1", "s",
                                                                                                                                 "receive")
            FLOW("f2", "receive", "split") FLOW("fa", "split", "a") FLOW("fb", "split", "b") FLOW("fc", "split", "c")
                FLOW("ja", "a", "join") FLOW("jb", "b", "join") FLOW("jc", "c", "join") FLOW("f3", "join", "give") FLOW("f4", "give", "e");

const char bpmn_timers[] = "<startEvent id='s'/>\n" TASK("receive", "2", "1", "1",
                                                         CHOICE("complete", "forward") CHOICE("missing", "supplement"))
    TASK("remind", "", "1", "1", "") TASK("check", "4", "1", "1", "")
        TASK("give", "9", "1", "1",
             "") "<boundaryEvent id='late' "
                 "attachedToRef='receive'><timerEventDefinition><timeDuration>PT8H</timeDuration></timerEventDefinition></boundaryEvent>\n"
                 "<boundaryEvent id='soon' attachedToRef='receive' cancelActivity='false'><timerEventDefinition><timeDuration> PT4H "
                 "</timeDuration>"
                 "</timerEventDefinition></boundaryEvent>\n"
                 "<intermediateCatchEvent "
                 "id='posted'><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></intermediateCatchEvent>\n"
                 "<endEvent id='e'/><endEvent id='e2'/>\n" FLOW("f1", "s", "receive") FLOW("f2", "receive", "posted")
                     FLOW("f3", "late", "check") FLOW("f4", "soon", "remind") FLOW("f5", "check", "posted") FLOW("f6", "posted", "give")
                         FLOW("f7", "give", "e") FLOW("f8", "remind", "e2");

const char *bpmn_file(struct arena *a, const char *body)
{
    return arena_printf(a,
                        "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:tb='urn:thubon:bpmn:1'>"
                        "<process id='p' name='P'>\n%s</process></definitions>",
                        body);
}

const struct workflow *bpmn_load(struct arena *a, const char *body)
{
    const char *file = bpmn_file(a, body);
    const struct workflow *wf = NULL;
    struct workflow_report report;
    must(workflow_read(a, file, strlen(file), &wf, &report) == OK);
    return wf;
}

static enum result add(void *arg, int64_t from, struct workflow_duration d, int64_t *ret_due)
{
    (void)arg;
    *ret_due = from + (d.days * 8 + d.hours) * HOUR + d.minutes * MINUTE;
    return OK;
}

static enum result after_pause(void *arg, int64_t due, int64_t from, int64_t to, int64_t *ret_due)
{
    (void)arg;
    *ret_due = due + to - from;
    return OK;
}

const struct workflow_clock bpmn_clock = {.add = add, .after_pause = after_pause};

void play_begin(struct play *p, struct arena *a, const char *body, bool online)
{
    *p = (struct play){.wf = bpmn_load(a, body), .arena = a, .at = 1000 * HOUR};
    must(workflow_start(p->wf, online, p->at, NULL, &bpmn_clock, a, &p->change, &p->why) == OK);
}

enum result play_event(struct play *p, struct workflow_event event)
{
    struct workflow_change next;
    event.at = p->at += HOUR;
    enum result r = workflow_apply(p->wf, &p->change.state, &event, &bpmn_clock, p->arena, &next, &p->why);
    if (r == OK)
        p->change = next;
    return r;
}

int play_task(const struct play *p, const char *step)
{
    for (size_t i = 0; i < p->change.state.task_count; i++)
        if (text_equal(p->change.state.tasks[i].step->id, step))
            return p->change.state.tasks[i].number;
    return 0;
}

enum result play_outcome(struct play *p, const char *step, const char *outcome)
{
    return play_event(p, (struct workflow_event){.kind = WORKFLOW_COMPLETED, .task = play_task(p, step), .outcome = outcome});
}

enum result play_answer(struct play *p, const char *step)
{
    return play_event(p, (struct workflow_event){.kind = WORKFLOW_ANSWERED, .task = play_task(p, step)});
}

static void print_effect(struct buf *b, const struct workflow_effect *e)
{
    static const char *const signs[] = {
        [WORKFLOW_TASK_OPENED] = "+",        [WORKFLOW_TASK_CLOSED] = "-",         [WORKFLOW_TASK_CANCELLED] = "x",
        [WORKFLOW_TASK_WAITS] = "waits:",    [WORKFLOW_TASK_GOES_ON] = "goes on:", [WORKFLOW_CLOCK_PAUSED] = "pause",
        [WORKFLOW_CLOCK_RESUMED] = "resume", [WORKFLOW_TIMER_SET] = "timer",       [WORKFLOW_TIMER_CLEARED] = "no timer",
        [WORKFLOW_DATE_CHANGED] = "date",    [WORKFLOW_ENDED] = "ended:"};
    buf_puts(b, b->length ? " " : "");
    if (e->kind == WORKFLOW_STATUS)
        buf_printf(b, "%d>%d", e->from, e->to);
    else
        buf_printf(b, "%s%s", signs[e->kind], e->step ? e->step->id : e->kind == WORKFLOW_ENDED ? workflow_phase_name(e->phase) : "");
}

const char *play_effects(const struct play *p)
{
    struct buf b;
    buf_init(&b, p->arena, 4000);
    for (size_t i = 0; i < p->change.effect_count; i++)
        print_effect(&b, &p->change.effects[i]);
    return b.data ? b.data : "";
}

const char *play_open(const struct play *p)
{
    struct buf b;
    buf_init(&b, p->arena, 4000);
    for (size_t i = 0; i < p->change.state.task_count; i++)
        buf_printf(&b, "%s%s", i ? " " : "", p->change.state.tasks[i].step->id);
    return b.data ? b.data : "";
}
