/* figures.csv: read once at start. A percentage must follow from its numerator and denominator, or the check says so. */
#include "base/arena.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/province.h"
#include "modules/portal/portal_inside.h"
#include <math.h>
#include <stdlib.h>

struct figure_row {
    struct row row;
    const char *id, *label_vi, *label_en, *unit, *detail_vi, *detail_en, *period, *source_vi, *source_en, *seed_ref, *note_vi;
    int64_t order, numerator, denominator;
    double value;
};
static const struct column columns[] = {
    COLUMN(struct figure_row, id, COLUMN_TEXT, .required = true, .unique = true, .max = 60),
    COLUMN(struct figure_row, order, COLUMN_INT, .required = true, .min = 1, .max = 100),
    COLUMN(struct figure_row, label_vi, COLUMN_TEXT, .required = true, .max = 120),
    COLUMN(struct figure_row, label_en, COLUMN_TEXT, .required = true, .max = 120),
    COLUMN(struct figure_row, value, COLUMN_REAL, .required = true),
    COLUMN(struct figure_row, unit, COLUMN_TEXT, .required = true, .choices = "percent|count"),
    COLUMN(struct figure_row, numerator, COLUMN_INT, .min = 0, .max = INT64_MAX),
    COLUMN(struct figure_row, denominator, COLUMN_INT, .min = 1, .max = INT64_MAX),
    COLUMN(struct figure_row, detail_vi, COLUMN_TEXT, .max = 200),
    COLUMN(struct figure_row, detail_en, COLUMN_TEXT, .max = 200),
    COLUMN(struct figure_row, period, COLUMN_TEXT, .required = true, .max = 20),
    COLUMN(struct figure_row, source_vi, COLUMN_TEXT, .required = true, .max = 300),
    COLUMN(struct figure_row, source_en, COLUMN_TEXT, .required = true, .max = 300),
    COLUMN(struct figure_row, seed_ref, COLUMN_TEXT, .max = 60),
    COLUMN(struct figure_row, note_vi, COLUMN_TEXT, .max = 400),
    COLUMN_END};

static struct figure *figures;
static size_t figure_count;

static size_t read_rows(struct province *p, struct findings *f, const struct figure_row **ret)
{
    void *rows;
    size_t count;
    province_table(p, f, "figures.csv", columns, "", sizeof(struct figure_row), &rows, &count);
    *ret = rows;
    return count;
}

void portal_check(struct q *q, struct province *p, struct findings *f)
{
    const struct figure_row *rows;
    size_t count = read_rows(p, f, &rows);
    (void)q;
    for (size_t i = 0; i < count; i++) {
        const struct figure_row *r = &rows[i];
        bool has_parts = r->numerator != COLUMN_NO_INT && r->denominator != COLUMN_NO_INT;
        double computed = has_parts ? 100.0 * (double)r->numerator / (double)r->denominator : r->value;
        if (text_equal(r->unit, "percent") && has_parts && fabs(computed - r->value) > 0.06)
            finding_add(f, "figures.csv", r->row.line, "value", "is %.2f, but numerator and denominator give %.2f", r->value, computed);
    }
}

static int compare_rows(const void *a, const void *b)
{
    const struct figure_row *x = a, *y = b;
    return (x->order > y->order) - (x->order < y->order);
}

enum result portal_start(struct q *q, struct province *p)
{
    struct findings f = {.arena = q->arena};
    const struct figure_row *found;
    size_t count = read_rows(p, &f, &found);
    if (f.count)
        return fail(q, INVALID, T("The province package has mistakes; run thubon check"));
    struct figure_row *rows = arena_memdup(q->arena, found, count * sizeof *rows);
    struct figure *list = arena_new_array(q->arena, struct figure, count + 1);
    if (count)
        qsort(rows, count, sizeof *rows, compare_rows);
    for (size_t i = 0; i < count; i++)
        list[i] = (struct figure){.label_vi = rows[i].label_vi, .label_en = rows[i].label_en, .value = rows[i].value, .percent = text_equal(rows[i].unit, "percent"),
                                  .detail_vi = rows[i].detail_vi, .detail_en = rows[i].detail_en, .period = rows[i].period,
                                  .source_vi = rows[i].source_vi, .source_en = rows[i].source_en};
    figures = list;
    figure_count = count;
    return OK;
}

size_t portal_figures(const struct figure **ret)
{
    *ret = figures;
    return figure_count;
}
