/* Nothing for other modules. */
#pragma once
#include "base/result.h"

struct q;
struct province;
struct findings;
void demo_check(struct q *q, struct province *p, struct findings *f);
enum result demo_at_first_start(struct q *q, struct province *p);
int demo_command_generate(struct q *q, int argc, char **argv);
