/* Work for later, in the database: jobs with leases. Several processes take jobs; a lease that runs out is taken again, so every handler
 * runs at least once and must be idempotent. Failure: back-off 10 s · 2^n with jitter, at most 1 h apart; after 12 tries the job rests
 * as dead, shown on the operators' page, and can be started again. */
#pragma once
#include "base/result.h"
#include <stdbool.h>
#include <stdint.h>

struct q;
struct job { int64_t id; const char *kind; const char *payload; int64_t run_at; int attempts; };
struct job_kind {
    const char *name;                                  /* "papers.render_slip" */
    enum result (*run)(struct q *q, const struct job *job);
    int64_t every;                                     /* microseconds: runs by itself that often (0: only when asked) */
    int64_t lease;                                     /* 0 = 60 s */
};
/* Inside a transaction only: the job exists exactly if the transaction commits. key (may be NULL): one waiting job per kind and key. */
enum result job_add(struct q *q, const char *kind, const char *key, int64_t run_at, const char *payload_json);
enum result job_cancel(struct q *q, const char *kind, const char *key);
/* Drops the waiting jobs of listeners, but for those of listeners whose name begins with `but`: after a simulated past. In a transaction. */
enum result jobs_forget_listeners(struct q *q, const char *but);
/* Runs what is due now, at most `most` jobs; tests and the job threads call it. *ret_ran counts. */
enum result jobs_run_due(struct q *q, int most, int *ret_ran);
struct jobs_runner;
enum result jobs_start(struct q *q, int threads, struct jobs_runner **ret);
void jobs_stop(struct jobs_runner *r); /* lets running jobs end */
