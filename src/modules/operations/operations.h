/* Nothing for other modules; the handlers of this folder. */
#pragma once
#include "base/result.h"
#include <stdint.h>

struct q;
struct job;
enum result operations_health(struct q *q, const void *input);
enum result operations_metrics(struct q *q, const void *input);
enum result operations_overview(struct q *q, const void *input);
struct job_input { int64_t id; };
enum result operations_revive(struct q *q, const void *input);
struct heads_input { int64_t from; };
enum result operations_show_heads(struct q *q, const void *input);
enum result operations_heads_api(struct q *q, const void *input);
enum result operations_seal(struct q *q, const struct job *job);
