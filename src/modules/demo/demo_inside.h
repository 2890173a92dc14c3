/* Shared by the files of this folder. */
#pragma once
#include "base/result.h"
#include "core/access.h"
#include "modules/dossiers/dossiers.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct findings;
struct procedure;
struct province;
struct q;
struct unit;

/* A small deterministic generator (xorshift64*): the same seed gives the same invented world. */
struct dice { uint64_t state; };
uint64_t dice_below(struct dice *d, uint64_t bound);
bool dice_percent(struct dice *d, int percent);

/* people.c */
struct demo_names;
const struct demo_names *demo_names_read(struct q *q, struct province *p, struct findings *f);
const char *demo_name(struct q *q, const struct demo_names *n, struct dice *d, bool *ret_female);
const char *demo_street(struct q *q, const struct demo_names *n, struct dice *d);
const char *demo_number(struct q *q, struct dice *d); /* 0499990000NN and on: fictional by the package's convention */

/* world.c */
struct demo_officer { const char *role_id, *unit_id; struct account account; };
struct demo_world {
    struct q *q;
    struct dice dice;
    const struct demo_names *names;
    const struct procedure **procedures; uint64_t *procedure_ends, procedure_sum; size_t procedure_count; /* running sums of weights */
    const struct unit **communes; uint64_t *commune_ends, commune_sum; size_t commune_count;
    struct demo_officer **officers; size_t officer_count, officer_room;
    const char *paper_digest; int64_t paper_size;
    int64_t not_made; /* submissions that were refused */
};
enum result demo_world_make(struct q *q, struct province *p, uint64_t seed, struct demo_world **ret);
const struct procedure *demo_pick_procedure(struct demo_world *w);
const struct unit *demo_pick_commune(struct demo_world *w);
/* An officer of the role at the unit; made when there is none yet. Inside a transaction. */
enum result demo_officer_at(struct demo_world *w, struct q *q, const char *role_id, const char *unit_id, const struct account **ret);
enum result demo_fill_officers(struct demo_world *w, int64_t count);

/* simulate.c */
enum result demo_simulate(struct demo_world *w, int64_t dossiers, int64_t from, int64_t to);
