/* /thong-ke: every figure with numerator, denominator, definition and, for officers who may, the dossiers behind it. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/access.h"
#include "core/field.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/q.h"
#include "modules/procedures/procedures.h"
#include "modules/statistics/chart.h"
#include "modules/statistics/view.h"
#include "modules/units/units.h"
#include "statistics_pages.h"

struct making { struct q *q; const struct period_input *in; struct period period; struct scope scope; struct sums whole; const char *moment; bool may_open; };

static const char *number_text(struct q *q, int64_t n)
{
    static const struct figure count = {.kind = FIGURE_COUNT};
    return figure_words(q, &count, (struct figure_value){.numerator = n});
}

static const char *parts_words(struct making *m, const struct figure *f, struct figure_value v)
{
    struct q *q = m->q;
    if (f->now)
        return tr_fill(q, T("at {time}"), "time", m->moment);
    if (!f->denominator.count)
        return NULL;
    if (v.none)
        return tr(q, T("nothing to count in this period"));
    if (f->kind == FIGURE_DAYS)
        return tr_fill(q, T("over {n} dossiers"), "n", number_text(q, v.denominator));
    return tr_fill(q, T("{n} of {all} dossiers"), "n", number_text(q, v.numerator), "all", number_text(q, v.denominator));
}

static const char *rows_url(struct making *m, const struct figure *f)
{
    struct q *q = m->q;
    for (size_t i = 0; i < f->numerator.count; i++)
        if (!measure_is_dossiers(f->numerator.terms[i].measure))
            return NULL;
    return m->may_open ? statistics_url(q, "/cong-vu/thong-ke/ho-so", m->in, "chi_so", f->id) : NULL;
}

static const char *definition_url(struct making *m, const struct figure *f)
{
    return statistics_url(m->q, arena_printf(m->q->arena, "/thong-ke/dinh-nghia/%s", f->id), m->in, NULL, NULL);
}

static void put_figures(struct making *m, struct statistics_page_view *v)
{
    const struct figure *all;
    size_t n = figures_public(&all);
    struct statistics_page_figures *to = arena_new_array(m->q->arena, struct statistics_page_figures, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct figure_value value = figure_value(&all[i], &m->whole);
        to[i] = (struct statistics_page_figures){
            .name = pick_language(m->q, all[i].name_vi, all[i].name_en), .value = figure_words(m->q, &all[i], value), .none = value.none,
            .unit = value.none ? NULL : figure_unit(m->q, &all[i]), .source = parts_words(m, &all[i], value), .provisional = m->period.running && !all[i].now,
            .rows = rows_url(m, &all[i]), .definition = definition_url(m, &all[i])};
    }
    v->figures = to;
    v->figures_count = n;
}

static void put_766(struct making *m, struct statistics_page_view *v)
{
    const struct figure *all;
    size_t n = figures_766(&all);
    struct statistics_page_indicators *to = arena_new_array(m->q->arena, struct statistics_page_indicators, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct figure *f = &all[i];
        struct figure_value value = figure_value(f, &m->whole);
        if (m->period.to < f->valid_from || (f->valid_to != INT32_MIN && m->period.from > f->valid_to))
            continue;
        to[v->indicators_count++] = (struct statistics_page_indicators){
            .number = f->number, .name = pick_language(m->q, f->name_vi, f->name_en), .numerator = f->kind == FIGURE_DAYS ? tr_fill(m->q, T("{n} minutes"), "n", number_text(m->q, value.numerator)) : number_text(m->q, value.numerator),
            .denominator = number_text(m->q, value.denominator), .value = figure_words(m->q, f, value), .unit = value.none ? NULL : figure_unit(m->q, f),
            .points = f->points <= 0 ? NULL : value.none ? "–" : f->target > 0 ? decimal_vi(m->q->arena, value.points, 2) : NULL,
            .most = f->points > 0 ? decimal_vi(m->q->arena, f->points, 0) : NULL, .definition = definition_url(m, f), .rows = rows_url(m, f)};
    }
    v->indicators = to;
}

/* --- parts ---------------------------------------------------------------------------------------------------------------------------- */

static const char *share(struct making *m, const char *figure, const struct sums *s)
{
    const struct figure *f = figure_find(figure);
    struct figure_value value = f ? figure_value(f, s) : (struct figure_value){.none = true};
    return !f || value.none ? "–" : arena_printf(m->q->arena, "%s %%", figure_words(m->q, f, value));
}

static const char *part_url(struct making *m, enum group_by by, const struct group *g)
{
    if (by == BY_SECTOR)
        return statistics_url(m->q, "/thong-ke", m->in, "linh_vuc", g->key);
    if (by == BY_PROCEDURE)
        return statistics_url(m->q, "/thong-ke", m->in, "thu_tuc", g->key);
    return text_equal(g->key, m->scope.unit->id) ? NULL : statistics_url(m->q, "/thong-ke", m->in, "don_vi", g->key);
}

static void put_parts(struct making *m, enum group_by by, const struct group *groups, size_t n, struct statistics_page_view *v)
{
    struct statistics_page_parts *to = arena_new_array(m->q->arena, struct statistics_page_parts, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct sums *s = &groups[i].sums;
        to[i] = (struct statistics_page_parts){
            .name = groups[i].name, .href = part_url(m, by, &groups[i]), .received = number_text(m->q, s->n[1]), .online = share(m, "online", s),
            .done = number_text(m->q, s->n[11]), .on_time = share(m, "on_time", s), .late = number_text(m->q, s->n[14]),
            .open = number_text(m->q, s->n[MEASURE_OPEN]), .overdue = number_text(m->q, s->n[MEASURE_OVERDUE]), .has_overdue = s->n[MEASURE_OVERDUE] > 0};
    }
    v->parts = to;
    v->parts_count = n;
    v->by_unit = by == BY_UNIT;
    v->by_sector = by == BY_SECTOR;
    v->by_procedure = by == BY_PROCEDURE;
    v->unit_tab = statistics_url(m->q, "/thong-ke", m->in, "xem", NULL);
    v->sector_tab = statistics_url(m->q, "/thong-ke", m->in, "xem", "linh-vuc");
    v->procedure_tab = statistics_url(m->q, "/thong-ke", m->in, "xem", "thu-tuc");
}

static enum result put_months(struct making *m, struct statistics_page_view *v)
{
    struct chart_month months[CHART_MONTHS];
    struct statistics_page_months *to = arena_new_array(m->q->arena, struct statistics_page_months, CHART_MONTHS);
    TRY(chart_months(m->q, &m->scope, months));
    for (int i = 0; i < CHART_MONTHS; i++)
        to[i] = (struct statistics_page_months){arena_printf(m->q->arena, "%02d/%d", months[i].month, months[i].year), months[i].received, months[i].done,
                                                i == CHART_MONTHS - 1};
    v->months = to;
    v->months_count = CHART_MONTHS;
    v->chart = chart_draw(m->q, months);
    return OK;
}

/* A share is computed again from its parts; what the report itself printed stands in the note. */
static void put_published(struct making *m, struct statistics_page_view *v)
{
    static const struct figure share = {.kind = FIGURE_PERCENT, .denominator = {.count = 1}}, count = {.kind = FIGURE_COUNT};
    const struct published *all;
    size_t n = figures_published(&all);
    struct statistics_page_published *to = arena_new_array(m->q->arena, struct statistics_page_published, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct published *p = &all[i];
        bool parts = p->numerator != COLUMN_NO_INT && p->denominator != COLUMN_NO_INT && p->denominator > 0, percent = text_equal(p->unit, "percent");
        struct figure_value value = {.numerator = (int64_t)p->value, .value = parts && percent ? 100.0 * (double)p->numerator / (double)p->denominator : p->value};
        const char *words = figure_words(m->q, percent ? &share : &count, value);
        to[i] = (struct statistics_page_published){
            .name = pick_language(m->q, p->label_vi, p->label_en), .note = m->q->language == LANGUAGE_VI ? p->note_vi : NULL, .source = pick_language(m->q, p->source_vi, p->source_en),
            .period = p->period, .numerator = parts ? number_text(m->q, p->numerator) : "–", .denominator = parts ? number_text(m->q, p->denominator) : "–",
            .value = percent ? arena_printf(m->q->arena, "%s %%", words) : words};
    }
    v->published = to;
    v->published_count = n;
}

/* --- what was chosen ------------------------------------------------------------------------------------------------------------------- */

static void put_periods(struct making *m, struct statistics_page_view *v)
{
    size_t n;
    const struct choice *choices = period_choices(m->q, &n);
    struct statistics_page_periods *to = arena_new_array(m->q->arena, struct statistics_page_periods, n + 1);
    for (size_t i = 0; i < n; i++)
        to[i] = (struct statistics_page_periods){choices[i].value, choices[i].label, text_equal(choices[i].value, m->period.key)};
    v->periods = to;
    v->periods_count = n;
    v->between = text_equal(m->period.key, "khoang");
    v->from = date_vi(m->q->arena, date_from_days(m->period.from));
    v->to = date_vi(m->q->arena, date_from_days(m->period.to));
    v->don_vi = m->in->don_vi;
    v->linh_vuc = m->in->linh_vuc;
    v->thu_tuc = m->in->thu_tuc;
    v->xem = m->in->xem;
}

/* The way up from the chosen unit, and what takes the other choices away. */
static void put_way(struct making *m, struct statistics_page_view *v)
{
    enum { MOST = 8 };
    struct statistics_page_way *to = arena_new_array(m->q->arena, struct statistics_page_way, MOST);
    const struct unit *up[MOST];
    size_t n = 0;
    for (const struct unit *u = units_parent(m->q, m->scope.unit); u && n < MOST - 2; u = units_parent(m->q, u))
        up[n++] = u;
    for (size_t i = n; i-- > 0;)
        to[v->way_count++] = (struct statistics_page_way){up[i] == units_root(m->q) ? tr(m->q, T("The whole province")) : units_name(m->q, up[i]),
                                                          statistics_url(m->q, "/thong-ke", m->in, "don_vi", up[i] == units_root(m->q) ? NULL : up[i]->id)};
    if (m->scope.sector)
        to[v->way_count++] = (struct statistics_page_way){tr(m->q, T("All sectors")), statistics_url(m->q, "/thong-ke", m->in, "linh_vuc", NULL)};
    if (m->scope.procedure_id)
        to[v->way_count++] = (struct statistics_page_way){tr(m->q, T("All procedures")), statistics_url(m->q, "/thong-ke", m->in, "thu_tuc", NULL)};
    v->way = to;
}

enum result statistics_show(struct q *q, const void *input)
{
    const struct period_input *in = input;
    struct making m = {.q = q, .in = in, .period = period_of(q, in), .moment = time_vi(q->arena, clock_now())};
    struct group *groups;
    size_t n;
    enum group_by by = group_of(in);
    m.may_open = q->account->kind == ACCOUNT_OFFICER && access_may(q, "statistics.open_rows");
    TRY(scope_of(q, in, &m.scope));
    TRY(statistics_sums(q, m.period, &m.scope, by, &m.whole, &groups, &n));
    const char *title = tr_fill(q, T("Handling of procedures, {period}"), "period", m.period.name);
    struct statistics_page_view v = {
        .title = title, .scope = scope_words(q, &m.scope), .empty = m.whole.n[1] == 0 && m.whole.n[11] == 0, .csv = statistics_url(q, "/thong-ke.csv", in, NULL, NULL),
        .xlsx = statistics_url(q, "/thong-ke.xlsx", in, NULL, NULL),
        .provisional = m.period.running ? tr_fill(q, T("The period is not over: figures up to {time}, provisional."), "time", m.moment) : NULL};
    put_periods(&m, &v);
    put_way(&m, &v);
    put_figures(&m, &v);
    put_766(&m, &v);
    put_parts(&m, by, groups, n, &v);
    if (m.scope.unit == units_root(q) && !m.scope.sector && !m.scope.procedure_id)
        put_published(&m, &v);
    TRY(put_months(&m, &v));
    struct page frame = {.shell = SHELL_SITE, .title = title, .current = "/thong-ke",
                         .description = tr(q, T("How many dossiers came in, were finished in time and are late, by agency, sector and procedure"))};
    return statistics_page_page(q, &frame, &v);
}
