/* What a printed receipt costs, as a ratio to the same drawing by bare Pango and Cairo in the same run.
 *     pdf_bench TEMPLATE.json DATA.json [rounds [seconds per cell]]
 * The base draws exactly what the paper engine asked for (every text with its font, width and place, every line, the QR code), but
 * straight: no template, no layout of blocks, no interface, no finishing of the file. Prints medians of the rounds; never judges. */
#include "adapters/pdf_cairo/pdf_cairo.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "base/must.h"
#include "base/text.h"
#include "engines/papers/paper.h"
#include <cairo/cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

#define POINTS_PER_MM (72.0 / 25.4)
enum { MOST_ROUNDS = 20, MOST_CALLS = 2000 };

/* One call of the engine to its maker, written down. */
struct call {
    char kind; /* t text, l line, b box, q QR */
    const char *text;
    struct pdf_text style;
    bool bold, italic, dotted;
    double x, y, x2, y2, width;
};
static struct call calls[MOST_CALLS];
static size_t call_count;
static struct pdf_maker recorder, *real;

struct pdf_layout {
    const struct pdf_layout *of;
    struct pdf_text text;
};

static enum result record_begin(struct pdf_maker *m, struct arena *a, const struct pdf_meta *meta, struct pdf **ret)
{
    (void)m;
    return real->begin(real, a, meta, ret);
}

static const struct pdf_layout *record_layout(struct pdf *d, const struct pdf_text *text, size_t *ret_lines, double *ret_height_mm)
{
    struct pdf_layout *l = calloc(1, sizeof *l);
    must(l);
    l->of = real->layout(d, text, ret_lines, ret_height_mm);
    l->text = *text;
    return l;
}

static double record_line_bottom(struct pdf *d, const struct pdf_layout *l, size_t line)
{
    return real->line_bottom(d, l->of, line);
}

static struct call *note(char kind)
{
    must(call_count < MOST_CALLS);
    calls[call_count].kind = kind;
    return &calls[call_count++];
}

static void record_draw(struct pdf *d, const struct pdf_layout *l, size_t from, size_t to, double x, double y)
{
    struct call *c = note('t');
    struct buf b;
    static struct arena *kept;
    kept = kept ? kept : arena_new(16 << 20);
    buf_init(&b, kept, 1 << 20);
    for (size_t i = 0; i < l->text.run_count; i++)
        buf_puts(&b, l->text.runs[i].text);
    *c = (struct call){.kind = 't', .text = b.length ? b.data : "", .style = l->text, .x = x, .y = y};
    c->bold = l->text.run_count > 0 && l->text.runs[0].bold;
    c->italic = l->text.run_count > 0 && l->text.runs[0].italic;
    real->draw_lines(d, l->of, from, to, x, y);
}

static void record_line(struct pdf *d, double x1, double y1, double x2, double y2, double width_pt, bool dotted)
{
    *note('l') = (struct call){.kind = 'l', .x = x1, .y = y1, .x2 = x2, .y2 = y2, .width = width_pt, .dotted = dotted};
    real->line(d, x1, y1, x2, y2, width_pt, dotted);
}

static void record_box(struct pdf *d, double x, double y, double width, double height, double width_pt)
{
    *note('b') = (struct call){.kind = 'b', .x = x, .y = y, .x2 = width, .y2 = height, .width = width_pt};
    real->box(d, x, y, width, height, width_pt);
}

static bool record_qr(struct pdf *d, const char *text, double x, double y, double size)
{
    *note('q') = (struct call){.kind = 'q', .text = text, .x = x, .y = y, .x2 = size};
    return real->qr(d, text, x, y, size);
}

static cairo_status_t count_bytes(void *closure, const unsigned char *bytes, unsigned int n)
{
    (void)bytes;
    *(size_t *)closure += n;
    return CAIRO_STATUS_SUCCESS;
}

static void raw_text(cairo_t *cr, PangoContext *context, const struct call *c)
{
    PangoLayout *layout = pango_layout_new(context);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, c->style.face == PDF_SERIF ? "Noto Serif" : "Noto Sans");
    pango_font_description_set_absolute_size(font, c->style.size_pt * PANGO_SCALE);
    pango_font_description_set_weight(font, c->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_style(font, c->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, (int)(c->style.width_mm * POINTS_PER_MM * PANGO_SCALE));
    pango_layout_set_text(layout, c->text, -1);
    cairo_move_to(cr, c->x * POINTS_PER_MM, c->y * POINTS_PER_MM);
    pango_cairo_show_layout(cr, layout);
    g_object_unref(layout);
}

static void raw_qr(cairo_t *cr, const struct call *c)
{
    QRcode *code = QRcode_encodeString8bit(c->text, 0, QR_ECLEVEL_M);
    must(code);
    double module = c->x2 * POINTS_PER_MM / code->width;
    for (int row = 0; row < code->width; row++)
        for (int from = 0, to; from < code->width; from = to) {
            const unsigned char *line = code->data + row * code->width;
            for (to = from + 1; to < code->width && (line[to] & 1) == (line[from] & 1); to++)
                ;
            if (line[from] & 1)
                cairo_rectangle(cr, c->x * POINTS_PER_MM + from * module, c->y * POINTS_PER_MM + row * module, (to - from) * module,
                                module);
        }
    cairo_fill(cr);
    QRcode_free(code);
}

static size_t draw_raw(PangoContext *context)
{
    size_t bytes = 0;
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(count_bytes, &bytes, 210 * POINTS_PER_MM, 297 * POINTS_PER_MM);
    cairo_t *cr = cairo_create(surface);
    for (const struct call *c = calls; c < calls + call_count; c++) {
        cairo_set_line_width(cr, c->width);
        if (c->kind == 't')
            raw_text(cr, context, c);
        else if (c->kind == 'q')
            raw_qr(cr, c);
        else if (c->kind == 'b')
            cairo_rectangle(cr, c->x * POINTS_PER_MM, c->y * POINTS_PER_MM, c->x2 * POINTS_PER_MM, c->y2 * POINTS_PER_MM);
        else
            cairo_move_to(cr, c->x * POINTS_PER_MM, c->y * POINTS_PER_MM), cairo_line_to(cr, c->x2 * POINTS_PER_MM, c->y2 * POINTS_PER_MM);
        if (c->kind == 'b' || c->kind == 'l')
            cairo_stroke(cr);
    }
    cairo_show_page(cr);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    return bytes;
}

static size_t draw_ours(const struct paper *p, const json_t *data, struct pdf_maker *maker)
{
    struct arena *a = arena_new(256 << 20);
    struct buf b;
    buf_init(&b, a, 8 << 20);
    must(paper_render(a, p, data, INT64_C(1700000000000000), maker, &b) == OK);
    size_t n = b.length;
    arena_free(a);
    return n;
}

static int ascending(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static double median(double *v, int n)
{
    qsort(v, (size_t)n, sizeof *v, ascending);
    return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

int main(int argc, char **argv)
{
    struct arena *a = arena_new(256 << 20);
    int rounds = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 5;
    int64_t cell = (int64_t)((argc > 4 ? strtod(argv[4], NULL) : 1) * (double)SECOND);
    size_t n, m, ours_bytes = 0, raw_bytes = 0;
    char *template = argc > 2 ? file_read(a, argv[1], 1 << 20, &n) : NULL, *values = argc > 2 ? file_read(a, argv[2], 1 << 20, &m) : NULL;
    if (!template || !values || rounds < 1 || rounds > MOST_ROUNDS) {
        fprintf(stderr, "usage: pdf_bench TEMPLATE.json DATA.json [rounds [seconds]]\n");
        return 2;
    }
    const struct paper *p = paper_compile(a, template, n, NULL);
    const json_t *data = json_read(a, values, m, 20, NULL);
    real = pdf_cairo_new(a);
    recorder = (struct pdf_maker){record_begin, record_layout, record_line_bottom, record_draw, record_line,
                                  record_box,   record_qr,     real->next_page,    real->end};
    must(p && data);
    draw_ours(p, data, &recorder);
    PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    pango_cairo_context_set_resolution(context, 72);
    draw_raw(context);
    double ours[MOST_ROUNDS], raw[MOST_ROUNDS], ratio[MOST_ROUNDS];
    for (int r = 0; r < rounds; r++) {
        for (int side = 0; side < 2; side++) {
            int64_t start = clock_monotonic(), count = 0;
            while (clock_monotonic() - start < cell) {
                if (side == 0)
                    ours_bytes = draw_ours(p, data, real);
                else
                    raw_bytes = draw_raw(context);
                count++;
            }
            *(side == 0 ? &ours[r] : &raw[r]) = (double)count * (double)SECOND / (double)(clock_monotonic() - start);
        }
        ratio[r] = ours[r] / raw[r];
    }
    double middle = median(ratio, rounds);
    printf("pdf receipt: %.0f/s, %zu bytes; bare Pango/Cairo %.0f/s, %zu bytes; ratio %.2f (%.2f-%.2f)\n", median(ours, rounds), ours_bytes,
           median(raw, rounds), raw_bytes, middle, ratio[0], ratio[rounds - 1]);
    return 0;
}
