/* What province.h promises, on small packages made here. */
#include "base/file.h"
#include "base/test.h"
#include "core/access.h"
#include "core/province.h"
#include "core/q.h"
#include <stdlib.h>
#include <unistd.h>

struct thing { struct row row; const char *id, *of; int64_t number; int32_t day; bool flag; };
static const struct column things[] = {
    COLUMN(struct thing, id, COLUMN_TEXT, .required = true, .unique = true, .max = 5),
    COLUMN(struct thing, of, COLUMN_TEXT, .file = "things.csv", .of = "id"),
    COLUMN(struct thing, number, COLUMN_INT, .min = 1, .max = 9),
    COLUMN(struct thing, day, COLUMN_DATE),
    COLUMN(struct thing, flag, COLUMN_BOOL, .required = true),
    COLUMN_END};

static struct province *package(struct arena *a, struct q *q, const char *csv, struct findings *f)
{
    char folder[] = "/tmp/thubon-package-XXXXXX";
    if (!mkdtemp(folder))
        return NULL;
    *q = (struct q){.arena = a, .account = &account_nobody};
    const char *info = "{\"id\":\"x\",\"contacts\":{\"hotline\":\"1022\"}}";
    file_write_durably(arena_printf(a, "%s/province.json", folder), info, strlen(info));
    file_write_durably(arena_printf(a, "%s/things.csv", folder), csv, strlen(csv));
    struct province *p = NULL;
    return province_open(q, folder, f, &p) == OK ? p : NULL;
}

TEST("a table is read with its types, and its rows know their lines")
{
    struct q q;
    struct findings f = {.arena = a};
    struct province *p = package(a, &q, "id,of,number,day,flag\na,,3,2024-02-29,yes\nb,a,,,no\n", &f);
    void *rows;
    size_t count;
    CHECK(p);
    CHECK(province_table(p, &f, "things.csv", things, "", sizeof(struct thing), &rows, &count));
    const struct thing *t = rows;
    CHECK_INT(count, 2);
    CHECK_INT(t[0].number, 3);
    CHECK_INT(t[1].number, COLUMN_NO_INT);
    CHECK_INT(t[0].day, 19782);
    CHECK(t[0].flag && !t[1].flag);
    CHECK_INT(t[1].row.line, 3);
    CHECK_TEXT(province_text(p, "contacts.hotline"), "1022");
}

TEST("every mistake of a table is found in one go, each with file, line, field and reason")
{
    static const struct { size_t line; const char *field; } want[] = {
        {2, "number"}, {2, "flag"}, {3, "id"}, {3, "of"}, {3, "day"}, {4, "id"}, {5, ""}, {5, "flag"}, {1, "extra"}, {6, "id"}};
    struct q q;
    struct findings f = {.arena = a};
    struct province *p = package(a, &q,
        "id,of,number,day,flag,extra\n"
        "a,,12,2024-01-01,maybe,\n"   /* number too large, flag no bool */
        "toolong,zz,,31/12/2024,no,\n" /* id too long, of points nowhere, date form */
        ",,,,no,\n"                    /* id missing */
        "b,a,1\n"                      /* too few fields, flag missing */
        "a,,1,,yes,\n", &f);           /* id twice */
    void *rows;
    size_t count;
    CHECK(p);
    CHECK(!province_table(p, &f, "things.csv", things, "", sizeof(struct thing), &rows, &count));
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        bool found = false;
        for (struct finding *one = f.first; one; one = one->next)
            found = found || (one->line == want[i].line && strcmp(one->field, want[i].field) == 0 && strcmp(one->file, "things.csv") == 0 && *one->reason);
        if (!found)
            test_fail(__FILE__, __LINE__, "line %zu, field %s was not reported", want[i].line, want[i].field);
    }
    CHECK_INT(f.count, sizeof want / sizeof *want);
}

TEST("the name of a package's version changes with any byte of any file")
{
    struct q q;
    struct findings f = {.arena = a};
    struct province *one = package(a, &q, "id,flag\na,yes\n", &f), *same = package(a, &q, "id,flag\na,yes\n", &f),
                    *other = package(a, &q, "id,flag\na,no\n", &f);
    CHECK(one && same && other);
    CHECK_TEXT(province_hash(one), province_hash(same));
    CHECK(strcmp(province_hash(one), province_hash(other)) != 0);
}
