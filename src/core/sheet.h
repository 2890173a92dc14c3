/* A list for a spreadsheet program: the same rows as CSV (RFC 4180, UTF-8 with byte order mark, so that every program reads the marks) or as
 * XLSX (ECMA-376, one sheet; dates are dates, numbers are numbers). Rows go straight into the reply, whose size bounds the list; nothing is
 * kept besides. What begins like a formula stays text in both.
 *
 *   struct sheet s;
 *   sheet_begin(q, &s, "xlsx", "hop-viec", heads, 3);        // heads: translated texts
 *   sheet_text(&s, code); sheet_time(&s, due); sheet_int(&s, n); sheet_row(&s);
 *   return sheet_end(&s);
 */
#pragma once
#include "base/zip.h"
#include "core/q.h"

enum { SHEET_ROWS_MOST = 20000, SHEET_COLUMNS_MOST = 60 };
struct sheet { struct q *q; bool xlsx; const char *name; struct zip zip; struct buf line; int64_t row; int column; };

/* kind: "csv" or "xlsx", anything else is NOT_FOUND with words. name: of the file, without date and ending. */
enum result sheet_begin(struct q *q, struct sheet *s, const char *kind, const char *name, const char *const *heads, size_t count);
void sheet_text(struct sheet *s, const char *text); /* NULL: an empty cell */
void sheet_int(struct sheet *s, int64_t n);
void sheet_time(struct sheet *s, int64_t t);        /* local time; 0: an empty cell */
void sheet_date(struct sheet *s, int32_t days);     /* INT32_MIN: an empty cell */
void sheet_row(struct sheet *s);                    /* ends the row */
bool sheet_full(const struct sheet *s);             /* SHEET_ROWS_MOST rows stand in it */
enum result sheet_end(struct sheet *s);             /* the reply is complete; TOO_LARGE when it did not fit */
