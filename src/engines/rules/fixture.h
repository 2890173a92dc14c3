/* For the tests of this folder: one set of answers that all rules are asked about. */
#pragma once
#include "engines/rules/rules.h"

struct arena;
struct rule_value fixture_answers(struct arena *a);
