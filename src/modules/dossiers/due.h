/* The legal due date of a dossier: the procedure's limit on the calendar of the competent unit's office. It runs from the moment the
 * dossier was submitted (online too: what the slip promises is not moved by the desk's own delay). */
#pragma once
#include "engines/calendar/calendar.h"

struct q;
struct procedure;

/* false: the procedure has no single limit, or the calendar does not reach that far. */
bool due_of_law(struct q *q, const struct office *o, const struct procedure *p, int64_t came, const struct calendar_pause *pauses, size_t count,
                struct calendar_due *ret);
bool due_limit(const struct procedure *p, struct calendar_limit *ret);
/* The limit in working minutes of 8-hour days, for steps that have a share of it; of the version alone, never of a calendar. 0: none. */
int64_t due_limit_minutes(const struct procedure *p);
#define PAUSE_LEAST MINUTE /* an answer in the same minute stops no clock */
int64_t due_after_pause(const struct office *o, const struct procedure *p, int64_t due, struct calendar_pause pause);
/* The moment at which soon_percent of the working time is gone; the due moment itself when there is none between. */
int64_t due_soon_at(struct q *q, const struct office *o, int64_t from, int64_t due);
