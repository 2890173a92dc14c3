/* What an event does to a dossier (dossiers_inside.h tells the model). Pure but for LIFE_NOW, where the calendar and the tree of units
 * are asked and their answers written into the event. */
#include "base/arena.h"
#include "base/json.h"
#include "base/must.h"
#include "base/text.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/dossiers/dossiers_inside.h"
#include "modules/dossiers/life_world.h"
#include "modules/procedures/procedures.h"

json_t *json_own(struct q *q, json_t *value)
{
    must(value != NULL);
    arena_on_free(q->arena, (arena_cleanup_fn *)json_decref, value);
    return value;
}

void json_put_text(json_t *object, const char *key, const char *value)
{
    must(json_object_set_new(object, key, value ? json_string(value) : json_null()) == 0);
}

void json_put_int(json_t *object, const char *key, int64_t value)
{
    must(json_object_set_new(object, key, json_integer(value)) == 0);
}

/* --- which event of the workflow a journal type is --------------------------------------------------------------------------- */

enum life_kind { LIFE_START, LIFE_WORKFLOW, LIFE_HOLD, LIFE_ALARM, LIFE_RATE };
static const struct life_type { const char *type; enum life_kind kind; enum workflow_event_kind event; } life_types[] = {
    {"dossiers.submitted", LIFE_START, WORKFLOW_STARTED},
    {"dossiers.step_done", LIFE_WORKFLOW, WORKFLOW_COMPLETED},
    {"dossiers.supplement_requested", LIFE_WORKFLOW, WORKFLOW_COMPLETED},
    {"dossiers.refused", LIFE_WORKFLOW, WORKFLOW_COMPLETED},
    {"dossiers.stopped", LIFE_WORKFLOW, WORKFLOW_COMPLETED},
    {"dossiers.extended", LIFE_WORKFLOW, WORKFLOW_COMPLETED},
    {"dossiers.delivered", LIFE_WORKFLOW, WORKFLOW_COMPLETED},
    {"dossiers.supplement_answered", LIFE_WORKFLOW, WORKFLOW_ANSWERED},
    {"dossiers.timer", LIFE_WORKFLOW, WORKFLOW_TIMER},
    {"dossiers.withdrawn", LIFE_WORKFLOW, WORKFLOW_WITHDRAWN_BY_APPLICANT},
    {"dossiers.restored", LIFE_WORKFLOW, WORKFLOW_RESTORED},
    {"dossiers.papers_returned", LIFE_WORKFLOW, WORKFLOW_PAPERS_RETURNED},
    {"dossiers.taken", LIFE_HOLD, 0},
    {"dossiers.released", LIFE_HOLD, 0},
    {"dossiers.assigned", LIFE_HOLD, 0},
    {"dossiers.due_soon", LIFE_ALARM, 0},
    {"dossiers.overdue", LIFE_ALARM, 0},
    {"dossiers.rated", LIFE_RATE, 0},
};

static const struct life_type *life_type(const char *type)
{
    for (size_t i = 0; i < sizeof life_types / sizeof *life_types; i++)
        if (strcmp(life_types[i].type, type) == 0)
            return &life_types[i];
    return NULL;
}

bool life_counts(const char *type)
{
    return life_type(type) != NULL;
}

/* --- the beginning ------------------------------------------------------------------------------------------------------------ */

static const char *text_or(const json_t *o, const char *key, const char *otherwise)
{
    const char *value = json_get_text(o, key);
    return value ? value : otherwise;
}

static void begin_row(struct q *q, struct dossiers_dossier_row *r, const json_t *data)
{
    const json_t *applicant = json_object_get(data, "applicant");
    *r = (struct dossiers_dossier_row){
        .id = json_get_int(data, "id", 0), .code = text_or(data, "code", ""), .procedure_id = text_or(data, "procedure", ""),
        .procedure_version = json_get_int(data, "procedure_version", 0), .sector = text_or(data, "sector", ""),
        .receiving_unit = text_or(data, "receiving_unit", ""), .competent_unit = text_or(data, "competent_unit", ""),
        .original_unit = text_or(data, "competent_unit", ""), .place_unit = text_or(data, "place_unit", ""),
        .channel = json_get_int(data, "channel", 0), .account_id = json_get_int(data, "account", 0),
        .person_account = json_get_int(data, "person_account", 0), .helper_name = json_get_text(data, "helper"),
        .applicant_name = text_or(applicant, "name", ""), .applicant_number = json_get_text(applicant, "number"),
        .applicant_phone = json_get_text(applicant, "phone"), .applicant_email = json_get_text(applicant, "email"),
        .applicant_address = json_get_text(applicant, "address"), .subject_kind = text_or(data, "subject_kind", "citizen"),
        .summary = text_or(data, "summary", ""), .data = json_print(q->arena, json_object_get(data, "data")),
        .known = json_print(q->arena, json_object_get(data, "known")), .submitted_at = json_get_int(data, "at", 0),
        .demo = json_get_bool(data, "demo", false)};
    r->folded = dossier_folded(q, r);
}

static enum result find_machine(struct q *q, struct life *life)
{
    life->procedure = procedures_find(q, life->row.procedure_id, life->row.procedure_version);
    return machine_workflow(q, life->procedure, life->row.procedure_id, &life->workflow);
}

/* --- tasks -------------------------------------------------------------------------------------------------------------------- */

static struct life_task *task_of(struct life *life, int64_t number)
{
    for (size_t i = 0; i < life->task_count; i++)
        if (life->tasks[i].number == number)
            return &life->tasks[i];
    return NULL;
}

static void close_task(struct life *life, const struct workflow_effect *e)
{
    struct life_task *t = task_of(life, e->number);
    must(t && life->closed_count < LIFE_TASKS);
    life->closed[life->closed_count++] = (struct life_closed){e->number, e->choice ? e->choice->id : NULL};
    *t = life->tasks[--life->task_count];
    for (size_t i = 0; i + 1 < life->task_count; i++) /* the order of the numbers, with at most one out of place */
        for (size_t k = i + 1; k < life->task_count; k++)
            if (life->tasks[k].number < life->tasks[i].number) {
                struct life_task swap = life->tasks[i];
                life->tasks[i] = life->tasks[k];
                life->tasks[k] = swap;
            }
}

static void open_task(struct q *q, struct life *life, struct world *world, const struct workflow_effect *e)
{
    must(life->task_count < LIFE_TASKS);
    int64_t due = e->due;
    if (life->row.version == 0)
        due = world_reception_due(world, life, e->at, due);
    life->tasks[life->task_count++] = (struct life_task){
        .number = e->number, .step_id = e->step->id, .role_id = e->step->role, .opened_at = e->at, .due_at = due,
        .unit_id = world_unit(q, world, life, e->step->unit_kind)};
}

/* --- effects ------------------------------------------------------------------------------------------------------------------ */

static void move_status(struct dossiers_dossier_row *r, const struct workflow_effect *e)
{
    r->status = e->to;
    if (e->to == STATUS_RETURNED)
        r->delivered_at = e->at;
    if (e->to == STATUS_NOT_RECEIVED || e->to == STATUS_WITHDRAWN || e->to == STATUS_STOPPED || e->to == STATUS_PROCESSED ||
        (e->to == STATUS_RETURNED && !r->ended_at))
        r->ended_at = e->at;
    else if (e->to == STATUS_IN_PROCESS)
        r->ended_at = 0; /* restored, or the result was taken back */
}

static void apply_effect(struct q *q, struct life *life, struct world *world, const struct workflow_effect *e)
{
    struct life_task *t = task_of(life, e->number);
    switch (e->kind) {
    case WORKFLOW_TASK_OPENED: open_task(q, life, world, e); break;
    case WORKFLOW_TASK_CLOSED:
    case WORKFLOW_TASK_CANCELLED: close_task(life, e); break;
    case WORKFLOW_TASK_WAITS: t->waiting = true; break;
    case WORKFLOW_TASK_GOES_ON:
        t->waiting = false;
        t->due_at = e->due;
        break;
    case WORKFLOW_STATUS: move_status(&life->row, e); break;
    case WORKFLOW_CLOCK_PAUSED: life->row.paused_since = e->at; break;
    case WORKFLOW_CLOCK_RESUMED:
        world_due_after_pause(world, life, e->at);
        life->row.paused_since = 0;
        break;
    case WORKFLOW_DATE_CHANGED: world_due_is(world, life, e->date); break;
    case WORKFLOW_TIMER_SET:
        must(life->timer_count < sizeof life->timers / sizeof *life->timers);
        life->timers[life->timer_count++] = (struct workflow_timer){.number = e->number, .due = e->due};
        break;
    case WORKFLOW_TIMER_CLEARED:
    case WORKFLOW_ENDED:
    case WORKFLOW_EFFECT_KIND_COUNT: break;
    }
}

static enum result run_workflow(struct q *q, struct life *life, struct world *world, enum workflow_event_kind kind, const json_t *data)
{
    json_t *answers = json_object_get(data, "data");
    const char *why = NULL;
    struct workflow_change change;
    struct workflow_event event = {
        .kind = kind, .at = json_get_int(data, "at", 0), .task = (int)json_get_int(data, "task", 0), .outcome = json_get_text(data, "outcome"),
        .date = json_get_int(data, "date", 0), .online = life->row.channel == CHANNEL_ONLINE,
        .variables = answers ? rule_from_json(q->arena, answers) : rule_null()};
    struct workflow_clock clock = world_clock(world);
    enum result r = workflow_apply(life->workflow, life->begun ? &life->state : NULL, &event, &clock, q->arena, &change, &why);
    if (r == PROBLEM_NOT_NOW)
        return fail(q, NOT_NOW, why); /* a msgid of the engine: what stands in the way */
    if (r != OK)
        return fail(q, INVALID, T("The workflow does not know this step: {why}"), "why", why ? why : "");
    life->state = change.state;
    life->begun = true;
    for (size_t i = 0; i < change.effect_count; i++)
        apply_effect(q, life, world, &change.effects[i]);
    return OK;
}

/* When the clock job looks again: nothing while paused, ended, or without a due date. */
static int64_t next_watch(const struct dossiers_dossier_row *r)
{
    if (r->ended_at || r->paused_since || !r->due_at || r->alarm >= 2)
        return 0;
    return r->alarm == 0 && r->soon_at ? r->soon_at : r->due_at;
}

static void settle(struct q *q, struct life *life)
{
    struct dossiers_dossier_row *r = &life->row;
    r->state = workflow_state_print(q->arena, life->workflow, &life->state);
    r->status = life->state.status;
    r->phase = workflow_phase_name(life->state.phase);
    r->supplements = life->state.supplements;
    r->extensions = life->state.extensions;
    r->watch_at = next_watch(r);
    r->version++;
}

static enum result apply_workflow(struct q *q, struct life *life, const struct life_type *type, json_t *data, enum life_mode mode)
{
    struct world world;
    int64_t at = json_get_int(data, "at", 0);
    world_begin(q, &world, life, data, mode);
    if (type->kind == LIFE_START)
        world_due_first(q, &world, life);
    TRY(run_workflow(q, life, &world, type->event, data));
    if (life->state.received && !life->row.received_at)
        life->row.received_at = at;
    if (type->event == WORKFLOW_ANSWERED && json_is_object(json_object_get(data, "data")))
        life->row.data = json_print(q->arena, json_object_get(data, "data"));
    world_end(&world, life);
    return OK;
}

/* --- what does not touch the workflow ------------------------------------------------------------------------------------------ */

static enum result hold(struct q *q, struct life *life, const json_t *data)
{
    struct life_task *t = task_of(life, json_get_int(data, "task", 0));
    if (!t)
        return fail(q, NOT_NOW, T("This task is not open any more"));
    t->holder = json_get_int(data, "holder", 0);
    t->holder_name = t->holder ? json_get_text(data, "holder_name") : NULL;
    t->held_since = t->holder ? json_get_int(data, "at", 0) : 0;
    return OK;
}

enum result life_apply(struct q *q, struct life *life, const char *name, json_t *data, enum life_mode mode)
{
    const struct life_type *type = life_type(name);
    must(type != NULL);
    life->closed_count = life->timer_count = 0;
    if (type->kind == LIFE_START) {
        begin_row(q, &life->row, data);
        TRY(find_machine(q, life));
    }
    switch (type->kind) {
    case LIFE_START:
    case LIFE_WORKFLOW: TRY(apply_workflow(q, life, type, data, mode)); break;
    case LIFE_HOLD: TRY(hold(q, life, data)); break;
    case LIFE_ALARM: life->row.alarm = strcmp(name, "dossiers.overdue") == 0 ? 2 : 1; break;
    case LIFE_RATE: life->row.rating = json_get_int(data, "rating", 0); break;
    }
    settle(q, life);
    return OK;
}
