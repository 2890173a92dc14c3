/* The workbook is a ZIP of five small parts, stored without packing: entries, then the central directory (APPNOTE 6.3, 4.3). */
#include "base/xlsx.h"
#include "base/arena.h"
#include "base/unpack.h"
#include <string.h>

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
static const char types[] = XML "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/></Types>";
static const char relations[] = XML "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
static const char book_relations[] = XML "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>";
static const char styles[] = XML "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"3\"><xf/><xf fontId=\"1\" applyFont=\"1\"/><xf numFmtId=\"3\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>";
#define SHEET_BEGIN XML "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols><col min=\"1\" max=\"1\" width=\"48\" customWidth=\"1\"/></cols><sheetData>"
#define SHEET_END "</sheetData></worksheet>"

void xlsx_begin(struct xlsx *x, struct arena *a, const char *sheet_name, size_t max_bytes)
{
    *x = (struct xlsx){.arena = a, .sheet = sheet_name};
    buf_init(&x->rows, a, max_bytes);
    buf_puts(&x->rows, SHEET_BEGIN);
}

static void begin_cell(struct xlsx *x)
{
    if (x->column++ == 0)
        buf_printf(&x->rows, "<row r=\"%zu\">", ++x->row);
}

void xlsx_text(struct xlsx *x, const char *text, bool bold)
{
    begin_cell(x);
    buf_printf(&x->rows, "<c t=\"inlineStr\"%s><is><t xml:space=\"preserve\">", bold ? " s=\"1\"" : "");
    buf_html(&x->rows, text ? text : "");
    buf_puts(&x->rows, "</t></is></c>");
}

void xlsx_int(struct xlsx *x, int64_t n)
{
    begin_cell(x);
    buf_printf(&x->rows, "<c s=\"2\"><v>%lld</v></c>", (long long)n);
}

void xlsx_end_row(struct xlsx *x)
{
    if (x->column)
        buf_puts(&x->rows, "</row>");
    x->column = 0;
}

/* --- ZIP ------------------------------------------------------------------------------------------------------------------------------- */

static void little(struct buf *b, uint32_t n, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_putc(b, (char)(n >> (8 * i)));
}

struct part { const char *name, *bytes; size_t length; size_t at; };

/* What the local and the central header have in common: no packing, no time (1 January 1980). */
static void head(struct buf *b, const struct part *p)
{
    little(b, 20, 2);
    little(b, 0x0800, 2); /* names are UTF-8 */
    little(b, 0, 2);
    little(b, 0x00210000, 4);
    little(b, crc32_of(p->bytes, p->length), 4);
    little(b, (uint32_t)p->length, 4);
    little(b, (uint32_t)p->length, 4);
    little(b, (uint32_t)strlen(p->name), 2);
    little(b, 0, 2);
}

static void write_part(struct buf *to, struct part *p)
{
    p->at = to->length;
    little(to, 0x04034b50, 4);
    head(to, p);
    buf_puts(to, p->name);
    buf_add(to, p->bytes, p->length);
}

static void write_directory(struct buf *to, const struct part *parts, size_t n)
{
    size_t at = to->length;
    for (size_t i = 0; i < n; i++) {
        little(to, 0x02014b50, 4);
        little(to, 20, 2);
        head(to, &parts[i]);
        little(to, 0, 2);
        little(to, 0, 2);
        little(to, 0, 2);
        little(to, 0, 4);
        little(to, (uint32_t)parts[i].at, 4);
        buf_puts(to, parts[i].name);
    }
    size_t length = to->length - at;
    little(to, 0x06054b50, 4);
    little(to, 0, 4);
    little(to, (uint32_t)n, 2);
    little(to, (uint32_t)n, 2);
    little(to, (uint32_t)length, 4);
    little(to, (uint32_t)at, 4);
    little(to, 0, 2);
}

bool xlsx_finish(struct xlsx *x, struct buf *to)
{
    struct buf book;
    buf_init(&book, x->arena, 4000);
    buf_puts(&book, XML "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"");
    buf_html(&book, x->sheet);
    buf_puts(&book, "\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
    xlsx_end_row(x);
    buf_puts(&x->rows, SHEET_END);
    struct part parts[] = {{"[Content_Types].xml", types, sizeof types - 1, 0},
                           {"_rels/.rels", relations, sizeof relations - 1, 0},
                           {"xl/workbook.xml", book.data, book.length, 0},
                           {"xl/_rels/workbook.xml.rels", book_relations, sizeof book_relations - 1, 0},
                           {"xl/styles.xml", styles, sizeof styles - 1, 0},
                           {"xl/worksheets/sheet1.xml", x->rows.data, x->rows.length, 0}};
    size_t n = sizeof parts / sizeof *parts;
    for (size_t i = 0; i < n; i++)
        write_part(to, &parts[i]);
    write_directory(to, parts, n);
    return !to->overflow && !x->rows.overflow && !book.overflow;
}
