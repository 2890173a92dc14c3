#include "base/date.h"
#include "base/test.h"
#include "engines/numbering/numbering.h"

static const struct number_field agency[] = {{"agency", "H47.61"}};

static int32_t day(int year, int month, int d)
{
    return date_to_days((struct date){year, month, d});
}

static struct number_pattern pattern(struct arena *a, const char *text)
{
    struct number_pattern p;
    const char *why;
    must(number_pattern_parse(a, text, &p, &why));
    return p;
}

TEST("a dossier code is made as Thông tư 01/2018 Art. 19 says")
{
    struct number_pattern p = pattern(a, "{agency}-{yymmdd}-{n:4}");
    CHECK_TEXT(number_format(a, &p, agency, 1, day(2026, 11, 13), 42), "H47.61-261113-0042");
    CHECK_TEXT(number_series(a, &p, agency, 1, day(2026, 11, 13)), "H47.61-261113-#");
    p = pattern(a, "{n}/{yyyy}/{kind}-{agency}");
    CHECK_TEXT(number_format(a, &p, (struct number_field[]){{"kind", "TB"}, {"agency", "UBND"}}, 2, day(2026, 1, 2), 7), "7/2026/TB-UBND");
    CHECK_TEXT(number_series(a, &p, (struct number_field[]){{"kind", "TB"}, {"agency", "UBND"}}, 2, day(2026, 1, 2)), "#/2026/TB-UBND");
}

TEST("after 9,999 the number grows wider and never wraps")
{
    struct number_pattern p = pattern(a, "{agency}-{yymmdd}-{n:4}");
    CHECK_TEXT(number_format(a, &p, agency, 1, day(2026, 11, 13), 9999), "H47.61-261113-9999");
    CHECK_TEXT(number_format(a, &p, agency, 1, day(2026, 11, 13), 10000), "H47.61-261113-10000");
    struct number_read r;
    CHECK(number_read(a, &p, "H47.61-261113-10000", &r));
    CHECK_INT(r.n, 10000);
}

TEST("a field that is missing or could break the pattern makes no number")
{
    struct number_pattern p = pattern(a, "{agency}-{n:4}");
    static const char *const wrong[] = {"", "H47-61", "H47 61", "H47/61", "Hđ", "{n}", NULL};
    CHECK(number_format(a, &p, NULL, 0, 0, 1) == NULL);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK(number_format(a, &p, (struct number_field[]){{"agency", wrong[i]}}, 1, 0, 1) == NULL);
}

TEST("a wrong pattern is refused with the reason")
{
    static const char *const wrong[] = {
        "",      "abc",          "{n}{n}", "{n",        "n}",          "{n:0}",       "{n:11}",
        "{n:x}", "{Agency}-{n}", "{}-{n}", "{a b}-{n}", "{agency}{n}", "{yyyy}{n:4}", "{a}-{b}-{c}-{d}-{e}-{f}-{g}-{h}-{n}"};
    struct number_pattern p;
    const char *why;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (number_pattern_parse(a, wrong[i], &p, &why) || !why)
            test_fail(__FILE__, __LINE__, "\"%s\" was taken", wrong[i]);
}

TEST("codes are read as people and older systems write them")
{
    static const struct {
        const char *typed, *canonical;
    } cases[] = {{"H47.61-261113-0042", "H47.61-261113-0042"},       {" h47.61 – 261113 – 42 ", "H47.61-261113-0042"},
                 {"H47.61-20261113-0042", "H47.61-261113-0042"},     {"000.00.01.H47-260122-0007", "000.00.01.H47-260122-0007"},
                 {"G09.20-20260609-0092637", "G09.20-260609-92637"}, {"H47.61—261113—0042", "H47.61-261113-0042"}};
    static const char *const wrong[] = {"",
                                        "H47.61-261113",
                                        "H47.61-261313-0042",
                                        "H47.61-260230-0042",
                                        "H47.61-261113-0000",
                                        "H47.61-261113-",
                                        "-261113-0042",
                                        "H47_61-261113-0042",
                                        "H47.61-261113-0042x",
                                        "H47.61-261113-00000000042"};
    struct number_pattern p = pattern(a, "{agency}-{yymmdd}-{n:4}");
    struct number_read r;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (!number_read(a, &p, cases[i].typed, &r))
            test_fail(__FILE__, __LINE__, "\"%s\" was not read", cases[i].typed);
        else
            CHECK_TEXT(r.canonical, cases[i].canonical);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (number_read(a, &p, wrong[i], &r))
            test_fail(__FILE__, __LINE__, "\"%s\" was read as %s", wrong[i], r.canonical);
    CHECK(number_read(a, &p, "H47.61-261113-0042", &r));
    CHECK_INT(r.day, day(2026, 11, 13));
    CHECK_TEXT(r.fields[0].value, "H47.61");
}

TEST("every number that is written is read back as itself")
{
    static const char *const patterns[] = {"{agency}-{yymmdd}-{n:4}", "{agency}-{yyyymmdd}.{n}", "{n:3}/{yyyy}/{agency}", "{agency}-{n:6}"};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        struct number_pattern p = pattern(a, patterns[i]);
        for (int64_t n = 1; n < 2000000; n = n * 3 + 1) {
            const char *text = number_format(a, &p, agency, 1, day(2026, 12, 31), n);
            struct number_read r;
            CHECK(number_read(a, &p, text, &r));
            CHECK_INT(r.n, n);
            CHECK_TEXT(r.canonical, text);
        }
    }
}

TEST("blocks follow the counter, give numbers in order and end")
{
    struct number_block b = number_block_after(100, 3, "Trà Mai", 0);
    CHECK_INT(b.first, 101);
    CHECK_INT(b.last, 103);
    CHECK_INT(number_block_next(&b, NULL, 0), 101);
    CHECK_INT(number_block_next(&b, (int64_t[]){101, 500, 7}, 3), 102);
    CHECK_INT(number_block_next(&b, (int64_t[]){103}, 1), 0);
    struct number_block two[] = {b, {103, 110, "x", 0}}, apart[] = {b, {104, 110, "x", 0}};
    CHECK(number_blocks_overlap(two, 2) && !number_blocks_overlap(apart, 2));
    CHECK(number_block_holding(apart, 2, 104) == &apart[1] && number_block_holding(apart, 2, 111) == NULL);
}

TEST("the gap report names what is missing, reserved and doubled, and nothing else")
{
    int64_t used[] = {5, 1, 2, 2, 12, 2};
    struct number_block blocks[] = {{7, 9, "Trà Mai", 0}};
    size_t n;
    struct number_gap *g = number_gaps(a, used, 6, 14, blocks, 1, &n);
    static const struct number_gap want[] = {{NUMBER_DOUBLE, 2, 2, NULL},    {NUMBER_MISSING, 3, 4, NULL},
                                             {NUMBER_MISSING, 6, 6, NULL},   {NUMBER_RESERVED, 7, 9, "Trà Mai"},
                                             {NUMBER_MISSING, 10, 11, NULL}, {NUMBER_MISSING, 13, 14, NULL}};
    CHECK_INT(n, 6);
    for (size_t i = 0; i < n; i++) {
        CHECK_INT(g[i].kind, want[i].kind);
        CHECK_INT(g[i].first, want[i].first);
        CHECK_INT(g[i].last, want[i].last);
        CHECK_TEXT(g[i].holder, want[i].holder);
    }
    int64_t whole[] = {1, 2, 3};
    number_gaps(a, whole, 3, 3, NULL, 0, &n);
    CHECK_INT(n, 0);
}
