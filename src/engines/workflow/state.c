/* The state as one line of JSON and back, finding things, and durations. Ids of the file stand in the text, not numbers, so that a kept
 * state survives a new version of the file as long as the steps it names are still there. */
#include "base/buf.h"
#include "base/json.h"
#include "base/must.h"
#include "base/text.h"
#include "engines/workflow/graph.h"
#include <string.h>

enum { STATE_MAX = 64 * 1024, OPEN_MAX = 200 };

const char *workflow_id(const struct workflow *wf)
{
    return wf->id;
}

const char *workflow_name(const struct workflow *wf)
{
    return wf->name;
}

size_t workflow_steps(const struct workflow *wf, const struct workflow_step **ret)
{
    *ret = wf->steps;
    return wf->step_count;
}

const struct workflow_step *workflow_step_find(const struct workflow *wf, const char *id)
{
    for (size_t i = 0; i < wf->step_count; i++)
        if (text_equal(wf->steps[i].id, id))
            return &wf->steps[i];
    return NULL;
}

const struct workflow_choice *workflow_choice_find(const struct workflow_step *step, const char *id)
{
    for (size_t i = 0; i < step->choice_count; i++)
        if (text_equal(step->choices[i].id, id))
            return &step->choices[i];
    return NULL;
}

const struct workflow_task *workflow_task_find(const struct workflow_state *state, int number)
{
    for (size_t i = 0; i < state->task_count; i++)
        if (state->tasks[i].number == number)
            return &state->tasks[i];
    return NULL;
}

/* ---- durations ---- */

struct unit {
    char letter;
    bool time;
    size_t offset;
};
static const struct unit units[] = {{'Y', false, offsetof(struct workflow_duration, years)},
                                    {'M', false, offsetof(struct workflow_duration, months)},
                                    {'D', false, offsetof(struct workflow_duration, days)},
                                    {'H', true, offsetof(struct workflow_duration, hours)},
                                    {'M', true, offsetof(struct workflow_duration, minutes)}};

bool workflow_duration_parse(const char *iso, struct workflow_duration *ret)
{
    struct workflow_duration d = {0};
    bool time = false;
    size_t next = 0; /* each letter once, in this order */
    if (!iso || *iso++ != 'P' || !*iso)
        return false;
    while (*iso) {
        if (*iso == 'T' && !time && iso[1]) {
            time = true;
            iso++;
        }
        int n = 0, digits = 0;
        for (; *iso >= '0' && *iso <= '9' && digits < 6; iso++, digits++)
            n = n * 10 + (*iso - '0');
        while (next < 5 && (units[next].letter != *iso || units[next].time != time))
            next++;
        if (digits == 0 || next == 5)
            return false;
        *(int *)((char *)&d + units[next++].offset) = n;
        iso++;
    }
    *ret = d;
    return true;
}

/* ---- writing ---- */

static void write_task(struct json_writer *w, const struct workflow_task *t)
{
    json_object_open(w);
    json_field_int(w, "n", t->number);
    json_field_text(w, "step", t->step->id);
    json_field_int(w, "opened", t->opened);
    json_field_int(w, "due", t->due);
    json_field_int(w, "waiting", t->waiting ? t->waiting_since : 0);
    json_object_close(w);
}

static void write_timer(struct json_writer *w, const struct workflow_timer *t)
{
    json_object_open(w);
    json_field_int(w, "n", t->number);
    json_field_text(w, "event", t->event);
    json_field_int(w, "task", t->task);
    json_field_int(w, "due", t->due);
    json_object_close(w);
}

static void write_lists(struct json_writer *w, const struct workflow *wf, const struct workflow_state *s)
{
    json_key(w, "tasks");
    json_array_open(w);
    for (size_t i = 0; i < s->task_count; i++)
        write_task(w, &s->tasks[i]);
    json_array_close(w);
    json_key(w, "timers");
    json_array_open(w);
    for (size_t i = 0; i < s->timer_count; i++)
        write_timer(w, &s->timers[i]);
    json_array_close(w);
    json_key(w, "tokens");
    json_array_open(w);
    for (size_t i = 0; i < s->token_count; i++)
        json_text(w, wf->flows[s->tokens[i]].id);
    json_array_close(w);
    json_key(w, "stopped");
    json_array_open(w);
    for (size_t i = 0; i < s->stopped_count; i++)
        json_text(w, s->stopped[i]->id);
    json_array_close(w);
}

const char *workflow_state_print(struct arena *a, const struct workflow *wf, const struct workflow_state *state)
{
    struct buf b;
    struct json_writer w;
    buf_init(&b, a, STATE_MAX);
    json_begin(&w, &b);
    json_object_open(&w);
    json_field_text(&w, "phase", workflow_phase_name(state->phase));
    json_field_int(&w, "status", state->status);
    json_field_bool(&w, "online", state->online);
    json_field_bool(&w, "received", state->received);
    json_field_bool(&w, "clock_stands", state->clock_stands);
    json_field_int(&w, "supplements", state->supplements);
    json_field_int(&w, "extensions", state->extensions);
    json_field_int(&w, "events", state->events);
    json_field_int(&w, "next", state->next_number);
    json_field_int(&w, "at", state->at);
    json_field_int(&w, "new_date", state->new_date);
    write_lists(&w, wf, state);
    json_object_close(&w);
    must(!b.overflow);
    return b.data;
}

/* ---- reading ---- */

struct restoring {
    struct arena *arena;
    const struct workflow *wf;
    const char *why;
};

static enum result refuse(struct restoring *r, const char *what, const char *id)
{
    r->why = arena_printf(r->arena, "The kept state does not fit this workflow: %s%s", what, id ? id : "");
    return PROBLEM_INVALID;
}

static enum result read_tasks(struct restoring *r, const json_t *list, struct workflow_state *s)
{
    struct workflow_task *tasks = arena_new_array(r->arena, struct workflow_task, json_array_size(list));
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *j = json_array_get(list, i);
        int64_t since = json_get_int(j, "waiting", 0);
        tasks[i] = (struct workflow_task){(int)json_get_int(j, "n", 0),
                                          workflow_step_find(r->wf, json_get_text(j, "step")),
                                          json_get_int(j, "opened", 0),
                                          json_get_int(j, "due", 0),
                                          since != 0,
                                          since};
        if (!tasks[i].step)
            return refuse(r, "there is no step ", json_get_text(j, "step"));
    }
    s->tasks = tasks;
    s->task_count = json_array_size(list);
    return OK;
}

static const struct place *timer_place(const struct workflow *wf, const char *id)
{
    for (size_t i = 0; i < wf->place_count; i++)
        if (text_equal(wf->places[i].id, id) && (wf->places[i].kind == PLACE_TIMER || wf->places[i].kind == PLACE_BOUNDARY))
            return &wf->places[i];
    return NULL;
}

static enum result read_timers(struct restoring *r, const json_t *list, struct workflow_state *s)
{
    struct workflow_timer *timers = arena_new_array(r->arena, struct workflow_timer, json_array_size(list));
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *j = json_array_get(list, i);
        const struct place *p = timer_place(r->wf, json_get_text(j, "event"));
        if (!p)
            return refuse(r, "there is no timer ", json_get_text(j, "event"));
        timers[i] =
            (struct workflow_timer){(int)json_get_int(j, "n", 0), p->id, (int)json_get_int(j, "task", 0), json_get_int(j, "due", 0)};
    }
    s->timers = timers;
    s->timer_count = json_array_size(list);
    return OK;
}

static enum result read_tokens(struct restoring *r, const json_t *list, struct workflow_state *s)
{
    int *tokens = arena_new_array(r->arena, int, json_array_size(list));
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *id = json_string_value(json_array_get(list, i));
        tokens[i] = -1;
        for (size_t k = 0; k < r->wf->flow_count; k++)
            if (text_equal(r->wf->flows[k].id, id))
                tokens[i] = (int)k;
        if (tokens[i] < 0)
            return refuse(r, "there is no flow ", id);
    }
    s->tokens = tokens;
    s->token_count = json_array_size(list);
    return OK;
}

static enum result read_stopped(struct restoring *r, const json_t *list, struct workflow_state *s)
{
    const struct workflow_step **stopped = arena_new_array(r->arena, const struct workflow_step *, json_array_size(list));
    for (size_t i = 0; i < json_array_size(list); i++) {
        stopped[i] = workflow_step_find(r->wf, json_string_value(json_array_get(list, i)));
        if (!stopped[i])
            return refuse(r, "there is no step ", json_string_value(json_array_get(list, i)));
    }
    s->stopped = stopped;
    s->stopped_count = json_array_size(list);
    return OK;
}

static bool read_phase(const char *name, enum workflow_phase *ret)
{
    for (int i = WORKFLOW_RUNNING; i <= WORKFLOW_WITHDRAWN; i++)
        if (text_equal(name, workflow_phase_name((enum workflow_phase)i))) {
            *ret = (enum workflow_phase)i;
            return true;
        }
    return false;
}

static enum result read_state(struct restoring *r, const char *text, struct workflow_state *s)
{
    const char *why = NULL;
    const json_t *json = json_read(r->arena, text, strlen(text), 4, &why);
    static const char *const lists[] = {"tasks", "timers", "tokens", "stopped"};
    if (!json)
        return refuse(r, why, NULL);
    for (size_t i = 0; i < 4; i++)
        if (json_array_size(json_object_get(json, lists[i])) > OPEN_MAX)
            return refuse(r, "too many ", lists[i]);
    if (!read_phase(json_get_text(json, "phase"), &s->phase))
        return refuse(r, "its phase is unknown", NULL);
    s->status = (int)json_get_int(json, "status", 0);
    if (!workflow_status_known(s->status))
        return refuse(r, "its status is unknown", NULL);
    s->online = json_get_bool(json, "online", false);
    s->received = json_get_bool(json, "received", false);
    s->clock_stands = json_get_bool(json, "clock_stands", false);
    s->supplements = (int)json_get_int(json, "supplements", 0);
    s->extensions = (int)json_get_int(json, "extensions", 0);
    s->events = (int)json_get_int(json, "events", 0);
    s->next_number = (int)json_get_int(json, "next", 1);
    s->at = json_get_int(json, "at", 0);
    s->new_date = json_get_int(json, "new_date", 0);
    TRY(read_tasks(r, json_object_get(json, "tasks"), s));
    TRY(read_timers(r, json_object_get(json, "timers"), s));
    TRY(read_tokens(r, json_object_get(json, "tokens"), s));
    return read_stopped(r, json_object_get(json, "stopped"), s);
}

enum result workflow_state_read(struct arena *a, const struct workflow *wf, const char *text, struct workflow_state *ret,
                                const char **ret_why)
{
    struct restoring r = {a, wf, NULL};
    struct workflow_state state = {0};
    enum result result = read_state(&r, text, &state);
    if (result == OK)
        *ret = state;
    if (ret_why)
        *ret_why = r.why;
    return result;
}
