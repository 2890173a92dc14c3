/* One officer: who, which roles when, what waits, what happened. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/journal.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/accounts/admin.h"
#include "accounts_pages.h"
#include "accounts_queries.h"

static const struct { const char *type, *say; } history_words[] = {
    {"accounts.created", T("Account created")}, {"accounts.role_given", T("Role given")}, {"accounts.role_asked", T("Role asked for; a second person must agree")},
    {"accounts.role_refused", T("Role refused")}, {"accounts.role_ended", T("End of a role set")}, {"accounts.locked", T("Locked")},
    {"accounts.unlocked", T("Unlocked")}, {"accounts.code_given", T("New one-time code")}, {"accounts.second_factor_removed", T("Second factor removed")},
    {"accounts.second_factor_set", T("Second factor set up")}, {"accounts.password_changed", T("Password changed")}, {"accounts.officer_came", T("Signed in")},
    {"accounts.substitute_named", T("Substitute named")}, {"accounts.imported", T("Account created by an import")}};

static const char *words_of(struct q *q, const char *type)
{
    for (size_t i = 0; i < sizeof history_words / sizeof *history_words; i++)
        if (text_equal(history_words[i].type, type))
            return tr(q, history_words[i].say);
    return type;
}

/* "Chuyên viên thụ lý, Phường Tân An" from the data of the line. */
static const char *detail_of(struct q *q, const struct journal_line *l)
{
    const char *why;
    json_t *data = json_read(q->arena, l->data, strlen(l->data), 5, &why);
    const char *role = json_get_text(data, "role"), *unit = json_get_text(data, "unit");
    return role ? arena_printf(q->arena, "%s, %s", admin_role_name(q, role), admin_unit_name(q, unit)) : NULL;
}

static enum result add_history(struct q *q, const struct admin_account *a, struct accounts_admin_show_view *v)
{
    const struct journal_line *lines;
    int count;
    TRY(journal_of(q, "account", a->row.id, &lines, &count));
    struct accounts_admin_show_history *list = arena_new_array(q->arena, struct accounts_admin_show_history, (size_t)count + 1);
    for (int i = count - 1; i >= 0 && v->history_count < 100; i--)
        list[v->history_count++] = (struct accounts_admin_show_history){.at = lines[i].at, .what = words_of(q, lines[i].type), .who = lines[i].actor_name,
                                                                         .detail = detail_of(q, &lines[i]), .reason = lines[i].reason};
    v->history = list;
    return OK;
}

static void add_roles(struct q *q, const struct admin_account *a, struct accounts_admin_show_view *v)
{
    int64_t now = clock_now();
    struct accounts_admin_show_roles *list = arena_new_array(q->arena, struct accounts_admin_show_roles, a->assignment_count + 1);
    for (size_t i = 0; i < a->assignment_count; i++) {
        const struct core_assignments_of_row *r = &a->assignments[i];
        list[i] = (struct accounts_admin_show_roles){.id = r->id, .role = admin_role_name(q, r->role_id), .unit = admin_unit_name(q, r->unit_id), .from = r->from_at,
                                                     .to = r->to_at == INT64_MAX ? 0 : r->to_at, .holds = r->from_at <= now, .reason = r->reason};
    }
    v->roles = list;
    v->roles_count = a->assignment_count;
}

static enum result add_waiting(struct q *q, const struct admin_account *a, struct accounts_admin_show_view *v)
{
    struct accounts_request_of_rows rows;
    TRY(accounts_request_of(q, a->row.id, &rows));
    struct accounts_admin_show_waiting *list = arena_new_array(q->arena, struct accounts_admin_show_waiting, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct accounts_admin_show_waiting){admin_role_name(q, rows.items[i].role_id), admin_unit_name(q, rows.items[i].unit_id), rows.items[i].made_at};
    v->waiting = list;
    v->waiting_count = rows.count;
    return OK;
}

/* The code is shown to whoever made it, as long as it is open. */
static enum result add_code(struct q *q, const struct admin_account *a, struct accounts_admin_show_view *v)
{
    struct accounts_code_of_row code;
    bool open;
    TRY(accounts_code_of(q, a->row.id, &code, &open));
    if (!open || code.expires_at < clock_now())
        return OK;
    v->code_until = code.expires_at;
    if (v->may_change && request_query(q, "ma"))
        v->code = accounts_code_text(q, a->row.id, code.issued_at);
    return OK;
}

enum result accounts_admin_show(struct q *q, const void *input)
{
    (void)input;
    struct admin_account a;
    int64_t until;
    TRY(admin_find(q, &a));
    TRY(accounts_attempt_locked(q, a.row.login, &until));
    struct accounts_admin_show_view v = {
        .path = admin_path(q, a.row.login, NULL), .name = a.row.name, .login = a.row.login, .email = a.row.email, .phone = a.row.phone, .created = a.row.created_at,
        .active = text_equal(a.row.state, "active"), .locked = text_equal(a.row.state, "locked"), .second_factor = a.row.totp_secret != NULL,
        .resting_until = until, .may_change = admin_may_change(q, &a), .own = a.row.id == q->account->id,
        .why = field_input(q, accounts_lock_inputs, "reason", NULL, NULL)};
    struct page frame = {.shell = SHELL_OFFICE, .title = a.row.name, .back = "/quan-tri/can-bo", .current = "/quan-tri/can-bo"};
    add_roles(q, &a, &v);
    TRY(add_waiting(q, &a, &v));
    TRY(add_code(q, &a, &v));
    TRY(add_history(q, &a, &v));
    return accounts_admin_show_page(q, &frame, &v);
}
