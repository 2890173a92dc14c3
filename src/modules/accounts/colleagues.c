/* What other modules ask about people with accounts (accounts.h), and the line of the journal about an account. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/journal.h"
#include "core/q.h"
#include "core/account_rows.h"
#include "modules/accounts/accounts_inside.h"
#include "accounts_queries.h"

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

enum result accounts_reach_of(struct q *q, const char *person_number, struct accounts_reach *ret, bool *ret_found)
{
    struct core_account_by_person_row row;
    struct accounts_resident_of_row resident;
    bool known;
    TRY(core_account_by_person(q, person_number, &row, ret_found));
    if (!*ret_found)
        return OK;
    TRY(accounts_resident_of(q, row.id, &resident, &known));
    *ret = (struct accounts_reach){row.id, row.name, row.email, row.phone, !known || resident.by_mail, !known || resident.by_sms,
                                   known && text_equal(resident.language, "en") ? LANGUAGE_EN : LANGUAGE_VI};
    return OK;
}
