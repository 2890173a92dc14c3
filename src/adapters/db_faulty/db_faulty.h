/* A database that fails on purpose: "faulty:" before another address ("faulty:sqlite:/tmp/x.db") wraps that database and, at a chosen
 * call, refuses, is slow, or loses the answer of a commit. For tests only.
 *
 * A fault play runs the same work for n = 1, 2, 3 … until the fault no longer fires: each time either all of the work is there or nothing
 * of it, and the answer was clear.
 *
 *     for (int64_t n = 1; ; n++) {
 *         db_faulty_set(db, &(struct fault){.call = FAULT_ANY, .nth = n, .kind = PROBLEM_STORAGE});
 *         r = work(q);
 *         if (!db_faulty_fired(db)) break;
 *         CHECK(r != OK) …
 *     }
 *
 * A process takes its fault from the environment: THUBON_FAULT="any 5 storage", "commit 2 full", "answer 1 storage" or
 * "slow-run 3 200000" (microseconds). */
#pragma once
#include "core/db_driver.h"

enum fault_call {
    FAULT_BEGIN,  /* transact or snapshot refuses before the callback runs */
    FAULT_READ,   /* a reading query outside a transaction */
    FAULT_RUN,    /* a query or script inside one */
    FAULT_COMMIT, /* the callback was well, the commit is not: nothing of it stays */
    FAULT_ANSWER, /* the commit takes place, but the caller hears the failure */
    FAULT_ANY     /* the n-th of begin, read, run and commit together */
};
struct fault {
    enum fault_call call;
    int64_t nth;       /* 1: the next one */
    bool from_then_on; /* all later ones too: an outage */
    enum result kind;  /* OK: it only takes longer */
    int64_t slow;      /* microseconds to wait first */
};

void db_faulty_set(struct db *db, const struct fault *fault); /* counts from one again; NULL: none */
bool db_faulty_fired(struct db *db);
int64_t db_faulty_calls(struct db *db); /* since the last set: begin, read, run and commit together */
struct db *db_faulty_inner(struct db *db);

extern const struct db_driver db_faulty_driver;
