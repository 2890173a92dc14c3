#include "base/test.h"
#include "core/http/query.h"

static bool parse(struct arena *a, const char *s, struct pairs *p)
{
    *p = (struct pairs){0};
    return query_parse(a, s, strlen(s), p);
}

TEST("a form is taken apart in order, with blanks, escapes and empty values")
{
    struct pairs p;
    CHECK(parse(a, "ten=Nguy%E1%BB%85n+Thu&x=&y&ten=hai&&z=a=b", &p));
    CHECK_INT(p.count, 5);
    CHECK_TEXT(pairs_get(&p, "ten"), "Nguyễn Thu");
    CHECK_TEXT(pairs_get(&p, "x"), "");
    CHECK_TEXT(pairs_get(&p, "y"), "");
    CHECK_TEXT(pairs_get(&p, "z"), "a=b");
    CHECK_TEXT(pairs_get(&p, "w"), NULL);
}

TEST("a form with a broken escape, a NUL or text that is not UTF-8 is refused as a whole")
{
    static const char *const bad[] = {"a=%", "a=%4", "a=%zz", "a=%00", "a=%ff", "%c0%80=1", "a=1&b=%ed%a0%80"};
    struct pairs p;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (parse(a, bad[i], &p))
            test_fail(__FILE__, __LINE__, "%s was taken", bad[i]);
}

TEST("a form of more than 1,000 fields is refused")
{
    char *text = arena_alloc(a, 3 * 1001 + 1);
    struct pairs p;
    for (int i = 0; i < 1001; i++)
        memcpy(text + 3 * i, "a=&", 3);
    CHECK(!parse(a, text, &p));
    text[3 * 1000] = '\0';
    CHECK(parse(a, text, &p));
}
