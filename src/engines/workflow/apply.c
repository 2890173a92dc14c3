/* One event, one new state. The state is copied into a `machine` whose lists can grow, the event is carried out on the copy, and every
 * change leaves an effect. When anything is refused the copy is forgotten, so nothing has happened.
 * Order within an event: what the event itself does (close, cancel, wait), then the status it brings, then the way on (walk.c). */
#include "base/must.h"
#include "base/text.h"
#include "core/q.h"
#include "engines/workflow/machine.h"

enum result workflow_refuse(struct machine *m, enum result kind, const char *why)
{
    m->why = why;
    return kind;
}

/* ---- the status ---- */

static void set_status(struct machine *m, int to)
{
    struct workflow_state *s = &m->state;
    workflow_effect(m, (struct workflow_effect){.kind = WORKFLOW_STATUS, .from = s->status, .to = to});
    s->status = to;
    s->received |= to == STATUS_RECEIVED || to == STATUS_IN_PROCESS;
    bool stands = workflow_status_pauses(to);
    if (stands != s->clock_stands) {
        s->clock_stands = stands;
        workflow_effect(m, (struct workflow_effect){.kind = stands ? WORKFLOW_CLOCK_PAUSED : WORKFLOW_CLOCK_RESUMED});
    }
}

/* Statuses that a step passes on its way to another when the file does not name them. */
static const struct {
    int from, via, to;
} implied[] = {{STATUS_NEW, STATUS_RECEIVED, STATUS_IN_PROCESS}, {STATUS_RECEIVED, STATUS_IN_PROCESS, STATUS_PROCESSED}};

static bool held_by_finance(const struct machine *m)
{
    for (size_t i = 0; i < m->state.task_count; i++)
        if (m->tasks[i].step->national_status == STATUS_FINANCE)
            return true;
    return false;
}

/* What a step says: it moves the status where the table allows, and never past a wait for the applicant or a payment. */
void workflow_step_status(struct machine *m, int to)
{
    int from = m->state.status;
    if (to == 0 || to == from || m->state.phase == WORKFLOW_WAITING || (from == STATUS_FINANCE && held_by_finance(m)))
        return;
    for (size_t i = 0; i < sizeof implied / sizeof implied[0]; i++)
        if (implied[i].from == from && implied[i].to == to)
            set_status(m, implied[i].via);
    if (workflow_move_allowed(m->state.status, to))
        set_status(m, to);
}

/* ---- tasks ---- */

static int find_task(const struct machine *m, int number)
{
    for (size_t i = 0; i < m->state.task_count; i++)
        if (m->tasks[i].number == number)
            return (int)i;
    return -1;
}

static void clear_timers_of(struct machine *m, int task)
{
    size_t kept = 0;
    for (size_t i = 0; i < m->state.timer_count; i++) {
        if (m->timers[i].task == task)
            workflow_effect(m, (struct workflow_effect){.kind = WORKFLOW_TIMER_CLEARED, .number = m->timers[i].number});
        else
            m->timers[kept++] = m->timers[i];
    }
    m->state.timer_count = kept;
}

static struct workflow_task remove_task(struct machine *m, int index, enum workflow_effect_kind kind, const struct workflow_choice *choice)
{
    struct workflow_task t = m->tasks[index];
    for (size_t i = (size_t)index + 1; i < m->state.task_count; i++)
        m->tasks[i - 1] = m->tasks[i];
    m->state.task_count--;
    workflow_effect(m, (struct workflow_effect){.kind = kind, .number = t.number, .step = t.step, .choice = choice});
    clear_timers_of(m, t.number);
    return t;
}

static void end(struct machine *m, enum workflow_phase phase)
{
    m->state.phase = phase;
    workflow_effect(m, (struct workflow_effect){.kind = WORKFLOW_ENDED, .phase = phase});
}

/* Everything open is cancelled. What was open is remembered, so that it can be restored. */
static void cancel_all(struct machine *m)
{
    const struct workflow_step **stopped = arena_new_array(m->arena, const struct workflow_step *, m->state.task_count);
    m->state.stopped = stopped;
    m->state.stopped_count = 0;
    while (m->state.task_count > 0)
        stopped[m->state.stopped_count++] = remove_task(m, 0, WORKFLOW_TASK_CANCELLED, NULL).step;
    for (size_t i = 0; i < m->state.timer_count; i++)
        workflow_effect(m, (struct workflow_effect){.kind = WORKFLOW_TIMER_CLEARED, .number = m->timers[i].number});
    m->state.timer_count = 0;
}

/* ---- what may be done now ---- */

/* Where refusal and stop lead: not received before reception, stopped after it. A result that nobody collects can be put away (stop),
 * but it was made: the status stays "processed". 0: nowhere from here. */
static int status_of_end(const struct workflow_state *s, enum workflow_outcome_kind kind)
{
    if (!s->received && workflow_move_allowed(s->status, STATUS_NOT_RECEIVED))
        return STATUS_NOT_RECEIVED;
    if (s->status == STATUS_PROCESSED && kind == WORKFLOW_STOP)
        return STATUS_PROCESSED;
    return workflow_move_allowed(s->status, STATUS_STOPPED) ? STATUS_STOPPED : 0;
}

static bool is_open(const struct workflow_state *s)
{
    return s->phase == WORKFLOW_RUNNING || s->phase == WORKFLOW_WAITING;
}

static const char *problem_of(const struct workflow_state *s, const struct workflow_task *t, const struct workflow_choice *choice)
{
    if (!is_open(s))
        return T("The dossier has ended; nothing more can be done in it");
    switch (choice->kind) {
    case WORKFLOW_REFUSE:
    case WORKFLOW_STOP:
        return status_of_end(s, choice->kind) ? NULL : T("The result stands already; the dossier can no longer be refused");
    case WORKFLOW_SUPPLEMENT:
        if (s->phase == WORKFLOW_WAITING)
            return T("A supplement has been asked for already and is still awaited");
        return workflow_move_allowed(s->status, STATUS_SUPPLEMENT) ? NULL : T("In this state nothing more can be asked of the applicant");
    default:
        return t->waiting ? T("The applicant has not answered yet; this step waits") : NULL;
    }
}

bool workflow_choice_allowed(const struct workflow_state *state, const struct workflow_task *task, const struct workflow_choice *choice)
{
    return problem_of(state, task, choice) == NULL;
}

/* ---- the events ---- */

static enum result go_on(struct machine *m, int place, const char *outcome)
{
    const struct place *p = &m->wf->places[place];
    must(p->out_count == 1);
    TRY(workflow_walk(m, p->out[0], outcome));
    if (m->state.task_count > 0 || m->state.timer_count > 0)
        return OK;
    if (m->state.token_count > 0)
        return workflow_refuse(m, PROBLEM_INVALID, "The workflow is stuck: a parallel gateway waits for a way that will never come");
    end(m, WORKFLOW_FINISHED);
    return OK;
}

static enum result started(struct machine *m)
{
    m->state = (struct workflow_state){.phase = WORKFLOW_RUNNING, .status = STATUS_NEW, .online = m->event->online, .next_number = 1};
    return go_on(m, m->wf->start, NULL);
}

static enum result complete(struct machine *m, int index, const struct workflow_choice *choice)
{
    const struct workflow_step *step = m->tasks[index].step;
    remove_task(m, index, WORKFLOW_TASK_CLOSED, choice);
    int status = step->national_status;
    if (status == STATUS_FINANCE && m->state.received)
        workflow_step_status(m, STATUS_IN_PROCESS); /* paid: the clock runs again */
    else if (status == STATUS_RECEIVED || status == STATUS_PROCESSED || status == STATUS_RETURNED)
        workflow_step_status(m, status);
    return go_on(m, m->wf->step_places[step - m->wf->steps], choice->id);
}

static enum result ask(struct machine *m, int index, const struct workflow_choice *choice)
{
    struct workflow_task *t = &m->tasks[index];
    t->waiting = true;
    t->waiting_since = m->event->at;
    m->state.supplements++;
    m->state.phase = WORKFLOW_WAITING;
    workflow_effect(m, (struct workflow_effect){.kind = WORKFLOW_TASK_WAITS, .number = t->number, .step = t->step, .choice = choice});
    set_status(m, STATUS_SUPPLEMENT);
    return OK;
}

static enum result refuse_or_stop(struct machine *m, int index, const struct workflow_choice *choice)
{
    int status = status_of_end(&m->state, choice->kind);
    const struct workflow_step *step = remove_task(m, index, WORKFLOW_TASK_CLOSED, choice).step;
    cancel_all(m);
    const struct workflow_step **stopped = arena_new_array(m->arena, const struct workflow_step *, m->state.stopped_count + 1);
    stopped[0] = step;
    for (size_t i = 0; i < m->state.stopped_count; i++)
        stopped[i + 1] = m->state.stopped[i];
    m->state.stopped = stopped;
    m->state.stopped_count++;
    if (status != m->state.status)
        set_status(m, status);
    end(m, choice->kind == WORKFLOW_REFUSE ? WORKFLOW_REFUSED : WORKFLOW_STOPPED);
    return OK;
}

static enum result extend(struct machine *m)
{
    if (m->event->date <= m->event->at)
        return workflow_refuse(m, PROBLEM_INVALID, "The new date must lie in the future");
    m->state.extensions++;
    m->state.new_date = m->event->date;
    workflow_effect(m, (struct workflow_effect){.kind = WORKFLOW_DATE_CHANGED, .number = m->event->task, .date = m->event->date});
    return OK;
}

static enum result completed(struct machine *m)
{
    int index = find_task(m, m->event->task);
    if (!is_open(&m->state))
        return workflow_refuse(m, PROBLEM_NOT_NOW, T("The dossier has ended; nothing more can be done in it"));
    if (index < 0)
        return workflow_refuse(m, PROBLEM_NOT_NOW, T("This task is no longer open"));
    const struct workflow_choice *choice = workflow_choice_find(m->tasks[index].step, m->event->outcome);
    if (!choice)
        return workflow_refuse(m, PROBLEM_INVALID, "This step has no such outcome");
    const char *problem = problem_of(&m->state, &m->tasks[index], choice);
    if (problem)
        return workflow_refuse(m, PROBLEM_NOT_NOW, problem);
    switch (choice->kind) {
    case WORKFLOW_SUPPLEMENT:
        return ask(m, index, choice);
    case WORKFLOW_REFUSE:
    case WORKFLOW_STOP:
        return refuse_or_stop(m, index, choice);
    case WORKFLOW_EXTEND:
        return extend(m);
    default:
        return complete(m, index, choice);
    }
}

/* While the dossier waited, the clock stood still for all its tasks. */
static void move_dues(struct machine *m, int64_t since)
{
    const struct workflow_clock *c = m->clock;
    for (size_t i = 0; i < m->state.task_count; i++) {
        struct workflow_task *t = &m->tasks[i];
        int64_t from = t->opened > since ? t->opened : since;
        if (t->due == 0)
            continue;
        if (!c || !c->after_pause || c->after_pause(c->arg, t->due, from, m->event->at, &t->due) != OK)
            t->due = 0;
    }
}

/* The wait is over, by an answer or by a timer that took the task away. */
static void stop_waiting(struct machine *m, int64_t since)
{
    m->state.phase = WORKFLOW_RUNNING;
    move_dues(m, since);
    set_status(m, m->state.received ? STATUS_IN_PROCESS : STATUS_NEW);
}

static enum result answered(struct machine *m)
{
    int index = find_task(m, m->event->task);
    if (index < 0 || !m->tasks[index].waiting)
        return workflow_refuse(m, PROBLEM_NOT_NOW, T("No supplement is awaited here"));
    struct workflow_task *t = &m->tasks[index];
    t->waiting = false;
    stop_waiting(m, t->waiting_since);
    t->waiting_since = 0;
    workflow_effect(m, (struct workflow_effect){.kind = WORKFLOW_TASK_GOES_ON, .number = t->number, .step = t->step, .due = t->due});
    return OK;
}

static int place_of_timer(const struct workflow *wf, const char *event)
{
    for (size_t i = 0; i < wf->place_count; i++)
        if (text_equal(wf->places[i].id, event))
            return (int)i;
    return -1;
}

static enum result timer(struct machine *m)
{
    size_t i = 0;
    while (i < m->state.timer_count && m->timers[i].number != m->event->task)
        i++;
    if (i == m->state.timer_count)
        return workflow_refuse(m, PROBLEM_NOT_NOW, T("This timer is no longer set"));
    struct workflow_timer fired = m->timers[i];
    for (size_t k = i + 1; k < m->state.timer_count; k++)
        m->timers[k - 1] = m->timers[k];
    m->state.timer_count--;
    int place = place_of_timer(m->wf, fired.event);
    must(place >= 0);
    int task = find_task(m, fired.task);
    if (task >= 0 && m->wf->places[place].interrupting) {
        struct workflow_task cancelled = remove_task(m, task, WORKFLOW_TASK_CANCELLED, NULL);
        if (cancelled.waiting)
            stop_waiting(m, cancelled.waiting_since);
    }
    return go_on(m, place, NULL);
}

static enum result withdrawn(struct machine *m)
{
    if (!is_open(&m->state) || !workflow_move_allowed(m->state.status, STATUS_WITHDRAWN))
        return workflow_refuse(m, PROBLEM_NOT_NOW, T("In this state the dossier can no longer be withdrawn"));
    cancel_all(m);
    set_status(m, STATUS_WITHDRAWN);
    end(m, WORKFLOW_WITHDRAWN);
    return OK;
}

static enum result restored(struct machine *m)
{
    bool put_away = m->state.phase == WORKFLOW_STOPPED && m->state.status == STATUS_PROCESSED;
    if (is_open(&m->state) || (m->state.status != STATUS_STOPPED && !put_away))
        return workflow_refuse(m, PROBLEM_NOT_NOW, T("Only a stopped dossier can be restored"));
    m->state.phase = WORKFLOW_RUNNING;
    if (!put_away)
        set_status(m, STATUS_IN_PROCESS);
    for (size_t i = 0; i < m->state.stopped_count; i++)
        TRY(workflow_open_task(m, m->wf->step_places[m->state.stopped[i] - m->wf->steps]));
    m->state.stopped_count = 0;
    return OK;
}

static enum result papers_returned(struct machine *m)
{
    if (is_open(&m->state) || m->state.status != STATUS_STOPPED)
        return workflow_refuse(m, PROBLEM_NOT_NOW, T("Papers are returned after a dossier was stopped"));
    set_status(m, STATUS_RETURNED);
    return OK;
}

static enum result carry_out(struct machine *m)
{
    static enum result (*const events[WORKFLOW_EVENT_KIND_COUNT])(struct machine *) = {[WORKFLOW_STARTED] = started,
                                                                                       [WORKFLOW_COMPLETED] = completed,
                                                                                       [WORKFLOW_ANSWERED] = answered,
                                                                                       [WORKFLOW_TIMER] = timer,
                                                                                       [WORKFLOW_RESTORED] = restored,
                                                                                       [WORKFLOW_WITHDRAWN_BY_APPLICANT] = withdrawn,
                                                                                       [WORKFLOW_PAPERS_RETURNED] = papers_returned};
    if (m->event->kind >= WORKFLOW_EVENT_KIND_COUNT)
        return workflow_refuse(m, PROBLEM_INVALID, "There is no such event");
    if ((m->before == NULL) != (m->event->kind == WORKFLOW_STARTED))
        return workflow_refuse(m, PROBLEM_INVALID, "A dossier is started once, before all else");
    if (m->before && m->event->at < m->before->at)
        return workflow_refuse(m, PROBLEM_INVALID, "An event cannot lie before the one that came before it");
    TRY(events[m->event->kind](m));
    m->state.at = m->event->at;
    m->state.events++;
    return OK;
}

enum result workflow_apply(const struct workflow *wf, const struct workflow_state *before, const struct workflow_event *event,
                           const struct workflow_clock *clock, struct arena *a, struct workflow_change *ret, const char **ret_why)
{
    struct machine m;
    workflow_machine_begin(&m, wf, before, event, clock, a);
    enum result r = carry_out(&m);
    if (ret_why)
        *ret_why = m.why;
    if (r == OK)
        workflow_machine_end(&m, ret);
    return r;
}

enum result workflow_start(const struct workflow *wf, bool online, int64_t at, const struct rule_value *variables,
                           const struct workflow_clock *clock, struct arena *a, struct workflow_change *ret, const char **ret_why)
{
    struct workflow_event event = {.kind = WORKFLOW_STARTED, .at = at, .online = online, .variables = variables ? *variables : rule_null()};
    return workflow_apply(wf, NULL, &event, clock, a, ret, ret_why);
}

enum result workflow_outcome(const struct workflow *wf, const struct workflow_state *before, int task, const char *outcome_id,
                             const struct rule_value *variables, int64_t at, const struct workflow_clock *clock, struct arena *a,
                             struct workflow_change *ret, const char **ret_why)
{
    struct workflow_event event = {
        .kind = WORKFLOW_COMPLETED, .at = at, .task = task, .outcome = outcome_id, .variables = variables ? *variables : rule_null()};
    return workflow_apply(wf, before, &event, clock, a, ret, ret_why);
}

enum result workflow_replay(const struct workflow *wf, const struct workflow_event *events, size_t count,
                            const struct workflow_clock *clock, struct arena *a, struct workflow_change *ret, const char **ret_why)
{
    struct workflow_change change = {0};
    for (size_t i = 0; i < count; i++) {
        struct workflow_state before = change.state;
        TRY(workflow_apply(wf, i ? &before : NULL, &events[i], clock, a, &change, ret_why));
    }
    if (count == 0) {
        if (ret_why)
            *ret_why = "There are no events to replay";
        return PROBLEM_INVALID;
    }
    *ret = change;
    return OK;
}
