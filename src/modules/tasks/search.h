/* Filters of search and register; private to this folder. */
#pragma once
#include "modules/tasks/tasks_inside.h"

struct search_input { const char *q, *tt, *don_vi; int64_t tinh_trang; int32_t tu, den; };
#define SEARCH_INPUTS                                                                                                                    \
    INPUT_TEXT(struct search_input, q, T("Code, name, number"), .max = 100), INPUT_TEXT(struct search_input, tt, T("Procedure"), .max = 60), \
        INPUT_TEXT(struct search_input, don_vi, T("Agency"), .name = "don-vi", .max = 60),                                               \
        INPUT_INT(struct search_input, tinh_trang, T("State"), .name = "tinh-trang", .min = 0, .max = 10),                               \
        INPUT_DATE(struct search_input, tu, T("From day")), INPUT_DATE(struct search_input, den, T("until"))
extern const struct input search_inputs[];
struct dossier_search search_of(struct q *q, const struct search_input *in);
const char *search_export_url(struct q *q, const char *path, const char *kind); /* with the filter of this request */
