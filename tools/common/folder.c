#include "common/folder.h"
#include "base/file.h"
#include "base/must.h"
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st, (void)kind, (void)where;
    return remove(path);
}

static void remove_all(void *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *folder_new(struct arena *a)
{
    const char *parent = getenv("TMPDIR");
    char *path = arena_printf(a, "%s/thubon-tools-XXXXXX", parent ? parent : "/tmp");
    must(mkdtemp(path) != NULL);
    arena_on_free(a, remove_all, path);
    return path;
}

const char *folder_put(struct arena *a, const char *folder, const char *path, const char *text)
{
    char *whole = arena_printf(a, "%s/%s", folder, path);
    char *slash = strrchr(whole, '/');
    *slash = '\0';
    must(directory_make(whole));
    *slash = '/';
    FILE *f = fopen(whole, "wb");
    must(f && fwrite(text, 1, strlen(text), f) == strlen(text) && fclose(f) == 0);
    return whole;
}
