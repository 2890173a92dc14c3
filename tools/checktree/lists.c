/* Every source stands in the sources.list of its folder (meson looks nowhere else), the lists are sorted (so that two people's lines
 * merge), every such folder has a README. */
#include "base/text.h"
#include "checktree/checktree.h"
#include <string.h>

static bool must_be_listed(const char *file)
{
    static const char *const endings[] = {".c", ".h", ".def", ".html", ".po", ".sql"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (text_ends(file, endings[i]))
            return true;
    return false;
}

static bool in_scope(const char *file)
{
    return text_starts(file, "src/") || text_starts(file, "tools/");
}

/* The words of a list with their lines checked for order. */
static struct tool_list read_list(struct checker *k, const char *file)
{
    struct tool_list list = {0};
    size_t count;
    char **lines = text_split(k->t->arena, file_text(k, file, NULL), '\n', &count);
    for (size_t i = 0; i < count; i++) {
        const char *name = text_clean(k->t->arena, lines[i]);
        if (!name || !*name || *name == '#')
            continue;
        const char *before = list.count ? list.items[list.count - 1] : "";
        if (strcmp(before, name) == 0)
            tool_wrong(k->t, file, i + 1, "%s is listed twice", name);
        else if (strcmp(before, name) > 0)
            tool_wrong(k->t, file, i + 1, "%s stands after %s; the list is sorted", name, before);
        tool_list_add(k->t, &list, name);
    }
    return list;
}

static void check_list(struct checker *k, const char *file)
{
    const char *folder = tree_folder(k->t, file);
    struct tool_list list = read_list(k, file);
    for (size_t i = 0; i < list.count; i++)
        if (!tree_has(&k->files, tree_path(k->t, folder, list.items[i])))
            tool_wrong(k->t, file, 0, "lists %s, which does not exist", list.items[i]);
    size_t n = strlen(folder);
    for (size_t i = 0; i < k->files.count; i++) {
        const char *other = k->files.items[i];
        if (strncmp(other, folder, n) != 0 || other[n] != '/' || !must_be_listed(other))
            continue;
        if (!tool_list_has(&list, other + n + 1, strlen(other + n + 1)))
            tool_wrong(k->t, other, 0, "is not listed in %s", file);
    }
    if (!tree_has(&k->files, tree_path(k->t, folder, "README.md")))
        tool_wrong(k->t, folder, 0, "has no README.md");
}

/* Some folder above the file has a list. */
static bool has_list(struct checker *k, const char *file)
{
    for (const char *folder = tree_folder(k->t, file); *folder; folder = tree_folder(k->t, folder))
        if (tree_has(&k->files, tree_path(k->t, folder, "sources.list")))
            return true;
    return false;
}

/* src/modules/modules.list names the folders of src/modules, each of which has its list. */
static void check_group(struct checker *k, const char *group)
{
    const char *file = arena_printf(k->t->arena, "src/%s/%s.list", group, group), *prefix = arena_printf(k->t->arena, "src/%s/", group);
    struct tool_list list = {0};
    if (tree_has(&k->files, file))
        list = read_list(k, file);
    for (size_t i = 0; i < list.count; i++)
        if (!tree_has(&k->files, arena_printf(k->t->arena, "%s%s/sources.list", prefix, list.items[i])))
            tool_wrong(k->t, file, 0, "names %s, which has no sources.list", list.items[i]);
    for (size_t i = 0; i < k->files.count; i++) {
        const char *other = k->files.items[i];
        if (!text_starts(other, prefix) || !text_ends(other, ".c"))
            continue;
        const char *name = place_of(k->t, other).name;
        if (tool_list_has(&list, name, strlen(name)))
            continue;
        tool_wrong(k->t, other, 0, "%s is not named in %s", name, file);
        tool_list_add(k->t, &list, name); /* said once */
    }
}

/* Two folders of one name would make the same C names: dossiers_queries, dossiers_pages, dossiers_migrations. */
static void check_names(struct checker *k)
{
    struct tool_list names = {0}, folders = {0};
    for (size_t i = 0; i < k->files.count; i++) {
        const char *file = k->files.items[i];
        if (!text_starts(file, "src/") || !(text_ends(file, "/queries.sql") || text_ends(file, ".html") || strstr(file, "/migrations/")))
            continue;
        struct place p = place_of(k->t, file);
        const char *folder = arena_strndup(k->t->arena, file, (size_t)(strstr(file, p.name) - file));
        size_t j = 0;
        while (j < names.count && !text_equal(names.items[j], p.name))
            j++;
        if (j == names.count) {
            tool_list_add(k->t, &names, p.name);
            tool_list_add(k->t, &folders, folder);
        } else if (!text_equal(folders.items[j], folder)) {
            tool_wrong(k->t, file, 0, "%s%s has queries, pages or migrations too: their C names would be the same", folders.items[j], p.name);
        }
    }
}

void check_lists(struct checker *k)
{
    for (size_t i = 0; i < k->files.count; i++) {
        const char *file = k->files.items[i];
        if (!in_scope(file))
            continue;
        if (text_equal(tool_base_name(file), "sources.list"))
            check_list(k, file);
        else if (must_be_listed(file) && !has_list(k, file))
            tool_wrong(k->t, file, 0, "stands in no folder with a sources.list");
    }
    check_group(k, "modules");
    check_group(k, "engines");
    check_group(k, "adapters");
    check_names(k);
}
