/* Received and finished by month as a small drawing; the same numbers stand in a table below it. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/date.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/statistics/chart.h"

enum { BAR = 18, STEP = 56, HEIGHT = 140, TOP = 18, RECEIVED = 1, DONE = 11 };

enum result chart_months(struct q *q, const struct scope *s, struct chart_month ret[CHART_MONTHS])
{
    struct statistics_month_sums_rows rows;
    struct date now = time_local(clock_now()).date;
    int64_t last = now.year * 12 + now.month - 1, first = last - CHART_MONTHS + 1;
    for (int i = 0; i < CHART_MONTHS; i++)
        ret[i] = (struct chart_month){.year = (int)((first + i) / 12), .month = (int)((first + i) % 12) + 1};
    TRY(statistics_month_sums(q, first, last, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        const struct statistics_month_sums_row *r = &rows.items[i];
        if (!in_scope(q, s, r->unit_id, r->procedure_id))
            continue;
        struct chart_month *m = &ret[r->month - first];
        if (r->measure == RECEIVED)
            m->received += r->n;
        if (r->measure == DONE)
            m->done += r->n;
    }
    return OK;
}

static void bar(struct buf *b, const char *class, int x, int64_t n, int64_t most)
{
    int height = (int)(n * HEIGHT / most);
    buf_printf(b, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", class, x, TOP + HEIGHT - height, BAR, height);
}

const char *chart_draw(struct q *q, const struct chart_month months[CHART_MONTHS])
{
    struct buf b;
    int64_t most = 1;
    buf_init(&b, q->arena, 20000);
    for (int i = 0; i < CHART_MONTHS; i++) {
        most = months[i].received > most ? months[i].received : most;
        most = months[i].done > most ? months[i].done : most;
    }
    buf_printf(&b, "<svg class=\"tb-chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", CHART_MONTHS * STEP, TOP + HEIGHT + 26);
    buf_html(&b, tr(q, T("Dossiers received and finished by month; the numbers stand in the table below")));
    buf_puts(&b, "\">");
    buf_printf(&b, "<line class=\"axis\" x1=\"0\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", TOP + HEIGHT, CHART_MONTHS * STEP, TOP + HEIGHT);
    for (int i = 0; i < CHART_MONTHS; i++) {
        int x = i * STEP + 8;
        bar(&b, "c1", x, months[i].received, most);
        bar(&b, "c2", x + BAR + 2, months[i].done, most);
        buf_printf(&b, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%d/%02d</text>", x + BAR + 1, TOP + HEIGHT + 18, months[i].month, months[i].year % 100);
    }
    buf_puts(&b, "</svg>");
    return b.data;
}
