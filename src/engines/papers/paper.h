/* Printed papers from data: a template (JSON, part of the province package) + values (JSON) -> PDF.
 *
 *   { "title": "Giấy tiếp nhận hồ sơ {{code}}", "author": "{{agency}}", "lang": "vi",
 *     "page": {"size": "A4", "margins_mm": [15, 16, 15, 27],   top right bottom left
 *              "face": "sans" | "serif", "size_pt": 10, "line_height": 1.45,          from line to line, × letter size
 *              "footer": "Mẫu số 01 …", "page_numbers": "Trang {{page}}/{{pages}}"},   left and right of the foot; either may be absent
 *     "blocks": [ … ] }
 *
 *              "size": A4, A4 landscape, A5. Without margins those of NĐ 30/2020/NĐ-CP hold.
 * Blocks ("kind"); every text is a Mustache template, or a list of runs [{"text": "Mã: "}, {"text": "{{code}}", "bold": true}]:
 *   heading     text, level 1–3, align (centre)           text        text, align, bold, italic, size_pt, space_after_mm
 *   fields      rows [{label, value, bold}], label_mm     table       rows: name of a list; columns [{title, text, width_mm | share, align}],
 *   columns     columns [[blocks] …], shares [1, 1.2]                 empty: text when the list is empty, header repeated on each page
 *   signatures  columns [{title, note, name}], space_mm   qr          text, size_mm (≥ 24), align, caption
 *   box         blocks, padding_mm                        list        rows: name of a list, text, mark ("-" or "1.")
 *   rule        width_mm (absent: whole), align, dotted   spacer      height_mm
 *   page_break
 * Any block: "when": "name" / "unless": "name": only while that value is true / not true as Mustache sees it.
 * Inside table and list the row's own values come first, then those around it; {{n}} is the number of the row.
 * Nothing is cut: text, lists and tables go on on the next page; headings stay with what follows; signatures stay whole. */
#pragma once
#include "base/buf.h"
#include "base/json.h"
#include "engines/papers/pdf.h"

struct paper;
struct paper_fault { const char *pointer, *reason; };
/* NULL: the template is wrong; *ret_fault says where. Immutable, for all threads; `a` must outlive it. */
const struct paper *paper_compile(struct arena *a, const char *json, size_t n, struct paper_fault *ret_fault);
/* Renders to `to` (its max bounds the file; a receipt is about 40 KB). made_at: time printed into the metadata. PROBLEM_TOO_LARGE above
 * 500 pages or the buffer's max, PROBLEM_BROKEN when the library fails. */
enum result paper_render(struct arena *a, const struct paper *p, const json_t *data, int64_t made_at, struct pdf_maker *maker, struct buf *to);
/* The same words as plain text, one block a line, for screen readers and tests. */
void paper_text(struct arena *a, const struct paper *p, const json_t *data, struct buf *to);
