/* One dossier at the counter, on one dense page: the person, the papers, every field of the form. The registers fill what they know when the
 * officer asks (button, or when the page opens with a number); all mistakes are listed at once; receiving gives code and slip, and does the
 * reception step at the same time when it is the officer's. */
#include "modules/tasks/counter.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/app.h"
#include "core/field.h"
#include "core/http/parsed.h"
#include "core/i18n.h"
#include "base/log.h"
#include "core/q.h"
#include "engines/forms/form.h"
#include "engines/workflow/workflow.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"
#include "tasks_pages.h"

enum { PAPERS_MOST = 60 };

static bool is_number(const char *value)
{
    size_t n = strlen(value);
    return (n == 12 || n == 9) && strspn(value, "0123456789") == n;
}

const struct input counter_inputs[] = {
    INPUT_TEXT(struct counter_input, so, T("Personal number"), .max = 12, .check = is_number, .pattern_say = T("The personal number has 12 digits")),
    INPUT_TEXT(struct counter_input, ten, T("Full name"), .max = 100),
    INPUT_TEXT(struct counter_input, dien_thoai, T("Telephone"), .name = "dien-thoai", .max = 20), INPUT_TEXT(struct counter_input, thu, T("E-mail"), .max = 100),
    INPUT_TEXT(struct counter_input, dia_chi, T("Address"), .name = "dia-chi", .max = 300),
    INPUT_TEXT(struct counter_input, nguoi_khai, T("Submitted by somebody else: who"), .name = "nguoi-khai", .max = 100),
    INPUT_TEXT(struct counter_input, noi, T("Commune of the matter"), .max = 60), INPUT_CHOICE(struct counter_input, cach, T("Channel"), "quay|buu-chinh"),
    INPUT_TEXT(struct counter_input, lam, T("What to do"), .max = 10), INPUT_BOOL(struct counter_input, nhan_thieu, T("Receive although papers are missing"), .name = "nhan-thieu"),
    INPUT_END};

struct counter { const struct procedure *procedure; const struct form *form; json_t *data; struct dossier_desk desk; };

static enum result load(struct q *q, struct counter *c)
{
    *c = (struct counter){.procedure = procedures_find(q, request_parameter(q, "procedure"), 0)};
    if (!c->procedure)
        return fail(q, NOT_FOUND, T("There is no such procedure in force today"));
    c->form = procedures_form(q, c->procedure);
    return c->form ? OK : fail(q, BROKEN, T("The form of this procedure cannot be read"));
}

/* --- what was typed or is known -------------------------------------------------------------------------------------------------------------- */

static const char *typed_or(struct q *q, const char *name, const char *otherwise)
{
    const char *typed = request_value(q, name);
    return typed && *typed ? text_clean(q->arena, typed) : otherwise;
}

/* The person at the counter is a source like a register: what was typed above need not be typed again below. */
static void fill_from_person(struct q *q, struct counter *c)
{
    static const struct { const char *input, *member; } parts[] = {{"ten", "full_name"}, {"so", "identity_number"}, {"dien-thoai", "phone"}, {"thu", "email"}};
    json_t *person = json_object(), *known = json_read(q->arena, "{}", 2, 2, &(const char *){NULL});
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *value = typed_or(q, parts[i].input, NULL);
        if (value && *value)
            json_object_set_new(person, parts[i].member, json_string(value));
    }
    struct form_source source = {.root = "person", .data = person, .source = "", .at = clock_now()};
    json_t *keep = json_pack("[o]", person); /* dropped with the arena */
    arena_on_free(q->arena, (arena_cleanup_fn *)json_decref, keep);
    form_prefill(q->arena, c->form, &source, 1, &c->data, &known);
}

/* Reads the form as posted; looked up anew each time, so that `known` says what the registers hold now. */
static enum result read_all(struct q *q, struct counter *c)
{
    TRY(dossiers_desk_read(q, c->form, &c->data));
    TRY(dossiers_desk_prefill(q, c->form, typed_or(q, "so", NULL), c->data, &c->desk));
    c->data = c->desk.data;
    fill_from_person(q, c);
    return OK;
}

/* --- the page ------------------------------------------------------------------------------------------------------------------------------------ */

static void fill_sections(struct q *q, const struct counter *c, struct tasks_counter_view *view)
{
    struct form_steps steps = form_steps(q->arena, c->form, c->data, NULL);
    struct tasks_counter_steps *list = arena_new_array(q->arena, struct tasks_counter_steps, steps.count + 1);
    for (size_t i = 0; i < steps.count; i++) {
        const struct form_step *step = &steps.items[i];
        const struct dossiers_answer_view *const *fields;
        size_t count = dossiers_desk_fields(q, step, c->desk.meta, &fields);
        struct tasks_counter_steps_fields *views = arena_new_array(q->arena, struct tasks_counter_steps_fields, count + 1);
        for (size_t k = 0; k < count; k++)
            views[k].answer = fields[k];
        list[i] = (struct tasks_counter_steps){.title = pick_language(q, step->title_vi, step->title_en), .fields = views, .fields_count = count};
    }
    view->steps = list;
    view->steps_count = steps.count;
}

static void fill_papers(struct q *q, const struct counter *c, struct tasks_counter_view *view)
{
    size_t all = c->procedure->paper_count;
    struct tasks_counter_papers *papers = arena_new_array(q->arena, struct tasks_counter_papers, all + 1);
    for (size_t i = 0; i < all; i++) {
        const struct procedure_paper *p = &c->procedure->papers[i];
        if (strcmp(p->kind, "eform") == 0)
            continue;
        const char *name = arena_printf(q->arena, "giay.%lld", (long long)p->number);
        papers[view->papers_count++] = (struct tasks_counter_papers){
            .name = name, .file = arena_printf(q->arena, "tep.%lld", (long long)p->number), .label = p->name_vi, .condition = p->condition_vi, .required = p->mandatory,
            .ticked = request_value(q, name) != NULL, .error = field_error_of(q, name)};
    }
    view->papers = papers;
}

static bool may_choose(struct q *q, const struct unit *u)
{
    const struct unit *mine = units_find(q, q->account->unit_id);
    if (!text_equal(u->level, "commune") || !units_valid(u, time_local_days(clock_now())))
        return false;
    return !mine || text_equal(mine->level, "other") || mine->parent_id == NULL || units_within(q, u->id, mine->id) || !text_equal(mine->level, "commune");
}

static void fill_places(struct q *q, struct tasks_counter_view *view)
{
    const struct unit *const *all;
    size_t count = units_all(q, &all);
    const char *chosen = typed_or(q, "noi", q->account->unit_id);
    struct tasks_counter_places *places = arena_new_array(q->arena, struct tasks_counter_places, count + 1);
    for (size_t i = 0; i < count; i++)
        if (may_choose(q, all[i]))
            places[view->places_count++] = (struct tasks_counter_places){.id = all[i]->id, .name = units_full_name(q, all[i]), .chosen = text_equal(all[i]->id, chosen)};
    view->places = places;
}

static void fill_person(struct q *q, const struct counter *c, struct tasks_counter_view *view)
{
    static const char hint[] = T("12 digits; press “Fetch” and the registers fill what they know");
    view->number = field_input(q, counter_inputs, "so", typed_or(q, "so", ""), hint);
    view->name = field_input(q, counter_inputs, "ten", typed_or(q, "ten", c->desk.person_name), NULL);
    view->phone = field_input(q, counter_inputs, "dien-thoai", typed_or(q, "dien-thoai", c->desk.person_phone), NULL);
    view->email = field_input(q, counter_inputs, "thu", typed_or(q, "thu", ""), NULL);
    view->address = field_input(q, counter_inputs, "dia-chi", typed_or(q, "dia-chi", c->desk.person_address), NULL);
    view->helper = field_input(q, counter_inputs, "nguoi-khai", typed_or(q, "nguoi-khai", ""), NULL);
    view->by_post = text_equal(request_value(q, "cach"), "buu-chinh");
    view->silent = c->desk.silent;
    view->fetched = c->desk.person_name ? tr_fill(q, T("Fetched from the registers: {name}"), "name", c->desk.person_name) : NULL;
}

static enum result show(struct q *q, struct counter *c)
{
    struct tasks_counter_view view = {.procedure = procedures_name(q, c->procedure), .time = c->procedure->time_note_vi, .fee = c->procedure->fee_note_vi,
                                      .action = arena_printf(q->arena, "/quay/thu-tuc/%s", c->procedure->id), .incomplete = field_error_of(q, "nhan-thieu"),
                                      .accept = request_value(q, "nhan-thieu") != NULL};
    fill_person(q, c, &view);
    fill_places(q, &view);
    fill_papers(q, c, &view);
    fill_sections(q, c, &view);
    struct page frame = {.shell = SHELL_OFFICE, .title = view.procedure, .no_index = true, .current = "/quay"};
    return tasks_counter_page(q, &frame, &view);
}

enum result counter_show(struct q *q, const void *input)
{
    (void)input;
    struct counter c;
    TRY(load(q, &c));
    TRY(read_all(q, &c));
    return show(q, &c);
}

/* --- receiving ------------------------------------------------------------------------------------------------------------------------------------ */

struct handed { struct dossier_upload files[PAPERS_MOST]; size_t count; const char *on_paper; };

static const struct procedure_paper *paper_of(const struct counter *c, int64_t number)
{
    for (size_t i = 0; i < c->procedure->paper_count; i++)
        if (c->procedure->papers[i].number == number)
            return &c->procedure->papers[i];
    return NULL;
}

/* Scans: "tep.2" is component 2; any other name is a file field of the form. */
static enum result take_files(struct q *q, struct counter *c, struct handed *h)
{
    const struct parsed *parsed;
    TRY(request_parse(q, &parsed));
    for (const struct file_part *part = parsed->files.first; part && h->count < PAPERS_MOST; part = part->next) {
        struct dossier_upload file;
        int64_t number = 0;
        if (!part->upload.length)
            continue;
        if (dossiers_take_upload(q, &part->upload, part->field, &file) != OK) {
            if (q->problem.field_count)
                continue; /* said on its field, with all other mistakes */
            return q->problem.kind;
        }
        bool paper = text_starts(part->field, "tep.") && number_parse(part->field + 4, &number) && paper_of(c, number);
        file.source = "counter";
        file.number = number;
        file.name = paper ? paper_of(c, number)->name_vi : file.file_name;
        if (!paper)
            c->data = dossiers_desk_put_file(q, c->form, c->data, part->field, &file);
        h->files[h->count++] = file;
    }
    return OK;
}

static bool has_scan(const struct handed *h, int64_t number)
{
    for (size_t i = 0; i < h->count; i++)
        if (h->files[i].number == number)
            return true;
    return false;
}

static bool is_spared(const struct counter *c, const struct procedure_paper *p)
{
    const char *name;
    json_t *source;
    json_object_foreach(json_object_get(c->desk.meta, "sources"), name, source)
        if (p->replaceable && strstr(p->replaceable, name))
            return true;
    return false;
}

static void check_papers(struct q *q, const struct counter *c, const struct counter_input *in, struct handed *h)
{
    h->on_paper = "";
    for (size_t i = 0; i < c->procedure->paper_count; i++) {
        const struct procedure_paper *p = &c->procedure->papers[i];
        const char *name = arena_printf(q->arena, "giay.%lld", (long long)p->number);
        bool ticked = request_value(q, name) != NULL;
        if (ticked && !has_scan(h, p->number))
            h->on_paper = arena_printf(q->arena, "%s%s%s", h->on_paper, *h->on_paper ? "; " : "", p->name_vi);
        if (p->mandatory && !ticked && !has_scan(h, p->number) && strcmp(p->kind, "eform") != 0 && !is_spared(c, p) && !in->nhan_thieu)
            fail_field(q, name, T("“{name}” is not there: tick or scan it, or receive without it"), "name", p->name_vi);
    }
}

static void check_person(struct q *q, const struct counter *c, const struct counter_input *in)
{
    if (!in->ten && !c->desk.person_name)
        fail_field(q, "ten", T("Enter the applicant's full name"));
}

static void check_form(struct q *q, const struct counter *c, const json_t *data)
{
    struct form_errors errors = form_validate(q->arena, c->form, data);
    for (size_t i = 0; i < errors.count; i++)
        fail_field(q, errors.items[i].name, form_error_text(q->arena, &errors.items[i], q->language));
}

/* The desk has looked at everything just now: its own step is done at the same time. What stands in its way is left to the inbox. */
static void finish_reception(struct q *q, const struct dossier *d)
{
    const struct dossier_task *tasks;
    const struct workflow *wf;
    struct workflow_state state;
    size_t count;
    if (dossiers_tasks(q, d, &tasks, &count) == OK && count == 1 && text_equal(tasks[0].role_id, q->account->role_id) && dossiers_state(q, d, &wf, &state) == OK) {
        const struct workflow_step *step = workflow_step_find(wf, tasks[0].step_id);
        for (size_t i = 0; step && i < step->choice_count; i++)
            if (step->choices[i].kind == WORKFLOW_FORWARD) {
                struct dossier_act act = {.kind = ACT_OUTCOME, .dossier_id = d->id, .task = tasks[0].number, .outcome = step->choices[i].id};
                if (dossiers_act(q, &act, NULL) != OK)
                    log_info("counter.step_left", LOG_S("why", q->problem.say));
                break;
            }
    }
    q_forget(q);
}

static enum result submit(struct q *q, const struct counter *c, const struct counter_input *in, const struct handed *h, const json_t *data)
{
    struct dossier d;
    struct dossier_submit what = {
        .procedure_id = c->procedure->id, .place_unit = in->noi && *in->noi ? in->noi : q->account->unit_id, .receiving_unit = q->account->unit_id,
        .channel = text_equal(in->cach, "buu-chinh") ? CHANNEL_POST : CHANNEL_COUNTER, .applicant_name = in->ten ? in->ten : c->desk.person_name, .applicant_number = in->so,
        .applicant_phone = in->dien_thoai, .applicant_email = in->thu, .applicant_address = in->dia_chi, .helper_name = in->nguoi_khai, .data = data, .known = c->desk.known,
        .papers = h->files, .paper_count = h->count, .demo = q->app->settings.demo};
    TRY(dossiers_submit(q, &what, &d));
    if (*h->on_paper) {
        const char *note = arena_printf(q->arena, "%s: %s", tr_in(LANGUAGE_VI, T("Received on paper at the counter")), h->on_paper);
        if (dossiers_act(q, &(struct dossier_act){.kind = ACT_NOTE, .dossier_id = d.id, .note = note}, NULL) != OK)
            q_forget(q);
    }
    if (!in->nhan_thieu)
        finish_reception(q, &d);
    return reply_redirect(q, arena_printf(q->arena, "/quay/xong/%s", d.code));
}

static const char *filled(const char *text)
{
    return text && *text ? text : NULL;
}

enum result counter_receive(struct q *q, const void *input)
{
    struct counter_input in = *(const struct counter_input *)input;
    struct counter c;
    struct handed *h = arena_new_one(q->arena, struct handed);
    in = (struct counter_input){filled(in.so), filled(in.ten), filled(in.dien_thoai), filled(in.thu), filled(in.dia_chi), filled(in.nguoi_khai), filled(in.noi), in.cach, in.lam, in.nhan_thieu};
    TRY(load(q, &c));
    TRY(read_all(q, &c));
    if (!text_equal(in.lam, "nhan")) /* "Fetch", or a list that grows: the page again, filled */
        return show(q, &c);
    TRY(take_files(q, &c, h));
    json_t *data = form_finish(q->arena, c.form, c.data);
    check_person(q, &c, &in);
    check_form(q, &c, data);
    check_papers(q, &c, &in, h);
    TRY(q_check(q));
    return submit(q, &c, &in, h, data);
}

enum result counter_done(struct q *q, const void *input)
{
    (void)input;
    struct dossier d;
    TRY(dossiers_by_code(q, request_parameter(q, "code"), &d));
    TRY(dossiers_need_sight(q, &d, tr_in(LANGUAGE_VI, T("Receives at the counter"))));
    struct buf next;
    buf_init(&next, q->arena, 1000);
    buf_puts(&next, "/quay?so=");
    buf_url(&next, d.applicant_number ? d.applicant_number : "");
    buf_puts(&next, "&ten=");
    buf_url(&next, d.applicant_name);
    struct tasks_counter_done_view view = {
        .code = d.code, .who = d.applicant_name, .procedure = tasks_procedure(q, d.procedure_id, d.procedure_version), .due = d.due_at ? time_long_vi(q->arena, d.due_at) : NULL,
        .slip = arena_printf(q->arena, "/ho-so/%s/giay-hen.pdf", d.code), .bench = tasks_url(q, d.code), .same = next.data, .unit = tasks_unit(q, d.competent_unit)};
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Dossier received")), .no_index = true, .current = "/quay"};
    return tasks_counter_done_page(q, &frame, &view);
}
