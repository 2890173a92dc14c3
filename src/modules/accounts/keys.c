/* Keys of programs: an account of its own for each, with one role in one unit until one day. The key is told once. Only the province's
 * administrators make them, and never with a sensitive role. */
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

enum { LONGEST_DAYS = 366 };

const struct input accounts_key_inputs[] = {
    INPUT_TEXT(struct key_input, label, T("Which program"), .required = true, .max = 100),
    INPUT_TEXT(struct key_input, role, T("Role"), .required = true, .max = 60),
    INPUT_TEXT(struct key_input, unit, T("Unit"), .required = true, .max = 60),
    INPUT_DATE(struct key_input, to, T("Last day"), .required = true),
    INPUT_END};
const struct input accounts_key_end_inputs[] = {
    INPUT_INT(struct key_end_input, key, T("Key"), .required = true, .min = 1, .max = INT64_MAX),
    INPUT_END};

static enum result need_province(struct q *q)
{
    return admin_is_province_wide(q) ? OK : fail(q, FORBIDDEN, T("Keys of programs are made by the province's administrators"));
}

static enum result show(struct q *q, const char *token)
{
    struct core_session_keys_rows rows;
    const struct choice *roles, *units;
    TRY(need_province(q));
    TRY(core_session_keys(q, clock_now(), &rows));
    struct accounts_keys_keys *list = arena_new_array(q->arena, struct accounts_keys_keys, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct accounts_keys_keys){.id = rows.items[i].id, .name = rows.items[i].name, .role = admin_role_name(q, rows.items[i].role_id),
                                              .unit = admin_unit_name(q, rows.items[i].unit_id), .made = rows.items[i].created_at, .seen = rows.items[i].seen_at,
                                              .until = rows.items[i].ends_at};
    size_t role_count = admin_role_choices(q, &roles), unit_count = admin_unit_choices(q, &units);
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Keys of programs")), .current = "/quan-tri/khoa-api"};
    struct accounts_keys_view v = {
        .token = token, .keys = list, .keys_count = rows.count, .label = field_input(q, accounts_key_inputs, "label", NULL, NULL),
        .role = field_select(q, accounts_key_inputs, "role", NULL, NULL, roles, role_count, T("Choose")),
        .unit = field_select(q, accounts_key_inputs, "unit", NULL, NULL, units, unit_count, T("Choose")),
        .to = field_date(q, accounts_key_inputs, "to", INT32_MIN, T("At most a year from now"))};
    return accounts_keys_page(q, &frame, &v);
}

enum result accounts_show_keys(struct q *q, const void *input)
{
    (void)input;
    return show(q, NULL);
}

struct making { const struct key_input *in; const char *token; };

static enum result make(struct q *q, void *arg)
{
    struct making *m = arg;
    int64_t account_id, assignment_id, ends_at = time_of_local_day(m->in->to + 1);
    TRY(account_create(q, &(struct account_new){.kind = ACCOUNT_SYSTEM, .name = m->in->label}, &account_id));
    struct assignment_new a = {.account_id = account_id, .role_id = m->in->role, .unit_id = m->in->unit, .to = ends_at};
    TRY(assignment_create(q, &a, &assignment_id));
    TRY(session_key_create(q, &(struct session_key){account_id, assignment_id, ends_at, m->in->label}, &m->token));
    return accounts_tell(q, "accounts.key_made", account_id, m->in->unit, m->in->label, NULL);
}

enum result accounts_key(struct q *q, const void *input)
{
    const struct key_input *in = input;
    const struct access_role *role = access_role(in->role);
    int32_t today = time_local_days(clock_now());
    TRY(need_province(q));
    if (role && role->sensitive)
        fail_field(q, "role", T("A program gets no role that needs a second person"));
    (void)admin_check_role(q, in->role, in->unit);
    if (in->to < today || in->to > today + LONGEST_DAYS)
        fail_field(q, "to", T("The last day lies between today and a year from now"));
    TRY(q_check(q));
    struct making m = {.in = in};
    TRY(db_transact(q, make, &m));
    return show(q, m.token);
}

struct ending { int64_t id; bool found; };

/* Only what the list shows can be ended: people's sessions are theirs. */
static enum result end(struct q *q, void *arg)
{
    struct ending *e = arg;
    struct core_session_keys_rows rows;
    TRY(core_session_keys(q, clock_now(), &rows));
    for (size_t i = 0; i < rows.count && !e->found; i++) {
        if (rows.items[i].id != e->id)
            continue;
        e->found = true;
        TRY(core_session_end(q, e->id, clock_now(), "key revoked", NULL));
        TRY(accounts_tell(q, "accounts.key_revoked", rows.items[i].account_id, rows.items[i].unit_id, NULL, NULL));
    }
    return OK;
}

enum result accounts_key_end(struct q *q, const void *input)
{
    struct ending e = {.id = ((const struct key_end_input *)input)->key};
    TRY(need_province(q));
    TRY(db_transact(q, end, &e));
    return e.found ? reply_redirect(q, "/quan-tri/khoa-api") : fail(q, NOT_NOW, T("This key has ended already"));
}
