/* For the tests of this folder: short BPMN texts and a few words to play them. */
#pragma once
#include "engines/workflow/workflow.h"

/* Wraps elements into definitions and a process on the first line, so that body line 1 is line 2 of the file. */
const char *bpmn_file(struct arena *a, const char *body);
const struct workflow *bpmn_load(struct arena *a, const char *body); /* must be clean */

/* start -> receive (2) -> review (4) -> <pass? sign (9) : back to review> -> give (10) -> end. receive and review can ask for a supplement,
 * refuse; review can stop and extend; hours 1, 4, 2, 1 and online 0.5, 4, 2, 1. */
extern const char bpmn_usual[];
/* start -> receive (2) -> split: a (4) | b (4) | c (6, payment) -> join -> give (9) -> end; review-like choices on a and b. */
extern const char bpmn_parallel[];
/* receive (2) with an interrupting timer to check (4) after PT8H, and a second one that does not interrupt to remind (no status) after
 * PT4H; after either task a catch timer P1D, then give (9). */
extern const char bpmn_timers[];

/* A calendar without nights: one minute of work is one minute; a day is 8 hours. */
extern const struct workflow_clock bpmn_clock;

struct play {
    const struct workflow *wf;
    struct arena *arena;
    struct workflow_change change;
    int64_t at;
    const char *why;
};
void play_begin(struct play *p, struct arena *a, const char *body, bool online);
enum result play_event(struct play *p, struct workflow_event event);
/* Completes the open task of this step. NOT_NOW when it is not open. */
enum result play_outcome(struct play *p, const char *step, const char *outcome);
enum result play_answer(struct play *p, const char *step);
int play_task(const struct play *p, const char *step); /* its number, 0 when not open */
/* The effects of the last event in short: "+review -receive status 1>2 pause". */
const char *play_effects(const struct play *p);
const char *play_open(const struct play *p); /* ids of the open steps: "a b" */
