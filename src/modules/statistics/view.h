/* What the pages of this module share. */
#pragma once
#include "core/http/http.h"
#include "core/input.h"
#include "modules/statistics/statistics_inside.h"

route_handler statistics_show, statistics_definition, statistics_csv, statistics_xlsx, statistics_api, statistics_rows_show;

/* The scope of a page's input; unknown ids are NOT_FOUND. */
enum result scope_of(struct q *q, const struct period_input *in, struct scope *ret);
const char *scope_words(struct q *q, const struct scope *s); /* "Thành phố Tam Kỳ · Hộ tịch" */
enum group_by group_of(const struct period_input *in);
/* The page's query with one name changed (NULL value: taken out): "/thong-ke?ky=2026&don_vi=hc.502". */
const char *statistics_url(struct q *q, const char *path, const struct period_input *in, const char *name, const char *value);
