/* Property: whatever officers, applicants and time do with any workflow of the package, the rows are what the journal says. */
#include "base/clock.h"
#include "base/date.h"
#include "core/i18n.h"
#include "core/jobs.h"
#include "modules/dossiers/people_for_test.h"

static uint64_t seed;
static size_t pick(size_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(seed >> 33) % n;
}

static enum result random_outcome(struct q *q, const struct life *life)
{
    const struct life_task *task = &life->tasks[pick(life->task_count)];
    const struct workflow_step *step = workflow_step_find(life->workflow, task->step_id);
    const struct workflow_choice *choice = &step->choices[pick(step->choice_count)];
    struct dossier_missing missing = {NULL, 1, "Giấy tờ", "Chưa rõ"};
    struct dossier_act act = {.kind = ACT_OUTCOME, .dossier_id = life->row.id, .task = task->number, .outcome = choice->id, .note = "Theo quy định",
                              .missing = &missing, .missing_count = choice->kind == WORKFLOW_SUPPLEMENT,
                              .date = choice->kind == WORKFLOW_EXTEND ? clock_now() + 60 * DAY : 0};
    act_as_holder_of(q, task);
    if (choice->kind == WORKFLOW_SUPPLEMENT && life->row.supplements)
        act_as_officer(q, 11, "leader", task->unit_id);
    return dossiers_act(q, &act, NULL);
}

static enum result random_act(struct q *q, const struct life *life)
{
    struct dossier_upload paper = {1, "Giấy tờ", "aa", "a.pdf", "PDF", 1, 1, "upload", NULL};
    struct dossier_act act = {.dossier_id = life->row.id, .note = "Ghi chú", .rating = 4};
    size_t dice = pick(20);
    if (life->task_count && dice < 12)
        return random_outcome(q, life);
    if (life->task_count)
        act_as_holder_of(q, &life->tasks[0]);
    act.task = life->task_count ? life->tasks[0].number : 0;
    switch (dice) {
    case 12: act.kind = ACT_TAKE; break;
    case 13: act.kind = ACT_RELEASE; break;
    case 14: act.kind = ACT_NOTE; break;
    case 15: act.kind = ACT_RESTORE; act_as_officer(q, 11, "leader", life->row.competent_unit); break;
    case 16: act.kind = ACT_PAPERS_RETURNED; act_as_officer(q, 12, "reception_officer", life->row.receiving_unit); break;
    case 17: act.kind = ACT_DELIVER; act_as_officer(q, 12, "reception_officer", life->row.receiving_unit); break;
    case 18: act.kind = pick(4) ? ACT_RATE : ACT_WITHDRAW; act_as_resident(q, 501, "Nguyễn Thị Thu Hà", "049999000001"); break;
    default: act.kind = ACT_ANSWER; act.papers = &paper; act.paper_count = 1; act_as_resident(q, 501, "Nguyễn Thị Thu Hà", "049999000001"); break;
    }
    return dossiers_act(q, &act, NULL);
}

/* One life of at most 40 acts; refusals by state or right are part of it, anything else is a failure. */
static void one_life(struct q *q, const struct procedure *p, size_t *acts)
{
    struct dossier d;
    struct life life;
    int ran;
    if (submit_for_test(q, p->id, &d) != OK) {
        test_fail(__FILE__, __LINE__, "%s: %s", p->id, q->problem.say);
        return;
    }
    for (int i = 0; i < 40 && !test_failed(); i++) {
        clock_shift((int64_t)pick(5 * 60) * MINUTE);
        if (pick(6) == 0 && jobs_run_due(q, 20, &ran) != OK)
            test_fail(__FILE__, __LINE__, "jobs: %s", q->problem.say);
        CHECK_OK(life_load(q, d.id, &life));
        enum result r = random_act(q, &life);
        if (r == OK)
            ++*acts;
        else if (r != PROBLEM_NOT_NOW && r != PROBLEM_FORBIDDEN && r != PROBLEM_INVALID && r != PROBLEM_ALREADY_DONE)
            test_fail(__FILE__, __LINE__, "%s: %s %s", p->id, result_slug(r), q->problem.say);
        q_forget(q);
    }
    replay_agrees(q, d.id, __FILE__, __LINE__);
}

TEST_WITH_PACKAGE("after random acts on every kind of workflow, row and tasks are what the journal says")
{
    const struct procedure *const *all;
    const char *seen[64];
    size_t n = procedures_all(q, &all), seen_count = 0, acts = 0;
    clock_set(time_from_local((struct local_time){{2025, 3, 3}, 8, 0, 0}));
    seed = 20261124;
    for (size_t i = 0; i < n && !test_failed(); i++) {
        bool known = false;
        for (size_t k = 0; k < seen_count; k++)
            known = known || strcmp(seen[k], all[i]->workflow_id) == 0;
        if (known || seen_count == 64)
            continue;
        seen[seen_count++] = all[i]->workflow_id;
        for (int k = 0; k < 3 && !test_failed(); k++)
            one_life(q, all[i], &acts);
        clock_set(time_from_local((struct local_time){{2025, 3, 3}, 8, 0, 0}));
    }
    clock_set(0);
    CHECK(seen_count >= 30);
    CHECK(acts > 300);
}
