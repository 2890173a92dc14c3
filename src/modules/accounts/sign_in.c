/* The page where signing in begins, and signing out. */
#include "base/arena.h"
#include "base/buf.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/province.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/accounts/eid.h"
#include "accounts_pages.h"

static const char *with_return(struct q *q, const char *path, const char *return_to)
{
    struct buf b;
    buf_init(&b, q->arena, 8000);
    buf_puts(&b, path);
    if (return_to) {
        buf_puts(&b, "?ve=");
        buf_url(&b, return_to);
    }
    return b.data;
}

enum result accounts_show_sign_in(struct q *q, const void *input)
{
    (void)input;
    const char *return_to = accounts_return_to(q, request_query(q, "ve"));
    struct page frame = {.title = tr(q, T("Sign in")), .no_index = true};
    struct accounts_sign_in_view v = {.eid = with_return(q, "/dang-nhap/e-id", return_to), .officers = with_return(q, "/can-bo/dang-nhap", return_to),
                                      .has_return = return_to != NULL, .signed_out = request_query(q, "da-thoat") != NULL,
                                      .hotline = q->app->province ? province_text(q->app->province, "contacts.hotline") : NULL};
    return accounts_sign_in_page(q, &frame, &v);
}

/* Residents leave the e-ID too, else the next person at this computer would be signed in with one click. */
static const char *leave_eid_url(struct q *q)
{
    struct eid_provider p;
    struct buf url;
    if (eid_provider(q, &p) != OK || !p.end_session) {
        q_forget(q);
        return "/dang-nhap?da-thoat=1";
    }
    buf_init(&url, q->arena, 4000);
    buf_puts(&url, p.end_session);
    buf_puts(&url, strchr(p.end_session, '?') ? "&client_id=" : "?client_id=");
    buf_url(&url, eid_setting(q, "client_id", "thu-bon"));
    buf_puts(&url, "&post_logout_redirect_uri=");
    buf_url(&url, arena_printf(q->arena, "%s/dang-nhap?da-thoat=1", q->app->settings.base_url));
    return url.data;
}

enum result accounts_sign_out(struct q *q, const void *input)
{
    (void)input;
    bool resident = q->account->kind == ACCOUNT_RESIDENT;
    if (q->account->session_id)
        TRY(session_end(q, q->account->session_id, "signed out"));
    return reply_redirect(q, resident ? leave_eid_url(q) : "/dang-nhap?da-thoat=1");
}
