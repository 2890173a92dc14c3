/* /tra-cuu-ho-so: every dossier of the officer's subtree, by words with or without marks, code, procedure, state, dates. */
#include "base/arena.h"
#include "base/date.h"
#include "base/text.h"
#include "core/access.h"
#include "core/field.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/procedures/procedures.h"
#include "modules/tasks/export.h"
#include "modules/tasks/search.h"
#include "modules/units/units.h"
#include "tasks_pages.h"

enum { ROWS_A_PAGE = 30, ROWS_AT_ONCE = 500, COUNTED_MOST = 1001 /* dossiers_search counts no further */ };

const struct input search_inputs[] = {SEARCH_INPUTS, INPUT_END};

static const char *filled(const char *text)
{
    return text && *text ? text : NULL;
}

struct dossier_search search_of(struct q *q, const struct search_input *in)
{
    struct dossier_search s = {.words = filled(in->q), .procedure_id = filled(in->tt), .status = in->tinh_trang, .unit_id = filled(in->don_vi)};
    if (in->tu != INT32_MIN)
        s.from = time_of_local_day(in->tu);
    if (in->den != INT32_MIN)
        s.to = time_of_local_day(in->den + 1);
    if (!s.unit_id)
        s.unit_id = q->account->unit_id;
    return s;
}

static void fill_choices(struct q *q, const struct search_input *in, struct tasks_search_view *view)
{
    const struct procedure *const *all;
    size_t count = procedures_all(q, &all);
    struct tasks_search_procedures *procedures = arena_new_array(q->arena, struct tasks_search_procedures, count + 1);
    struct tasks_search_states *states = arena_new_array(q->arena, struct tasks_search_states, 10);
    for (size_t i = 0; i < count; i++)
        procedures[i] = (struct tasks_search_procedures){.id = all[i]->id, .name = text_truncate(q->arena, procedures_name(q, all[i]), 70), .chosen = text_equal(in->tt, all[i]->id)};
    for (int64_t i = 1; i <= 10; i++)
        states[i - 1] = (struct tasks_search_states){.value = i, .name = tasks_status(q, i), .chosen = in->tinh_trang == i};
    view->procedures = procedures;
    view->procedures_count = count;
    view->states = states;
    view->states_count = 10;
}

static void row_of(struct q *q, const struct dossier *d, struct tasks_search_rows *row)
{
    struct task_clock clock;
    tasks_clock_of_dossier(q, d, &clock);
    *row = (struct tasks_search_rows){
        .href = tasks_url(q, d->code), .code = d->code, .who = d->applicant_name, .about = text_equal(d->summary, d->applicant_name) ? NULL : d->summary,
        .procedure = tasks_procedure(q, d->procedure_id, d->procedure_version), .channel = tasks_channel(q, d->channel), .came = d->submitted_at,
        .unit = tasks_unit(q, d->competent_unit), .left = clock.words, .promise = clock.promise, .tone = clock.tone, .tag = tasks_status(q, d->status),
        .look = text_equal(clock.tone, "late") ? "late" : tasks_status_look(d->status)};
}

enum result search_show(struct q *q, const void *input)
{
    const struct search_input *in = input;
    struct dossier_search what = search_of(q, in);
    const struct dossier *found;
    size_t count;
    int64_t total;
    struct pager pager;
    struct tasks_search_view view = {.words = in->q, .from = in->tu != INT32_MIN ? date_vi(q->arena, date_from_days(in->tu)) : "",
                                     .until = in->den != INT32_MIN ? date_vi(q->arena, date_from_days(in->den)) : ""};
    TRY(page_pager(q, ROWS_A_PAGE, INT32_MAX, &pager));
    what.limit = ROWS_A_PAGE;
    what.offset = (pager.page - 1) * ROWS_A_PAGE;
    TRY(dossiers_search(q, &what, &found, &count, &total));
    TRY(page_pager(q, ROWS_A_PAGE, total, &pager));
    struct tasks_search_rows *rows = arena_new_array(q->arena, struct tasks_search_rows, count + 1);
    for (size_t i = 0; i < count; i++)
        row_of(q, &found[i], &rows[i]);
    view.rows = rows;
    view.rows_count = count;
    view.many = total >= COUNTED_MOST;
    view.total = total;
    view.pager = field_pager(q, &pager);
    view.csv_url = search_export_url(q, "/tra-cuu-ho-so", "csv");
    view.xlsx_url = search_export_url(q, "/tra-cuu-ho-so", "xlsx");
    view.scope = tasks_unit(q, what.unit_id);
    fill_choices(q, in, &view);
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Find dossiers")), .no_index = true, .current = "/tra-cuu-ho-so"};
    return tasks_search_page(q, &frame, &view);
}

const char *search_export_url(struct q *q, const char *path, const char *kind)
{
    const char *query = q->request->query;
    return arena_printf(q->arena, "%s/xuat/%s%s%s", path, kind, *query ? "?" : "", query);
}

enum result search_export(struct q *q, const void *input)
{
    struct dossier_search what = search_of(q, input);
    const struct dossier *found;
    struct sheet s;
    size_t count;
    int64_t total;
    TRY(export_heads(q, &s, "ho-so"));
    what.limit = ROWS_AT_ONCE;
    do {
        TRY(dossiers_search(q, &what, &found, &count, &total));
        for (size_t i = 0; i < count; i++)
            export_dossier(q, &s, &found[i]);
        what.offset += (int64_t)count;
    } while (count == ROWS_AT_ONCE && !sheet_full(&s));
    TRY(sheet_end(&s));
    return export_tell(q, "/tra-cuu-ho-so", export_kind(q), what.offset);
}
