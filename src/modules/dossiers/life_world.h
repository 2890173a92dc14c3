/* What an event asks of the world at its time: the calendar and the tree of units. In LIFE_NOW the answers are worked out and written
 * into the event's data; in LIFE_REPLAY they are read from there, in the same order. */
#pragma once
#include "modules/dossiers/dossiers_inside.h"

struct world {
    struct q *q;
    enum life_mode mode;
    json_t *data;
    json_t *clock, *units;      /* the arrays "clock" and "units" of the event */
    size_t clock_next, units_next;
    const struct office *office; /* of the competent unit; LIFE_NOW only */
    const struct procedure *procedure;
    bool due_changed;
};

void world_begin(struct q *q, struct world *w, const struct life *life, json_t *data, enum life_mode mode);
void world_end(struct world *w, struct life *life); /* writes or reads "due_at" and "soon_at" */
struct workflow_clock world_clock(struct world *w);
const char *world_unit(struct q *q, struct world *w, const struct life *life, const char *unit_kind);
/* The end of the first task of an online dossier is at the latest the procedure's limit for receiving it. */
int64_t world_reception_due(struct world *w, const struct life *life, int64_t at, int64_t due);
void world_due_first(struct q *q, struct world *w, struct life *life);
void world_due_after_pause(struct world *w, struct life *life, int64_t at);
void world_due_is(struct world *w, struct life *life, int64_t date);
