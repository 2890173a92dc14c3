/* upload.h */
#include "modules/dossiers/upload.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/input.h"
#include "core/q.h"
#include "engines/files/check.h"
#include "engines/files/files.h"
#include "modules/dossiers/dossiers.h"
#include <unistd.h>

enum { NAME_MOST = 120 };

static const char *join_problems(struct q *q, const struct file_report *r, enum file_weight weight)
{
    const char *text = NULL;
    for (size_t i = 0; i < r->problem_count; i++)
        if (r->problems[i].weight == weight)
            text = text ? arena_printf(q->arena, "%s\n%s", text, r->problems[i].message) : r->problems[i].message;
    return text;
}

/* The first reason is enough to act on. */
static const char *why_refused(const struct file_report *r)
{
    for (size_t i = 0; i < r->problem_count; i++)
        if (r->problems[i].weight == FILE_REFUSED)
            return r->problems[i].message;
    return T("This file cannot be taken");
}

static enum result inspect(struct q *q, const char *digest, struct file_report *ret)
{
    int fd;
    int64_t size;
    struct file_limits limits = file_limits_usual();
    limits.kinds = FILE_BIT(FILE_PDF) | FILE_BIT(FILE_PNG) | FILE_BIT(FILE_JPEG);
    TRY(file_open(q->app->files, digest, &fd, &size));
    enum result r = file_check(q->app->jail, q->app->scanner, q->arena, fd, size, &limits, ret);
    close(fd);
    return r == OK ? OK : fail(q, BUSY, T("The file could not be looked at just now; try again"));
}

enum result upload_take(struct q *q, const struct upload *upload, const char *field, struct taken *ret)
{
    struct stored_file stored;
    struct file_report report;
    if (!upload || upload->length == 0) {
        fail_field(q, field, T("Choose a file"));
        return q_check(q);
    }
    if ((int64_t)upload->length > UPLOAD_MOST) {
        fail_field(q, field, T("The file is larger than 20 MB; take a smaller photo or scan it in fewer colours"));
        return q_check(q);
    }
    if (file_put(q->app->files, q->arena, upload->bytes, upload->length, &stored) != OK)
        return fail(q, STORAGE, T("The file could not be stored; nothing was lost, try again"));
    TRY(inspect(q, stored.digest, &report));
    if (file_report_refused(&report)) { /* the bytes stay until the tidying job: nothing names them */
        fail_field(q, field, why_refused(&report));
        return q_check(q);
    }
    const char *name = upload->name ? text_clean(q->arena, upload->name) : NULL;
    *ret = (struct taken){.digest = arena_strdup(q->arena, stored.digest), .file_name = name && *name ? text_truncate(q->arena, name, NAME_MOST) : "giay-to",
                          .kind = file_kind_name(report.kind), .size = stored.size, .pages = report.pages, .problem = join_problems(q, &report, FILE_WARNING)};
    return OK;
}

enum result dossiers_take_upload(struct q *q, const struct upload *upload, const char *field, struct dossier_upload *ret)
{
    struct taken t;
    TRY(upload_take(q, upload, field, &t));
    *ret = (struct dossier_upload){.digest = t.digest, .file_name = t.file_name, .kind = t.kind, .size = t.size, .pages = t.pages, .problem = t.problem};
    return OK;
}

static const char *media_type(const char *bytes, size_t n)
{
    if (n > 4 && memcmp(bytes, "%PDF", 4) == 0)
        return "application/pdf";
    if (n > 8 && memcmp(bytes, "\x89PNG", 4) == 0)
        return "image/png";
    return n > 3 && memcmp(bytes, "\xff\xd8\xff", 3) == 0 ? "image/jpeg" : "application/octet-stream";
}

enum result upload_send(struct q *q, const char *digest, const char *file_name)
{
    char *bytes;
    size_t n;
    if (file_get(q->app->files, q->arena, digest, (size_t)UPLOAD_MOST + 1, &bytes, &n) != OK)
        return fail(q, NOT_FOUND, T("This file is not in the store"));
    const char *type = media_type(bytes, n);
    return reply_bytes(q, type, bytes, n, strcmp(type, "application/octet-stream") == 0 ? file_name : NULL);
}
