/* The file store on one disk: ROOT/ab/cd/<digest>, written to ROOT/incoming first. Durable: fsync of the file, rename, fsync of the folder. */
#pragma once
#include "engines/files/files.h"

/* NULL and errno when the folder cannot be made or written. Left-overs of a crash in ROOT/incoming older than an hour are removed. */
struct file_store *files_disk_new(struct arena *a, const char *root);
