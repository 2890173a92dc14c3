#include "base/buf.h"
#include "base/test.h"
#include "core/http/multipart.h"

struct taken {
    struct pairs fields;
    struct file_parts files;
};
#define TYPE "multipart/form-data; boundary=XX"
#define FIELD(name, value) "--XX\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define PART(headers, value) "--XX\r\n" headers "\r\n\r\n" value "\r\n"

static bool parse_n(struct arena *a, const char *type, const char *body, size_t n, struct taken *r)
{
    *r = (struct taken){0};
    return multipart_parse(a, type, body, n, &r->fields, &r->files);
}

static bool parse(struct arena *a, const char *type, const char *body, struct taken *r)
{
    return parse_n(a, type, body, strlen(body), r);
}

TEST("fields and files of a multipart form come out, files without copying")
{
    struct taken r;
    const char *body = "preamble that nobody reads\r\n" FIELD("ten", "Thu Hà") FIELD("trong", "")
        PART("content-disposition: form-data; name=\"giay\"; filename=\"gi\xe1\xba\xa5y.pdf\"\r\nContent-Type: application/pdf",
             "%PDF\r\n--X not the end\r\n") "--XX--\r\nepilogue";
    CHECK(parse(a, TYPE, body, &r));
    CHECK_TEXT(pairs_get(&r.fields, "ten"), "Thu Hà");
    CHECK_TEXT(pairs_get(&r.fields, "trong"), "");
    CHECK_INT(r.files.count, 1);
    const struct upload *u = &r.files.first->upload;
    CHECK_TEXT(u->name, "giấy.pdf");
    CHECK_TEXT(u->content_type, "application/pdf");
    CHECK_INT(u->length, strlen("%PDF\r\n--X not the end\r\n"));
    CHECK(u->bytes > body && u->bytes < body + strlen(body));
}

TEST("a file may hold any byte, and paths in its name are cut")
{
    static const char body[] =
        "--XX\r\nContent-Disposition: form-data; name=f; filename=\"..\\..\\/etc/passwd\"\r\n\r\n\0\xff\r\n\r\n--XX--";
    struct taken r;
    CHECK(parse_n(a, TYPE, body, sizeof body - 1, &r));
    CHECK_TEXT(r.files.first->upload.name, "passwd");
    CHECK_TEXT(r.files.first->upload.content_type, "application/octet-stream");
    CHECK_INT(r.files.first->upload.length, 4);
}

TEST("a file box left empty is no file, an empty file with a name is one")
{
    struct taken r;
    CHECK(parse(a, TYPE, PART("Content-Disposition: form-data; name=\"f\"; filename=\"\"", "") "--XX--", &r));
    CHECK_INT(r.files.count, 0);
    CHECK(parse(a, TYPE, PART("Content-Disposition: form-data; name=\"f\"; filename=\"a.pdf\"", "") "--XX--", &r));
    CHECK_INT(r.files.count, 1);
}

TEST("the boundary may be quoted and hold blanks inside")
{
    struct taken r;
    CHECK(parse(a, "multipart/form-data; charset=utf-8; boundary=\"a b\"",
                "--a b\r\nContent-Disposition: form-data; name=x\r\n\r\n1\r\n--a b--", &r));
    CHECK_TEXT(pairs_get(&r.fields, "x"), "1");
}

TEST("multipart bodies that are broken or can be read in two ways are refused as a whole")
{
    static const struct {
        const char *type, *body;
    } bad[] = {
        {"multipart/form-data", FIELD("a", "1") "--XX--"}, /* no boundary */
        {"multipart/form-data; boundary=", FIELD("a", "1") "--XX--"},
        {"multipart/form-data; boundary=XX; boundary=YY", FIELD("a", "1") "--XX--"},
        {"multipart/form-data; boundary=\"XX", FIELD("a", "1") "--XX--"},
        {"multipart/form-data; boundary=X\tX", FIELD("a", "1") "--XX--"},
        {"multipart/form-data; boundary=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggg1", FIELD("a", "1") "--XX--"},
        {TYPE, ""},
        {TYPE, "--XX"},

        {TYPE, FIELD("a", "1")}, /* broke off: no last boundary */
        {TYPE, FIELD("a", "1") "--XX"},
        {TYPE, FIELD("a", "1") "--XXY\r\n"},
        {TYPE, "--XX\nContent-Disposition: form-data; name=\"a\"\n\n1\n--XX--\n"}, /* bare line feeds */
        {TYPE, PART("Content-Type: text/plain", "1") "--XX--"},                    /* no name */
        {TYPE, PART("Content-Disposition: form-data", "1") "--XX--"},
        {TYPE, PART("Content-Disposition: form-data; name=\"\"", "1") "--XX--"},
        {TYPE, PART("Content-Disposition: attachment; name=\"a\"", "1") "--XX--"},
        {TYPE, PART("Content-Disposition: form-data; name=\"a\"; name=\"b\"", "1") "--XX--"},
        {TYPE, PART("Content-Disposition: form-data; name=\"a", "1") "--XX--"},
        {TYPE, PART("Content-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"", "1") "--XX--"},
        {TYPE, PART("Content-Disposition: form-data; name=\"a\"\r\n folded: yes", "1") "--XX--"},
        {TYPE, PART("Content-Disposition: form-data; name=\"a\"\r\nno colon here", "1") "--XX--"},
        {TYPE, PART("Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64", "MQ==") "--XX--"},
        {TYPE, FIELD("a", "\xff\xfe") "--XX--"}, /* not UTF-8 */
        {TYPE, FIELD("\xc0\x80", "1") "--XX--"},
    };
    struct taken r;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (parse(a, bad[i].type, bad[i].body, &r))
            test_fail(__FILE__, __LINE__, "case %d was taken", (int)i);
}

TEST("part headers over 4 KiB, over 100 files and over 1,000 fields are refused")
{
    struct taken r;
    struct buf b;
    buf_init(&b, a, 4 * 1024 * 1024);
    buf_puts(&b, "--XX\r\nX-Long: ");
    for (int i = 0; i < 5000; i++)
        buf_putc(&b, 'a');
    buf_puts(&b, "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--XX--");
    CHECK(!parse(a, TYPE, b.data, &r));
    buf_clear(&b);
    for (int i = 0; i < 101; i++)
        buf_puts(&b, PART("Content-Disposition: form-data; name=\"f\"; filename=\"a\"", "x"));
    buf_puts(&b, "--XX--");
    CHECK(!parse(a, TYPE, b.data, &r));
    buf_clear(&b);
    for (int i = 0; i < 1001; i++)
        buf_puts(&b, FIELD("a", "1"));
    buf_puts(&b, "--XX--");
    CHECK(!parse(a, TYPE, b.data, &r));
}

TEST("every beginning of a good multipart body is refused or harmless")
{
    const char *body = FIELD("a", "1") PART("Content-Disposition: form-data; name=\"f\"; filename=\"x\"", "bytes") "--XX--";
    struct taken r;
    for (size_t n = 0; n < strlen(body) - 2; n++) {
        const char *cut = arena_memdup(a, body, n + 1); /* its own memory: reading behind it would be seen */
        CHECK(!parse_n(a, TYPE, cut, n, &r));
    }
}
