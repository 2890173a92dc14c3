/* Last question: under which assignment, when there are several. The same page changes it later (/can-bo/vai-tro). */
#include "base/arena.h"
#include "base/text.h"
#include "core/db.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/input.h"
#include "core/page.h"
#include "core/q.h"
#include "core/account_rows.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/units/units.h"
#include "accounts_pages.h"

const struct input accounts_role_inputs[] = {
    INPUT_INT(struct role_input, assignment, T("Role"), .required = true, .min = 1, .max = INT64_MAX),
    INPUT_END};

static enum result show(struct q *q, int64_t account_id, const char *action)
{
    const struct core_assignments_of_row *all;
    size_t count;
    TRY(accounts_assignments_now(q, account_id, &all, &count));
    struct accounts_role_roles *rows = arena_new_array(q->arena, struct accounts_role_roles, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct access_role *role = access_role(all[i].role_id);
        const struct unit *unit = units_find(q, all[i].unit_id);
        rows[i] = (struct accounts_role_roles){.id = all[i].id, .role = pick_language(q, role->name_vi, role->name_en),
                                               .unit = unit ? units_agency_name(q, unit) : all[i].unit_id, .now = all[i].id == q->account->assignment_id};
    }
    struct page frame = {.title = tr(q, T("In which role do you work now?")), .no_index = true};
    return accounts_role_page(q, &frame, &(struct accounts_role_view){.action = action, .roles = rows, .roles_count = count});
}

enum result accounts_show_role(struct q *q, const void *input)
{
    (void)input;
    struct pending p;
    return pending_load(q, &p) ? show(q, p.account_id, "/can-bo/dang-nhap/vai-tro") : pending_lost(q);
}

static enum result find(struct q *q, int64_t account_id, int64_t id, const struct core_assignments_of_row **ret)
{
    const struct core_assignments_of_row *all;
    size_t count;
    TRY(accounts_assignments_now(q, account_id, &all, &count));
    for (size_t i = 0; i < count; i++)
        if (all[i].id == id) {
            *ret = &all[i];
            return OK;
        }
    return fail(q, NOT_NOW, T("This role is not yours any more; choose another one"));
}

enum result accounts_role(struct q *q, const void *input)
{
    struct pending p;
    struct core_account_by_id_row account;
    const struct core_assignments_of_row *chosen;
    bool found;
    if (!pending_load(q, &p))
        return pending_lost(q);
    TRY(core_account_by_id(q, p.account_id, &account, &found));
    if (!found || !text_equal(account.state, "active") || account.must_change || (account.totp_secret && !p.second_done))
        return pending_lost(q);
    TRY(find(q, p.account_id, ((const struct role_input *)input)->assignment, &chosen));
    return pending_finish(q, &p, chosen);
}

/* --- later --------------------------------------------------------------------------------------------------------------------------- */

enum result accounts_show_role_again(struct q *q, const void *input)
{
    (void)input;
    return show(q, q->account->id, "/can-bo/vai-tro");
}

static enum result put(struct q *q, void *arg)
{
    return core_session_set_assignment(q, q->account->session_id, *(int64_t *)arg, NULL);
}

enum result accounts_role_again(struct q *q, const void *input)
{
    const struct core_assignments_of_row *chosen;
    TRY(find(q, q->account->id, ((const struct role_input *)input)->assignment, &chosen));
    int64_t id = chosen->id;
    TRY(db_transact(q, put, &id));
    struct account who = {.kind = ACCOUNT_OFFICER, .permissions = access_role(chosen->role_id)->permissions};
    return reply_redirect(q, accounts_first_page(q, &who));
}
