/* /suc-khoe: for load balancers and monitors. A part that stops the work being done makes it 503; jobs at rest only warn. */
#include "base/clock.h"
#include "base/json.h"
#include "core/app.h"
#include "core/db.h"
#include "core/http/http.h"
#include "core/modules.h"
#include "core/province.h"
#include "core/q.h"
#include "core_queries.h"
#include "modules/operations/operations.h"
#include <sys/statvfs.h>

struct health { bool database, migrations, disk; int64_t ping, pending, dead, waiting, free_mib; };

static void look(struct q *q, struct health *h)
{
    struct core_job_counts_row jobs = {0};
    struct statvfs disk;
    int pending = 0;
    h->database = db_ping(q, &h->ping) == OK;
    q_forget(q);
    h->migrations = h->database && modules_migrations_pending(q, &pending) == OK && pending == 0;
    q_forget(q);
    h->pending = pending;
    if (h->database && core_job_counts(q, clock_now(), &jobs) == OK) {
        h->dead = jobs.dead;
        h->waiting = jobs.waiting;
    }
    q_forget(q);
    if (statvfs(q->app->settings.data, &disk) == 0)
        h->free_mib = (int64_t)((unsigned long long)disk.f_bavail * disk.f_frsize >> 20);
    h->disk = h->free_mib >= 200;
}

static const char *word(bool well)
{
    return well ? "well" : "broken";
}

enum result operations_health(struct q *q, const void *input)
{
    struct health h = {0};
    struct buf b;
    struct json_writer w;
    (void)input;
    look(q, &h);
    bool well = h.database && h.migrations && h.disk;
    buf_init(&b, q->arena, 4000);
    json_begin(&w, &b);
    json_object_open(&w);
    json_field_text(&w, "status", word(well));
    json_field_text(&w, "database", word(h.database));
    json_field_int(&w, "database_microseconds", h.ping);
    json_field_text(&w, "migrations", word(h.migrations));
    json_field_int(&w, "migrations_pending", h.pending);
    json_field_text(&w, "disk", word(h.disk));
    json_field_int(&w, "disk_free_mib", h.free_mib);
    json_field_int(&w, "jobs_waiting", h.waiting);
    json_field_int(&w, "jobs_resting", h.dead);
    json_field_text(&w, "package", province_hash(q->app->province));
    json_object_close(&w);
    return reply_json(q, well ? 200 : 503, b.data);
}
