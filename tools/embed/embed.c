#include "embed/embed.h"
#include "base/text.h"
#include "common/sql.h"
#include <ctype.h>
#include <string.h>

static const size_t OUTPUT_MAX = (size_t)256 << 20;

struct migration_file { int number; const char *name, *path, *text; size_t length; };

bool embed_migration_name(struct tool *t, const char *path, int *ret_number, const char **ret_name)
{
    const char *s = tool_base_name(path);
    size_t n = strlen(s);
    if (n < 9 || !isdigit((unsigned char)s[0]) || !isdigit((unsigned char)s[1]) || !isdigit((unsigned char)s[2]) || s[3] != '-' ||
        !text_ends(s, ".sql"))
        return false;
    *ret_number = (s[0] - '0') * 100 + (s[1] - '0') * 10 + (s[2] - '0');
    *ret_name = arena_strndup(t->arena, s + 4, n - 8);
    return *ret_number > 0;
}

static void check_table(struct tool *t, void *arg, const struct sql_token *table)
{
    const char *const *where = arg; /* folder, path */
    size_t n = strlen(where[0]);
    if (table->length <= n || memcmp(table->at, where[0], n) != 0 || table->at[n] != '_')
        tool_wrong(t, where[1], table->line, "the table %s is not of %s: its tables are called %s_…", sql_text(t, table), where[0], where[0]);
}

/* Neutral type words and the owner's tables only; the rest the databases say when they run it. */
static void check_migration(struct tool *t, const char *folder, const struct migration_file *m)
{
    static const char *const types[] = {"integer", "bigint", "varchar", "serial", "bigserial", "timestamp", "boolean", "bytea", "jsonb",
                                        "datetime", "autoincrement", "strict"};
    struct sql sql = sql_split(t, m->path, 1, m->text, m->length);
    for (size_t i = 0; i < sql.count; i++)
        for (size_t j = 0; j < sizeof types / sizeof *types; j++)
            if (sql_is(&sql.tokens[i], types[j]))
                tool_wrong(t, m->path, sql.tokens[i].line, "%s: write the neutral words t_int t_text t_blob t_real t_bool t_time", types[j]);
    const char *where[] = {folder, m->path};
    sql_tables(t, &sql, check_table, where);
}

static struct migration_file *read_migrations(struct tool *t, const char *folder, int count, char **paths)
{
    struct migration_file *files = arena_new_array(t->arena, struct migration_file, (size_t)count);
    for (int i = 0; i < count; i++) {
        struct migration_file m = {.path = paths[i]};
        if (!embed_migration_name(t, paths[i], &m.number, &m.name))
            tool_wrong(t, paths[i], 0, "a migration is called NNN-name.sql, from 001");
        m.text = tool_read(t, paths[i], &m.length);
        if (m.text)
            check_migration(t, folder, &m);
        int at = i;
        for (; at > 0 && files[at - 1].number > m.number; at--)
            files[at] = files[at - 1];
        files[at] = m;
    }
    for (int i = 0; i < count; i++)
        if (files[i].number != i + 1)
            tool_wrong(t, files[i].path, 0, "number %03d stands where %03d is due: migrations are numbered without gaps", files[i].number, i + 1);
    return files;
}

static void write_migrations(struct tool *t, const char *folder, const char *out, int count, char **paths)
{
    struct migration_file *files = read_migrations(t, folder, count, paths);
    struct buf c;
    buf_init(&c, t->arena, OUTPUT_MAX);
    if (t->wrong)
        return;
    tool_c_head(&c, "embed", "migrations/");
    buf_printf(&c, "#include \"core/migrate.h\"\n\nextern const struct migrations %s_migrations;\n\nstatic const struct migration items[] = {\n",
               folder);
    for (int i = 0; i < count; i++) {
        buf_printf(&c, "    {%d, \"%s\",\n        ", files[i].number, files[i].name);
        tool_c_text(&c, files[i].text, files[i].length);
        buf_puts(&c, "},\n");
    }
    buf_printf(&c, "};\n\nconst struct migrations %s_migrations = {\"%s\", items, %d};\n", folder, folder, count);
    tool_write(t, out, &c);
}

static void write_files(struct tool *t, const char *c_path, const char *h_path, const char *name, int count, char **paths)
{
    struct buf c, h;
    buf_init(&c, t->arena, OUTPUT_MAX);
    buf_init(&h, t->arena, OUTPUT_MAX);
    tool_c_head(&h, "embed", "files");
    buf_printf(&h, "#pragma once\n#include <stddef.h>\n\n#ifndef EMBEDDED\n#define EMBEDDED\n"
                   "struct embedded { const char *name, *bytes; size_t length; }; /* a NUL follows the bytes */\n#endif\n"
                   "extern const struct embedded %s_files[];\nextern const size_t %s_file_count;\n", name, name);
    tool_c_head(&c, "embed", "files");
    tool_c_include(&c, h_path);
    buf_printf(&c, "\nconst struct embedded %s_files[] = {\n", name);
    for (int i = 0; i < count; i++) {
        size_t n;
        const char *bytes = tool_read(t, paths[i], &n);
        if (!bytes)
            continue;
        buf_printf(&c, "    {\"%s\",\n        ", tool_base_name(paths[i]));
        tool_c_text(&c, bytes, n);
        buf_printf(&c, ", %zu},\n", n);
    }
    buf_printf(&c, "    {0},\n};\nconst size_t %s_file_count = %d;\n", name, count);
    tool_write(t, h_path, &h);
    tool_write(t, c_path, &c);
}

void embed_run(struct tool *t, int argc, char **argv)
{
    if (argc > 4 && text_equal(argv[1], "--migrations"))
        write_migrations(t, argv[2], argv[3], argc - 4, argv + 4);
    else if (argc > 4)
        write_files(t, argv[1], argv[2], argv[3], argc - 4, argv + 4);
    else
        tool_wrong(t, "embed", 0, "use: embed OUT.c OUT.h NAME files… | embed --migrations FOLDER OUT.c files…");
}
