/* Inside engines/workflow: one event being carried out on a copy of the state. */
#pragma once
#include "engines/workflow/graph.h"

enum { OPEN_MAX = 200, EFFECTS_MAX = 2000 }; /* tasks, timers and tokens at once; effects of one event */

struct machine {
    const struct workflow *wf;
    const struct workflow_state *before; /* NULL at the start */
    const struct workflow_event *event;
    const struct workflow_clock *clock;
    struct arena *arena;
    struct workflow_state state;
    struct workflow_task *tasks; /* state.tasks, with room to grow */
    struct workflow_timer *timers;
    int *tokens;
    struct workflow_effect *effects;
    size_t effect_count, effect_room;
    int walked; /* flows walked in this event */
    const char *why;
};

void workflow_machine_begin(struct machine *m, const struct workflow *wf, const struct workflow_state *before,
                            const struct workflow_event *event, const struct workflow_clock *clock, struct arena *a);
void workflow_machine_end(const struct machine *m, struct workflow_change *ret);
enum result workflow_refuse(struct machine *m, enum result kind, const char *why); /* apply.c */
void workflow_step_status(struct machine *m, int to);                              /* apply.c */
/* walk.c */
void workflow_effect(struct machine *m, struct workflow_effect effect); /* adds `at` */
enum result workflow_open_task(struct machine *m, int place);
/* A token runs along the flow until it waits at a task, a timer or a join, or ends. */
enum result workflow_walk(struct machine *m, int flow, const char *outcome);
