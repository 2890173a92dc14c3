/* What generated pages call to write one value; not for hand-written code. Everything is escaped for HTML text and quoted attributes. */
#pragma once
#include "base/buf.h"
#include <stdint.h>

struct q;
void page_write_number(struct q *q, struct buf *to, int64_t n);   /* 1.234.567, in English 1,234,567 */
void page_write_money(struct q *q, struct buf *to, int64_t dong); /* 5.000 đồng, in English 5,000 đồng */
void page_write_date(struct buf *to, int32_t days);               /* 24/11/2026; INT32_MIN writes nothing */
void page_write_date_element(struct buf *to, int32_t days);       /* the same inside <time> */
void page_write_time(struct buf *to, int64_t t);                  /* 08:05 24/11/2026; 0 writes nothing */
void page_write_time_element(struct buf *to, int64_t t);
/* The whole value of href, src or action: our own path, ?query, #part, http, https, mailto, tel; anything else ("javascript:") becomes "#".
 */
void page_write_url(struct buf *to, const char *url);
void page_write_icon(struct q *q, struct buf *to, const char *name); /* decoration only: hidden from readers' software */
void page_write_csrf(struct q *q, struct buf *to);                   /* the hidden field of a posting form */
