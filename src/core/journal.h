/* The one journal. What happens is written once, in the transaction that changes the rows: the audit line, and from it the events that
 * listeners receive later (at least once; listeners are idempotent). A job seals lines into a hash chain whose heads are published. */
#pragma once
#include "base/result.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct q;
struct event {
    const char *type;         /* "dossiers.submitted" */
    const char *subject_kind; /* "dossier" */
    int64_t subject_id;
    const char *unit_id;      /* whose business it is; may be NULL */
    const char *person;       /* person number the data is about; may be NULL */
    const char *reason;       /* why, when the doer must say; may be NULL */
    const char *data;         /* JSON object: what a listener and a replay need; no secrets; "{}" when nothing */
};
struct journal_line {
    int64_t id, at;
    const char *type, *subject_kind; int64_t subject_id;
    const char *unit_id, *person; int64_t account_id; const char *actor_name, *request_id, *from, *reason, *data;
};
/* Inside a transaction only. Who, when, from where are taken from q. */
enum result journal_write(struct q *q, const struct event *e);
/* All lines of one subject, oldest first (the source of every state). At most 5,000. */
enum result journal_of(struct q *q, const char *subject_kind, int64_t subject_id, const struct journal_line **ret, int *ret_count);
/* Ids of the subjects of one kind that have lines, in order, after one: to rebuild from the journal what is computed from it. At most 1,000. */
enum result journal_subjects(struct q *q, const char *subject_kind, int64_t after, const int64_t **ret, int *ret_count);
enum result journal_line_by_id(struct q *q, int64_t id, struct journal_line *ret, bool *ret_found);

/* Every reading of personal data: who saw whose data, what, why. Outside or inside a transaction; durable soon (grouped), never lost on
 * a normal stop; shown to the person on "Ai đã xem dữ liệu của tôi". */
enum result journal_read_of(struct q *q, const char *person, const char *what, const char *subject_kind, int64_t subject_id, const char *purpose);

/* Who read a person's data, newest first, at a time from `from` on and earlier than `to`, with an id below `before`. At most 1,000. */
struct journal_reading { int64_t id, at; const char *actor_name; int64_t account_id; const char *unit_id /* NULL */, *what, *subject_kind; int64_t subject_id; const char *purpose; };
enum result journal_readings(struct q *q, const char *person, int64_t from, int64_t to, int64_t before, int64_t limit, const struct journal_reading **ret, size_t *ret_count);

/* Listeners: declared in module.h; this delivers. */
struct listener { const char *event; /* type, or "dossiers.*" */ const char *name; enum result (*handle)(struct q *q, const struct journal_line *line); };

enum result journal_seal(struct q *q, int most, int *ret_sealed); /* job: extends the chain: head = SHA-256(previous head ‖ canonical line) */
struct journal_head { int64_t number, at; const char *hash; };   /* hex */
enum result journal_last_head(struct q *q, struct journal_head *ret);
enum result journal_verify(struct q *q, int64_t *ret_checked, int64_t *ret_first_bad); /* `thubon check-journal` */
