/* Bringing a file of officers in, as seen on pages: choose the file, read what is wrong, confirm, watch, take the report. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/text.h"
#include "core/account_rows.h"
#include "core/db.h"
#include "core/field.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/jobs.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/accounts/import.h"
#include "accounts_pages.h"
#include "accounts_queries.h"

enum { SHOWN = 200 };

const struct input accounts_import_inputs[] = {
    INPUT_FILE(struct import_input, file, T("CSV file"), .required = true, .max = IMPORT_MOST_BYTES),
    INPUT_END};

enum result accounts_show_import(struct q *q, const void *input)
{
    (void)input;
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Import officers")), .back = "/quan-tri/can-bo", .current = "/quan-tri/can-bo"};
    struct accounts_import_view v = {.file = field_file(q, accounts_import_inputs, "file", NULL, ".csv,text/csv")};
    return accounts_import_page(q, &frame, &v);
}

struct keeping { struct accounts_import_add_in row; const struct import_wrongs *wrongs; };

static enum result keep(struct q *q, void *arg)
{
    struct keeping *k = arg;
    TRY(accounts_import_add(q, &k->row, NULL));
    for (size_t i = 0; i < k->wrongs->count; i++)
        TRY(accounts_import_wrong_add(q, k->row.id, (int64_t)k->wrongs->items[i].line, k->wrongs->items[i].field, k->wrongs->items[i].reason, NULL));
    return OK;
}

enum result accounts_import(struct q *q, const void *input)
{
    const struct upload *file = ((const struct import_input *)input)->file;
    struct import_checked checked;
    if (!text_valid(file->bytes, file->length))
        fail_field(q, "file", T("This is not Unicode; save the file as CSV UTF-8"));
    TRY(q_check(q));
    TRY(import_check(q, file->bytes, file->length, &checked));
    if (checked.refused || !checked.rows)
        fail_field(q, "file", T("{why}"), "why", checked.refused ? checked.refused : tr(q, T("The file is empty or is not CSV")));
    TRY(q_check(q));
    struct keeping k = {.wrongs = &checked.wrongs,
                        .row = {.id = id_new(), .made_by = q->account->id, .now = clock_now(), .unit_id = q->account->unit_id, .file_name = text_truncate(q->arena, file->name, 100),
                                .body = arena_strndup(q->arena, file->bytes, file->length), .rows = (int64_t)checked.rows, .wrong = (int64_t)(checked.rows - checked.good)}};
    TRY(db_transact(q, keep, &k));
    return reply_redirect(q, arena_printf(q->arena, "/quan-tri/can-bo-nhap/%lld", (long long)k.row.id));
}

/* Whoever brought the file sees it, nobody else: the report holds one-time codes. */
static enum result find(struct q *q, struct accounts_import_by_id_row *ret)
{
    int64_t id;
    bool found = number_parse(request_parameter(q, "id"), &id);
    if (found)
        TRY(accounts_import_by_id(q, id, ret, &found));
    return found && ret->made_by == q->account->id ? OK : fail(q, NOT_FOUND, T("There is no such import, or somebody else brought it"));
}

enum result accounts_show_import_one(struct q *q, const void *input)
{
    (void)input;
    struct accounts_import_by_id_row i;
    struct accounts_import_wrong_of_rows wrong;
    TRY(find(q, &i));
    TRY(accounts_import_wrong_of(q, i.id, 0, SHOWN, &wrong));
    struct accounts_import_one_wrongs *list = arena_new_array(q->arena, struct accounts_import_one_wrongs, wrong.count + 1);
    for (size_t k = 0; k < wrong.count; k++)
        list[k] = (struct accounts_import_one_wrongs){wrong.items[k].line, wrong.items[k].field, wrong.items[k].reason};
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Import officers")), .back = "/quan-tri/can-bo-nhap", .current = "/quan-tri/can-bo"};
    struct accounts_import_one_view v = {
        .path = arena_printf(q->arena, "/quan-tri/can-bo-nhap/%lld", (long long)i.id), .file = i.file_name, .rows = i.rows, .wrong = i.wrong, .good = i.rows - i.wrong,
        .checked = text_equal(i.state, "checked") && i.rows > i.wrong, .running = text_equal(i.state, "running"), .done = text_equal(i.state, "done"),
        .imported = i.imported, .percent = i.rows - i.wrong > 0 ? i.imported * 100 / (i.rows - i.wrong) : 100, .wrongs = list, .wrongs_count = wrong.count,
        .more_wrong = wrong.count == SHOWN};
    return accounts_import_one_page(q, &frame, &v);
}

static enum result confirm(struct q *q, void *arg)
{
    int64_t changed, id = *(int64_t *)arg;
    TRY(accounts_import_start(q, id, &changed));
    const char *text = arena_printf(q->arena, "%lld", (long long)id);
    return changed ? job_add(q, "accounts.import", text, clock_now(), arena_printf(q->arena, "{\"import\":%s}", text)) : OK;
}

enum result accounts_import_confirm(struct q *q, const void *input)
{
    (void)input;
    struct accounts_import_by_id_row i;
    TRY(find(q, &i));
    TRY(db_transact(q, confirm, &i.id));
    return reply_redirect(q, arena_printf(q->arena, "/quan-tri/can-bo-nhap/%lld", (long long)i.id));
}

/* --- the report ------------------------------------------------------------------------------------------------------------------------------ */

static void write_line(struct q *q, struct buf *b, size_t line, const char *login, const char *name, const char *result, const char *field, const char *reason, const char *code)
{
    const char *const fields[] = {arena_printf(q->arena, "%zu", line), login, name, result, field, reason, code};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        csv_field(b, fields[i] ? fields[i] : "", i == 0);
    csv_end_record(b);
}

static const char *column(const struct csv_record *r, const struct import_head *h, int c)
{
    return h->at[c] >= 0 && (size_t)h->at[c] < r->count ? r->fields[h->at[c]] : "";
}

/* Both lists are in order of lines, so one walk through the file meets each in turn. */
enum result accounts_import_report(struct q *q, const void *input)
{
    (void)input;
    struct accounts_import_by_id_row i;
    struct accounts_import_body_row body;
    struct accounts_import_wrong_of_rows wrong;
    struct accounts_import_made_of_rows made;
    struct import_head head;
    struct csv csv;
    struct csv_record r;
    const char *why;
    size_t w = 0, m = 0;
    TRY(find(q, &i));
    TRY(accounts_import_body(q, i.id, &body));
    TRY(accounts_import_wrong_of(q, i.id, 0, 100000, &wrong));
    TRY(accounts_import_made_of(q, i.id, &made));
    struct buf *b = &q->reply->body;
    buf_clear(b);
    buf_puts(b, "\xEF\xBB\xBFline,login,name,result,field,reason,one_time_code\r\n");
    csv_begin(&csv, body.body, strlen(body.body));
    if (!import_head_read(q, &csv, &head, &why))
        return fail(q, BROKEN, NULL);
    while (csv_next(&csv, q->arena, &r)) {
        const char *login = column(&r, &head, IMPORT_LOGIN), *name = column(&r, &head, IMPORT_NAME);
        bool is_wrong = w < wrong.count && wrong.items[w].line == (int64_t)r.line;
        for (; w < wrong.count && wrong.items[w].line == (int64_t)r.line; w++)
            write_line(q, b, r.line, login, name, "wrong", wrong.items[w].field, wrong.items[w].reason, NULL);
        bool is_made = m < made.count && made.items[m].line == (int64_t)r.line;
        if (is_made)
            write_line(q, b, r.line, login, name, "imported", NULL, NULL, accounts_code_text(q, made.items[m].account_id, made.items[m].issued_at));
        else if (!is_wrong)
            write_line(q, b, r.line, login, name, "good", NULL, NULL, NULL);
        m += is_made;
    }
    q->reply->status = 200;
    q->reply->content_type = "text/csv; charset=utf-8";
    reply_header(q, "Content-Disposition", "attachment; filename=\"import-report.csv\"");
    return OK;
}

static enum result sweep(struct q *q, void *arg)
{
    (void)arg;
    TRY(accounts_import_sweep(q, clock_now() - 30 * DAY, NULL));
    TRY(accounts_import_sweep_wrong(q, NULL));
    return accounts_import_sweep_made(q, NULL);
}

enum result accounts_import_sweep_job(struct q *q, const struct job *job)
{
    (void)job;
    return db_transact(q, sweep, NULL);
}
