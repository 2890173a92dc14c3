/* Shared by the files of this module. Dossiers are read and changed only through modules/dossiers/dossiers.h, which checks rights, unit
 * and state; what stands here is how an officer sees them. */
#pragma once
#include "core/http/http.h"
#include "core/input.h"
#include "core/page.h"
#include "modules/dossiers/dossiers.h"
#include "modules/tasks/tasks.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct workflow_choice;
struct workflow_step;

/* --- clock.c: how much of the time is left, in words and as a bar ------------------------------------------------------------------- */
struct clock_of { const char *unit_id; int64_t submitted_at, due_at, soon_at, paused_since, ended_at; bool waiting; };
struct task_clock {
    const char *words;   /* "Còn 5 giờ 48 phút", "Quá 2 giờ 12 phút", "Tạm dừng" */
    const char *promise; /* "hẹn 17:00 hôm nay"; "" when there is none */
    const char *tone;    /* NULL, "wait" from 80 %, "late" */
    const char *bar;     /* "38": percent of the working time that is used; NULL: no bar */
};
void tasks_clock(struct q *q, const struct clock_of *of, struct task_clock *ret);
void tasks_clock_of_dossier(struct q *q, const struct dossier *d, struct task_clock *ret);
void tasks_clock_of_task(struct q *q, const struct dossier_task *t, struct task_clock *ret);
const char *tasks_span(struct q *q, int64_t working_time); /* "1 ngày 5 giờ", "48 phút" */

/* --- words.c ------------------------------------------------------------------------------------------------------------------------- */
const char *tasks_moment(struct q *q, int64_t t);           /* "17:00 hôm nay", "17:00 13/11", "17:00 13/11/2025" */
const char *tasks_channel(struct q *q, int64_t channel);    /* "Quầy" */
const char *tasks_status(struct q *q, int64_t status);      /* national status as officers say it */
const char *tasks_status_look(int64_t status);              /* of the tag: run wait ok none late */
const char *tasks_procedure(struct q *q, const char *id, int64_t version); /* its name; the id when there is none */
const char *tasks_choice(struct q *q, const struct workflow_choice *choice);
const char *tasks_int(struct q *q, int64_t n);
const char *tasks_role(struct q *q, const char *role_id);
const char *tasks_unit(struct q *q, const char *unit_id);

/* --- queue.c: the filter of the inbox, kept in the address from page to page ---------------------------------------------------------- */
struct queue_input { const char *muc, *tt, *q, *xep, *ma, *da; };
/* For every input struct whose first member is the queue_input. */
#define QUEUE_INPUTS                                                                                                                     \
    INPUT_TEXT(struct queue_input, muc, T("Inbox"), .max = 20), INPUT_TEXT(struct queue_input, tt, T("Procedure"), .max = 60),             \
        INPUT_TEXT(struct queue_input, q, T("Filter by name or code"), .max = 100), INPUT_TEXT(struct queue_input, xep, T("Order"), .max = 10), \
        INPUT_TEXT(struct queue_input, ma, T("Dossier code"), .max = 60), INPUT_TEXT(struct queue_input, da, T("Done"), .max = 20)
struct queue_view { const char *slug, *view, *label, *icon; }; /* slug: of the address; view: of dossiers_inbox (NULL: all) */
extern const struct queue_view queue_views[]; /* .slug NULL at the end; the first is the default */
const struct queue_view *queue_view_of(const char *slug);
struct dossier_list queue_list(const struct queue_input *in);
const char *queue_url(struct q *q, const char *path, const struct queue_input *in); /* path?muc=…&tt=… without what is empty */
struct queue_counts { int64_t all, mine, free, waiting, due_soon, late; };
enum result queue_counts(struct q *q, struct queue_counts *ret); /* once a request */
/* Where this dossier stands in the officer's list, and its neighbours. */
struct queue_place { int64_t position, total; const char *previous, *next; }; /* codes; NULL none; position 0: not in the list */
enum result queue_place(struct q *q, const struct queue_input *in, const char *code, struct queue_place *ret);

/* --- bench.c: what every page about one dossier begins with ----------------------------------------------------------------------------- */
struct bench {
    struct dossier dossier;
    const struct procedure *procedure;  /* NULL when its version is gone */
    const struct workflow *workflow;
    const struct dossier_task *tasks; size_t task_count; /* open ones */
    const struct dossier_task *task;    /* the one that this officer works on: asked for by ?viec=, else the first of his role and units; NULL */
    const struct workflow_step *step;   /* of task */
};
/* The dossier at {code}, seen for this purpose (a msgid): the reading is logged. */
enum result bench_load(struct q *q, const char *purpose, struct bench *ret);
const char *bench_url(struct q *q, const struct bench *b, const char *rest); /* "/ho-so-xu-ly/CODE/REST" with the queue's filter */
const struct workflow_choice *bench_choice(const struct bench *b, const char *outcome); /* of the task; NULL */
const char *bench_heading(struct q *q, const struct bench *b); /* "CODE · applicant" */

const char *paper_media_type(struct q *q, const char *kind); /* paper.c: "application/pdf" of "PDF"; octet-stream when a browser shall not show it */

/* --- conflict.c: two officers on one dossier ---------------------------------------------------------------------------------------------- */
struct kept { const char *name, *label, *value; }; /* what was typed; label NULL: sent again unseen */
/* The page that says who changed what since `seen_at`, with the typed text kept; `action`: where the form goes. Status 409. */
enum result conflict_show(struct q *q, struct bench *b, int64_t seen_at, const char *action, const struct kept *kept, size_t count);

/* --- handlers ------------------------------------------------------------------------------------------------------------------------------ */
extern const struct input queue_inputs[], bulk_inputs[], bulk_do_inputs[], bench_inputs[], step_inputs[], confirm_inputs[], note_inputs[], assign_inputs[], missing_inputs[], lead_inputs[], result_inputs[], result_file_inputs[], other_inputs[],
    hand_over_list_inputs[], hand_over_inputs[];
struct bulk_input { struct queue_input queue; const struct input_list *picked; const char *viec, *ve /* the list to go back to */; };
struct bulk_do_input { struct bulk_input bulk; int64_t nguoi; const char *ket_qua, *ghi_chu; };
struct bench_input { struct queue_input queue; int64_t viec, giay; const char *tin; };
struct step_input { struct queue_input queue; int64_t viec, ban, luc; const char *ket_qua; };
struct confirm_input { struct step_input step; const char *ghi_chu; int32_t ngay; };
struct note_input { struct queue_input queue; const char *ghi_chu; };
struct missing_input { struct step_input step; const struct input_list *chon; const char *bo, *lam, *ghi_chu; };
struct assign_input { struct step_input step; int64_t nguoi; };
struct result_input { struct queue_input queue; const char *lam; const struct upload *tep; };
struct other_input { struct queue_input queue; int64_t ban, luc; const char *ghi_chu; };
struct hand_over_list_input { const char *q, *da; };
struct hand_over_input { int64_t ban; const char *cach, *ai, *ten, *so; };
struct lead_input { const char *loai, *don_vi, *vai_tro, *buoc, *tt; int64_t nguoi; };
route_handler inbox_show, bulk_show, bulk_go, bench_show, bench_take, bench_release, bench_step, bench_note, bench_paper, bench_due, confirm_show, confirm_go,
    assign_show, assign_go, missing_show, missing_go, missing_letter, inbox_export, search_show, search_export, register_show, register_export, lead_show, lead_list, result_show, result_save, result_preview,
    result_upload, other_show, other_go, hand_over_list, hand_over_show, hand_over_go;
enum result menu_all(struct q *q, int64_t *ret, bool *ret_late), menu_mine(struct q *q, int64_t *ret, bool *ret_late),
    menu_free(struct q *q, int64_t *ret, bool *ret_late), menu_waiting(struct q *q, int64_t *ret, bool *ret_late),
    menu_soon(struct q *q, int64_t *ret, bool *ret_late), menu_late(struct q *q, int64_t *ret, bool *ret_late), menu_hand_over(struct q *q, int64_t *ret, bool *ret_late);
