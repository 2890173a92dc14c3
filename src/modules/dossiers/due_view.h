/* The due date as pages/due.html shows it. */
#pragma once
#include "dossiers_pages.h"
struct dossier;
struct calendar_due;
/* NULL when the procedure has no single limit. */
const struct dossiers_due_view *due_view(struct q *q, const struct dossier *d);
