/* What the paper engine needs of a PDF library: measure text, draw text, lines and QR codes on pages, hand back bytes.
 * adapters/pdf_cairo implements it with Pango and Cairo. Lengths are millimetres from the page's top left corner; sizes of letters are points. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/result.h"
#include <stdbool.h>
#include <stddef.h>

enum pdf_align { PDF_LEFT, PDF_CENTRE, PDF_RIGHT, PDF_JUSTIFY };
enum pdf_face { PDF_SANS, PDF_SERIF };
struct pdf_run { const char *text; bool bold, italic; }; /* UTF-8, NFC; "\n" breaks the line */
struct pdf_text {
    const struct pdf_run *runs; size_t run_count;
    enum pdf_face face; double size_pt; double line_height; /* from line to line, as a multiple of size_pt (as in CSS); 0: the font's own */
    enum pdf_align align; double width_mm;
};
struct pdf_meta { const char *title, *author, *subject, *lang; double width_mm, height_mm; int64_t created_at; };

struct pdf; /* one document being drawn */
struct pdf_layout; /* text broken into lines; lives as long as the document */
struct pdf_maker {
    enum result (*begin)(struct pdf_maker *m, struct arena *a, const struct pdf_meta *meta, struct pdf **ret);
    /* Breaks text into lines. An empty text has one line. */
    const struct pdf_layout *(*layout)(struct pdf *d, const struct pdf_text *text, size_t *ret_lines, double *ret_height_mm);
    double (*line_bottom)(struct pdf *d, const struct pdf_layout *l, size_t line); /* bottom of this line below the layout's top, mm */
    void (*draw_lines)(struct pdf *d, const struct pdf_layout *l, size_t from, size_t to, double x, double y); /* lines from … to-1, top of `from` at y */
    void (*line)(struct pdf *d, double x1, double y1, double x2, double y2, double width_pt, bool dotted);
    void (*box)(struct pdf *d, double x, double y, double width, double height, double width_pt);
    bool (*qr)(struct pdf *d, const char *text, double x, double y, double size); /* the symbol itself; white space of four modules around it is the caller's; false: text too long */
    void (*next_page)(struct pdf *d);
    enum result (*end)(struct pdf *d, struct buf *to); /* PROBLEM_TOO_LARGE when `to` is too small, PROBLEM_BROKEN when the library failed */
};
