/* One page of the form: shown, saved while typing, saved and checked. What was typed is kept whatever is wrong with it. Two tabs or
 * devices may work on different pages of one draft; the same page saved elsewhere is shown, never overwritten silently. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/http/parsed.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/q.h"
#include "modules/dossiers/answers.h"
#include "modules/dossiers/draft.h"
#include "modules/dossiers/lists.h"
#include "modules/dossiers/pages.h"
#include "modules/dossiers/prefill.h"
#include "modules/dossiers/upload.h"
#include "modules/procedures/procedures.h"

enum { TRIES = 4 };

static enum result load_step(struct q *q, struct draft *d, const struct form_step **ret)
{
    TRY(draft_load(q, request_parameter(q, "draft"), d));
    if (d->row.dossier_id)
        return draft_to_receipt(q, d);
    *ret = form_step_find(&d->steps, request_parameter(q, "step"));
    return OK;
}

/* --- showing ------------------------------------------------------------------------------------------------------------------------------ */

static const char *known_value(struct q *q, const struct draft *d, const struct form_field *f)
{
    struct form_rows rows = form_summary(q->arena, d->form, d->data, d->known, &dossiers_lists, q->language);
    for (size_t i = 0; i < rows.count; i++)
        if (strcmp(rows.items[i].name, f->name) == 0)
            return rows.items[i].value;
    return f->value;
}

static void show_known(struct q *q, const struct draft *d, const struct form_step *step, struct dossiers_step_view *v)
{
    struct dossiers_step_known *known = arena_new_array(q->arena, struct dossiers_step_known, step->field_count + 1);
    for (size_t i = 0; i < step->field_count; i++) {
        const struct form_field *f = &step->fields[i];
        if (!f->known_source || f->disputed)
            continue;
        known[v->known_count++] = (struct dossiers_step_known){.label = answers_label(q, f), .value = known_value(q, d, f), .name = f->name};
        v->source = f->known_source;
        v->source_at = f->known_at;
    }
    v->known = known;
    v->dispute = draft_url(q, d, arena_printf(q->arena, "%s/bao-sai", step->id));
}

static const char *silent_words(struct q *q, const struct draft *d)
{
    if (!json_array_size(json_object_get(d->meta, "silent")))
        return NULL;
    return tr(q, T("Some registers did not answer just now. Fill it in yourself for the time being; nothing else changes."));
}

static void show_parts(struct q *q, const struct draft *d, int current, struct dossiers_step_view *v)
{
    const struct draft_part *parts;
    v->parts_count = draft_parts(q, d, current, &parts, &v->number);
    struct dossiers_step_parts *list = arena_new_array(q->arena, struct dossiers_step_parts, v->parts_count + 1);
    for (size_t i = 0; i < v->parts_count; i++)
        list[i] = (struct dossiers_step_parts){parts[i].title, parts[i].url, parts[i].done, parts[i].current};
    v->parts = list;
    v->total = (int64_t)v->parts_count;
}

const char *draft_saved_words(struct q *q, const struct draft *d)
{
    struct local_time l = time_local(d->row.updated_at);
    return tr_fill(q, T("Saved at {time}"), "time", arena_printf(q->arena, "%02d:%02d", l.hour, l.minute));
}

static enum result show(struct q *q, struct draft *d, const char *step_id, const char *tab, bool conflict)
{
    struct answers answers;
    const struct form_step *step = form_step_find(&d->steps, step_id);
    if (!step)
        return reply_redirect(q, draft_url(q, d, NULL));
    answers_of_step(q, step, d->meta, &answers);
    struct dossiers_step_fields *fields = arena_new_array(q->arena, struct dossiers_step_fields, answers.count + 1);
    for (size_t i = 0; i < answers.count; i++)
        fields[i].answer = answers.items[i];
    const struct form_step *before = draft_previous_step(d, step->id);
    const char *to = input_typed(q, "_to");
    struct dossiers_step_view v = {
        .procedure = procedures_name(q, d->procedure), .saved = draft_saved_words(q, d), .saved_text = tr(q, T("Saved at {time}")),
        .not_saved_text = tr(q, T("Not saved yet, trying again; your words are still on this device")), .title = draft_step_title(q, step),
        .silent = silent_words(q, d), .action = draft_url(q, d, step->id), .autosave = draft_url(q, d, arena_printf(q->arena, "%s/luu", step->id)),
        .tab = tab, .version = d->row.version, .back_to = *to ? to : request_query(q, "ve"), .files = answers.has_file, .fields = fields,
        .fields_count = answers.count, .only_known = answers.count == 0, .conflict = conflict ? draft_saved_words(q, d) : NULL};
    show_known(q, d, step, &v);
    show_parts(q, d, (int)step->section, &v);
    struct page frame = {.shell = SHELL_SITE, .title = arena_printf(q->arena, "%s – %s", v.title, v.procedure), .no_index = true,
                         .back = before ? draft_url(q, d, before->id) : draft_url(q, d, NULL), .status = conflict ? 409 : 0};
    return dossiers_step_page(q, &frame, &v);
}

enum result step_show(struct q *q, const void *input)
{
    (void)input;
    struct draft d;
    const struct form_step *step = NULL;
    TRY(load_step(q, &d, &step));
    if (d.row.dossier_id)
        return OK;
    const char *tab = input_typed(q, "_tab");
    return show(q, &d, request_parameter(q, "step"), *tab ? tab : random_token(q->arena, 8), false);
}

/* --- reading what was sent ------------------------------------------------------------------------------------------------------------------ */

struct posted { const struct form_pair *pairs; size_t count; const char *tab; int64_t version; bool changes_list; const char *added; };

static const char *pair_of(const struct posted *p, const char *name)
{
    for (size_t i = 0; i < p->count; i++)
        if (strcmp(p->pairs[i].name, name) == 0)
            return p->pairs[i].text;
    return NULL;
}

static void read_posted(struct q *q, struct posted *p)
{
    *p = (struct posted){0};
    p->pairs = answers_posted(q, &p->count);
    p->tab = pair_of(p, "_tab") ? pair_of(p, "_tab") : "";
    if (pair_of(p, "_version"))
        number_parse(pair_of(p, "_version"), &p->version);
    p->added = pair_of(p, "_add");
    p->changes_list = p->added || pair_of(p, "_remove");
}

static json_t *attachment_of(struct q *q, const struct taken *file)
{
    json_t *a = json_own(q, json_object());
    json_put_text(a, "file_id", file->digest);
    json_put_text(a, "file_name", file->file_name);
    json_put_text(a, "sha256", file->digest);
    json_put_text(a, "source", "upload");
    return a;
}

/* Files of the page: taken once, before the saving that may be tried again. */
struct page_files { struct { const char *name; json_t *value; } items[20]; size_t count; };

static enum result take_files(struct q *q, const struct form_step *step, struct page_files *ret)
{
    const struct parsed *parsed;
    *ret = (struct page_files){.count = 0};
    TRY(request_parse(q, &parsed));
    for (const struct file_part *part = parsed->files.first; part && ret->count < 20; part = part->next) {
        struct taken file;
        bool of_step = false;
        for (size_t i = 0; i < step->field_count; i++)
            of_step = of_step || (step->fields[i].control == FORM_FILE && strcmp(step->fields[i].name, part->field) == 0);
        if (!of_step || part->upload.length == 0)
            continue;
        if (upload_take(q, &part->upload, part->field, &file) != OK) {
            if (q->problem.field_count)
                continue; /* said on the field; the other answers are kept */
            return q->problem.kind;
        }
        ret->items[ret->count].name = part->field;
        ret->items[ret->count++].value = attachment_of(q, &file);
    }
    return OK;
}

static json_t *put_files(struct q *q, const struct draft *d, const struct posted *p, const struct page_files *files, json_t *data)
{
    for (size_t i = 0; i < p->count; i++)
        if (strcmp(p->pairs[i].name, "_file_remove") == 0)
            data = form_put(q->arena, d->form, data, p->pairs[i].text, NULL);
    for (size_t i = 0; i < files->count; i++)
        data = form_put(q->arena, d->form, data, files->items[i].name, files->items[i].value);
    return data;
}

/* A person of the form may be found by number and name together. */
static enum result look_up(struct q *q, struct draft *d, const struct form_step *step)
{
    bool found;
    const char *under = step->id, *number = NULL, *name = NULL;
    for (size_t i = 0; i < step->field_count; i++) {
        if (text_equal(step->fields[i].name, step->lookup_key))
            number = step->fields[i].value;
        if (text_ends(step->fields[i].name, ".full_name"))
            name = step->fields[i].value;
    }
    if (!step->lookup_key || !number || strlen(number) != 12 || !name || !*name)
        return OK;
    return prefill_person(q, d->form, under, number, name, &d->data, &d->known, &found);
}

/* Saves into the newest version of the draft; another tab's other pages are kept by reading again. */
static enum result save_step(struct q *q, struct draft *d, const char *step_id, const struct posted *p, const struct page_files *files)
{
    for (int try = 0;; try++) {
        const struct form_step *step = form_step_find(&d->steps, step_id);
        if (!step)
            return fail(q, NOT_FOUND, T("This page is not needed any more"));
        if (draft_step_changed(d, step_id, p->version, p->tab))
            return fail(q, CONFLICT, T("This page was saved on another device or tab in the meantime."));
        json_t *before = d->data;
        d->data = form_step_read(q->arena, d->form, step, d->data, d->known, p->pairs, p->count);
        d->data = put_files(q, d, p, files, d->data);
        answers_complete_addresses(q, step, before, d->data);
        draft_mark_step(d, step_id, p->tab);
        enum result r = draft_save(q, d);
        if (r != PROBLEM_CONFLICT || try == TRIES)
            return r;
        q_forget(q);
        TRY(draft_load(q, d->row.token, d));
    }
}

/* Did the page that was sent show this field, or has an answer on it only now brought the question? */
static bool was_shown(const struct form_step *sent, const char *name)
{
    for (size_t i = 0; i < sent->field_count; i++) {
        const char *field = sent->fields[i].name; /* one is the other, or lies inside it */
        size_t n = strlen(field), m = strlen(name), shorter = n < m ? n : m;
        if (strncmp(field, name, shorter) == 0 && (n == m || (n > m ? field : name)[shorter] == '.'))
            return true;
    }
    return false;
}

/* *ret_asks_more: all that is wrong is in fields that were not on the page; then it is shown again with them, not as a mistake. */
static enum result check_step(struct q *q, const struct draft *d, const char *step_id, const struct form_step *sent, bool *ret_asks_more)
{
    const struct form_step *step = form_step_find(&d->steps, step_id);
    *ret_asks_more = false;
    if (!step)
        return OK;
    struct form_errors errors = form_step_validate(q->arena, d->form, step, d->data);
    *ret_asks_more = errors.count > 0;
    for (size_t i = 0; i < errors.count; i++)
        *ret_asks_more = *ret_asks_more && !was_shown(sent, errors.items[i].name);
    for (size_t i = 0; i < errors.count && !*ret_asks_more; i++)
        fail_field(q, errors.items[i].name, form_error_text(q->arena, &errors.items[i], q->language));
    return q_check(q);
}

static enum result go_on(struct q *q, const struct draft *d, const char *step_id, const struct posted *p)
{
    const char *to = pair_of(p, "_to");
    if (p->changes_list) {
        for (size_t i = 0; p->added && i < d->steps.count; i++) /* to the new item's own page */
            if (text_starts(d->steps.items[i].id, arena_printf(q->arena, "%s.", p->added)) && !d->steps.items[i].complete)
                return reply_redirect(q, draft_url(q, d, d->steps.items[i].id));
        return reply_redirect(q, draft_url(q, d, step_id));
    }
    if (to && strcmp(to, "kiem-tra") == 0 && draft_incomplete(d) == 0)
        return reply_redirect(q, draft_url(q, d, "kiem-tra"));
    const struct form_step *next = draft_next_step(d, step_id);
    return reply_redirect(q, draft_url(q, d, next ? next->id : "giay-to"));
}

/* The page again with the words of this tab, on top of what the other one saved; sending it once more keeps them. */
static enum result show_conflict(struct q *q, struct draft *d, const char *step_id, const struct posted *p)
{
    q_forget(q);
    TRY(draft_load(q, d->row.token, d));
    const struct form_step *step = form_step_find(&d->steps, step_id);
    if (!step)
        return reply_redirect(q, draft_url(q, d, NULL));
    d->data = form_step_read(q->arena, d->form, step, d->data, d->known, p->pairs, p->count);
    d->steps = form_steps(q->arena, d->form, d->data, d->known);
    return show(q, d, step_id, p->tab, true);
}

enum result step_save(struct q *q, const void *input)
{
    (void)input;
    struct draft d;
    struct posted posted;
    struct page_files files;
    const struct form_step *step = NULL;
    const char *step_id = request_parameter(q, "step");
    TRY(load_step(q, &d, &step));
    if (d.row.dossier_id)
        return OK;
    if (!step)
        return reply_redirect(q, draft_url(q, &d, NULL));
    read_posted(q, &posted);
    TRY(take_files(q, step, &files));
    enum result r = save_step(q, &d, step_id, &posted, &files);
    if (r == PROBLEM_CONFLICT)
        return show_conflict(q, &d, step_id, &posted);
    TRY(r);
    if (pair_of(&posted, "_later"))
        return reply_redirect(q, "/cua-toi");
    if (!posted.changes_list) {
        bool asks_more;
        TRY(check_step(q, &d, step_id, step, &asks_more));
        if (asks_more)
            return reply_redirect(q, draft_url(q, &d, step_id));
        TRY(look_up(q, &d, form_step_find(&d.steps, step_id)));
        TRY(draft_save(q, &d));
    }
    return go_on(q, &d, step_id, &posted);
}

/* While people type: the same fields, no checking. */
enum result step_autosave(struct q *q, const void *input)
{
    (void)input;
    struct draft d;
    struct posted posted;
    struct page_files none = {.count = 0};
    const struct form_step *step = NULL;
    TRY(load_step(q, &d, &step));
    if (d.row.dossier_id || !step)
        return reply_json(q, 200, "{}");
    read_posted(q, &posted);
    TRY(save_step(q, &d, step->id, &posted, &none));
    return reply_json(q, 200, arena_printf(q->arena, "{\"saved_at\":\"%s\",\"version\":%lld}", time_iso(q->arena, d.row.updated_at), (long long)d.row.version));
}

/* "This is not right": the field is asked, the register's value is kept beside the person's. */
enum result step_dispute(struct q *q, const void *input)
{
    const struct dispute_input *in = input;
    struct draft d;
    const struct form_step *step = NULL;
    TRY(load_step(q, &d, &step));
    if (d.row.dossier_id)
        return OK;
    if (step && in->name) {
        d.known = form_known_dispute(q->arena, d.known, in->name, answers_value(d.data, in->name), in->words);
        TRY(draft_save(q, &d));
    }
    return reply_redirect(q, draft_url(q, &d, request_parameter(q, "step")));
}
