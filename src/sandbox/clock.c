/* The clock of the process, for plays: POST /clock by=MICROSECONDS or to=2025-03-03T08:00:00+07:00 moves it; GET says what it shows. It
 * stands here because only a process with stand-ins may be moved: in a real installation there is no such address. */
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/http/http.h"
#include "core/http/parsed.h"
#include "core/q.h"
#include "sandbox/sandbox_inside.h"

static bool move(struct q *q)
{
    const char *by = request_value(q, "by"), *to = request_value(q, "to");
    int64_t t;
    if (by && number_parse(by, &t)) {
        clock_shift(t);
        return true;
    }
    if (!to || !time_parse_iso(to, &t))
        return false;
    clock_shift(t - clock_now());
    return true;
}

void sandbox_clock(struct q *q, const char *rest)
{
    (void)rest;
    if (q->request->method == HTTP_POST && !move(q)) {
        sandbox_reply_problem(q, 400, "by=MICROSECONDS or to=TIME with offset");
        return;
    }
    sandbox_reply_json(q, 200, json_pack("{s:s, s:I}", "now", time_iso(q->arena, clock_now()), "microseconds", (json_int_t)clock_now()));
}
