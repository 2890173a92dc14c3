/* Dossiers: from the saved draft to the delivered result. The journal (core/journal.h, subject "dossier") is the truth: the row and its
 * tasks are what dossiers_replay computes from the journal's lines, and a test proves it for every dossier of the plays.
 *
 * Three people are kept apart: who typed (account; a helper or an officer at the counter), the applicant (whose request it is), the
 * subject (whom it is about; in the form's data). Units: receiving (where it came in), competent (who decides), original (competent at
 * submission; never changes). All changes go through dossiers_submit and dossiers_act. */
#pragma once
#include "base/result.h"
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct q;
struct workflow;
struct workflow_state;
struct form_lists;

extern const struct form_lists dossiers_lists; /* names the codes of forms (countries, communes …) for form_summary and form_diff */

enum dossier_channel { CHANNEL_COUNTER = 1, CHANNEL_ONLINE = 2, CHANNEL_POST = 3 }; /* as reported nationally */

struct dossier {
    int64_t id;
    const char *code;                      /* "H47.61-261124-0007" */
    const char *procedure_id; int64_t procedure_version;
    const char *sector;
    const char *receiving_unit, *competent_unit, *original_unit, *place_unit;
    int64_t channel;
    int64_t account_id;                    /* who typed */
    int64_t person_account;                /* in whose "my dossiers" it stands; 0: found by its code only */
    const char *helper_name;               /* NULL: the applicant typed it */
    const char *applicant_name, *applicant_number, *applicant_phone, *applicant_email, *applicant_address;
    const char *subject_kind;              /* "citizen", "enterprise" … */
    const char *summary;                   /* what it is about, one line: "Trần Nguyễn An Nhiên" */
    const char *data;                      /* JSON of the form, as submitted (with supplements applied) */
    const char *known;                     /* JSON: which values came from which register, when */
    const char *state;                     /* workflow_state_print */
    int64_t status;                        /* national, 1–10 */
    const char *phase;                     /* workflow_phase_name */
    int64_t submitted_at, received_at /* status 2 reached */, due_at /* 0: none by law */, first_due_at, soon_at /* 80 % of the way */;
    int64_t ended_at, returned_at, paused_since; /* 0: not, or not now */
    int64_t supplements, extensions;
    int64_t rating;                        /* 1–5 by the applicant; 0 none */
    int64_t version;                       /* rises with each change; for "two officers on one dossier" */
    bool demo;                             /* invented */
};

struct dossier_paper { int64_t id, dossier_id; int64_t number; /* of the component; 0: other */ const char *name, *digest, *file_name, *kind; int64_t size, pages, added_at; const char *source; /* "upload", "store", "counter" */ const char *problem; /* what the check found; NULL good */ };

/* --- making ------------------------------------------------------------------------------------------------------------------ */
struct dossier_upload { int64_t number; const char *name, *digest, *file_name, *kind; int64_t size, pages; const char *source, *problem; };
struct dossier_submit {
    const char *procedure_id;
    const char *place_unit;                /* commune the business belongs to */
    const char *receiving_unit;            /* NULL: the competent one */
    enum dossier_channel channel;
    const char *applicant_name, *applicant_number, *applicant_phone, *applicant_email, *applicant_address, *helper_name;
    const json_t *data, *known;            /* finished form (form_finish) */
    const struct dossier_upload *papers; size_t paper_count;
    int64_t draft_id;                      /* consumed in the same transaction; 0: none (counter, API) */
    int64_t person_account;                /* whose "my dossiers" it appears in; 0: only by code */
    bool demo;
};
/* One transaction: number minted, row, papers, tasks, journal, jobs (slip, notices). Submitting the same draft twice gives
 * ALREADY_DONE and the code of the first. INVALID lists what is wrong with the data. */
enum result dossiers_submit(struct q *q, const struct dossier_submit *what, struct dossier *ret);

/* --- a form on one page, at the counter -------------------------------------------------------------------------------------- */
struct form;
struct form_step;
struct dossiers_answer_view; /* {{> dossiers/answer field}} */
struct dossier_desk { json_t *data, *known, *meta; const char *person_name, *person_phone, *person_address; bool silent; /* a register did not answer */ };
/* Everything posted for this form, over all steps that matter; files are the caller's (dossiers_take_upload, dossiers_desk_put_file). */
enum result dossiers_desk_read(struct q *q, const struct form *form, json_t **ret_data);
json_t *dossiers_desk_put_file(struct q *q, const struct form *form, json_t *data, const char *name, const struct dossier_upload *file);
/* Asks the registers about this person and fills what is empty; known: what is theirs unchanged. Not inside a transaction. */
enum result dossiers_desk_prefill(struct q *q, const struct form *form, const char *number, const json_t *data, struct dossier_desk *ret);
size_t dossiers_desk_fields(struct q *q, const struct form_step *step, const json_t *meta, const struct dossiers_answer_view *const **ret);

/* --- acting ------------------------------------------------------------------------------------------------------------------ */
enum dossier_act_kind {
    ACT_TAKE, ACT_RELEASE,           /* hold a task so that nobody else works on it */
    ACT_OUTCOME,                     /* a choice of the workflow: forward, return, finish, supplement, refuse, stop, extend */
    ACT_ASSIGN,                      /* give the task to a colleague of the same unit and role */
    ACT_ANSWER,                      /* the applicant supplies what was missing */
    ACT_WITHDRAW, ACT_RESTORE, ACT_PAPERS_RETURNED,
    ACT_NOTE,                        /* a message in the file */
    ACT_DELIVER,                     /* result handed over: how and to whom (note), status 10 */
    ACT_RATE,                        /* the applicant's rating of a dossier with a result: `rating` 1–5, `note` in words */
    ACT_TIMER,                       /* a moment of the workflow has come (jobs only): `task` is the timer's number */
};
struct dossier_missing { const char *field /* flat name or NULL */; int64_t paper /* component number or 0 */; const char *name, *reason; };
struct dossier_act {
    enum dossier_act_kind kind;
    int64_t dossier_id;
    int64_t expect_version;                /* 0: whatever it is; else CONFLICT says who changed what in the meantime */
    int64_t task;                          /* number of the task */
    const char *outcome;                   /* id of the choice */
    const char *note;                      /* reason; required for refuse, stop, extend, return, second supplement */
    int64_t date;                          /* extend: the new due moment */
    int64_t to_account;                    /* ACT_ASSIGN */
    int64_t rating;                        /* ACT_RATE */
    const struct dossier_missing *missing; size_t missing_count; /* supplement: everything, once */
    const json_t *data;                    /* ACT_ANSWER: corrected form, NULL unchanged */
    const struct dossier_upload *papers; size_t paper_count;     /* ACT_ANSWER: new papers; finish: result file */
};
/* Permission, unit scope and state are checked here, for pages, API and jobs alike. *ret may be NULL. */
enum result dossiers_act(struct q *q, const struct dossier_act *act, struct dossier *ret);
/* Would dossiers_act do it now? The same answer with the same words; nothing is written. For saying beforehand what cannot be done. */
enum result dossiers_act_possible(struct q *q, const struct dossier_act *act);

/* --- reading ----------------------------------------------------------------------------------------------------------------- */
enum result dossiers_by_code(struct q *q, const char *code, struct dossier *ret);   /* NOT_FOUND with words */
enum result dossiers_by_id(struct q *q, int64_t id, struct dossier *ret);
/* May the acting person see it: its applicant (also by the number of the e-ID), who typed it, or an officer with dossiers.read whose subtree holds a unit of it.
 * Writes the reading log for officers (purpose = why this page shows it). */
enum result dossiers_need_sight(struct q *q, const struct dossier *d, const char *purpose);
enum result dossiers_task_unit(struct q *q, int64_t dossier_id, int64_t task, const char **ret_unit); /* NOT_NOW: not open */
enum result dossiers_papers(struct q *q, int64_t dossier_id, const struct dossier_paper **ret, size_t *ret_count);
/* A file handed in by a person: stored by digest, looked at in the jail. INVALID with words on `field` when it is refused; what is only hard to
 * read stands in ret->problem (msgids, one a line). Number, name and source are the caller's. Never inside a transaction. */
struct upload;
enum result dossiers_take_upload(struct q *q, const struct upload *upload, const char *field, struct dossier_upload *ret);
/* The result (made by modules/papers) joins the file; spoiled: it stays, but is not offered as a paper any more. Inside a transaction. */
enum result dossiers_add_result(struct q *q, int64_t dossier_id, const struct dossier_upload *paper);
enum result dossiers_spoil_result(struct q *q, int64_t dossier_id, const char *digest, const char *problem);
enum result dossiers_state(struct q *q, const struct dossier *d, const struct workflow **ret_workflow, struct workflow_state *ret);

struct dossier_task {                      /* one open task with what a list shows of its dossier */
    int64_t dossier_id, number; const char *code, *procedure_id, *step_id, *step_name, *role_id, *unit_id;
    int64_t holder; const char *holder_name; int64_t held_since;
    int64_t opened_at, due_at /* of the step */, dossier_due_at, submitted_at;
    const char *applicant_name, *summary; int64_t status, version; bool waiting;
    int64_t channel; const char *competent_unit; int64_t soon_at /* of the dossier */, closed_at /* view "done" */, paused_since;
};
enum dossier_sort { SORT_DUE, SORT_NEWEST, SORT_CODE };
struct dossier_list {                      /* the scope is the acting officer's unit and role */
    const char *words;                     /* code, name of applicant or subject, with or without marks */
    const char *procedure_id; const char *view; /* "mine", "free", "waiting", "late", "due_soon", "done", NULL = all of my role */
    enum dossier_sort sort; int64_t offset, limit;
};
enum result dossiers_inbox(struct q *q, const struct dossier_list *what, const struct dossier_task **ret, size_t *ret_count, int64_t *ret_total);
enum result dossiers_inbox_counts(struct q *q, int64_t *ret_all, int64_t *ret_mine, int64_t *ret_waiting, int64_t *ret_due_soon, int64_t *ret_late);
/* The procedures in the inbox, with how many open tasks of each. */
struct dossier_procedure_count { const char *procedure_id; int64_t found; };
enum result dossiers_inbox_procedures(struct q *q, const struct dossier_procedure_count **ret, size_t *ret_count);
/* Open tasks of one dossier, in order of number, whoever they are for. */
enum result dossiers_tasks(struct q *q, const struct dossier *d, const struct dossier_task **ret, size_t *ret_count);
/* What is open in the acting officer's subtree, for every role (needs dossiers.read): counts, and the rows behind a count. soon_until: how far
 * "soon" looks. In the filter NULL and -1 mean any, holder 0 nobody, due_until 0 no end (else inclusive). */
struct dossier_load { const char *unit_id, *role_id, *procedure_id; int64_t procedure_version; const char *step_id, *step_name; int64_t holder; const char *holder_name;
                      int64_t all, late, soon, waiting, step_late, nearest; };
enum result dossiers_load(struct q *q, int64_t soon_until, const struct dossier_load **ret, size_t *ret_count);
struct dossier_open { const char *unit_id, *role_id, *step_id, *procedure_id; int64_t holder, waiting, due_from, due_until, offset, limit; };
enum result dossiers_open_tasks(struct q *q, const struct dossier_open *what, const struct dossier_task **ret, size_t *ret_count, int64_t *ret_total);
/* Everything in the subtree, for search and for "rows behind a figure". */
struct dossier_search { const char *words, *procedure_id, *sector, *unit_id, *phase; int64_t status, from, to; enum dossier_sort sort; int64_t offset, limit; };
enum result dossiers_search(struct q *q, const struct dossier_search *what, const struct dossier **ret, size_t *ret_count, int64_t *ret_total);
/* Those the account typed and, for the signed-in person, those whose applicant has the number of the e-ID (from a desk or a helper). Newest first, at most 200 + 200. */
enum result dossiers_of_person(struct q *q, int64_t account_id, const struct dossier **ret, size_t *ret_count);

/* What people read: one entry a journal line, in words, oldest first ("Tiếp nhận hồ sơ", by whom as the law allows, when). */
struct dossier_moment { int64_t at; const char *title, *detail, *by; const char *look; /* done now wait next late */ };
enum result dossiers_time_line(struct q *q, const struct dossier *d, bool for_officer, const struct dossier_moment **ret, size_t *ret_count);
/* The due date and why, as engines/calendar explains it (with the pauses of the journal). */
struct calendar_due;
enum result dossiers_due(struct q *q, const struct dossier *d, struct calendar_due *ret);
enum result dossiers_first_due(struct q *q, const struct dossier *d, struct calendar_due *ret); /* as promised on the slip: without pauses */
const char *dossiers_status_words(struct q *q, const struct dossier *d); /* "Đang xử lý" … in the reader's language */
/* Rebuilds row and tasks from the journal alone and says whether they agree (plays, thubon check-dossiers). */
enum result dossiers_replay(struct q *q, int64_t id, bool *ret_agrees, const char **ret_difference);

/* --- papers that another module makes -------------------------------------------------------------------------------------------- */
/* modules/papers tells at its start what it has made for a dossier (shown to the applicant) and what lies in a resident's store (may be
 * handed in again); without it pages show what was handed in only. */
struct dossier_printed { const char *title, *url; int64_t size; bool result; };
struct dossier_stored { const char *name, *code /* of the dossier, or of verification */, *digest; int64_t size, at; };
struct dossier_printer {
    enum result (*of_dossier)(struct q *q, const struct dossier *d, const struct dossier_printed **ret, size_t *ret_count);
    enum result (*of_person)(struct q *q, int64_t account_id, const struct dossier_stored **ret, size_t *ret_count);
};
void dossiers_set_printer(const struct dossier_printer *printer);
