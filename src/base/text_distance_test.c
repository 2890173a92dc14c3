#include "base/id.h"
#include "base/test.h"
#include "base/text.h"

TEST("the distance counts insertions, deletions, changes and swaps of neighbours")
{
    CHECK_INT(text_distance("", "", 0), 0);
    CHECK_INT(text_distance("khai sinh", "khai sinh", 3), 0);
    CHECK_INT(text_distance("khai sinh", "kahi sinh", 3), 1);
    CHECK_INT(text_distance("khai sinh", "khai snh", 3), 1);
    CHECK_INT(text_distance("kitten", "sitting", 5), 3);
    CHECK_INT(text_distance("ca", "abc", 5), 3); /* optimal string alignment: no edit within a swap */
    CHECK_INT(text_distance("", "abc", 3), 3);
}

TEST("texts further apart than the limit are told by limit + 1")
{
    CHECK_INT(text_distance("kitten", "sitting", 2), 3);
    CHECK_INT(text_distance("", "abc", 2), 3);
    CHECK_INT(text_distance("a", "b", 0), 1);
    CHECK_INT(text_distance("abcdefgh", "hgfedcba", 2), 3);
}

/* The whole table, as the definition has it. */
static int slow_distance(const char *a, const char *b)
{
    enum { MOST = 16 };
    int d[MOST][MOST], n = (int)strlen(a), m = (int)strlen(b);
    for (int i = 0; i <= n; i++)
        for (int j = 0; j <= m; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = i + j;
                continue;
            }
            int best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            best = d[i - 1][j] + 1 < best ? d[i - 1][j] + 1 : best;
            best = d[i][j - 1] + 1 < best ? d[i][j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < best)
                best = d[i - 2][j - 2] + 1;
            d[i][j] = best;
        }
    return d[n][m];
}

static void random_word(char *to)
{
    size_t n = (size_t)random_below(9);
    for (size_t i = 0; i < n; i++)
        to[i] = (char)('a' + random_below(3));
    to[n] = '\0';
}

TEST("the banded table agrees with the whole one on random words and every limit")
{
    for (int round = 0; round < 3000; round++) {
        char x[16], y[16];
        random_word(x);
        random_word(y);
        int limit = (int)random_below(10), whole = slow_distance(x, y), want = whole > limit ? limit + 1 : whole;
        if (text_distance(x, y, limit) != want) {
            test_fail(__FILE__, __LINE__, "%s and %s within %d: %d, not %d", x, y, limit, text_distance(x, y, limit), want);
            return;
        }
    }
}
