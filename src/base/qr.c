#include "base/qr.h"
#include "base/arena.h"
#include "base/buf.h"
#include <qrencode.h>

enum { QUIET = 4 };

bool qr_encode(struct arena *a, const char *text, struct qr *ret)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (!code)
        return false;
    uint8_t *dark = arena_alloc(a, (size_t)code->width * (size_t)code->width);
    for (int i = 0; i < code->width * code->width; i++)
        dark[i] = code->data[i] & 1;
    *ret = (struct qr){code->width, dark};
    QRcode_free(code);
    return true;
}

/* One path; runs of dark cells in a row are one stroke, so that no hair lines appear between cells. */
const char *qr_svg(struct arena *a, const struct qr *code, const char *title)
{
    struct buf b;
    int side = code->size + 2 * QUIET;
    buf_init(&b, a, 1 << 20);
    buf_printf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\"><title>", side * 5, side * 5, side, side);
    buf_html(&b, title);
    buf_printf(&b, "</title><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path fill=\"#000\" d=\"", side, side);
    for (int y = 0; y < code->size; y++)
        for (int x = 0, run; x < code->size; x += run) {
            const uint8_t *row = code->dark + y * code->size;
            for (run = 1; x + run < code->size && row[x + run] == row[x]; run++)
                ;
            if (row[x])
                buf_printf(&b, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, run, run);
        }
    buf_puts(&b, "\"/></svg>");
    return b.data;
}
