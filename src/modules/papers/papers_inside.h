/* Shared by the files of this module. */
#pragma once
#include "modules/dossiers/dossiers.h"
#include "modules/papers/papers.h"
#include "papers_queries.h"

struct findings;
struct journal_line;
struct paper;
struct province;
struct unit;

/* --- templates.c: the printed forms of the package as dated versions ------------------------------------------------------------- */
struct template_field { const char *name, *label; bool list, optional; const char *from, *as; /* NULL: filled by the program */ };
struct template {
    const char *id, *version, *kind, *title_vi, *title_en;
    int32_t valid_from, valid_to;
    const struct paper *paper;
    const struct template_field *fields;
    size_t field_count;
};
void papers_check_package(struct q *q, struct province *p, struct findings *f);
enum result papers_start(struct q *q, struct province *p);
const struct template *template_on(const char *id, int32_t day);                     /* NULL: none is valid on that day */
const struct template *template_find(const char *id, const char *version);
const char *desk_name(const struct unit *u, int32_t day);                            /* "" when the package names none */
const char *desk_signer_title(const struct unit *u, int32_t day);

/* --- values.c: what several papers print; keys are those of papers/fields.csv ------------------------------------------------------ */
json_t *values_new(struct q *q);
void value_put(json_t *values, const char *name, const char *value);                 /* NULL and "" leave it out */
void values_of_agency(struct q *q, json_t *values, const struct unit *u, int64_t at, bool demo);
void values_of_applicant(struct q *q, json_t *values, const struct dossier *d);
const char *masked_number(struct q *q, const char *number);                          /* "0491•• ••• 218"; NULL gives NULL */
const char *moment_words(struct q *q, int64_t t);                                    /* "16 giờ 12 phút ngày 13/11/2026" */
const char *date_words(struct q *q, int64_t t);                                      /* "ngày 13 tháng 11 năm 2026" */
const char *weekday_words(struct q *q, int64_t t);                                   /* "Thứ Hai" */
const char *track_url(struct q *q, const struct dossier *d);
const char *verify_url(struct q *q, const char *verify_code);
json_t *event_data(struct q *q, const struct journal_line *line);                    /* {} when it cannot be read */
const char *due_words(struct q *q, const struct dossier *d);                         /* explain.c: how the first due date was worked out */

/* --- the values of one kind of paper --------------------------------------------------------------------------------------------- */
enum result slip_values(struct q *q, const struct dossier *d, const struct journal_line *line, json_t *values);
enum result notice_values(struct q *q, const struct dossier *d, const struct journal_line *line, json_t *values); /* forms 02–05 */
enum result control_values(struct q *q, const struct dossier *d, json_t *values);
enum result result_values(struct q *q, const struct dossier *d, const struct template *t, int64_t at, json_t *values);

/* --- make.c ---------------------------------------------------------------------------------------------------------------------- */
struct making {
    const char *kind, *fact, *template_id;
    const struct dossier *d;             /* NULL: of no dossier */
    const struct unit *unit;             /* who issues it */
    json_t *values;
    const char *title;                   /* NULL: the template's */
    const char *book;                    /* NULL: no number; else the field that prints it ("document_number") */
    const char *signer_name, *signer_title;
    int64_t fact_at;
    const char *digest; int64_t size;    /* of a file made elsewhere; NULL: it is printed */
};
/* Makes the paper of a fact, or finds the one made before. Not inside a transaction. */
enum result paper_make(struct q *q, const struct making *m, struct papers_paper_row *ret);
/* Renders without keeping. */
enum result paper_print(struct q *q, const struct template *t, const json_t *values, int64_t at, const void **ret_pdf, size_t *ret_length);
/* The paper that a line of the journal asks for; *ret_made false: it asks for none. */
enum result paper_of_line(struct q *q, const struct dossier *d, const struct journal_line *line, struct papers_paper_row *ret, bool *ret_made);
enum result papers_result_of_line(struct q *q, const struct dossier *d, const struct journal_line *line, struct papers_paper_row *ret);
void paper_from_row(struct q *q, const struct papers_paper_row *row, const char *dossier_code, struct paper_made *ret);

struct dossier_printer;
extern const struct dossier_printer papers_printer; /* printer.c: what the dossiers' pages show of these papers */
