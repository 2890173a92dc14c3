/* What the dossiers' pages show of the papers made here: results, letters, and the resident's store. The slip has a link of its own. */
#include "base/arena.h"
#include "base/text.h"
#include "core/q.h"
#include "modules/dossiers/dossiers.h"
#include "modules/papers/papers_inside.h"

static bool for_applicant(const struct paper_made *p)
{
    return !p->withdrawn && !text_equal(p->kind, "form-01") && !text_equal(p->kind, "form-06") && !text_equal(p->kind, "form-07");
}

static enum result of_dossier(struct q *q, const struct dossier *d, const struct dossier_printed **ret, size_t *ret_count)
{
    const struct paper_made *papers;
    size_t n;
    TRY(papers_of(q, d, &papers, &n));
    struct dossier_printed *list = arena_new_array(q->arena, struct dossier_printed, n + 1);
    *ret_count = 0;
    for (size_t i = 0; i < n; i++)
        if (for_applicant(&papers[i]) && papers[i].url)
            list[(*ret_count)++] = (struct dossier_printed){papers[i].title, papers[i].url, papers[i].size, text_equal(papers[i].kind, "result")};
    *ret = list;
    return OK;
}

static enum result of_person(struct q *q, int64_t account_id, const struct dossier_stored **ret, size_t *ret_count)
{
    const struct paper_made *papers;
    size_t n;
    TRY(papers_of_person(q, account_id, &papers, &n));
    struct dossier_stored *list = arena_new_array(q->arena, struct dossier_stored, n + 1);
    *ret_count = 0;
    for (size_t i = 0; i < n; i++)
        if (!papers[i].withdrawn && papers[i].digest && *papers[i].digest)
            list[(*ret_count)++] = (struct dossier_stored){papers[i].title, papers_code_words(q, papers[i].verify_code), papers[i].digest, papers[i].size, papers[i].made_at};
    *ret = list;
    return OK;
}

const struct dossier_printer papers_printer = {of_dossier, of_person};
