/* First question to an officer: account name and password. The same words and the same time for a wrong password and for a name that
 * nobody has. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/id.h"
#include "base/text.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/input.h"
#include "core/field.h"
#include "core/q.h"
#include "core/account_rows.h"
#include "modules/accounts/accounts_inside.h"
#include "accounts_pages.h"

const struct input accounts_officer_inputs[] = {
    INPUT_TEXT(struct officer_input, login, T("Account name"), .required = true, .max = 80),
    INPUT_TEXT(struct officer_input, password, T("Password"), .required = true, .secret = true, .max = 200),
    INPUT_TEXT(struct officer_input, ve, T("Page to return to"), .max = 1500),
    INPUT_END};

enum result accounts_show_officer(struct q *q, const void *input)
{
    (void)input;
    struct page frame = {.title = tr(q, T("Officers: sign in")), .back = "/dang-nhap", .no_index = true};
    const char *wanted = q->request->method == HTTP_POST ? input_typed(q, "ve") : request_query(q, "ve");
    struct core_input_view *login = field_input(q, accounts_officer_inputs, "login", NULL, NULL);
    struct core_input_view *password = field_input(q, accounts_officer_inputs, "password", NULL, NULL);
    login->autocomplete = "username";
    password->autocomplete = "current-password";
    struct accounts_officer_view v = {.login = login, .password = password, .return_to = accounts_return_to(q, wanted), .too_late = request_query(q, "het-gio") != NULL};
    return accounts_officer_page(q, &frame, &v);
}

static char nobody_hash[160]; /* of a password nobody knows; made once at start */

enum result accounts_prepare_nobody(struct q *q)
{
    const char *hash;
    TRY(password_hash(q, random_token(q->arena, 40), &hash));
    snprintf(nobody_hash, sizeof nobody_hash, "%s", hash);
    return OK;
}

/* An unknown name costs the same time as a wrong password. */
static bool password_fits(bool found, const struct core_account_by_login_row *account, const char *password)
{
    bool usable = found && text_equal(account->kind, "officer") && text_equal(account->state, "active") && account->password_hash;
    return password_matches(usable ? account->password_hash : nobody_hash, password) && usable;
}

static enum result rests(struct q *q, int64_t until)
{
    fail_field(q, "login", T("Too many wrong attempts. Try again after {time}, or ask whoever manages accounts in your unit"), "time", time_vi(q->arena, until));
    return q_check(q);
}

enum result accounts_officer_sign_in(struct q *q, const void *input)
{
    const struct officer_input *in = input;
    const char *login = accounts_login_clean(q, in->login);
    struct core_account_by_login_row account;
    bool found;
    int64_t until;
    TRY(accounts_attempt_locked(q, login, &until));
    if (until)
        return rests(q, until);
    TRY(core_account_by_login(q, login, &account, &found));
    if (!password_fits(found, &account, in->password)) {
        TRY(accounts_attempt_failed(q, login));
        fail_field(q, "password", T("Account name or password is wrong"));
        return q_check(q);
    }
    if (!account.totp_secret) /* with a second factor the count ends only after both */
        TRY(accounts_attempt_forget(q, login));
    struct pending p = {.account_id = account.id, .at = clock_now(), .return_to = accounts_return_to(q, in->ve)};
    return pending_go_on(q, &p);
}
