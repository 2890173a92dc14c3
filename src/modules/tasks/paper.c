/* GET /ho-so-xu-ly/{code}/giay/{id}: the bytes of one paper, for those who may see the dossier. They come with a policy that lets them act as
 * nothing but a picture or a document (core/http/headers.c), and the reading is logged with the paper's name. */
#include "base/arena.h"
#include "base/text.h"
#include "core/app.h"
#include "core/i18n.h"
#include "core/q.h"
#include "engines/files/files.h"
#include "modules/tasks/tasks_inside.h"

#define PAPER_MOST ((size_t)21 << 20)

const char *paper_media_type(struct q *q, const char *kind)
{
    const char *low = text_lower(q->arena, kind ? kind : "");
    if (strcmp(low, "pdf") == 0)
        return "application/pdf";
    if (strcmp(low, "png") == 0)
        return "image/png";
    return strcmp(low, "jpeg") == 0 ? "image/jpeg" : "application/octet-stream";
}

enum result bench_paper(struct q *q, const void *input)
{
    (void)input;
    struct dossier d;
    const struct dossier_paper *papers;
    size_t count, n;
    int64_t id;
    char *bytes;
    TRY(dossiers_by_code(q, request_parameter(q, "code"), &d));
    TRY(dossiers_need_sight(q, &d, tr_in(LANGUAGE_VI, T("Reads a paper of the dossier"))));
    TRY(dossiers_papers(q, d.id, &papers, &count));
    if (!number_parse(request_parameter(q, "id"), &id))
        return fail(q, NOT_FOUND, T("There is no such paper in this dossier"));
    for (size_t i = 0; i < count; i++) {
        if (papers[i].id != id)
            continue;
        if (file_get(q->app->files, q->arena, papers[i].digest, PAPER_MOST, &bytes, &n) != OK)
            return fail(q, NOT_FOUND, T("This file is not in the store; tell the operators its dossier code"));
        const char *type = paper_media_type(q, papers[i].kind);
        bool shown = strcmp(type, "application/octet-stream") != 0;
        reply_header(q, "Cache-Control", "private, no-store");
        return reply_bytes(q, type, bytes, n, shown ? NULL : papers[i].file_name);
    }
    return fail(q, NOT_FOUND, T("There is no such paper in this dossier"));
}
