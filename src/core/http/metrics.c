#include "core/http/metrics.h"
#include "core/http/http.h"
#include <stdatomic.h>
#include <string.h>

enum { BUCKETS = 12, STATUS_KINDS = 6 };
/* Upper bounds in microseconds; the last bucket takes the rest. */
static const int64_t bounds[BUCKETS - 1] = {1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000, 5000000};
static const char *const class_names[HTTP_CLASSES] = {"page", "api", "asset", "none"};

static _Atomic int64_t durations[HTTP_CLASSES][BUCKETS], sums[HTTP_CLASSES], statuses[HTTP_CLASSES][STATUS_KINDS], running;

static enum http_class class_of(const struct request *r)
{
    if (!r->route)
        return HTTP_CLASS_NONE;
    if (r->route->flags & ROUTE_API)
        return HTTP_CLASS_API;
    return strncmp(r->route->path, "/assets/", 8) == 0 ? HTTP_CLASS_ASSET : HTTP_CLASS_PAGE;
}

void http_metrics_begin(void)
{
    atomic_fetch_add(&running, 1);
}

void http_metrics_count(const struct request *r, int status, int64_t microseconds)
{
    enum http_class class = class_of(r);
    int bucket = 0, kind = status / 100 < STATUS_KINDS ? status / 100 : 0;
    while (bucket < BUCKETS - 1 && microseconds > bounds[bucket])
        bucket++;
    atomic_fetch_add(&durations[class][bucket], 1);
    atomic_fetch_add(&sums[class], microseconds);
    atomic_fetch_add(&statuses[class][kind], 1);
    atomic_fetch_sub(&running, 1);
}

static void write_statuses(struct buf *to)
{
    buf_puts(to, "# HELP thubon_http_requests_total Requests answered.\n# TYPE thubon_http_requests_total counter\n");
    for (int c = 0; c < HTTP_CLASSES; c++)
        for (int s = 1; s < STATUS_KINDS; s++)
            buf_printf(to, "thubon_http_requests_total{class=\"%s\",status=\"%dxx\"} %lld\n", class_names[c], s,
                       (long long)atomic_load(&statuses[c][s]));
}

static void write_histogram(struct buf *to, int c)
{
    int64_t count = 0;
    for (int b = 0; b < BUCKETS; b++) {
        count += atomic_load(&durations[c][b]);
        if (b < BUCKETS - 1)
            buf_printf(to, "thubon_http_seconds_bucket{class=\"%s\",le=\"%g\"} %lld\n", class_names[c], (double)bounds[b] / 1e6,
                       (long long)count);
        else
            buf_printf(to, "thubon_http_seconds_bucket{class=\"%s\",le=\"+Inf\"} %lld\n", class_names[c], (long long)count);
    }
    buf_printf(to, "thubon_http_seconds_sum{class=\"%s\"} %.6f\n", class_names[c], (double)atomic_load(&sums[c]) / 1e6);
    buf_printf(to, "thubon_http_seconds_count{class=\"%s\"} %lld\n", class_names[c], (long long)count);
}

void http_metrics_write(struct buf *to)
{
    write_statuses(to);
    buf_puts(to, "# HELP thubon_http_seconds Time from the whole request to the whole answer.\n# TYPE thubon_http_seconds histogram\n");
    for (int c = 0; c < HTTP_CLASSES; c++)
        write_histogram(to, c);
    buf_printf(to, "# HELP thubon_http_running Requests being worked on.\n# TYPE thubon_http_running gauge\nthubon_http_running %lld\n",
               (long long)atomic_load(&running));
}

void http_metrics_now(struct http_metrics *ret)
{
    *ret = (struct http_metrics){.running = atomic_load(&running)};
    for (int c = 0; c < HTTP_CLASSES; c++)
        for (int s = 1; s < STATUS_KINDS; s++) {
            ret->requests += atomic_load(&statuses[c][s]);
            ret->server_errors += s == 5 ? atomic_load(&statuses[c][s]) : 0;
        }
}
