/* Only the diagonals within `limit` of the main one can hold a distance that matters, so each row of the table is 2 * limit + 1
 * wide: cell k of row i stands for column j = i + k - limit. Three rows are kept, for the swap of two neighbours. */
#include "base/must.h"
#include "base/text.h"
#include <string.h>

enum { WIDEST = 2 * 127 + 1 };

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* The cell of row i and column j from its neighbours. */
static int cell(const char *a, const char *b, long i, long j, int k, int width, int *const rows[3])
{
    const int *two_up = rows[0], *up = rows[1], *here = rows[2];
    int best = up[k] + (a[i - 1] != b[j - 1]);
    if (k + 1 < width)
        best = least(best, up[k + 1] + 1);
    if (k > 0)
        best = least(best, here[k - 1] + 1);
    if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        best = least(best, two_up[k] + 1);
    return best;
}

int text_distance(const char *a, const char *b, int limit)
{
    must(limit >= 0 && limit <= 127);
    long n = (long)strlen(a), m = (long)strlen(b);
    if (n - m > limit || m - n > limit)
        return limit + 1;
    int memory[3][WIDEST], width = 2 * limit + 1;
    int *rows[3] = {memory[0], memory[1], memory[2]};
    for (long i = 0; i <= n; i++) {
        int best = limit + 1;
        for (int k = 0; k < width; k++) {
            long j = i + k - limit;
            int value = limit + 1;
            if (i == 0 && j >= 0)
                value = (int)least((int)j, limit + 1);
            else if (j == 0)
                value = (int)i;
            else if (j > 0 && j <= m)
                value = cell(a, b, i, j, k, width, rows);
            rows[2][k] = least(value, limit + 1);
            best = least(best, rows[2][k]);
        }
        if (best > limit)
            return limit + 1;
        int *oldest = rows[0];
        rows[0] = rows[1];
        rows[1] = rows[2];
        rows[2] = oldest;
    }
    return rows[1][m - n + limit];
}
