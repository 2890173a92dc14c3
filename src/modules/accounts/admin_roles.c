/* Roles of one officer: give, end, name a substitute. */
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

const struct input accounts_give_inputs[] = {
    INPUT_TEXT(struct give_input, role, T("Role"), .required = true, .max = 60),
    INPUT_TEXT(struct give_input, unit, T("Unit"), .required = true, .max = 60),
    INPUT_DATE(struct give_input, from, T("From day")),
    INPUT_DATE(struct give_input, to, T("Last day")),
    INPUT_TEXT(struct give_input, reason, T("Reason or number of the decision"), .max = 300),
    INPUT_END};
const struct input accounts_end_inputs[] = {
    INPUT_INT(struct end_input, assignment, T("Role"), .required = true, .min = 1, .max = INT64_MAX),
    INPUT_DATE(struct end_input, to, T("Last day")),
    INPUT_END};
const struct input accounts_substitute_inputs[] = {
    INPUT_TEXT(struct substitute_input, substitute, T("Substitute"), .required = true, .max = 60),
    INPUT_DATE(struct substitute_input, from, T("From day")),
    INPUT_DATE(struct substitute_input, to, T("Last day"), .required = true),
    INPUT_END};

enum result accounts_admin_show_give(struct q *q, const void *input)
{
    (void)input;
    struct admin_account a;
    const struct choice *roles, *units;
    TRY(admin_find_to_change(q, &a));
    size_t role_count = admin_role_choices(q, &roles), unit_count = admin_unit_choices(q, &units);
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Give a role")), .back = admin_path(q, a.row.login, NULL), .current = "/quan-tri/can-bo"};
    struct accounts_admin_give_view v = {
        .path = admin_path(q, a.row.login, NULL), .name = a.row.name, .role = field_select(q, accounts_give_inputs, "role", NULL, NULL, roles, role_count, T("Choose")),
        .unit = field_select(q, accounts_give_inputs, "unit", a.assignment_count ? a.assignments[0].unit_id : NULL, NULL, units, unit_count, T("Choose")),
        .from = field_date(q, accounts_give_inputs, "from", INT32_MIN, T("Empty: from now on")), .to = field_date(q, accounts_give_inputs, "to", INT32_MIN, T("Empty: without end")),
        .reason = field_input(q, accounts_give_inputs, "reason", NULL, NULL)};
    return accounts_admin_give_page(q, &frame, &v);
}

static enum result give(struct q *q, void *arg)
{
    return admin_give(q, arg);
}

static enum result same_role_held(struct q *q, const struct admin_account *a, const struct give_input *in, struct admin_period when)
{
    for (size_t i = 0; i < a->assignment_count; i++) {
        const struct core_assignments_of_row *r = &a->assignments[i];
        if (text_equal(r->role_id, in->role) && text_equal(r->unit_id, in->unit) && (!when.to || r->from_at < when.to) && r->to_at > when.from)
            fail_field(q, "role", T("The officer has this role there in these days already"));
    }
    return q_check(q);
}

enum result accounts_admin_give(struct q *q, const void *input)
{
    const struct give_input *in = input;
    struct admin_account a;
    TRY(admin_find_to_change(q, &a));
    (void)admin_check_role(q, in->role, in->unit);
    TRY(admin_check_period(q, in->from, in->to));
    struct admin_giving g = {.account_id = a.row.id, .role_id = in->role, .unit_id = in->unit, .when = admin_period_of(in->from, in->to), .reason = in->reason};
    TRY(same_role_held(q, &a, in, g.when));
    TRY(db_transact(q, give, &g));
    return reply_redirect(q, admin_path(q, a.row.login, g.ret_waits ? "?cho=1" : NULL));
}

/* --- ending and extending ---------------------------------------------------------------------------------------------------------------- */

static const struct core_assignments_of_row *assignment_of(const struct admin_account *a, int64_t id)
{
    for (size_t i = 0; i < a->assignment_count; i++)
        if (a->assignments[i].id == id)
            return &a->assignments[i];
    return NULL;
}

static enum result ended_already(struct q *q)
{
    return fail(q, NOT_NOW, T("This role has ended already"));
}

enum result accounts_admin_show_end(struct q *q, const void *input)
{
    const struct end_input *in = input;
    struct admin_account a;
    TRY(admin_find_to_change(q, &a));
    const struct core_assignments_of_row *r = assignment_of(&a, in->assignment);
    if (!r)
        return ended_already(q);
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("End of a role")), .back = admin_path(q, a.row.login, NULL), .current = "/quan-tri/can-bo"};
    struct accounts_admin_end_view v = {
        .path = admin_path(q, a.row.login, NULL), .name = a.row.name, .role = admin_role_name(q, r->role_id), .unit = admin_unit_name(q, r->unit_id), .assignment = r->id,
        .to = field_date(q, accounts_end_inputs, "to", r->to_at == INT64_MAX ? INT32_MIN : time_local_days(r->to_at - 1), T("Empty: at once"))};
    return accounts_admin_end_page(q, &frame, &v);
}

struct ending { const struct core_assignments_of_row *assignment; int64_t account_id, to; };

static enum result end(struct q *q, void *arg)
{
    struct ending *e = arg;
    TRY(core_assignment_set_end(q, e->assignment->id, e->to, NULL));
    const char *data = arena_printf(q->arena, "{\"role\":\"%s\",\"unit\":\"%s\",\"to\":\"%s\"}", e->assignment->role_id, e->assignment->unit_id, time_iso(q->arena, e->to));
    return accounts_tell(q, "accounts.role_ended", e->account_id, e->assignment->unit_id, NULL, data);
}

/* Without a day the role ends now; with one it ends at the end of that day, earlier or later than before. */
enum result accounts_admin_end(struct q *q, const void *input)
{
    const struct end_input *in = input;
    struct admin_account a;
    TRY(admin_find_to_change(q, &a));
    TRY(admin_check_period(q, INT32_MIN, in->to));
    struct ending e = {.assignment = assignment_of(&a, in->assignment), .account_id = a.row.id,
                       .to = in->to == INT32_MIN ? clock_now() : time_of_local_day(in->to + 1)};
    if (!e.assignment)
        return ended_already(q);
    const struct access_role *role = access_role(e.assignment->role_id);
    if (role && role->sensitive && e.to > e.assignment->to_at)
        return fail(q, NOT_NOW, T("A role that needs a second person is not extended; give it again with new days"));
    TRY(db_transact(q, end, &e));
    return reply_redirect(q, admin_path(q, a.row.login, NULL));
}

/* --- substitution ---------------------------------------------------------------------------------------------------------------------------- */

enum result accounts_admin_show_substitute(struct q *q, const void *input)
{
    (void)input;
    struct admin_account a;
    TRY(admin_find_to_change(q, &a));
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Name a substitute")), .back = admin_path(q, a.row.login, NULL), .current = "/quan-tri/can-bo"};
    struct accounts_admin_substitute_view v = {
        .path = admin_path(q, a.row.login, NULL), .name = a.row.name,
        .substitute = field_input(q, accounts_substitute_inputs, "substitute", NULL, T("Account name of the officer who stands in")),
        .from = field_date(q, accounts_substitute_inputs, "from", INT32_MIN, T("Empty: from now on")), .to = field_date(q, accounts_substitute_inputs, "to", INT32_MIN, NULL)};
    return accounts_admin_substitute_page(q, &frame, &v);
}

struct standing_in { const struct admin_account *absent; int64_t substitute_id; struct admin_period when; };

/* Each role of the absent officer, for the days both hold: never longer than the role itself. */
static enum result stand_in(struct q *q, void *arg)
{
    struct standing_in *s = arg;
    for (size_t i = 0; i < s->absent->assignment_count; i++) {
        const struct core_assignments_of_row *r = &s->absent->assignments[i];
        if (r->from_at >= s->when.to || r->to_at <= s->when.from)
            continue;
        struct admin_giving g = {.account_id = s->substitute_id, .role_id = r->role_id, .unit_id = r->unit_id,
                                 .when = {r->from_at > s->when.from ? r->from_at : s->when.from, r->to_at < s->when.to ? r->to_at : s->when.to},
                                 .reason = tr_fill(q, T("Stands in for {name}"), "name", s->absent->row.name)};
        TRY(admin_give(q, &g));
    }
    return accounts_tell(q, "accounts.substitute_named", s->absent->row.id, NULL, NULL, NULL);
}

enum result accounts_admin_substitute(struct q *q, const void *input)
{
    const struct substitute_input *in = input;
    struct admin_account a;
    struct core_account_by_login_row other;
    bool found;
    TRY(admin_find_to_change(q, &a));
    TRY(core_account_by_login(q, accounts_login_clean(q, in->substitute), &other, &found));
    if (!found || !text_equal(other.kind, "officer") || !text_equal(other.state, "active") || other.id == a.row.id)
        fail_field(q, "substitute", T("There is no other active officer with this account name"));
    else if (other.id == q->account->id)
        fail_field(q, "substitute", T("Nobody gives himself roles; ask another administrator"));
    TRY(admin_check_period(q, in->from, in->to));
    struct standing_in s = {.absent = &a, .substitute_id = other.id, .when = admin_period_of(in->from, in->to)};
    TRY(db_transact(q, stand_in, &s));
    return reply_redirect(q, admin_path(q, a.row.login, NULL));
}
