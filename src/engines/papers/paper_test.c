#include "base/test.h"
#include "base/text.h"
#include "engines/papers/paper.h"

/* A maker that writes down what is drawn: every letter is 2 mm wide, every line 5 mm high; words are not kept together. */
struct pdf_layout {
    const char *text;
    size_t per_line, lines;
};
struct pdf {
    struct arena *a;
    struct buf drawn;
    int page;
    bool outside;
    double height;
};
static struct pdf last; /* the document drawn last */

static enum result fake_begin(struct pdf_maker *m, struct arena *a, const struct pdf_meta *meta, struct pdf **ret)
{
    (void)m;
    last = (struct pdf){.a = a, .page = 1, .height = meta->height_mm};
    buf_init(&last.drawn, a, 1 << 20);
    buf_printf(&last.drawn, "title=%s lang=%s\n", meta->title, meta->lang);
    *ret = &last;
    return OK;
}

static const struct pdf_layout *fake_layout(struct pdf *d, const struct pdf_text *t, size_t *ret_lines, double *ret_height)
{
    struct pdf_layout *l = arena_new_one(d->a, struct pdf_layout);
    struct buf b;
    buf_init(&b, d->a, 1 << 20);
    for (size_t i = 0; i < t->run_count; i++)
        buf_puts(&b, t->runs[i].text);
    l->text = b.length ? b.data : "";
    l->per_line = t->width_mm > 4 ? (size_t)(t->width_mm / 2) : 1;
    l->lines = b.length ? (b.length + l->per_line - 1) / l->per_line : 1;
    *ret_lines = l->lines;
    *ret_height = 5.0 * (double)l->lines;
    return l;
}

static double fake_line_bottom(struct pdf *d, const struct pdf_layout *l, size_t line)
{
    (void)d, (void)l;
    return 5.0 * (double)(line + 1);
}

static void fake_draw_lines(struct pdf *d, const struct pdf_layout *l, size_t from, size_t to, double x, double y)
{
    size_t n = strlen(l->text), start = from * l->per_line, end = to * l->per_line;
    d->outside |= x < 0 || y < 0 || y + 5.0 * (double)(to - from) > d->height;
    buf_printf(&d->drawn, "p%d %.*s\n", d->page, (int)((end < n ? end : n) - (start < n ? start : n)), l->text + (start < n ? start : n));
}

static void fake_line(struct pdf *d, double x1, double y1, double x2, double y2, double w, bool dotted)
{
    (void)x1, (void)x2, (void)w, (void)dotted;
    d->outside |= y1 < 0 || y2 > d->height;
}

static void fake_box(struct pdf *d, double x, double y, double width, double height, double w)
{
    (void)x, (void)width, (void)w;
    d->outside |= y < 0 || y + height > d->height;
}

static bool fake_qr(struct pdf *d, const char *text, double x, double y, double size)
{
    (void)x, (void)y;
    buf_printf(&d->drawn, "p%d QR %s %.0f mm\n", d->page, text, size);
    return *text != '\0';
}

static void fake_next_page(struct pdf *d)
{
    d->page++;
}

static enum result fake_end(struct pdf *d, struct buf *to)
{
    buf_puts(to, d->drawn.data);
    return OK;
}

static struct pdf_maker fake = {fake_begin, fake_layout, fake_line_bottom, fake_draw_lines, fake_line,
                                fake_box,   fake_qr,     fake_next_page,   fake_end};

static const char *quoted(struct arena *a, const char *s)
{
    char *made = arena_strdup(a, s);
    for (char *p = made; *p; p++)
        *p = *p == '\'' ? '"' : *p;
    return made;
}

static const struct paper *paper_of(struct arena *a, const char *blocks)
{
    const char *json = quoted(a, arena_printf(a,
                                              "{'title':'Phiếu {{code}}','lang':'vi','page':{'margins_mm':[20,15,20,30],'footer':'Mẫu "
                                              "{{code}}','page_numbers':'Trang {{page}}/{{pages}}'},"
                                              "'blocks':[%s]}",
                                              blocks));
    struct paper_fault fault;
    const struct paper *p = paper_compile(a, json, strlen(json), &fault);
    if (!p)
        test_fail(__FILE__, __LINE__, "%s: %s", fault.pointer, fault.reason);
    must(p);
    return p;
}

static const char *drawn(struct arena *a, const char *blocks, const char *data, enum result want)
{
    struct buf b;
    buf_init(&b, a, 1 << 20);
    const char *json = quoted(a, data);
    const json_t *value = json_read(a, json, strlen(json), 20, NULL);
    must(value);
    enum result r = paper_render(a, paper_of(a, blocks), value, 1, &fake, &b);
    if (r != want)
        test_fail(__FILE__, __LINE__, "result %d, not %d", r, want);
    if (r == OK && last.outside)
        test_fail(__FILE__, __LINE__, "something is drawn outside the page");
    return b.length ? b.data : "";
}

TEST("texts are filled in, conditions decide, and every page has its foot")
{
    const char *got =
        drawn(a,
              "{'kind':'heading','text':'GIẤY {{code}}'},{'kind':'text','text':[{'text':'Kính gửi '},{'text':'{{who}}','bold':true}]},"
              "{'kind':'text','text':'Có','when':'who'},{'kind':'text','text':'Không','unless':'who'},{'kind':'text','text':'Vắng','when':'"
              "nobody'},"
              "{'kind':'fields','rows':[{'label':'Số','value':'{{n}}'}]},{'kind':'qr','text':'https://x/{{code}}','caption':'Quét'}",
              "{'code':'A1','who':'bà Hai','n':7}", OK);
    CHECK_TEXT(got, "title=Phiếu A1 lang=vi\np1 GIẤY A1\np1 Kính gửi bà Hai\np1 Có\np1 Số\np1 7\np1 QR https://x/A1 24 mm\np1 Quét\np1 Mẫu "
                    "A1\np1 Trang 1/1\n");
}

static size_t count(const char *s, const char *what)
{
    size_t n = 0;
    for (; (s = strstr(s, what)); s += strlen(what))
        n++;
    return n;
}

TEST("a long table goes on over pages with its header on each, and no row is lost")
{
    struct buf rows;
    buf_init(&rows, a, 100000);
    for (int i = 0; i < 100; i++)
        buf_printf(&rows, "%s{'name':'row-%03d.'}", i ? "," : "", i);
    const char *got = drawn(a,
                            "{'kind':'table','rows':'list','columns':[{'title':'TT','text':'{{n}}','width_mm':20},{'title':'Name of "
                            "{{code}}','text':'{{name}}'}]}",
                            arena_printf(a, "{'code':'C','list':[%s]}", rows.data), OK);
    CHECK(count(got, "row-") == 100 && strstr(got, "row-099.") && strstr(got, "\np1 100\n") == NULL && strstr(got, " 100\n"));
    CHECK_INT(count(got, "Name of C"), 4);
    CHECK_INT(count(got, "Trang "), 4);
    CHECK(strstr(got, "Trang 4/4"));
}

TEST("an empty list says so, and a list is numbered")
{
    const char *table = "{'kind':'table','rows':'list','columns':[{'title':'T','text':'{{x}}'}],'empty':'Không có giấy tờ'}";
    CHECK(strstr(drawn(a, table, "{'list':[]}", OK), "p1 Không có giấy tờ\n"));
    const char *got = drawn(a, "{'kind':'list','rows':'list','text':'{{name}} của {{who}}','mark':'1.'}",
                            "{'who':'ông Ba','list':[{'name':'đơn'},{'name':'ảnh'}]}", OK);
    CHECK(strstr(got, "p1 1.\np1 đơn của ông Ba\np1 2.\np1 ảnh của ông Ba\n"));
}

TEST("text longer than a page flows on and loses nothing")
{
    char *letters = arena_alloc(a, 20001);
    for (int i = 0; i < 20000; i++)
        letters[i] = (char)('a' + i % 26);
    const char *got = drawn(a, "{'kind':'text','text':'{{x}}'},{'kind':'table','rows':'l','columns':[{'title':'T','text':'{{x}}'}]}",
                            arena_printf(a, "{'x':'%s','l':[1]}", letters), OK);
    CHECK_INT(count(got, "z"), 2 * (20000 / 26));
    CHECK(count(got, "Trang ") > 5);
}

TEST("signatures and a heading with what follows stay together")
{
    /* fills the page up to its last centimetres */
    const char *fill = "{'kind':'spacer','height_mm':235},";
    const char *got = drawn(
        a,
        arena_printf(a, "%s{'kind':'signatures','columns':[{'title':'A','note':'ký','name':'Ông A'},{'title':'B','name':'Bà B'}]}", fill),
        "{}", OK);
    CHECK(strstr(got, "p2 A\np2 ký\np2 Ông A\np2 B\np2 Bà B\n"));
    got = drawn(a, "{'kind':'spacer','height_mm':245},{'kind':'heading','text':'H'},{'kind':'text','text':'x'}", "{}", OK);
    CHECK(strstr(got, "p2 H\np2 x\n"));
    got = drawn(a,
                "{'kind':'text','text':'x'},{'kind':'page_break'},{'kind':'box','blocks':[{'kind':'columns','columns':[[{'kind':'text','"
                "text':'l'}],[{'kind':'text','text':'r'}]]}]}",
                "{}", OK);
    CHECK(strstr(got, "p1 x\n") && strstr(got, "p2 l\np2 r\n"));
}

TEST("a QR code without text and a paper without end are refused")
{
    drawn(a, "{'kind':'qr','text':'{{nothing}}'}", "{}", PROBLEM_BROKEN);
    struct buf rows;
    buf_init(&rows, a, 1 << 20);
    for (int i = 0; i < 30000; i++)
        buf_puts(&rows, i ? ",1" : "1");
    drawn(a, "{'kind':'list','rows':'l','text':'x'}", arena_printf(a, "{'l':[%s]}", rows.data), PROBLEM_TOO_LARGE);
}

TEST("a mistake in a template is found with its place and reason")
{
    static const struct {
        const char *json, *pointer, *reason;
    } wrong[] = {
        {"{'title':'t','blocks':[{'kind':'picture'}]}", "/blocks/0/kind", "unknown kind of block"},
        {"{'title':'t','blocks':[{'kind':'text','text':'{{#a}}'}]}", "/blocks/0/text", "line 1: {{#a}} is not closed"},
        {"{'title':'t','blocks':[{'kind':'text','text':'x','alignment':'left'}]}", "/blocks/0/alignment", "unknown key"},
        {"{'title':'t','blocks':[{'kind':'text'}]}", "/blocks/0", "needs \"text\""},
        {"{'title':'t','blocks':[{'kind':'text','text':'x','align':'middle'}]}", "/blocks/0/align",
         "must be left, centre, right or justify"},
        {"{'title':'t','blocks':[{'kind':'qr','text':'x','size_mm':10}]}", "/blocks/0/size_mm", "must be a number from 24 to 100"},
        {"{'title':'t'}", "/blocks", "must be a list of blocks"},
        {"{'title':'t','page':{'size':'A3'},'blocks':[]}", "/page/size", "must be A4, A4 landscape or A5"},
        {"{'title':'t','blocks':[{'kind':'table','columns':[{'text':'x'}]}]}", "/blocks/0", "needs \"rows\", the name of a list"},
        {"{'title':'t','blocks':[{'kind':'columns','columns':[[],[{'kind':'rule','x':1}]]}]}", "/blocks/0/columns/1/0/x", "unknown key"},
        {"[]", "", "a paper is an object"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const char *json = quoted(a, wrong[i].json);
        struct paper_fault fault = {"", "was taken"};
        paper_compile(a, json, strlen(json), &fault);
        if (strcmp(fault.pointer, wrong[i].pointer) != 0 || strcmp(fault.reason, wrong[i].reason) != 0)
            test_fail(__FILE__, __LINE__, "%s: %s %s", wrong[i].json, fault.pointer, fault.reason);
    }
}

TEST("the same words come as plain text")
{
    struct buf b;
    buf_init(&b, a, 1000);
    const char *json = quoted(a, "{'code':'A1','list':[{'name':'đơn'},{'name':'ảnh'}]}");
    paper_text(a,
               paper_of(a, "{'kind':'heading','text':'GIẤY {{code}}'},{'kind':'fields','rows':[{'label':'Số','value':'{{code}}'}]},"
                           "{'kind':'table','rows':'list','columns':[{'title':'TT','text':'{{n}}'},{'title':'Tên','text':'{{name}}'}]}"),
               json_read(a, json, strlen(json), 20, NULL), &b);
    CHECK_TEXT(b.data, "GIẤY A1\nSố: A1\nTT | Tên\n1 | đơn\n2 | ảnh\n");
}
