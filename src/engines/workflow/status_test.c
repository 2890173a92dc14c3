#include "base/test.h"
#include "engines/workflow/fixture.h"

/* Row: from 1 … 10. Column: to 1 … 10. From the table of allowed moves in the facts (public services 3.2). */
static const char moves[10][11] = {
    /* 1 */ ".xx.xxx...",
    /* 2 */ "...xxxxx..",
    /* 3 */ "..........",
    /* 4 */ "....xxxxx.",
    /* 5 */ "x.xx..xx..",
    /* 6 */ ".x.x..xx..",
    /* 7 */ "..........",
    /* 8 */ "...x.....x",
    /* 9 */ "...x.....x",
    /* 10 */ ".........."};

TEST("of all hundred pairs of national statuses just the allowed ones are allowed")
{
    for (int from = 1; from <= 10; from++)
        for (int to = 1; to <= 10; to++)
            CHECK_INT(workflow_move_allowed(from, to), moves[from - 1][to - 1] == 'x');
    CHECK(!workflow_move_allowed(0, 1) && !workflow_move_allowed(1, 0) && !workflow_move_allowed(11, 4) && !workflow_move_allowed(4, 11));
    CHECK(!workflow_move_allowed(5, 9) && !workflow_move_allowed(6, 9) && !workflow_move_allowed(8, 9));
}

TEST("only a supplement and a payment stand the clock still; refused, withdrawn and returned are the ends")
{
    for (int status = 0; status <= 11; status++) {
        CHECK_INT(workflow_status_pauses(status), status == 5 || status == 6);
        CHECK_INT(workflow_status_ends(status), status == 3 || status == 7 || status == 10);
        CHECK_INT(workflow_status_known(status), status >= 1 && status <= 10);
    }
}

/* A repeatable sequence of choices. */
static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static struct workflow_event some_event(const struct play *p, uint64_t seed)
{
    const struct workflow_state *s = &p->change.state;
    struct workflow_event e = {.kind = (enum workflow_event_kind)(seed % 12), .date = p->at + 1000 * (int64_t)60000000};
    if (e.kind == WORKFLOW_STARTED || e.kind >= WORKFLOW_EVENT_KIND_COUNT)
        e.kind = WORKFLOW_COMPLETED;
    if (e.kind == WORKFLOW_TIMER && s->timer_count > 0)
        e.task = s->timers[seed / 12 % s->timer_count].number;
    if (e.kind != WORKFLOW_TIMER && s->task_count > 0) {
        const struct workflow_task *t = &s->tasks[seed / 12 % s->task_count];
        e.task = t->number;
        e.outcome = t->step->choices[seed / 120 % t->step->choice_count].id;
    }
    return e;
}

static bool check_effects(const struct play *p, int *status)
{
    for (size_t i = 0; i < p->change.effect_count; i++) {
        const struct workflow_effect *e = &p->change.effects[i];
        if (e->kind != WORKFLOW_STATUS)
            continue;
        if (e->from != *status || !workflow_move_allowed(e->from, e->to))
            return false;
        *status = e->to;
    }
    const struct workflow_state *s = &p->change.state;
    bool clock_agrees = s->clock_stands == workflow_status_pauses(s->status);
    bool waiting = false;
    for (size_t i = 0; i < s->task_count; i++)
        waiting |= s->tasks[i].waiting;
    bool open = s->phase == WORKFLOW_RUNNING || s->phase == WORKFLOW_WAITING;
    bool alive = s->task_count > 0 || s->timer_count > 0;
    return *status == s->status && clock_agrees && waiting == (s->phase == WORKFLOW_WAITING) && open == alive;
}

TEST("whatever is pressed in whatever order, statuses move only along the table and the clock agrees with them; replaying gives the same "
     "state")
{
    static const char *const bodies[] = {bpmn_usual, bpmn_parallel, bpmn_timers};
    struct workflow_event events[60];
    for (uint64_t seed = 1; seed <= 600; seed++) {
        struct arena *one = arena_new(64 << 20);
        struct play p;
        play_begin(&p, one, bodies[seed % 3], seed % 2);
        int status = p.change.state.status;
        size_t count = 0;
        bool good = check_effects(&p, &status);
        events[count++] = (struct workflow_event){.kind = WORKFLOW_STARTED, .at = p.at, .online = seed % 2};
        for (uint64_t i = 0; i < 59 && good; i++) {
            struct workflow_event e = some_event(&p, mix(seed * 1000 + i));
            if (play_event(&p, e) != OK)
                continue;
            e.at = p.at;
            events[count++] = e;
            good = check_effects(&p, &status);
        }
        struct workflow_change replayed;
        struct workflow_state kept;
        good = good && workflow_replay(p.wf, events, count, &bpmn_clock, one, &replayed, NULL) == OK;
        const char *first = workflow_state_print(one, p.wf, &p.change.state), *second = workflow_state_print(one, p.wf, &replayed.state);
        bool same = good && strcmp(first, second) == 0;
        bool kept_same =
            same && workflow_state_read(one, p.wf, first, &kept, NULL) == OK && strcmp(workflow_state_print(one, p.wf, &kept), first) == 0;
        if (!kept_same)
            test_fail(__FILE__, __LINE__, "seed %llu: %s", (unsigned long long)seed, first);
        arena_free(one);
        if (test_failed())
            return;
    }
}
