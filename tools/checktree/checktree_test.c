/* Small trees in a temporary folder: one that is in order, and the same with one thing broken each time. */
#include "checktree/checktree.h"
#include "base/test.h"
#include "common/folder.h"

static const char *put(struct arena *a, const char *root, const char *path, const char *text)
{
    return folder_put(a, root, path, text);
}

#define QUERY "-- name: one :one\n-- One.\n-- out: id int\nSELECT id FROM dossiers_dossier;\n"
#define MODULE                                                                                                                         \
    "/* dossiers */\n#include \"core/module.h\"\n#include \"modules/dossiers/dossiers.h\"\n#include \"modules/units/units.h\"\n"         \
    "static const struct permission permissions[] = {{\"dossiers.receive\", T(\"Receive dossiers\")}, {NULL, NULL}};\n"                  \
    "static const struct route routes[] = {\n"                                                                                          \
    "    {HTTP_POST, \"/ho-so/{code}/nhan\", \"dossiers.receive\", receive, NULL, 0, T(\"Receive a dossier\"), 0},\n"                   \
    "    {.method = HTTP_GET, .path = \"/ho-so\", .permission = PERMISSION_PUBLIC, .handler = show, .summary = T(\"Show a dossier\")},\n" \
    "    {.path = NULL}};\n"                                                                                                            \
    "const struct module dossiers_module = {.name = \"dossiers\", .needs = (const char *const[]){\"units\", NULL}, .routes = routes};\n"

/* A tree that is in order. */
static const char *good_tree(struct arena *a)
{
    const char *root = folder_new(a);
    put(a, root, "src/base/README.md", "base\n");
    put(a, root, "src/base/sources.list", "arena.h\nproblems.def\n");
    put(a, root, "src/base/arena.h", "/* memory */\n#pragma once\n#include <stddef.h>\n");
    put(a, root, "src/base/problems.def", "/* kinds */\nPROBLEM(GONE, 410, \"gone\", \"This is gone\")\n");
    put(a, root, "src/core/README.md", "core\n");
    put(a, root, "src/core/sources.list", "module.h\n");
    put(a, root, "src/core/module.h", "/* module */\n#pragma once\n#include \"base/arena.h\"\n#define PERMISSION_PUBLIC \"public\"\n");
    put(a, root, "src/engines/engines.list", "calendar\nrules\n");
    for (int i = 0; i < 2; i++) {
        const char *name = i ? "rules" : "calendar";
        put(a, root, arena_printf(a, "src/engines/%s/README.md", name), "engine\n");
        put(a, root, arena_printf(a, "src/engines/%s/sources.list", name), arena_printf(a, "%s.c\n%s.h\n", name, name));
        put(a, root, arena_printf(a, "src/engines/%s/%s.h", name, name), "/* engine */\n#include \"base/arena.h\"\n");
        put(a, root, arena_printf(a, "src/engines/%s/%s.c", name, name), "#include \"engines/calendar/calendar.h\"\n#include \"core/module.h\"\n");
    }
    put(a, root, "src/adapters/adapters.list", "pdf_cairo\n");
    put(a, root, "src/adapters/pdf_cairo/README.md", "adapter\n");
    put(a, root, "src/adapters/pdf_cairo/sources.list", "pdf_cairo.c\n");
    put(a, root, "src/adapters/pdf_cairo/pdf_cairo.c", "#include <cairo.h>\n#include \"engines/rules/rules.h\"\n");
    put(a, root, "src/modules/modules.list", "dossiers\nunits\n");
    put(a, root, "src/modules/units/README.md", "units\n");
    put(a, root, "src/modules/units/sources.list", "module.c\nunits.h\n");
    put(a, root, "src/modules/units/units.h", "/* units */\n");
    put(a, root, "src/modules/units/module.c", "/* units */\nconst struct module units_module = {.name = \"units\"};\n");
    put(a, root, "src/modules/dossiers/README.md", "dossiers\n");
    put(a, root, "src/modules/dossiers/sources.list", "dossiers.h\nmodule.c\nqueries.sql\nreceive.c\n");
    put(a, root, "src/modules/dossiers/dossiers.h", "/* dossiers */\n");
    put(a, root, "src/modules/dossiers/module.c", MODULE);
    put(a, root, "src/modules/dossiers/queries.sql", QUERY);
    put(a, root, "src/modules/dossiers/receive.c",
        "#include \"dossiers_queries.h\"\n#include \"engines/calendar/calendar.h\"\nint f(void) { return fail(q, GONE, T(\"It is gone\")); }\n");
    put(a, root, "src/app/README.md", "app\n");
    put(a, root, "src/app/sources.list", "main.c\n");
    put(a, root, "src/app/main.c", "#include \"adapters/pdf_cairo/pdf_cairo.h\"\nint main(void) { return 0; }\n");
    return root;
}

static const char *said(struct arena *a, const char *root)
{
    struct tool t;
    tool_begin(&t, a);
    checktree_check(&t, root);
    return t.said.data;
}

/* The good tree with this file put in is refused with exactly this one line. */
static bool refuses(struct arena *a, const char *path, const char *text, const char *reason)
{
    const char *root = good_tree(a);
    put(a, root, path, text);
    const char *got = said(a, root), *want = arena_printf(a, "%s\n", reason);
    if (strcmp(got, want) == 0)
        return true;
    test_fail(__FILE__, __LINE__, "%s: got \"%s\", not \"%s\"", path, got, want);
    return false;
}

#define RECEIVE "src/modules/dossiers/receive.c"
#define GONE_USED "int f(void) { return fail(q, GONE, NULL); }\n"

TEST("checktree has nothing to say of a tree that is in order")
{
    CHECK_TEXT(said(a, good_tree(a)), "");
}

TEST("checktree refuses an include against the layers")
{
    CHECK(refuses(a, "src/base/arena.h", "/* m */\n#include \"core/module.h\"\n", "src/base/arena.h:2: includes \"core/module.h\": stands above it"));
    CHECK(refuses(a, "src/core/module.h", "/* m */\n#define PERMISSION_PUBLIC \"public\"\n#include \"engines/rules/rules.h\"\n",
                  "src/core/module.h:3: includes \"engines/rules/rules.h\": base, core and sandbox know no engine"));
    CHECK(refuses(a, "src/engines/calendar/calendar.c", "\n#include \"engines/rules/rules.h\"\n",
                  "src/engines/calendar/calendar.c:2: includes \"engines/rules/rules.h\": engines use only those before them (calendar rules forms "
                  "workflow numbering files papers signing registry …)"));
    CHECK(refuses(a, "src/engines/rules/rules.c", "#include \"modules/units/units.h\"\n",
                  "src/engines/rules/rules.c:1: includes \"modules/units/units.h\": only modules know modules"));
    CHECK(refuses(a, RECEIVE, GONE_USED "#include \"adapters/pdf_cairo/pdf_cairo.h\"\n",
                  RECEIVE ":2: includes \"adapters/pdf_cairo/pdf_cairo.h\": only app names an adapter"));
    CHECK(refuses(a, RECEIVE, GONE_USED "#include \"app/app.h\"\n", RECEIVE ":2: includes \"app/app.h\": nothing stands above app"));
    CHECK(refuses(a, RECEIVE, GONE_USED "#include <sqlite3.h>\n",
                  RECEIVE ":2: includes <sqlite3.h>: a library is named in base or in one adapter"));
    CHECK(refuses(a, RECEIVE, GONE_USED "#include \"receive.h\"\n", RECEIVE ":2: includes \"receive.h\": write the path from src/, as in \"core/q.h\""));
}

TEST("checktree refuses the inside of another module and a module that is not needed")
{
    CHECK(refuses(a, RECEIVE, GONE_USED "#include \"modules/units/tree.h\"\n",
                  RECEIVE ":2: includes \"modules/units/tree.h\": of another module only its public header may be used"));
    CHECK(refuses(a, RECEIVE, GONE_USED "#include \"units_queries.h\"\n",
                  RECEIVE ":2: includes \"units_queries.h\": the queries of another folder; call its functions"));
    CHECK(refuses(a, RECEIVE, GONE_USED "#include \"core/access_inside.h\"\n",
                  RECEIVE ":2: includes \"core/access_inside.h\": is the inside of another folder"));
    CHECK(refuses(a, "src/modules/units/module.c", "/* units */\n#include \"modules/dossiers/dossiers.h\"\n",
                  "src/modules/units/module.c:2: includes \"modules/dossiers/dossiers.h\": \"dossiers\" is not in the .needs of units"));
}

TEST("checktree refuses needs that go in a circle or name no module")
{
    const char *root = good_tree(a);
    put(a, root, "src/modules/units/module.c", "/* units */\nconst struct module units_module = {.needs = (const char *const[]){\"dossiers\", \"x\", NULL}};\n");
    const char *got = said(a, root);
    CHECK(strstr(got, "src/modules/units/module.c: its needs go in a circle: units -> dossiers -> units\n"));
    CHECK(strstr(got, "src/modules/dossiers/module.c: its needs go in a circle: dossiers -> units -> dossiers\n"));
    CHECK(strstr(got, "src/modules/units/module.c: needs \"x\", which is no module\n"));
}

TEST("checktree refuses a file that is not listed, a list that names nothing, and lists out of order")
{
    CHECK(refuses(a, "src/modules/dossiers/extra.c", "int x;\n", "src/modules/dossiers/extra.c: is not listed in src/modules/dossiers/sources.list"));
    CHECK(refuses(a, "src/modules/dossiers/pages/a.html", "", "src/modules/dossiers/pages/a.html: is not listed in src/modules/dossiers/sources.list"));
    CHECK(refuses(a, "src/core/sources.list", "module.h\nq.c\n", "src/core/sources.list: lists q.c, which does not exist"));
    CHECK(refuses(a, "src/engines/rules/sources.list", "rules.h\nrules.c\n",
                  "src/engines/rules/sources.list:2: rules.c stands after rules.h; the list is sorted"));
    CHECK(refuses(a, "src/core/sources.list", "module.h\nmodule.h\n", "src/core/sources.list:2: module.h is listed twice"));
    CHECK(refuses(a, "src/modules/modules.list", "dossiers\n", "src/modules/units/module.c: units is not named in src/modules/modules.list"));
    CHECK(refuses(a, "src/modules/modules.list", "dossiers\npeople\nunits\n",
                  "src/modules/modules.list: names people, which has no sources.list"));
    CHECK(refuses(a, "src/lost.c", "int x;\n", "src/lost.c: stands in no folder with a sources.list"));
}

TEST("checktree refuses a folder without README")
{
    const char *root = good_tree(a);
    CHECK(remove(arena_printf(a, "%s/src/modules/dossiers/README.md", root)) == 0);
    CHECK_TEXT(said(a, root), "src/modules/dossiers: has no README.md\n");
}

TEST("checktree refuses another folder's table and SQL in C")
{
    CHECK(refuses(a, "src/modules/dossiers/queries.sql", QUERY "SELECT id FROM\n  units_unit;\n",
                  "src/modules/dossiers/queries.sql:6: the table units_unit is not of dossiers"));
    CHECK(refuses(a, RECEIVE, GONE_USED "\nconst char *s = \"SELECT id \" \"FROM dossiers_dossier\";\n", RECEIVE ":3: SQL in C: it belongs to queries.sql"));
    const char *root = good_tree(a);
    put(a, root, "src/engines/dossiers/queries.sql", QUERY);
    CHECK(strstr(said(a, root), "src/modules/dossiers/queries.sql: src/engines/dossiers has queries, pages or migrations too"));
}

static bool refuses_module(struct arena *a, const char *from, const char *to, const char *reason)
{
    const char *at = strstr(MODULE, from);
    must(at != NULL);
    return refuses(a, "src/modules/dossiers/module.c",
                   arena_printf(a, "%.*s%s%s", (int)(at - MODULE), MODULE, to, at + strlen(from)), reason);
}

TEST("checktree refuses a permission that nothing uses and one that nobody declares")
{
    CHECK(refuses_module(a, "{NULL, NULL}", "{\"dossiers.burn\", T(\"Burn dossiers\")}, {NULL, NULL}",
                         "src/modules/dossiers/module.c:5: the permission dossiers.burn is used by no route, menu or access_may"));
    CHECK(refuses_module(a, "PERMISSION_PUBLIC", "\"dossiers.see\"",
                         "src/modules/dossiers/module.c:8: the permission \"dossiers.see\" is declared by no module"));
    CHECK(refuses(a, RECEIVE, GONE_USED "int g(void) { return access_may(q, \"dossiers.se\"); }\n",
                  RECEIVE ":2: the permission \"dossiers.se\" is declared by no module"));
    CHECK(refuses_module(a, "T(\"Receive dossiers\")", "\"Receive dossiers\"",
                         "src/modules/dossiers/module.c:5: the permission dossiers.receive needs a title: T(\"…\")"));
}

TEST("checktree refuses a route without permission, documentation or handler")
{
    CHECK(refuses_module(a, ", .summary = T(\"Show a dossier\")", "",
                         "src/modules/dossiers/module.c:8: the route /ho-so is not documented: it needs a summary T(\"…\")"));
    CHECK(refuses_module(a, "T(\"Receive a dossier\")", "T(\"\")",
                         "src/modules/dossiers/module.c:7: the route /ho-so/{code}/nhan is not documented: it needs a summary T(\"…\")"));
    CHECK(refuses_module(a, ".permission = PERMISSION_PUBLIC, ", "", "src/modules/dossiers/module.c:8: the route /ho-so declares no permission"));
    CHECK(refuses_module(a, ".handler = show, ", "", "src/modules/dossiers/module.c:8: the route /ho-so has no handler"));
}

TEST("checktree refuses a kind of problem that is never said")
{
    CHECK(refuses(a, RECEIVE, "int f(void) { return 0; }\n", "src/base/problems.def:2: the problem GONE is never said"));
}

TEST("checktree refuses promises, missing head comments and data of a province in C")
{
    CHECK(refuses(a, "src/core/README.md", "core\n\nTO" "DO: write\n", "src/core/README.md:3: TO" "DO: do it now or file it as an issue"));
    CHECK(refuses(a, "src/engines/rules/rules.h", "#pragma once\n",
                  "src/engines/rules/rules.h:1: begins without a comment that says what it is for and what always holds"));
    CHECK(refuses(a, RECEIVE, GONE_USED "const char *p = \"1.004567\";\n",
                  RECEIVE ":2: names a procedure (\"1.004567\"): that is data of the package"));
    CHECK(refuses(a, RECEIVE, GONE_USED "const char *p = \"UBND tỉnh Quảng Nam\";\n",
                  RECEIVE ":2: names the province (Quảng Nam): that is data of its package"));
}

TEST("checktree warns of long functions and long files without stopping the build")
{
    struct buf b;
    buf_init(&b, a, 1 << 20);
    buf_puts(&b, "/* long */\n" GONE_USED "int g(void)\n{\n");
    for (int i = 0; i < 60; i++)
        buf_puts(&b, "    x();\n");
    buf_puts(&b, "}\n");
    CHECK(refuses(a, RECEIVE, b.data, RECEIVE ":4: warning: a function of 62 lines; 60 is the most"));
    for (int i = 0; i < 450; i++)
        buf_puts(&b, "int y;\n");
    const char *root = good_tree(a);
    put(a, root, RECEIVE, b.data);
    struct tool t;
    tool_begin(&t, a);
    checktree_check(&t, root);
    CHECK_INT(t.wrong, 0);
    CHECK_INT(t.warned, 2);
}
