/* /so-theo-doi: the register of dossiers (form 07, TT 03/2025/TT-VPCP) of one agency and one stretch of days, for reading, printing and saving. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "core/access.h"
#include "core/field.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/tasks/export.h"
#include "modules/tasks/search.h"
#include "tasks_pages.h"

enum { ROWS_A_PAGE = 50, ROWS_AT_ONCE = 500 };

/* Without dates: this month. */
static struct dossier_search register_of(struct q *q, const struct search_input *in)
{
    struct search_input narrowed = *in;
    struct date today = time_local(clock_now()).date;
    if (in->tu == INT32_MIN && in->den == INT32_MIN)
        narrowed.tu = date_to_days((struct date){today.year, today.month, 1});
    return search_of(q, &narrowed);
}

static void row_of(struct q *q, const struct dossier *d, int64_t number, struct tasks_book_rows *row)
{
    *row = (struct tasks_book_rows){
        .number = number, .href = tasks_url(q, d->code), .code = d->code, .procedure = tasks_procedure(q, d->procedure_id, d->procedure_version), .who = d->applicant_name,
        .address = d->applicant_address, .phone = d->applicant_phone, .unit = tasks_unit(q, d->competent_unit), .channel = tasks_channel(q, d->channel),
        .came = d->submitted_at, .due = d->due_at, .first_due = d->first_due_at != d->due_at ? d->first_due_at : 0, .moved = d->received_at, .ended = d->ended_at,
        .returned = d->returned_at, .tag = tasks_status(q, d->status), .look = tasks_status_look(d->status), .late = d->due_at && d->ended_at > d->due_at};
}

enum result register_show(struct q *q, const void *input)
{
    const struct search_input *in = input;
    struct dossier_search what = register_of(q, in);
    const struct dossier *found;
    size_t count;
    int64_t total;
    struct pager pager;
    TRY(page_pager(q, ROWS_A_PAGE, INT32_MAX, &pager));
    what.limit = ROWS_A_PAGE;
    what.offset = (pager.page - 1) * ROWS_A_PAGE;
    TRY(dossiers_search(q, &what, &found, &count, &total));
    TRY(page_pager(q, ROWS_A_PAGE, total, &pager));
    struct tasks_book_rows *rows = arena_new_array(q->arena, struct tasks_book_rows, count + 1);
    for (size_t i = 0; i < count; i++)
        row_of(q, &found[i], what.offset + (int64_t)i + 1, &rows[i]);
    struct tasks_book_view view = {
        .unit = tasks_unit(q, what.unit_id), .from = date_vi(q->arena, time_local(what.from).date),
        .until = date_vi(q->arena, what.to ? time_local(what.to - 1).date : time_local(clock_now()).date), .rows = rows, .rows_count = count,
        .pager = field_pager(q, &pager), .csv_url = search_export_url(q, "/so-theo-doi", "csv"), .xlsx_url = search_export_url(q, "/so-theo-doi", "xlsx")};
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Register of dossiers")), .no_index = true, .wide = true, .current = "/so-theo-doi"};
    return tasks_book_page(q, &frame, &view);
}

enum result register_export(struct q *q, const void *input)
{
    struct dossier_search what = register_of(q, input);
    const struct dossier *found;
    struct sheet s;
    size_t count;
    int64_t total;
    TRY(export_heads(q, &s, "so-theo-doi"));
    what.limit = ROWS_AT_ONCE;
    do {
        TRY(dossiers_search(q, &what, &found, &count, &total));
        for (size_t i = 0; i < count; i++)
            export_dossier(q, &s, &found[i]);
        what.offset += (int64_t)count;
    } while (count == ROWS_AT_ONCE && !sheet_full(&s));
    TRY(sheet_end(&s));
    return export_tell(q, "/so-theo-doi", export_kind(q), what.offset);
}
