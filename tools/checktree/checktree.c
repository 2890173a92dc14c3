#include "checktree/checktree.h"
#include "base/text.h"
#include <stdio.h>
#include <string.h>

static bool is_source(const char *file)
{
    bool here = text_starts(file, "src/") || text_starts(file, "tools/");
    return here && (text_ends(file, ".c") || text_ends(file, ".h") || text_ends(file, ".def"));
}

const char *file_text(struct checker *k, const char *file, size_t *ret_n)
{
    size_t n = 0;
    const char *text = tool_read(k->t, tree_path(k->t, k->root, file), &n);
    if (ret_n)
        *ret_n = n;
    return text ? text : "";
}

static void load(struct checker *k)
{
    for (size_t i = 0; i < k->files.count; i++) {
        const char *file = k->files.items[i];
        if (!is_source(file))
            continue;
        if (k->count == k->room) {
            size_t room = k->room ? k->room * 2 : 256;
            k->sources = arena_grow(k->t->arena, k->sources, sizeof *k->sources, k->room, room);
            k->room = room;
        }
        struct source *s = &k->sources[k->count++];
        s->path = file;
        s->text = file_text(k, file, &s->length);
        s->c = c_split(k->t, file, s->text, s->length);
        s->test = text_ends(file, "_test.c") || strstr(file, "_for_test") != NULL;
    }
}

const struct source *find_source(const struct checker *k, const char *path)
{
    for (size_t i = 0; i < k->count; i++)
        if (text_equal(k->sources[i].path, path))
            return &k->sources[i];
    return NULL;
}

void checktree_check(struct tool *t, const char *root)
{
    struct checker k = {.t = t, .root = root, .files = tree_files(t, root)};
    load(&k);
    check_layers(&k);
    check_lists(&k);
    check_tables(&k);
    check_declared(&k);
    check_style(&k);
}

void checktree_run(struct tool *t, int argc, char **argv)
{
    if (argc != 2) {
        tool_wrong(t, "checktree", 0, "use: checktree ROOT");
        return;
    }
    checktree_check(t, argv[1]);
    printf("the tree: %d breaches, %d warnings\n", t->wrong, t->warned);
}
