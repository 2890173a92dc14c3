/* Second question: the one-time password of the authenticator, or one of the recovery codes. Wrong ones count like wrong passwords. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/hash.h"
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

const struct input accounts_second_inputs[] = {
    INPUT_TEXT(struct second_input, code, T("Code"), .required = true, .secret = true, .max = 40),
    INPUT_END};

enum result accounts_show_second(struct q *q, const void *input)
{
    (void)input;
    struct pending p;
    if (!pending_load(q, &p))
        return pending_lost(q);
    struct page frame = {.title = tr(q, T("Enter the code of your authenticator")), .back = "/can-bo/dang-nhap", .no_index = true};
    struct core_input_view *code = field_input(q, accounts_second_inputs, "code", NULL, T("Six digits, new every 30 seconds; or one of your recovery codes"));
    code->type = "text";
    code->autocomplete = "one-time-code";
    return accounts_second_page(q, &frame, &(struct accounts_second_view){.code = code});
}

const char *accounts_recovery_hash(struct q *q, int64_t account_id, const char *typed)
{
    char *tidy = arena_alloc(q->arena, strlen(typed) + 1), *to = tidy;
    for (const char *c = typed; *c; c++)
        if (*c != ' ' && *c != '-')
            *to++ = *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c;
    return accounts_mac(q, "accounts.recovery", arena_printf(q->arena, "%lld %s", (long long)account_id, tidy), 26);
}

struct proof { const struct core_account_by_id_row *account; const char *code; bool good; };

/* A step and a recovery code are good once: the database decides between two who come at the same time. */
static enum result prove(struct q *q, void *arg)
{
    struct proof *p = arg;
    size_t n;
    int64_t changed = 0, step = p->account->totp_step;
    const uint8_t *secret = accounts_open_bytes(q, "accounts.totp", p->account->totp_secret, p->account->totp_secret_length, &n);
    if (secret && totp_matches(secret, (int)n, p->code, clock_now(), &step))
        TRY(core_account_use_totp(q, p->account->id, step, &changed));
    else
        TRY(accounts_recovery_use(q, p->account->id, accounts_recovery_hash(q, p->account->id, p->code), clock_now(), &changed));
    p->good = changed > 0;
    return OK;
}

enum result accounts_second(struct q *q, const void *input)
{
    struct pending p;
    struct core_account_by_id_row account;
    bool found;
    int64_t until;
    if (!pending_load(q, &p))
        return pending_lost(q);
    TRY(core_account_by_id(q, p.account_id, &account, &found));
    if (!found || !account.totp_secret || !account.login)
        return pending_lost(q);
    TRY(accounts_attempt_locked(q, account.login, &until));
    if (until) {
        fail_field(q, "code", T("Too many wrong attempts. Try again after {time}, or ask whoever manages accounts in your unit"), "time", time_vi(q->arena, until));
        return q_check(q);
    }
    struct proof proof = {&account, ((const struct second_input *)input)->code, false};
    TRY(db_transact(q, prove, &proof));
    if (!proof.good) {
        TRY(accounts_attempt_failed(q, account.login));
        fail_field(q, "code", T("This code is wrong or was used already; wait for the next one"));
        return q_check(q);
    }
    TRY(accounts_attempt_forget(q, account.login));
    p.second_done = true;
    return pending_go_on(q, &p);
}
