/* Property: whatever happens to dossiers, the figures are what counting the lines of the journal by hand gives; counting anew changes nothing;
 * and a figure has exactly as many dossiers behind it as it says. */
#include "base/clock.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/jobs.h"
#include "core/journal.h"
#include "modules/dossiers/people_for_test.h"
#include "modules/statistics/statistics_inside.h"

static uint64_t seed;
static size_t pick(size_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(seed >> 33) % n;
}

static void act_somehow(struct q *q, int64_t id)
{
    struct life life;
    struct dossier_upload paper = {1, "Giấy tờ", "aa", "a.pdf", "PDF", 1, 1, "store", NULL};
    struct dossier_missing missing = {NULL, 1, "Giấy tờ", "Chưa rõ"};
    must(life_load(q, id, &life) == OK);
    struct dossier_act act = {.dossier_id = id, .note = "Theo quy định", .kind = ACT_OUTCOME};
    size_t dice = pick(12);
    if (life.task_count && dice < 8) {
        const struct life_task *task = &life.tasks[0];
        const struct workflow_step *step = workflow_step_find(life.workflow, task->step_id);
        const struct workflow_choice *choice = &step->choices[pick(3) ? 0 : pick(step->choice_count)]; /* mostly the first: forward */
        act.task = task->number;
        act.outcome = choice->id;
        act.missing = &missing;
        act.missing_count = choice->kind == WORKFLOW_SUPPLEMENT;
        act.date = choice->kind == WORKFLOW_EXTEND ? clock_now() + 30 * DAY : 0;
        act_as_holder_of(q, task);
        if (choice->kind == WORKFLOW_SUPPLEMENT && life.row.supplements)
            act_as_officer(q, 11, "leader", task->unit_id);
    } else if (dice == 8) {
        act.kind = ACT_RESTORE;
        act_as_officer(q, 11, "leader", life.row.competent_unit);
    } else if (dice == 9 && pick(4) == 0) {
        act.kind = ACT_WITHDRAW;
        act_as_resident(q, 501, "Nguyễn Thị Thu Hà", "049999000001");
    } else {
        act.kind = ACT_ANSWER;
        act.task = life.task_count ? life.tasks[0].number : 0;
        act.papers = &paper;
        act.paper_count = 1;
        act_as_resident(q, 501, "Nguyễn Thị Thu Hà", "049999000001");
    }
    if (dossiers_act(q, &act, NULL) != OK)
        q_forget(q);
}

static void run_jobs(struct q *q)
{
    for (int ran = 1; ran > 0 && !test_failed();)
        if (jobs_run_due(q, 200, &ran) != OK)
            test_fail(__FILE__, __LINE__, "jobs: %s", q->problem.say);
}

enum { PLAYED = 36 };
static bool play(struct q *q, int64_t ids[PLAYED])
{
    const struct procedure *const *all;
    size_t n = procedures_all(q, &all);
    clock_set(time_from_local((struct local_time){{2025, 11, 3}, 8, 0, 0}));
    seed = 766;
    for (int i = 0; i < PLAYED; i++) {
        struct dossier d;
        if (submit_for_test(q, all[pick(n)]->id, &d) != OK) {
            test_fail(__FILE__, __LINE__, "submit: %s", q->problem.say);
            return false;
        }
        ids[i] = d.id;
        for (size_t acts = pick(24); acts > 0; acts--) {
            clock_shift((int64_t)pick(40) * HOUR);
            act_somehow(q, ids[pick((size_t)i + 1)]);
        }
        if (pick(3) == 0)
            run_jobs(q);
    }
    run_jobs(q);
    run_jobs(q);
    return !test_failed();
}

/* --- by hand ------------------------------------------------------------------------------------------------------------------------ */

struct by_hand { int64_t received, online, refused, stopped, withdrawn, done, late, in_time, supplemented, open; };

/* One dossier, read differently from facts.c: from its end backwards. */
static void count_by_hand(struct q *q, int64_t id, struct by_hand *sum)
{
    const struct journal_line *lines;
    int count, extended_at = -1, last_change = -1;
    bool supplement = false;
    must(journal_of(q, "dossier", id, &lines, &count) == OK);
    const char *why;
    for (int i = count - 1; i >= 0; i--) {
        json_t *data = json_read(q->arena, lines[i].data, strlen(lines[i].data), 60, &why), *status = json_object_get(data, "status");
        supplement = supplement || text_equal(lines[i].type, "dossiers.supplement_requested");
        if (text_equal(lines[i].type, "dossiers.extended"))
            extended_at = i;
        bool changed = json_is_array(status) && json_integer_value(json_array_get(status, 0)) != json_integer_value(json_array_get(status, 1));
        if (changed && last_change < 0)
            last_change = i;
    }
    json_t *first = json_read(q->arena, lines[0].data, strlen(lines[0].data), 60, &why);
    json_t *last = json_read(q->arena, lines[last_change].data, strlen(lines[last_change].data), 60, &why);
    int64_t status = json_integer_value(json_array_get(json_object_get(last, "status"), 1)), at = json_get_int(last, "at", 0), due = 0;
    if (status == 10) { /* handed over, or papers returned after a stop: what counts is what was so before */
        status = json_integer_value(json_array_get(json_object_get(last, "status"), 0));
        for (int i = last_change - 1; i >= 0; i--) {
            json_t *data = json_read(q->arena, lines[i].data, strlen(lines[i].data), 60, &why), *both = json_object_get(data, "status");
            if (json_integer_value(json_array_get(both, 1)) == status && json_integer_value(json_array_get(both, 0)) != status) {
                at = json_get_int(data, "at", 0);
                break;
            }
        }
    }
    for (int i = (extended_at < 0 ? count : extended_at) - 1; i >= 0 && !due; i--) {
        json_t *data = json_read(q->arena, lines[i].data, strlen(lines[i].data), 60, &why);
        due = json_get_int(data, "due_at", 0);
    }
    sum->received++;
    sum->online += json_get_int(first, "channel", 0) == CHANNEL_ONLINE;
    sum->supplemented += supplement;
    sum->refused += status == 3;
    sum->withdrawn += status == 7;
    sum->stopped += status == 8;
    sum->open += status == 1 || status == 2 || status == 4 || status == 5 || status == 6;
    if (status == 9) {
        sum->done++;
        sum->late += due && at > due;
        sum->in_time += due && at <= due;
    }
}

static const char *dump(struct q *q)
{
    return arena_printf(q->arena, "%lld %lld %lld %lld",
                        (long long)db_number_for_test(q, "SELECT CAST(coalesce(sum(n * (measure + 7) * (day % 1009)), 0) AS bigint) FROM statistics_day"),
                        (long long)db_number_for_test(q, "SELECT count(*) FROM statistics_day"),
                        (long long)db_number_for_test(q, "SELECT CAST(sum(due_at % 100003 + ended_at % 100019 + minutes + supplements + digitised * 3 + reused * 5) AS bigint) FROM statistics_dossier"),
                        (long long)db_number_for_test(q, "SELECT count(*) FROM statistics_dossier"));
}

TEST_WITH_PACKAGE("after random plays the statistics are what counting the journal by hand gives, and counting anew gives the same rows")
{
    int64_t ids[PLAYED], again;
    struct by_hand hand = {0};
    struct sums whole;
    struct group *groups;
    size_t n;
    CHECK(play(q, ids));
    for (int i = 0; i < PLAYED; i++)
        count_by_hand(q, ids[i], &hand);
    struct period ever = {date_to_days((struct date){2025, 1, 1}), date_to_days((struct date){2030, 1, 1}), "", "", false};
    struct scope scope = {units_root(q), NULL, NULL};
    CHECK_OK(statistics_sums(q, ever, &scope, BY_UNIT, &whole, &groups, &n));
    CHECK_INT(whole.n[1], hand.received);
    CHECK_INT(whole.n[2], hand.online);
    CHECK_INT(whole.n[19], hand.refused);
    CHECK_INT(whole.n[20], hand.stopped);
    CHECK_INT(whole.n[21], hand.withdrawn);
    CHECK_INT(whole.n[11], hand.done);
    CHECK_INT(whole.n[14], hand.late);
    CHECK_INT(whole.n[12] + whole.n[13], hand.in_time);
    CHECK_INT(whole.n[22], hand.supplemented);
    CHECK_INT(whole.n[MEASURE_OPEN], hand.open);
    CHECK(hand.done > 2 && hand.open > 2 && hand.supplemented > 0);
    int64_t parts = 0;
    for (size_t i = 0; i < n; i++)
        parts += groups[i].sums.n[1];
    CHECK_INT(parts, whole.n[1]);
    const char *before = dump(q);
    CHECK_OK(statistics_recompute(q, &again));
    CHECK_INT(again, PLAYED);
    CHECK_TEXT(dump(q), before);
    for (int i = 0; i < PLAYED; i++) /* a listener that runs twice changes nothing */
        CHECK_OK(statistics_count_dossier(q, ids[i]));
    CHECK_TEXT(dump(q), before);
    clock_set(0);
}

TEST_WITH_PACKAGE("behind every figure stand exactly as many dossiers as it says, for every period and part")
{
    int64_t ids[PLAYED];
    const struct figure *figures[2];
    size_t counts[2] = {figures_public(&figures[0]), figures_766(&figures[1])};
    CHECK(play(q, ids));
    CHECK(counts[0] >= 8 && counts[1] >= 6);
    struct period_input choices[] = {{.ky = "2025", .tu = INT32_MIN, .den = INT32_MIN}, {.ky = "2025-11", .tu = INT32_MIN, .den = INT32_MIN},
                                     {.ky = "2025-q4", .tu = INT32_MIN, .den = INT32_MIN}, {.ky = "2026-01", .tu = INT32_MIN, .den = INT32_MIN}};
    for (size_t c = 0; c < 4; c++) {
        struct period p = period_of(q, &choices[c]);
        struct sums whole;
        struct group *groups;
        size_t n;
        struct scope scopes[4] = {{units_root(q), NULL, NULL}};
        CHECK_OK(statistics_sums(q, p, &scopes[0], BY_UNIT, &whole, &groups, &n));
        size_t scope_count = 1;
        for (size_t i = 0; i < n && scope_count < 4; i++)
            scopes[scope_count++] = (struct scope){units_find(q, groups[i].key), NULL, NULL};
        for (size_t s = 0; s < scope_count; s++) {
            CHECK_OK(statistics_sums(q, p, &scopes[s], BY_PROCEDURE, &whole, &groups, &n));
            for (size_t k = 0; k < 2; k++)
                for (size_t i = 0; i < counts[k]; i++) {
                    const struct figure *f = &figures[k][i];
                    struct statistics_facts_row *rows;
                    size_t found;
                    if (!measure_is_dossiers(f->numerator.terms[0].measure))
                        continue;
                    CHECK_OK(statistics_rows(q, p, &scopes[s], &f->numerator, &rows, &found));
                    CHECK_INT(found, figure_value(f, &whole).numerator);
                }
        }
    }
    clock_set(0);
}

TEST_WITH_PACKAGE("an extension with an apology does not make a late dossier punctual")
{
    struct dossier d;
    struct life life;
    struct sums whole;
    struct group *groups;
    size_t n;
    clock_set(time_from_local((struct local_time){{2026, 3, 2}, 8, 30, 0}));
    const struct procedure *const *all;
    size_t count = procedures_all(q, &all);
    bool extended = false;
    for (size_t i = 0; i < count && !extended; i++) { /* the first procedure with a date and a step that may extend */
        clock_set(time_from_local((struct local_time){{2026, 3, 2}, 8, 30, 0}));
        if (all[i]->limit_value < 1 || submit_for_test(q, all[i]->id, &d) != OK) {
            q_forget(q);
            continue;
        }
        for (int steps = 0; steps < 6 && !extended && life_load(q, d.id, &life) == OK && life.task_count; steps++) {
            const struct workflow_step *step = workflow_step_find(life.workflow, life.tasks[0].step_id);
            const char *forward = NULL, *extend = NULL;
            for (size_t k = 0; k < step->choice_count; k++) {
                forward = !forward && step->choices[k].kind == WORKFLOW_FORWARD ? step->choices[k].id : forward;
                extend = step->choices[k].kind == WORKFLOW_EXTEND ? step->choices[k].id : extend;
            }
            act_as_holder_of(q, &life.tasks[0]);
            struct dossier_act act = {.kind = ACT_OUTCOME, .dossier_id = d.id, .task = life.tasks[0].number, .outcome = extend ? extend : forward, .note = "Xin lỗi",
                                      .date = extend ? clock_now() + 200 * DAY : 0};
            if (dossiers_act(q, &act, NULL) != OK)
                break;
            extended = extend != NULL;
        }
        q_forget(q);
    }
    CHECK(extended);
    clock_shift(150 * DAY); /* after the first date, before the new one */
    for (int i = 0; i < 20 && life_load(q, d.id, &life) == OK && life.task_count && life.row.status < STATUS_PROCESSED; i++) {
        const struct workflow_step *step = workflow_step_find(life.workflow, life.tasks[0].step_id);
        const char *outcome = NULL;
        for (size_t k = 0; k < step->choice_count && !outcome; k++)
            outcome = step->choices[k].kind == WORKFLOW_FORWARD || step->choices[k].kind == WORKFLOW_FINISH ? step->choices[k].id : NULL;
        act_as_holder_of(q, &life.tasks[0]);
        CHECK_OK(dossiers_act(q, &(struct dossier_act){.kind = ACT_OUTCOME, .dossier_id = d.id, .task = life.tasks[0].number, .outcome = outcome, .note = "Đủ"}, NULL));
    }
    run_jobs(q);
    struct period year = period_of(q, &(struct period_input){.ky = "2026", .tu = INT32_MIN, .den = INT32_MIN});
    struct scope scope = {units_root(q), NULL, d.procedure_id};
    CHECK_OK(statistics_sums(q, year, &scope, BY_UNIT, &whole, &groups, &n));
    CHECK_INT(whole.n[11], 1);
    CHECK_INT(whole.n[14], 1);
    CHECK_INT(whole.n[12] + whole.n[13], 0);
    clock_set(0);
}

TEST_WITH_PACKAGE("points of QĐ 766 follow the rule: all of them from the target on, below it their share, none without dossiers")
{
    const struct figure *all;
    size_t n = figures_766(&all);
    struct figure f = {.kind = FIGURE_PERCENT, .points = 2, .target = 80, .numerator = {{{1, 1}}, 1}, .denominator = {{{2, 1}}, 1}};
    struct sums s = {{0}};
    s.n[1] = 60;
    s.n[2] = 100;
    CHECK(figure_value(&f, &s).points == 1.5); /* facts: R = 60 %, target 80, P = 2 -> 1.50 */
    s.n[1] = 95;
    CHECK(figure_value(&f, &s).points == 2);
    s.n[2] = 0;
    CHECK(figure_value(&f, &s).none && figure_value(&f, &s).points == 0);
    CHECK_TEXT(figure_words(q, &f, figure_value(&f, &s)), "–");
    for (size_t i = 0; i < n; i++)
        CHECK(all[i].numerator.count > 0);
    CHECK(figure_find("on_time") != NULL && figure_find("q766-2-1") != NULL);
}
