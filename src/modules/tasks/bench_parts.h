/* The parts of the workbench page; private to this folder. */
#pragma once
#include "engines/forms/form.h"
#include "modules/tasks/tasks_inside.h"
#include "tasks_pages.h"

enum result bench_rows(struct q *q, const struct bench *b, struct form_rows *ret); /* what was declared, row by row */
enum result bench_facts(struct q *q, const struct bench *b, struct tasks_bench_view *view);
enum result bench_papers(struct q *q, const struct bench *b, int64_t wanted, struct tasks_bench_view *view);
enum result bench_actions(struct q *q, const struct bench *b, struct tasks_bench_view *view);
enum result bench_log(struct q *q, const struct bench *b, struct tasks_bench_view *view);
/* What was asked for last, from the journal; NULL list when nothing was. */
enum result bench_asked(struct q *q, const struct bench *b, struct tasks_bench_view *view);

void bench_others(struct q *q, const struct bench *b, struct tasks_bench_view *view); /* other.c */
