/* Lists as files; private to this folder. Whoever takes out a list of people's dossiers leaves a line in the journal. */
#pragma once
#include "core/sheet.h"
#include "modules/tasks/tasks_inside.h"

/* "tasks.list_exported": list: its address; filter: what it was narrowed by, for the journal. After sheet_end, before the reply goes out. */
enum result export_tell(struct q *q, const char *list, const char *kind, int64_t rows);
const char *export_kind(struct q *q); /* {kind} of the address */
/* The rows of dossiers as everybody's list has them: code, procedure, applicant, about, dates, state, units. */
enum result export_heads(struct q *q, struct sheet *s, const char *name);
void export_dossier(struct q *q, struct sheet *s, const struct dossier *d);
