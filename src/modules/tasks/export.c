/* Lists as CSV and XLSX: the inbox, and what search and register share (export.h). */
#include "modules/tasks/export.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "core/access.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/q.h"

enum { ROWS_AT_ONCE = 500 };

static enum result write_line(struct q *q, void *arg)
{
    struct event e = {.type = "tasks.list_exported", .subject_kind = "account", .subject_id = q->account->id, .unit_id = q->account->unit_id, .data = arg};
    return journal_write(q, &e);
}

enum result export_tell(struct q *q, const char *list, const char *kind, int64_t rows)
{
    struct buf b;
    struct json_writer w;
    buf_init(&b, q->arena, 8192);
    json_begin(&w, &b);
    json_object_open(&w);
    json_field_text(&w, "list", list);
    json_field_text(&w, "kind", kind);
    json_field_text(&w, "filter", q->request->query);
    json_field_int(&w, "rows", rows);
    json_object_close(&w);
    return db_transact(q, write_line, b.data);
}

const char *export_kind(struct q *q)
{
    return request_parameter(q, "kind");
}

/* --- the inbox -------------------------------------------------------------------------------------------------------------------------------- */

static void task_row(struct q *q, struct sheet *s, const struct dossier_task *t)
{
    struct task_clock clock;
    tasks_clock_of_task(q, t, &clock);
    sheet_text(s, t->code);
    sheet_text(s, tasks_procedure(q, t->procedure_id, 0));
    sheet_text(s, t->applicant_name);
    sheet_text(s, t->summary);
    sheet_text(s, tasks_channel(q, t->channel));
    sheet_time(s, t->submitted_at);
    sheet_time(s, t->dossier_due_at);
    sheet_text(s, clock.words);
    sheet_text(s, t->step_name);
    sheet_text(s, tasks_status(q, t->status));
    sheet_text(s, t->holder ? t->holder_name : NULL);
    sheet_text(s, tasks_unit(q, t->unit_id));
    sheet_row(s);
}

enum result inbox_export(struct q *q, const void *input)
{
    const char *heads[] = {tr(q, T("Dossier code")), tr(q, T("Procedure")), tr(q, T("Applicant")), tr(q, T("About")), tr(q, T("Channel")), tr(q, T("Received")),
                           tr(q, T("Promised")), tr(q, T("Time")), tr(q, T("Step")), tr(q, T("State")), tr(q, T("Held by")), tr(q, T("Agency"))};
    struct dossier_list list = queue_list(input);
    const struct dossier_task *tasks;
    struct sheet s;
    size_t count;
    int64_t total;
    list.limit = ROWS_AT_ONCE;
    TRY(sheet_begin(q, &s, export_kind(q), "hop-viec", heads, sizeof heads / sizeof *heads));
    do {
        TRY(dossiers_inbox(q, &list, &tasks, &count, &total));
        for (size_t i = 0; i < count; i++)
            task_row(q, &s, &tasks[i]);
        list.offset += (int64_t)count;
    } while (count == ROWS_AT_ONCE && !sheet_full(&s));
    TRY(sheet_end(&s));
    return export_tell(q, "/hop-viec", export_kind(q), list.offset);
}

/* --- what search and register share -------------------------------------------------------------------------------------------------------- */

enum result export_heads(struct q *q, struct sheet *s, const char *name)
{
    const char *heads[] = {tr(q, T("Dossier code")), tr(q, T("Procedure")), tr(q, T("Applicant")), tr(q, T("About")), tr(q, T("Address")), tr(q, T("Telephone")),
                           tr(q, T("Channel")), tr(q, T("Receiving agency")), tr(q, T("Deciding agency")), tr(q, T("Received")), tr(q, T("Promised")),
                           tr(q, T("Result there")), tr(q, T("Handed over")), tr(q, T("State"))};
    return sheet_begin(q, s, export_kind(q), name, heads, sizeof heads / sizeof *heads);
}

void export_dossier(struct q *q, struct sheet *s, const struct dossier *d)
{
    sheet_text(s, d->code);
    sheet_text(s, tasks_procedure(q, d->procedure_id, d->procedure_version));
    sheet_text(s, d->applicant_name);
    sheet_text(s, d->summary);
    sheet_text(s, d->applicant_address);
    sheet_text(s, d->applicant_phone);
    sheet_text(s, tasks_channel(q, d->channel));
    sheet_text(s, tasks_unit(q, d->receiving_unit));
    sheet_text(s, tasks_unit(q, d->competent_unit));
    sheet_time(s, d->submitted_at);
    sheet_time(s, d->due_at);
    sheet_time(s, d->ended_at);
    sheet_time(s, d->returned_at);
    sheet_text(s, tasks_status(q, d->status));
    sheet_row(s);
}
