/* Writing ZIP archives (PKWARE APPNOTE 6.3) into a buffer: entries one after the other, deflated as they grow, the same bytes for the same
 * contents (entries bear the date 1 January 1980). Bounded by the buffer and by 4 GiB: no ZIP64. Reading strangers' archives is not done here. */
#pragma once
#include "base/buf.h"

struct zip_entry;
struct zip { struct buf *to; struct zip_entry *first, *last; int count; void *stream; };
void zip_begin(struct zip *z, struct buf *to);
void zip_entry_begin(struct zip *z, const char *name); /* ends the entry before it; name: UTF-8, "xl/workbook.xml" */
void zip_add(struct zip *z, const void *bytes, size_t n);
void zip_puts(struct zip *z, const char *text);
void zip_end(struct zip *z); /* ends the last entry and writes the directory; then look at to->overflow */
