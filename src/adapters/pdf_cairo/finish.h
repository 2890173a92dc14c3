/* Adds to a PDF file written by Cairo what Cairo cannot write. Private to this folder. */
#pragma once
#include "base/buf.h"

/* Copies the file with a new catalogue (document language, title shown in the window's bar) and a file identifier (ISO 32000-1 §14.4,
 * SHA-256 of the content, so the same paper has the same id). false: the file does not look as Cairo writes it, or `to` is full. */
bool pdf_finish(struct buf *to, const char *file, size_t n, const char *lang);
