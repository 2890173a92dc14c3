/* The rules of the page: a block begins where the one before ended; what does not fit goes on on the next page. Text breaks between
 * lines; rows of tables, QR codes and signatures stay whole where they can; a heading keeps at least two lines company. */
#include "engines/papers/flow.h"
#include "engines/papers/mustache.h"
#include <string.h>

static const double epsilon = 0.01, heading_company_mm = 12, cell_padding_mm = 1.4, gap_mm = 5;

static double page_bottom(const struct flow *f)
{
    return f->sheet->paper->height_mm - f->sheet->paper->bottom_mm;
}

static double page_top(const struct flow *f)
{
    return f->sheet->paper->top_mm;
}

static bool at_page_top(const struct flow *f)
{
    return f->y <= page_top(f) + epsilon;
}

static void next_page(struct flow *f)
{
    f->page++;
    f->y = page_top(f);
    if (f->page >= MOST_PAGES)
        f->sheet->wrong = "more than 500 pages";
}

static bool fits(const struct flow *f, double height)
{
    return f->y + height <= page_bottom(f) + epsilon;
}

/* Goes to the next page when this does not fit here but would there. */
static void keep_whole(struct flow *f, double height)
{
    if (!fits(f, height) && !at_page_top(f))
        next_page(f);
}

static void mark_add(struct flow *f, struct mark m)
{
    struct sheet *s = f->sheet;
    if (s->mark_count == s->mark_room) {
        s->marks = arena_grow(s->a, s->marks, sizeof *s->marks, s->mark_count, s->mark_room ? 2 * s->mark_room : 64);
        s->mark_room = s->mark_room ? 2 * s->mark_room : 64;
    }
    m.page = f->page;
    s->marks[s->mark_count++] = m;
}

struct text {
    const struct pdf_layout *layout;
    size_t lines;
    double height;
};

static struct text text_lay(struct flow *f, struct words w, double width, double size_pt, enum pdf_align align)
{
    const struct paper *p = f->sheet->paper;
    struct words filled = words_fill(f->sheet->a, w, f->values, f->value_count, false, false);
    struct pdf_text t = {filled.runs, filled.count, p->face, size_pt > 0 ? size_pt : p->size_pt, p->line_height, align, width};
    struct text made = {0};
    made.layout = f->sheet->maker->layout(f->sheet->pdf, &t, &made.lines, &made.height);
    return made;
}

static double bottom_of(const struct flow *f, const struct text *t, size_t lines)
{
    return lines == 0 ? 0 : f->sheet->maker->line_bottom(f->sheet->pdf, t->layout, lines - 1);
}

/* How many lines from `from` on fit into `room` mm. */
static size_t lines_that_fit(const struct flow *f, const struct text *t, size_t from, double room)
{
    size_t to = from;
    while (to < t->lines && bottom_of(f, t, to + 1) - bottom_of(f, t, from) <= room + epsilon)
        to++;
    return to;
}

static void text_put(struct flow *f, const struct text *t, double x)
{
    for (size_t from = 0; from < t->lines && !f->sheet->wrong;) {
        size_t to = lines_that_fit(f, t, from, page_bottom(f) - f->y);
        if (to == from && !at_page_top(f)) {
            next_page(f);
            continue;
        }
        to = to == from ? from + 1 : to; /* a line higher than a page: drawn all the same */
        mark_add(f, (struct mark){.kind = MARK_TEXT, .layout = t->layout, .from = from, .to = to, .x = x, .y = f->y});
        f->y += bottom_of(f, t, to) - bottom_of(f, t, from);
        from = to;
    }
}

static double space_after(const struct block *b, double usual)
{
    return b->space_after_mm >= 0 ? b->space_after_mm : usual;
}

/* A centred heading of several lines reads better when they are about equally long: the narrowest width that needs no line more. */
static double balanced_width(struct flow *f, const struct block *b, double size, size_t lines)
{
    double narrow = f->width / (double)lines, wide = f->width;
    for (int i = 0; i < 6; i++) {
        double middle = (narrow + wide) / 2;
        if (text_lay(f, b->text, middle, size, b->align).lines > lines)
            narrow = middle;
        else
            wide = middle;
    }
    return wide;
}

static void flow_text(struct flow *f, const struct block *b)
{
    static const double heading_pt[] = {0, 14, 12, 10.5};
    double size = b->size_pt > 0 ? b->size_pt : b->kind == BLOCK_HEADING ? heading_pt[b->level] : 0;
    struct text t = text_lay(f, b->text, f->width, size, b->align);
    double width = f->width;
    if (b->kind == BLOCK_HEADING && b->align == PDF_CENTRE && t.lines > 1) {
        width = balanced_width(f, b, size, t.lines);
        t = text_lay(f, b->text, width, size, b->align);
    }
    if (b->kind == BLOCK_HEADING)
        keep_whole(f, t.height + heading_company_mm);
    text_put(f, &t, f->x + (f->width - width) / 2);
    f->y += space_after(b, b->kind == BLOCK_HEADING ? 2 : 0.8);
}

/* Label and dotted value, as on the printed forms. */
static void flow_fields(struct flow *f, const struct block *b)
{
    double label = b->label_mm < f->width - 20 ? b->label_mm : f->width / 2, x = f->x + label + 2;
    for (size_t i = 0; i < b->fact_count; i++) {
        struct text name = text_lay(f, b->facts[i].label, label, b->size_pt, PDF_LEFT);
        struct text value = text_lay(f, b->facts[i].value, f->width - label - 2, b->size_pt, PDF_LEFT);
        keep_whole(f, name.height > value.height ? name.height : value.height);
        struct flow beside = *f;
        text_put(&beside, &name, f->x);
        text_put(f, &value, x);
        if (beside.page > f->page || (beside.page == f->page && beside.y > f->y)) {
            f->page = beside.page;
            f->y = beside.y;
        }
        mark_add(f, (struct mark){.kind = MARK_DOTS, .x = x, .y = f->y + 0.2, .x2 = f->x + f->width, .y2 = f->y + 0.2, .width_pt = 0.4});
        f->y += 1.2;
    }
    f->y += space_after(b, 0.6);
}

static void column_widths(const struct block *b, double whole, double *ret)
{
    double fixed = 0, shares = 0;
    for (size_t i = 0; i < b->column_count; i++) {
        fixed += b->columns[i].width_mm;
        shares += b->columns[i].width_mm > 0 ? 0 : b->columns[i].share;
    }
    double left = whole > fixed ? whole - fixed : 0;
    for (size_t i = 0; i < b->column_count; i++)
        ret[i] = b->columns[i].width_mm > 0 ? b->columns[i].width_mm : shares > 0 ? left * b->columns[i].share / shares : 0;
}

struct row {
    struct text *cells;
    size_t *from;
    double *widths;
    size_t count;
};

static double row_height(const struct row *r)
{
    double height = 0;
    for (size_t i = 0; i < r->count; i++)
        height = r->cells[i].height > height ? r->cells[i].height : height;
    return height + 2 * cell_padding_mm;
}

/* As much of the row as fits here, with its borders. Returns whether all of it is drawn. */
static bool row_put_part(struct flow *f, struct row *r)
{
    double room = page_bottom(f) - f->y - 2 * cell_padding_mm, used = 0, x = f->x;
    bool done = true, any = false;
    size_t *to = arena_new_array(f->sheet->a, size_t, r->count);
    for (size_t i = 0; i < r->count; i++) {
        to[i] = lines_that_fit(f, &r->cells[i], r->from[i], room);
        if (to[i] == r->from[i] && to[i] < r->cells[i].lines && at_page_top(f))
            to[i]++;
        any |= to[i] > r->from[i];
        double height = bottom_of(f, &r->cells[i], to[i]) - bottom_of(f, &r->cells[i], r->from[i]);
        used = height > used ? height : used;
        done &= to[i] == r->cells[i].lines;
    }
    if (!any && !done)
        return false;
    for (size_t i = 0; i < r->count; i++) {
        mark_add(f,
                 (struct mark){.kind = MARK_BOX, .x = x, .y = f->y, .x2 = r->widths[i], .y2 = used + 2 * cell_padding_mm, .width_pt = 0.5});
        if (to[i] > r->from[i])
            mark_add(f, (struct mark){.kind = MARK_TEXT,
                                      .layout = r->cells[i].layout,
                                      .from = r->from[i],
                                      .to = to[i],
                                      .x = x + cell_padding_mm + 0.4,
                                      .y = f->y + cell_padding_mm});
        r->from[i] = to[i];
        x += r->widths[i];
    }
    f->y += used + 2 * cell_padding_mm;
    return done;
}

static struct row row_make(struct flow *f, const struct block *b, double *widths, bool header)
{
    struct row r = {arena_new_array(f->sheet->a, struct text, b->column_count), arena_new_array(f->sheet->a, size_t, b->column_count),
                    widths, b->column_count};
    for (size_t i = 0; i < b->column_count; i++) {
        const struct column *c = &b->columns[i];
        r.cells[i] =
            text_lay(f, header ? c->title : c->text, widths[i] - 2 * cell_padding_mm - 0.8, b->size_pt, header ? PDF_CENTRE : c->align);
    }
    return r;
}

static void header_put(struct flow *f, const struct block *b, double *widths)
{
    struct row header = row_make(f, b, widths, true);
    row_put_part(f, &header);
}

static void row_put(struct flow *f, const struct block *b, struct row *r)
{
    double whole = row_height(r);
    bool room_elsewhere = whole < (page_bottom(f) - page_top(f)) * 0.7;
    if (!fits(f, whole) && room_elsewhere && !at_page_top(f)) {
        next_page(f);
        header_put(f, b, r->widths);
    }
    while (!row_put_part(f, r) && !f->sheet->wrong) {
        next_page(f);
        header_put(f, b, r->widths);
    }
}

static void flow_table(struct flow *f, const struct block *b)
{
    double *widths = arena_new_array(f->sheet->a, double, b->column_count);
    column_widths(b, f->width, widths);
    struct row header = row_make(f, b, widths, true);
    keep_whole(f, row_height(&header) + heading_company_mm);
    row_put_part(f, &header);
    const json_t *rows = json_object_get(f->values[0], b->rows);
    size_t n = json_array_size(rows);
    for (size_t i = 0; i < n && !f->sheet->wrong; i++) {
        struct flow inner = *f;
        json_t *position = json_pack("{s:I}", "n", (json_int_t)i + 1);
        inner.values[inner.value_count++] = position;
        inner.values[inner.value_count++] = json_array_get(rows, i);
        struct row r = row_make(&inner, b, widths, false);
        json_decref(position);
        row_put(f, b, &r);
    }
    if (n == 0 && b->empty.count > 0) {
        struct text t = text_lay(f, b->empty, f->width - 4, b->size_pt, PDF_LEFT);
        struct row r = {&t, arena_new_array(f->sheet->a, size_t, 1), &f->width, 1};
        row_put(f, b, &r);
    }
    f->y += space_after(b, 2);
}

static void flow_list(struct flow *f, const struct block *b)
{
    const json_t *rows = json_object_get(f->values[0], b->rows);
    struct flow inner = *f;
    inner.x += 6;
    inner.width -= 6;
    for (size_t i = 0; i < json_array_size(rows) && !f->sheet->wrong; i++) {
        json_t *position = json_pack("{s:I}", "n", (json_int_t)i + 1);
        inner.values[f->value_count] = position;
        inner.values[f->value_count + 1] = json_array_get(rows, i);
        inner.value_count = f->value_count + 2;
        const char *mark = b->mark && strcmp(b->mark, "1.") == 0 ? "{{n}}." : b->mark ? b->mark : "–";
        struct text sign = text_lay(&inner, (struct words){&(struct pdf_run){mark, false, false}, 1}, 6, b->size_pt, PDF_LEFT);
        struct text t = text_lay(&inner, b->text, inner.width, b->size_pt, PDF_LEFT);
        json_decref(position);
        keep_whole(&inner, bottom_of(f, &t, 1));
        mark_add(&inner, (struct mark){.kind = MARK_TEXT, .layout = sign.layout, .from = 0, .to = sign.lines, .x = f->x, .y = inner.y});
        text_put(&inner, &t, inner.x);
        inner.y += 0.6;
    }
    f->page = inner.page;
    f->y = inner.y + space_after(b, 1);
}

/* Columns begin side by side; the block ends where the longest ends. */
static void flow_columns(struct flow *f, const struct block *b)
{
    double *widths = arena_new_array(f->sheet->a, double, b->column_count), x = f->x;
    column_widths(b, f->width - gap_mm * (double)(b->column_count - 1), widths);
    struct flow end = *f;
    for (size_t i = 0; i < b->column_count; i++) {
        struct flow column = *f;
        column.x = x;
        column.width = widths[i];
        flow_blocks(&column, b->columns[i].blocks);
        if (column.page > end.page || (column.page == end.page && column.y > end.y)) {
            end.page = column.page;
            end.y = column.y;
        }
        x += widths[i] + gap_mm;
    }
    f->page = end.page;
    f->y = end.y + space_after(b, 1.5);
}

/* Titles and notes at the top, the names in one line below the room for signing. */
static void flow_signatures(struct flow *f, const struct block *b)
{
    double *widths = arena_new_array(f->sheet->a, double, b->column_count), head = 0, names = 0, x = f->x;
    column_widths(b, f->width - gap_mm * (double)(b->column_count - 1), widths);
    struct text *texts = arena_new_array(f->sheet->a, struct text, b->column_count * 3);
    for (size_t i = 0; i < b->column_count; i++) {
        const struct words *parts[] = {&b->columns[i].title, &b->columns[i].note, &b->columns[i].name};
        for (size_t k = 0; k < 3; k++)
            if (parts[k]->count > 0)
                texts[3 * i + k] = text_lay(f, *parts[k], widths[i], b->size_pt, PDF_CENTRE);
        double own = texts[3 * i].height + texts[3 * i + 1].height;
        head = own > head ? own : head;
        names = texts[3 * i + 2].height > names ? texts[3 * i + 2].height : names;
    }
    f->y += 2;
    keep_whole(f, head + b->space_mm + names);
    for (size_t i = 0; i < b->column_count; i++) {
        double tops[] = {f->y, f->y + texts[3 * i].height, f->y + head + b->space_mm};
        for (size_t k = 0; k < 3; k++) {
            const struct text *t = &texts[3 * i + k];
            if (t->layout)
                mark_add(f, (struct mark){.kind = MARK_TEXT, .layout = t->layout, .from = 0, .to = t->lines, .x = x, .y = tops[k]});
        }
        x += widths[i] + gap_mm;
    }
    f->y += head + b->space_mm + names + 2;
}

static void flow_qr(struct flow *f, const struct block *b)
{
    static const double quiet_mm = 3.4; /* four modules of a 29-module code of 24 mm (ISO/IEC 18004) */
    struct text caption = {0};
    if (b->caption.count > 0)
        caption = text_lay(f, b->caption, f->width, 7.5, b->align);
    keep_whole(f, b->size_mm + quiet_mm + caption.height);
    double spare = f->width - b->size_mm, x = f->x + (b->align == PDF_CENTRE ? spare / 2 : b->align == PDF_RIGHT ? spare : 0);
    const char *text = text_fill(f->sheet->a, b->text.runs[0].text, f->values, f->value_count);
    mark_add(f, (struct mark){.kind = MARK_QR, .x = x, .y = f->y, .x2 = b->size_mm, .text = text});
    f->y += b->size_mm + (caption.layout ? quiet_mm / 2 : quiet_mm);
    if (caption.layout)
        text_put(f, &caption, f->x);
}

static void flow_box(struct flow *f, const struct block *b)
{
    struct flow inner = *f;
    inner.x += b->padding_mm;
    inner.width -= 2 * b->padding_mm;
    /* laid out once to know its height: a box that fits on one page is kept on one */
    size_t marks = f->sheet->mark_count;
    inner.y += b->padding_mm;
    flow_blocks(&inner, b->blocks);
    if (inner.page > f->page && !at_page_top(f)) {
        f->sheet->mark_count = marks;
        next_page(f);
        inner.page = f->page;
        inner.y = f->y + b->padding_mm;
        flow_blocks(&inner, b->blocks);
    }
    for (struct flow edge = *f; edge.page <= inner.page; edge.page++, edge.y = page_top(f)) {
        double bottom = edge.page == inner.page ? inner.y + b->padding_mm * 0.6 : page_bottom(f);
        mark_add(&edge, (struct mark){.kind = MARK_BOX, .x = f->x, .y = edge.y, .x2 = f->width, .y2 = bottom - edge.y, .width_pt = 1});
    }
    f->page = inner.page;
    f->y = inner.y + b->padding_mm * 0.6 + space_after(b, 2);
}

static void flow_rule(struct flow *f, const struct block *b)
{
    double width = b->width_mm > 0 && b->width_mm < f->width ? b->width_mm : f->width, spare = f->width - width;
    double x = f->x + (b->align == PDF_CENTRE ? spare / 2 : b->align == PDF_RIGHT ? spare : 0);
    keep_whole(f, 2);
    f->y += 0.8;
    mark_add(f, (struct mark){.kind = b->dotted ? MARK_DOTS : MARK_LINE, .x = x, .y = f->y, .x2 = x + width, .y2 = f->y, .width_pt = 0.6});
    f->y += 1.2;
}

static void flow_block(struct flow *f, const struct block *b)
{
    switch (b->kind) {
    case BLOCK_HEADING:
    case BLOCK_TEXT:
        flow_text(f, b);
        break;
    case BLOCK_FIELDS:
        flow_fields(f, b);
        break;
    case BLOCK_TABLE:
        flow_table(f, b);
        break;
    case BLOCK_COLUMNS:
        flow_columns(f, b);
        break;
    case BLOCK_SIGNATURES:
        flow_signatures(f, b);
        break;
    case BLOCK_QR:
        flow_qr(f, b);
        break;
    case BLOCK_BOX:
        flow_box(f, b);
        break;
    case BLOCK_LIST:
        flow_list(f, b);
        break;
    case BLOCK_RULE:
        flow_rule(f, b);
        break;
    case BLOCK_SPACER:
        f->y += b->height_mm;
        if (f->y > page_bottom(f))
            next_page(f);
        break;
    case BLOCK_PAGE_BREAK:
        if (!at_page_top(f))
            next_page(f);
        break;
    }
}

void flow_blocks(struct flow *f, struct blocks blocks)
{
    for (size_t i = 0; i < blocks.count && !f->sheet->wrong; i++) {
        const struct block *b = &blocks.items[i];
        if ((!b->when || mustache_true(f->values[0], b->when)) && (!b->unless || !mustache_true(f->values[0], b->unless)))
            flow_block(f, b);
    }
}
