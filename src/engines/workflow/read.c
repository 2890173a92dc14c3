/* BPMN XML into places and flows. Reads everything it can before it gives up, so that a file with five mistakes gets five findings. */
#include "base/must.h"
#include "base/text.h"
#include "base/xml.h"
#include "engines/workflow/graph.h"
#include <stdarg.h>
#include <string.h>

#define BPMN "http://www.omg.org/spec/BPMN/20100524/MODEL"
#define TB "urn:thubon:bpmn:1"
enum { FILE_MAX = 2 * 1024 * 1024, ELEMENTS_MAX = 600, SCRATCH_MAX = 256 * 1024 * 1024 };

struct reading {
    struct arena *arena;
    struct workflow *wf;
    struct reporting report;
};

/* ---- reports ---- */

void report_begin(struct reporting *r, struct arena *a, const struct workflow_report *before)
{
    *r = (struct reporting){.arena = a};
    for (size_t i = 0; before && i < before->count; i++)
        report(r, before->findings[i].error, before->findings[i].line, before->findings[i].element, "%s", before->findings[i].what);
}

void report(struct reporting *r, bool error, int line, const char *element, const char *format, ...)
{
    if (r->count == r->room) {
        r->findings = arena_grow(r->arena, r->findings, sizeof *r->findings, r->room, r->room + 16);
        r->room += 16;
    }
    va_list args;
    va_start(args, format);
    const char *what = arena_vprintf(r->arena, format, args);
    r->findings[r->count++] = (struct workflow_finding){error, line, arena_strdup(r->arena, element), what};
    va_end(args);
    r->errors += error;
}

void report_end(const struct reporting *r, struct workflow_report *ret)
{
    *ret = (struct workflow_report){r->count, r->errors, r->findings};
}

/* ---- pieces of elements ---- */

static bool is(const struct xml *e, const char *name)
{
    return text_equal(e->namespace, BPMN) && text_equal(e->name, name);
}

static bool is_one_of(const struct xml *e, const char *const *names)
{
    for (; *names; names++)
        if (is(e, *names))
            return true;
    return false;
}

static const char *copy(struct reading *r, const char *s)
{
    return arena_strdup(r->arena, s);
}

static const char *plain(const struct xml *e, const char *name) /* an attribute of BPMN itself; "" when absent */
{
    const char *value = xml_attribute(e, NULL, name);
    return value ? value : "";
}

static const char *ours(const struct xml *e, const char *name) /* an attribute of our extension; NULL when absent or empty */
{
    const char *value = xml_attribute(e, TB, name);
    return value && *value ? value : NULL;
}

/* Hours as "2" or "1.5", in minutes. */
static int read_hours(struct reading *r, const struct xml *e, const char *name)
{
    const char *text = ours(e, name);
    struct rule_value minutes;
    const struct rule *rule;
    struct rule_error error;
    struct rule_outcome outcome;
    int64_t whole;
    if (!text)
        return -1;
    bool digits = strspn(text, "0123456789.") == strlen(text);
    if (digits && rule_compile(r->arena, arena_printf(r->arena, "(%s) * 60", text), &rule, &error) == OK &&
        rule_evaluate(rule, NULL, r->arena, &outcome) == OK) {
        minutes = outcome.value;
        if (rule_whole(&minutes, &whole) && whole < 1000000)
            return (int)whole;
    }
    report(&r->report, true, e->line, plain(e, "id"), "%s must be hours like 8 or 1.5, not \"%s\"", name, text);
    return -1;
}

/* Percent of the procedure's limit, 1 to 100; 0 where the file says nothing. */
static int read_share(struct reading *r, const struct xml *e)
{
    const char *text = ours(e, "sharePercent");
    int64_t share;
    if (!text)
        return 0;
    if (number_parse(text, &share) && share >= 1 && share <= 100)
        return (int)share;
    report(&r->report, true, e->line, plain(e, "id"), "sharePercent is a whole number from 1 to 100, not \"%s\"", text);
    return 0;
}

static int read_status(struct reading *r, const struct xml *e)
{
    static const int of_steps[] = {STATUS_RECEIVED, STATUS_IN_PROCESS, STATUS_FINANCE, STATUS_PROCESSED, STATUS_RETURNED};
    const char *text = ours(e, "nationalStatus");
    int64_t status;
    if (!text)
        return 0;
    for (size_t i = 0; number_parse(text, &status) && i < sizeof of_steps / sizeof of_steps[0]; i++)
        if (of_steps[i] == status)
            return (int)status;
    report(&r->report, true, e->line, plain(e, "id"), "nationalStatus of a step is 2, 4, 6, 9 or 10, not \"%s\"", text);
    return 0;
}

static bool read_kind(const char *text, enum workflow_outcome_kind *ret)
{
    for (int i = 0; i < WORKFLOW_OUTCOME_KIND_COUNT; i++)
        if (text_equal(text, workflow_outcome_kind_name((enum workflow_outcome_kind)i))) {
            *ret = (enum workflow_outcome_kind)i;
            return true;
        }
    return false;
}

static void read_choice(struct reading *r, struct workflow_step *step, const struct xml *e)
{
    struct workflow_choice choice = {.id = copy(r, plain(e, "id")),
                                     .label_vi = copy(r, xml_attribute(e, NULL, "label_vi")),
                                     .label_en = copy(r, xml_attribute(e, NULL, "label_en")),
                                     .line = e->line};
    if (!*choice.id)
        report(&r->report, true, e->line, step->id, "an outcome needs an id");
    else if (workflow_choice_find(step, choice.id))
        report(&r->report, true, e->line, step->id, "the outcome \"%s\" is given twice", choice.id);
    if (!choice.label_vi || !*choice.label_vi)
        report(&r->report, true, e->line, step->id, "the outcome \"%s\" needs a label_vi", choice.id);
    if (!read_kind(plain(e, "kind"), &choice.kind))
        report(&r->report, true, e->line, step->id, "the outcome \"%s\" has the unknown kind \"%s\"", choice.id, plain(e, "kind"));
    struct workflow_choice *all = arena_grow(r->arena, step->choices, sizeof *all, step->choice_count, step->choice_count + 1);
    all[step->choice_count++] = choice;
    step->choices = all;
}

static void read_choices(struct reading *r, struct workflow_step *step, const struct xml *task)
{
    static const struct workflow_choice done = {.id = "done", .kind = WORKFLOW_FORWARD};
    const struct xml *extensions = xml_child(task, BPMN, "extensionElements");
    for (const struct xml *e = xml_child(extensions, TB, "outcome"); e; e = xml_next(e, TB, "outcome"))
        read_choice(r, step, e);
    if (step->choice_count == 0) {
        step->choices = &done;
        step->choice_count = 1;
    }
    bool can_go_on = false;
    for (size_t i = 0; i < step->choice_count; i++)
        can_go_on |= workflow_goes_along(step->choices[i].kind);
    if (!can_go_on)
        report(&r->report, true, task->line, step->id, "no outcome of this step goes on: one must be forward, return or finish");
}

/* ---- places ---- */

static struct place *add_place(struct reading *r, enum place_kind kind, const struct xml *e)
{
    struct workflow *wf = r->wf;
    for (size_t i = 0; i < wf->place_count; i++)
        if (text_equal(wf->places[i].id, plain(e, "id")))
            report(&r->report, true, e->line, plain(e, "id"), "this id is given twice");
    if (!*plain(e, "id"))
        report(&r->report, true, e->line, e->name, "an element needs an id");
    struct place *p = &wf->places[wf->place_count++];
    *p = (struct place){.kind = kind, .id = copy(r, plain(e, "id")), .line = e->line, .step = -1, .default_flow = -1, .attached = -1};
    return p;
}

/* What may stand inside an element besides what its own reader takes. */
static void check_children(struct reading *r, const struct xml *e, const char *taken)
{
    static const char *const harmless[] = {"documentation", "extensionElements", "incoming", "outgoing", NULL};
    for (const struct xml *child = e->first; child; child = child->next)
        if (!is_one_of(child, harmless) && !(taken && is(child, taken)))
            report(&r->report, true, child->line, plain(e, "id"), "%s inside %s is not supported", child->name, e->name);
}

static void read_task(struct reading *r, const struct xml *e)
{
    struct place *p = add_place(r, PLACE_TASK, e);
    check_children(r, e, NULL);
    struct workflow *wf = r->wf;
    p->step = (int)wf->step_count;
    wf->step_places[wf->step_count] = (int)wf->place_count - 1;
    struct workflow_step *step = &wf->steps[wf->step_count++];
    *step = (struct workflow_step){.id = p->id,
                                   .name = copy(r, plain(e, "name")),
                                   .name_en = copy(r, ours(e, "name_en")),
                                   .role = copy(r, ours(e, "role")),
                                   .unit_kind = copy(r, ours(e, "unitKind")),
                                   .line = e->line};
    step->minutes_direct = read_hours(r, e, "hoursDirect");
    step->minutes_online = read_hours(r, e, "hoursOnline");
    step->share_percent = read_share(r, e);
    step->national_status = read_status(r, e);
    if (!*step->name)
        report(&r->report, true, e->line, step->id, "a step needs a name");
    if (!step->role)
        report(&r->report, true, e->line, step->id, "a step needs tb:role: who does it");
    if (!step->unit_kind)
        report(&r->report, true, e->line, step->id, "a step needs tb:unitKind: where it is done (receiving, competent or a kind of unit)");
    read_choices(r, step, e);
}

static void read_gateway(struct reading *r, const struct xml *e, enum place_kind kind)
{
    struct place *p = add_place(r, kind, e);
    check_children(r, e, NULL);
    if (*plain(e, "default"))
        p->default_id = copy(r, plain(e, "default"));
}

static void read_timer(struct reading *r, const struct xml *e, enum place_kind kind)
{
    struct place *p = add_place(r, kind, e);
    check_children(r, e, "timerEventDefinition");
    const struct xml *duration = xml_child(xml_child(e, BPMN, "timerEventDefinition"), BPMN, "timeDuration");
    if (!duration)
        report(&r->report, true, e->line, p->id, "only timer events with a timeDuration are supported here");
    else if (!workflow_duration_parse(text_clean(r->arena, duration->text), &p->duration))
        report(&r->report, true, duration->line, p->id, "\"%s\" is not a duration like P2D or PT8H", duration->text);
    p->attached_id = kind == PLACE_BOUNDARY ? copy(r, plain(e, "attachedToRef")) : NULL;
    p->interrupting = !text_equal(plain(e, "cancelActivity"), "false");
}

static void read_flow(struct reading *r, const struct xml *e)
{
    struct workflow *wf = r->wf;
    const struct xml *condition = xml_child(e, BPMN, "conditionExpression");
    struct flow f = {.id = copy(r, plain(e, "id")),
                     .from_id = copy(r, plain(e, "sourceRef")),
                     .to_id = copy(r, plain(e, "targetRef")),
                     .line = e->line,
                     .from = -1,
                     .to = -1};
    if (!*f.id)
        report(&r->report, true, e->line, "sequenceFlow", "a flow needs an id");
    for (size_t i = 0; i < wf->flow_count; i++)
        if (text_equal(wf->flows[i].id, f.id))
            report(&r->report, true, e->line, f.id, "this id is given twice");
    check_children(r, e, "conditionExpression");
    struct rule_error error;
    if (condition && rule_compile(r->arena, condition->text, &f.condition, &error) != OK)
        report(&r->report, true, condition->line, f.id, "the condition is no rule: column %d: %s", error.column, error.what);
    wf->flows[wf->flow_count++] = f;
}

static void read_element(struct reading *r, const struct xml *e)
{
    static const char *const passed_over[] = {
        "documentation", "extensionElements", "laneSet", "textAnnotation", "association", "group", NULL};
    if (is(e, "startEvent") || is(e, "endEvent")) {
        add_place(r, is(e, "startEvent") ? PLACE_START : PLACE_END, e);
        check_children(r, e, NULL);
    } else if (is(e, "userTask")) {
        read_task(r, e);
    } else if (is(e, "exclusiveGateway")) {
        read_gateway(r, e, PLACE_EXCLUSIVE);
    } else if (is(e, "parallelGateway")) {
        read_gateway(r, e, PLACE_PARALLEL);
    } else if (is(e, "intermediateCatchEvent")) {
        read_timer(r, e, PLACE_TIMER);
    } else if (is(e, "boundaryEvent")) {
        read_timer(r, e, PLACE_BOUNDARY);
    } else if (is(e, "sequenceFlow")) {
        read_flow(r, e);
    } else if (!is_one_of(e, passed_over)) {
        report(&r->report, true, e->line, *plain(e, "id") ? copy(r, plain(e, "id")) : copy(r, e->name), "the element %s is not supported",
               e->name);
    }
}

/* ---- joining ---- */

static int place_of(const struct workflow *wf, const char *id)
{
    for (size_t i = 0; i < wf->place_count; i++)
        if (text_equal(wf->places[i].id, id))
            return (int)i;
    return -1;
}

static void attach(struct reading *r, int **list, size_t *count, int flow)
{
    *list = arena_grow(r->arena, *list, sizeof **list, *count, *count + 1);
    (*list)[(*count)++] = flow;
}

static void join_flow(struct reading *r, int number)
{
    struct flow *f = &r->wf->flows[number];
    f->from = place_of(r->wf, f->from_id);
    f->to = place_of(r->wf, f->to_id);
    if (f->from < 0)
        report(&r->report, true, f->line, f->id, "the flow begins at \"%s\", which does not exist", f->from_id);
    if (f->to < 0)
        report(&r->report, true, f->line, f->id, "the flow leads to \"%s\", which does not exist", f->to_id);
    if (f->from < 0 || f->to < 0)
        return;
    struct place *from = &r->wf->places[f->from], *to = &r->wf->places[f->to];
    attach(r, &from->out, &from->out_count, number);
    attach(r, &to->in, &to->in_count, number);
    if (from->default_id && text_equal(from->default_id, f->id))
        from->default_flow = number;
}

static void join(struct reading *r)
{
    struct workflow *wf = r->wf;
    wf->start = -1;
    for (size_t i = 0; i < wf->flow_count; i++)
        join_flow(r, (int)i);
    for (size_t i = 0; i < wf->place_count; i++) {
        struct place *p = &wf->places[i];
        if (p->kind == PLACE_START && wf->start >= 0)
            report(&r->report, true, p->line, p->id, "a workflow has one start");
        if (p->kind == PLACE_START)
            wf->start = (int)i;
        if (p->default_id && p->default_flow < 0)
            report(&r->report, true, p->line, p->id, "the default flow \"%s\" does not leave this gateway", p->default_id);
        if (p->kind == PLACE_BOUNDARY) {
            p->attached = place_of(wf, p->attached_id);
            if (p->attached < 0 || wf->places[p->attached].kind != PLACE_TASK)
                report(&r->report, true, p->line, p->id, "a boundary event stands on a user task; \"%s\" is none", p->attached_id);
        }
    }
}

static const struct xml *find_process(struct reading *r, const struct xml *root)
{
    if (!is(root, "definitions")) {
        report(&r->report, true, root->line, root->name, "this is not a BPMN 2.0 file: the root must be definitions");
        return NULL;
    }
    const struct xml *process = xml_child(root, BPMN, "process");
    if (!process)
        report(&r->report, true, root->line, "definitions", "the file has no process");
    else if (xml_next(process, BPMN, "process"))
        report(&r->report, true, xml_next(process, BPMN, "process")->line, "process", "a file holds one process");
    return process;
}

static void read_process(struct reading *r, const struct xml *process)
{
    struct workflow *wf = r->wf;
    wf->id = copy(r, plain(process, "id"));
    wf->name = copy(r, plain(process, "name"));
    wf->limit_minutes = read_hours(r, process, "limitHours");
    size_t count = 0;
    for (const struct xml *e = process->first; e; e = e->next)
        count++;
    if (count > ELEMENTS_MAX) {
        report(&r->report, true, process->line, wf->id, "a workflow has at most %d elements", ELEMENTS_MAX);
        return;
    }
    wf->places = arena_new_array(r->arena, struct place, count);
    wf->steps = arena_new_array(r->arena, struct workflow_step, count);
    wf->step_places = arena_new_array(r->arena, int, count);
    wf->flows = arena_new_array(r->arena, struct flow, count);
    for (const struct xml *e = process->first; e; e = e->next)
        read_element(r, e);
    join(r);
    if (wf->start < 0)
        report(&r->report, true, process->line, wf->id, "the workflow has no startEvent");
    if (r->report.errors == 0)
        workflow_check_graph(&r->report, wf);
}

/* The XML tree lives in an arena of its own and goes at the end; everything kept is a copy. */
static void read_file(struct reading *r, struct arena *scratch, const char *xml, size_t n)
{
    const char *why = NULL;
    if (n > FILE_MAX) {
        report(&r->report, true, 0, "", "the file is larger than %d bytes", FILE_MAX);
        return;
    }
    const struct xml *root = xml_read(scratch, xml, n, &why);
    if (!root)
        report(&r->report, true, 0, "", "%s", why);
    const struct xml *process = root ? find_process(r, root) : NULL;
    if (process && r->report.errors == 0)
        read_process(r, process);
}

enum result workflow_read(struct arena *a, const char *xml, size_t n, const struct workflow **ret, struct workflow_report *ret_report)
{
    struct reading r = {.arena = a, .wf = arena_new_one(a, struct workflow)};
    struct arena *scratch = arena_new(SCRATCH_MAX);
    report_begin(&r.report, a, NULL);
    read_file(&r, scratch, xml, n);
    arena_free(scratch);
    report_end(&r.report, ret_report);
    *ret = r.report.errors ? NULL : r.wf;
    return r.report.errors ? PROBLEM_INVALID : OK;
}
