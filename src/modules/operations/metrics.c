/* /metrics in the Prometheus text format: what core/http counts, jobs, journal, memory. Only for this machine and for operators: counts tell
 * an attacker how far he got. */
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "core/access.h"
#include "core/http/http.h"
#include "core/http/metrics.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/q.h"
#include "core_queries.h"
#include "modules/operations/operations.h"
#include <unistd.h>

static int64_t resident_bytes(void)
{
    long pages = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    if (f && fscanf(f, "%*d %ld", &pages) != 1)
        pages = 0;
    if (f)
        fclose(f);
    return (int64_t)pages * sysconf(_SC_PAGESIZE);
}

static void gauge(struct buf *b, const char *name, const char *help, int64_t value)
{
    buf_printf(b, "# HELP %s %s\n# TYPE %s gauge\n%s %lld\n", name, help, name, name, (long long)value);
}

enum result operations_metrics(struct q *q, const void *input)
{
    struct core_job_counts_row jobs;
    struct journal_head head;
    struct buf b;
    (void)input;
    if (!access_may(q, "operations.read") && !text_equal(q->from, "127.0.0.1"))
        return fail(q, FORBIDDEN, T("Figures for monitoring are given to this machine and to operators only"));
    TRY(core_job_counts(q, clock_now(), &jobs));
    TRY(journal_last_head(q, &head));
    buf_init(&b, q->arena, 200000);
    http_metrics_write(&b);
    gauge(&b, "thubon_jobs_waiting", "Jobs that wait.", jobs.waiting);
    gauge(&b, "thubon_jobs_due", "Jobs whose time has come.", jobs.due);
    gauge(&b, "thubon_jobs_resting", "Jobs that failed too often and rest.", jobs.dead);
    gauge(&b, "thubon_journal_head", "Number of the newest sealed head.", head.number);
    gauge(&b, "thubon_journal_head_age_seconds", "Age of the newest sealed head.", head.at ? (clock_now() - head.at) / SECOND : 0);
    gauge(&b, "thubon_trouble_total", "Events logged as wrong since the start.", log_wrong_count());
    gauge(&b, "thubon_resident_bytes", "Resident memory.", resident_bytes());
    return reply_bytes(q, "text/plain; version=0.0.4; charset=utf-8", b.data, b.length, NULL);
}
