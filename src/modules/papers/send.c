/* Routes: one paper of a dossier, the slip, the control sheet, for those who may see the dossier (reading by officers is logged). */
#include "base/arena.h"
#include "base/text.h"
#include "core/access.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/papers/routes_inside.h"

enum result papers_dossier_of_address(struct q *q, const char *purpose, struct dossier *ret)
{
    TRY(dossiers_by_code(q, request_parameter(q, "code"), ret));
    return dossiers_need_sight(q, ret, tr(q, purpose));
}

enum result papers_reply(struct q *q, const void *pdf, size_t n, const char *name)
{
    reply_header(q, "Cache-Control", "private, no-store");
    reply_header(q, "Content-Disposition", arena_printf(q->arena, "inline; filename=\"%s\"", name));
    return reply_bytes(q, "application/pdf", pdf, n, NULL);
}

enum result papers_send_slip(struct q *q, const void *input)
{
    (void)input;
    struct dossier d;
    const void *pdf;
    size_t n;
    TRY(papers_dossier_of_address(q, T("Looks at the slip"), &d));
    TRY(papers_slip(q, &d, &pdf, &n));
    return papers_reply(q, pdf, n, arena_printf(q->arena, "%s.pdf", d.code));
}

enum result papers_send_control(struct q *q, const void *input)
{
    (void)input;
    struct dossier d;
    const void *pdf;
    size_t n;
    TRY(papers_dossier_of_address(q, T("Prints the control sheet"), &d));
    TRY(papers_control_sheet(q, &d, &pdf, &n));
    return papers_reply(q, pdf, n, arena_printf(q->arena, "%s-06.pdf", d.code));
}

enum result papers_send_paper(struct q *q, const void *input)
{
    (void)input;
    struct dossier d;
    struct papers_paper_row row;
    struct paper_made paper;
    const void *pdf;
    size_t n;
    int64_t id;
    bool found = false;
    TRY(papers_dossier_of_address(q, T("Looks at a paper of the dossier"), &d));
    if (number_parse(request_parameter(q, "id"), &id))
        TRY(papers_paper_by_id(q, id, &row, &found));
    if (!found || row.dossier_id != d.id || !row.made_at)
        return fail(q, NOT_FOUND, NULL);
    paper_from_row(q, &row, d.code, &paper);
    TRY(papers_file(q, &paper, &pdf, &n));
    return papers_reply(q, pdf, n, arena_printf(q->arena, "%s-%s.pdf", d.code, paper.kind));
}
