/* Which event of a dossier is told to the applicant, how the message is kept, and how it goes out. A listener writes the message and its
 * job in one transaction (key = line of the journal and channel, so a listener that runs twice writes once); the job sends. What a
 * gateway refuses, or does not take in five attempts, is told on the next channel the person has. */
#pragma once
#include "base/result.h"
#include "core/input.h"
#include "core/journal.h"
#include "engines/notify/notify.h"
#include <stdint.h>

struct q;
struct province;
struct findings;
struct job;
struct journal_line;



const struct notify_book *notices_book(void);
void notices_check(struct q *q, struct province *p, struct findings *f);
enum result notices_start(struct q *q, struct province *p);

extern const struct listener notices_listeners[];
enum { NOTICES_ATTEMPTS = 5 };

/* One message over one channel; `others`: channels and addresses left for a fallback, "sms 0905123456". In a transaction. */
struct notices_draft {
    const char *event, *key_root; /* "line:123" */
    int64_t dossier_id;
    const char *dossier_code, *unit_id, *person, *portal;
    struct notify_reach reach;
    enum language language;
    const json_t *data;
};
/* Writes the message for the first channel of the plan from place `first` on that has a text; nothing when none is left. */
enum result notices_write(struct q *q, const struct notices_draft *d, size_t first);

enum result notices_send(struct q *q, const struct job *job);
enum result notices_sweep(struct q *q, const struct job *job);

struct state_input { const char *state; };
struct again_input { int64_t message; };
extern const struct input notices_state_inputs[], notices_again_inputs[];
enum result notices_show_mine(struct q *q, const void *input);
enum result notices_show_all(struct q *q, const void *input);
enum result notices_again_now(struct q *q, const void *input);
enum result notices_failed_count(struct q *q, int64_t *ret, bool *ret_late);
