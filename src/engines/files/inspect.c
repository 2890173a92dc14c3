/* The first bytes say which parser is asked; what no parser knows is refused. Before and after come the checks for a file that is two
 * kinds at once: something that one program opens as a picture and another as an archive. */
#include "engines/files/inspect.h"
#include "base/must.h"
#include "core/q.h"
#include <string.h>

static const struct file_problem problems[] = {
#define FILE_PROBLEM(code, weight, message) {code, message, weight},
#include "engines/files/faults.def"
#undef FILE_PROBLEM
};
static const struct {
    const char *media_type, *extension, *name;
} kinds[] = {[FILE_UNKNOWN] = {"application/octet-stream", "", ""},
             [FILE_PDF] = {"application/pdf", "pdf", "PDF"},
             [FILE_PNG] = {"image/png", "png", "PNG"},
             [FILE_JPEG] = {"image/jpeg", "jpg", "JPG"},
             [FILE_DOCX] = {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", "Word"},
             [FILE_XLSX] = {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "Excel"},
             [FILE_ODT] = {"application/vnd.oasis.opendocument.text", "odt", "OpenDocument"},
             [FILE_ODS] = {"application/vnd.oasis.opendocument.spreadsheet", "ods", "OpenDocument"},
             [FILE_ZIP] = {"application/zip", "zip", "ZIP"}};

bool report_has(const struct file_report *r, const char *code)
{
    for (size_t i = 0; i < r->problem_count; i++)
        if (strcmp(r->problems[i].code, code) == 0)
            return true;
    return false;
}

void report_add(struct file_report *r, const char *code)
{
    size_t i = 0;
    while (i < sizeof problems / sizeof *problems && strcmp(problems[i].code, code) != 0)
        i++;
    must(i < sizeof problems / sizeof *problems);
    if (!report_has(r, code) && r->problem_count < sizeof r->problems / sizeof *r->problems)
        r->problems[r->problem_count++] = problems[i];
}

void report_set_kind(struct file_report *r, enum file_kind kind)
{
    r->kind = kind;
    r->media_type = kinds[kind].media_type;
    r->extension = kinds[kind].extension;
}

const char *file_kind_name(enum file_kind k)
{
    return kinds[k].name;
}

bool file_report_refused(const struct file_report *r)
{
    for (size_t i = 0; i < r->problem_count; i++)
        if (r->problems[i].weight == FILE_REFUSED)
            return true;
    return false;
}

struct file_limits file_limits_usual(void)
{
    return (struct file_limits){.kinds = FILE_USUAL,
                                .max_bytes = 20 << 20,
                                .max_pixels = 80000000,
                                .max_unpacked = 300 << 20,
                                .max_ratio = 200,
                                .max_entries = 2000,
                                .max_pages = 500,
                                .min_dpi = 100};
}

size_t bytes_find(const uint8_t *bytes, size_t n, const char *what)
{
    const uint8_t *at = n > 0 ? memmem(bytes, n, what, strlen(what)) : NULL;
    return at ? (size_t)(at - bytes) : n;
}

enum unpack_end inspect_unpack(struct inspection *i, const uint8_t *packed, size_t n, bool bare, uint8_t *to, size_t most, size_t *ret_n,
                               uint32_t *ret_crc)
{
    int64_t left = i->limits->max_unpacked - i->unpacked;
    if ((int64_t)most > left)
        most = (size_t)(left > 0 ? left : 0);
    enum unpack_end end = unpack_bounded(packed, n, bare, to, most, ret_n, ret_crc);
    i->unpacked += (int64_t)*ret_n;
    return end;
}

static enum file_kind kind_of(const uint8_t *b, size_t n)
{
    if (n >= 8 && memcmp(b, "\x89PNG\r\n\x1a\n", 8) == 0)
        return FILE_PNG;
    if (n >= 3 && memcmp(b, "\xFF\xD8\xFF", 3) == 0)
        return FILE_JPEG;
    if (n >= 4 && (memcmp(b, "PK\3\4", 4) == 0 || memcmp(b, "PK\5\6", 4) == 0))
        return FILE_ZIP;
    /* readers take a PDF header anywhere in the first 1,024 bytes (ISO 32000-1, Annex H): so does an attacker */
    return bytes_find(b, n < 1024 ? n : 1024, "%PDF-") < (n < 1024 ? n : 1024) ? FILE_PDF : FILE_UNKNOWN;
}

static void check_two_in_one(struct inspection *i)
{
    size_t head = i->n < 1024 ? i->n : 1024, pdf = bytes_find(i->bytes, head, "%PDF-");
    bool is_zip = i->report->kind >= FILE_DOCX;
    if (pdf < head && (i->report->kind != FILE_PDF || pdf > 0))
        report_add(i->report, "two-in-one");
    if (!is_zip && zip_ends_here(i->bytes, i->n))
        report_add(i->report, "two-in-one");
}

void file_inspect(struct arena *a, const uint8_t *bytes, size_t n, const struct file_limits *limits, struct file_report *ret)
{
    struct inspection i = {.a = a, .bytes = bytes, .n = n, .limits = limits, .report = ret};
    *ret = (struct file_report){.size = (int64_t)n};
    report_set_kind(ret, FILE_UNKNOWN);
    if (n == 0 || (int64_t)n > limits->max_bytes) {
        report_add(ret, n == 0 ? "empty" : "too-large");
        return;
    }
    switch (kind_of(bytes, n)) {
    case FILE_PNG:
        inspect_png(&i);
        break;
    case FILE_JPEG:
        inspect_jpeg(&i);
        break;
    case FILE_PDF:
        inspect_pdf(&i);
        break;
    case FILE_ZIP:
        inspect_zip(&i);
        break;
    default:
        break;
    }
    check_two_in_one(&i);
    if (ret->kind == FILE_UNKNOWN || !(limits->kinds & FILE_BIT(ret->kind)))
        report_add(ret, "kind");
    int longer = ret->width > ret->height ? ret->width : ret->height;
    bool picture = ret->kind == FILE_PNG || ret->kind == FILE_JPEG;
    /* a photo of an A4 page, 11.7 inches long; a scan in a PDF against its page */
    if ((picture && longer < limits->min_dpi * 117 / 10) ||
        (ret->kind == FILE_PDF && !ret->text_layer && ret->dpi > 0 && ret->dpi < limits->min_dpi))
        report_add(ret, "hard-to-read");
}
