/* Only names that stand in assets.list are opened, so no path can lead out of the folder. A hashed name never changes its content: the
 * browser keeps it for a year without asking. */
#include "core/http/static.h"
#include "base/file.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/page_asset.h"
#include "core/q.h"
#include <string.h>
#include <unistd.h>

/* "gzip", "gzip;q=0.8", but not "gzip;q=0". */
bool request_takes_gzip(const struct request *r)
{
    const char *accept = request_header(r, "Accept-Encoding"), *at = accept ? strstr(accept, "gzip") : NULL;
    if (!at)
        return false;
    at += 4;
    return strncmp(at, ";q=0", 4) != 0 || (at[4] == '.' && strspn(at + 5, "0") < strcspn(at + 5, ",; "));
}

enum result static_asset(struct q *q, const void *input)
{
    (void)input;
    const struct asset *asset = asset_by_hashed_name(q, request_parameter(q, "name"));
    if (!asset)
        return fail(q, NOT_FOUND, NULL);
    const char *path = arena_printf(q->arena, "%s/%s", q->app->settings.web, asset->hashed), *small = arena_printf(q->arena, "%s.gz", path);
    reply_header(q, "Cache-Control", "public, max-age=31536000, immutable");
    reply_header(q, "Vary", "Accept-Encoding");
    q->reply->content_type = asset->content_type;
    if (reply_not_modified(q, arena_printf(q->arena, "\"%s\"", asset->hashed)))
        return OK;
    q->reply->status = 200;
    if (request_takes_gzip(q->request) && access(small, R_OK) == 0) {
        reply_header(q, "Content-Encoding", "gzip");
        q->reply->file = small;
    } else {
        q->reply->file = path;
    }
    return OK;
}
