#include "sqlgen/sqlgen.h"

enum { OUTPUT_MAX = 8 << 20 };

struct sqlgen sqlgen_load(struct tool *t, const char *folder, const char *file, const char *text, size_t n)
{
    struct sqlgen g = {.t = t, .folder = folder, .file = file};
    sqlgen_read(&g, text, n);
    for (size_t i = 0; i < g.count; i++)
        sqlgen_check(&g, &g.queries[i]);
    return g;
}

void sqlgen_run(struct tool *t, int argc, char **argv)
{
    if (argc != 5) {
        tool_wrong(t, "sqlgen", 0, "use: sqlgen FOLDER queries.sql OUT.c OUT.h");
        return;
    }
    size_t n;
    const char *text = tool_read(t, argv[2], &n);
    if (!text)
        return;
    struct sqlgen g = sqlgen_load(t, argv[1], argv[2], text, n);
    struct buf c, h;
    buf_init(&c, t->arena, OUTPUT_MAX);
    buf_init(&h, t->arena, OUTPUT_MAX);
    sqlgen_write_header(&g, &h);
    sqlgen_write_source(&g, &c, argv[4]);
    tool_write(t, argv[4], &h);
    tool_write(t, argv[3], &c);
}
