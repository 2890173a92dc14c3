/* /van-hanh: one page for operators, and starting a resting job again. */
#include "base/clock.h"
#include "base/log.h"
#include "core/access.h"
#include "core/app.h"
#include "core/db.h"
#include "core/http/http.h"
#include "core/http/metrics.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/page.h"
#include "core/province.h"
#include "core_queries.h"
#include "modules/operations/operations.h"
#include "operations_pages.h"

static enum result fill_jobs(struct q *q, struct operations_overview_view *v)
{
    struct core_job_list_rows resting, next;
    TRY(core_job_list(q, "dead", &resting));
    TRY(core_job_list(q, "waiting", &next));
    struct operations_overview_resting *r = arena_new_array(q->arena, struct operations_overview_resting, resting.count + 1);
    struct operations_overview_next *n = arena_new_array(q->arena, struct operations_overview_next, next.count + 1);
    for (size_t i = 0; i < resting.count; i++)
        r[i] = (struct operations_overview_resting){.id = resting.items[i].id, .kind = resting.items[i].kind, .attempts = resting.items[i].attempts,
                                                    .run_at = resting.items[i].run_at, .why = resting.items[i].last_error};
    for (size_t i = 0; i < next.count && i < 30; i++)
        n[v->next_count++] = (struct operations_overview_next){.kind = next.items[i].kind, .run_at = next.items[i].run_at,
                                                               .running = next.items[i].lease_until > clock_now()};
    v->resting = r;
    v->resting_count = resting.count;
    v->next = n;
    return OK;
}

enum result operations_overview(struct q *q, const void *input)
{
    struct operations_overview_view v = {.trouble = log_wrong_count(), .package = province_hash(q->app->province),
                                         .may_revive = access_may(q, "operations.jobs")};
    struct core_job_counts_row jobs;
    struct journal_head head;
    struct http_metrics served;
    (void)input;
    v.database = db_ping(q, &v.ping) == OK;
    TRY(core_job_counts(q, clock_now(), &jobs));
    TRY(journal_last_head(q, &head));
    TRY(fill_jobs(q, &v));
    http_metrics_now(&served);
    v.waiting = jobs.waiting;
    v.due = jobs.due;
    v.dead = jobs.dead;
    v.requests = served.requests;
    v.errors = served.server_errors;
    v.head_at = head.at;
    v.head_number = head.number;
    return operations_overview_page(q, &(struct page){.shell = SHELL_OFFICE, .title = tr(q, T("Running the system")), .current = "/van-hanh"}, &v);
}

static enum result revive(struct q *q, void *arg)
{
    const struct job_input *in = arg;
    int64_t changed;
    TRY(core_job_revive(q, in->id, clock_now(), &changed));
    if (!changed)
        return fail(q, ALREADY_DONE, T("This job no longer rests; it was started again or removed"));
    return journal_write(q, &(struct event){.type = "operations.job_started_again", .subject_kind = "job", .subject_id = in->id});
}

enum result operations_revive(struct q *q, const void *input)
{
    struct job_input in = *(const struct job_input *)input;
    TRY(db_transact(q, revive, &in));
    return reply_redirect(q, "/van-hanh");
}
