/* Files into the program. C of our day has no #embed (gcc 12), so the bytes are written as string literals.
 *   embed OUT.c OUT.h NAME files…              -> const struct embedded NAME_files[] {name, bytes, length}, NAME_file_count
 *   embed --migrations FOLDER OUT.c files…     -> const struct migrations FOLDER_migrations, from NNN-name.sql in the order of NNN */
#pragma once
#include "common/tool.h"

void embed_run(struct tool *t, int argc, char **argv);
/* "migrations/007-add-notes.sql" -> 7, "add-notes"; false when the name is another. */
bool embed_migration_name(struct tool *t, const char *path, int *ret_number, const char **ret_name);
