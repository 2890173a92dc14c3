/* The papers of a draft: asked by the procedure, spared by registers, uploaded and looked at at once, or taken from earlier dossiers. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "base/text.h"
#include "core/access.h"
#include "core/db.h"
#include "core/field.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/q.h"
#include "dossiers_pages.h"
#include "modules/dossiers/pages.h"
#include "modules/dossiers/upload.h"
#include "modules/procedures/procedures.h"

enum { OTHER_PAPERS = 0, FILES_MOST = 60, STORE_SHOWN = 20 };

const struct input draft_file_inputs[] = {
    INPUT_FILE(struct draft_file_input, file, T("File"), .max = UPLOAD_MOST + 1),
    INPUT_TEXT(struct draft_file_input, digest, T("Paper"), .max = 64),
    INPUT_INT(struct draft_file_input, id, T("File"), .min = 0, .max = INT64_MAX),
    INPUT_END};

const char *size_words(struct q *q, int64_t bytes)
{
    if (bytes < 1000000)
        return arena_printf(q->arena, "%s KB", number_vi(q->arena, bytes / 1000 + 1));
    return arena_printf(q->arena, "%s MB", decimal_vi(q->arena, (double)bytes / 1e6, 1));
}

/* --- showing ----------------------------------------------------------------------------------------------------------------------------- */

static const char *spared_by(struct q *q, const struct draft *d, const struct procedure_paper *p)
{
    const char *name;
    json_t *source;
    json_object_foreach(json_object_get(d->meta, "sources"), name, source)
        if (p->replaceable && strstr(p->replaceable, name))
            return tr_fill(q, T("Nothing to hand in. Taken from: {source}."), "source", json_get_text(source, "label"));
    return NULL;
}

static struct dossiers_papers_papers_files_notes *notes_of(struct q *q, const char *problem, size_t *ret_count)
{
    *ret_count = 0;
    if (!problem)
        return NULL;
    char **lines = text_split(q->arena, problem, '\n', ret_count);
    struct dossiers_papers_papers_files_notes *notes = arena_new_array(q->arena, struct dossiers_papers_papers_files_notes, *ret_count + 1);
    for (size_t i = 0; i < *ret_count; i++)
        notes[i].say = tr(q, lines[i]);
    return notes;
}

static void show_files(struct q *q, const struct draft *d, int64_t number, struct dossiers_papers_papers *to)
{
    struct dossiers_papers_papers_files *files = arena_new_array(q->arena, struct dossiers_papers_papers_files, d->papers.count + 1);
    for (size_t i = 0; i < d->papers.count; i++) {
        const struct dossiers_draft_papers_row *r = &d->papers.items[i];
        if (r->number != number)
            continue;
        struct dossiers_papers_papers_files *f = &files[to->files_count++];
        *f = (struct dossiers_papers_papers_files){.id = r->id, .name = r->file_name, .size = size_words(q, r->size),
            .pages = r->pages > 1 ? tr_fill(q, T("{n} pages"), "n", number_vi(q->arena, r->pages)) : NULL};
        f->notes = notes_of(q, r->problem, &f->notes_count);
        to->bad = to->bad || f->notes_count > 0;
    }
    to->files = files;
}

static struct dossiers_papers_papers section_of(struct q *q, const struct draft *d, int64_t number, const char *title)
{
    struct dossiers_papers_papers s = {
        .id = arena_printf(q->arena, "giay-%lld", (long long)number), .title = title, .can_add = true,
        .add = draft_url(q, d, arena_printf(q->arena, "giay-to/%lld", (long long)number)),
        .reuse = draft_url(q, d, arena_printf(q->arena, "giay-to/%lld/kho", (long long)number)),
        .remove = draft_url(q, d, arena_printf(q->arena, "giay-to/%lld/bo", (long long)number))};
    s.error = field_error_of(q, s.id);
    show_files(q, d, number, &s);
    if (s.files_count) {
        s.ok = !s.bad;
        s.tag = s.bad ? tr(q, T("Look again")) : tr(q, T("Done"));
    }
    return s;
}

static struct dossiers_papers_papers section_of_paper(struct q *q, const struct draft *d, size_t i)
{
    const struct procedure_paper *p = &d->procedure->papers[i];
    struct dossiers_papers_papers s = section_of(q, d, p->number, arena_printf(q->arena, "%zu. %s", i + 1, p->name_vi));
    s.condition = p->condition_vi && *p->condition_vi ? p->condition_vi : NULL;
    s.optional = !p->mandatory;
    s.had = spared_by(q, d, p);
    if (strcmp(p->kind, "eform") == 0) {
        s.form = true;
        s.can_add = false;
        s.ok = draft_incomplete(d) == 0;
        s.tag = s.ok ? tr(q, T("Done")) : NULL;
    } else if (s.had && !s.files_count) {
        s.ok = true;
        s.tag = tr(q, T("Known already"));
    }
    s.folded = !s.files_count && !s.error && (s.had || s.optional); /* what most people do not need takes one line */
    s.fold_words = s.had ? tr(q, T("Hand in another copy")) : tr(q, T("Add this paper"));
    return s;
}

static void show_store(struct q *q, struct dossiers_papers_view *v)
{
    const struct dossier_stored *stored;
    size_t count;
    if (store_of_person(q, q->account->id, &stored, &count) != OK) {
        q_forget(q);
        return;
    }
    struct dossiers_papers_store *store = arena_new_array(q->arena, struct dossiers_papers_store, count + 1);
    for (size_t i = 0; i < count && i < STORE_SHOWN; i++)
        store[v->store_count++] = (struct dossiers_papers_store){.code = stored[i].code, .name = stored[i].name, .digest = stored[i].digest, .added = stored[i].at,
                                                                 .place = (int64_t)i};
    v->store = store;
}

enum result papers_show(struct q *q, const void *input)
{
    (void)input;
    struct draft d;
    const struct draft_part *parts;
    TRY(draft_load(q, request_parameter(q, "draft"), &d));
    if (d.row.dossier_id)
        return draft_to_receipt(q, &d);
    size_t n = d.procedure->paper_count;
    struct dossiers_papers_papers *papers = arena_new_array(q->arena, struct dossiers_papers_papers, n + 1);
    for (size_t i = 0; i < n; i++)
        papers[i] = section_of_paper(q, &d, i);
    papers[n] = section_of(q, &d, OTHER_PAPERS, tr(q, T("Other papers")));
    papers[n].optional = true;
    struct dossiers_papers_view v = {.procedure = procedures_name(q, d.procedure), .saved = draft_saved_words(q, &d), .papers = papers, .papers_count = n + 1,
                                     .next = draft_url(q, &d, "kiem-tra"), .later = "/cua-toi", .uploading = tr(q, T("{done} of {total} MB. If the network breaks it goes on by itself.")),
                                     .retrying = tr(q, T("The network broke, trying again"))};
    v.parts_count = draft_parts(q, &d, -1, &parts, &v.number);
    struct dossiers_papers_parts *list = arena_new_array(q->arena, struct dossiers_papers_parts, v.parts_count + 1);
    for (size_t i = 0; i < v.parts_count; i++)
        list[i] = (struct dossiers_papers_parts){parts[i].title, parts[i].url, parts[i].done, parts[i].current};
    v.parts = list;
    v.total = (int64_t)v.parts_count;
    show_store(q, &v);
    const struct form_step *before = draft_previous_step(&d, NULL);
    struct page frame = {.shell = SHELL_SITE, .title = arena_printf(q->arena, "%s – %s", tr(q, T("Papers to add")), v.procedure), .no_index = true,
                         .back = draft_url(q, &d, before ? before->id : NULL)};
    return dossiers_papers_page(q, &frame, &v);
}

/* --- changing ----------------------------------------------------------------------------------------------------------------------------- */

static enum result load(struct q *q, struct draft *d, int64_t *ret_number)
{
    TRY(draft_load(q, request_parameter(q, "draft"), d));
    if (d->row.dossier_id)
        return fail(q, GONE, T("This dossier was submitted already; nothing can be changed here"));
    if (!number_parse(request_parameter(q, "number"), ret_number))
        return fail(q, NOT_FOUND, NULL);
    for (size_t i = 0; i < d->procedure->paper_count; i++)
        if (d->procedure->papers[i].number == *ret_number)
            return OK;
    return *ret_number == OTHER_PAPERS ? OK : fail(q, NOT_FOUND, NULL);
}

static const char *paper_name(struct q *q, const struct draft *d, int64_t number)
{
    for (size_t i = 0; i < d->procedure->paper_count; i++)
        if (d->procedure->papers[i].number == number)
            return d->procedure->papers[i].name_vi;
    return tr(q, T("Other papers"));
}

static enum result insert_paper(struct q *q, void *arg)
{
    return dossiers_draft_paper_insert(q, arg, NULL);
}

static enum result back_to_papers(struct q *q, const struct draft *d, int64_t number)
{
    return reply_redirect(q, arena_printf(q->arena, "%s#giay-%lld", draft_url(q, d, "giay-to"), (long long)number));
}

enum result papers_add(struct q *q, const void *input)
{
    const struct draft_file_input *in = input;
    struct draft d;
    struct taken file;
    int64_t number;
    TRY(load(q, &d, &number));
    if (d.papers.count >= FILES_MOST)
        return fail(q, NOT_NOW, T("There are many files already; take one out first"));
    TRY(upload_take(q, in->file, arena_printf(q->arena, "giay-%lld", (long long)number), &file));
    struct dossiers_draft_paper_insert_in row = {
        .id = id_new(), .draft_id = d.row.id, .number = number, .name = paper_name(q, &d, number), .digest = file.digest, .file_name = file.file_name,
        .kind = file.kind, .size = file.size, .pages = file.pages, .source = "upload", .problem = file.problem, .added_at = clock_now()};
    TRY(db_transact(q, insert_paper, &row));
    return back_to_papers(q, &d, number);
}

/* A paper of an earlier dossier of the same person: found again by its digest, so nobody can name somebody else's file. */
enum result papers_reuse(struct q *q, const void *input)
{
    const struct draft_file_input *in = input;
    struct draft d;
    int64_t number;
    const struct dossier_stored *stored;
    size_t count;
    TRY(load(q, &d, &number));
    TRY(store_of_person(q, q->account->id, &stored, &count));
    for (size_t i = 0; i < count; i++) {
        if (!text_equal(stored[i].digest, in->digest))
            continue;
        struct dossiers_draft_paper_insert_in row = {
            .id = id_new(), .draft_id = d.row.id, .number = number, .name = paper_name(q, &d, number), .digest = stored[i].digest,
            .file_name = stored[i].name, .kind = "PDF", .size = stored[i].size, .pages = 0, .source = "store", .added_at = clock_now()};
        TRY(db_transact(q, insert_paper, &row));
        return back_to_papers(q, &d, number);
    }
    fail_field(q, arena_printf(q->arena, "giay-%lld", (long long)number), T("Choose one of your papers"));
    return q_check(q);
}

struct removing { int64_t id, draft_id; };

static enum result remove_paper(struct q *q, void *arg)
{
    const struct removing *r = arg;
    return dossiers_draft_paper_delete(q, r->id, r->draft_id, NULL);
}

enum result papers_remove(struct q *q, const void *input)
{
    const struct draft_file_input *in = input;
    struct draft d;
    int64_t number;
    TRY(load(q, &d, &number));
    TRY(db_transact(q, remove_paper, &(struct removing){in->id, d.row.id}));
    return back_to_papers(q, &d, number);
}
