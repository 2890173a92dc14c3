/* Rendering: blocks are laid out to marks, then the number of pages is known and the pages are drawn one after the other. */
#include "engines/papers/paper.h"
#include "base/log.h"
#include "engines/papers/flow.h"
#include "engines/papers/mustache.h"

static void draw(struct sheet *s, const struct mark *m)
{
    const struct pdf_maker *p = s->maker;
    switch (m->kind) {
    case MARK_TEXT:
        p->draw_lines(s->pdf, m->layout, m->from, m->to, m->x, m->y);
        break;
    case MARK_LINE:
    case MARK_DOTS:
        p->line(s->pdf, m->x, m->y, m->x2, m->y2, m->width_pt, m->kind == MARK_DOTS);
        break;
    case MARK_BOX:
        p->box(s->pdf, m->x, m->y, m->x2, m->y2, m->width_pt);
        break;
    case MARK_QR:
        if (!p->qr(s->pdf, m->text, m->x, m->y, m->x2))
            s->wrong = "a QR text is empty or too long";
        break;
    }
}

static void draw_foot_text(struct sheet *s, const char *template, const json_t *const *values, enum pdf_align align, double share)
{
    const struct paper *p = s->paper;
    double whole = p->width_mm - p->left_mm - p->right_mm, width = whole * share, height;
    size_t lines;
    struct pdf_run run = {text_fill(s->a, template, values, 2), false, false};
    struct pdf_text t = {&run, 1, p->face, 7.8, p->line_height, align, width};
    const struct pdf_layout *l = s->maker->layout(s->pdf, &t, &lines, &height);
    s->maker->draw_lines(s->pdf, l, 0, lines, align == PDF_RIGHT ? p->left_mm + whole - width : p->left_mm,
                         p->height_mm - p->bottom_mm + 3.4);
}

static void draw_foot(struct sheet *s, const json_t *data, int page, int pages)
{
    const struct paper *p = s->paper;
    double y = p->height_mm - p->bottom_mm + 2.6;
    if (!p->footer && !p->page_numbers)
        return;
    json_t *numbers = json_pack("{s:i, s:i}", "page", page, "pages", pages);
    const json_t *values[] = {data, numbers};
    s->maker->line(s->pdf, p->left_mm, y, p->width_mm - p->right_mm, y, 0.4, false);
    if (p->footer)
        draw_foot_text(s, p->footer, values, PDF_LEFT, p->page_numbers ? 0.8 : 1);
    if (p->page_numbers)
        draw_foot_text(s, p->page_numbers, values, PDF_RIGHT, 0.2);
    json_decref(numbers);
}

static void draw_pages(struct sheet *s, const json_t *data, int pages)
{
    for (int page = 0; page < pages; page++) {
        if (page > 0)
            s->maker->next_page(s->pdf);
        for (size_t i = 0; i < s->mark_count; i++)
            if (s->marks[i].page == page)
                draw(s, &s->marks[i]);
        draw_foot(s, data, page + 1, pages);
    }
}

enum result paper_render(struct arena *a, const struct paper *p, const json_t *data, int64_t made_at, struct pdf_maker *maker,
                         struct buf *to)
{
    struct sheet s = {.a = a, .paper = p, .maker = maker};
    struct pdf_meta meta = {.title = text_fill(a, p->title, &data, 1),
                            .author = p->author ? text_fill(a, p->author, &data, 1) : NULL,
                            .lang = p->lang,
                            .width_mm = p->width_mm,
                            .height_mm = p->height_mm,
                            .created_at = made_at};
    TRY(maker->begin(maker, a, &meta, &s.pdf));
    struct flow f = {
        .sheet = &s, .x = p->left_mm, .width = p->width_mm - p->left_mm - p->right_mm, .y = p->top_mm, .values = {data}, .value_count = 1};
    flow_blocks(&f, p->blocks);
    if (!s.wrong)
        draw_pages(&s, data, f.page + 1);
    if (s.wrong) {
        log_wrong("papers.render", LOG_S("title", meta.title), LOG_S("why", s.wrong));
        return f.page >= MOST_PAGES ? PROBLEM_TOO_LARGE : PROBLEM_BROKEN;
    }
    return maker->end(s.pdf, to);
}

/* --- the same words without pages -------------------------------------------------------------------------------------------------- */
struct plain {
    struct arena *a;
    struct buf *to;
    const json_t *values[4];
    size_t count;
};

static void say(struct plain *p, struct words w, const char *after)
{
    struct words filled = words_fill(p->a, w, p->values, p->count, false, false);
    for (size_t i = 0; i < filled.count; i++)
        buf_puts(p->to, filled.runs[i].text);
    if (w.count > 0)
        buf_puts(p->to, after);
}

static void say_blocks(struct plain *p, struct blocks blocks);

static void say_rows(struct plain *p, const struct block *b)
{
    const json_t *rows = json_object_get(p->values[0], b->rows);
    size_t before = p->count, n = json_array_size(rows);
    for (size_t i = 0; i < n; i++) {
        json_t *position = json_pack("{s:I}", "n", (json_int_t)i + 1);
        p->values[p->count++] = position;
        p->values[p->count++] = json_array_get(rows, i);
        for (size_t k = 0; k < b->column_count; k++)
            say(p, b->columns[k].text, k + 1 < b->column_count ? " | " : "\n");
        if (b->kind == BLOCK_LIST)
            say(p, b->text, "\n");
        p->count = before;
        json_decref(position);
    }
    if (n == 0)
        say(p, b->empty, "\n");
}

static void say_block(struct plain *p, const struct block *b)
{
    if (b->kind != BLOCK_LIST && b->kind != BLOCK_QR)
        say(p, b->text, "\n");
    for (size_t i = 0; i < b->fact_count; i++) {
        say(p, b->facts[i].label, ": ");
        say(p, b->facts[i].value, "\n");
    }
    for (size_t i = 0; i < b->column_count; i++) {
        say(p, b->columns[i].title, b->kind == BLOCK_TABLE && i + 1 < b->column_count ? " | " : "\n");
        say(p, b->columns[i].note, "\n");
        say(p, b->columns[i].name, "\n");
        say_blocks(p, b->columns[i].blocks);
    }
    if (b->rows)
        say_rows(p, b);
    say(p, b->caption, "\n");
    say_blocks(p, b->blocks);
}

static void say_blocks(struct plain *p, struct blocks blocks)
{
    for (size_t i = 0; i < blocks.count; i++) {
        const struct block *b = &blocks.items[i];
        if ((!b->when || mustache_true(p->values[0], b->when)) && (!b->unless || !mustache_true(p->values[0], b->unless)))
            say_block(p, b);
    }
}

void paper_text(struct arena *a, const struct paper *p, const json_t *data, struct buf *to)
{
    struct plain plain = {.a = a, .to = to, .values = {data}, .count = 1};
    say_blocks(&plain, p->blocks);
}
