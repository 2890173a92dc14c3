/* Received and finished of the last twelve months. */
#pragma once
#include "modules/statistics/statistics_inside.h"

enum { CHART_MONTHS = 12 };
struct chart_month { int year, month; int64_t received, done; };
enum result chart_months(struct q *q, const struct scope *s, struct chart_month ret[CHART_MONTHS]);
const char *chart_draw(struct q *q, const struct chart_month months[CHART_MONTHS]); /* an SVG element */
