#include "modgen/modgen.h"
#include "base/file.h"
#include "base/test.h"
#include "common/folder.h"

static struct tool run(struct arena *a, const char *list, const char **ret_made)
{
    const char *folder = folder_new(a), *in = folder_put(a, folder, "modules.list", list), *out = arena_printf(a, "%s/all.c", folder);
    struct tool t;
    tool_begin(&t, a);
    modgen_run(&t, 3, (char *[]){"modgen", (char *)out, (char *)in});
    *ret_made = file_read(a, out, 1 << 20, NULL);
    return t;
}

TEST("modgen lists every module of modules.list")
{
    const char *made;
    struct tool t = run(a, "# what people see\naccounts\nunits\n\n", &made);
    CHECK_TEXT(t.said.data, "");
    CHECK(strstr(made, "extern const struct module units_module;"));
    CHECK(strstr(made, "    &accounts_module,\n    &units_module,\n    NULL,\n"));
}

TEST("modgen refuses a list that is not sorted, a double and a wrong name")
{
    const char *made;
    struct tool t = run(a, "units\naccounts\naccounts\nBad-Name\n", &made);
    CHECK(strstr(t.said.data, "modules.list:2: accounts stands after units"));
    CHECK(strstr(t.said.data, "modules.list:3: accounts stands after accounts"));
    CHECK(strstr(t.said.data, "modules.list:4: \"Bad-Name\" is no name"));
    CHECK(made == NULL);
}
