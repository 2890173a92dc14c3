/* Tokens on their way: along a flow, through gateways, until each waits at a task, a timer or a join, or is used up at an end. */
#include "base/must.h"
#include "base/text.h"
#include "core/q.h"
#include "engines/workflow/machine.h"

#define WALK_MAX 1000 /* flows in one event; the checker has refused circles without a task */

bool workflow_goes_along(enum workflow_outcome_kind kind)
{
    return kind == WORKFLOW_FORWARD || kind == WORKFLOW_RETURN || kind == WORKFLOW_FINISH;
}

void workflow_machine_begin(struct machine *m, const struct workflow *wf, const struct workflow_state *before,
                            const struct workflow_event *event, const struct workflow_clock *clock, struct arena *a)
{
    *m = (struct machine){.wf = wf, .before = before, .event = event, .clock = clock, .arena = a};
    if (!before)
        return;
    m->state = *before;
    m->tasks = arena_memdup(a, before->tasks, sizeof *m->tasks * before->task_count);
    m->timers = arena_memdup(a, before->timers, sizeof *m->timers * before->timer_count);
    m->tokens = arena_memdup(a, before->tokens, sizeof *m->tokens * before->token_count);
    m->state.stopped = arena_memdup(a, before->stopped, sizeof *m->state.stopped * before->stopped_count);
}

void workflow_machine_end(const struct machine *m, struct workflow_change *ret)
{
    *ret = (struct workflow_change){m->state, m->effect_count, m->effects};
    ret->state.tasks = m->tasks;
    ret->state.timers = m->timers;
    ret->state.tokens = m->tokens;
}

void workflow_effect(struct machine *m, struct workflow_effect effect)
{
    must(m->effect_count < EFFECTS_MAX);
    if (m->effect_count == m->effect_room) {
        m->effects = arena_grow(m->arena, m->effects, sizeof *m->effects, m->effect_room, m->effect_room * 2 + 8);
        m->effect_room = m->effect_room * 2 + 8;
    }
    effect.at = m->event->at;
    m->effects[m->effect_count++] = effect;
}

/* ---- choosing ---- */

struct rule_value workflow_conditions(struct arena *a, const struct rule_value *variables, const char *outcome)
{
    size_t given = variables && variables->kind == RULE_CONTEXT ? variables->context.count : 0;
    struct rule_entry *entries = arena_new_array(a, struct rule_entry, given + 1);
    entries[0] = (struct rule_entry){"outcome", rule_text(outcome)};
    for (size_t i = 0; i < given; i++)
        entries[i + 1] = variables->context.entries[i];
    return rule_context(entries, given + 1);
}

int workflow_choose(const struct workflow *wf, const struct place *gateway, const struct rule_value *context, struct arena *a)
{
    for (size_t i = 0; i < gateway->out_count; i++) {
        const struct rule *condition = wf->flows[gateway->out[i]].condition;
        struct rule_outcome answer;
        if (!condition && gateway->out_count == 1)
            return gateway->out[i];
        if (condition && rule_evaluate(condition, context, a, &answer) == OK && rule_is_true(&answer.value))
            return gateway->out[i];
    }
    return gateway->default_flow;
}

/* ---- places ---- */

static int64_t due_of_step(struct machine *m, const struct workflow_step *step)
{
    int minutes = m->state.online ? step->minutes_online : step->minutes_direct;
    int64_t due = 0;
    if (minutes < 0 && m->clock && m->clock->limit_minutes > 0 && step->share_percent > 0)
        minutes = (int)(m->clock->limit_minutes * step->share_percent / 100);
    if (minutes < 0 || !m->clock || !m->clock->add)
        return 0;
    struct workflow_duration d = {.minutes = minutes};
    return m->clock->add(m->clock->arg, m->event->at, d, &due) == OK ? due : 0;
}

static enum result set_timer(struct machine *m, const struct place *p, int task)
{
    struct workflow_timer t = {.number = m->state.next_number++, .event = p->id, .task = task};
    const struct workflow_clock *c = m->clock;
    if (m->state.timer_count == OPEN_MAX)
        return workflow_refuse(m, PROBLEM_INVALID, "Too many timers are set at once");
    if (c && c->add && c->add(c->arg, m->event->at, p->duration, &t.due) != OK)
        return workflow_refuse(m, PROBLEM_NOT_NOW, T("The working calendar cannot say when the timer of this step is due"));
    m->timers = arena_grow(m->arena, m->timers, sizeof t, m->state.timer_count, m->state.timer_count + 1);
    m->timers[m->state.timer_count++] = t;
    workflow_effect(m, (struct workflow_effect){.kind = WORKFLOW_TIMER_SET, .number = t.number, .due = t.due});
    return OK;
}

enum result workflow_open_task(struct machine *m, int place)
{
    const struct workflow *wf = m->wf;
    const struct workflow_step *step = &wf->steps[wf->places[place].step];
    if (m->state.task_count == OPEN_MAX)
        return workflow_refuse(m, PROBLEM_INVALID, "Too many tasks are open at once");
    struct workflow_task t = {.number = m->state.next_number++, .step = step, .opened = m->event->at, .due = due_of_step(m, step)};
    m->tasks = arena_grow(m->arena, m->tasks, sizeof t, m->state.task_count, m->state.task_count + 1);
    m->tasks[m->state.task_count++] = t;
    workflow_effect(m, (struct workflow_effect){.kind = WORKFLOW_TASK_OPENED, .number = t.number, .step = step, .due = t.due});
    for (size_t i = 0; i < wf->place_count; i++)
        if (wf->places[i].kind == PLACE_BOUNDARY && wf->places[i].attached == place)
            TRY(set_timer(m, &wf->places[i], t.number));
    if (step->national_status == STATUS_IN_PROCESS || step->national_status == STATUS_FINANCE)
        workflow_step_status(m, step->national_status);
    return OK;
}

static enum result through_exclusive(struct machine *m, const struct place *gateway, const char *outcome)
{
    struct rule_value context = workflow_conditions(m->arena, &m->event->variables, outcome);
    int flow = workflow_choose(m->wf, gateway, &context, m->arena);
    if (flow < 0)
        return workflow_refuse(m, PROBLEM_INVALID, arena_printf(m->arena, "No condition of the gateway %s holds", gateway->id));
    return workflow_walk(m, flow, outcome);
}

/* A token waits on its flow until every flow into the gateway holds one; then one of each is used up and all ways out begin. */
static enum result through_parallel(struct machine *m, const struct place *gateway, int flow, const char *outcome)
{
    if (m->state.token_count == OPEN_MAX)
        return workflow_refuse(m, PROBLEM_INVALID, "Too many tokens wait at once");
    m->tokens = arena_grow(m->arena, m->tokens, sizeof flow, m->state.token_count, m->state.token_count + 1);
    m->tokens[m->state.token_count++] = flow;
    for (size_t i = 0; i < gateway->in_count; i++) {
        size_t k = 0;
        while (k < m->state.token_count && m->tokens[k] != gateway->in[i])
            k++;
        if (k == m->state.token_count)
            return OK;
    }
    for (size_t i = 0; i < gateway->in_count; i++) {
        size_t k = 0;
        while (m->tokens[k] != gateway->in[i])
            k++;
        m->tokens[k] = m->tokens[--m->state.token_count];
    }
    for (size_t i = 0; i < gateway->out_count; i++)
        TRY(workflow_walk(m, gateway->out[i], outcome));
    return OK;
}

enum result workflow_walk(struct machine *m, int flow, const char *outcome)
{
    int number = m->wf->flows[flow].to;
    const struct place *to = &m->wf->places[number];
    if (++m->walked > WALK_MAX)
        return workflow_refuse(m, PROBLEM_INVALID, "The workflow goes round without a task");
    switch (to->kind) {
    case PLACE_TASK:
        return workflow_open_task(m, number);
    case PLACE_TIMER:
        return set_timer(m, to, 0);
    case PLACE_EXCLUSIVE:
        return through_exclusive(m, to, outcome);
    case PLACE_PARALLEL:
        return through_parallel(m, to, flow, outcome);
    case PLACE_END:
        return OK;
    default:
        must(false);
    }
}
