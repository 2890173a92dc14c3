#include "base/qr.h"
#include "base/test.h"

TEST("a QR code has its three finder squares, and a text that is too long is refused")
{
    struct qr code;
    CHECK(qr_encode(a, "https://example.test/kiem-tra/ABCD", &code));
    CHECK(code.size >= 21 && (code.size - 17) % 4 == 0);
    const int corners[3][2] = {{0, 0}, {code.size - 7, 0}, {0, code.size - 7}};
    for (int c = 0; c < 3; c++)
        for (int i = 0; i < 7; i++) { /* the outer ring is dark, the one inside it light */
            CHECK(code.dark[corners[c][1] * code.size + corners[c][0] + i]);
            CHECK(i == 0 || i == 6 || !code.dark[(corners[c][1] + 1) * code.size + corners[c][0] + i] || i < 1);
        }
    CHECK(strstr(qr_svg(a, &code, "mã <QR>"), "mã &lt;QR&gt;"));
    char *huge = arena_alloc(a, 5000);
    memset(huge, 'x', 4999);
    CHECK(!qr_encode(a, huge, &code));
}
