/* Drawing with Pango (text) and Cairo (pages). Loading fonts costs tens of milliseconds and a Pango font map serves one thread at a
 * time, so the maker keeps a few *kits* (font map + contexts) that documents borrow and give back; a new one is made only when all
 * are out. Cairo writes the file into our buffer; finish.c then adds what Cairo cannot: the language of the document and its id. */
#include "adapters/pdf_cairo/pdf_cairo.h"
#include "adapters/pdf_cairo/finish.h"
#include "base/date.h"
#include "base/must.h"
#include "base/qr.h"
#include <cairo/cairo-pdf.h>
#include <pango/pangocairo.h>
#include <pthread.h>
#include <string.h>

#define POINTS_PER_MM (72.0 / 25.4)
enum { MOST_KITS = 16 };

struct kit {
    PangoContext *context;
    struct kit *next;
};
struct maker {
    struct pdf_maker maker;
    pthread_mutex_t lock;
    struct kit *free;
    int count;
};
struct pdf {
    struct maker *maker;
    struct arena *arena;
    struct kit *kit;
    cairo_surface_t *surface;
    cairo_t *cr;
    struct buf *file; /* what Cairo has written */
    struct pdf_meta meta;
    bool failed, given_back;
};
struct pdf_layout {
    PangoLayout *layout;
    size_t count;
    double *bottoms, *baselines, *lefts; /* mm */
};

static void kit_free(struct kit *k)
{
    g_object_unref(k->context);
    free(k);
}

static struct kit *kit_take(struct maker *m)
{
    pthread_mutex_lock(&m->lock);
    struct kit *k = m->free;
    if (k) {
        m->free = k->next;
        m->count--;
    }
    pthread_mutex_unlock(&m->lock);
    if (k)
        return k;
    k = calloc(1, sizeof *k);
    must(k);
    PangoFontMap *map = pango_cairo_font_map_new();
    k->context = pango_font_map_create_context(map);
    g_object_unref(map);
    cairo_font_options_t *options = cairo_font_options_create(); /* no rounding to a screen's grid: paper has none */
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    pango_cairo_context_set_font_options(k->context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(k->context, 72);
    pango_context_set_round_glyph_positions(k->context, false);
    return k;
}

static void kit_give_back(struct maker *m, struct kit *k)
{
    pthread_mutex_lock(&m->lock);
    bool keep = m->count < MOST_KITS;
    if (keep) {
        k->next = m->free;
        m->free = k;
        m->count++;
    }
    pthread_mutex_unlock(&m->lock);
    if (!keep)
        kit_free(k);
}

/* Ends the use of the libraries; runs at end() or, when drawing was given up, with the arena. */
static void document_drop(void *what)
{
    struct pdf *d = what;
    if (d->given_back)
        return;
    d->given_back = true;
    cairo_destroy(d->cr);
    cairo_surface_destroy(d->surface);
    kit_give_back(d->maker, d->kit);
}

static cairo_status_t take_bytes(void *closure, const unsigned char *bytes, unsigned int n)
{
    buf_add(closure, bytes, n);
    return ((struct buf *)closure)->overflow ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void set_metadata(struct pdf *d)
{
    const struct pdf_meta *m = &d->meta;
    if (m->title)
        cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_TITLE, m->title);
    if (m->author)
        cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_AUTHOR, m->author);
    if (m->subject)
        cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_SUBJECT, m->subject);
    if (m->created_at)
        cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_CREATE_DATE, time_iso(d->arena, m->created_at));
    cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_CREATOR, "Thu Bồn");
}

static enum result document_begin(struct pdf_maker *maker, struct arena *a, const struct pdf_meta *meta, struct pdf **ret)
{
    struct pdf *d = arena_new_one(a, struct pdf);
    *d = (struct pdf){.maker = (struct maker *)maker, .arena = a, .meta = *meta, .file = arena_new_one(a, struct buf)};
    buf_init(d->file, a, 64 << 20);
    d->surface = cairo_pdf_surface_create_for_stream(take_bytes, d->file, meta->width_mm * POINTS_PER_MM, meta->height_mm * POINTS_PER_MM);
    d->cr = cairo_create(d->surface);
    d->kit = kit_take(d->maker);
    arena_on_free(a, document_drop, d);
    set_metadata(d);
    pango_cairo_update_context(d->cr, d->kit->context);
    pango_context_set_language(d->kit->context, pango_language_from_string(meta->lang ? meta->lang : "vi"));
    *ret = d;
    return cairo_status(d->cr) == CAIRO_STATUS_SUCCESS ? OK : PROBLEM_BROKEN;
}

static void layout_drop(void *layout)
{
    g_object_unref(layout);
}

/* Bold and italic runs are attributes over byte ranges of one text. */
static void set_runs(struct arena *a, PangoLayout *layout, const struct pdf_text *t)
{
    struct buf text;
    buf_init(&text, a, 4 << 20);
    PangoAttrList *list = pango_attr_list_new();
    for (size_t i = 0; i < t->run_count; i++) {
        const struct pdf_run *run = &t->runs[i];
        guint from = (guint)text.length;
        buf_puts(&text, run->text);
        PangoAttribute *styles[] = {run->bold ? pango_attr_weight_new(PANGO_WEIGHT_BOLD) : NULL,
                                    run->italic ? pango_attr_style_new(PANGO_STYLE_ITALIC) : NULL};
        for (size_t k = 0; k < 2; k++)
            if (styles[k]) {
                styles[k]->start_index = from;
                styles[k]->end_index = (guint)text.length;
                pango_attr_list_insert(list, styles[k]);
            }
    }
    pango_layout_set_text(layout, text.length ? text.data : "", (int)text.length);
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
}

/* Pango's factor multiplies the font's own line height, which for the Noto faces is 1.362 of the letter size. */
static const double noto_line_height = 1.362;

static void set_style(PangoLayout *layout, const struct pdf_text *t)
{
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, t->face == PDF_SERIF ? "Noto Serif" : "Noto Sans");
    pango_font_description_set_absolute_size(font, t->size_pt * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, (int)(t->width_mm * POINTS_PER_MM * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout, t->align == PDF_CENTRE  ? PANGO_ALIGN_CENTER
                                       : t->align == PDF_RIGHT ? PANGO_ALIGN_RIGHT
                                                               : PANGO_ALIGN_LEFT);
    pango_layout_set_justify(layout, t->align == PDF_JUSTIFY);
    if (t->line_height > 0)
        pango_layout_set_line_spacing(layout, (float)(t->line_height / noto_line_height));
}

static void measure_lines(struct arena *a, struct pdf_layout *l)
{
    l->count = (size_t)pango_layout_get_line_count(l->layout);
    l->bottoms = arena_new_array(a, double, l->count);
    l->baselines = arena_new_array(a, double, l->count);
    l->lefts = arena_new_array(a, double, l->count);
    PangoLayoutIter *iter = pango_layout_get_iter(l->layout);
    for (size_t i = 0; i < l->count; i++) {
        PangoRectangle line;
        int top, bottom;
        pango_layout_iter_get_line_extents(iter, NULL, &line);
        pango_layout_iter_get_line_yrange(iter, &top, &bottom);
        l->bottoms[i] = bottom / (double)PANGO_SCALE / POINTS_PER_MM;
        l->baselines[i] = pango_layout_iter_get_baseline(iter) / (double)PANGO_SCALE / POINTS_PER_MM;
        l->lefts[i] = line.x / (double)PANGO_SCALE / POINTS_PER_MM;
        pango_layout_iter_next_line(iter);
    }
    pango_layout_iter_free(iter);
}

static const struct pdf_layout *document_layout(struct pdf *d, const struct pdf_text *t, size_t *ret_lines, double *ret_height_mm)
{
    struct pdf_layout *l = arena_new_one(d->arena, struct pdf_layout);
    l->layout = pango_layout_new(d->kit->context);
    arena_on_free(d->arena, layout_drop, l->layout);
    set_style(l->layout, t);
    set_runs(d->arena, l->layout, t);
    measure_lines(d->arena, l);
    *ret_lines = l->count;
    *ret_height_mm = l->count ? l->bottoms[l->count - 1] : 0;
    return l;
}

static double document_line_bottom(struct pdf *d, const struct pdf_layout *l, size_t line)
{
    (void)d;
    must(line < l->count);
    return l->bottoms[line];
}

static void document_draw_lines(struct pdf *d, const struct pdf_layout *l, size_t from, size_t to, double x, double y)
{
    double top = from > 0 ? l->bottoms[from - 1] : 0;
    cairo_set_source_rgb(d->cr, 0, 0, 0);
    for (size_t i = from; i < to && i < l->count; i++) {
        cairo_move_to(d->cr, (x + l->lefts[i]) * POINTS_PER_MM, (y + l->baselines[i] - top) * POINTS_PER_MM);
        pango_cairo_show_layout_line(d->cr, pango_layout_get_line_readonly(l->layout, (int)i));
    }
}

static void document_line(struct pdf *d, double x1, double y1, double x2, double y2, double width_pt, bool dotted)
{
    static const double dots[] = {0.6, 1.4};
    cairo_set_line_width(d->cr, width_pt);
    cairo_set_dash(d->cr, dots, dotted ? 2 : 0, 0);
    cairo_move_to(d->cr, x1 * POINTS_PER_MM, y1 * POINTS_PER_MM);
    cairo_line_to(d->cr, x2 * POINTS_PER_MM, y2 * POINTS_PER_MM);
    cairo_stroke(d->cr);
}

static void document_box(struct pdf *d, double x, double y, double width, double height, double width_pt)
{
    cairo_set_line_width(d->cr, width_pt);
    cairo_set_dash(d->cr, NULL, 0, 0);
    cairo_rectangle(d->cr, x * POINTS_PER_MM, y * POINTS_PER_MM, width * POINTS_PER_MM, height * POINTS_PER_MM);
    cairo_stroke(d->cr);
}

/* Dark modules side by side are one rectangle; all of them one path, so that no hair lines show between them. */
static bool document_qr(struct pdf *d, const char *text, double x, double y, double size)
{
    struct qr code;
    if (!*text || !qr_encode(d->arena, text, &code))
        return false;
    double module = size * POINTS_PER_MM / code.size;
    for (int row = 0; row < code.size; row++)
        for (int from = 0, to; from < code.size; from = to) {
            const uint8_t *line = code.dark + row * code.size;
            for (to = from + 1; to < code.size && line[to] == line[from]; to++)
                ;
            if (line[from])
                cairo_rectangle(d->cr, x * POINTS_PER_MM + from * module, y * POINTS_PER_MM + row * module, (to - from) * module, module);
        }
    cairo_fill(d->cr);
    return true;
}

static void document_next_page(struct pdf *d)
{
    cairo_show_page(d->cr);
}

static enum result document_end(struct pdf *d, struct buf *to)
{
    cairo_show_page(d->cr);
    cairo_surface_finish(d->surface);
    bool ok = cairo_status(d->cr) == CAIRO_STATUS_SUCCESS && cairo_surface_status(d->surface) == CAIRO_STATUS_SUCCESS;
    document_drop(d);
    if (d->file->overflow)
        return PROBLEM_TOO_LARGE;
    if (!ok || !pdf_finish(to, d->file->data, d->file->length, d->meta.lang))
        return to->overflow ? PROBLEM_TOO_LARGE : PROBLEM_BROKEN;
    return OK;
}

static void maker_drop(void *what)
{
    struct maker *m = what;
    while (m->free) {
        struct kit *next = m->free->next;
        kit_free(m->free);
        m->free = next;
    }
    pthread_mutex_destroy(&m->lock);
}

struct pdf_maker *pdf_cairo_new(struct arena *a)
{
    struct maker *m = arena_new_one(a, struct maker);
    m->maker = (struct pdf_maker){document_begin, document_layout, document_line_bottom, document_draw_lines, document_line,
                                  document_box,   document_qr,     document_next_page,   document_end};
    pthread_mutex_init(&m->lock, NULL);
    arena_on_free(a, maker_drop, m);
    return &m->maker;
}
