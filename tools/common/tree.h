/* The files of a folder and all below, by paths relative to it, sorted. Left out: what begins with a dot, build folders, node_modules. */
#pragma once
#include "common/tool.h"

struct tool_list tree_files(struct tool *t, const char *root);
const char *tree_path(struct tool *t, const char *root, const char *file); /* ROOT/file */
const char *tree_folder(struct tool *t, const char *file);                 /* "src/core/q.c" -> "src/core"; "" at the top */
bool tree_has(const struct tool_list *files, const char *file);            /* in a sorted list */
