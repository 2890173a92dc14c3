/* Rows of work as pages/rows.html shows them; private to this folder. */
#pragma once
#include "modules/tasks/tasks_inside.h"
#include "tasks_pages.h"

/* working: rows can be picked. in: the filter that the links to dossiers carry along. */
const struct tasks_rows_view *rows_view(struct q *q, const struct queue_input *in, const struct dossier_task *tasks, size_t count, bool working);
