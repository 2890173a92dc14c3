/* Any bytes as an uploaded file: the parser answers, and its report survives the way through JSON. */
#include "base/arena.h"
#include "base/must.h"
#include "engines/files/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena *a = arena_new(512 << 20);
    struct file_limits limits = file_limits_usual();
    struct file_report report, back;
    struct buf json;
    limits.kinds = ~0u;
    limits.max_unpacked = 8 << 20;
    file_inspect(a, bytes, n, &limits, &report);
    buf_init(&json, a, 10000);
    file_report_write(&json, &report);
    must(file_report_read(a, json.data, json.length, &back) && back.kind == report.kind && back.problem_count == report.problem_count);
    arena_free(a);
    return 0;
}
