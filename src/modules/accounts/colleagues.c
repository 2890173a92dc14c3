/* What other modules ask about people with accounts (accounts.h), and the line of the journal about an account. */
#include "base/arena.h"
#include "base/clock.h"
#include "core/journal.h"
#include "core/q.h"
#include "core/account_rows.h"
#include "modules/accounts/accounts_inside.h"

enum result accounts_colleagues(struct q *q, const char *unit_id, const char *role_id, const struct officer **ret, size_t *ret_count)
{
    struct core_assignment_people_rows rows;
    TRY(core_assignment_people(q, unit_id, role_id, clock_now(), &rows));
    struct officer *list = arena_new_array(q->arena, struct officer, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct officer){rows.items[i].account_id, rows.items[i].name};
    *ret = list;
    *ret_count = rows.count;
    return OK;
}

enum result accounts_tell(struct q *q, const char *type, int64_t account_id, const char *unit_id, const char *reason, const char *data)
{
    struct event e = {.type = type, .subject_kind = "account", .subject_id = account_id, .unit_id = unit_id, .reason = reason, .data = data};
    return journal_write(q, &e);
}
