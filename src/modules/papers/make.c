/* Making a paper in three steps, so that it is broken off at any point and goes on: (1) a row with number, code and data, in one transaction;
 * (2) the PDF, sealed, into the file store; (3) digest and journal line, in one transaction. A second attempt finds the row of the first. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/id.h"
#include "base/json.h"
#include "base/must.h"
#include "base/text.h"
#include "core/app.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/q.h"
#include "engines/files/files.h"
#include "engines/papers/paper.h"
#include "engines/signing/signing.h"
#include "modules/papers/papers_inside.h"
#include "modules/units/units.h"

enum { PDF_MOST = 20 << 20, CODE_LENGTH = 12 };

struct work { const struct making *m; const struct template *t; struct papers_paper_row row; bool found; const char *signature; bool told; };

/* --- 1: the row ----------------------------------------------------------------------------------------------------------------- */

/* One book a unit, kind of result and year: numbers without gaps, because a number exists only with its row. */
static enum result take_number(struct q *q, struct work *w, json_t *values, const char **ret)
{
    struct papers_counter_next_row next;
    int year = time_local(w->m->fact_at).date.year;
    *ret = "";
    if (!w->m->book)
        return OK;
    TRY(papers_counter_next(q, arena_printf(q->arena, "%s/%s/%d", w->m->unit ? w->m->unit->id : "", w->t->id, year), &next));
    *ret = arena_printf(q->arena, "%lld/%d", (long long)next.last, year);
    value_put(values, w->m->book, *ret);
    return OK;
}

/* What is kept is what is printed: values that this template has no field for are left out. */
static json_t *printed_values(struct q *q, const struct template *t, const json_t *values)
{
    json_t *kept = values_new(q);
    for (size_t i = 0; i < t->field_count; i++) {
        json_t *value = json_object_get(values, t->fields[i].name);
        if (value)
            must(json_object_set(kept, t->fields[i].name, value) == 0);
    }
    return kept;
}

static enum result begin(struct q *q, void *arg)
{
    struct work *w = arg;
    const struct making *m = w->m;
    const char *number, *code = random_token(q->arena, CODE_LENGTH);
    int64_t changed;
    TRY(papers_paper_by_fact(q, m->kind, m->fact, &w->row, &w->found));
    if (w->found)
        return OK;
    json_t *values = printed_values(q, w->t, m->values);
    TRY(take_number(q, w, values, &number));
    value_put(values, "result_code", papers_code_words(q, code));
    value_put(values, "verify_url", verify_url(q, code));
    values = printed_values(q, w->t, values);
    struct papers_paper_insert_in in = {
        .id = id_new(), .kind = m->kind, .fact = m->fact, .dossier_id = m->d ? m->d->id : 0, .template_id = w->t->id, .template_version = w->t->version,
        .title = m->title ? m->title : w->t->title_vi, .number = number, .verify_code = code, .unit_id = m->unit ? m->unit->id : "",
        .holder_name = m->d ? m->d->summary : "", .person_account = m->d ? m->d->person_account : 0, .signer_name = m->signer_name ? m->signer_name : "",
        .signer_title = m->signer_title ? m->signer_title : "", .data = json_print(q->arena, values), .fact_at = m->fact_at, .demo = m->d && m->d->demo};
    TRY(papers_paper_insert(q, &in, &changed));
    return papers_paper_by_fact(q, m->kind, m->fact, &w->row, &w->found);
}

/* --- 2: the file ---------------------------------------------------------------------------------------------------------------- */

enum result paper_print(struct q *q, const struct template *t, const json_t *values, int64_t at, const void **ret_pdf, size_t *ret_length)
{
    struct buf b;
    buf_init(&b, q->arena, PDF_MOST);
    enum result r = paper_render(q->arena, t->paper, values, at, q->app->pdf, &b);
    if (r != OK)
        return fail(q, BROKEN, T("The paper could not be printed"));
    *ret_pdf = b.data;
    *ret_length = b.length;
    return OK;
}

static enum result store(struct q *q, const void *pdf, size_t n, struct papers_paper_row *row)
{
    struct stored_file stored;
    enum result r = file_put(q->app->files, q->arena, pdf, n, &stored);
    if (r != OK)
        return q_fail_kind(q, r);
    row->digest = arena_strdup(q->arena, stored.digest);
    row->size = stored.size;
    return OK;
}

static enum result seal(struct q *q, const void *pdf, size_t n, const char **ret_signature)
{
    const void *cms;
    size_t cms_n;
    *ret_signature = NULL;
    if (!q->app->signer)
        return OK;
    if (q->app->signer->sign(q->app->signer, q->arena, pdf, n, &cms, &cms_n) != OK)
        return fail(q, BROKEN, T("The paper could not be sealed"));
    *ret_signature = base64_encode(q->arena, cms, cms_n);
    return OK;
}

static enum result make_file(struct q *q, struct work *w)
{
    const void *pdf;
    size_t n;
    const char *why;
    char *bytes;
    if (!q->app->files || !q->app->pdf)
        return fail(q, STORAGE, T("This process has no file store or no printer of papers"));
    if (w->m->digest) {
        enum result r = file_get(q->app->files, q->arena, w->m->digest, PDF_MOST, &bytes, &n);
        if (r != OK)
            return q_fail_kind(q, r);
        w->row.digest = w->m->digest;
        w->row.size = (int64_t)n;
        return seal(q, bytes, n, &w->signature);
    }
    const struct template *t = template_find(w->row.template_id, w->row.template_version);
    json_t *values = json_read(q->arena, w->row.data, strlen(w->row.data), 60, &why);
    if (!t || !values)
        return fail(q, BROKEN, T("The form of this paper is not in the package any more"));
    TRY(paper_print(q, t, values, w->row.fact_at, &pdf, &n));
    TRY(store(q, pdf, n, &w->row));
    return seal(q, pdf, n, &w->signature);
}

/* --- 3: it exists --------------------------------------------------------------------------------------------------------------- */

static const char *file_name_of(struct q *q, const struct papers_paper_row *row)
{
    return arena_printf(q->arena, "%s.pdf", papers_code_words(q, row->verify_code));
}

static enum result tell(struct q *q, const struct work *w)
{
    const struct papers_paper_row *row = &w->row;
    const struct dossier *d = w->m->d;
    struct buf b;
    struct json_writer j;
    buf_init(&b, q->arena, 4000);
    json_begin(&j, &b);
    json_object_open(&j);
    json_field_int(&j, "paper", row->id);
    json_field_text(&j, "kind", row->kind);
    json_field_text(&j, "template", row->template_id);
    json_field_text(&j, "template_version", row->template_version);
    json_field_text(&j, "digest", row->digest);
    json_field_text(&j, "number", row->number);
    json_field_bool(&j, "sealed", row->signature != NULL);
    json_field_int(&j, "dossier", row->dossier_id);
    json_object_close(&j);
    return journal_write(q, &(struct event){.type = "papers.made", .subject_kind = "paper", .subject_id = row->id, .unit_id = row->unit_id,
                                            .person = d ? d->applicant_number : NULL, .data = b.data});
}

static enum result end(struct q *q, void *arg)
{
    struct work *w = arg;
    struct papers_paper_row *row = &w->row;
    int64_t changed;
    row->made_at = clock_now();
    row->signature = w->signature;
    TRY(papers_paper_made(q, row->id, row->digest, row->size, row->signature, row->made_at, &changed));
    if (!changed)
        return papers_paper_by_id(q, row->id, row, &w->found); /* another process was faster */
    if (w->m->d && strcmp(row->kind, "result") == 0) {
        TRY(dossiers_add_result(q, w->m->d->id, &(struct dossier_upload){.name = row->title, .digest = row->digest, .file_name = file_name_of(q, row),
                                                                         .kind = "PDF", .size = row->size, .pages = 1}));
        TRY(papers_draft_delete(q, w->m->d->id, NULL));
    }
    return tell(q, w);
}

enum result paper_make(struct q *q, const struct making *m, struct papers_paper_row *ret)
{
    struct work w = {.m = m, .t = template_on(m->template_id, time_local_days(m->fact_at))};
    if (!w.t)
        return fail(q, BROKEN, T("The package has no form {id} valid on {date}"), "id", m->template_id, "date", date_vi(q->arena, time_local(m->fact_at).date));
    TRY(db_transact(q, begin, &w));
    if (!w.row.made_at) {
        TRY(make_file(q, &w));
        TRY(db_transact(q, end, &w));
    }
    *ret = w.row;
    return OK;
}
