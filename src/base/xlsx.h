/* One table as an Office Open XML workbook (ECMA-376): texts and whole numbers, first row fixed, nothing else. Texts never become formulas. */
#pragma once
#include "base/buf.h"

struct xlsx { struct arena *arena; const char *sheet; struct buf rows; size_t row, column; };
void xlsx_begin(struct xlsx *x, struct arena *a, const char *sheet_name, size_t max_bytes);
void xlsx_text(struct xlsx *x, const char *text, bool bold);
void xlsx_int(struct xlsx *x, int64_t n);
void xlsx_end_row(struct xlsx *x);
bool xlsx_finish(struct xlsx *x, struct buf *to); /* false: too large for a buffer */
