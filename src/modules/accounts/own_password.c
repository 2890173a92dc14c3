/* An officer changes the password: the present one is asked, all other sessions end. */
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "core/account_rows.h"
#include "core/field.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "accounts_pages.h"

const struct input accounts_change_inputs[] = {
    INPUT_TEXT(struct change_input, present, T("Present password"), .required = true, .secret = true, .max = 200),
    INPUT_TEXT(struct change_input, password, T("New password"), .required = true, .secret = true, .max = 200),
    INPUT_TEXT(struct change_input, again, T("The same password again"), .required = true, .secret = true, .max = 200),
    INPUT_END};

enum result accounts_show_change(struct q *q, const void *input)
{
    (void)input;
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Change the password")), .back = "/tai-khoan", .current = "/tai-khoan"};
    struct core_input_view *present = field_input(q, accounts_change_inputs, "present", NULL, NULL);
    struct core_input_view *first = field_input(q, accounts_change_inputs, "password", NULL, T("At least 12 characters; four words are easy to remember"));
    struct core_input_view *again = field_input(q, accounts_change_inputs, "again", NULL, NULL);
    present->autocomplete = "current-password";
    first->autocomplete = again->autocomplete = "new-password";
    return accounts_own_password_page(q, &frame, &(struct accounts_own_password_view){.present = present, .password = first, .again = again});
}

enum result accounts_change(struct q *q, const void *input)
{
    const struct change_input *in = input;
    struct core_account_by_id_row account;
    bool found;
    int64_t until;
    TRY(core_account_by_id(q, q->account->id, &account, &found));
    if (!found || !account.password_hash || !account.login)
        return fail(q, NOT_NOW, T("This account has no password"));
    TRY(accounts_attempt_locked(q, account.login, &until));
    if (until) {
        fail_field(q, "present", T("Too many wrong attempts. Try again after {time}, or ask whoever manages accounts in your unit"), "time", time_vi(q->arena, until));
        return q_check(q);
    }
    if (!password_matches(account.password_hash, in->present)) {
        TRY(accounts_attempt_failed(q, account.login));
        fail_field(q, "present", T("This is not your present password"));
        return q_check(q);
    }
    TRY(accounts_password_check(q, in->password, in->again, account.login, account.password_hash));
    TRY(accounts_password_set(q, account.id, in->password));
    TRY(accounts_attempt_forget(q, account.login));
    return reply_redirect(q, "/tai-khoan?da-luu=1");
}
