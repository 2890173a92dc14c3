#include "core/http/cursor.h"
#include "base/hash.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/q.h"
#include <string.h>

enum { MAC = 12, LONGEST = 600 };

static void sign(struct q *q, const void *position, size_t n, uint8_t ret[SHA256_BYTES])
{
    struct buf b;
    buf_init(&b, q->arena, 4000);
    buf_printf(&b, "cursor\n%s\n", q->request->route->path);
    buf_add(&b, position, n);
    hmac_sha256(q->app->secret, 32, b.data, b.length, ret);
}

/* base64url(signature ‖ position) */
const char *cursor_make(struct q *q, const char *position)
{
    uint8_t mac[SHA256_BYTES];
    struct buf b;
    sign(q, position, strlen(position), mac);
    buf_init(&b, q->arena, LONGEST);
    buf_add(&b, mac, MAC);
    buf_puts(&b, position);
    return base64url_encode(q->arena, b.data, b.length);
}

enum result cursor_read(struct q *q, const char **ret_position)
{
    const char *text = request_query(q, "cursor");
    uint8_t mac[SHA256_BYTES];
    size_t n = 0;
    *ret_position = NULL;
    if (!text || !*text)
        return OK;
    const uint8_t *bytes = strlen(text) <= LONGEST * 2 ? base64url_decode(q->arena, text, &n) : NULL;
    if (bytes && n > MAC) {
        sign(q, bytes + MAC, n - MAC, mac);
        if (bytes_equal_constant_time(mac, bytes, MAC)) {
            *ret_position = arena_strndup(q->arena, (const char *)bytes + MAC, n - MAC);
            return OK;
        }
    }
    return fail(q, MALFORMED, T("This cursor was not given out for this list; begin again without it"));
}

void cursor_link_next(struct q *q, const char *position)
{
    const char *url = page_url_with(q, "cursor", cursor_make(q, position));
    reply_header(q, "Link", arena_printf(q->arena, "<%s%s>; rel=\"next\"", q->app->settings.base_url, url));
}
