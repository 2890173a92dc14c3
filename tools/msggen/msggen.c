#include "msggen/msggen.h"
#include "base/text.h"
#include "common/tree.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OUTPUT_MAX = 32 << 20 };

void texts_add(struct tool *t, struct texts *texts, struct text text)
{
    if (texts->count == texts->room) {
        size_t room = texts->room ? texts->room * 2 : 256;
        texts->items = arena_grow(t->arena, texts->items, sizeof *texts->items, texts->room, room);
        texts->room = room;
    }
    texts->items[texts->count++] = text;
}

static int by_msgid(const void *a, const void *b)
{
    const struct text *x = a, *y = b;
    int order = strcmp(x->msgid, y->msgid);
    if (order == 0)
        order = strcmp(x->file, y->file);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

void texts_sort(struct tool *t, struct texts *texts)
{
    if (texts->count == 0)
        return;
    qsort(texts->items, texts->count, sizeof *texts->items, by_msgid);
    size_t kept = 1;
    for (size_t i = 1; i < texts->count; i++) {
        const struct text *first = &texts->items[kept - 1], *now = &texts->items[i];
        if (!text_equal(first->msgid, now->msgid))
            texts->items[kept++] = *now;
        else if (!text_equal(first->vi, now->vi))
            tool_wrong(t, now->file, now->line, "\"%s\" is \"%s\" here and \"%s\" in %s:%zu", now->msgid, now->vi, first->vi, first->file,
                       first->line);
    }
    texts->count = kept;
}

struct text *texts_find(const struct texts *texts, const char *msgid)
{
    size_t low = 0, high = texts->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(msgid, texts->items[middle].msgid);
        if (order == 0)
            return &texts->items[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static struct texts read_catalogues(struct tool *t, int count, char **files)
{
    struct texts texts = {0};
    for (int i = 0; i < count; i++) {
        size_t n;
        const char *text = tool_read(t, files[i], &n);
        if (text)
            po_read(t, files[i], text, n, &texts);
    }
    texts_sort(t, &texts);
    for (size_t i = 0; i < texts.count; i++)
        check_translation(t, &texts.items[i]);
    return texts;
}

static void compile(struct tool *t, const char *out, int count, char **files)
{
    struct texts texts = read_catalogues(t, count, files);
    struct buf c;
    buf_init(&c, t->arena, OUTPUT_MAX);
    tool_c_head(&c, "msggen", "every vi.po");
    buf_puts(&c, "#include \"core/i18n.h\"\n\nconst struct message all_messages[] = {\n");
    for (size_t i = 0; i < texts.count; i++) {
        buf_puts(&c, "    {");
        tool_c_text(&c, texts.items[i].msgid, strlen(texts.items[i].msgid));
        buf_puts(&c, ",\n     ");
        tool_c_text(&c, texts.items[i].vi, strlen(texts.items[i].vi));
        buf_puts(&c, "},\n");
    }
    buf_printf(&c, "    {0},\n};\nconst size_t all_message_count = %zu;\n", texts.count);
    tool_write(t, out, &c);
}

static void extract(struct tool *t, const char *root, const char *file, struct texts *used)
{
    bool page = text_ends(file, ".html"), c = text_ends(file, ".c") || text_ends(file, ".h") || text_ends(file, ".def");
    if ((!page && !c) || text_ends(file, "_test.c"))
        return;
    size_t n;
    const char *path = tree_path(t, root, file), *text = tool_read(t, path, &n);
    if (text && page)
        extract_page(t, path, text, n, used);
    else if (text)
        extract_c(t, path, text, n, used);
}

/* What SRC uses and what its catalogues hold. */
static struct texts read_tree(struct tool *t, const char *root, struct texts *used)
{
    struct tool_list files = tree_files(t, root);
    char **catalogues = arena_new_array(t->arena, char *, files.count + 1);
    int count = 0;
    for (size_t i = 0; i < files.count; i++) {
        if (text_ends(files.items[i], ".po"))
            catalogues[count++] = (char *)tree_path(t, root, files.items[i]);
        extract(t, root, files.items[i], used);
    }
    return read_catalogues(t, count, catalogues);
}

void msggen_check(struct tool *t, const char *root)
{
    struct texts used = {0}, texts = read_tree(t, root, &used);
    for (size_t i = 0; i < used.count; i++) {
        struct text *found = texts_find(&texts, used.items[i].msgid);
        if (found)
            found->used = true;
        else
            tool_wrong(t, used.items[i].file, used.items[i].line, "\"%s\" has no Vietnamese in any vi.po", used.items[i].msgid);
    }
    for (size_t i = 0; i < texts.count; i++)
        if (!texts.items[i].used)
            tool_wrong(t, texts.items[i].file, texts.items[i].line, "\"%s\" is translated but not used", texts.items[i].msgid);
}

void msggen_missing(struct tool *t, const char *root, const char *folder, struct buf *to)
{
    struct texts used = {0}, texts = read_tree(t, root, &used);
    texts_sort(t, &used);
    for (size_t i = 0; i < used.count; i++) {
        const struct text *text = &used.items[i];
        if (!text_starts(text->file, folder) || texts_find(&texts, text->msgid))
            continue;
        buf_printf(to, "#: %s:%zu\nmsgid ", text->file, text->line);
        tool_c_text(to, text->msgid, strlen(text->msgid));
        buf_puts(to, "\nmsgstr \"\"\n\n");
    }
}

static void print_missing(struct tool *t, const char *root, const char *folder)
{
    struct buf b;
    buf_init(&b, t->arena, OUTPUT_MAX);
    msggen_missing(t, root, folder, &b);
    fwrite(b.data, 1, b.length, stdout);
}

void msggen_run(struct tool *t, int argc, char **argv)
{
    if (argc == 3 && text_equal(argv[1], "--check"))
        msggen_check(t, argv[2]);
    else if (argc == 4 && text_equal(argv[1], "--missing"))
        print_missing(t, argv[2], argv[3]);
    else if (argc >= 3 && argv[1][0] != '-')
        compile(t, argv[1], argc - 3, argv + 3);
    else
        tool_wrong(t, "msggen", 0, "use: msggen OUT.c SRC files.po… | msggen --check SRC | msggen --missing SRC FOLDER");
}
