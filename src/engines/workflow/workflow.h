/* Workflow: BPMN 2.0 files read into immutable machines, checked before use, and run as a pure function of a journal.
 *
 *   workflow_read()   BPMN XML -> struct workflow, or a report with line, element and reason
 *   workflow_check()  the same for what only the caller knows: roles, kinds of units, hours of the limit
 *   workflow_apply()  (workflow, state, event) -> new state + effects; nothing else is read, nothing is written
 *   workflow_replay() events -> the same state. Keep the events (they are the truth); the state's text is a convenience.
 *
 * Elements: startEvent, endEvent, userTask, exclusiveGateway, parallelGateway, sequenceFlow (conditions in FEEL, engines/rules),
 * timerEvent as boundary event of a userTask or as intermediate catch event. Pictures, lanes, notes and documentation are passed
 * over; everything else is refused by name. Extensions (namespace urn:thubon:bpmn:1) on userTask:
 *
 *   <bpmn:userTask id="review" name="Thẩm tra hồ sơ" tb:name_en="Review" tb:role="specialist" tb:unitKind="competent"
 *                  tb:hoursDirect="2" tb:hoursOnline="1.5" tb:nationalStatus="4">
 *     <bpmn:extensionElements>
 *       <tb:outcome id="pass" label_vi="Đạt" label_en="Passed" kind="forward"/>
 *       <tb:outcome id="missing" label_vi="Thiếu giấy tờ" label_en="Papers missing" kind="supplement"/>
 *
 * A workflow that serves many procedures gives tb:sharePercent (of the procedure's limit) instead of hours.
 * A task has one outgoing flow; where the answer decides, an exclusive gateway follows and asks the variable `outcome`
 * (condition: outcome = "pass"). Outcomes of kind forward, return and finish go along the flow. The other kinds need no flow:
 *   supplement  asks the applicant; the clock stands still, the task waits; WORKFLOW_ANSWERED gives it back to the same task
 *   refuse      ends: not received (3) before reception, else stopped (8)
 *   stop        ends: stopped (8), or put away as processed (9) when the result exists already and nobody collects it;
 *               WORKFLOW_RESTORED opens what was open then
 *   extend      a new due date (event.date); the task stays open
 *
 * National status (facts: public services 3.2): the step says which status it stands for. 2, 9 and 10 are reached when the step
 * is done; 4 and 6 hold from the moment it opens (6 until it is done). A status moves only as workflow_move_allowed() says, and
 * otherwise stays; what is jumped over is told too (1 -> 2 -> 4, 2 -> 4 -> 9: two effects). While 5 or 6 holds the legal clock
 * stands still. 5, 6 and 8 never become 9.
 *
 * Times are UTC microseconds. Errors: INVALID (bad file, unknown outcome, not the task of this state), NOT_NOW (not allowed in
 * this state), each with `ret_why`: an English sentence; of NOT_NOW a msgid that may be shown to officers as it is. */
#pragma once
#include "base/result.h"
#include "engines/rules/rules.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* ---- the machine ---- */

enum workflow_outcome_kind {
    WORKFLOW_FORWARD,
    WORKFLOW_RETURN,
    WORKFLOW_FINISH,
    WORKFLOW_SUPPLEMENT,
    WORKFLOW_REFUSE,
    WORKFLOW_STOP,
    WORKFLOW_EXTEND,
    WORKFLOW_OUTCOME_KIND_COUNT
};
const char *workflow_outcome_kind_name(enum workflow_outcome_kind kind); /* as in the file: "forward" … */

struct workflow_choice {
    const char *id, *label_vi, *label_en;
    enum workflow_outcome_kind kind;
    int line;
};

/* A user task. A task without tb:outcome has one choice: id "done", kind forward, labels NULL. */
struct workflow_step {
    const char *id, *name, *name_en;    /* name_en may be NULL */
    const char *role, *unit_kind;       /* unit_kind: "receiving", "competent" or a kind of the package */
    int minutes_direct, minutes_online; /* working minutes allowed by channel; -1 where the file says nothing */
    int share_percent;                  /* tb:sharePercent: its part of the procedure's limit, for workflows that serve many; 0 none */
    int national_status;                /* 0 none */
    size_t choice_count;
    const struct workflow_choice *choices;
    int line;
};

struct workflow;
const char *workflow_id(const struct workflow *wf); /* id of the process */
const char *workflow_name(const struct workflow *wf);
size_t workflow_steps(const struct workflow *wf, const struct workflow_step **ret);        /* in the order of the file */
const struct workflow_step *workflow_step_find(const struct workflow *wf, const char *id); /* NULL: none */
const struct workflow_choice *workflow_choice_find(const struct workflow_step *step, const char *id);

struct workflow_finding {
    bool error; /* else a warning */
    int line;
    const char *element;
    const char *what;
};
struct workflow_report {
    size_t count, errors;
    const struct workflow_finding *findings;
};

/* Reads and checks form: unknown element, flow from or to nothing, step not reachable, no way to an end, gateway without default that
 * does not cover, way that no outcome takes, condition that is no rule, task without role or kind of unit, timer without duration, circle
 * without a task, hours that do not add up to the file's own tb:limitHours.
 * INVALID when the report has errors (then *ret is NULL). The workflow lives in the arena. */
enum result workflow_read(struct arena *a, const char *xml, size_t n, const struct workflow **ret, struct workflow_report *ret_report);

struct workflow_known {
    size_t role_count;
    const char *const *roles; /* 0: not checked */
    size_t unit_kind_count;
    const char *const *unit_kinds; /* besides "receiving" and "competent"; 0: not checked */
    int limit_minutes;             /* working minutes of the procedure; -1: not checked */
};
/* Adds to the report: unknown role, unknown kind of unit, hours on the longest way over the limit (error) or under it (warning). */
void workflow_check(struct arena *a, const struct workflow *wf, const struct workflow_known *known, struct workflow_report *report);
/* Working minutes of the longest way from start to end, without going back; steps without hours count 0. */
int workflow_minutes(const struct workflow *wf, bool online);
int workflow_limit_minutes(const struct workflow *wf); /* tb:limitHours of the process; -1 where the file says nothing */

/* ---- the state ---- */

enum workflow_phase {
    WORKFLOW_RUNNING,
    WORKFLOW_WAITING /* for the applicant */,
    WORKFLOW_FINISHED,
    WORKFLOW_REFUSED,
    WORKFLOW_STOPPED,
    WORKFLOW_WITHDRAWN
};
const char *workflow_phase_name(enum workflow_phase phase); /* "running" … */

struct workflow_task {
    int number; /* 1, 2, 3 … in order of opening, never used twice */
    const struct workflow_step *step;
    int64_t opened;
    int64_t due;  /* by the step's hours; 0 without hours or clock */
    bool waiting; /* a supplement was asked here */
    int64_t waiting_since;
};
struct workflow_timer {
    int number;
    const char *event; /* id of the timer event */
    int task;          /* its task, 0: intermediate */
    int64_t due;
};

struct workflow_state {
    enum workflow_phase phase;
    int status;        /* national status 1–10 */
    bool online;       /* channel given at the start: decides the hours */
    bool received;     /* has had status 2 or 4 */
    bool clock_stands; /* paused: status 5 or 6 */
    int supplements, extensions, events, next_number;
    int64_t at;       /* of the last event */
    int64_t new_date; /* of the last extension; 0 none */
    size_t task_count;
    const struct workflow_task *tasks;
    size_t timer_count;
    const struct workflow_timer *timers;
    size_t token_count;
    const int *tokens; /* flows on which a token waits at a parallel join */
    size_t stopped_count;
    const struct workflow_step *const *stopped; /* steps open when it was stopped: WORKFLOW_RESTORED opens them again */
};
const struct workflow_task *workflow_task_find(const struct workflow_state *state, int number); /* NULL: not open */

/* One line of JSON, for keeping. Read back with the same workflow; INVALID when it does not fit it. */
const char *workflow_state_print(struct arena *a, const struct workflow *wf, const struct workflow_state *state);
enum result workflow_state_read(struct arena *a, const struct workflow *wf, const char *text, struct workflow_state *ret,
                                const char **ret_why);

/* ---- running ---- */

/* An ISO 8601 duration as written. In timers, days, hours and minutes are working time: P2D two working days, PT8H eight working
 * hours; months and years are calendar. */
struct workflow_duration {
    int years, months, days, hours, minutes;
};
bool workflow_duration_parse(const char *iso, struct workflow_duration *ret);

/* The caller's calendar. With a NULL clock all due moments are 0. Where it fails (a year without calendar) a task's due moment is 0,
 * so that work goes on; a timer that cannot be set fails the event. Pauses move the due moments of tasks; timers run on. */
struct workflow_clock {
    void *arg;
    int64_t limit_minutes; /* working minutes of the procedure, for steps with a share of it; 0 unknown */
    enum result (*add)(void *arg, int64_t from, struct workflow_duration d, int64_t *ret_due);
    enum result (*after_pause)(void *arg, int64_t due, int64_t from, int64_t to, int64_t *ret_due);
};

enum workflow_event_kind {
    WORKFLOW_STARTED,   /* online */
    WORKFLOW_COMPLETED, /* task, outcome, variables; date for an outcome of kind extend */
    WORKFLOW_ANSWERED,  /* task: the applicant supplied what was missing */
    WORKFLOW_TIMER,     /* timer: its moment has come */
    WORKFLOW_WITHDRAWN_BY_APPLICANT,
    WORKFLOW_RESTORED,        /* a stopped dossier goes on */
    WORKFLOW_PAPERS_RETURNED, /* after a stop: 8 -> 10 */
    WORKFLOW_EVENT_KIND_COUNT
};
const char *workflow_event_kind_name(enum workflow_event_kind kind); /* "started" … */
bool workflow_event_kind_parse(const char *name, enum workflow_event_kind *ret);

struct workflow_event {
    enum workflow_event_kind kind;
    int64_t at;                  /* never before the event before it */
    int task;                    /* number of the task or the timer */
    const char *outcome;         /* id of the choice */
    int64_t date;                /* extend: the new due moment */
    bool online;                 /* started */
    struct rule_value variables; /* RULE_CONTEXT or RULE_NULL: what conditions may ask besides `outcome` */
};

enum workflow_effect_kind {
    WORKFLOW_TASK_OPENED,
    WORKFLOW_TASK_CLOSED,
    /* done */ WORKFLOW_TASK_CANCELLED, /* by a timer, refusal, stop or withdrawal */
    WORKFLOW_TASK_WAITS,
    WORKFLOW_TASK_GOES_ON,
    WORKFLOW_STATUS, /* from -> to */
    WORKFLOW_CLOCK_PAUSED,
    WORKFLOW_CLOCK_RESUMED,
    WORKFLOW_TIMER_SET,
    WORKFLOW_TIMER_CLEARED,
    WORKFLOW_DATE_CHANGED, /* date */
    WORKFLOW_ENDED,        /* phase */
    WORKFLOW_EFFECT_KIND_COUNT
};
const char *workflow_effect_kind_name(enum workflow_effect_kind kind);

struct workflow_effect {
    enum workflow_effect_kind kind;
    int64_t at;
    int number;                           /* of the task or timer */
    const struct workflow_step *step;     /* of the task; NULL else */
    const struct workflow_choice *choice; /* of a closed or waiting task */
    int from, to;                         /* WORKFLOW_STATUS */
    int64_t due;                          /* opened, set, goes on: the due moment */
    int64_t date;                         /* WORKFLOW_DATE_CHANGED */
    enum workflow_phase phase;            /* WORKFLOW_ENDED */
};
struct workflow_change {
    struct workflow_state state;
    size_t effect_count;
    const struct workflow_effect *effects;
};

/* The one way forward. `before` is NULL for WORKFLOW_STARTED only. On failure nothing has happened. All lives in the arena. */
enum result workflow_apply(const struct workflow *wf, const struct workflow_state *before, const struct workflow_event *event,
                           const struct workflow_clock *clock, struct arena *a, struct workflow_change *ret, const char **ret_why);
/* Shorthands for the two usual events. */
enum result workflow_start(const struct workflow *wf, bool online, int64_t at, const struct rule_value *variables,
                           const struct workflow_clock *clock, struct arena *a, struct workflow_change *ret, const char **ret_why);
enum result workflow_outcome(const struct workflow *wf, const struct workflow_state *before, int task, const char *outcome_id,
                             const struct rule_value *variables, int64_t at, const struct workflow_clock *clock, struct arena *a,
                             struct workflow_change *ret, const char **ret_why);
/* All events in order; ret->effects are those of the last. */
enum result workflow_replay(const struct workflow *wf, const struct workflow_event *events, size_t count,
                            const struct workflow_clock *clock, struct arena *a, struct workflow_change *ret, const char **ret_why);
/* May this choice be taken on this task now? For greying buttons; workflow_apply() decides again. */
bool workflow_choice_allowed(const struct workflow_state *state, const struct workflow_task *task, const struct workflow_choice *choice);

/* ---- national status ---- */

enum {
    STATUS_NEW = 1,
    STATUS_RECEIVED = 2,
    STATUS_NOT_RECEIVED = 3,
    STATUS_IN_PROCESS = 4,
    STATUS_SUPPLEMENT = 5,
    STATUS_FINANCE = 6,
    STATUS_WITHDRAWN = 7,
    STATUS_STOPPED = 8,
    STATUS_PROCESSED = 9,
    STATUS_RETURNED = 10
};
bool workflow_move_allowed(int from, int to);
bool workflow_status_pauses(int status); /* 5, 6 */
bool workflow_status_ends(int status);   /* 3, 7, 10 */
bool workflow_status_known(int status);  /* 1–10 */
