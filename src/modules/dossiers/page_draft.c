/* The list of parts of a draft, and throwing it away. */
#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/q.h"
#include "dossiers_pages.h"
#include "modules/dossiers/pages.h"
#include "modules/procedures/procedures.h"
#include "modules/units/units.h"

enum result draft_to_receipt(struct q *q, const struct draft *d)
{
    struct dossiers_dossier_row row;
    TRY(dossier_row_by_id(q, d->row.dossier_id, &row));
    return reply_redirect(q, arena_printf(q->arena, "/ho-so/%s/da-nop", row.code));
}

/* Pages of one object have one title; in a list they are told apart by their first question. */
static const char *title_in_list(struct q *q, const struct draft *d, size_t at)
{
    const struct form_step *step = &d->steps.items[at];
    const char *title = draft_step_title(q, step);
    for (size_t i = 0; i < d->steps.count; i++)
        if (i != at && strcmp(draft_step_title(q, &d->steps.items[i]), title) == 0 && step->field_count)
            return arena_printf(q->arena, "%s: %s", title, pick_language(q, step->fields[0].label_vi, step->fields[0].label_en));
    return title;
}

static void show_sections(struct q *q, const struct draft *d, struct dossiers_draft_view *v)
{
    struct dossiers_draft_sections *sections = arena_new_array(q->arena, struct dossiers_draft_sections, d->steps.count + 1);
    struct dossiers_draft_sections_steps *steps = arena_new_array(q->arena, struct dossiers_draft_sections_steps, d->steps.count + 1);
    size_t last = SIZE_MAX;
    for (size_t i = 0; i < d->steps.count; i++) {
        const struct form_step *s = &d->steps.items[i];
        if (s->section != last)
            sections[v->sections_count++] = (struct dossiers_draft_sections){.title = pick_language(q, s->section_vi, s->section_en), .steps = &steps[i]};
        last = s->section;
        steps[i] = (struct dossiers_draft_sections_steps){title_in_list(q, d, i), draft_url(q, d, s->id), s->complete, draft_step_known(s)};
        sections[v->sections_count - 1].steps_count++;
        v->done += s->complete;
    }
    v->sections = sections;
    v->all = (int64_t)d->steps.count;
}

static const char *next_url(struct q *q, const struct draft *d)
{
    for (size_t i = 0; i < d->steps.count; i++)
        if (!d->steps.items[i].complete)
            return draft_url(q, d, d->steps.items[i].id);
    return draft_url(q, d, d->papers.count ? "kiem-tra" : "giay-to");
}

enum result draft_show(struct q *q, const void *input)
{
    (void)input;
    struct draft d;
    TRY(draft_load(q, request_parameter(q, "draft"), &d));
    if (d.row.dossier_id)
        return draft_to_receipt(q, &d);
    const struct unit *place = units_find(q, d.row.place_unit);
    struct dossiers_draft_view v = {
        .procedure = procedures_name(q, d.procedure), .saved = draft_saved_words(q, &d), .place = place ? units_full_name(q, place) : "",
        .papers = draft_url(q, &d, "giay-to"), .paper_count = (int64_t)d.papers.count, .check = draft_url(q, &d, "kiem-tra"),
        .ready = draft_incomplete(&d) == 0, .next = next_url(q, &d), .delete_action = draft_url(q, &d, "xoa")};
    if (json_array_size(json_object_get(d.meta, "silent")))
        v.silent = tr(q, T("Some registers did not answer just now. Fill it in yourself for the time being; nothing else changes."));
    show_sections(q, &d, &v);
    struct page frame = {.shell = SHELL_SITE, .title = v.procedure, .no_index = true, .back = "/cua-toi"};
    return dossiers_draft_page(q, &frame, &v);
}

static enum result delete_draft(struct q *q, void *arg)
{
    const struct draft *d = arg;
    TRY(dossiers_draft_delete(q, d->row.id, q->account->id, NULL));
    return dossiers_draft_papers_delete_orphans(q, NULL);
}

enum result draft_delete_go(struct q *q, const void *input)
{
    (void)input;
    struct draft d;
    TRY(draft_load(q, request_parameter(q, "draft"), &d));
    TRY(db_transact(q, delete_draft, &d));
    return reply_redirect(q, "/cua-toi");
}
