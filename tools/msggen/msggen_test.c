#include "msggen/msggen.h"
#include "base/file.h"
#include "base/test.h"
#include "common/folder.h"

static const char *check(struct arena *a, const char *folder)
{
    struct tool t;
    tool_begin(&t, a);
    msggen_check(&t, folder);
    return t.said.data;
}

static const char *compile(struct arena *a, const char *folder, const char *vi, const char *other, const char **ret_made)
{
    struct tool t;
    tool_begin(&t, a);
    const char *one = folder_put(a, folder, "one/vi.po", vi), *two = folder_put(a, folder, "two/vi.po", other);
    const char *out = arena_printf(a, "%s/messages.c", folder);
    msggen_run(&t, 5, (char *[]){"msggen", (char *)out, (char *)folder, (char *)one, (char *)two});
    *ret_made = file_read(a, out, 1 << 20, NULL);
    return t.said.data;
}

TEST("msggen compiles the catalogues into one table sorted by msgid")
{
    const char *made, *said = compile(a, folder_new(a),
        "msgid \"\"\nmsgstr \"\"\n\"Language: vi\\n\"\n\n# the button\nmsgid \"Search\"\nmsgstr \"Tìm\"\n\nmsgid \"Open \\\"{code}\\\"\"\nmsgstr \"\"\n"
        "\"Mở \"\n\"\\\"{code}\\\"\"\n", "msgid \"Search\"\nmsgstr \"Tìm\"\n", &made);
    CHECK_TEXT(said, "");
    CHECK(strstr(made, "{\"Open \\\"{code}\\\"\",\n     \"Mở \\\"{code}\\\"\"},\n    {\"Search\",\n     \"Tìm\"},\n    {0},"));
    CHECK(strstr(made, "all_message_count = 2;"));
}

TEST("msggen refuses two translations of one text and names both files")
{
    const char *made, *said = compile(a, folder_new(a), "msgid \"Search\"\nmsgstr \"Tìm\"\n", "\nmsgid \"Search\"\nmsgstr \"Tìm kiếm\"\n", &made);
    CHECK(strstr(said, "two/vi.po:2: \"Search\" is \"Tìm kiếm\" here and \"Tìm\" in ") && strstr(said, "one/vi.po:1"));
    CHECK(made == NULL);
}

TEST("msggen reads PO strictly")
{
    static const struct { const char *po, *reason; } cases[] = {
        {"msgid \"A\"\n", "vi.po:1: msgid without msgstr"},
        {"msgstr \"A\"\n", "msgstr without msgid"},
        {"msgid \"A\nmsgstr \"B\"\n", "the quote is not closed"},
        {"msgid \"A\\x\"\nmsgstr \"B\"\n", "unknown escape"},
        {"msgctxt \"A\"\n", "what is this"},
        {"#, fuzzy\nmsgid \"A\"\nmsgstr \"B\"\n", "fuzzy entries do not belong here"},
        {"msgid \"A\"\nmsgstr \"\"\n", "\"A\" has no translation"},
        {"msgid \"{n} wait\"\nmsgstr \"Chờ\"\n", "{n} stands in the English only"},
        {"msgid \"All wait\"\nmsgstr \"{n} chờ\"\n", "{n} stands in the Vietnamese only"},
        {"msgid \"Search\"\nmsgstr \"Ti\u0300m\"\n", "is not composed (NFC)"},
        {"msgid \"File\"\nmsgstr \"Mở ho so {ho so}\"\n", "\"ho so\" has lost its marks"},
        {"msgid \"File\"\nmsgstr \"xem cho tin nay ra\"\n", "not one letter has a mark"},
        {"msgid \"A\"\nmsgstr \"\xff\"\n", "is not UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *made, *said = compile(a, folder_new(a), cases[i].po, "", &made);
        if (!strstr(said, cases[i].reason))
            test_fail(__FILE__, __LINE__, "%s is not in %s", cases[i].reason, said);
    }
}

TEST("msggen names every text without translation and every translation without use")
{
    const char *folder = folder_new(a);
    folder_put(a, folder, "m/a.c", "/* T(\"in a comment\") */\n#define T(x) (x)\nconst char *a = T(\"Open \"\n  \"it\");\nconst char *b = T(\"Close\");\n");
    folder_put(a, folder, "m/a_test.c", "const char *a = T(\"Only in a test\");\n");
    folder_put(a, folder, "m/pages/a.html", "{{! A page. }}{{@ }}\n<p>{{t:{n} wait|n=count}}</p>\n<p>{{t:New}}</p>");
    folder_put(a, folder, "base/problems.def", "PROBLEM(GONE, 410, \"gone\", \"This is gone\")\n");
    folder_put(a, folder, "m/vi.po", "msgid \"Open it\"\nmsgstr \"Mở\"\n\nmsgid \"{n} wait\"\nmsgstr \"{n} chờ\"\n\nmsgid \"Old\"\nmsgstr \"Cũ\"\n");
    const char *said = check(a, folder);
    CHECK(strstr(said, "m/a.c:5: \"Close\" has no Vietnamese"));
    CHECK(strstr(said, "m/pages/a.html:3: \"New\" has no Vietnamese"));
    CHECK(strstr(said, "base/problems.def:1: \"This is gone\" has no Vietnamese"));
    CHECK(strstr(said, "m/vi.po:7: \"Old\" is translated but not used"));
    CHECK(!strstr(said, "Open it") && !strstr(said, "comment") && !strstr(said, "test") && !strstr(said, "{n} wait"));
}

TEST("msggen refuses texts that are given without T()")
{
    const char *folder = folder_new(a);
    folder_put(a, folder, "a.c", "int f(void) {\n  fail(q, NOT_NOW, \"Too late\");\n  tr(q, name(1, \"x\"));\n  fail_field(q, \"code\", T(x));\n}\n");
    const char *said = check(a, folder);
    CHECK(strstr(said, "a.c:2: \"Too late\": mark the text for translation"));
    CHECK(strstr(said, "a.c:4: T() takes one literal text"));
    CHECK(!strstr(said, "a.c:3"));
}

TEST("msggen prints the entries that a folder still needs")
{
    const char *folder = folder_new(a), *of = arena_printf(a, "%s/m", folder);
    folder_put(a, folder, "m/a.c", "const char *a = T(\"Open\"), *b = T(\"Close\"), *c = T(\"Close\");\n");
    folder_put(a, folder, "n/a.c", "const char *a = T(\"Elsewhere\");\n");
    folder_put(a, folder, "m/vi.po", "msgid \"Open\"\nmsgstr \"Mở\"\n");
    struct tool t;
    struct buf b;
    tool_begin(&t, a);
    buf_init(&b, a, 1 << 16);
    msggen_missing(&t, folder, of, &b);
    CHECK_TEXT(b.data, arena_printf(a, "#: %s/a.c:1\nmsgid \"Close\"\nmsgstr \"\"\n\n", of));
}
