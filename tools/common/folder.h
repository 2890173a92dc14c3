/* A folder for one test: made under the temporary folder, gone with the arena. */
#pragma once
#include "base/arena.h"

const char *folder_new(struct arena *a);
/* Writes text to FOLDER/path, with the folders between; the whole path. */
const char *folder_put(struct arena *a, const char *folder, const char *path, const char *text);
