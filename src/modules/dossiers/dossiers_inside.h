/* Shared by the files of this module.
 *
 * The heart is life_apply(): (life, event) -> life. It is the only code that changes what a dossier is; submit, act and the jobs write
 * an event and apply it, replay applies all events of the journal to an empty life. Whatever an event needs from the world at its time
 * (moments of the calendar, units found, the due date) is worked out once, when it happens, and written into the event itself
 * (members "clock", "units", "due_at", "soon_at"), so that a later calendar, tree or form changes nothing that was. */
#pragma once
#include "dossiers_queries.h"
#include "engines/workflow/workflow.h"
#include "modules/dossiers/dossiers.h"
#include <jansson.h>

struct office;
struct procedure;

#define FAR_AWAY INT64_MAX
enum { LIFE_TASKS = 64 };

struct life_task { int64_t number; const char *step_id, *role_id, *unit_id; int64_t holder; const char *holder_name; int64_t held_since, opened_at, due_at; bool waiting; };
struct life_closed { int64_t number; const char *outcome; }; /* outcome NULL: cancelled */

struct life {
    struct dossiers_dossier_row row;
    const struct procedure *procedure;
    const struct workflow *workflow;
    struct workflow_state state;
    bool begun;
    struct life_task tasks[LIFE_TASKS]; /* open ones, in order of number */
    size_t task_count;
    struct life_closed closed[LIFE_TASKS]; /* by the last event */
    size_t closed_count;
    size_t timer_count;                    /* timers set by the last event */
    struct workflow_timer timers[8];
};

enum life_mode { LIFE_NOW /* ask the world and write the answers into the event */, LIFE_REPLAY /* take them from the event */ };

/* Applies one event. data: an object; in LIFE_NOW it is completed. On failure the life is spoilt. */
enum result life_apply(struct q *q, struct life *life, const char *type, json_t *data, enum life_mode mode);
bool life_counts(const char *type); /* does life_apply() know this type (others only tell: noted, due_soon …) */
/* Loads row, workflow and open tasks. */
enum result life_load(struct q *q, int64_t id, struct life *ret);
/* Writes what the event changed: row (CONFLICT with words when somebody was faster), tasks, timers, and the journal's line. Inside a transaction. */
enum result life_save(struct q *q, struct life *life, const struct life *before, const char *type, const char *reason, json_t *data);
enum result life_insert(struct q *q, struct life *life, json_t *data);
const struct office *life_office(struct q *q, const struct life *life);

/* A new JSON object or array that is dropped with the arena. */
json_t *json_own(struct q *q, json_t *value);
void json_put_text(json_t *object, const char *key, const char *value); /* NULL: null */
void json_put_int(json_t *object, const char *key, int64_t value);

void dossier_from_row(const struct dossiers_dossier_row *row, struct dossier *ret);
enum result dossier_row_by_id(struct q *q, int64_t id, struct dossiers_dossier_row *ret); /* NOT_FOUND with words */

/* machine.c: the form and workflow of a version; fails with words when there is none or the database does not answer. */
struct form;
enum result machine_form(struct q *q, const struct procedure *p, const char *id, const struct form **ret);
enum result machine_workflow(struct q *q, const struct procedure *p, const char *id, const struct workflow **ret);

/* inbox.c: the officer's subtree as a range of paths, FORBIDDEN with words without a role; a row as others see it */
enum result inbox_subtree(struct q *q, const char **ret_low, const char **ret_high);
void inbox_task(struct q *q, const struct dossiers_inbox_row *row, struct dossier_task *ret);

/* words.c */
const char *dossier_folded(struct q *q, const struct dossiers_dossier_row *row);
enum result dossier_words_insert(struct q *q, const struct dossiers_dossier_row *row);
struct word_list { const char *items[12]; size_t count; };
void words_of_search(struct q *q, const char *text, struct word_list *to); /* names as pairs and words, numbers, codes */

/* numbers.c: the next code of an agency on a day. Inside a transaction. */
enum result dossier_number(struct q *q, const char *unit_id, int64_t at, const char **ret_code);

/* store.c */
extern const struct dossier_printer *dossiers_printer; /* NULL: none */
enum result store_of_person(struct q *q, int64_t account_id, const struct dossier_stored **ret, size_t *ret_count); /* results first, then papers handed in */

/* papers.c */
json_t *papers_to_json(struct q *q, const struct dossier_upload *papers, size_t count);
enum result papers_insert(struct q *q, int64_t dossier_id, int64_t request, int64_t at, const struct dossier_upload *papers, size_t count);

/* Rules of the package (province.json, "dossiers"): what was only remembered of the law is a setting. */
struct dossier_rules { const char *code_pattern; int64_t supplements_free /* asked without a leader */, extensions_most; int64_t soon_percent; };
struct dossier_rules dossier_rules(const struct q *q);

/* act_allowed.c: permission, unit scope and state for one act; *ret_task is the open task it is about, NULL when none. */
enum result act_allowed(struct q *q, const struct life *life, const struct dossier_act *act, const struct life_task **ret_task,
                        const struct workflow_choice **ret_choice);
/* May the acting person see it (no reading is logged): dossiers_need_sight without the log. */
enum result dossier_may_see(struct q *q, const struct dossier *d);
bool dossier_is_mine(const struct q *q, const struct dossiers_dossier_row *row); /* the acting person is its applicant or typed it */
