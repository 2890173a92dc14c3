/* One field of a page from its schema; private to this folder. */
#pragma once
#include "engines/forms/schema.h"

/* Value-independent part (control, labels, choices …) plus the value of `name` in draft and its source in known. */
struct form_field field_make(struct arena *a, const struct form *f, const struct schema *s, const char *name, bool required, const json_t *draft,
                             const json_t *known);
/* How much room a field takes on a page; a page has about six. */
int field_weight(const struct form_field *field);
/* A JSON constant as it is posted: "male", "true", "3". */
const char *posted_text(struct arena *a, const json_t *constant);
/* "receivers.0.full_name" belongs to field "receivers.0.full_name" and to "receivers.0"; to a list field only its own name does. */
bool field_covers(const struct form_field *field, const char *name);
