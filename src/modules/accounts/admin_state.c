/* Locking, unlocking, one-time codes, and taking away a lost second factor. */
#include "base/clock.h"
#include "base/text.h"
#include "core/db.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "modules/accounts/admin.h"
#include "accounts_queries.h"

const struct input accounts_lock_inputs[] = {
    INPUT_TEXT(struct lock_input, reason, T("Reason"), .required = true, .max = 300),
    INPUT_END};

struct state_change { const struct admin_account *a; const char *reason; };

static enum result lock(struct q *q, void *arg)
{
    const struct state_change *c = arg;
    TRY(core_account_set_state(q, c->a->row.id, "locked", NULL));
    TRY(core_session_end_all(q, c->a->row.id, 0, clock_now(), "account locked", NULL));
    TRY(accounts_code_end(q, c->a->row.id, NULL));
    return accounts_tell(q, "accounts.locked", c->a->row.id, NULL, c->reason, NULL);
}

static enum result unlock(struct q *q, void *arg)
{
    const struct state_change *c = arg;
    TRY(core_account_set_state(q, c->a->row.id, "active", NULL));
    TRY(accounts_attempt_forget_row(q, c->a->row.login, NULL));
    return accounts_tell(q, "accounts.unlocked", c->a->row.id, NULL, NULL, NULL);
}

static enum result new_code(struct q *q, void *arg)
{
    const struct state_change *c = arg;
    const char *code;
    TRY(accounts_attempt_forget_row(q, c->a->row.login, NULL));
    TRY(accounts_code_open(q, c->a->row.id, 7 * DAY, &code));
    return accounts_tell(q, "accounts.code_given", c->a->row.id, NULL, NULL, NULL);
}

static enum result remove_second(struct q *q, void *arg)
{
    const struct state_change *c = arg;
    TRY(core_account_set_totp(q, c->a->row.id, NULL, 0, 0, NULL));
    TRY(accounts_recovery_clear(q, c->a->row.id, NULL));
    TRY(core_session_end_all(q, c->a->row.id, 0, clock_now(), "second factor removed", NULL));
    return accounts_tell(q, "accounts.second_factor_removed", c->a->row.id, NULL, NULL, NULL);
}

static enum result change(struct q *q, db_transact_fn *fn, const char *reason, const char *more)
{
    struct admin_account a;
    TRY(admin_find_to_change(q, &a));
    struct state_change c = {&a, reason};
    TRY(db_transact(q, fn, &c));
    return reply_redirect(q, admin_path(q, a.row.login, more));
}

enum result accounts_admin_lock(struct q *q, const void *input)
{
    return change(q, lock, ((const struct lock_input *)input)->reason, NULL);
}

enum result accounts_admin_unlock(struct q *q, const void *input)
{
    (void)input;
    return change(q, unlock, NULL, NULL);
}

enum result accounts_admin_code(struct q *q, const void *input)
{
    (void)input;
    return change(q, new_code, NULL, "?ma=moi");
}

enum result accounts_admin_remove_second(struct q *q, const void *input)
{
    (void)input;
    return change(q, remove_second, NULL, NULL);
}
