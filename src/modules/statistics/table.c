/* The table of a period as CSV, XLSX and JSON: the same figures as the page, one line a part, each share with numerator and denominator. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/csv.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "base/xlsx.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/statistics/view.h"
#include "modules/units/units.h"

enum { TABLE_MOST = 4 << 20 };
static const struct table_column { const char *key, *title; int measure; } columns[] = {
    {"received", T("Received"), 1},          {"received_online", T("online"), 2},    {"received_counter", T("at the desk"), 3},
    {"received_post", T("by post"), 4},      {"done", T("Finished"), 11},            {"done_before", T("before the date"), 12},
    {"done_on", T("on the date"), 13},       {"done_late", T("late"), 14},           {"done_no_date", T("without a date"), 15},
    {"refused", T("Refused"), 19},           {"stopped", T("Stopped"), 20},          {"withdrawn", T("Taken back"), 21},
    {"supplemented", T("Asked for a supplement"), 22}, {"open_now", T("Being worked on"), MEASURE_OPEN}, {"overdue_now", T("Overdue"), MEASURE_OVERDUE}};
enum { COLUMNS = sizeof columns / sizeof *columns };

struct table { struct period period; struct scope scope; struct sums whole; struct group *parts; size_t count; };

static enum result read_table(struct q *q, const struct period_input *in, struct table *t)
{
    t->period = period_of(q, in);
    TRY(scope_of(q, in, &t->scope));
    return statistics_sums(q, t->period, &t->scope, group_of(in), &t->whole, &t->parts, &t->count);
}

static const char *note_of(struct q *q, const struct table *t)
{
    const char *parts[2] = {arena_printf(q->arena, "%s, %s", scope_words(q, &t->scope), t->period.name),
                            t->period.running ? tr_fill(q, T("The period is not over: figures up to {time}, provisional."), "time", time_vi(q->arena, clock_now())) : ""};
    return text_join(q->arena, parts, t->period.running ? 2 : 1, ". ");
}

static void csv_line(struct q *q, struct buf *b, const char *name, const struct sums *s)
{
    csv_field(b, name, true);
    for (size_t i = 0; i < COLUMNS; i++)
        csv_field(b, arena_printf(q->arena, "%lld", (long long)s->n[columns[i].measure]), false);
    csv_end_record(b);
}

enum result statistics_csv(struct q *q, const void *input)
{
    struct table t;
    struct buf b;
    TRY(read_table(q, input, &t));
    buf_init(&b, q->arena, TABLE_MOST);
    buf_puts(&b, "\xEF\xBB\xBF"); /* spreadsheets take it for UTF-8 */
    csv_field(&b, note_of(q, &t), true);
    for (size_t i = 0; i < COLUMNS; i++)
        csv_field(&b, tr(q, columns[i].title), false);
    csv_end_record(&b);
    for (size_t i = 0; i < t.count; i++)
        csv_line(q, &b, t.parts[i].name, &t.parts[i].sums);
    csv_line(q, &b, tr(q, T("Total")), &t.whole);
    return reply_bytes(q, "text/csv; charset=utf-8", b.data, b.length, arena_printf(q->arena, "thong-ke-%s.csv", t.period.key));
}

static void xlsx_line(struct xlsx *x, const char *name, const struct sums *s)
{
    xlsx_text(x, name, false);
    for (size_t i = 0; i < COLUMNS; i++)
        xlsx_int(x, s->n[columns[i].measure]);
    xlsx_end_row(x);
}

enum result statistics_xlsx(struct q *q, const void *input)
{
    struct table t;
    struct xlsx x;
    struct buf b;
    TRY(read_table(q, input, &t));
    buf_init(&b, q->arena, TABLE_MOST);
    xlsx_begin(&x, q->arena, tr(q, T("Statistics")), TABLE_MOST);
    xlsx_text(&x, note_of(q, &t), true);
    for (size_t i = 0; i < COLUMNS; i++)
        xlsx_text(&x, tr(q, columns[i].title), true);
    xlsx_end_row(&x);
    for (size_t i = 0; i < t.count; i++)
        xlsx_line(&x, t.parts[i].name, &t.parts[i].sums);
    xlsx_line(&x, tr(q, T("Total")), &t.whole);
    if (!xlsx_finish(&x, &b))
        return fail(q, TOO_LARGE, NULL);
    return reply_bytes(q, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b.data, b.length,
                       arena_printf(q->arena, "thong-ke-%s.xlsx", t.period.key));
}

/* --- API ---------------------------------------------------------------------------------------------------------------------------------- */

static void write_measures(struct json_writer *w, const struct sums *s)
{
    json_key(w, "counts");
    json_object_open(w);
    for (size_t i = 0; i < COLUMNS; i++)
        json_field_int(w, columns[i].key, s->n[columns[i].measure]);
    json_object_close(w);
}

static void write_figures(struct json_writer *w, const struct figure *all, size_t n, const struct sums *s)
{
    for (size_t i = 0; i < n; i++) {
        struct figure_value v = figure_value(&all[i], s);
        json_object_open(w);
        json_field_text(w, "id", all[i].id);
        json_field_text(w, "number", all[i].number);
        json_field_text(w, "name", all[i].name_vi);
        json_field_int(w, "numerator", v.numerator);
        if (all[i].denominator.count)
            json_field_int(w, "denominator", v.denominator);
        json_key(w, "value");
        if (v.none)
            json_write_null(w);
        else
            json_double(w, v.value);
        if (all[i].target > 0 && !v.none) {
            json_key(w, "points");
            json_double(w, v.points);
        }
        json_object_close(w);
    }
}

static void write_parts(struct json_writer *w, const struct table *t)
{
    json_key(w, "parts");
    json_array_open(w);
    for (size_t i = 0; i < t->count; i++) {
        json_object_open(w);
        json_field_text(w, "id", t->parts[i].key);
        json_field_text(w, "name", t->parts[i].name);
        write_measures(w, &t->parts[i].sums);
        json_object_close(w);
    }
    json_array_close(w);
}

enum result statistics_api(struct q *q, const void *input)
{
    struct table t;
    struct buf b;
    struct json_writer w;
    const struct figure *figures;
    size_t n;
    TRY(read_table(q, input, &t));
    buf_init(&b, q->arena, TABLE_MOST);
    json_begin(&w, &b);
    json_object_open(&w);
    json_field_text(&w, "from", date_iso(q->arena, date_from_days(t.period.from)));
    json_field_text(&w, "to", date_iso(q->arena, date_from_days(t.period.to)));
    json_field_bool(&w, "provisional", t.period.running);
    json_field_time(&w, "at", clock_now());
    json_field_text(&w, "unit", t.scope.unit->id);
    json_field_text(&w, "sector", t.scope.sector);
    json_field_text(&w, "procedure", t.scope.procedure_id);
    write_measures(&w, &t.whole);
    json_key(&w, "figures");
    json_array_open(&w);
    n = figures_public(&figures);
    write_figures(&w, figures, n, &t.whole);
    n = figures_766(&figures);
    write_figures(&w, figures, n, &t.whole);
    json_array_close(&w);
    write_parts(&w, &t);
    json_object_close(&w);
    return b.overflow ? fail(q, TOO_LARGE, NULL) : reply_json(q, 200, b.data);
}
