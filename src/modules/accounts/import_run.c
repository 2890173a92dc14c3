/* The job that brings a confirmed file in: batches of 500 in one transaction each. A batch moves the import's place in the file only if
 * nobody moved it in between, so a job that is run twice, or again after a crash, imports no line twice. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/must.h"
#include "base/text.h"
#include "core/account_rows.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/jobs.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/accounts/admin.h"
#include "modules/accounts/import.h"
#include "accounts_queries.h"

#define CODE_LASTS (30 * DAY)
enum { BATCH_MEMORY = 64 * 1024 * 1024 };

struct batch {
    const struct accounts_import_by_id_row *import;
    const char *bytes;
    size_t n;
    struct import_head head;
    struct csv after; /* where the next batch begins */
    bool last, lost;
};

static enum result add_wrongs(struct q *q, int64_t import_id, const struct import_wrongs *w)
{
    for (size_t i = 0; i < w->count; i++)
        TRY(accounts_import_wrong_add(q, import_id, (int64_t)w->items[i].line, w->items[i].field, w->items[i].reason, NULL));
    return OK;
}

static enum result make(struct q *q, const struct batch *b, const struct import_row *row, size_t line)
{
    int64_t id, assignment, now = clock_now(), maker = b->import->made_by;
    struct admin_period when = admin_period_of(row->from, row->to);
    struct account_new account = {.kind = ACCOUNT_OFFICER, .login = row->login, .name = row->name, .email = row->email, .phone = row->phone};
    TRY(account_create(q, &account, &id));
    struct assignment_new a = {.account_id = id, .role_id = row->role_id, .unit_id = row->unit_id, .from = when.from, .to = when.to, .reason = row->reason, .made_by = maker};
    TRY(assignment_create(q, &a, &assignment));
    TRY(accounts_code_put(q, id, now, now + CODE_LASTS, maker, NULL));
    TRY(accounts_import_made_add(q, b->import->id, (int64_t)line, id, now, NULL));
    const char *data = arena_printf(q->arena, "{\"role\":\"%s\",\"unit\":\"%s\",\"import\":%lld,\"by\":%lld}", row->role_id, row->unit_id, (long long)b->import->id, (long long)maker);
    return accounts_tell(q, "accounts.imported", id, row->unit_id, row->reason, data);
}

/* A name that was taken since the check is reported, not fatal. */
static enum result take_line(struct q *q, struct batch *b, const struct csv_record *record, int64_t *ret_added)
{
    struct import_wrongs wrongs = {0};
    struct import_row row;
    struct core_account_by_login_row there;
    bool taken;
    if (!import_row_read(q, &b->head, record, &row, &wrongs))
        return add_wrongs(q, b->import->id, &wrongs);
    TRY(core_account_by_login(q, row.login, &there, &taken));
    if (taken)
        return accounts_import_wrong_add(q, b->import->id, (int64_t)record->line, import_column_names[IMPORT_LOGIN], tr(q, T("This account name is taken")), NULL);
    TRY(make(q, b, &row, record->line));
    ++*ret_added;
    return OK;
}

static enum result run_batch(struct q *q, void *arg)
{
    struct batch *b = arg;
    struct csv csv = {.at = b->bytes + b->import->next_at, .end = b->bytes + b->n, .line = (size_t)b->import->next_line};
    struct csv_record record;
    int64_t added = 0, moved;
    int count = 0;
    if (b->import->next_at == 0) {
        csv_begin(&csv, b->bytes, b->n);
        must(csv_next(&csv, q->arena, &record)); /* the head; it was read before */
    }
    while (count < IMPORT_BATCH && csv_next(&csv, q->arena, &record)) {
        TRY(take_line(q, b, &record, &added));
        count++;
    }
    b->after = csv;
    b->last = count < IMPORT_BATCH;
    TRY(accounts_import_step(q, b->import->id, b->import->next_at, csv.at - b->bytes, (int64_t)csv.line, added, &moved));
    b->lost = !moved;
    if (b->lost) /* another worker has this batch: undo */
        return fail(q, NOT_NOW, T("Another worker is bringing this file in"));
    return b->last ? accounts_import_done(q, b->import->id, clock_now(), NULL) : OK;
}

/* Each batch has memory of its own: a file of 56,000 lines would fill the job's. */
static enum result run_in_own_memory(struct q *q, struct batch *b)
{
    struct arena *of_job = q->arena;
    q->arena = arena_new(BATCH_MEMORY);
    enum result r = db_transact(q, run_batch, b);
    const char *say = r != OK && q->problem.say ? arena_strdup(of_job, q->problem.say) : NULL;
    arena_free(q->arena);
    q->arena = of_job;
    q->problem.say = say;
    return r;
}

/* The import acts for whoever confirmed it, with that person's reach at the time. */
static const struct account *acting(struct q *q, const struct accounts_import_by_id_row *i)
{
    struct account *a = arena_new_one(q->arena, struct account);
    *a = *q->account;
    a->id = i->made_by;
    a->unit_id = i->unit_id;
    return a;
}

enum result accounts_import_job(struct q *q, const struct job *job)
{
    struct accounts_import_body_row body;
    struct accounts_import_by_id_row import;
    struct import_head head;
    struct csv csv;
    const char *why;
    json_t *payload = json_read(q->arena, job->payload, strlen(job->payload), 4, &why);
    int64_t id = json_get_int(payload, "import", 0);
    bool found;
    TRY(accounts_import_by_id(q, id, &import, &found));
    if (!found || !text_equal(import.state, "running"))
        return OK;
    TRY(accounts_import_body(q, id, &body));
    csv_begin(&csv, body.body, strlen(body.body));
    if (!import_head_read(q, &csv, &head, &why))
        return fail(q, BROKEN, NULL);
    q->account = acting(q, &import);
    for (struct batch b = {.last = false}; !b.last;) {
        b = (struct batch){.import = &import, .bytes = body.body, .n = strlen(body.body), .head = head};
        enum result r = run_in_own_memory(q, &b);
        if (b.lost) {
            q_forget(q);
            return OK;
        }
        TRY(r);
        import.next_at = b.after.at - b.bytes;
        import.next_line = (int64_t)b.after.line;
    }
    return OK;
}
