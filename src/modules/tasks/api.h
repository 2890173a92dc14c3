/* The API of tasks; private to this folder. */
#pragma once
#include "modules/tasks/tasks_inside.h"

struct api_tasks_input { const char *view, *procedure, *q; int64_t cursor, limit; };
extern const struct input api_tasks_inputs[];
route_handler api_tasks;
