/* Making accounts and assignments, and counting attempts (access.h). */
#include "core/access.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/must.h"
#include "base/text.h"
#include "core/access_roles.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/q.h"
#include "core_queries.h"

static const char *kind_name(enum account_kind kind)
{
    static const char *const names[] = {"nobody", "resident", "officer", "system"};
    return names[kind];
}

const char *account_folded(struct q *q, const char *name, const char *login)
{
    return arena_printf(q->arena, " %s %s", text_fold(q->arena, name), login ? login : "");
}

enum result account_create(struct q *q, const struct account_new *a, int64_t *ret_id)
{
    must(db_in_transaction(q) && a->kind != ACCOUNT_NOBODY);
    struct core_account_insert_in row = {
        .id = id_new(), .kind = kind_name(a->kind), .login = a->login, .name = a->name, .folded = account_folded(q, a->name, a->login),
        .sort_key = text_sort_key_name(q->arena, a->name), .person_number = a->person_number,
        .email = a->email, .phone = a->phone, .password_hash = a->password_hash, .must_change = a->must_change, .created_at = clock_now()};
    TRY(core_account_insert(q, &row, NULL));
    *ret_id = row.id;
    return OK;
}

enum result assignment_create(struct q *q, const struct assignment_new *a, int64_t *ret_id)
{
    must(db_in_transaction(q));
    if (!access_role(a->role_id))
        return fail(q, INVALID, T("The province has no role “{role}”"), "role", a->role_id);
    struct core_assignment_insert_in row = {
        .id = id_new(), .account_id = a->account_id, .role_id = a->role_id, .unit_id = a->unit_id,
        .unit_path = access_unit_path(q, a->unit_id), .from_at = a->from, .to_at = a->to ? a->to : INT64_MAX, .reason = a->reason,
        .made_by = a->made_by ? a->made_by : q->account->id, .has_approved_by = a->approved_by != 0, .approved_by = a->approved_by, .created_at = clock_now()};
    TRY(core_assignment_insert(q, &row, NULL));
    *ret_id = row.id;
    return OK;
}

struct counting { const char *what; int64_t window, times; };

static enum result count_one(struct q *q, void *arg)
{
    struct counting *c = arg;
    struct core_rate_add_row row;
    int64_t now = clock_now();
    TRY(core_rate_add(q, c->what, now, now - c->window, &row));
    c->times = row.times;
    return OK;
}

enum result rate_count(struct q *q, const char *what, int64_t window, int64_t most, bool *ret_over)
{
    struct counting c = {.what = what, .window = window};
    TRY(db_transact(q, count_one, &c));
    *ret_over = c.times > most;
    return OK;
}
