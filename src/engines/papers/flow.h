/* Laying blocks out on pages; private to this folder. Nothing is drawn yet: the result is a list of marks, each with its page. */
#pragma once
#include "engines/papers/template.h"

enum mark_kind { MARK_TEXT, MARK_LINE, MARK_DOTS, MARK_BOX, MARK_QR };
struct mark { enum mark_kind kind; int page; const struct pdf_layout *layout; size_t from, to; double x, y, x2, y2, width_pt; const char *text; };

struct sheet { /* one document being laid out */
    struct arena *a;
    const struct paper *paper;
    struct pdf_maker *maker;
    struct pdf *pdf;
    struct mark *marks; size_t mark_count, mark_room;
    const char *wrong; /* the first thing that could not be laid out */
};
struct flow { /* a column that is being filled */
    struct sheet *sheet;
    int page;
    double x, width, y;
    const json_t *values[4]; size_t value_count; /* the document, then the row */
};

enum { MOST_PAGES = 500 };
void flow_blocks(struct flow *f, struct blocks blocks);
