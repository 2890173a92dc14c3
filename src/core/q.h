/* struct q: everything one piece of work (a request, a job, a command, a load) may reach. The first argument of nearly every
 * function above base. It lives in the arena it names; one thread at a time uses it. */
#pragma once
#include "base/arena.h"
#include "base/result.h"
#include <stdbool.h>
#include <stdint.h>

struct app;
struct account;
struct db_session;
struct request;
struct reply;

enum language { LANGUAGE_VI, LANGUAGE_EN };

struct field_error { const char *field; const char *say; struct field_error *next; }; /* say: translated text */

struct problem {
    enum result kind;      /* OK: nothing has failed */
    const char *say;       /* what to do, in the reader's language; NULL: the kind's title says enough */
    struct field_error *fields, **fields_end; /* in the order of the form */
    int field_count;
    const char *constraint; /* the unique index that a CONFLICT of the database broke; NULL otherwise (see db_conflict_name) */
};

struct q {
    struct arena *arena;
    struct app *app;
    struct db_session *db;         /* the session of the running transaction; NULL outside one */
    const struct account *account; /* who acts; never NULL (nobody = account_nobody) */
    const char *request_id;        /* goes into the log, the audit line and the error page */
    const char *from;              /* network address of the client, or the name of the job or command */
    enum language language;
    struct request *request;       /* NULL outside HTTP */
    struct reply *reply;           /* NULL outside HTTP */
    struct problem problem;
    void *scratch;                 /* for test doubles; NULL in the program */
};

/* Marks a text for translation; the value is the msgid itself. Extracted by tools/msggen, checked by ./dev check. */
#define T(msgid) (msgid)

/* Says once, where it is known, what failed; returns the kind so that it can be passed up with TRY. `say` is a msgid; further
 * arguments are pairs of placeholder name and text: fail(q, NOT_NOW, T("The dossier is already {state}"), "state", name). */
#define fail(q, KIND, ...) q_fail((q), PROBLEM_##KIND, __VA_ARGS__, (const char *)0)
enum result q_fail(struct q *q, enum result kind, const char *say, ...) __attribute__((sentinel));
/* Passes on a kind got from below without words of its own. */
enum result q_fail_kind(struct q *q, enum result kind);
/* Collects one wrong field; all are shown at once. The caller goes on checking, then ends with TRY(q_check(q)). */
#define fail_field(q, field, ...) q_fail_field((q), (field), __VA_ARGS__, (const char *)0)
void q_fail_field(struct q *q, const char *field, const char *say, ...) __attribute__((sentinel));
enum result q_check(struct q *q); /* INVALID when a field was wrong, else OK */
void q_forget(struct q *q);       /* the failure was handled: clears problem */
