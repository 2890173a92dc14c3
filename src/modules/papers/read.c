/* What other modules read: papers of a dossier and of a person, one by its code, the file and whether it is still what was made. */
#include "base/arena.h"
#include "base/hash.h"
#include "base/text.h"
#include "core/app.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/q.h"
#include "engines/files/files.h"
#include "engines/signing/signing.h"
#include "modules/papers/papers_inside.h"

enum { PDF_MOST = 20 << 20, CODE_LENGTH = 12 };

void paper_from_row(struct q *q, const struct papers_paper_row *r, const char *dossier_code, struct paper_made *ret)
{
    *ret = (struct paper_made){
        .id = r->id, .dossier_id = r->dossier_id, .kind = r->kind, .title = r->title, .number = r->number, .digest = r->digest, .verify_code = r->verify_code,
        .template_id = r->template_id, .template_version = r->template_version, .unit_id = r->unit_id, .holder_name = r->holder_name,
        .signer_name = r->signer_name, .signer_title = r->signer_title, .data = r->data, .signature = r->signature, .fact_at = r->fact_at,
        .made_at = r->made_at, .size = r->size, .withdrawn = r->withdrawn_at != 0, .withdrawn_at = r->withdrawn_at, .withdrawn_by = r->withdrawn_by,
        .withdrawn_why = r->withdrawn_why, .demo = r->demo, .person_account = r->person_account,
        .url = dossier_code ? arena_printf(q->arena, "/ho-so/%s/giay/%lld", dossier_code, (long long)r->id) : NULL};
}

static enum result make_missing(struct q *q, const struct dossier *d)
{
    const struct journal_line *lines;
    int count;
    struct papers_paper_row row;
    bool made;
    TRY(journal_of(q, "dossier", d->id, &lines, &count));
    for (int i = 0; i < count; i++)
        TRY(paper_of_line(q, d, &lines[i], &row, &made));
    return OK;
}

enum result papers_of(struct q *q, const struct dossier *d, const struct paper_made **ret, size_t *ret_count)
{
    struct papers_paper_rows rows;
    TRY(make_missing(q, d));
    TRY(papers_papers_of_dossier(q, d->id, &rows));
    struct paper_made *list = arena_new_array(q->arena, struct paper_made, rows.count + 1);
    *ret_count = 0;
    for (size_t i = 0; i < rows.count; i++)
        if (rows.items[i].made_at)
            paper_from_row(q, &rows.items[i], d->code, &list[(*ret_count)++]);
    *ret = list;
    return OK;
}

enum result papers_slip(struct q *q, const struct dossier *d, const void **ret_pdf, size_t *ret_length)
{
    const struct journal_line *lines;
    int count;
    bool made = false;
    struct papers_paper_row row;
    struct paper_made paper;
    TRY(journal_of(q, "dossier", d->id, &lines, &count));
    if (count > 0)
        TRY(paper_of_line(q, d, &lines[0], &row, &made));
    if (!made)
        return fail(q, NOT_FOUND, NULL);
    paper_from_row(q, &row, d->code, &paper);
    return papers_file(q, &paper, ret_pdf, ret_length);
}

enum result papers_of_person(struct q *q, int64_t account_id, const struct paper_made **ret, size_t *ret_count)
{
    struct papers_paper_rows rows;
    TRY(papers_results_of_person(q, account_id, &rows));
    struct paper_made *list = arena_new_array(q->arena, struct paper_made, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++) {
        struct dossier d;
        TRY(dossiers_by_id(q, rows.items[i].dossier_id, &d));
        paper_from_row(q, &rows.items[i], d.code, &list[i]);
    }
    *ret = list;
    *ret_count = rows.count;
    return OK;
}

/* Hyphens and blanks out, capital letters, the letters that people read for digits (Crockford). */
static const char *clean_code(struct q *q, const char *typed)
{
    char *code = arena_alloc(q->arena, CODE_LENGTH + 2);
    size_t n = 0;
    for (const char *c = typed ? typed : ""; *c && n <= CODE_LENGTH; c++) {
        char upper = *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c;
        if (upper == '-' || upper == ' ')
            continue;
        code[n++] = upper == 'O' ? '0' : upper == 'I' || upper == 'L' ? '1' : upper;
    }
    return code;
}

enum result papers_by_code(struct q *q, const char *typed, struct paper_made *ret, bool *ret_found)
{
    const char *code = clean_code(q, typed);
    struct papers_paper_row row;
    *ret_found = false;
    if (strlen(code) != CODE_LENGTH)
        return OK;
    TRY(papers_paper_by_code(q, code, &row, ret_found));
    if (*ret_found)
        paper_from_row(q, &row, NULL, ret);
    return OK;
}

enum result papers_by_digest(struct q *q, const char *digest, struct paper_made *ret, bool *ret_found)
{
    struct papers_paper_row row;
    TRY(papers_paper_by_digest(q, digest, &row, ret_found));
    if (*ret_found)
        paper_from_row(q, &row, NULL, ret);
    return OK;
}

const char *papers_code_words(struct q *q, const char *code)
{
    return strlen(code) == CODE_LENGTH ? arena_printf(q->arena, "%.4s-%.4s-%s", code, code + 4, code + 8) : code;
}

enum result papers_file(struct q *q, const struct paper_made *paper, const void **ret_pdf, size_t *ret_length)
{
    char *bytes;
    enum result r = file_get(q->app->files, q->arena, paper->digest, PDF_MOST, &bytes, ret_length);
    if (r != OK)
        return r == PROBLEM_NOT_FOUND ? fail(q, STORAGE, T("The file of this paper is not in the store; the operators have been told")) : q_fail_kind(q, r);
    *ret_pdf = bytes;
    return OK;
}

static bool seal_holds(struct q *q, const struct paper_made *paper, const void *pdf, size_t n, struct paper_check *ret)
{
    struct signer *s = q->app->signer;
    struct seal seal;
    size_t cms_n;
    const uint8_t *cms = paper->signature ? base64url_decode(q->arena, paper->signature, &cms_n) : NULL;
    if (!s || !cms || s->verify(s, q->arena, pdf, n, cms, cms_n, &seal) != OK)
        return false;
    ret->seal_holder = seal.holder;
    ret->seal_fingerprint = seal.fingerprint;
    ret->sealed_at = paper->made_at;
    return true;
}

enum result papers_check(struct q *q, const struct paper_made *paper, struct paper_check *ret)
{
    const void *pdf;
    size_t n;
    uint8_t digest[SHA256_BYTES];
    *ret = (struct paper_check){.unchanged = false};
    TRY(papers_file(q, paper, &pdf, &n));
    sha256(pdf, n, digest);
    ret->unchanged = text_equal(hex_encode(q->arena, digest, sizeof digest), paper->digest);
    ret->sealed = seal_holds(q, paper, pdf, n, ret);
    return OK;
}
