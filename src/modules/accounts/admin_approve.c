/* The second person: sensitive rights wait here until somebody other than who asked, and other than who gets them, agrees. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/db.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/accounts/admin.h"
#include "accounts_pages.h"
#include "accounts_queries.h"

const struct input accounts_decide_inputs[] = {
    INPUT_INT(struct decide_input, request, T("Request"), .required = true, .min = 1, .max = INT64_MAX),
    INPUT_CHOICE(struct decide_input, decision, T("Decision"), "approve|refuse", .required = true),
    INPUT_TEXT(struct decide_input, reason, T("Reason"), .max = 300),
    INPUT_END};

static enum result name_of(struct q *q, int64_t account_id, const char **ret_name, const char **ret_login)
{
    struct core_account_by_id_row row;
    bool found;
    TRY(core_account_by_id(q, account_id, &row, &found));
    *ret_name = found ? row.name : "";
    *ret_login = found && row.login ? row.login : "";
    return OK;
}

enum result accounts_admin_requests(struct q *q, const void *input)
{
    (void)input;
    struct accounts_request_open_rows rows;
    TRY(accounts_request_open(q, &rows));
    struct accounts_admin_approve_requests *list = arena_new_array(q->arena, struct accounts_admin_approve_requests, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++) {
        const struct accounts_request_open_row *r = &rows.items[i];
        const char *name, *login, *asked_by, *ignored;
        TRY(name_of(q, r->account_id, &name, &login));
        TRY(name_of(q, r->made_by, &asked_by, &ignored));
        list[i] = (struct accounts_admin_approve_requests){.id = r->id, .name = name, .href = admin_path(q, login, NULL), .role = admin_role_name(q, r->role_id),
                                                           .unit = admin_unit_name(q, r->unit_id), .from = r->from_at, .to = r->to_at, .reason = r->reason,
                                                           .asked_by = asked_by, .at = r->made_at, .mine = r->made_by == q->account->id || r->account_id == q->account->id};
    }
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Rights that wait for a second person")), .current = "/quan-tri/duyet-quyen"};
    return accounts_admin_approve_page(q, &frame, &(struct accounts_admin_approve_view){.requests = list, .requests_count = rows.count});
}

enum result accounts_admin_requests_count(struct q *q, int64_t *ret, bool *ret_late)
{
    struct accounts_request_count_row row;
    TRY(accounts_request_count(q, &row));
    *ret = row.count;
    *ret_late = false;
    return OK;
}

struct deciding { const struct accounts_request_by_id_row *request; bool approve; const char *reason; };

static enum result give(struct q *q, const struct accounts_request_by_id_row *r)
{
    int64_t id, now = clock_now();
    struct assignment_new a = {.account_id = r->account_id, .role_id = r->role_id, .unit_id = r->unit_id, .from = r->from_at > now ? r->from_at : now, .to = r->to_at,
                               .reason = r->reason, .made_by = r->made_by, .approved_by = q->account->id};
    return assignment_create(q, &a, &id);
}

static enum result decide(struct q *q, void *arg)
{
    const struct deciding *d = arg;
    const struct accounts_request_by_id_row *r = d->request;
    int64_t changed;
    TRY(accounts_request_decide(q, r->id, d->approve ? "approved" : "refused", q->account->id, clock_now(), &changed));
    if (!changed)
        return fail(q, ALREADY_DONE, T("Somebody has decided this already"));
    if (d->approve)
        TRY(give(q, r));
    const char *data = arena_printf(q->arena, "{\"role\":\"%s\",\"unit\":\"%s\",\"asked_by\":%lld}", r->role_id, r->unit_id, (long long)r->made_by);
    return accounts_tell(q, d->approve ? "accounts.role_given" : "accounts.role_refused", r->account_id, r->unit_id, d->reason, data);
}

enum result accounts_admin_decide(struct q *q, const void *input)
{
    const struct decide_input *in = input;
    struct accounts_request_by_id_row r;
    bool found;
    TRY(accounts_request_by_id(q, in->request, &r, &found));
    if (!found)
        return fail(q, NOT_FOUND, T("There is no such request"));
    if (r.made_by == q->account->id || r.account_id == q->account->id)
        return fail(q, FORBIDDEN, T("A second person has to decide: not who asked, and not who would get the right"));
    TRY(access_need_unit(q, r.unit_id));
    struct deciding d = {&r, text_equal(in->decision, "approve"), in->reason};
    if (d.approve && r.to_at && r.to_at <= clock_now())
        return fail(q, NOT_NOW, T("The days asked for are over; refuse it, or let it be asked for again"));
    TRY(db_transact(q, decide, &d));
    return reply_redirect(q, "/quan-tri/duyet-quyen");
}
