/* Figures as the package defines them: numerator and denominator are sums of measures ("done_before + done_on - done_twice"). Public figures
 * and the indicators of QĐ 766 are read the same way; only the latter have points and dates of effect. */
#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/province.h"
#include "core/q.h"
#include "modules/statistics/statistics_inside.h"
#include <math.h>

struct public_row { struct row row; const char *id, *name_vi, *name_en, *kind, *numerator, *denominator, *definition_vi, *definition_en; int64_t order; };
#define P(member, type, ...) COLUMN(struct public_row, member, type, __VA_ARGS__)
static const struct column public_columns[] = {
    P(id, COLUMN_TEXT, .required = true, .unique = true, .max = 64),
    P(order, COLUMN_INT, .required = true, .min = 1, .max = 1000),
    P(name_vi, COLUMN_TEXT, .required = true, .max = 200),
    P(name_en, COLUMN_TEXT, .required = true, .max = 200),
    P(kind, COLUMN_TEXT, .required = true, .choices = "count|percent|days"),
    P(numerator, COLUMN_TEXT, .required = true, .max = 200),
    P(denominator, COLUMN_TEXT, .max = 200),
    P(definition_vi, COLUMN_TEXT, .required = true, .max = 1000),
    P(definition_en, COLUMN_TEXT, .required = true, .max = 1000),
    COLUMN_END};
struct row_766 { struct row row; const char *id, *number, *name_vi, *name_en, *kind, *numerator, *denominator, *norm, *definition_vi, *definition_en;
                 int64_t order; double points, target; int32_t valid_from, valid_to; };
#define Q(member, type, ...) COLUMN(struct row_766, member, type, __VA_ARGS__)
static const struct column columns_766[] = {
    Q(id, COLUMN_TEXT, .required = true, .max = 64),
    Q(number, COLUMN_TEXT, .required = true, .max = 10),
    Q(order, COLUMN_INT, .required = true, .min = 1, .max = 1000),
    Q(name_vi, COLUMN_TEXT, .required = true, .max = 200),
    Q(name_en, COLUMN_TEXT, .required = true, .max = 200),
    Q(points, COLUMN_REAL, .required = true),
    Q(target, COLUMN_REAL),
    Q(kind, COLUMN_TEXT, .required = true, .choices = "count|percent|days"),
    Q(numerator, COLUMN_TEXT, .required = true, .max = 200),
    Q(denominator, COLUMN_TEXT, .max = 200),
    Q(valid_from, COLUMN_DATE),
    Q(valid_to, COLUMN_DATE),
    Q(norm, COLUMN_TEXT, .required = true, .max = 60),
    Q(definition_vi, COLUMN_TEXT, .required = true, .max = 1000),
    Q(definition_en, COLUMN_TEXT, .required = true, .max = 1000),
    COLUMN_END};

static struct { struct figure *items; size_t count; } publics, of_766;
static struct { struct published *items; size_t count; } reported;

/* figures.csv: what was published before this system ran; see its source. */
#define F(member, type, ...) COLUMN(struct published, member, type, __VA_ARGS__)
static const struct column published_columns[] = {
    F(label_vi, COLUMN_TEXT, .required = true, .max = 200), F(label_en, COLUMN_TEXT, .required = true, .max = 200), F(value, COLUMN_REAL, .required = true),
    F(unit, COLUMN_TEXT, .required = true, .choices = "percent|count"), F(numerator, COLUMN_INT), F(denominator, COLUMN_INT),
    F(period, COLUMN_TEXT, .required = true, .max = 20), F(source_vi, COLUMN_TEXT, .required = true, .max = 400), F(source_en, COLUMN_TEXT, .max = 400),
    F(note_vi, COLUMN_TEXT, .max = 2000), COLUMN_END};

/* "a + b - c". *ret_bad: the word that is no measure; NULL all are. */
static struct expression parse(struct arena *a, const char *text, const char **ret_bad)
{
    struct expression e = {.count = 0};
    int sign = 1;
    *ret_bad = NULL;
    for (const char *at = text ? text : ""; *at;) {
        size_t n = strspn(at, "abcdefghijklmnopqrstuvwxyz_");
        if (n) {
            int measure = measure_named(at, n);
            if (!measure || e.count == sizeof e.terms / sizeof *e.terms)
                *ret_bad = arena_strndup(a, at, n);
            else
                e.terms[e.count++] = (struct term){measure, sign};
            at += n;
            continue;
        }
        if (*at != ' ' && *at != '+' && *at != '-')
            *ret_bad = arena_strndup(a, at, 1);
        sign = *at == '-' ? -1 : *at == '+' ? 1 : sign;
        at++;
    }
    return e;
}

static enum figure_kind kind_of(const char *kind)
{
    return text_equal(kind, "percent") ? FIGURE_PERCENT : text_equal(kind, "days") ? FIGURE_DAYS : FIGURE_COUNT;
}

static void finish(struct arena *a, struct findings *f, const char *file, size_t line, struct figure *to)
{
    const char *bad;
    to->numerator = parse(a, to->numerator_text, &bad);
    if (bad)
        finding_add(f, file, line, "numerator", "%s is not a measure", bad);
    to->denominator = parse(a, to->denominator_text, &bad);
    if (bad)
        finding_add(f, file, line, "denominator", "%s is not a measure", bad);
    if (to->kind != FIGURE_COUNT && !to->denominator.count)
        finding_add(f, file, line, "denominator", "a share or average needs a denominator");
    for (size_t i = 0; i < to->numerator.count; i++)
        to->now = to->now || to->numerator.terms[i].measure >= MEASURE_OPEN;
}

static void read_public(struct arena *a, struct province *p, struct findings *f)
{
    static const char file[] = "indicators/public.csv";
    void *rows = NULL;
    size_t count = 0;
    province_table(p, f, file, public_columns, "", sizeof(struct public_row), &rows, &count);
    publics.items = arena_new_array(a, struct figure, count + 1);
    publics.count = count;
    for (size_t i = 0; i < count; i++) {
        const struct public_row *r = &((struct public_row *)rows)[i];
        publics.items[i] = (struct figure){.id = r->id, .name_vi = r->name_vi, .name_en = r->name_en, .definition_vi = r->definition_vi,
                                           .definition_en = r->definition_en, .kind = kind_of(r->kind), .numerator_text = r->numerator,
                                           .denominator_text = r->denominator, .valid_from = INT32_MIN, .valid_to = INT32_MIN};
        finish(a, f, file, r->row.line, &publics.items[i]);
    }
}

static void read_766(struct arena *a, struct province *p, struct findings *f)
{
    static const char file[] = "indicators/qd766.csv";
    void *rows = NULL;
    size_t count = 0;
    province_table(p, f, file, columns_766, "certainty", sizeof(struct row_766), &rows, &count);
    of_766.items = arena_new_array(a, struct figure, count + 1);
    of_766.count = count;
    for (size_t i = 0; i < count; i++) {
        const struct row_766 *r = &((struct row_766 *)rows)[i];
        of_766.items[i] = (struct figure){.id = r->id, .number = r->number, .name_vi = r->name_vi, .name_en = r->name_en, .definition_vi = r->definition_vi,
                                          .definition_en = r->definition_en, .kind = kind_of(r->kind), .numerator_text = r->numerator, .norm = r->norm,
                                          .denominator_text = r->denominator, .points = r->points, .target = isnan(r->target) ? 0 : r->target,
                                          .valid_from = r->valid_from, .valid_to = r->valid_to};
        finish(a, f, file, r->row.line, &of_766.items[i]);
    }
}

static void read_published(struct province *p, struct findings *f)
{
    void *rows = NULL;
    province_table(p, f, "figures.csv", published_columns, "id|order|detail_vi|detail_en|seed_ref", sizeof(struct published), &rows, &reported.count);
    reported.items = rows;
}

size_t figures_published(const struct published **ret)
{
    *ret = reported.items;
    return reported.count;
}

void statistics_check_package(struct q *q, struct province *p, struct findings *f)
{
    read_public(q->arena, p, f);
    read_766(q->arena, p, f);
    read_published(p, f);
}

enum result statistics_start(struct q *q, struct province *p)
{
    struct findings f = {.arena = q->arena};
    statistics_check_package(q, p, &f);
    return f.count ? fail(q, INVALID, T("The province package has mistakes; run thubon check")) : OK;
}

size_t figures_public(const struct figure **ret)
{
    *ret = publics.items;
    return publics.count;
}

size_t figures_766(const struct figure **ret)
{
    *ret = of_766.items;
    return of_766.count;
}

const struct figure *figure_find(const char *id)
{
    for (size_t i = 0; i < publics.count; i++)
        if (text_equal(publics.items[i].id, id))
            return &publics.items[i];
    for (size_t i = 0; i < of_766.count; i++)
        if (text_equal(of_766.items[i].id, id))
            return &of_766.items[i];
    return NULL;
}

int64_t expression_sum(const struct expression *e, const struct sums *s)
{
    int64_t n = 0;
    for (size_t i = 0; i < e->count; i++)
        n += e->terms[i].sign * s->n[e->terms[i].measure];
    return n;
}

/* Points: all of them from the target on, below it their share (QĐ 766 rounds to two decimals). */
struct figure_value figure_value(const struct figure *f, const struct sums *s)
{
    struct figure_value v = {.numerator = expression_sum(&f->numerator, s), .denominator = expression_sum(&f->denominator, s)};
    double scale = f->kind == FIGURE_PERCENT ? 100.0 : f->kind == FIGURE_DAYS ? 1.0 / 480 : 1;
    v.none = f->denominator.count && v.denominator == 0;
    v.value = v.none ? NAN : (double)v.numerator * scale / (f->denominator.count ? (double)v.denominator : 1);
    if (!v.none && f->target > 0)
        v.points = v.value >= f->target ? f->points : round(f->points * v.value / f->target * 100) / 100;
    return v;
}

const char *figure_words(struct q *q, const struct figure *f, struct figure_value v)
{
    const char *words = f->kind == FIGURE_COUNT ? number_vi(q->arena, v.numerator) : decimal_vi(q->arena, v.value, f->kind == FIGURE_PERCENT ? 2 : 1);
    char *english = arena_strdup(q->arena, words);
    for (char *c = english; q->language == LANGUAGE_EN && *c; c++)
        *c = *c == '.' ? ',' : *c == ',' ? '.' : *c;
    return english;
}

const char *figure_unit(struct q *q, const struct figure *f)
{
    return f->kind == FIGURE_PERCENT ? "%" : f->kind == FIGURE_DAYS ? tr(q, T("working days")) : "";
}
