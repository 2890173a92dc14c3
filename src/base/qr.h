/* QR codes as a square of dark and light cells, without the quiet zone (4 cells) that whoever draws it leaves around. (libqrencode) */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct qr { int size; const uint8_t *dark; /* size × size, row by row, 1 = dark */ };
/* Error correction M. False: the text is too long for a code (about 2,300 bytes). */
bool qr_encode(struct arena *a, const char *text, struct qr *ret);
/* The code as an SVG image with its quiet zone; title is read aloud in its place. */
const char *qr_svg(struct arena *a, const struct qr *code, const char *title);
