/* The report that every dossier number is accounted for (thubon check-numbers). */
#pragma once
#include "base/result.h"
#include "engines/numbering/numbering.h"

struct q;
enum { NUMBER_REPORT_MOST = 1000 };
struct number_wrong { const char *series; enum number_gap_kind kind; int64_t first, last; };
struct number_report { int64_t series, numbers; size_t wrong_count; struct number_wrong wrong[NUMBER_REPORT_MOST]; };
enum result dossier_numbers_report(struct q *q, struct number_report *ret);
