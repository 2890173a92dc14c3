/* modules.list -> all_modules, in the order of the list (core sorts by needs when it starts, because needs are C data).
 *   modgen OUT.c modules.list */
#pragma once
#include "common/tool.h"

void modgen_run(struct tool *t, int argc, char **argv);
/* The words of a sorted list, one a line; lines with # and empty ones are left out. Complains of wrong names, order and doubles. */
struct tool_list modgen_read_list(struct tool *t, const char *path);
