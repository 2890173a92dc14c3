/* What happened, in words: one entry for each line of the journal that means something to the reader. Residents read which agency and
 * role acted, never the officer's name; officers read both. */
#include "base/arena.h"
#include "base/date.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access_roles.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/q.h"
#include "modules/dossiers/dossiers_inside.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

struct words { const char *type, *title, *look; bool officers_only; };
static const struct words all_words[] = {
    {"dossiers.submitted", T("Dossier submitted"), "done", false},
    {"dossiers.step_done", NULL, "done", false},
    {"dossiers.taken", T("An officer took the step"), "done", true},
    {"dossiers.released", T("The step was given back"), "done", true},
    {"dossiers.assigned", T("The step was given to an officer"), "done", true},
    {"dossiers.supplement_requested", T("More papers or answers were asked for"), "wait", false},
    {"dossiers.supplement_answered", T("What was missing has been supplied"), "done", false},
    {"dossiers.refused", T("The dossier was refused"), "late", false},
    {"dossiers.stopped", T("The dossier was stopped"), "late", false},
    {"dossiers.restored", T("The dossier goes on"), "done", false},
    {"dossiers.extended", T("The date was moved, with an apology"), "late", false},
    {"dossiers.timer", T("A time limit of the procedure has passed"), "done", false},
    {"dossiers.finished", T("The result is ready"), "done", false},
    {"dossiers.delivered", T("The result was handed over"), "done", false},
    {"dossiers.papers_returned", T("The papers were returned"), "done", false},
    {"dossiers.withdrawn", T("The dossier was withdrawn"), "done", false},
    {"dossiers.overdue", T("The date has passed; we apologise for the delay"), "late", false},
    {"dossiers.due_soon", T("Four fifths of the time have passed"), "wait", true},
    {"dossiers.noted", T("Note"), "done", true},
    {"dossiers.rated", T("The applicant rated the service"), "done", false},
};

static const struct words *words_of(const char *type)
{
    for (size_t i = 0; i < sizeof all_words / sizeof *all_words; i++)
        if (strcmp(all_words[i].type, type) == 0)
            return &all_words[i];
    return NULL;
}

struct telling { struct q *q; const struct dossier *d; const struct workflow *workflow; bool for_officer; };

static const char *step_name(const struct telling *t, const json_t *data)
{
    const char *id = json_get_text(data, "step");
    const struct workflow_step *step = id && t->workflow ? workflow_step_find(t->workflow, id) : NULL;
    return step ? pick_language(t->q, step->name, step->name_en) : "";
}

/* "Reception officer, UBND phường Tân Thạnh" for residents, with the name for officers. */
static const char *by_whom(const struct telling *t, const struct journal_line *line, const json_t *data)
{
    const struct access_role *role = json_get_text(data, "role") ? access_role(json_get_text(data, "role")) : NULL;
    const struct unit *unit = units_find(t->q, json_get_text(data, "unit"));
    const char *who = role ? pick_language(t->q, role->name_vi, role->name_en) : NULL;
    if (line->account_id && line->account_id == t->d->person_account)
        return tr(t->q, T("The applicant"));
    if (t->for_officer)
        who = line->actor_name && *line->actor_name ? line->actor_name : who;
    if (!unit)
        return t->for_officer && who ? who : "";
    return who ? arena_printf(t->q->arena, "%s, %s", who, units_agency_name(t->q, unit)) : units_agency_name(t->q, unit);
}

static const char *items_text(struct q *q, const json_t *missing)
{
    const char *text = "";
    for (size_t i = 0; i < json_array_size(missing); i++) {
        const json_t *one = json_array_get(missing, i);
        const char *name = json_get_text(one, "name"), *reason = json_get_text(one, "reason");
        text = arena_printf(q->arena, "%s%s%s: %s", text, *text ? "; " : "", name ? name : "", reason ? reason : "");
    }
    return text;
}

static const char *detail_of(const struct telling *t, const struct journal_line *line, const json_t *data)
{
    struct q *q = t->q;
    const char *note = json_get_text(data, "note");
    if (strcmp(line->type, "dossiers.supplement_requested") == 0)
        return items_text(q, json_object_get(data, "missing"));
    if (strcmp(line->type, "dossiers.extended") == 0)
        return tr_fill(q, T("New date: {date}. Reason: {reason}"), "date", time_vi(q->arena, json_get_int(data, "date", 0)), "reason", note ? note : "");
    if (strcmp(line->type, "dossiers.rated") == 0)
        return tr_fill(q, T("{n} out of 5"), "n", number_vi(q->arena, json_get_int(data, "rating", 0)));
    if (strcmp(line->type, "dossiers.submitted") == 0 && json_get_int(data, "due_at", 0))
        return tr_fill(q, T("Promised for {date}"), "date", time_vi(q->arena, json_get_int(data, "due_at", 0)));
    bool for_applicant = strcmp(line->type, "dossiers.step_done") != 0 && strcmp(line->type, "dossiers.noted") != 0;
    return note && (t->for_officer || for_applicant) ? note : "";
}

static bool tell(const struct telling *t, const struct journal_line *line, struct dossier_moment *ret)
{
    const char *why;
    const struct words *w = words_of(line->type);
    if (!w || (w->officers_only && !t->for_officer))
        return false;
    json_t *data = json_read(t->q->arena, line->data, strlen(line->data), 60, &why);
    *ret = (struct dossier_moment){
        .at = json_get_int(data, "at", line->at), .title = w->title ? tr(t->q, w->title) : step_name(t, data), .detail = detail_of(t, line, data),
        .by = by_whom(t, line, data), .look = w->look};
    if (text_equal(json_get_text(data, "kind"), "return")) {
        ret->look = "wait";
        ret->title = tr_fill(t->q, T("Sent back: {step}"), "step", ret->title);
    }
    return true;
}

/* --- what is going on now and what follows ------------------------------------------------------------------------------------------- */

static void tell_now(const struct telling *t, const struct workflow_state *state, struct dossier_moment *list, size_t *count)
{
    for (size_t i = 0; i < state->task_count; i++) {
        const struct workflow_task *task = &state->tasks[i];
        const struct access_role *role = access_role(task->step->role);
        const char *waiting = role ? pick_language(t->q, role->waiting_vi, role->waiting_en) : NULL;
        bool late = t->d->due_at && !t->d->ended_at && !t->d->paused_since && t->d->due_at < clock_now();
        list[(*count)++] = (struct dossier_moment){
            .at = task->opened, .title = pick_language(t->q, task->step->name, task->step->name_en), .by = "",
            .detail = task->waiting ? tr(t->q, T("Waiting for what the applicant was asked for")) : waiting ? waiting : "",
            .look = late ? "late" : task->waiting ? "wait" : "now"};
    }
}

static void tell_next(const struct telling *t, const struct workflow_state *state, struct dossier_moment *list, size_t *count)
{
    const struct workflow_step *steps;
    size_t n = workflow_steps(t->workflow, &steps), last = 0;
    for (size_t i = 0; i < state->task_count; i++)
        for (size_t k = 0; k < n; k++)
            if (state->tasks[i].step == &steps[k] && k + 1 > last)
                last = k + 1;
    for (size_t k = last; k < n && state->task_count; k++)
        list[(*count)++] = (struct dossier_moment){.title = pick_language(t->q, steps[k].name, steps[k].name_en), .detail = "", .by = "", .look = "next"};
}

enum result dossiers_time_line(struct q *q, const struct dossier *d, bool for_officer, const struct dossier_moment **ret, size_t *ret_count)
{
    const struct journal_line *lines;
    int line_count;
    size_t count = 0, step_count;
    struct telling t = {q, d, NULL, for_officer};
    struct workflow_state state;
    const struct workflow_step *steps;
    TRY(dossiers_state(q, d, &t.workflow, &state));
    TRY(journal_of(q, "dossier", d->id, &lines, &line_count));
    step_count = workflow_steps(t.workflow, &steps);
    struct dossier_moment *list = arena_new_array(q->arena, struct dossier_moment, (size_t)line_count + state.task_count + step_count + 1);
    for (int i = 0; i < line_count; i++)
        if (tell(&t, &lines[i], &list[count]))
            count++;
    tell_now(&t, &state, list, &count);
    tell_next(&t, &state, list, &count);
    *ret = list;
    *ret_count = count;
    return OK;
}

/* Written out, so that each is found and translated. */
static const char *const status_words[] = {
    "", T("Submitted, waiting to be received"), T("Received"), T("Not received"), T("In process"), T("Waiting for you to supply what is missing"),
    T("Waiting for payment"), T("Withdrawn"), T("Stopped"), T("Result ready"), T("Result handed over")};

const char *dossiers_status_words(struct q *q, const struct dossier *d)
{
    return d->status >= 1 && d->status <= 10 ? tr(q, status_words[d->status]) : "";
}
