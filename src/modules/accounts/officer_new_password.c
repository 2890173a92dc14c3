/* A new password where the present one must change, and the first use of an account by its one-time code. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/db.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/input.h"
#include "core/field.h"
#include "core/q.h"
#include "core/account_rows.h"
#include "modules/accounts/accounts_inside.h"
#include "accounts_pages.h"
#include "accounts_queries.h"

const struct input accounts_password_inputs[] = {
    INPUT_TEXT(struct password_input, password, T("New password"), .required = true, .secret = true, .max = 200),
    INPUT_TEXT(struct password_input, again, T("The same password again"), .required = true, .secret = true, .max = 200),
    INPUT_END};
const struct input accounts_first_use_inputs[] = {
    INPUT_TEXT(struct first_use_input, login, T("Account name"), .required = true, .max = 80),
    INPUT_TEXT(struct first_use_input, code, T("One-time code"), .required = true, .secret = true, .max = 40),
    INPUT_END};

/* --- choosing ----------------------------------------------------------------------------------------------------------------------- */

enum result accounts_show_new_password(struct q *q, const void *input)
{
    (void)input;
    struct pending p;
    if (!pending_load(q, &p))
        return pending_lost(q);
    struct page frame = {.title = tr(q, T("Choose a new password")), .no_index = true};
    struct core_input_view *first = field_input(q, accounts_password_inputs, "password", NULL, T("At least 12 characters; four words are easy to remember"));
    struct core_input_view *again = field_input(q, accounts_password_inputs, "again", NULL, NULL);
    first->autocomplete = again->autocomplete = "new-password";
    struct accounts_new_password_view v = {.password = first, .again = again};
    return accounts_new_password_page(q, &frame, &v);
}

enum result accounts_password_check(struct q *q, const char *password, const char *again, const char *login, const char *old_hash)
{
    const char *weak = password_weak(password, login);
    if (weak)
        fail_field(q, "password", weak);
    else if (old_hash && password_matches(old_hash, password))
        fail_field(q, "password", T("Choose another password than the present one"));
    if (!text_equal(password, again))
        fail_field(q, "again", T("The two passwords are not the same"));
    return q_check(q);
}

struct change { int64_t account_id; const char *hash; };

static enum result put_password(struct q *q, void *arg)
{
    const struct change *c = arg;
    TRY(core_account_set_password(q, c->account_id, c->hash, false, clock_now(), NULL));
    TRY(core_session_end_all(q, c->account_id, q->account->session_id, clock_now(), "password changed", NULL));
    TRY(accounts_code_end(q, c->account_id, NULL));
    return accounts_tell(q, "accounts.password_changed", c->account_id, NULL, NULL, NULL);
}

/* Every other session of the account ends. */
enum result accounts_password_set(struct q *q, int64_t account_id, const char *password)
{
    struct change c = {.account_id = account_id};
    TRY(password_hash(q, password, &c.hash));
    return db_transact(q, put_password, &c);
}

enum result accounts_new_password(struct q *q, const void *input)
{
    const struct password_input *in = input;
    struct pending p;
    struct core_account_by_id_row account;
    bool found;
    if (!pending_load(q, &p))
        return pending_lost(q);
    TRY(core_account_by_id(q, p.account_id, &account, &found));
    if (!found || (account.totp_secret && !p.second_done) || !account.must_change)
        return pending_lost(q);
    TRY(accounts_password_check(q, in->password, in->again, account.login, account.password_hash));
    TRY(accounts_password_set(q, account.id, in->password));
    return pending_go_on(q, &p);
}

/* --- first use by a one-time code ------------------------------------------------------------------------------------------------------ */

enum result accounts_show_first_use(struct q *q, const void *input)
{
    (void)input;
    struct page frame = {.title = tr(q, T("First sign-in, or a new password")), .back = "/can-bo/dang-nhap", .no_index = true};
    struct core_input_view *login = field_input(q, accounts_first_use_inputs, "login", request_query(q, "ten"), NULL);
    struct core_input_view *code = field_input(q, accounts_first_use_inputs, "code", NULL, T("From the paper or the link you were given, for example ABCD-EFGH-JKMN"));
    login->autocomplete = "username";
    code->type = "text";
    code->autocomplete = "off";
    if (!q->problem.field_count && request_query(q, "ma")) /* the link of a reset carries it */
        code->value = request_query(q, "ma");
    struct accounts_first_use_view v = {.login = login, .code = code};
    return accounts_first_use_page(q, &frame, &v);
}

static enum result must_change_now(struct q *q, void *arg)
{
    const struct core_account_by_login_row *a = arg;
    return core_account_set_password(q, a->id, a->password_hash ? a->password_hash : "*", true, clock_now(), NULL);
}

/* The code proves who it is as a password would; then the password must be chosen. The code ends with that choice. */
enum result accounts_first_use(struct q *q, const void *input)
{
    const struct first_use_input *in = input;
    const char *login = accounts_login_clean(q, in->login);
    struct core_account_by_login_row account;
    struct accounts_code_of_row code;
    bool found, open = false;
    int64_t until;
    TRY(accounts_attempt_locked(q, login, &until));
    TRY(core_account_by_login(q, login, &account, &found));
    if (found && !until)
        TRY(accounts_code_of(q, account.id, &code, &open));
    if (until) {
        fail_field(q, "login", T("Too many wrong attempts. Try again after {time}, or ask whoever manages accounts in your unit"), "time", time_vi(q->arena, until));
        return q_check(q);
    }
    if (!open || code.expires_at < clock_now() || !accounts_code_is(q, account.id, code.issued_at, in->code)) {
        TRY(accounts_attempt_failed(q, login));
        fail_field(q, "code", T("Account name or code is wrong, or the code has expired; ask whoever manages accounts in your unit for a new one"));
        return q_check(q);
    }
    TRY(accounts_attempt_forget(q, login));
    TRY(db_transact(q, must_change_now, &account));
    struct pending p = {.account_id = account.id, .at = clock_now()};
    return pending_go_on(q, &p);
}
