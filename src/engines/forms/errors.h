/* Collecting what is wrong during validation; private to this folder. */
#pragma once
#include "engines/forms/schema.h"

/* Where in the value we are: a chain on the stack. The top has up == NULL; a property has a name, a list item an index. */
struct place { const struct place *up; const char *name; size_t index; };
struct run { struct arena *arena; const struct form *form; struct form_errors *errors; /* NULL: nobody listens */ int depth; };

/* All return false, so that a check can end with `return run_wrong(…)`. */
bool run_wrong(struct run *r, const struct place *at, const char *kind, const json_t *parameter);
bool run_wrong_number(struct run *r, const struct place *at, const char *kind, double limit);
bool run_wrong_branches(struct run *r, const struct place *at, const char *kind, const struct schemas *branches);
bool run_wrong_not(struct run *r, const struct place *at, const struct schema *not, const json_t *value);
