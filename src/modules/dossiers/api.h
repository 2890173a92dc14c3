/* Inputs of the API routes (api.c). */
#pragma once
#include "core/input.h"
#include <jansson.h>

struct api_submit_input { const char *procedure, *place, *helper; json_t *data, *applicant; };
struct api_list_input { const char *words, *procedure, *unit, *phase; int64_t status, limit; };
struct api_act_input { const char *act, *outcome, *note, *date; int64_t task, version, to_account, rating; json_t *missing, *data; };
extern const struct input api_submit_inputs[], api_list_inputs[], api_act_inputs[];
