/* Printed papers of a dossier (forms 01–07, results), made by jobs from the province's templates and the journal, kept as files by digest. */
#pragma once
#include "base/result.h"
#include <stdint.h>

struct q;
struct dossier;

/* The slip (form 01) as PDF; rendered now when the job has not done it yet. */
enum result papers_slip(struct q *q, const struct dossier *d, const void **ret_pdf, uint64_t *ret_length);
struct paper_made { int64_t id; const char *kind /* "form-01" … "result" */, *title, *digest, *verify_code; int64_t made_at, size; bool withdrawn; };
enum result papers_of(struct q *q, int64_t dossier_id, const struct paper_made **ret, int *ret_count);
