/* CSV as RFC 4180: a reader that knows the line each record began on, and a writer that spreadsheet programs cannot be
 * tricked by (a leading = + - @ is prefixed with an apostrophe unless the field is a number). */
#pragma once
#include "base/buf.h"

struct csv_record { size_t line; size_t count; char **fields; };
struct csv { const char *at, *end; size_t line; const char *error; size_t error_line; };
void csv_begin(struct csv *c, const char *bytes, size_t n);                 /* skips a UTF-8 byte order mark; empty lines are no records */
bool csv_next(struct csv *c, struct arena *a, struct csv_record *ret);      /* false at the end or on error (see error) */
void csv_field(struct buf *b, const char *s, bool first);
void csv_end_record(struct buf *b);
