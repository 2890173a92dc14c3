#include "base/test.h"
#include "engines/files/check.h"
#include "engines/files/samples_for_test.h"

static struct file_report inspect(struct arena *a, const struct buf *b)
{
    struct file_limits limits = file_limits_usual();
    limits.kinds = ~0u;
    struct file_report r;
    file_inspect(a, (const uint8_t *)b->data, b->length, &limits, &r);
    return r;
}

/* Codes of all problems, one blank between. */
static const char *codes(struct arena *a, const struct file_report *r)
{
    struct buf b;
    buf_init(&b, a, 1000);
    for (size_t i = 0; i < r->problem_count; i++)
        buf_printf(&b, "%s%s", i ? " " : "", r->problems[i].code);
    return b.length ? b.data : "";
}
#define CHECK_CODES(b, want)                                                                                                               \
    do {                                                                                                                                   \
        struct file_report r_ = inspect(a, (b));                                                                                           \
        CHECK_TEXT(codes(a, &r_), want);                                                                                                   \
    } while (0)

TEST("a good PNG, JPEG, PDF, DOCX and XLSX are recognised by content and measured")
{
    struct buf b;
    sample_png(a, &b, 1240, 1754, 1754);
    struct file_report r = inspect(a, &b);
    CHECK_TEXT(codes(a, &r), "");
    CHECK(r.kind == FILE_PNG && r.width == 1240 && r.height == 1754 && r.dpi == 300 && r.pages == 1);
    CHECK_TEXT(r.media_type, "image/png");
    sample_jpeg(a, &b);
    r = inspect(a, &b);
    CHECK_TEXT(codes(a, &r), "");
    CHECK(r.kind == FILE_JPEG && r.width == 1600 && r.height == 2200 && r.dpi == 150);
    sample_pdf(a, &b, "", "BT /F1 12 Tf (Xin chao) Tj ET", true);
    r = inspect(a, &b);
    CHECK_TEXT(codes(a, &r), "");
    CHECK(r.kind == FILE_PDF && r.pages == 1 && r.text_layer && !r.signature);
    struct sample_entry docx[] = {{"[Content_Types].xml", "<a/>", 4, 8}, {"word/document.xml", "<b/>", 4, 8}},
                        xlsx[] = {{"[Content_Types].xml", "<a/>", 4, 0}, {"xl/workbook.xml", "<b/>", 4, 8}},
                        odt[] = {{"mimetype", "application/vnd.oasis.opendocument.text", 39, 0}, {"content.xml", "<b/>", 4, 8}};
    sample_zip(a, &b, docx, 2);
    CHECK_INT(inspect(a, &b).kind, FILE_DOCX);
    CHECK_CODES(&b, "");
    sample_zip(a, &b, xlsx, 2);
    CHECK_INT(inspect(a, &b).kind, FILE_XLSX);
    sample_zip(a, &b, odt, 2);
    CHECK_INT(inspect(a, &b).kind, FILE_ODT);
}

TEST("empty, too large and unknown files are refused")
{
    struct file_limits limits = file_limits_usual();
    struct file_report r;
    file_inspect(a, (const uint8_t *)"", 0, &limits, &r);
    CHECK_TEXT(codes(a, &r), "empty");
    limits.max_bytes = 3;
    file_inspect(a, (const uint8_t *)"GIF8", 4, &limits, &r);
    CHECK_TEXT(codes(a, &r), "too-large");
    limits = file_limits_usual();
    file_inspect(a, (const uint8_t *)"MZ\x90\0", 4, &limits, &r);
    CHECK_TEXT(codes(a, &r), "kind");
    CHECK_TEXT(r.media_type, "application/octet-stream");
    struct buf b;
    struct sample_entry plain[] = {{"a.txt", "x", 1, 0}};
    sample_zip(a, &b, plain, 1);
    file_inspect(a, (const uint8_t *)b.data, b.length, &limits, &r);
    CHECK_TEXT(codes(a, &r), "kind"); /* a ZIP is known but not accepted here */
    CHECK(file_report_refused(&r));
}

TEST("a picture that stops too early, has a wrong checksum or claims other pixels is refused")
{
    struct buf b;
    sample_png(a, &b, 1300, 1300, 1300);
    b.length -= 20;
    CHECK_CODES(&b, "damaged");
    sample_png(a, &b, 1300, 1300, 1300);
    b.data[60] ^= 1;
    CHECK_CODES(&b, "damaged");
    sample_png(a, &b, 1300, 1300, 1301);
    CHECK_CODES(&b, "damaged");
    sample_png(a, &b, 1300, 1300, 1299);
    CHECK_CODES(&b, "bomb");
    sample_jpeg(a, &b);
    b.length -= 2;
    CHECK_CODES(&b, "damaged");
    sample_jpeg(a, &b);
    b.length = 30;
    CHECK_CODES(&b, "damaged hard-to-read");
}

TEST("a picture of too many points is refused before it is unpacked, a small one is warned about")
{
    struct buf b;
    sample_png(a, &b, 100, 100, 2000000);
    CHECK_CODES(&b, "picture-too-large hard-to-read");
    sample_png(a, &b, 30000, 1, 30000);
    CHECK_CODES(&b, "picture-too-large");
    sample_png(a, &b, 300, 200, 200);
    CHECK_CODES(&b, "hard-to-read");
    CHECK(!file_report_refused(&(struct file_report){.problem_count = 1, .problems = {{"hard-to-read", "", FILE_WARNING}}}));
}

TEST("a file that is two kinds at once is refused")
{
    struct buf b, zip;
    struct sample_entry plain[] = {{"a.txt", "x", 1, 0}};
    sample_zip(a, &zip, plain, 1);
    sample_png(a, &b, 1200, 1200, 1200);
    buf_add(&b, zip.data, zip.length);
    CHECK_CODES(&b, "two-in-one");
    sample_jpeg(a, &b);
    buf_add(&b, zip.data, zip.length);
    CHECK_CODES(&b, "two-in-one");
    sample_jpeg(a, &b);
    buf_puts(&b, "phone's second picture"); /* that is usual */
    CHECK_CODES(&b, "");
    sample_pdf(a, &b, "", "BT (x) Tj ET", false);
    buf_add(&b, zip.data, zip.length);
    CHECK_CODES(&b, "two-in-one");
    buf_init(&b, a, 100000);
    buf_puts(&b, "GIF89a ");
    struct buf pdf;
    sample_pdf(a, &pdf, "", "BT (x) Tj ET", false);
    buf_add(&b, pdf.data, pdf.length);
    CHECK_CODES(&b, "two-in-one");
}

TEST("ZIP bombs are refused: by ratio, by lies about the size, by number, by overlapping entries")
{
    struct buf b;
    size_t big = 20 << 20;
    char *zeros = arena_alloc(a, big);
    struct sample_entry ratio[] = {{"a.txt", zeros, big, 8}}, lie[] = {{"a.txt", zeros, big, 8, 0, 100}};
    sample_zip(a, &b, ratio, 1);
    CHECK_CODES(&b, "bomb");
    sample_zip(a, &b, lie, 1);
    CHECK_CODES(&b, "bomb");
    struct sample_entry *many = arena_new_array(a, struct sample_entry, 2001);
    for (int i = 0; i < 2001; i++)
        many[i] = (struct sample_entry){arena_printf(a, "%d", i), "x", 1, 0};
    sample_zip(a, &b, many, 2001);
    CHECK_CODES(&b, "bomb");
    /* two directory entries that point at the same data */
    struct sample_entry two[] = {{"a", "xyz", 3, 0}, {"b", "xyz", 3, 0}};
    sample_zip(a, &b, two, 2);
    size_t second = 2 * (30 + 1 + 3) + 46 + 1 + 42;
    CHECK(b.data[second] == 34);
    b.data[second] = 0;
    CHECK_CODES(&b, "bomb");
}

TEST("what hides in archives is named: passwords, programs, other archives, names that leave the folder")
{
    struct buf b;
    struct sample_entry locked[] = {{"a", "x", 1, 0, 1}},
                        macro[] = {{"[Content_Types].xml", "x", 1, 0},
                                   {"word/document.xml", "x", 1, 0},
                                   {"word/vbaProject.bin", "x", 1, 0}},
                        nested[] = {{"b.ZIP", "x", 1, 0}}, leaves[] = {{"../../etc/passwd", "x", 1, 0}}, strange[] = {{"a", "x", 1, 12}};
    sample_zip(a, &b, locked, 1);
    CHECK_CODES(&b, "encrypted");
    sample_zip(a, &b, macro, 3);
    CHECK_CODES(&b, "script");
    sample_zip(a, &b, nested, 1);
    CHECK_CODES(&b, "nested");
    sample_zip(a, &b, leaves, 1);
    CHECK_CODES(&b, "unsafe");
    sample_zip(a, &b, strange, 1);
    CHECK_CODES(&b, "unsafe");
    sample_zip(a, &b, nested, 1);
    b.data[36] ^= 1;
    struct file_report changed = inspect(a, &b);
    CHECK(strstr(codes(a, &changed), "damaged"));
    b.length -= 5;
    CHECK_CODES(&b, "damaged");
}

TEST("a PDF with a program, an attachment or a password is found however it is written")
{
    static const struct {
        const char *extra, *want;
    } cases[] = {{"5 0 obj << /S /JavaScript /JS (app.alert\\(1\\)) >> endobj", "script"},
                 {"5 0 obj << /S /Java#53cript >> endobj", "script"},
                 {"5 0 obj << /S /Launch /F (cmd.exe) >> endobj", "script"},
                 {"5 0 obj << /A [ << /B << /J#53 5 0 R >> >> ] >> endobj", "script"},
                 {"5 0 obj (/JavaScript in a text) endobj", ""},
                 {"% /JavaScript in a comment\n", ""},
                 {"5 0 obj << /Type /EmbeddedFile /Length 1 >> stream\nx\nendstream endobj", "embedded"},
                 {"5 0 obj << /Names << /EmbeddedFiles 6 0 R >> >> endobj", "embedded"},
                 {"trailer << /Encrypt 9 0 R >>", "encrypted"},
                 {"5 0 obj << /Type /XRef /Encrypt 9 0 R /Length 0 >> stream\n\nendstream endobj", "encrypted"},
                 {"5 0 obj << /X 1 >> 6 0 obj << /S /JavaScript >> endobj", "script"},
                 {"5 0 obj << /XFA [(x) 1 0 R] >> endobj", "script"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf b;
        sample_pdf(a, &b, cases[i].extra, "BT (x) Tj ET", true);
        struct file_report r = inspect(a, &b);
        if (strcmp(codes(a, &r), cases[i].want) != 0)
            test_fail(__FILE__, __LINE__, "%s: \"%s\", not \"%s\"", cases[i].extra, codes(a, &r), cases[i].want);
    }
    struct buf b;
    sample_pdf(a, &b, "", "BT (x) Tj ET", true);
    sample_object_stream(a, &b, "<< /S /JavaScript /JS (x) >>", "/FlateDecode");
    CHECK_CODES(&b, "script");
    sample_pdf(a, &b, "", "BT (x) Tj ET", true);
    sample_object_stream(a, &b, "<< /Harmless true >>", "[/ASCIIHexDecode /FlateDecode]");
    CHECK_CODES(&b, "unsafe");
    sample_pdf(a, &b, "", "BT (x) Tj ET", true);
    sample_object_stream(a, &b, "<< /Type /Page /MediaBox [0 0 100 100] >>", "/FlateDecode");
    struct file_report r = inspect(a, &b);
    CHECK_TEXT(codes(a, &r), "");
    CHECK_INT(r.pages, 2); /* a page inside an object stream counts */
}

TEST("a scan is told from a text, its resolution is worked out, and a signature is seen")
{
    struct buf b;
    sample_pdf(
        a, &b,
        "5 0 obj << /Type /XObject /Subtype /Image /Width 620 /Height 877 /Filter /DCTDecode /Length 3 >> stream\nxyz\nendstream endobj",
        "q 595 0 0 842 0 0 cm /I Do Q", true);
    struct file_report r = inspect(a, &b);
    CHECK_TEXT(codes(a, &r), "hard-to-read");
    CHECK(!r.text_layer && r.dpi == 75 && r.width == 620);
    sample_pdf(
        a, &b,
        "5 0 obj << /Type /XObject /Subtype /Image /Width 1654 /Height 2339 /Filter /DCTDecode /Length 3 >> stream\nxyz\nendstream endobj",
        "q /I Do Q", false);
    CHECK_INT(inspect(a, &b).dpi, 200);
    CHECK_CODES(&b, "");
    sample_pdf(a, &b, "5 0 obj << /Type /Sig /Filter /Adobe.PPKLite /ByteRange [0 1 2 3] /Contents <00> >> endobj", "BT (x) Tj ET", false);
    CHECK(inspect(a, &b).signature);
    sample_pdf(a, &b, "5 0 obj << /Subtype /Image /Width 50000 /Height 50000 /Length 1 >> stream\nx\nendstream endobj", "", false);
    CHECK_CODES(&b, "picture-too-large");
}

TEST("a PDF that was cut off, has no page, too many pages or packs a bomb is refused")
{
    struct buf b, pages;
    sample_pdf(a, &b, "", "BT (x) Tj ET", true);
    b.length -= 60;
    CHECK_CODES(&b, "damaged");
    buf_init(&b, a, 1000);
    buf_puts(&b, "%PDF-1.4\nnothing\n%%EOF\n");
    CHECK_CODES(&b, "damaged");
    buf_init(&pages, a, 1 << 20);
    for (int i = 10; i < 520; i++)
        buf_printf(&pages, "%d 0 obj << /Type /Page >> endobj\n", i);
    sample_pdf(a, &b, pages.data, "", false);
    CHECK_CODES(&b, "too-many-pages");
    size_t n = 60 << 20;
    char *blanks = arena_alloc(a, n + 1);
    memset(blanks, ' ', n);
    sample_pdf(a, &b, "", blanks, true);
    CHECK_CODES(&b, "bomb");
}

TEST("broken bytes of any kind are answered, never crashed on")
{
    struct buf good[5];
    sample_png(a, &good[0], 64, 64, 64);
    sample_jpeg(a, &good[1]);
    sample_pdf(a, &good[2], "5 0 obj << /A [1 2 << /B (x\\)y) >>] /C <41> >> endobj", "BT (x) Tj ET", true);
    sample_object_stream(a, &good[2], "<< /X 1 >>", "/FlateDecode");
    struct sample_entry entries[] = {{"mimetype", "application/vnd.oasis.opendocument.text", 39, 0}, {"content.xml", "<b/>", 4, 8}};
    sample_zip(a, &good[3], entries, 2);
    good[4] = (struct buf){.data = "%PDF-%PDF-", .length = 10};
    uint64_t seed = 88172645463325252u;
    for (int round = 0; round < 4000; round++) {
        struct arena *inside = arena_new(256 << 20);
        const struct buf *from = &good[round % 5];
        struct buf b = {.data = arena_memdup(inside, from->data, from->length), .length = from->length};
        for (int k = 0; k < 1 + round % 7; k++) {
            seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
            b.data[seed % b.length] = (char)(seed >> 32);
        }
        if (round % 3 == 0)
            b.length = seed % b.length + 1;
        inspect(inside, &b);
        arena_free(inside);
    }
}

TEST("a report survives the way through JSON, and garbage is not a report")
{
    struct buf b, json;
    sample_png(a, &b, 300, 200, 200);
    struct file_report r = inspect(a, &b), back;
    buf_init(&json, a, 10000);
    file_report_write(&json, &r);
    CHECK(file_report_read(a, json.data, json.length, &back));
    CHECK(back.kind == r.kind && back.width == 300 && back.dpi == 300 && back.problem_count == 1);
    CHECK_TEXT(back.problems[0].message, r.problems[0].message);
    static const char *const wrong[] = {"",
                                        "{}",
                                        "[]",
                                        "{\"kind\":99,\"problems\":[]}",
                                        "{\"kind\":1,\"problems\":[\"invented\"]}",
                                        "{\"kind\":1,\"problems\":[]",
                                        "{\"kind\":1,\"problems\":[1]}"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK(!file_report_read(a, wrong[i], strlen(wrong[i]), &back));
}
