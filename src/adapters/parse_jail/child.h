/* The child with another parser, for the tests: what a parser with a hole might do. Private to this folder. */
#pragma once
#include "adapters/parse_jail/parse_jail.h"

typedef void jail_parser(struct arena *a, const uint8_t *bytes, size_t n, const struct file_limits *limits, struct file_report *ret);
int parse_jail_child_with(int argc, char **argv, jail_parser *parser);
