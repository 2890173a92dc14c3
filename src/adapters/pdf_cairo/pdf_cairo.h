/* PDF by Pango and Cairo. Text stays text (pdftotext gives it back in NFC); fonts are embedded as subsets: Noto Sans and Noto Serif.
 * One maker serves all threads; each document has its own Pango context. */
#pragma once
#include "engines/papers/pdf.h"

struct pdf_maker *pdf_cairo_new(struct arena *a);
