/* For the tests of this folder: a handler called as the phases would call it, without a server; the page is in q->reply. */
#pragma once
#include "modules/dossiers/people_for_test.h"
#include "modules/tasks/tasks_inside.h"

/* pattern: the route's path ("/ho-so-xu-ly/{code}"); code: what stands for its first parameter, second for the next (may be NULL). */
enum result desk_call(struct q *q, route_handler *handler, const char *pattern, const char *code, const char *second, const void *input);
bool desk_page_has(const struct q *q, const char *text);
int desk_times(const struct q *q, const char *text); /* how often the page says it */
#define DESK_MONDAY time_from_local((struct local_time){{2026, 11, 16}, 9, 0, 0})
void desk_clock(struct arena *a, int64_t t); /* set for this test, let run after it */
