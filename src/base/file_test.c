#include "base/file.h"
#include "base/id.h"
#include "base/test.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *new_folder(struct arena *a)
{
    const char *folder = arena_printf(a, "/tmp/thubon-file-%s", random_token(a, 12));
    return directory_make(folder) ? folder : NULL;
}

TEST("a file that was written is read back whole, and writing again replaces it")
{
    const char *folder = new_folder(a), *path = arena_printf(a, "%s/a.bin", folder);
    size_t n = 0;
    CHECK(file_write_durably(path, "một\0hai", 9));
    CHECK(memcmp(file_read(a, path, 9, &n), "một\0hai", 9) == 0);
    CHECK_INT(n, 9);
    CHECK(file_write_durably(path, "", 0));
    CHECK_TEXT(file_read(a, path, 9, &n), "");
    CHECK_INT(n, 0);
    CHECK_INT(unlink(path), 0);
    CHECK_INT(rmdir(folder), 0); /* fails when a temporary file was left */
}

TEST("reading says what is wrong: absent, too large, a folder")
{
    const char *folder = new_folder(a), *path = arena_printf(a, "%s/a", folder);
    CHECK(file_read(a, path, 100, NULL) == NULL && errno == ENOENT);
    CHECK(file_write_durably(path, "12345", 5));
    CHECK(file_read(a, path, 4, NULL) == NULL && errno == EFBIG);
    CHECK(file_read(a, folder, 100000, NULL) == NULL && errno == EISDIR);
    unlink(path);
    rmdir(folder);
}

TEST("a file whose size the system does not tell is read whole and still bounded")
{
    CHECK(strstr(file_read(a, "/proc/self/status", 100000, NULL), "VmRSS") != NULL);
    CHECK(file_read(a, "/proc/self/status", 50, NULL) == NULL && errno == EFBIG);
    CHECK(file_read(a, "/dev/zero", 100000, NULL) == NULL && errno == EFBIG);
}

TEST("a folder is made with its parents, and not where a file stands")
{
    const char *folder = new_folder(a), *deep = arena_printf(a, "%s/b/c//d/", folder), *file = arena_printf(a, "%s/f", folder);
    CHECK(directory_make(deep));
    CHECK(directory_make(deep));
    struct stat st;
    CHECK(stat(deep, &st) == 0 && S_ISDIR(st.st_mode));
    CHECK(file_write_durably(file, "x", 1));
    CHECK(!directory_make(file));
    CHECK(!directory_make(arena_printf(a, "%s/under", file)));
    CHECK(!file_write_durably(arena_printf(a, "%s/absent/f", folder), "x", 1));
    CHECK(!directory_make(""));
    unlink(file);
    for (int i = 0; i < 3; i++)
        rmdir(arena_printf(a, "%s/%s", folder, (const char *[]){"b/c/d", "b/c", "b"}[i]));
    CHECK_INT(rmdir(folder), 0);
}
