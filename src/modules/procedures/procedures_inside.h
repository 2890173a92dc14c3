/* The catalogue in memory; shared by the files of this folder. */
#pragma once
#include "core/province.h"
#include "modules/procedures/procedures.h"
#include <jansson.h>

struct life_event { const char *id, *icon, *name_vi, *name_en, *sentence_vi, *sentence_en; const char **procedures; size_t count; };
struct popular { const char *phrase_vi, *phrase_en, *procedure_id; };

struct catalogue {
    struct procedure *versions; size_t version_count;       /* by id, then version */
    const struct procedure **in_force; size_t count;        /* of the package and valid today, in Vietnamese order of names */
    struct sector *sectors; size_t sector_count;
    struct life_event *events; size_t event_count;
    struct popular *popular; size_t popular_count;
    struct search_index *index;
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

void procedures_check(struct q *q, struct province *p, struct findings *f);
enum result procedures_load(struct q *q, struct province *p);
enum result procedures_start(struct q *q, struct province *p);

/* search.c */
struct search_index *procedures_index_build(struct q *q, const struct catalogue *c, const struct synonym_row *synonyms, size_t synonym_count);
