/* Inside engines/workflow: the machine as places joined by flows, numbered in the order of the file. */
#pragma once
#include "base/arena.h"
#include "engines/workflow/workflow.h"

enum place_kind { PLACE_START, PLACE_END, PLACE_TASK, PLACE_EXCLUSIVE, PLACE_PARALLEL, PLACE_TIMER, PLACE_BOUNDARY };

struct place {
    enum place_kind kind;
    const char *id;
    int line;
    int step;                /* task: index of its step */
    const char *default_id;  /* exclusive gateway */
    int default_flow;        /* -1 none */
    const char *attached_id; /* boundary event */
    int attached;            /* place of its task, -1 none */
    bool interrupting;
    struct workflow_duration duration; /* timers */
    size_t in_count, out_count;
    int *in, *out; /* flows */
};

struct flow {
    const char *id, *from_id, *to_id;
    int line, from, to;           /* places; -1 while unknown */
    const struct rule *condition; /* NULL none */
};

struct workflow {
    const char *id, *name;
    int limit_minutes;
    size_t place_count, flow_count, step_count;
    struct place *places;
    struct flow *flows;
    struct workflow_step *steps;
    int *step_places; /* place of each step */
    int start;        /* place */
};

struct reporting {
    struct arena *arena;
    struct workflow_finding *findings;
    size_t count, room, errors;
};
void report(struct reporting *r, bool error, int line, const char *element, const char *format, ...) __attribute__((format(printf, 5, 6)));
void report_begin(struct reporting *r, struct arena *a, const struct workflow_report *before); /* before NULL: empty */
void report_end(const struct reporting *r, struct workflow_report *ret);

/* check.c: everything that can be said about a graph whose flows are joined. */
void workflow_check_graph(struct reporting *r, const struct workflow *wf);

/* The value `outcome` has for conditions: the id of the choice, null after a start or timer. */
struct rule_value workflow_conditions(struct arena *a, const struct rule_value *variables, const char *outcome);
/* The flow an exclusive gateway takes; -1 when no condition holds and there is no default. */
int workflow_choose(const struct workflow *wf, const struct place *gateway, const struct rule_value *context, struct arena *a);
bool workflow_goes_along(enum workflow_outcome_kind kind); /* forward, return, finish */
