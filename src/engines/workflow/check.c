/* Is this graph a workflow that can be run to its end? First each place by itself, then the whole: what can be reached, what can end,
 * circles without a task, and every outcome of every step played through the gateways behind it, so that no officer ever presses a
 * button that leads nowhere. Conditions that read only `outcome` can be decided here; others need a default flow. */
#include "base/text.h"
#include "engines/workflow/graph.h"

struct checking {
    struct reporting *report;
    const struct workflow *wf;
    bool *reached; /* places, from the start */
    bool *taken;   /* flows that some outcome takes */
    bool *on_path; /* places of the walk under way, to find circles without a task */
    int plays;
};

#define PLAYS_MAX 20000 /* flows walked in all plays; a workflow for people stays far below */

static bool waits(const struct place *p)
{
    return p->kind == PLACE_TASK || p->kind == PLACE_TIMER || p->kind == PLACE_END;
}

/* ---- each place by itself ---- */

struct shape {
    bool needs_in, forbids_in, forbids_out;
    size_t most_out;
    const char *name;
};
static const struct shape shapes[] = {[PLACE_START] = {false, true, false, 1, "startEvent"},
                                      [PLACE_END] = {true, false, true, 0, "endEvent"},
                                      [PLACE_TASK] = {true, false, false, 1, "userTask"},
                                      [PLACE_EXCLUSIVE] = {true, false, false, 50, "exclusiveGateway"},
                                      [PLACE_PARALLEL] = {true, false, false, 50, "parallelGateway"},
                                      [PLACE_TIMER] = {true, false, false, 1, "timer event"},
                                      [PLACE_BOUNDARY] = {false, true, false, 1, "boundary event"}};

static void check_shape(struct checking *c, const struct place *p)
{
    const struct shape *s = &shapes[p->kind];
    if (s->needs_in && p->in_count == 0)
        report(c->report, true, p->line, p->id, "no flow leads to this %s", s->name);
    if (s->forbids_in && p->in_count > 0)
        report(c->report, true, p->line, p->id, "no flow may lead to a %s", s->name);
    if (s->forbids_out && p->out_count > 0)
        report(c->report, true, p->line, p->id, "no flow may leave an %s", s->name);
    if (!s->forbids_out && p->out_count == 0)
        report(c->report, true, p->line, p->id, "no flow leaves this %s", s->name);
    if (!s->forbids_out && p->out_count > s->most_out)
        report(c->report, true, p->line, p->id, "%zu flows leave this %s; put a gateway behind it", p->out_count, s->name);
}

static void check_conditions(struct checking *c, const struct place *p)
{
    for (size_t i = 0; i < p->out_count; i++) {
        const struct flow *f = &c->wf->flows[p->out[i]];
        if (p->kind != PLACE_EXCLUSIVE && f->condition)
            report(c->report, true, f->line, f->id, "only flows that leave an exclusive gateway have conditions");
        bool needs_one = p->kind == PLACE_EXCLUSIVE && p->out_count > 1 && p->out[i] != p->default_flow;
        if (needs_one && !f->condition)
            report(c->report, true, f->line, f->id, "this flow leaves a choice and needs a condition, or must be its default");
    }
}

/* ---- the whole ---- */

static void reach(struct checking *c, int place)
{
    if (c->reached[place])
        return;
    c->reached[place] = true;
    const struct place *p = &c->wf->places[place];
    for (size_t i = 0; i < p->out_count; i++)
        reach(c, c->wf->flows[p->out[i]].to);
    for (size_t i = 0; i < c->wf->place_count; i++)
        if (c->wf->places[i].kind == PLACE_BOUNDARY && c->wf->places[i].attached == place)
            reach(c, (int)i);
}

/* Grows the set of places from which an end can be reached until nothing is added. */
static void check_ends(struct checking *c)
{
    const struct workflow *wf = c->wf;
    bool *ends = arena_new_array(c->report->arena, bool, wf->place_count);
    bool grown = true, any = false;
    for (size_t i = 0; i < wf->place_count; i++)
        any |= ends[i] = wf->places[i].kind == PLACE_END;
    if (!any)
        report(c->report, true, wf->places[wf->start].line, wf->id, "the workflow has no endEvent");
    while (grown && any) {
        grown = false;
        for (size_t i = 0; i < wf->flow_count; i++)
            if (!ends[wf->flows[i].from] && ends[wf->flows[i].to])
                grown = ends[wf->flows[i].from] = true;
    }
    for (size_t i = 0; i < wf->place_count; i++) {
        const struct place *p = &wf->places[i];
        if (!c->reached[i])
            report(c->report, true, p->line, p->id, "this %s cannot be reached from the start", shapes[p->kind].name);
        else if (any && !ends[i])
            report(c->report, true, p->line, p->id, "from here no end can be reached");
    }
}

/* Does the condition read nothing but `outcome`? Then it can be decided without a dossier. */
static bool decidable(const struct rule *condition)
{
    const char *const *names;
    size_t count = condition ? rule_names(condition, &names) : 0;
    return count == 0 || (count == 1 && text_equal(names[0], "outcome"));
}

struct playing {
    const struct place *task;
    const struct workflow_choice *choice;
    struct rule_value context;
};

static void play(struct checking *c, const struct playing *play_of, int flow);

static const char *played(struct checking *c, const struct playing *p)
{
    if (!p->choice)
        return "what comes without an outcome";
    return arena_printf(c->report->arena, "the outcome \"%s\" of %s", p->choice->id, p->task->id);
}

static void play_exclusive(struct checking *c, const struct playing *p, const struct place *gateway)
{
    int holding = 0;
    bool open = false; /* some condition needs the dossier */
    struct rule_outcome answer;
    for (size_t i = 0; i < gateway->out_count; i++) {
        int flow = gateway->out[i];
        const struct rule *condition = c->wf->flows[flow].condition;
        if (!condition && (gateway->out_count > 1 || flow == gateway->default_flow))
            continue;
        bool decided = decidable(condition);
        open |= !decided;
        if (decided && condition &&
            (rule_evaluate(condition, &p->context, c->report->arena, &answer) != OK || !rule_is_true(&answer.value)))
            continue;
        holding += decided;
        play(c, p, flow);
    }
    if (gateway->default_flow >= 0 && holding == 0)
        play(c, p, gateway->default_flow);
    if (holding > 1)
        report(c->report, true, gateway->line, gateway->id, "%s takes %d ways here; only one may hold", played(c, p), holding);
    if (gateway->default_flow < 0 && holding == 0)
        report(c->report, true, gateway->line, gateway->id,
               open ? "%s may find no way here: the conditions read the dossier, so a default flow is needed" : "%s leads nowhere here",
               played(c, p));
}

static void play(struct checking *c, const struct playing *p, int flow)
{
    int number = c->wf->flows[flow].to;
    const struct place *to = &c->wf->places[number];
    c->taken[flow] = true;
    if (waits(to) || c->plays > PLAYS_MAX)
        return;
    if (++c->plays > PLAYS_MAX)
        report(c->report, true, to->line, to->id, "the gateways branch into too many ways");
    if (c->on_path[number]) {
        report(c->report, true, to->line, to->id, "a circle without a task: %s would go round for ever", played(c, p));
        return;
    }
    c->on_path[number] = true;
    if (to->kind == PLACE_EXCLUSIVE)
        play_exclusive(c, p, to);
    for (size_t i = 0; to->kind == PLACE_PARALLEL && i < to->out_count; i++)
        play(c, p, to->out[i]);
    c->on_path[number] = false;
}

static void play_from(struct checking *c, const struct place *p, const struct workflow_choice *choice)
{
    struct playing playing = {p, choice, workflow_conditions(c->report->arena, NULL, choice ? choice->id : NULL)};
    if (p->out_count > 0)
        play(c, &playing, p->out[0]);
}

static void play_all(struct checking *c)
{
    for (size_t i = 0; i < c->wf->place_count; i++) {
        const struct place *p = &c->wf->places[i];
        if (p->kind == PLACE_START || p->kind == PLACE_TIMER || p->kind == PLACE_BOUNDARY)
            play_from(c, p, NULL);
        const struct workflow_step *step = p->kind == PLACE_TASK ? &c->wf->steps[p->step] : NULL;
        for (size_t k = 0; step && k < step->choice_count; k++)
            if (workflow_goes_along(step->choices[k].kind))
                play_from(c, p, &step->choices[k]);
    }
    for (size_t i = 0; i < c->wf->flow_count; i++)
        if (!c->taken[i] && c->report->errors == 0)
            report(c->report, true, c->wf->flows[i].line, c->wf->flows[i].id, "no outcome ever takes this way");
}

/* ---- statuses, hours ---- */

static void check_statuses(struct checking *c)
{
    bool has[11] = {0};
    for (size_t i = 0; i < c->wf->step_count; i++)
        has[c->wf->steps[i].national_status] = true;
    if (!has[STATUS_RECEIVED])
        report(c->report, false, c->wf->places[c->wf->start].line, c->wf->id, "no step says that the dossier is received (status 2)");
    if (has[STATUS_RETURNED] && !has[STATUS_PROCESSED])
        report(c->report, true, c->wf->places[c->wf->start].line, c->wf->id,
               "a step returns the result (status 10), but none says that it was processed (status 9)");
}

static int minutes_of(const struct workflow *wf, const struct place *p, bool online)
{
    if (p->kind != PLACE_TASK)
        return 0;
    int minutes = online ? wf->steps[p->step].minutes_online : wf->steps[p->step].minutes_direct;
    return minutes > 0 ? minutes : 0;
}

struct measuring {
    const struct workflow *wf;
    bool online;
    int *longest; /* -1 not yet known */
    bool *on_path;
};

/* Minutes of the longest way from this place on; a way back to a place that we come through is not followed. */
static int measure(struct measuring *m, int place)
{
    const struct place *p = &m->wf->places[place];
    if (m->longest[place] >= 0)
        return m->longest[place];
    m->on_path[place] = true;
    int best = 0;
    for (size_t i = 0; i < p->out_count; i++) {
        int to = m->wf->flows[p->out[i]].to;
        int rest = m->on_path[to] ? 0 : measure(m, to);
        best = rest > best ? rest : best;
    }
    m->on_path[place] = false;
    return m->longest[place] = best + minutes_of(m->wf, p, m->online);
}

int workflow_minutes(const struct workflow *wf, bool online)
{
    struct arena *a = arena_new(1 << 20);
    struct measuring m = {wf, online, arena_new_array(a, int, wf->place_count), arena_new_array(a, bool, wf->place_count)};
    for (size_t i = 0; i < wf->place_count; i++)
        m.longest[i] = -1;
    int minutes = measure(&m, wf->start);
    arena_free(a);
    return minutes;
}

int workflow_limit_minutes(const struct workflow *wf)
{
    return wf->limit_minutes;
}

static void check_hours(struct reporting *r, const struct workflow *wf, int limit)
{
    for (int online = 0; online <= 1 && limit >= 0; online++) {
        int minutes = workflow_minutes(wf, online);
        if (minutes == limit || minutes == 0)
            continue;
        report(r, minutes > limit, wf->places[wf->start].line, wf->id, "the steps take %d.%02d hours when %s, the limit is %d.%02d",
               minutes / 60, minutes % 60 * 100 / 60, online ? "sent online" : "handed in", limit / 60, limit % 60 * 100 / 60);
    }
}

void workflow_check_graph(struct reporting *r, const struct workflow *wf)
{
    struct checking c = {.report = r, .wf = wf};
    c.reached = arena_new_array(r->arena, bool, wf->place_count);
    c.taken = arena_new_array(r->arena, bool, wf->flow_count);
    c.on_path = arena_new_array(r->arena, bool, wf->place_count);
    for (size_t i = 0; i < wf->place_count; i++) {
        check_shape(&c, &wf->places[i]);
        check_conditions(&c, &wf->places[i]);
    }
    if (r->errors > 0)
        return;
    reach(&c, wf->start);
    check_ends(&c);
    play_all(&c);
    check_statuses(&c);
    check_hours(r, wf, wf->limit_minutes);
}

static bool listed(const char *const *list, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(list[i], word))
            return true;
    return count == 0;
}

void workflow_check(struct arena *a, const struct workflow *wf, const struct workflow_known *known, struct workflow_report *report_)
{
    struct reporting r;
    report_begin(&r, a, report_);
    for (size_t i = 0; i < wf->step_count; i++) {
        const struct workflow_step *s = &wf->steps[i];
        if (!listed(known->roles, known->role_count, s->role))
            report(&r, true, s->line, s->id, "the role \"%s\" is not known", s->role);
        bool usual = text_equal(s->unit_kind, "receiving") || text_equal(s->unit_kind, "competent");
        if (!usual && !listed(known->unit_kinds, known->unit_kind_count, s->unit_kind))
            report(&r, true, s->line, s->id, "the kind of unit \"%s\" is not known", s->unit_kind);
    }
    check_hours(&r, wf, known->limit_minutes);
    report_end(&r, report_);
}
