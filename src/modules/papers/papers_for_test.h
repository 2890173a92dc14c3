/* A package with everything papers need (file store, printer, seal), and what can be read back from a PDF with other people's programs. */
#pragma once
#include "modules/dossiers/people_for_test.h"
#include "modules/papers/papers_inside.h"

bool papers_world(struct q *q); /* false: failed, the test ends */
/* All words of the PDF without white space; NULL: pdftotext is not here (the test is skipped). */
const char *pdf_words(struct arena *a, const void *pdf, size_t n);
const char *pdf_qr(struct arena *a, const void *pdf, size_t n);
/* Every text of the data stands in the PDF. */
void check_pdf_equals(struct arena *a, const char *file, int line, const char *json, const void *pdf, size_t n);
/* Drives a dossier to its result through real acts: the first forward or finishing outcome of each step. */
bool finish_dossier(struct q *q, int64_t id);
