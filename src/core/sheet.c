/* sheet.h. An XLSX is a ZIP of five small XML files and the sheet; cells carry their text themselves (inlineStr), so no table of texts has to be
 * kept until the end. Days are counted from 30 December 1899, as the format has it. */
#include "core/sheet.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/csv.h"
#include "base/date.h"
#include "base/text.h"
#include "core/http/http.h"
#include "core/i18n.h"

enum { DAYS_BEFORE_1970 = 25569, STYLE_HEAD = 1, STYLE_DATE = 2, STYLE_TIME = 3, CELL_MOST = 32000 /* the format's own limit is 32,767 */ };

static const char types[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
    "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
    "<Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/></Types>";
static const char root_links[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
static const char book_links[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>";
static const char book[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
static const char styles[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
    "<numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/><numFmt numFmtId=\"165\" formatCode=\"dd/mm/yyyy\\ hh:mm\"/></numFmts>"
    "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>"
    "<cellXfs count=\"4\"><xf/><xf fontId=\"1\" applyFont=\"1\"/><xf numFmtId=\"164\" applyNumberFormat=\"1\"/><xf numFmtId=\"165\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>";
static const char sheet_head[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetViews>"
    "<sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
    "<cols><col min=\"1\" max=\"60\" width=\"22\" customWidth=\"1\"/></cols><sheetData>";

static void part(struct zip *z, const char *name, const char *text)
{
    zip_entry_begin(z, name);
    zip_puts(z, text);
}

static void begin_xlsx(struct sheet *s)
{
    zip_begin(&s->zip, &s->q->reply->body);
    part(&s->zip, "[Content_Types].xml", types);
    part(&s->zip, "_rels/.rels", root_links);
    part(&s->zip, "xl/workbook.xml", book);
    part(&s->zip, "xl/_rels/workbook.xml.rels", book_links);
    part(&s->zip, "xl/styles.xml", styles);
    part(&s->zip, "xl/worksheets/sheet1.xml", sheet_head);
}

/* The cell's opening in XLSX, the comma in CSV. */
static void cell(struct sheet *s, const char *type, int style)
{
    if (s->column == 0 && s->xlsx)
        buf_puts(&s->line, "<row>");
    s->column++;
    if (!s->xlsx)
        return;
    buf_printf(&s->line, "<c s=\"%d\"%s>", style, type);
}

static void text_cell(struct sheet *s, const char *text, int style)
{
    bool first = s->column == 0;
    if (!s->xlsx) {
        s->column++;
        csv_field(&s->line, text, first);
        return;
    }
    cell(s, " t=\"inlineStr\"", style);
    buf_puts(&s->line, "<is><t xml:space=\"preserve\">");
    buf_html(&s->line, text ? text_truncate(s->q->arena, text, CELL_MOST) : "");
    buf_puts(&s->line, "</t></is></c>");
}

void sheet_text(struct sheet *s, const char *text)
{
    text_cell(s, text, 0);
}

static void number_cell(struct sheet *s, double value, int style)
{
    cell(s, "", style);
    buf_printf(&s->line, "<v>%.10g</v></c>", value);
}

void sheet_int(struct sheet *s, int64_t n)
{
    if (s->xlsx)
        number_cell(s, (double)n, 0);
    else
        text_cell(s, arena_printf(s->q->arena, "%lld", (long long)n), 0);
}

void sheet_time(struct sheet *s, int64_t t)
{
    if (!t)
        text_cell(s, NULL, 0);
    else if (!s->xlsx)
        text_cell(s, arena_printf(s->q->arena, "%s %02d:%02d", date_iso(s->q->arena, time_local(t).date), time_local(t).hour, time_local(t).minute), 0);
    else
        number_cell(s, DAYS_BEFORE_1970 + time_local_days(t) + (double)(t - time_of_local_day(time_local_days(t))) / (double)DAY, STYLE_TIME);
}

void sheet_date(struct sheet *s, int32_t days)
{
    if (days == INT32_MIN)
        text_cell(s, NULL, 0);
    else if (!s->xlsx)
        text_cell(s, date_iso(s->q->arena, date_from_days(days)), 0);
    else
        number_cell(s, DAYS_BEFORE_1970 + days, STYLE_DATE);
}

void sheet_row(struct sheet *s)
{
    if (s->xlsx) {
        buf_puts(&s->line, s->column ? "</row>" : "<row/>");
        zip_add(&s->zip, s->line.data, s->line.length);
    } else {
        csv_end_record(&s->line);
        buf_add(&s->q->reply->body, s->line.data, s->line.length);
    }
    buf_clear(&s->line);
    s->column = 0;
    s->row++;
}

bool sheet_full(const struct sheet *s)
{
    return s->row > SHEET_ROWS_MOST;
}

enum result sheet_begin(struct q *q, struct sheet *s, const char *kind, const char *name, const char *const *heads, size_t count)
{
    *s = (struct sheet){.q = q, .xlsx = text_equal(kind, "xlsx"), .name = name};
    if (!s->xlsx && !text_equal(kind, "csv"))
        return fail(q, NOT_FOUND, T("Lists can be saved as csv or xlsx"));
    buf_init(&s->line, q->arena, SHEET_COLUMNS_MOST * 4 * CELL_MOST);
    buf_clear(&q->reply->body);
    if (s->xlsx)
        begin_xlsx(s);
    else
        buf_puts(&q->reply->body, "\xEF\xBB\xBF");
    for (size_t i = 0; i < count; i++)
        text_cell(s, heads[i], STYLE_HEAD);
    sheet_row(s);
    return OK;
}

enum result sheet_end(struct sheet *s)
{
    struct q *q = s->q;
    if (s->xlsx) {
        zip_puts(&s->zip, "</sheetData></worksheet>");
        zip_end(&s->zip);
    }
    if (q->reply->body.overflow || s->line.overflow)
        return fail(q, TOO_LARGE, T("The list is too long for one file; narrow it by a filter"));
    const char *file = arena_printf(q->arena, "%s-%s.%s", s->name, date_iso(q->arena, time_local(clock_now()).date), s->xlsx ? "xlsx" : "csv");
    q->reply->status = 200;
    q->reply->content_type = s->xlsx ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8";
    reply_header(q, "Content-Disposition", arena_printf(q->arena, "attachment; filename=\"%s\"", file));
    reply_header(q, "Cache-Control", "private, no-store");
    return OK;
}
