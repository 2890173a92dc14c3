/* The national status codes and how they may move: one table, one line a code. The names of the other enums stand here too. */
#include "base/must.h"
#include "base/text.h"
#include "engines/workflow/workflow.h"
#include <string.h>

struct status_row {
    const char *moves;
    bool pauses, ends;
};

/* moves: the codes that may follow, X = 10. 8 -> 4 is the leader restoring, 8 -> 10 papers given back, 9 -> 4 a result taken back. */
static const struct status_row rows[] = {
    [STATUS_NEW] = {"23567", false, false},        [STATUS_RECEIVED] = {"45678", false, false},  [STATUS_NOT_RECEIVED] = {"", false, true},
    [STATUS_IN_PROCESS] = {"56789", false, false}, [STATUS_SUPPLEMENT] = {"13478", true, false}, [STATUS_FINANCE] = {"2478", true, false},
    [STATUS_WITHDRAWN] = {"", false, true},        [STATUS_STOPPED] = {"4X", false, false},      [STATUS_PROCESSED] = {"4X", false, false},
    [STATUS_RETURNED] = {"", false, true},
};

bool workflow_status_known(int status)
{
    return status >= STATUS_NEW && status <= STATUS_RETURNED;
}

bool workflow_move_allowed(int from, int to)
{
    return workflow_status_known(from) && workflow_status_known(to) && strchr(rows[from].moves, "?123456789X"[to]) != NULL;
}

bool workflow_status_pauses(int status)
{
    return workflow_status_known(status) && rows[status].pauses;
}

bool workflow_status_ends(int status)
{
    return workflow_status_known(status) && rows[status].ends;
}

/* ---- names of the enums ---- */

static const char *const kind_names[WORKFLOW_OUTCOME_KIND_COUNT] = {
    [WORKFLOW_FORWARD] = "forward", [WORKFLOW_RETURN] = "return", [WORKFLOW_FINISH] = "finish", [WORKFLOW_SUPPLEMENT] = "supplement",
    [WORKFLOW_REFUSE] = "refuse",   [WORKFLOW_STOP] = "stop",     [WORKFLOW_EXTEND] = "extend"};
static const char *const phase_names[] = {
    [WORKFLOW_RUNNING] = "running", [WORKFLOW_WAITING] = "waiting", [WORKFLOW_FINISHED] = "finished",
    [WORKFLOW_REFUSED] = "refused", [WORKFLOW_STOPPED] = "stopped", [WORKFLOW_WITHDRAWN] = "withdrawn"};
static const char *const event_names[WORKFLOW_EVENT_KIND_COUNT] = {[WORKFLOW_STARTED] = "started",
                                                                   [WORKFLOW_COMPLETED] = "completed",
                                                                   [WORKFLOW_ANSWERED] = "answered",
                                                                   [WORKFLOW_TIMER] = "timer",
                                                                   [WORKFLOW_RESTORED] = "restored",
                                                                   [WORKFLOW_WITHDRAWN_BY_APPLICANT] = "withdrawn",
                                                                   [WORKFLOW_PAPERS_RETURNED] = "papers_returned"};
static const char *const effect_names[WORKFLOW_EFFECT_KIND_COUNT] = {
    [WORKFLOW_TASK_OPENED] = "task_opened",     [WORKFLOW_TASK_CLOSED] = "task_closed",     [WORKFLOW_TASK_CANCELLED] = "task_cancelled",
    [WORKFLOW_TASK_WAITS] = "task_waits",       [WORKFLOW_TASK_GOES_ON] = "task_goes_on",   [WORKFLOW_STATUS] = "status",
    [WORKFLOW_CLOCK_PAUSED] = "clock_paused",   [WORKFLOW_CLOCK_RESUMED] = "clock_resumed", [WORKFLOW_TIMER_SET] = "timer_set",
    [WORKFLOW_TIMER_CLEARED] = "timer_cleared", [WORKFLOW_DATE_CHANGED] = "date_changed",   [WORKFLOW_ENDED] = "ended"};

const char *workflow_outcome_kind_name(enum workflow_outcome_kind kind)
{
    must(kind < WORKFLOW_OUTCOME_KIND_COUNT);
    return kind_names[kind];
}

const char *workflow_phase_name(enum workflow_phase phase)
{
    must(phase <= WORKFLOW_WITHDRAWN);
    return phase_names[phase];
}

const char *workflow_event_kind_name(enum workflow_event_kind kind)
{
    must(kind < WORKFLOW_EVENT_KIND_COUNT);
    return event_names[kind];
}

bool workflow_event_kind_parse(const char *name, enum workflow_event_kind *ret)
{
    for (int i = 0; i < WORKFLOW_EVENT_KIND_COUNT; i++)
        if (text_equal(name, event_names[i])) {
            *ret = (enum workflow_event_kind)i;
            return true;
        }
    return false;
}

const char *workflow_effect_kind_name(enum workflow_effect_kind kind)
{
    must(kind < WORKFLOW_EFFECT_KIND_COUNT);
    return effect_names[kind];
}
