/* The catalogue of procedures as dated versions. A dossier keeps (id, version) and with it the very form and workflow it began with:
 * both are stored by the hash of their content and compiled once per process. */
#pragma once
#include "base/result.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct q;
struct form;
struct unit;
struct workflow;

/* How sure a group of facts is. Only `confirmed` and `source` facts may be shown to residents as binding. */
enum certainty { CERTAINTY_KNOWLEDGE, CERTAINTY_SOURCE, CERTAINTY_CONFIRMED /* by an officer, with the source */ };

/* The groups of facts that are confirmed together. */
enum procedure_facts { FACTS_IDENTITY /* name, code, level, who decides */, FACTS_TIME, FACTS_FEE, FACTS_ONLINE, FACTS_PAPERS, FACTS_COUNT };

struct procedure_paper {
    int64_t number;
    const char *name_vi, *kind /* original certified copy eform */, *condition_vi;
    int64_t copies;
    bool mandatory;
    const char *replaceable; /* "population_db|previous_result", NULL */
    enum certainty certainty;
};
struct procedure {
    const char *id, *code; /* code: NULL when the national code is unknown */
    int64_t version;
    int32_t valid_from, valid_to;
    const char *name_vi, *name_en, *sector_code, *level, *other_levels, *competent_unit_kind, *subject, *online_level;
    int64_t limit_value; const char *limit_unit; const char *cutoff_time, *time_note_vi; /* limit_value COLUMN_NO_INT: no single figure */
    int64_t reception_limit_hours;
    int64_t phi_vnd, le_phi_vnd; const char *fee_note_vi;                               /* COLUMN_NO_INT: unknown or set elsewhere */
    const char *result_name_vi, *result_paper_id, *legal_basis, *later_change_vi, *as_of;
    const char *form_id, *form_hash, *workflow_id, *workflow_hash;
    enum certainty certainty, time_certainty, fee_certainty, online_certainty;
    const struct procedure_paper *papers; size_t paper_count;
};
struct sector { const char *code, *name_vi, *name_en, *owner_unit_id, *group_vi, *group_en; };

/* The version in force today; version > 0: that one. NULL: none. */
const struct procedure *procedures_find(const struct q *q, const char *id, int64_t version);
size_t procedures_all(const struct q *q, const struct procedure *const **ret); /* in force today, in order of name */
const struct sector *procedures_sector(const struct q *q, const char *code);
const char *procedures_name(const struct q *q, const struct procedure *p);     /* in the reader's language */
/* Compiled, immutable, for all threads. Must exist for every procedure that procedures_find gives. */
const struct form *procedures_form(struct q *q, const struct procedure *p);
const struct workflow *procedures_workflow(struct q *q, const struct procedure *p);
/* Who decides for somebody of this place (commune). NOT_FOUND with words when nobody does. */
enum result procedures_competent(struct q *q, const struct procedure *p, const struct unit *place, const struct unit **ret);

/* How sure a group of facts is now, with what officers have confirmed since. */
enum certainty procedures_certainty(const struct procedure *p, enum procedure_facts facts);
/* English of a text of the catalogue that has no field of its own (notes, results, papers, conditions); the text itself for Vietnamese
 * readers and where no English is known. NULL gives NULL. */
const char *procedures_text(const struct q *q, const char *vi);
/* A code list that forms name by x-choices ("countries", "ethnicities", "provinces", "districts", "communes"), in the order to show.
 * parent (may be NULL): only the communes of this district's code. 0: no such list. */
struct procedure_choice { const char *code, *name_vi, *name_en; };
size_t procedures_choices(struct q *q, const char *list, const char *parent, const struct procedure_choice **ret);
const char *procedures_choice_name(struct q *q, const char *list, const char *code); /* in the reader's language; NULL: unknown code */

/* In words, for residents: binding only when the facts are sure, else "usually …" and who will confirm it. small may be NULL. */
struct procedure_said { const char *main, *small; bool sure; };
struct procedure_said procedures_say_time(struct q *q, const struct procedure *p);
struct procedure_said procedures_say_fee(struct q *q, const struct procedure *p);
/* Where: the agency competent for the reader's commune when it is known, else the kind of agency. ret_unit (may be NULL): that agency. */
struct procedure_said procedures_say_place(struct q *q, const struct procedure *p, const struct unit **ret_unit);

/* Things that happen in a life, with the procedures they bring (ids in order). Popular phrases: what people look for most. */
struct life_event { const char *id, *icon, *name_vi, *name_en, *sentence_vi, *sentence_en; const char **procedures; size_t count; };
struct popular { const char *phrase_vi, *phrase_en, *procedure_id; };
size_t procedures_life_events(const struct life_event **ret);
size_t procedures_popular(const struct popular **ret);

/* Parts of pages: one procedure in a list (words, may be NULL, are marked in its title); the search box. {{> procedures/card card}} */
struct procedures_card_view;
struct procedures_card_view *procedures_card(struct q *q, const struct procedure *p, const char *words);
struct procedures_find_view;
const struct procedures_find_view *procedures_find_box(struct q *q, const char *typed);
const char *procedures_url(struct q *q, const struct procedure *p);

struct procedure_hit { const struct procedure *procedure; double score; bool exact; };
/* Search with and without marks, typing errors, synonyms; best first. Filters NULL = any. loose: also what fits only in part. */
struct procedure_search { const char *words, *sector, *level, *life_event, *online_level; size_t most; bool loose; };
size_t procedures_search(struct q *q, const struct procedure_search *what, const struct procedure_hit **ret, size_t *ret_total);
