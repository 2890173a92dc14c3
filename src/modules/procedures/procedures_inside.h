/* The catalogue in memory; shared by the files of this folder. */
#pragma once
#include "core/province.h"
#include "core/input.h"
#include "modules/procedures/procedures.h"
#include <jansson.h>

struct guide { const char *procedure_id, *for_whom_vi, *for_whom_en; };
struct english { const char *vi, *en; };
struct norm { const char *number, *title_vi, *title_en; int32_t effective_to; /* INT32_MIN: still in force, or not known */ };
struct code_list { const char *name; struct procedure_choice *choices; size_t count; };

struct catalogue {
    struct procedure *versions; size_t version_count;       /* by id, then version */
    const struct procedure **in_force; size_t count;        /* of the package and valid today, in Vietnamese order of names */
    struct sector *sectors; size_t sector_count;
    struct life_event *events; size_t event_count;          /* at most 64 */
    uint64_t *event_bits; uint16_t *sector_index;           /* by version: the events it belongs to, its sector */
    struct popular *popular; size_t popular_count;
    struct guide *guides; size_t guide_count;
    struct english *english; size_t english_count;          /* by vi */
    struct norm *norms; size_t norm_count;
    struct code_list *lists; size_t list_count;             /* lists/ of the package */
    struct search_index *index;
    _Atomic unsigned char *confirmed;                       /* by version: one bit for each enum procedure_facts */
};
extern const struct catalogue *procedures_catalogue; /* set once by procedures_start */

/* read.c: the package's tables */
struct procedure_row {
    struct row row;
    const char *id, *code, *name_vi, *name_en, *sector_code, *level, *other_levels, *competent_unit_kind, *subject, *online_level;
    int64_t version, time_limit_value, reception_limit_hours, phi_vnd, le_phi_vnd;
    const char *time_limit_unit, *cutoff_time, *time_note_vi, *fee_note_vi, *result_name_vi, *result_paper_id, *form_id, *workflow_id;
    const char *legal_basis, *certainty, *code_certainty, *time_certainty, *fee_certainty, *online_certainty, *source_refs, *as_of, *later_change_vi;
    int32_t valid_from, valid_to;
};
struct component_row {
    struct row row;
    const char *procedure_id, *name_vi, *kind, *condition_vi, *can_be_replaced_by_data, *certainty;
    int64_t no, copies;
    bool mandatory;
};
struct synonym_row { struct row row; const char *phrase_vi, *means_vi, *procedure_id; };
struct package_procedures {
    struct procedure_row *procedures; size_t count;
    struct component_row *components; size_t component_count;
};
void procedures_read_package(struct province *p, struct findings *f, struct package_procedures *ret);
void procedures_read_lists(struct province *p, struct findings *f, struct catalogue *to);
size_t procedures_read_synonyms(struct province *p, struct findings *f, const struct synonym_row **ret);

/* words.c: guides, English, norms, code lists */
void procedures_read_words(struct q *q, struct province *p, struct findings *f, struct catalogue *to);
void procedures_check_words(struct q *q, struct province *p, struct findings *f, const struct package_procedures *all);
const struct guide *procedures_guide(const struct procedure *p); /* NULL: no sentence for this one */
const struct norm *procedures_norm(const struct q *q, const char *cited); /* "Luật Hộ tịch 60/2014/QH13": found by its number; NULL */

void procedures_check(struct q *q, struct province *p, struct findings *f);
enum result procedures_load(struct q *q, struct province *p);
enum result procedures_start(struct q *q, struct province *p);

/* confirm.c */
enum result procedures_confirmed_start(struct q *q, struct catalogue *c);
void procedures_confirmed_refresh(struct q *q); /* what other processes confirmed; at most every two seconds */
int64_t procedures_subject(const char *id); /* subject of the journal for a procedure */
const char *procedures_facts_name(enum procedure_facts facts);

/* say.c: facts in words (the public ones are in procedures.h) */
const char *procedures_owner_name(struct q *q, const struct procedure *p); /* the agency that answers for the sector */
const char *procedures_say_online(const struct q *q, const struct procedure *p);
const char *procedures_say_sentence(struct q *q, const struct procedure *p); /* for whom, or what one receives */

/* card.c */
const char *procedures_level_name(const struct q *q, const char *level);

/* near.c: what to offer when nothing was found */
size_t procedures_near_words(struct q *q, const char *words, size_t most, const char ***ret); /* "tàu cá" for "tau ma" */

/* what the routes take */
struct search_input { const char *q; const struct input_list *cach, *cap, *linhvuc, *viec; };
struct suggest_input { const char *q; };
struct show_input { const char *id; int64_t phienban; };
struct sector_input { const char *code; };
struct confirm_input { const char *id, *facts, *source; int64_t version; };
struct list_input { const char *q, *sector, *level; int64_t limit; };
struct waiting_input { const char *q, *linhvuc; bool tatca; };
enum result procedures_answer_waiting(struct q *q, const void *input);
enum result procedures_count_waiting(struct q *q, int64_t *ret, bool *ret_late);
enum result procedures_answer_search(struct q *q, const void *input);
enum result procedures_answer_suggest(struct q *q, const void *input);
enum result procedures_answer_list(struct q *q, const void *input);
enum result procedures_answer_of_unit(struct q *q, const void *input);
enum result procedures_answer_sector(struct q *q, const void *input);
enum result procedures_answer_one(struct q *q, const void *input);
enum result procedures_answer_print(struct q *q, const void *input);
enum result procedures_confirm(struct q *q, const void *input);
enum result procedures_api_list(struct q *q, const void *input);
enum result procedures_api_one(struct q *q, const void *input);
enum result procedures_api_form(struct q *q, const void *input);

/* search.c */
bool procedures_in_event(const struct catalogue *c, const char *event, const struct procedure *p);
size_t procedures_version_index(const struct procedure *p); /* its place in the arrays of the catalogue */
struct search_index *procedures_index_build(struct q *q, const struct catalogue *c, const struct synonym_row *synonyms, size_t synonym_count);
