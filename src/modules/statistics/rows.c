/* /cong-vu/thong-ke/ho-so: exactly the dossiers that a figure counts. An officer sees them all as a list (code, procedure, dates, no names); what
 * stands in a dossier is opened by the dossier's own rights. */
#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"
#include "core/field.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/q.h"
#include "modules/procedures/procedures.h"
#include "modules/statistics/view.h"
#include "modules/units/units.h"
#include "statistics_pages.h"

enum { PAGE_SIZE = 50 };

static const char *end_words(struct q *q, const struct statistics_facts_row *f)
{
    if (!f->ended_at)
        return tr(q, f->paused ? T("Waiting for the applicant") : T("Being worked on"));
    if (text_equal(f->end_kind, "refused"))
        return tr(q, T("Refused"));
    if (text_equal(f->end_kind, "stopped"))
        return tr(q, T("Stopped"));
    if (text_equal(f->end_kind, "withdrawn"))
        return tr(q, T("Taken back"));
    return tr(q, f->due_at && f->ended_at > f->due_at ? T("Finished late") : T("Finished in time"));
}

static void put_rows(struct q *q, const struct statistics_facts_row *rows, size_t n, struct statistics_rows_view *v)
{
    struct statistics_rows_rows *to = arena_new_array(q->arena, struct statistics_rows_rows, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct statistics_facts_row *f = &rows[i];
        const struct procedure *p = procedures_find(q, f->procedure_id, 0);
        const struct unit *u = units_find(q, f->unit_id);
        to[i] = (struct statistics_rows_rows){.code = f->code, .procedure = p ? procedures_name(q, p) : f->procedure_id, .agency = u ? units_name(q, u) : f->unit_id,
                                              .submitted = f->submitted_at, .due = f->due_at, .ended = f->ended_at, .state = end_words(q, f),
                                              .late = f->due_at && f->ended_at > f->due_at};
    }
    v->rows = to;
    v->rows_count = n;
}

enum result statistics_rows_show(struct q *q, const void *input)
{
    const struct period_input *in = input;
    const struct figure *f = in->chi_so ? figure_find(in->chi_so) : NULL;
    struct scope scope;
    struct statistics_facts_row *rows;
    size_t n;
    struct pager pager;
    if (!f)
        return fail(q, NOT_FOUND, T("There is no such figure"));
    struct period period = period_of(q, in);
    TRY(scope_of(q, in, &scope));
    TRY(statistics_rows(q, period, &scope, &f->numerator, &rows, &n));
    TRY(page_pager(q, PAGE_SIZE, (int64_t)n, &pager));
    size_t from = (size_t)((pager.page - 1) * PAGE_SIZE), most = n - from < PAGE_SIZE ? n - from : PAGE_SIZE;
    struct statistics_rows_view v = {.title = pick_language(q, f->name_vi, f->name_en), .period = period.name, .scope = scope_words(q, &scope), .total = (int64_t)n,
                                     .now = f->now, .back = statistics_url(q, "/thong-ke", in, NULL, NULL), .pager = field_pager(q, &pager)};
    put_rows(q, rows + from, most, &v);
    struct page frame = {.shell = SHELL_OFFICE, .title = v.title, .current = "/thong-ke", .no_index = true};
    return statistics_rows_page(q, &frame, &v);
}
