/* Failures as pages for people. */
#pragma once
#include "base/result.h"
struct q;
void problem_page(struct q *q);                              /* q->problem as a page in the shell; never fails */
enum result problem_explain(struct q *q, const void *input); /* GET /problems/{slug}: the type page that problem+json names */
