#include "common/tree.h"
#include "base/text.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool left_out(const char *name, bool folder)
{
    return name[0] == '.' || (folder && (text_equal(name, "build") || text_starts(name, "build-") || text_equal(name, "node_modules")));
}

static void walk(struct tool *t, const char *root, const char *folder, struct tool_list *to)
{
    const char *path = *folder ? tree_path(t, root, folder) : root;
    DIR *d = opendir(path);
    if (!d) {
        tool_wrong(t, path, 0, "cannot be read: %s", strerror(errno));
        return;
    }
    for (struct dirent *e; (e = readdir(d));) {
        const char *file = *folder ? arena_printf(t->arena, "%s/%s", folder, e->d_name) : arena_strdup(t->arena, e->d_name);
        struct stat st;
        if (text_equal(e->d_name, ".") || text_equal(e->d_name, "..") || lstat(tree_path(t, root, file), &st) != 0 || S_ISLNK(st.st_mode) || left_out(e->d_name, S_ISDIR(st.st_mode)))
            continue;
        if (S_ISDIR(st.st_mode))
            walk(t, root, file, to);
        else if (S_ISREG(st.st_mode))
            tool_list_add(t, to, file);
    }
    closedir(d);
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct tool_list tree_files(struct tool *t, const char *root)
{
    struct tool_list files = {0};
    walk(t, root, "", &files);
    if (files.count)
        qsort(files.items, files.count, sizeof *files.items, compare);
    return files;
}

const char *tree_path(struct tool *t, const char *root, const char *file)
{
    return arena_printf(t->arena, "%s/%s", root, file);
}

const char *tree_folder(struct tool *t, const char *file)
{
    const char *slash = strrchr(file, '/');
    return slash ? arena_strndup(t->arena, file, (size_t)(slash - file)) : "";
}

bool tree_has(const struct tool_list *files, const char *file)
{
    return files->count && bsearch(&file, files->items, files->count, sizeof *files->items, compare) != NULL;
}
