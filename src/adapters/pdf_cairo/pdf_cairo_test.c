#include "adapters/pdf_cairo/finish.h"
#include "adapters/pdf_cairo/pdf_cairo.h"
#include "base/file.h"
#include "base/json.h"
#include "base/test.h"
#include "base/text.h"
#include "engines/papers/paper.h"
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

/* What a program of the system prints; NULL when it is not there or fails. */
static const char *output_of(struct arena *a, const char *command)
{
    FILE *f = popen(command, "r");
    struct buf b;
    buf_init(&b, a, 1 << 20);
    char piece[4096];
    for (size_t n; f && (n = fread(piece, 1, sizeof piece, f)) > 0;)
        buf_add(&b, piece, n);
    return f && pclose(f) == 0 && b.length ? b.data : NULL;
}

static const char slip[] = "{\"title\":\"Giấy hẹn "
                           "{{code}}\",\"author\":\"{{agency}}\",\"lang\":\"vi\",\"page\":{\"size_pt\":10,\"line_height\":1.4,\"page_"
                           "numbers\":\"Trang {{page}}/{{pages}}\"},\"blocks\":["
                           "{\"kind\":\"heading\",\"text\":\"GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT "
                           "QUẢ\",\"level\":1},{\"kind\":\"qr\",\"text\":\"{{url}}\",\"caption\":\"Quét để theo dõi\"},"
                           "{\"kind\":\"fields\",\"rows\":[{\"label\":\"Người nộp\",\"value\":\"{{name}}\",\"bold\":true},{\"label\":\"Địa "
                           "chỉ\",\"value\":\"{{address}}\"}]},"
                           "{\"kind\":\"text\",\"text\":\"{{all}}\",\"align\":\"justify\"},{\"kind\":\"text\",\"text\":\"{{all}}\","
                           "\"bold\":true},{\"kind\":\"text\",\"text\":\"{{all}}\",\"italic\":true},"
                           "{\"kind\":\"table\",\"rows\":\"papers\",\"columns\":[{\"title\":\"TT\",\"text\":\"{{n}}\",\"width_mm\":12},{"
                           "\"title\":\"Tên giấy tờ\",\"text\":\"{{name}}\"}]},"
                           "{\"kind\":\"signatures\",\"columns\":[{\"title\":\"NGƯỜI NỘP\",\"name\":\"{{name}}\"},{\"title\":\"NGƯỜI "
                           "NHẬN\",\"name\":\"{{officer}}\"}]}]}";
/* Every letter of the language with every mark, in both cases. */
static const char all_letters[] = "a à á ả ã ạ ă ằ ắ ẳ ẵ ặ â ầ ấ ẩ ẫ ậ đ e è é ẻ ẽ ẹ ê ề ế ể ễ ệ i ì í ỉ ĩ ị o ò ó ỏ õ ọ ô ồ ố ổ ỗ ộ ơ ờ ớ "
                                  "ở ỡ ợ u ù ú ủ ũ ụ ư ừ ứ ử ữ ự y ỳ ý ỷ ỹ ỵ "
                                  "A À Á Ả Ã Ạ Ă Ằ Ắ Ẳ Ẵ Ặ Â Ầ Ấ Ẩ Ẫ Ậ Đ E È É Ẻ Ẽ Ẹ Ê Ề Ế Ể Ễ Ệ I Ì Í Ỉ Ĩ Ị O Ò Ó Ỏ Õ Ọ Ô Ồ Ố Ổ Ỗ Ộ Ơ Ờ Ớ "
                                  "Ở Ỡ Ợ U Ù Ú Ủ Ũ Ụ Ư Ừ Ứ Ử Ữ Ự Y Ỳ Ý Ỷ Ỹ Ỵ";

static json_t *slip_data(struct arena *a, int papers)
{
    json_t *list = json_array(), *d = json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:o}", "code", "H47.61-261113-0042", "agency",
                                                "UBND phường Hội An", "url", "https://thubon.example/tra-cuu/H47.61-261113-0042", "name",
                                                "Nguyễn Thị Thu Hà", "address", "27 đường Trần Nhân Tông, phường Hội An, tỉnh Quảng Nam",
                                                "all", all_letters, "officer", "Đặng Quỳnh Như", "papers", list);
    for (int i = 0; i < papers; i++) {
        const char *name = arena_printf(a, "Giấy tờ số %d: bản chụp có chứng thực", i + 1);
        json_array_append_new(list, json_pack("{s:s}", "name", name));
    }
    return d;
}

static const char *render(struct arena *a, struct pdf_maker *maker, int papers, const char *path, size_t *ret_n)
{
    struct buf b;
    buf_init(&b, a, 8 << 20);
    struct paper_fault fault = {0};
    const struct paper *p = paper_compile(a, slip, strlen(slip), &fault);
    must(p);
    json_t *data = slip_data(a, papers);
    enum result r = paper_render(a, p, data, INT64_C(1700000000000000), maker, &b);
    json_decref(data);
    if (r != OK || (path && !file_write_durably(path, b.data, b.length)))
        test_fail(__FILE__, __LINE__, "rendering failed: %d", r);
    *ret_n = b.length;
    return b.data;
}

static const char *temporary(struct arena *a, const char *name)
{
    return arena_printf(a, "/tmp/thubon-%d-%s", (int)getpid(), name);
}

/* White space is layout: it is compared as single blanks. */
static bool said(struct arena *a, const char *text, const char *what)
{
    return strstr(text_clean(a, text), what) != NULL;
}

TEST("pdftotext gives back every value of a paper, in NFC, with all Vietnamese letters in all faces")
{
    size_t n;
    const char *path = temporary(a, "slip.pdf");
    render(a, pdf_cairo_new(a), 3, path, &n);
    const char *text = output_of(a, arena_printf(a, "pdftotext -raw %s - 2>/dev/null", path)),
               *info = output_of(a, arena_printf(a, "pdfinfo %s 2>/dev/null", path));
    unlink(path);
    if (!text) {
        test_skip("pdftotext is not installed");
        return;
    }
    static const char *const values[] = {"GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
                                         "Quét để theo dõi",
                                         "Nguyễn Thị Thu Hà",
                                         "27 đường Trần Nhân Tông, phường Hội An, tỉnh Quảng Nam",
                                         "Giấy tờ số 3: bản chụp có chứng thực",
                                         "NGƯỜI NHẬN",
                                         "Đặng Quỳnh Như",
                                         "Trang 1/1"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (!said(a, text, values[i]))
            test_fail(__FILE__, __LINE__, "\"%s\" is not in the text", values[i]);
    CHECK_TEXT(text_nfc(a, text), text);
    size_t found = 0;
    const char *clean = text_clean(a, text);
    for (const char *at = clean; (at = strstr(at, "a à á ả ã ạ ă")); at++)
        found += text_starts(at, all_letters);
    CHECK_INT(found, 3); /* regular, bold, italic */
    CHECK(strstr(info, "Giấy hẹn H47.61-261113-0042") && strstr(info, "UBND phường Hội An") && strstr(info, "A4"));
}

TEST("fonts are embedded and the file is sound, with language and identifier")
{
    size_t n;
    const char *path = temporary(a, "fonts.pdf"), *pdf = render(a, pdf_cairo_new(a), 3, path, &n);
    const char *check = output_of(a, arena_printf(a, "qpdf --check %s 2>&1", path)),
               *fonts = output_of(a, arena_printf(a, "pdffonts %s 2>/dev/null", path));
    unlink(path);
    CHECK(memmem(pdf, n, "/Lang (vi)", 10) && memmem(pdf, n, "/ID [<", 6));
    CHECK(n < 80000);
    if (!check || !fonts) {
        test_skip("qpdf or pdffonts is not installed");
        return;
    }
    CHECK(strstr(check, "No syntax or stream encoding errors found"));
    CHECK(strstr(fonts, "NotoSans-Bold") && !strstr(fonts, " no "));
}

TEST("a QR reader gives back the text from the rendered page")
{
    size_t n;
    const char *path = temporary(a, "qr.pdf"), *picture = temporary(a, "qr");
    render(a, pdf_cairo_new(a), 3, path, &n);
    const char *made = output_of(a, arena_printf(a, "pdftoppm -r 110 -gray %s %s 2>/dev/null && echo made", path, picture));
    const char *read = output_of(a, arena_printf(a, "zbarimg -q --raw %s-1.pgm 2>/dev/null", picture));
    unlink(path);
    unlink(arena_printf(a, "%s-1.pgm", picture));
    if (!made || !read) {
        test_skip("pdftoppm or zbarimg is not installed");
        return;
    }
    CHECK_TEXT(read, "https://thubon.example/tra-cuu/H47.61-261113-0042\n");
}

TEST("a table of two hundred rows breaks across pages and every row is there once")
{
    size_t n, rows = 0;
    const char *path = temporary(a, "long.pdf");
    render(a, pdf_cairo_new(a), 200, path, &n);
    const char *text = output_of(a, arena_printf(a, "pdftotext -raw %s - 2>/dev/null", path));
    unlink(path);
    if (!text) {
        test_skip("pdftotext is not installed");
        return;
    }
    for (const char *at = text; (at = strstr(at, "Giấy tờ số ")); at++)
        rows++;
    CHECK_INT(rows, 200);
    size_t headers = 0;
    for (const char *at = text; (at = strstr(at, "Tên giấy tờ")); at++)
        headers++;
    CHECK(headers > 3 && strstr(text, arena_printf(a, "Trang %zu/%zu", headers, headers)));
}

TEST("the same paper has the same bytes, so its digest can be compared")
{
    size_t n, m;
    struct pdf_maker *maker = pdf_cairo_new(a);
    const char *one = render(a, maker, 3, NULL, &n), *two = render(a, maker, 3, NULL, &m);
    CHECK_INT(n, m);
    CHECK(memcmp(one, two, n) == 0);
}

static void *draw_many(void *maker)
{
    for (int i = 0; i < 5; i++) {
        struct arena *a = arena_new(64 << 20);
        size_t n;
        render(a, maker, i, NULL, &n);
        arena_free(a);
    }
    return NULL;
}

TEST("several threads draw at the same time, and a drawing given up leaves nothing behind")
{
    struct pdf_maker *maker = pdf_cairo_new(a);
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, draw_many, maker);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    struct arena *other = arena_new(16 << 20);
    struct pdf *d;
    CHECK_OK(maker->begin(maker, other, &(struct pdf_meta){.title = "x", .width_mm = 210, .height_mm = 297}, &d));
    arena_free(other); /* gives its fonts back */
}

TEST("a file that is too large for its buffer is refused, and a text too long for a QR code too")
{
    struct arena *small = arena_new(64 << 20);
    struct pdf_maker *maker = pdf_cairo_new(a);
    struct pdf *d;
    struct buf b;
    buf_init(&b, small, 500);
    CHECK_OK(maker->begin(maker, small, &(struct pdf_meta){.title = "x", .width_mm = 210, .height_mm = 297}, &d));
    char *long_text = arena_alloc(small, 5001);
    memset(long_text, 'x', 5000);
    CHECK(!maker->qr(d, long_text, 10, 10, 24) && !maker->qr(d, "", 10, 10, 24) && maker->qr(d, "x", 10, 10, 24));
    CHECK_INT(maker->end(d, &b), PROBLEM_TOO_LARGE);
    arena_free(small);
}

TEST("the ending of a file that Cairo did not write is left alone")
{
    struct buf b;
    buf_init(&b, a, 10000);
    static const char *const wrong[] = {"", "%PDF-1.5\nstartxref\n99999999\n%%EOF",
                                        "%PDF-1.5\n                                                                                        "
                                        "                         \nxref\n0 1\ntrailer << /Size 1 /Root 0 0 R >>\nstartxref\n9\n%%EOF"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK(!pdf_finish(&b, wrong[i], strlen(wrong[i]), "vi"));
}
