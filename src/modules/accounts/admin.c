/* See admin.h. */
#include "modules/accounts/admin.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "base/json.h"
#include "base/text.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/units/units.h"
#include "accounts_queries.h"

bool admin_is_province_wide(const struct q *q)
{
    return text_equal(q->account->unit_id, units_root(q)->id);
}

/* Assignments that hold now or will; those that have ended give nobody a say. */
static enum result load(struct q *q, struct admin_account *a)
{
    struct core_assignments_of_rows rows;
    int64_t now = clock_now();
    size_t n = 0;
    TRY(core_assignments_of(q, a->row.id, &rows));
    struct core_assignments_of_row *list = arena_new_array(q->arena, struct core_assignments_of_row, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++)
        if (rows.items[i].to_at > now)
            list[n++] = rows.items[i];
    a->assignments = list;
    a->assignment_count = n;
    return OK;
}

static bool in_reach(struct q *q, const struct admin_account *a, bool all)
{
    bool some = false;
    if (admin_is_province_wide(q))
        return true;
    for (size_t i = 0; i < a->assignment_count; i++) {
        bool within = q->account->unit_id && units_within(q, a->assignments[i].unit_id, q->account->unit_id);
        some = some || within;
        if (all && !within)
            return false;
    }
    return some;
}

bool admin_may_change(struct q *q, const struct admin_account *a)
{
    if (!access_may(q, "accounts.manage") || a->row.id == q->account->id || !in_reach(q, a, true))
        return false;
    for (size_t i = 0; i < a->assignment_count; i++) {
        const struct access_role *role = access_role(a->assignments[i].role_id);
        if (role && role->sensitive && !access_may(q, "accounts.approve"))
            return false;
    }
    return true;
}

enum result admin_find(struct q *q, struct admin_account *ret)
{
    struct core_account_by_login_row row;
    bool found;
    TRY(core_account_by_login(q, request_parameter(q, "login"), &row, &found));
    if (!found || !text_equal(row.kind, "officer"))
        return fail(q, NOT_FOUND, T("There is no officer with this account name"));
    TRY(core_account_by_id(q, row.id, &ret->row, &found));
    TRY(load(q, ret));
    return in_reach(q, ret, false) ? OK : fail(q, FORBIDDEN, T("This officer belongs to another unit than the one you work for"));
}

enum result admin_find_to_change(struct q *q, struct admin_account *ret)
{
    TRY(admin_find(q, ret));
    if (ret->row.id == q->account->id)
        return fail(q, FORBIDDEN, T("Nobody changes his own account here; ask another administrator"));
    return admin_may_change(q, ret) ? OK : fail(q, FORBIDDEN, T("This officer also has roles that are not yours to manage; ask the province's administrator"));
}

/* --- what may be given ----------------------------------------------------------------------------------------------------------------- */

static bool may_give(const struct q *q, const struct access_role *role)
{
    return !text_equal(role->id, "citizen") && (!role->province_wide || admin_is_province_wide(q));
}

size_t admin_role_choices(struct q *q, const struct choice **ret)
{
    size_t count, n = 0;
    const struct access_role *roles = access_roles(&count);
    struct choice *list = arena_new_array(q->arena, struct choice, count + 1);
    for (size_t i = 0; i < count; i++)
        if (may_give(q, &roles[i]))
            list[n++] = (struct choice){roles[i].id, pick_language(q, roles[i].name_vi, roles[i].name_en), NULL};
    *ret = list;
    return n;
}

size_t admin_unit_choices(struct q *q, const struct choice **ret)
{
    const struct unit *const *all;
    size_t count = 0, n = 0, size = units_all(q, &all);
    int32_t today = time_local_days(clock_now());
    struct choice *list = arena_new_array(q->arena, struct choice, size + 1);
    for (; count < size; count++)
        if (units_valid(all[count], today) && q->account->unit_id && units_within(q, all[count]->id, q->account->unit_id))
            list[n++] = (struct choice){all[count]->id, units_full_name(q, all[count]), NULL};
    *ret = list;
    return n;
}

enum result admin_check_role(struct q *q, const char *role_id, const char *unit_id)
{
    const struct access_role *role = access_role(role_id);
    const struct unit *unit = units_find(q, unit_id);
    if (!role || !may_give(q, role))
        fail_field(q, "role", T("This role is not yours to give"));
    if (!unit || !q->account->unit_id || !units_within(q, unit_id, q->account->unit_id) || !units_valid(unit, time_local_days(clock_now())))
        fail_field(q, "unit", T("Choose a unit of your own area"));
    return q_check(q);
}

struct admin_period admin_period_of(int32_t from_day, int32_t to_day)
{
    int64_t now = clock_now();
    struct admin_period p = {.from = from_day == INT32_MIN || from_day <= time_local_days(now) ? now : time_of_local_day(from_day),
                             .to = to_day == INT32_MIN ? 0 : time_of_local_day(to_day + 1)};
    return p;
}

/* --- giving ------------------------------------------------------------------------------------------------------------------------------ */

static const char *described(struct q *q, const struct admin_giving *g)
{
    struct buf b;
    struct json_writer w;
    buf_init(&b, q->arena, 2000);
    json_begin(&w, &b);
    json_object_open(&w);
    json_field_text(&w, "role", g->role_id);
    json_field_text(&w, "unit", g->unit_id);
    json_field_time(&w, "from", g->when.from);
    json_field_time(&w, "to", g->when.to);
    json_object_close(&w);
    return b.data;
}

enum result admin_give(struct q *q, struct admin_giving *g)
{
    const struct access_role *role = access_role(g->role_id);
    int64_t id;
    g->ret_waits = role && role->sensitive;
    if (g->ret_waits) {
        struct accounts_request_add_in ask = {.id = id_new(), .account_id = g->account_id, .role_id = g->role_id, .unit_id = g->unit_id, .from_at = g->when.from,
                                              .to_at = g->when.to, .reason = g->reason, .made_by = q->account->id, .now = clock_now()};
        TRY(accounts_request_add(q, &ask, NULL));
        return accounts_tell(q, "accounts.role_asked", g->account_id, g->unit_id, g->reason, described(q, g));
    }
    struct assignment_new a = {.account_id = g->account_id, .role_id = g->role_id, .unit_id = g->unit_id, .from = g->when.from, .to = g->when.to, .reason = g->reason};
    TRY(assignment_create(q, &a, &id));
    return accounts_tell(q, "accounts.role_given", g->account_id, g->unit_id, g->reason, described(q, g));
}

/* --- names -------------------------------------------------------------------------------------------------------------------------------- */

const char *admin_unit_name(struct q *q, const char *unit_id)
{
    const struct unit *u = unit_id ? units_find(q, unit_id) : NULL;
    return u ? units_full_name(q, u) : unit_id;
}

const char *admin_role_name(struct q *q, const char *role_id)
{
    const struct access_role *r = access_role(role_id);
    return r ? pick_language(q, r->name_vi, r->name_en) : role_id;
}

const char *admin_path(struct q *q, const char *login, const char *more)
{
    return arena_printf(q->arena, "/quan-tri/can-bo/%s%s", login, more ? more : "");
}

bool admin_login_is_good(const char *login)
{
    size_t n = strlen(login);
    return n >= 3 && n <= 60 && strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789._-") == n && login[0] != '.';
}
