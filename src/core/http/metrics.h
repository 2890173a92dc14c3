/* Counters of what was served, for the operations page: per class a histogram of durations, per class and status kind a count. Lock-free.
 */
#pragma once
#include "base/buf.h"
#include <stdint.h>

struct request;
enum http_class { HTTP_CLASS_PAGE, HTTP_CLASS_API, HTTP_CLASS_ASSET, HTTP_CLASS_NONE /* no route */, HTTP_CLASSES };
void http_metrics_count(const struct request *r, int status, int64_t microseconds);
void http_metrics_begin(void); /* one more runs; count() takes it off again */
/* Prometheus text format: thubon_http_requests_total{class,status}, thubon_http_seconds{class} (histogram), thubon_http_running. */
void http_metrics_write(struct buf *to);
struct http_metrics {
    int64_t requests, server_errors, running;
};
void http_metrics_now(struct http_metrics *ret);
