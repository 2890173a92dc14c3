/* Use case: a result is taken back by decision. The paper stays, verification shows it red, it is not offered as a paper any more. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "core/access.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/q.h"
#include "modules/papers/papers_inside.h"

struct withdrawal { const struct papers_paper_row *row; const struct dossier *d; const char *why; };

static enum result withdraw(struct q *q, void *arg)
{
    const struct withdrawal *w = arg;
    int64_t changed;
    TRY(papers_paper_withdraw(q, w->row->id, clock_now(), q->account->name, w->why, &changed));
    if (!changed)
        return fail(q, ALREADY_DONE, T("This result was withdrawn before"));
    TRY(dossiers_spoil_result(q, w->d->id, w->row->digest, T("This result was withdrawn")));
    struct buf b;
    struct json_writer j;
    buf_init(&b, q->arena, 400);
    json_begin(&j, &b);
    json_object_open(&j);
    json_field_int(&j, "dossier", w->d->id);
    json_field_text(&j, "number", w->row->number);
    json_object_close(&j);
    return journal_write(q, &(struct event){.type = "papers.withdrawn", .subject_kind = "paper", .subject_id = w->row->id, .unit_id = w->row->unit_id,
                                            .person = w->d->applicant_number, .reason = w->why, .data = b.data});
}

enum result papers_withdraw(struct q *q, int64_t paper_id, const char *why)
{
    struct papers_paper_row row;
    struct dossier d;
    bool found;
    TRY(access_need(q, "dossiers.approve"));
    TRY(papers_paper_by_id(q, paper_id, &row, &found));
    if (!found || strcmp(row.kind, "result") != 0 || !row.made_at)
        return fail(q, NOT_FOUND, NULL);
    TRY(dossiers_by_id(q, row.dossier_id, &d));
    TRY(access_need_unit(q, row.unit_id));
    if (!why || !*why)
        return fail(q, INVALID, T("Say by which decision and why the result is withdrawn"));
    struct withdrawal w = {&row, &d, why};
    return db_transact(q, withdraw, &w);
}
