/* A new officer with the first role, and the one-time code for the first sign-in. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/db.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/accounts/admin.h"
#include "accounts_pages.h"
#include "accounts_queries.h"

const struct input accounts_new_inputs[] = {
    INPUT_TEXT(struct new_input, login, T("Account name"), .required = true, .max = 60),
    INPUT_TEXT(struct new_input, name, T("Full name"), .required = true, .max = 100),
    INPUT_TEXT(struct new_input, email, T("E-mail"), .max = 200),
    INPUT_TEXT(struct new_input, phone, T("Telephone"), .max = 20),
    INPUT_TEXT(struct new_input, role, T("Role"), .required = true, .max = 60),
    INPUT_TEXT(struct new_input, unit, T("Unit"), .required = true, .max = 60),
    INPUT_DATE(struct new_input, from, T("From day")),
    INPUT_DATE(struct new_input, to, T("Last day")),
    INPUT_TEXT(struct new_input, reason, T("Reason or number of the decision"), .max = 300),
    INPUT_END};

enum result accounts_admin_show_new(struct q *q, const void *input)
{
    (void)input;
    const struct choice *roles, *units;
    size_t role_count = admin_role_choices(q, &roles), unit_count = admin_unit_choices(q, &units);
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("New officer")), .back = "/quan-tri/can-bo", .current = "/quan-tri/can-bo"};
    struct accounts_admin_new_view v = {
        .login = field_input(q, accounts_new_inputs, "login", NULL, T("Small letters, digits, dots and dashes, for example tan-an.an")),
        .name = field_input(q, accounts_new_inputs, "name", NULL, NULL), .email = field_input(q, accounts_new_inputs, "email", NULL, NULL),
        .phone = field_input(q, accounts_new_inputs, "phone", NULL, NULL),
        .role = field_select(q, accounts_new_inputs, "role", NULL, NULL, roles, role_count, T("Choose")),
        .unit = field_select(q, accounts_new_inputs, "unit", unit_count == 1 ? units[0].value : NULL, NULL, units, unit_count, T("Choose")),
        .from = field_date(q, accounts_new_inputs, "from", INT32_MIN, T("Empty: from now on")), .to = field_date(q, accounts_new_inputs, "to", INT32_MIN, T("Empty: without end")),
        .reason = field_input(q, accounts_new_inputs, "reason", NULL, NULL)};
    return accounts_admin_new_page(q, &frame, &v);
}

struct making { const struct new_input *in; const char *login; int64_t id; };

static enum result make(struct q *q, void *arg)
{
    struct making *m = arg;
    const char *code;
    struct account_new account = {.kind = ACCOUNT_OFFICER, .login = m->login, .name = m->in->name, .email = m->in->email, .phone = m->in->phone};
    TRY(account_create(q, &account, &m->id));
    TRY(accounts_tell(q, "accounts.created", m->id, m->in->unit, m->in->reason, NULL));
    struct admin_giving g = {.account_id = m->id, .role_id = m->in->role, .unit_id = m->in->unit, .when = admin_period_of(m->in->from, m->in->to), .reason = m->in->reason};
    TRY(admin_give(q, &g));
    return accounts_code_open(q, m->id, 30 * DAY, &code);
}

enum result admin_check_period(struct q *q, int32_t from, int32_t to)
{
    int32_t today = time_local_days(clock_now());
    if (to != INT32_MIN && (to < today || (from != INT32_MIN && to < from)))
        fail_field(q, "to", T("The last day must not lie before the first or before today"));
    return q_check(q);
}

static enum result check(struct q *q, const struct new_input *in, const char *login)
{
    if (!admin_login_is_good(login))
        fail_field(q, "login", T("An account name has 3 to 60 small letters, digits, dots or dashes"));
    (void)admin_check_role(q, in->role, in->unit);
    return admin_check_period(q, in->from, in->to);
}

enum result accounts_admin_new(struct q *q, const void *input)
{
    const struct new_input *in = input;
    struct making m = {.in = in, .login = accounts_login_clean(q, in->login)};
    TRY(check(q, in, m.login));
    enum result r = db_transact(q, make, &m);
    if (r == PROBLEM_CONFLICT && text_equal(db_conflict_name(q), "core_account_login")) {
        q_forget(q);
        fail_field(q, "login", T("This account name is taken"));
        return q_check(q);
    }
    TRY(r);
    return reply_redirect(q, admin_path(q, m.login, "?ma=moi"));
}
