/* The applicant supplies what was asked for: exactly those fields and papers. */
#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/field.h"
#include "core/http/parsed.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/q.h"
#include "modules/dossiers/answers.h"
#include "modules/dossiers/page_dossier.h"
#include "modules/dossiers/pages.h"
#include "modules/dossiers/upload.h"
#include "modules/procedures/procedures.h"

enum { PAPERS_MOST = 40 };

struct answering {
    struct dossier d;
    const struct form *form;
    json_t *data, *asked;
    struct form_steps steps;
};

static enum result load(struct q *q, struct answering *a)
{
    const char *why;
    TRY(dossier_of_address(q, &a->d));
    TRY(dossier_asked(q, &a->d, &a->asked));
    if (!a->asked)
        return fail(q, NOT_NOW, T("Nothing is asked for at the moment"));
    const struct procedure *p = procedures_find(q, a->d.procedure_id, a->d.procedure_version);
    TRY(machine_form(q, p, a->d.procedure_id, &a->form));
    a->data = json_read(q->arena, a->d.data, strlen(a->d.data), 60, &why);
    if (!a->data)
        return fail(q, BROKEN, T("The form of this dossier cannot be read"));
    a->steps = form_steps(q->arena, a->form, a->data, NULL);
    return OK;
}

static const struct form_field *field_of(const struct answering *a, const char *name)
{
    const struct form_step *step = name ? form_step_of(&a->steps, name) : NULL;
    for (size_t i = 0; step && i < step->field_count; i++)
        if (strcmp(step->fields[i].name, name) == 0)
            return &step->fields[i];
    return NULL;
}

static const char *paper_field(struct q *q, int64_t number)
{
    return arena_printf(q->arena, "giay-%lld", (long long)number);
}

static void show_one(struct q *q, const struct answering *a, const json_t *item, struct dossiers_supplement_asked *to, struct answers *more)
{
    const struct form_field *field = field_of(a, json_get_text(item, "field"));
    int64_t paper = json_get_int(item, "paper", 0);
    struct answers answers = {.count = 0};
    *to = (struct dossiers_supplement_asked){.name = json_get_text(item, "name"), .reason = json_get_text(item, "reason")};
    if (field)
        answers_of_field(q, field, false, NULL, &answers);
    if (answers.count)
        to->answer = answers.items[0];
    for (size_t i = 1; i < answers.count && more->count < 40; i++)
        more->items[more->count++] = answers.items[i];
    if (paper || !field) {
        struct dossiers_supplement_asked_paper *p = arena_new_one(q->arena, struct dossiers_supplement_asked_paper);
        p->id = paper_field(q, paper);
        p->name = to->name ? to->name : "";
        p->error = field_error_of(q, p->id);
        to->paper = p;
    }
}

enum result supplement_show(struct q *q, const void *input)
{
    (void)input;
    struct answering a;
    struct answers more = {.count = 0};
    TRY(load(q, &a));
    size_t n = json_array_size(a.asked);
    struct dossiers_supplement_asked *asked = arena_new_array(q->arena, struct dossiers_supplement_asked, n + 1);
    for (size_t i = 0; i < n; i++)
        show_one(q, &a, json_array_get(a.asked, i), &asked[i], &more);
    struct dossiers_supplement_more *rest = arena_new_array(q->arena, struct dossiers_supplement_more, more.count + 1);
    for (size_t i = 0; i < more.count; i++)
        rest[i].answer = more.items[i];
    struct dossiers_supplement_view v = {
        .title = tr_fill(q, T("Supply {n} things"), "n", number_vi(q->arena, (int64_t)n)), .code = a.d.code, .action = dossier_url(q, &a.d, "bo-sung"),
        .asked = asked, .asked_count = n, .more = rest, .more_count = more.count, .way_out = dossier_url(q, &a.d, NULL)};
    struct page frame = {.shell = SHELL_SITE, .title = arena_printf(q->arena, "%s – %s", v.title, a.d.code), .no_index = true, .back = v.way_out};
    return dossiers_supplement_page(q, &frame, &v);
}

/* --- answering ----------------------------------------------------------------------------------------------------------------------------- */

static bool was_asked(const struct answering *a, const char *name)
{
    for (size_t i = 0; i < json_array_size(a->asked); i++) {
        const char *field = json_get_text(json_array_get(a->asked, i), "field");
        size_t n = field ? strlen(field) : 0;
        if (n && strncmp(field, name, n) == 0 && (!name[n] || name[n] == '.'))
            return true;
    }
    return false;
}

/* Only what was asked may change; each step is read with the pairs of those fields and the other answers as they stand. */
static json_t *corrected(struct q *q, struct answering *a)
{
    size_t count;
    const struct form_pair *pairs = answers_posted(q, &count);
    json_t *data = a->data;
    for (size_t i = 0; i < a->steps.count; i++) {
        struct form_step step = a->steps.items[i];
        struct form_field *fields = arena_new_array(q->arena, struct form_field, step.field_count + 1);
        size_t n = 0;
        for (size_t k = 0; k < step.field_count; k++)
            if (was_asked(a, step.fields[k].name) && step.fields[k].control != FORM_FILE)
                fields[n++] = step.fields[k];
        if (!n)
            continue;
        step.fields = fields;
        step.field_count = n;
        json_t *before = data;
        data = form_step_read(q->arena, a->form, &step, data, NULL, pairs, count);
        answers_complete_addresses(q, &step, before, data);
    }
    return form_finish(q->arena, a->form, data);
}

static const char *asked_name(const struct answering *a, int64_t number)
{
    for (size_t i = 0; i < json_array_size(a->asked); i++)
        if (json_get_int(json_array_get(a->asked, i), "paper", 0) == number && json_get_text(json_array_get(a->asked, i), "name"))
            return json_get_text(json_array_get(a->asked, i), "name");
    return "";
}

static enum result take_papers(struct q *q, const struct answering *a, struct dossier_upload *list, size_t *ret_count)
{
    const struct parsed *parsed;
    *ret_count = 0;
    TRY(request_parse(q, &parsed));
    for (const struct file_part *part = parsed->files.first; part && *ret_count < PAPERS_MOST; part = part->next) {
        struct taken file;
        int64_t number;
        if (!text_starts(part->field, "giay-") || !number_parse(part->field + 5, &number) || part->upload.length == 0)
            continue;
        if (upload_take(q, &part->upload, part->field, &file) != OK) {
            if (!q->problem.field_count)
                return q->problem.kind;
            continue;
        }
        list[(*ret_count)++] = (struct dossier_upload){number, asked_name(a, number), file.digest, file.file_name, file.kind, file.size, file.pages, "upload", file.problem};
    }
    return q_check(q);
}

enum result supplement_answer(struct q *q, const void *input)
{
    (void)input;
    struct answering a;
    struct dossier_upload papers[PAPERS_MOST];
    size_t count;
    TRY(load(q, &a));
    TRY(take_papers(q, &a, papers, &count));
    json_t *data = corrected(q, &a);
    bool changed = !json_equal(data, a.data);
    struct dossier_act act = {.kind = ACT_ANSWER, .dossier_id = a.d.id, .data = changed ? data : NULL, .papers = papers, .paper_count = count};
    TRY(dossiers_act(q, &act, NULL));
    return reply_redirect(q, dossier_url(q, &a.d, NULL));
}
