/* Regular expressions of JSON Schema's `pattern`: the part of ECMA-262 that the specification recommends, on code points. Matching
 * takes time proportional to text × pattern whatever they are: no pattern of a package can stall the program.
 * Supported: literals, escapes, . ^ $ | ( ) (?: ) [ ] \d \D \w \W \s \S \uXXXX \u{X} and * + ? {n} {n,} {n,m} (also lazy). */
#pragma once
#include "base/arena.h"
#include <stdbool.h>

struct pattern;
/* NULL when it is not in the supported part; *ret_why says what is wrong. */
const struct pattern *pattern_compile(struct arena *a, const char *text, const char **ret_why);
/* Is there a match anywhere in s (UTF-8)? */
bool pattern_matches(const struct pattern *p, const char *s);
/* Only digits can match (so a phone may show the digit keyboard). */
bool pattern_digits_only(const struct pattern *p);
