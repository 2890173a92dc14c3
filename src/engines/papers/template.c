/* From a template's JSON to blocks. Like forms: a key that a block does not know is a fault, so that a typing error is not silent. */
#include "engines/papers/template.h"
#include "base/must.h"
#include "base/text.h"
#include "engines/papers/mustache.h"
#include <string.h>

enum { MOST_BYTES = 1 << 20, MOST_JSON_DEPTH = 40, MOST_TEXT = 1 << 20 };

struct reader {
    struct arena *a;
    struct paper_fault *fault;
    bool failed;
};

static bool fault(struct reader *r, const char *pointer, const char *format, ...) __attribute__((format(printf, 3, 4)));
static bool fault(struct reader *r, const char *pointer, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (!r->failed)
        *r->fault = (struct paper_fault){pointer, arena_vprintf(r->a, format, args)};
    va_end(args);
    r->failed = true;
    return false;
}

static const char *at(struct reader *r, const char *pointer, const char *key)
{
    return arena_printf(r->a, "%s/%s", pointer, key);
}

static const char *checked_template(struct reader *r, const json_t *v, const char *pointer)
{
    const char *why, *text = json_string_value(v);
    if (!text)
        fault(r, pointer, "must be a text");
    else if (!mustache_check(r->a, text, &why))
        fault(r, pointer, "%s", why);
    return text;
}

static double number(struct reader *r, const json_t *o, const char *key, const char *pointer, double otherwise, double least, double most)
{
    const json_t *v = json_object_get(o, key);
    if (!v)
        return otherwise;
    double n = json_number_value(v);
    if (!json_is_number(v) || n < least || n > most)
        fault(r, at(r, pointer, key), "must be a number from %g to %g", least, most);
    return n;
}

static bool flag(struct reader *r, const json_t *o, const char *key, const char *pointer)
{
    const json_t *v = json_object_get(o, key);
    if (v && !json_is_boolean(v))
        fault(r, at(r, pointer, key), "must be true or false");
    return json_is_true(v);
}

static const char *text_or_null(struct reader *r, const json_t *o, const char *key, const char *pointer)
{
    const json_t *v = json_object_get(o, key);
    if (v && !json_is_string(v))
        fault(r, at(r, pointer, key), "must be a text");
    return json_string_value(v);
}

static enum pdf_align align(struct reader *r, const json_t *o, const char *pointer, enum pdf_align otherwise)
{
    static const char *const names[] = {"left", "centre", "right", "justify"};
    const char *name = text_or_null(r, o, "align", pointer);
    for (int i = 0; name && i < 4; i++)
        if (strcmp(name, names[i]) == 0)
            return i;
    if (name)
        fault(r, at(r, pointer, "align"), "must be left, centre, right or justify");
    return otherwise;
}

/* A text, or a list of runs. bold and italic of the block hold for all runs. */
static struct words words(struct reader *r, const json_t *o, const char *key, const char *pointer, bool bold, bool italic)
{
    const json_t *v = json_object_get(o, key);
    size_t n = json_is_array(v) ? json_array_size(v) : v ? 1 : 0;
    struct pdf_run *runs = arena_new_array(r->a, struct pdf_run, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *where = json_is_array(v) ? arena_printf(r->a, "%s/%s/%zu", pointer, key, i) : at(r, pointer, key);
        const json_t *run = json_is_array(v) ? json_array_get(v, i) : NULL;
        runs[i].text = checked_template(r, run ? json_object_get(run, "text") : v, where);
        runs[i].bold = bold || (run && flag(r, run, "bold", where));
        runs[i].italic = italic || (run && flag(r, run, "italic", where));
    }
    return (struct words){runs, n};
}

static void need(struct reader *r, struct words w, const char *key, const char *pointer)
{
    if (w.count == 0)
        fault(r, pointer, "needs \"%s\"", key);
}

/* Keys each block knows, besides kind, when and unless. */
static const struct {
    const char *name, *keys;
} kinds[] = {
    [BLOCK_HEADING] = {"heading", " text level align size_pt space_after_mm "},
    [BLOCK_TEXT] = {"text", " text align bold italic size_pt space_after_mm "},
    [BLOCK_FIELDS] = {"fields", " rows label_mm size_pt space_after_mm "},
    [BLOCK_TABLE] = {"table", " rows columns empty size_pt space_after_mm "},
    [BLOCK_COLUMNS] = {"columns", " columns shares space_after_mm "},
    [BLOCK_SIGNATURES] = {"signatures", " columns space_mm size_pt "},
    [BLOCK_QR] = {"qr", " text size_mm align caption "},
    [BLOCK_BOX] = {"box", " blocks padding_mm space_after_mm "},
    [BLOCK_LIST] = {"list", " rows text mark size_pt space_after_mm "},
    [BLOCK_RULE] = {"rule", " width_mm align dotted "},
    [BLOCK_SPACER] = {"spacer", " height_mm "},
    [BLOCK_PAGE_BREAK] = {"page_break", " "},
};

static bool check_keys(struct reader *r, const json_t *o, const char *known, const char *pointer)
{
    const char *key;
    json_t *v;
    json_object_foreach ((json_t *)o, key, v)
        if (!strstr(known, arena_printf(r->a, " %s ", key)))
            return fault(r, at(r, pointer, key), "unknown key");
    return !r->failed;
}

static struct blocks read_blocks(struct reader *r, const json_t *list, const char *pointer);

static void read_column(struct reader *r, const json_t *json, const char *pointer, enum block_kind kind, struct column *ret)
{
    if (kind == BLOCK_COLUMNS) {
        *ret = (struct column){.share = 1, .blocks = read_blocks(r, json, pointer)};
        return;
    }
    check_keys(r, json, kind == BLOCK_TABLE ? " title text width_mm share align " : " title note name ", pointer);
    *ret = (struct column){.title = words(r, json, "title", pointer, true, false),
                           .text = words(r, json, "text", pointer, false, false),
                           .note = words(r, json, "note", pointer, false, true),
                           .name = words(r, json, "name", pointer, true, false),
                           .width_mm = number(r, json, "width_mm", pointer, 0, 1, 1000),
                           .share = number(r, json, "share", pointer, 1, 0.01, 1000),
                           .align = align(r, json, pointer, PDF_LEFT)};
    if (kind == BLOCK_TABLE)
        need(r, ret->text, "text", pointer);
}

static void read_columns(struct reader *r, const json_t *json, const char *pointer, struct block *b)
{
    const json_t *list = json_object_get(json, "columns"), *shares = json_object_get(json, "shares");
    size_t n = json_array_size(list);
    struct column *columns = arena_new_array(r->a, struct column, n + 1);
    if (n == 0 || n > 20 || (shares && json_array_size(shares) != n))
        fault(r, at(r, pointer, "columns"), shares ? "must be a list with as many entries as shares" : "must be a list of 1 to 20 columns");
    for (size_t i = 0; i < n && !r->failed; i++) {
        read_column(r, json_array_get(list, i), arena_printf(r->a, "%s/columns/%zu", pointer, i), b->kind, &columns[i]);
        if (shares)
            columns[i].share = json_number_value(json_array_get(shares, i));
        if (columns[i].share <= 0)
            fault(r, at(r, pointer, "shares"), "must be numbers above 0");
    }
    b->columns = columns;
    b->column_count = n;
}

static void read_facts(struct reader *r, const json_t *json, const char *pointer, struct block *b)
{
    const json_t *list = json_object_get(json, "rows");
    size_t n = json_array_size(list);
    struct facts_row *rows = arena_new_array(r->a, struct facts_row, n + 1);
    if (!json_is_array(list) || n == 0)
        fault(r, at(r, pointer, "rows"), "must be a list of {label, value}");
    for (size_t i = 0; i < n && !r->failed; i++) {
        const json_t *one = json_array_get(list, i);
        const char *where = arena_printf(r->a, "%s/rows/%zu", pointer, i);
        check_keys(r, one, " label value bold ", where);
        rows[i].label = words(r, one, "label", where, false, false);
        rows[i].value = words(r, one, "value", where, flag(r, one, "bold", where), false);
        need(r, rows[i].label, "label", where);
        need(r, rows[i].value, "value", where);
    }
    b->facts = rows;
    b->fact_count = n;
}

static void read_sizes(struct reader *r, const json_t *json, const char *pointer, struct block *b)
{
    b->level = (int)number(r, json, "level", pointer, 2, 1, 3);
    b->size_pt = number(r, json, "size_pt", pointer, 0, 5, 60);
    b->space_after_mm = number(r, json, "space_after_mm", pointer, -1, 0, 200);
    b->label_mm = number(r, json, "label_mm", pointer, 55, 5, 150);
    b->space_mm = number(r, json, "space_mm", pointer, 18, 0, 100);
    b->size_mm = number(r, json, "size_mm", pointer, 24, 24, 100);
    b->padding_mm = number(r, json, "padding_mm", pointer, 3, 0, 30);
    b->width_mm = number(r, json, "width_mm", pointer, 0, 1, 1000);
    b->height_mm = number(r, json, "height_mm", pointer, 0, 0, 250);
    b->dotted = flag(r, json, "dotted", pointer);
}

static void read_block(struct reader *r, const json_t *json, const char *pointer, struct block *b)
{
    const char *kind = json_get_text(json, "kind");
    size_t k = 0;
    while (k < sizeof kinds / sizeof *kinds && !text_equal(kinds[k].name, kind))
        k++;
    if (k == sizeof kinds / sizeof *kinds) {
        fault(r, at(r, pointer, "kind"), "unknown kind of block");
        return;
    }
    b->kind = (enum block_kind)k;
    if (!check_keys(r, json, arena_printf(r->a, " kind when unless%s", kinds[k].keys), pointer))
        return;
    bool bold = flag(r, json, "bold", pointer) || b->kind == BLOCK_HEADING, italic = flag(r, json, "italic", pointer);
    b->when = text_or_null(r, json, "when", pointer);
    b->unless = text_or_null(r, json, "unless", pointer);
    b->mark = text_or_null(r, json, "mark", pointer);
    b->align = align(r, json, pointer, b->kind == BLOCK_HEADING || b->kind == BLOCK_QR ? PDF_CENTRE : PDF_LEFT);
    b->text = words(r, json, "text", pointer, bold, italic);
    b->caption = words(r, json, "caption", pointer, false, false);
    b->empty = words(r, json, "empty", pointer, false, true);
    read_sizes(r, json, pointer, b);
    if (strstr(kinds[k].keys, " text "))
        need(r, b->text, "text", pointer);
    if (b->kind == BLOCK_TABLE || b->kind == BLOCK_LIST)
        b->rows = text_or_null(r, json, "rows", pointer);
    if ((b->kind == BLOCK_TABLE || b->kind == BLOCK_LIST) && !b->rows)
        fault(r, pointer, "needs \"rows\", the name of a list");
    if (b->kind == BLOCK_FIELDS)
        read_facts(r, json, pointer, b);
    if (b->kind == BLOCK_TABLE || b->kind == BLOCK_COLUMNS || b->kind == BLOCK_SIGNATURES)
        read_columns(r, json, pointer, b);
    if (b->kind == BLOCK_BOX)
        b->blocks = read_blocks(r, json_object_get(json, "blocks"), at(r, pointer, "blocks"));
}

static struct blocks read_blocks(struct reader *r, const json_t *list, const char *pointer)
{
    size_t n = json_array_size(list);
    struct block *items = arena_new_array(r->a, struct block, n + 1);
    if (!json_is_array(list))
        fault(r, pointer, "must be a list of blocks");
    for (size_t i = 0; i < n && !r->failed; i++)
        read_block(r, json_array_get(list, i), arena_printf(r->a, "%s/%zu", pointer, i), &items[i]);
    return (struct blocks){items, n};
}

static void read_page(struct reader *r, const json_t *page, struct paper *p)
{
    const json_t *m = json_object_get(page, "margins_mm");
    const char *size = text_or_null(r, page, "size", "/page"), *face = text_or_null(r, page, "face", "/page");
    check_keys(r, page, " size margins_mm face size_pt line_height footer page_numbers ", "/page");
    if (size && strcmp(size, "A4") != 0 && strcmp(size, "A4 landscape") != 0 && strcmp(size, "A5") != 0)
        fault(r, "/page/size", "must be A4, A4 landscape or A5");
    bool landscape = text_equal(size, "A4 landscape"), small = text_equal(size, "A5");
    p->width_mm = landscape ? 297 : small ? 148 : 210;
    p->height_mm = small || landscape ? 210 : 297;
    if (m && json_array_size(m) != 4)
        fault(r, "/page/margins_mm", "must be four numbers: top, right, bottom, left");
    double *sides[] = {&p->top_mm, &p->right_mm, &p->bottom_mm, &p->left_mm};
    static const double usual[] = {20, 15, 20, 30}; /* NĐ 30/2020/NĐ-CP, Annex I */
    for (size_t i = 0; i < 4; i++)
        *sides[i] = m ? json_number_value(json_array_get(m, i)) : usual[i];
    for (size_t i = 0; i < 4; i++)
        if (*sides[i] < 5 || *sides[i] > 60)
            fault(r, "/page/margins_mm", "must be from 5 to 60 mm");
    if (face && strcmp(face, "sans") != 0 && strcmp(face, "serif") != 0)
        fault(r, "/page/face", "must be sans or serif");
    p->face = text_equal(face, "serif") ? PDF_SERIF : PDF_SANS;
    p->size_pt = number(r, page, "size_pt", "/page", 10, 6, 30);
    p->line_height = number(r, page, "line_height", "/page", 0, 0.8, 3);
    if (json_object_get(page, "footer"))
        p->footer = checked_template(r, json_object_get(page, "footer"), "/page/footer");
    if (json_object_get(page, "page_numbers"))
        p->page_numbers = checked_template(r, json_object_get(page, "page_numbers"), "/page/page_numbers");
}

const struct paper *paper_compile(struct arena *a, const char *json, size_t n, struct paper_fault *ret_fault)
{
    struct paper_fault ignored;
    struct reader r = {a, ret_fault ? ret_fault : &ignored, false};
    struct paper *p = arena_new_one(a, struct paper);
    const char *why = "larger than 1 MB";
    const json_t *d = n <= MOST_BYTES ? json_read(a, json, n, MOST_JSON_DEPTH, &why) : NULL;
    if (!json_is_object(d)) {
        fault(&r, "", "%s", d ? "a paper is an object" : why);
        return NULL;
    }
    check_keys(&r, d, " title author lang page blocks ", "");
    p->title = checked_template(&r, json_object_get(d, "title"), "/title");
    p->author = json_object_get(d, "author") ? checked_template(&r, json_object_get(d, "author"), "/author") : NULL;
    p->lang = text_or_null(&r, d, "lang", "");
    p->lang = p->lang ? p->lang : "vi";
    read_page(&r, json_object_get(d, "page"), p);
    p->blocks = read_blocks(&r, json_object_get(d, "blocks"), "/blocks");
    return r.failed ? NULL : p;
}

const char *text_fill(struct arena *a, const char *text, const json_t *const *values, size_t count)
{
    struct buf b;
    const char *why;
    buf_init(&b, a, MOST_TEXT);
    mustache_render_in(&b, text, values, count, MUSTACHE_TEXT, NULL, NULL,
                       &why); /* checked when compiled; too long a text is cut at 1 MB */
    const char *nfc = b.length ? text_nfc(a, b.data) : "";
    return nfc ? nfc : "";
}

struct words words_fill(struct arena *a, struct words w, const json_t *const *values, size_t count, bool bold, bool italic)
{
    struct pdf_run *runs = arena_new_array(a, struct pdf_run, w.count + 1);
    for (size_t i = 0; i < w.count; i++)
        runs[i] = (struct pdf_run){text_fill(a, w.runs[i].text, values, count), w.runs[i].bold || bold, w.runs[i].italic || italic};
    return (struct words){runs, w.count};
}
