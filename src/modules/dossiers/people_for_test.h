/* People and dossiers for the tests of this folder: the acting person is set, a dossier submitted from a form's own example. */
#pragma once
#include "core/access.h"
#include "core/package_for_test.h"
#include "modules/dossiers/dossiers.h"
#include "modules/dossiers/dossiers_inside.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

void act_as_resident(struct q *q, int64_t id, const char *name, const char *number);
void act_as_officer(struct q *q, int64_t id, const char *role, const char *unit_id);
/* Somebody who may do this task. */
void act_as_holder_of(struct q *q, const struct life_task *task);
/* The first example of the procedure's form, ready to be submitted online from the ward hc.20335; the acting person is set. */
struct dossier_submit submission_for_test(struct q *q, const char *procedure_id);
enum result submit_for_test(struct q *q, const char *procedure_id, struct dossier *ret);
void replay_agrees(struct q *q, int64_t id, const char *file, int line);
#define CHECK_REPLAY(q, id)                                                                                                            \
    do {                                                                                                                               \
        replay_agrees(q, id, __FILE__, __LINE__);                                                                                      \
        if (test_failed())                                                                                                             \
            return;                                                                                                                    \
    } while (0)
