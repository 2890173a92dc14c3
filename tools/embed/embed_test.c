#include "embed/embed.h"
#include "base/file.h"
#include "base/test.h"
#include "common/folder.h"

static struct tool run(struct arena *a, int argc, const char **argv)
{
    struct tool t;
    tool_begin(&t, a);
    embed_run(&t, argc, (char **)argv);
    return t;
}

TEST("embed takes migrations in the order of their numbers")
{
    const char *folder = folder_new(a);
    const char *two = folder_put(a, folder, "002-notes.sql", "ALTER TABLE dossiers_x ADD COLUMN note t_text;\n");
    const char *one = folder_put(a, folder, "001-begin.sql", "CREATE TABLE dossiers_x (id t_int NOT NULL PRIMARY KEY);\n");
    const char *out = folder_put(a, folder, "out.c", "");
    struct tool t = run(a, 6, (const char *[]){"embed", "--migrations", "dossiers", out, two, one});
    CHECK_TEXT(t.said.data, "");
    const char *c = file_read(a, out, 1 << 20, NULL), *first = strstr(c, "{1, \"begin\",");
    CHECK(first && strstr(first, "{2, \"notes\","));
    CHECK(strstr(c, "const struct migrations dossiers_migrations = {\"dossiers\", items, 2};"));
}

TEST("embed refuses gaps, foreign tables and types of one database only")
{
    const char *folder = folder_new(a);
    const char *out = folder_put(a, folder, "out.c", "");
    const char *gap = folder_put(a, folder, "003-gap.sql", "CREATE TABLE dossiers_y (id integer);\n\nCREATE INDEX i ON units_unit (id);");
    struct tool t = run(a, 5, (const char *[]){"embed", "--migrations", "dossiers", out, gap});
    CHECK(strstr(t.said.data, "003-gap.sql: number 003 stands where 001 is due"));
    CHECK(strstr(t.said.data, "003-gap.sql:1: integer: write the neutral words"));
    CHECK(strstr(t.said.data, "003-gap.sql:3: the table units_unit is not of dossiers"));
    CHECK(!strstr(t.said.data, "dossiers_y is not"));
    t = run(a, 5, (const char *[]){"embed", "--migrations", "dossiers", out, folder_put(a, folder, "begin.sql", "")});
    CHECK(strstr(t.said.data, "begin.sql: a migration is called NNN-name.sql"));
}

TEST("embed keeps every byte of a file")
{
    const char *folder = folder_new(a);
    const char *bytes = folder_put(a, folder, "odd.txt", "a\"\\\n?\?=\x01\xc4\x91" "1");
    const char *c = folder_put(a, folder, "o.c", ""), *h = folder_put(a, folder, "o.h", "");
    struct tool t = run(a, 5, (const char *[]){"embed", c, h, "odd", bytes});
    CHECK_TEXT(t.said.data, "");
    const char *source = file_read(a, c, 1 << 20, NULL);
    CHECK(strstr(source, "\"a\\\"\\\\\\n\"\n        \"\\077\\077=\\001\xc4\x91" "1\", 11}"));
}
