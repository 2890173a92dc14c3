/* Shared by the files of this module.
 *
 * facts_of_journal() turns the lines of one dossier into facts; measures.def says what each dossier adds to which day. What is stored is the
 * facts and their sums; when a dossier changes, the difference is added. So every figure is a sum over dossiers that can be listed, and
 * everything can be rebuilt from the journal. */
#pragma once
#include "base/result.h"
#include "core/input.h"
#include "core/province.h"
#include "statistics_queries.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct journal_line;
struct q;
struct unit;

typedef struct statistics_facts_row facts;

/* --- facts.c: pure but for the working calendar and the catalogue -------------------------------------------------------------------- */
/* false: the lines do not begin with a submission. */
bool facts_of_journal(struct q *q, const struct journal_line *lines, int count, struct statistics_facts_row *ret);

/* --- measures.c ------------------------------------------------------------------------------------------------------------------------ */
enum { MEASURE_MOST = 40, MEASURE_OPEN = 38, MEASURE_OVERDUE = 39 }; /* the last two are of the present moment and not in the table */
struct contribution { int measure; int64_t at; int64_t n; };
size_t measures_of(const struct statistics_facts_row *f, struct contribution ret[MEASURE_MOST]); /* those that are not 0 */
int measure_named(const char *name, size_t n); /* 0: none */
bool measure_is_dossiers(int measure);         /* each dossier adds 0 or 1 */
bool facts_overdue(const struct statistics_facts_row *f, int64_t now);

/* --- count.c ----------------------------------------------------------------------------------------------------------------------------- */
enum result statistics_count_dossier(struct q *q, int64_t dossier_id);
enum result statistics_recompute(struct q *q, int64_t *ret_dossiers);

/* --- figures.c: the package's indicators -------------------------------------------------------------------------------------------------- */
struct term { int measure, sign; };
struct expression { struct term terms[8]; size_t count; };
enum figure_kind { FIGURE_COUNT, FIGURE_PERCENT, FIGURE_DAYS };
struct figure {
    const char *id, *number /* in QĐ 766; NULL: public figure */, *name_vi, *name_en, *definition_vi, *definition_en, *norm;
    enum figure_kind kind;
    struct expression numerator, denominator;
    const char *numerator_text, *denominator_text;
    double points, target; /* target 0: none */
    int32_t valid_from, valid_to;
    bool now;              /* of the present moment */
};
void statistics_check_package(struct q *q, struct province *p, struct findings *f);
enum result statistics_start(struct q *q, struct province *p);
size_t figures_public(const struct figure **ret);
struct published { struct row row; const char *label_vi, *label_en, *unit, *period, *source_vi, *source_en, *note_vi; double value; int64_t numerator, denominator; };
size_t figures_published(const struct published **ret); /* from reports, before this system ran */
size_t figures_766(const struct figure **ret);
const struct figure *figure_find(const char *id);
struct sums { int64_t n[MEASURE_MOST]; };
struct figure_value { int64_t numerator, denominator; bool none /* denominator 0 */; double value; double points; };
struct figure_value figure_value(const struct figure *f, const struct sums *s);
const char *figure_words(struct q *q, const struct figure *f, struct figure_value v); /* "97,92" "1.234" "–" without unit */
const char *figure_unit(struct q *q, const struct figure *f);                         /* "%" "ngày" "" */
const char *expression_words(struct q *q, const struct expression *e); /* "có kết quả trước hẹn + có kết quả đúng hẹn" */
int64_t expression_sum(const struct expression *e, const struct sums *s);

/* --- period.c ---------------------------------------------------------------------------------------------------------------------------- */
struct period { int32_t from, to; const char *name, *key /* "2026-11" "2026-q4" "2026" "khoang" */; bool running; /* today is inside */ };
struct period_input { const char *ky, *don_vi, *linh_vuc, *thu_tuc, *xem; int32_t tu, den; const char *chi_so; };
extern const struct input period_inputs[];
struct period period_of(struct q *q, const struct period_input *in);
struct choice;
const struct choice *period_choices(struct q *q, size_t *ret_count);

/* --- sums.c ------------------------------------------------------------------------------------------------------------------------------ */
struct scope { const struct unit *unit; const char *sector, *procedure_id; };
bool in_scope(const struct q *q, const struct scope *s, const char *unit_id, const char *procedure_id);
enum group_by { BY_UNIT, BY_SECTOR, BY_PROCEDURE };
struct group { const char *key, *name; struct sums sums; };
/* The whole and its parts (children of the unit and the unit's own business; sectors; procedures), parts with something in them only, by name;
 * BY_PROCEDURE the most received first, at most 400. */
enum result statistics_sums(struct q *q, struct period p, const struct scope *s, enum group_by by, struct sums *ret_whole, struct group **ret, size_t *ret_count);
/* The dossiers that make up a measure's sum. */
enum result statistics_rows(struct q *q, struct period p, const struct scope *s, const struct expression *e, struct statistics_facts_row **ret, size_t *ret_count);
