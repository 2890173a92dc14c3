#include "modgen/modgen.h"
#include "base/text.h"
#include <string.h>

struct tool_list modgen_read_list(struct tool *t, const char *path)
{
    struct tool_list list = {0};
    size_t n, count;
    const char *text = tool_read(t, path, &n);
    char **lines = text ? text_split(t->arena, text, '\n', &count) : NULL;
    for (size_t i = 0; lines && i < count; i++) {
        const char *name = text_clean(t->arena, lines[i]);
        if (!name || !*name || *name == '#')
            continue;
        if (!tool_is_name(name, strlen(name)))
            tool_wrong(t, path, i + 1, "\"%s\" is no name of a module (small letters, digits, _)", name);
        if (list.count && strcmp(list.items[list.count - 1], name) >= 0)
            tool_wrong(t, path, i + 1, "%s stands after %s; the list is sorted and names nothing twice", name, list.items[list.count - 1]);
        tool_list_add(t, &list, name);
    }
    return list;
}

void modgen_run(struct tool *t, int argc, char **argv)
{
    if (argc != 3) {
        tool_wrong(t, "modgen", 0, "use: modgen OUT.c modules.list");
        return;
    }
    struct tool_list list = modgen_read_list(t, argv[2]);
    struct buf c;
    buf_init(&c, t->arena, 1 << 20);
    tool_c_head(&c, "modgen", tool_base_name(argv[2]));
    buf_puts(&c, "#include \"core/module.h\"\n\n");
    for (size_t i = 0; i < list.count; i++)
        buf_printf(&c, "extern const struct module %s_module;\n", list.items[i]);
    buf_puts(&c, "\nconst struct module *const all_modules[] = {\n");
    for (size_t i = 0; i < list.count; i++)
        buf_printf(&c, "    &%s_module,\n", list.items[i]);
    buf_puts(&c, "    NULL,\n};\n");
    tool_write(t, argv[1], &c);
}
