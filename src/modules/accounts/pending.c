/* An officer on the way in: what has been proved so far, in a sealed cookie. The order: password, one-time password (when set up), new
 * password (when it must change), assignment (when there are several), session. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "core/db.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/q.h"
#include "core/account_rows.h"
#include "modules/accounts/accounts_inside.h"

#define COOKIE "buoc-vao"
#define PURPOSE "accounts.pending"
#define LASTS (10 * MINUTE)

static void keep(struct q *q, const struct pending *p)
{
    struct buf b;
    struct json_writer w;
    buf_init(&b, q->arena, 4000);
    json_begin(&w, &b);
    json_object_open(&w);
    json_field_int(&w, "account", p->account_id);
    json_field_int(&w, "at", p->at);
    json_field_bool(&w, "second", p->second_done);
    json_field_text(&w, "return_to", p->return_to);
    json_object_close(&w);
    reply_cookie(q, COOKIE, accounts_seal(q, PURPOSE, b.data, b.length), LASTS / SECOND);
}

bool pending_load(struct q *q, struct pending *ret)
{
    size_t n;
    const char *why, *text = accounts_open(q, PURPOSE, request_cookie(q, COOKIE), &n);
    json_t *kept = text ? json_read(q->arena, text, n, 4, &why) : NULL;
    *ret = (struct pending){json_get_int(kept, "account", 0), json_get_int(kept, "at", 0), json_get_bool(kept, "second", false),
                            json_get_text(kept, "return_to")};
    int64_t age = clock_now() - ret->at;
    return ret->account_id && age >= 0 && age < LASTS;
}

enum result pending_lost(struct q *q)
{
    reply_cookie(q, COOKIE, "", 0);
    return reply_redirect(q, "/can-bo/dang-nhap?het-gio=1");
}

enum result accounts_assignments_now(struct q *q, int64_t account_id, const struct core_assignments_of_row **ret, size_t *ret_count)
{
    struct core_assignments_of_rows rows;
    int64_t now = clock_now();
    size_t n = 0;
    TRY(core_assignments_of(q, account_id, &rows));
    struct core_assignments_of_row *list = arena_new_array(q->arena, struct core_assignments_of_row, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++)
        if (rows.items[i].from_at <= now && rows.items[i].to_at > now && access_role(rows.items[i].role_id))
            list[n++] = rows.items[i];
    *ret = list;
    *ret_count = n;
    return OK;
}

static enum result tell(struct q *q, void *arg)
{
    return accounts_tell(q, "accounts.officer_came", *(int64_t *)arg, NULL, NULL, NULL);
}

enum result pending_finish(struct q *q, const struct pending *p, const struct core_assignments_of_row *as)
{
    struct session_start how = {.account_id = p->account_id, .assignment_id = as ? as->id : 0, .agent = request_header(q->request, "User-Agent")};
    int64_t account_id = p->account_id;
    TRY(session_start(q, &how));
    TRY(db_transact(q, tell, &account_id));
    reply_cookie(q, COOKIE, "", 0);
    const struct access_role *role = as ? access_role(as->role_id) : NULL;
    struct account who = {.kind = ACCOUNT_OFFICER, .permissions = role ? role->permissions : account_nobody.permissions};
    return reply_redirect(q, p->return_to ? p->return_to : accounts_first_page(q, &who));
}

enum result pending_go_on(struct q *q, struct pending *p)
{
    struct core_account_by_id_row account;
    const struct core_assignments_of_row *assignments;
    size_t count;
    bool found;
    TRY(core_account_by_id(q, p->account_id, &account, &found));
    if (!found || !text_equal(account.state, "active"))
        return pending_lost(q);
    keep(q, p);
    if (account.totp_secret && !p->second_done)
        return reply_redirect(q, "/can-bo/dang-nhap/ma");
    if (account.must_change)
        return reply_redirect(q, "/can-bo/dang-nhap/mat-khau-moi");
    TRY(accounts_assignments_now(q, p->account_id, &assignments, &count));
    if (count > 1)
        return reply_redirect(q, "/can-bo/dang-nhap/vai-tro");
    return pending_finish(q, p, count ? &assignments[0] : NULL);
}
