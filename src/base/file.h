/* Small helpers for whole files. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct arena;
/* Reads a whole file of at most max bytes into the arena (NUL-terminated). NULL and errno on failure; EFBIG when larger. */
char *file_read(struct arena *a, const char *path, size_t max, size_t *ret_n);
/* Writes durably: temporary file in the same folder, fsync, rename, fsync of the folder. */
bool file_write_durably(const char *path, const void *bytes, size_t n);
bool directory_make(const char *path); /* with parents; true when it exists afterwards */
