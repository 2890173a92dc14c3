/* An officer sets up the second factor: a fresh secret as a QR code, which rests sealed in a cookie until a code proves that the
 * authenticator has it; then recovery codes, shown once. Taking it away asks for a code too. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/qr.h"
#include "base/text.h"
#include "core/account_rows.h"
#include "core/app.h"
#include "core/db.h"
#include "core/field.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/province.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "accounts_pages.h"
#include "accounts_queries.h"

#define COOKIE "ma-xac-thuc-moi"
#define PURPOSE "accounts.totp.new"
enum { SECRET_BYTES = 20, RECOVERY_CODES = 8, MINUTES = 15 };

const struct input accounts_own_second_inputs[] = {
    INPUT_TEXT(struct second_input, code, T("Code"), .required = true, .secret = true, .max = 40),
    INPUT_END};

static enum result own_row(struct q *q, struct core_account_by_id_row *ret)
{
    bool found;
    TRY(core_account_by_id(q, q->account->id, ret, &found));
    return found && ret->login ? OK : fail(q, NOT_NOW, T("This account has no password"));
}

/* The secret already offered to this browser (a wrong code must not change it), or a fresh one. */
static const uint8_t *offered(struct q *q, bool may_make)
{
    size_t n;
    const uint8_t *kept = accounts_open(q, PURPOSE, request_cookie(q, COOKIE), &n);
    if (kept && n == SECRET_BYTES)
        return kept;
    if (!may_make)
        return NULL;
    uint8_t *fresh = arena_alloc(q->arena, SECRET_BYTES);
    random_bytes(fresh, SECRET_BYTES);
    reply_cookie(q, COOKIE, accounts_seal(q, PURPOSE, fresh, SECRET_BYTES), MINUTES * 60);
    return fresh;
}

/* The secret in groups of four, for typing. */
static const char *spaced(struct q *q, const char *uri)
{
    const char *at = strstr(uri, "secret=") + 7;
    struct buf b;
    buf_init(&b, q->arena, 200);
    for (size_t i = 0; at[i] && at[i] != '&'; i++) {
        if (i && i % 4 == 0)
            buf_putc(&b, ' ');
        buf_putc(&b, at[i]);
    }
    return b.data;
}

enum result accounts_show_own_second(struct q *q, const void *input)
{
    (void)input;
    struct core_account_by_id_row account;
    struct qr code;
    TRY(own_row(q, &account));
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Second factor")), .back = "/tai-khoan", .current = "/tai-khoan"};
    struct core_input_view *typed = field_input(q, accounts_own_second_inputs, "code", NULL, T("The six digits that the authenticator shows now"));
    typed->type = "text";
    typed->autocomplete = "one-time-code";
    struct accounts_own_second_view v = {.code = typed, .set_up = account.totp_secret != NULL};
    if (!v.set_up) {
        const char *portal = q->app->province ? province_text(q->app->province, "portal_name_vi") : "Thu Bồn";
        const char *uri = totp_uri(q, portal, account.login, offered(q, true), SECRET_BYTES);
        if (!qr_encode(q->arena, uri, &code))
            return fail(q, BROKEN, NULL);
        v.picture = qr_svg(q->arena, &code, tr(q, T("QR code for your authenticator")));
        v.secret = spaced(q, uri);
    }
    return accounts_own_second_page(q, &frame, &v);
}

/* --- setting up ---------------------------------------------------------------------------------------------------------------------------- */

struct setting_up { const uint8_t *secret; int64_t step; const char *codes[RECOVERY_CODES]; };

static enum result set_up(struct q *q, void *arg)
{
    struct setting_up *s = arg;
    size_t n;
    int64_t id = q->account->id;
    const void *sealed = accounts_seal_bytes(q, "accounts.totp", s->secret, SECRET_BYTES, &n);
    TRY(core_account_set_totp(q, id, sealed, n, s->step, NULL));
    TRY(accounts_recovery_clear(q, id, NULL));
    for (int i = 0; i < RECOVERY_CODES; i++)
        TRY(accounts_recovery_add(q, id, accounts_recovery_hash(q, id, s->codes[i]), NULL));
    TRY(core_session_end_all(q, id, q->account->session_id, clock_now(), "second factor set up", NULL));
    return accounts_tell(q, "accounts.second_factor_set", id, NULL, NULL, NULL);
}

static enum result show_codes(struct q *q, const struct setting_up *s)
{
    struct accounts_own_codes_codes *list = arena_new_array(q->arena, struct accounts_own_codes_codes, RECOVERY_CODES);
    for (int i = 0; i < RECOVERY_CODES; i++)
        list[i].code = s->codes[i];
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Keep these recovery codes")), .current = "/tai-khoan"};
    return accounts_own_codes_page(q, &frame, &(struct accounts_own_codes_view){.codes = list, .codes_count = RECOVERY_CODES});
}

enum result accounts_own_second(struct q *q, const void *input)
{
    struct core_account_by_id_row account;
    struct setting_up s = {.secret = offered(q, false)};
    TRY(own_row(q, &account));
    if (account.totp_secret)
        return fail(q, ALREADY_DONE, T("The second factor is set up already"));
    if (!s.secret)
        return reply_redirect(q, "/tai-khoan/ma-xac-thuc");
    if (!totp_matches(s.secret, SECRET_BYTES, ((const struct second_input *)input)->code, clock_now(), &s.step)) {
        fail_field(q, "code", T("This code does not fit; look at the clock of your phone and take the newest code"));
        return q_check(q);
    }
    for (int i = 0; i < RECOVERY_CODES; i++) {
        const char *letters = random_token(q->arena, 10);
        s.codes[i] = arena_printf(q->arena, "%.5s-%.5s", letters, letters + 5);
    }
    TRY(db_transact(q, set_up, &s));
    reply_cookie(q, COOKIE, "", 0);
    return show_codes(q, &s);
}

/* --- taking it away --------------------------------------------------------------------------------------------------------------------------- */

static enum result take_away(struct q *q, void *arg)
{
    (void)arg;
    TRY(core_account_set_totp(q, q->account->id, NULL, 0, 0, NULL));
    TRY(accounts_recovery_clear(q, q->account->id, NULL));
    return accounts_tell(q, "accounts.second_factor_removed", q->account->id, NULL, NULL, NULL);
}

enum result accounts_own_second_end(struct q *q, const void *input)
{
    struct core_account_by_id_row account;
    size_t n;
    TRY(own_row(q, &account));
    int64_t step = account.totp_step;
    const uint8_t *secret = accounts_open_bytes(q, "accounts.totp", account.totp_secret, account.totp_secret_length, &n);
    if (secret && !totp_matches(secret, (int)n, ((const struct second_input *)input)->code, clock_now(), &step)) {
        fail_field(q, "code", T("This code is wrong or was used already; wait for the next one"));
        return q_check(q);
    }
    TRY(db_transact(q, take_away, NULL));
    return reply_redirect(q, "/tai-khoan?da-luu=1");
}
