/* The formats of JSON Schema 2020-12 §7.3 that forms use. */
#pragma once
#include "engines/forms/schema.h"

bool format_matches(enum text_format format, const char *s);
