/* The workflow files of the reference package: all load, check clean, and every one can be played to its end by every outcome. */
#include "base/file.h"
#include "base/test.h"
#include "base/text.h"
#include "engines/workflow/workflow.h"
#include <dirent.h>
#include <stdlib.h>

static const char *folder(struct arena *a)
{
    const char *source = getenv("THUBON_SOURCE");
    return arena_printf(a, "%s/provinces/quang-nam/workflows", source ? source : ".");
}

static const struct workflow *load(struct arena *a, const char *name)
{
    size_t n = 0;
    const struct workflow *wf = NULL;
    struct workflow_report report;
    const char *bytes = file_read(a, arena_printf(a, "%s/%s", folder(a), name), 1 << 20, &n);
    if (!bytes) {
        test_fail(__FILE__, __LINE__, "%s cannot be read", name);
        return NULL;
    }
    workflow_read(a, bytes, n, &wf, &report);
    for (size_t i = 0; i < report.count; i++)
        test_fail(__FILE__, __LINE__, "%s:%d: %s: %s", name, report.findings[i].line, report.findings[i].element, report.findings[i].what);
    return wf;
}

/* Takes every choice of every open task, depth first, at most once per step and choice on a way. Counts the ends. */
struct tour {
    const struct workflow *wf;
    struct arena *arena;
    bool seen[100][12];
    int ends;
    int64_t at;
};

static void tour(struct tour *t, const struct workflow_state *state)
{
    const struct workflow_step *steps;
    workflow_steps(t->wf, &steps);
    if (state->phase != WORKFLOW_RUNNING && state->phase != WORKFLOW_WAITING) {
        t->ends++;
        return;
    }
    for (size_t i = 0; i < state->task_count; i++) {
        const struct workflow_task *task = &state->tasks[i];
        size_t step = (size_t)(task->step - steps);
        for (size_t k = 0; k < task->step->choice_count && !test_failed(); k++) {
            const struct workflow_choice *choice = &task->step->choices[k];
            if (t->seen[step][k] || !workflow_choice_allowed(state, task, choice))
                continue;
            t->seen[step][k] = true;
            struct workflow_event event = {
                .kind = WORKFLOW_COMPLETED, .at = ++t->at, .task = task->number, .outcome = choice->id, .date = t->at + 1000};
            struct workflow_change change, answered;
            const char *why = NULL;
            if (workflow_apply(t->wf, state, &event, NULL, t->arena, &change, &why) != OK) {
                test_fail(__FILE__, __LINE__, "%s: %s of %s: %s", workflow_id(t->wf), choice->id, task->step->id, why);
                return;
            }
            if (change.state.phase == WORKFLOW_WAITING) {
                struct workflow_event answer = {.kind = WORKFLOW_ANSWERED, .at = ++t->at, .task = task->number};
                if (workflow_apply(t->wf, &change.state, &answer, NULL, t->arena, &answered, &why) != OK)
                    test_fail(__FILE__, __LINE__, "%s: %s", workflow_id(t->wf), why);
                else
                    tour(t, &answered.state);
            }
            tour(t, &change.state);
        }
    }
}

static void play_all_ways(struct arena *a, const struct workflow *wf)
{
    const struct workflow_step *steps;
    size_t count = workflow_steps(wf, &steps);
    struct tour *t = arena_new_one(a, struct tour);
    *t = (struct tour){.wf = wf, .arena = a, .at = 1};
    struct workflow_change change;
    must(count <= 100);
    if (workflow_start(wf, true, 1, NULL, NULL, a, &change, NULL) != OK) {
        test_fail(__FILE__, __LINE__, "%s does not start", workflow_id(wf));
        return;
    }
    tour(t, &change.state);
    if (t->ends == 0 && !test_failed())
        test_fail(__FILE__, __LINE__, "%s never ends", workflow_id(wf));
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < steps[i].choice_count; k++)
            if (!t->seen[i][k] && !test_failed())
                test_fail(__FILE__, __LINE__, "%s: %s of %s could never be pressed", workflow_id(wf), steps[i].choices[k].id, steps[i].id);
}

/* The usual way: the first forward or finish of each step. It must end as returned (10) with processed (9) on the way. */
static void play_usual_way(struct arena *a, const struct workflow *wf)
{
    struct workflow_change change;
    bool processed = false;
    must(workflow_start(wf, false, 1, NULL, NULL, a, &change, NULL) == OK);
    for (int i = 0; change.state.phase == WORKFLOW_RUNNING && i < 100; i++) {
        const struct workflow_task *task = &change.state.tasks[0];
        const char *outcome = NULL, *why = NULL;
        for (size_t k = 0; !outcome && k < task->step->choice_count; k++)
            if (task->step->choices[k].kind == WORKFLOW_FORWARD || task->step->choices[k].kind == WORKFLOW_FINISH)
                outcome = task->step->choices[k].id;
        struct workflow_state before = change.state;
        if (workflow_outcome(wf, &before, task->number, outcome, NULL, i + 2, NULL, a, &change, &why) != OK) {
            test_fail(__FILE__, __LINE__, "%s: %s", workflow_id(wf), why);
            return;
        }
        processed |= change.state.status == STATUS_PROCESSED;
    }
    if (change.state.phase != WORKFLOW_FINISHED || change.state.status != STATUS_RETURNED || !processed)
        test_fail(__FILE__, __LINE__, "%s ends as %s with status %d", workflow_id(wf), workflow_phase_name(change.state.phase),
                  change.state.status);
}

TEST("every workflow of the reference package loads clean, and every outcome of every step leads on")
{
    DIR *dir = opendir(folder(a));
    CHECK(dir != NULL);
    int files = 0;
    for (struct dirent *e = readdir(dir); e && !test_failed(); e = readdir(dir)) {
        if (!text_ends(e->d_name, ".bpmn"))
            continue;
        struct arena *one = arena_new(256 << 20);
        const struct workflow *wf = load(one, e->d_name);
        if (wf && !test_failed()) {
            play_all_ways(one, wf);
            play_usual_way(one, wf);
        }
        arena_free(one);
        files++;
    }
    closedir(dir);
    if (!test_failed())
        CHECK(files >= 30);
}

/* A clock without days off: every minute is working time. */
static enum result plain_add(void *arg, int64_t from, struct workflow_duration d, int64_t *ret_due)
{
    (void)arg;
    *ret_due = from + d.minutes * 60 * INT64_C(1000000);
    return OK;
}

TEST("a general workflow gives each step its share of the procedure's own limit")
{
    const struct workflow *wf = load(a, "generic-commune.bpmn");
    CHECK(wf != NULL);
    const struct workflow_step *steps;
    int shares = 0;
    for (size_t i = 0, n = workflow_steps(wf, &steps); i < n; i++)
        shares += steps[i].share_percent;
    CHECK_INT(shares, 100);
    struct workflow_clock clock = {.add = plain_add, .limit_minutes = 5 * 8 * 60};
    struct workflow_change change;
    CHECK_OK(workflow_start(wf, true, 1, NULL, &clock, a, &change, NULL));
    CHECK_INT(change.state.tasks[0].due, 1 + 240 * 60 * INT64_C(1000000));
    clock.limit_minutes = 0;
    CHECK_OK(workflow_start(wf, true, 1, NULL, &clock, a, &change, NULL));
    CHECK_INT(change.state.tasks[0].due, 0);
}
