/* Asking for the copy, making it in a job, fetching it, and forgetting it after a week. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/app.h"
#include "core/db.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/page.h"
#include "core/q.h"
#include "engines/files/files.h"
#include "modules/people/people_inside.h"
#include "people_pages.h"
#include "people_queries.h"

#define KEEP (7 * DAY)
enum { LARGEST = 48 * 1024 * 1024 };

enum result people_show_export(struct q *q, const void *input)
{
    struct people_export_rows rows;
    (void)input;
    TRY(people_exports_of(q, q->account->id, &rows));
    struct people_export_copies *list = arena_new_array(q->arena, struct people_export_copies, rows.count + 1);
    bool waiting = false;
    for (size_t i = 0; i < rows.count; i++) {
        bool ready = text_equal(rows.items[i].state, "ready");
        waiting = waiting || !ready;
        list[i] = (struct people_export_copies){.asked = rows.items[i].asked_at, .until = rows.items[i].asked_at + KEEP, .kilobytes = (rows.items[i].size + 1023) / 1024,
                                                .href = ready ? arena_printf(q->arena, "/du-lieu-cua-toi/%lld.zip", (long long)rows.items[i].id) : NULL};
    }
    struct page frame = {.title = tr(q, T("A copy of my data")), .current = "/ai-da-xem", .no_index = true};
    return people_export_page(q, &frame, &(struct people_export_view){.copies = list, .copies_count = rows.count, .waiting = waiting});
}

static enum result ask(struct q *q, void *arg)
{
    struct people_export_rows rows;
    int64_t id = id_new();
    (void)arg;
    TRY(people_exports_of(q, q->account->id, &rows));
    for (size_t i = 0; i < rows.count; i++)
        if (text_equal(rows.items[i].state, "asked"))
            return OK; /* one at a time; it is on its way */
    TRY(people_export_add(q, id, q->account->id, q->account->person_number, clock_now(), NULL));
    struct event e = {.type = "people.copy_asked", .subject_kind = "account", .subject_id = q->account->id, .person = q->account->person_number};
    TRY(journal_write(q, &e));
    const char *text = arena_printf(q->arena, "%lld", (long long)id);
    return job_add(q, "people.export", text, clock_now(), arena_printf(q->arena, "{\"export\":%s}", text));
}

enum result people_ask_export(struct q *q, const void *input)
{
    (void)input;
    TRY(db_transact(q, ask, NULL));
    return reply_redirect(q, "/du-lieu-cua-toi");
}

struct ready { int64_t id; const char *digest; int64_t size; };

static enum result mark_ready(struct q *q, void *arg)
{
    const struct ready *r = arg;
    return people_export_ready(q, r->id, clock_now(), r->digest, r->size, NULL);
}

enum result people_export_job(struct q *q, const struct job *job)
{
    struct people_export_row e;
    struct stored_file file;
    struct buf b;
    const char *why;
    json_t *payload = json_read(q->arena, job->payload, strlen(job->payload), 4, &why);
    bool found;
    TRY(people_export_by_id(q, json_get_int(payload, "export", 0), &e, &found));
    if (!found || text_equal(e.state, "ready"))
        return OK;
    buf_init(&b, q->arena, LARGEST);
    TRY(people_copy(q, e.account_id, e.person, &b));
    enum result r = file_put(q->app->files, q->arena, b.data, b.length, &file);
    if (r != OK)
        return q_fail_kind(q, r);
    return db_transact(q, mark_ready, &(struct ready){e.id, file.digest, file.size});
}

enum result people_fetch_export(struct q *q, const void *input)
{
    struct people_export_row e;
    const char *name = request_parameter(q, "file");
    int64_t id;
    size_t n;
    bool found = text_ends(name, ".zip") && number_parse(arena_strndup(q->arena, name, strlen(name) - 4), &id);
    char *bytes;
    (void)input;
    if (found)
        TRY(people_export_by_id(q, id, &e, &found));
    if (!found || e.account_id != q->account->id || !text_equal(e.state, "ready"))
        return fail(q, NOT_FOUND, T("This copy is no longer there; ask for a new one"));
    enum result r = file_get(q->app->files, q->arena, e.digest, LARGEST, &bytes, &n);
    if (r != OK)
        return q_fail_kind(q, r);
    return reply_bytes(q, "application/zip", bytes, n, arena_printf(q->arena, "%s.zip", tr(q, T("My data"))));
}

/* --- forgetting ----------------------------------------------------------------------------------------------------------------------------- */

struct forgetting { const struct people_export_row *e; int64_t uses; };

static enum result forget(struct q *q, void *arg)
{
    struct forgetting *f = arg;
    struct people_export_uses_row row;
    TRY(people_export_delete(q, f->e->id, NULL));
    TRY(people_export_uses(q, f->e->digest, &row));
    f->uses = row.count;
    return OK;
}

enum result people_sweep_job(struct q *q, const struct job *job)
{
    struct people_export_rows rows;
    (void)job;
    TRY(people_exports_old(q, clock_now() - KEEP, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        struct forgetting f = {.e = &rows.items[i]};
        TRY(db_transact(q, forget, &f));
        if (!f.uses && *rows.items[i].digest)
            file_delete(q->app->files, rows.items[i].digest); /* what stays behind is removed by the store's own sweep */
    }
    return OK;
}
