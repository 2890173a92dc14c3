/* Printed papers of a dossier (forms 01–07, results), made by jobs from the province's templates and the journal, kept as files by digest.
 *
 * A paper is made once for each fact (a line of the journal) with the version of its template that is valid on the day of the fact, and
 * never changes. What is printed is kept as JSON too (paper_made.data): PDF and data are equal. Papers of events older than two days
 * (imported or generated history) are made when somebody first asks for them.
 *
 * Every paper has a code of verification (12 characters, printed as "7K3M-9QXD-2HTA"); modules/verification answers for it. */
#pragma once
#include "base/result.h"
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct q;
struct dossier;

struct paper_made {
    int64_t id, dossier_id;
    const char *kind;                       /* "form-01" … "form-07", "result" */
    const char *title;                      /* as printed: "Giấy khai sinh" */
    const char *number;                     /* of a result: "214/2026"; "" none */
    const char *digest, *verify_code;       /* code without hyphens */
    const char *template_id, *template_version, *unit_id, *holder_name, *signer_name, *signer_title;
    const char *data;                       /* JSON of what is printed */
    const char *signature;                  /* base64 of a detached CMS; NULL: not sealed */
    int64_t person_account;                 /* in whose store it stands; 0: nobody's */
    int64_t fact_at, made_at, size;
    bool withdrawn;
    int64_t withdrawn_at; const char *withdrawn_by, *withdrawn_why;
    const char *url;                        /* "/ho-so/CODE/giay/ID" for those who may see the dossier; NULL: of no dossier */
    bool demo;
};

/* All papers of a dossier, oldest first; makes what its journal asks for and no job has made yet. */
enum result papers_of(struct q *q, const struct dossier *d, const struct paper_made **ret, size_t *ret_count);
/* The slip (form 01) as PDF; made now when the job has not done it yet. */
enum result papers_slip(struct q *q, const struct dossier *d, const void **ret_pdf, size_t *ret_length);
/* Form 06 as the dossier stands now. The caller has checked that the acting person may see the dossier (as for papers_of). */
enum result papers_control_sheet(struct q *q, const struct dossier *d, const void **ret_pdf, size_t *ret_length);
/* Results in the store of a resident, newest first, withdrawn ones too. */
enum result papers_of_person(struct q *q, int64_t account_id, const struct paper_made **ret, size_t *ret_count);
/* By the code as people type it (hyphens, small letters, O for 0). *ret_found false: no such paper. */
enum result papers_by_code(struct q *q, const char *typed, struct paper_made *ret, bool *ret_found);
enum result papers_by_digest(struct q *q, const char *digest, struct paper_made *ret, bool *ret_found);
const char *papers_code_words(struct q *q, const char *verify_code); /* "7K3M-9QXD-2HTA" */
/* Is the stored file still the one that was made, and does its seal hold? STORAGE: the store does not answer. */
struct paper_check { bool unchanged, sealed; const char *seal_holder, *seal_fingerprint; int64_t sealed_at; };
enum result papers_check(struct q *q, const struct paper_made *paper, struct paper_check *ret);
enum result papers_file(struct q *q, const struct paper_made *paper, const void **ret_pdf, size_t *ret_length);

/* --- the result ---------------------------------------------------------------------------------------------------------------- */
/* What stands on the result of this dossier: every field of the template with what was saved, else what the dossier says. Lists come flat,
 * one field a row ("facts.0", label of its own); an empty value takes the row out. */
struct paper_field { const char *name, *label /* Vietnamese, as in the template's table */, *value; bool optional; bool fixed /* given by the system */; };
enum result papers_result_fields(struct q *q, const struct dossier *d, const struct paper_field **ret, size_t *ret_count);
struct paper_value { const char *name, *value; };
/* The paper as it would be printed now ("BẢN XEM TRƯỚC" in place of number and code). values: what was typed; NULL: as saved. */
enum result papers_result_preview(struct q *q, const struct dossier *d, const struct paper_value *values, size_t count, const void **ret_pdf, size_t *ret_length);
/* Saves what the officer has confirmed (dossiers.process, and the dossier in the officer's subtree). INVALID names required fields that are
 * empty. The paper itself is made when the dossier reaches "dossiers.finished"; without anything saved it is printed as the preview shows. */
enum result papers_result_save(struct q *q, const struct dossier *d, const struct paper_value *values, size_t count);
/* The same with a PDF that was made elsewhere (already checked and in the file store). */
enum result papers_result_upload(struct q *q, const struct dossier *d, const char *digest, const char *file_name, int64_t size);
/* Was anything saved; *ret_file: name of the uploaded file, NULL when fields were saved. */
enum result papers_result_prepared(struct q *q, const struct dossier *d, bool *ret_prepared, const char **ret_file);
/* Takes a result back: verification shows it red from now on. Needs dossiers.approve and the dossier in the subtree. */
enum result papers_withdraw(struct q *q, int64_t paper_id, const char *why);
