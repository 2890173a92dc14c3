/* What happens, in order of time: a heap holds for each dossier the moment of its next event. Sixty-four events at a time are one
 * transaction; when one of them fails, each is done again by itself and the failing one ends its dossier's story. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "core/app.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/calendar/calendar.h"
#include "engines/forms/form.h"
#include "engines/workflow/workflow.h"
#include "modules/demo/demo_inside.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

enum { TOGETHER = 64, MOST_EVENTS = 40 };

/* Reads everything, submits for residents who have no account here. */
static const struct account nature = {.kind = ACCOUNT_SYSTEM, .name = "Dữ liệu trình diễn", .permissions = (const uint64_t[8]){0}};

struct story { int64_t next; int64_t dossier; int events; bool late; /* this one is slow */ };
struct heap { struct story *items; size_t count; };
struct step { struct story before, after; bool over; };
struct batch { struct demo_world *w; int64_t to; struct step steps[TOGETHER]; size_t count; };

static void heap_push(struct heap *h, struct story s)
{
    size_t at = h->count++;
    while (at > 0 && h->items[(at - 1) / 2].next > s.next) {
        h->items[at] = h->items[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    h->items[at] = s;
}

static struct story heap_pop(struct heap *h)
{
    struct story top = h->items[0], last = h->items[--h->count];
    size_t at = 0;
    for (size_t child = 1; child < h->count; child = 2 * at + 1) {
        if (child + 1 < h->count && h->items[child + 1].next < h->items[child].next)
            child++;
        if (h->items[child].next >= last.next)
            break;
        h->items[at] = h->items[child];
        at = child;
    }
    h->items[at] = last;
    return top;
}

/* --- submitting ------------------------------------------------------------------------------------------------------------- */

/* The form's own example with other names; a child's day of birth lies some days before the submission. */
static void rename_people(struct demo_world *w, struct q *q, json_t *value, const char *key, int64_t now)
{
    const char *name;
    json_t *item;
    size_t i;
    if (json_is_object(value)) {
        json_object_foreach(value, name, item) {
            if (json_is_string(item) && text_equal(name, "full_name"))
                json_object_set_new(value, name, json_string(demo_name(q, w->names, &w->dice, NULL)));
            else if (json_is_string(item) && text_equal(name, "date_of_birth") && text_equal(key, "child"))
                json_object_set_new(value, name, json_string(date_iso(q->arena, date_from_days(time_local_days(now) - 3 - (int32_t)dice_below(&w->dice, 40)))));
            else
                rename_people(w, q, item, name, now);
        }
    } else if (json_is_array(value)) {
        json_array_foreach(value, i, item)
            rename_people(w, q, item, key, now);
    }
}

static const json_t *invent_data(struct demo_world *w, struct q *q, const struct procedure *p, int64_t now)
{
    const struct form *form = procedures_form(q, p);
    const json_t *example = form ? form_example(form, 0) : NULL;
    const char *why, *text = example ? json_print(q->arena, example) : "{}";
    json_t *data = json_read(q->arena, text, strlen(text), 30, &why);
    rename_people(w, q, data, "", now);
    return form && form_validate(q->arena, form, data).count == 0 ? data : example;
}

static size_t invent_papers(struct demo_world *w, struct q *q, const struct procedure *p, struct dossier_upload **ret)
{
    size_t n = 0;
    *ret = arena_new_array(q->arena, struct dossier_upload, p->paper_count + 1);
    for (size_t i = 0; i < p->paper_count && n < 4; i++)
        if (p->papers[i].mandatory && !text_equal(p->papers[i].kind, "eform"))
            (*ret)[n++] = (struct dossier_upload){.number = p->papers[i].number, .name = p->papers[i].name_vi, .digest = w->paper_digest,
                                                  .file_name = "ban-minh-hoa.pdf", .kind = "pdf", .size = w->paper_size, .pages = 1, .source = "upload"};
    return n;
}

static enum result submit(struct demo_world *w, struct q *q, struct step *s)
{
    struct dossier made;
    struct dossier_upload *papers;
    const struct procedure *p = demo_pick_procedure(w);
    const struct unit *place = demo_pick_commune(w), *desk;
    const struct account *officer;
    bool online = !text_equal(p->online_level, "none") && dice_percent(&w->dice, 76);
    const char *name = demo_name(q, w->names, &w->dice, NULL);
    struct dossier_submit what = {
        .procedure_id = p->id, .place_unit = place->id, .channel = online ? CHANNEL_ONLINE : dice_percent(&w->dice, 6) ? CHANNEL_POST : CHANNEL_COUNTER,
        .applicant_name = name, .applicant_number = demo_number(q, &w->dice), .applicant_phone = "0000000000",
        .applicant_address = arena_printf(q->arena, "%s, %s", demo_street(q, w->names, &w->dice), units_full_name(q, place)),
        .data = invent_data(w, q, p, s->before.next), .demo = true};
    what.paper_count = invent_papers(w, q, p, &papers);
    what.papers = papers;
    TRY(procedures_competent(q, p, place, &desk));
    TRY(demo_officer_at(w, q, "reception_officer", desk->id, &officer));
    q->account = online ? &nature : officer;
    TRY(dossiers_submit(q, &what, &made));
    s->after.dossier = made.id;
    return OK;
}

/* --- going on ---------------------------------------------------------------------------------------------------------------- */

/* Mostly the first way forward; now and then a supplement (once), a refusal, a return. */
static const struct workflow_choice *choose(struct demo_world *w, const struct workflow_state *state, const struct workflow_task *task)
{
    const struct workflow_choice *forward = NULL, *wanted = NULL;
    enum workflow_outcome_kind kind = state->supplements == 0 && dice_percent(&w->dice, 3) ? WORKFLOW_SUPPLEMENT
                                      : dice_percent(&w->dice, 1)                            ? WORKFLOW_REFUSE
                                      : dice_percent(&w->dice, 2)                            ? WORKFLOW_RETURN
                                                                                             : WORKFLOW_FORWARD;
    for (size_t i = 0; i < task->step->choice_count; i++) {
        const struct workflow_choice *c = &task->step->choices[i];
        if (!workflow_choice_allowed(state, task, c))
            continue;
        if (!forward && (c->kind == WORKFLOW_FORWARD || c->kind == WORKFLOW_FINISH))
            forward = c;
        if (!wanted && c->kind == kind)
            wanted = c;
    }
    return wanted ? wanted : forward;
}

static enum result work_on(struct demo_world *w, struct q *q, const struct dossier *d, const struct workflow_state *state)
{
    const struct workflow_task *task = &state->tasks[0];
    const struct workflow_choice *choice = choose(w, state, task);
    const char *unit;
    static const struct dossier_missing missing = {.paper = 1, .name = "Giấy tờ số 1", .reason = "Ảnh mờ, không đọc được số giấy; chụp lại đủ bốn góc"};
    if (!choice)
        return fail(q, NOT_NOW, T("This step cannot be taken in the present state"));
    TRY(dossiers_task_unit(q, d->id, task->number, &unit));
    TRY(demo_officer_at(w, q, task->step->role, unit, &q->account));
    struct dossier_act act = {.kind = ACT_OUTCOME, .dossier_id = d->id, .task = task->number, .outcome = choice->id,
                              .note = choice->kind == WORKFLOW_FORWARD ? NULL : "Dữ liệu trình diễn"};
    if (choice->kind == WORKFLOW_SUPPLEMENT) {
        act.missing = &missing;
        act.missing_count = 1;
    }
    return dossiers_act(q, &act, NULL);
}

static enum result answer(struct demo_world *w, struct q *q, const struct dossier *d, const struct workflow_task *task)
{
    const char *unit;
    TRY(dossiers_task_unit(q, d->id, task->number, &unit));
    TRY(demo_officer_at(w, q, "reception_officer", unit, &q->account));
    struct dossier_upload again = {.number = 1, .name = "Giấy tờ số 1 (chụp lại)", .digest = w->paper_digest, .file_name = "ban-minh-hoa.pdf",
                                   .kind = "pdf", .size = w->paper_size, .pages = 1, .source = "counter"};
    struct dossier_act act = {.kind = ACT_ANSWER, .dossier_id = d->id, .task = task->number, .papers = &again, .paper_count = 1};
    return dossiers_act(q, &act, NULL);
}

/* When the open step will be done: a part of its time, more than all of it for the slow. */
static int64_t next_moment(struct demo_world *w, struct q *q, const struct story *s, const struct dossier *d, const struct workflow_state *state)
{
    const struct workflow_task *task = &state->tasks[0];
    const struct office *office = units_office(q, units_find(q, d->competent_unit));
    int64_t from = s->next > d->submitted_at ? s->next : d->submitted_at, allowed = 4 * HOUR, when;
    if (task->waiting)
        return calendar_add_working_time(office, from, (int64_t)dice_below(&w->dice, 5 * 8 * 60) * MINUTE + HOUR, &when, NULL) == OK ? when : 0;
    if (task->due > from && calendar_working_time(office, from, task->due, &allowed, NULL) != OK)
        return 0;
    int64_t share = s->late ? 60 + (int64_t)dice_below(&w->dice, 200) : 5 + (int64_t)dice_below(&w->dice, 50);
    return calendar_add_working_time(office, from, allowed * share / 100 + MINUTE, &when, NULL) == OK ? when : 0;
}

/* Of the work of the last days a part stays where it is, so that whoever signs in finds something to do. */
static bool left_for_people(struct demo_world *w, int64_t now, int64_t to)
{
    return now > to - 5 * DAY && dice_percent(&w->dice, now > to - 2 * DAY ? 45 : 20);
}

static enum result go_on(struct demo_world *w, struct q *q, struct step *s, int64_t to)
{
    struct dossier d;
    const struct workflow *wf;
    struct workflow_state state;
    if (s->before.events > 0) {
        q->account = &nature;
        TRY(dossiers_by_id(q, s->before.dossier, &d));
        TRY(dossiers_state(q, &d, &wf, &state));
        TRY(state.tasks[0].waiting ? answer(w, q, &d, &state.tasks[0]) : work_on(w, q, &d, &state));
    }
    q->account = &nature;
    TRY(dossiers_by_id(q, s->after.dossier, &d));
    TRY(dossiers_state(q, &d, &wf, &state));
    if (left_for_people(w, s->before.next, to)) {
        s->over = true;
        return OK;
    }
    s->over = state.task_count == 0 || s->after.events >= MOST_EVENTS;
    s->after.next = s->over ? 0 : next_moment(w, q, &s->after, &d, &state);
    s->over = s->over || s->after.next == 0;
    return OK;
}

static enum result do_step(struct batch *b, struct q *q, struct step *s)
{
    s->after = s->before;
    s->after.events = s->before.events + 1;
    clock_set(s->before.next);
    if (s->before.events == 0)
        TRY(submit(b->w, q, s));
    return go_on(b->w, q, s, b->to);
}

static enum result do_all(struct q *q, void *arg)
{
    struct batch *b = arg;
    enum result r = OK;
    const struct account *before = q->account;
    for (size_t i = 0; i < b->count && r == OK; i++)
        r = do_step(b, q, &b->steps[i]);
    q->account = before;
    return r;
}

static const char *why_not(const struct q *q)
{
    if (q->problem.fields)
        return arena_printf(q->arena, "%s: %s", q->problem.fields->field, q->problem.fields->say);
    return q->problem.say ? q->problem.say : "";
}

/* All together, or each alone when one of them cannot be done. */
static void run_batch(struct batch *b)
{
    struct q own = *b->w->q;
    own.arena = arena_new((size_t)512 << 20);
    own.problem = (struct problem){0};
    size_t officers = b->w->officer_count, count = b->count;
    if (db_transact(&own, do_all, b) != OK) {
        b->w->officer_count = officers; /* those made in it are gone with it */
        struct step steps[TOGETHER];
        memcpy(steps, b->steps, sizeof steps);
        for (size_t i = 0; i < count; i++) {
            q_forget(&own);
            officers = b->w->officer_count;
            b->count = 1;
            b->steps[0] = steps[i];
            if (db_transact(&own, do_all, b) != OK) {
                log_warn("demo.dropped", LOG_S("kind", result_slug(own.problem.kind)), LOG_S("why", why_not(&own)), LOG_I("events", steps[i].before.events));
                b->w->officer_count = officers;
                b->w->not_made += steps[i].before.events == 0;
                b->steps[0].over = true;
            }
            steps[i] = b->steps[0];
        }
        memcpy(b->steps, steps, sizeof steps);
        b->count = count;
    }
    arena_free(own.arena);
}

/* Submissions fall on working hours at the desk; online ones at any time of the day, fewer at night. */
static int64_t moment_of_submission(struct demo_world *w, int64_t from, int64_t to)
{
    if (dice_percent(&w->dice, 12) && to - from > 8 * DAY)
        from = to - 8 * DAY; /* and more of them lately, so that desks have work */
    int64_t day = from + (int64_t)dice_below(&w->dice, (uint64_t)((to - from) / DAY) + 1) * DAY;
    int64_t hour = 7 + (int64_t)dice_below(&w->dice, dice_percent(&w->dice, 85) ? 10 : 16);
    int64_t t = time_of_local_day(time_local_days(day)) + hour * HOUR + (int64_t)dice_below(&w->dice, 3600) * SECOND;
    return t < to ? t : to - (int64_t)dice_below(&w->dice, 3600) * SECOND - HOUR;
}

enum result demo_simulate(struct demo_world *w, int64_t dossiers, int64_t from, int64_t to)
{
    struct arena *a = arena_new((size_t)2 << 30);
    struct heap heap = {.items = arena_new_array(a, struct story, (size_t)dossiers + TOGETHER)};
    struct batch *b = arena_new_one(a, struct batch);
    b->w = w;
    b->to = to;
    for (int64_t i = 0; i < dossiers; i++)
        heap_push(&heap, (struct story){.next = moment_of_submission(w, from, to), .late = dice_percent(&w->dice, 6)});
    while (heap.count && heap.items[0].next <= to) {
        for (b->count = 0; b->count < TOGETHER && heap.count && heap.items[0].next <= to;)
            b->steps[b->count++] = (struct step){.before = heap_pop(&heap)};
        run_batch(b);
        for (size_t i = 0; i < b->count; i++)
            if (!b->steps[i].over)
                heap_push(&heap, b->steps[i].after);
    }
    clock_set(0);
    arena_free(a);
    return OK;
}
