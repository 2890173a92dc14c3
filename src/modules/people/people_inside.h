/* Shared by the files of this folder. */
#pragma once
#include "base/result.h"
#include "core/input.h"
#include "core/jobs.h"
#include <stdint.h>

struct q;
struct readings_input { const char *thang; };
struct dispute_input { int64_t reading; const char *words; };
struct api_readings_input { int64_t limit; const char *cursor; };
extern const struct input people_readings_inputs[], people_dispute_inputs[], people_api_inputs[];

enum result people_show_readings(struct q *q, const void *input);
enum result people_show_dispute(struct q *q, const void *input);
enum result people_dispute(struct q *q, const void *input);
enum result people_api_readings(struct q *q, const void *input);

enum result people_show_export(struct q *q, const void *input);
enum result people_ask_export(struct q *q, const void *input);
enum result people_fetch_export(struct q *q, const void *input);
enum result people_export_job(struct q *q, const struct job *job);
enum result people_sweep_job(struct q *q, const struct job *job);
/* The whole copy as a ZIP of JSON files. */
struct buf;
enum result people_copy(struct q *q, int64_t account_id, const char *person, struct buf *to);
