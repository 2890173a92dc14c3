/* One-time codes: MAC of account and moment of issue, 60 bits. The database holds only that a code is open, so a dump gives none away,
 * and a list of codes can be printed again as long as they are unused. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/text.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "accounts_queries.h"

static const char *letters(struct q *q, int64_t account_id, int64_t issued_at)
{
    return accounts_mac(q, "accounts.code", arena_printf(q->arena, "%lld %lld", (long long)account_id, (long long)issued_at), CODE_LETTERS);
}

const char *accounts_code_text(struct q *q, int64_t account_id, int64_t issued_at)
{
    const char *all = letters(q, account_id, issued_at);
    return arena_printf(q->arena, "%.4s-%.4s-%.4s", all, all + 4, all + 8);
}

/* As people copy from paper: small letters, blanks and dashes do not matter, nor O for 0 and I, L for 1. */
static size_t tidy(const char *typed, char to[CODE_LETTERS + 1])
{
    size_t n = 0;
    for (const char *c = typed; *c && n <= CODE_LETTERS; c++) {
        char up = *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c;
        if (up == '-' || up == ' ')
            continue;
        if (n == CODE_LETTERS)
            return n + 1;
        to[n++] = up == 'O' ? '0' : up == 'I' || up == 'L' ? '1' : up;
    }
    return n;
}

bool accounts_code_is(struct q *q, int64_t account_id, int64_t issued_at, const char *typed)
{
    char tidied[CODE_LETTERS + 1] = "";
    return tidy(typed, tidied) == CODE_LETTERS && bytes_equal_constant_time(tidied, letters(q, account_id, issued_at), CODE_LETTERS);
}

enum result accounts_code_open(struct q *q, int64_t account_id, int64_t valid_for, const char **ret_code)
{
    int64_t now = clock_now();
    TRY(accounts_code_put(q, account_id, now, now + valid_for, q->account->id, NULL));
    *ret_code = accounts_code_text(q, account_id, now);
    return OK;
}
