/* Lock-out. Counted by account name whether or not somebody bears it, so that guessing tells nothing. After five wrong attempts the name
 * rests 15 minutes; each further wrong one doubles that, up to a day. A day without attempts forgets them. */
#include "base/clock.h"
#include "base/text.h"
#include "core/db.h"
#include "core/jobs.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "accounts_queries.h"

const char *accounts_login_clean(struct q *q, const char *login)
{
    const char *clean = text_clean(q->arena, login ? login : "");
    return clean ? text_lower(q->arena, clean) : "";
}

static bool is_old(const struct accounts_attempt_by_login_row *row, int64_t now)
{
    return now - row->last_at > DAY && row->locked_until < now;
}

enum result accounts_attempt_locked(struct q *q, const char *login, int64_t *ret_until)
{
    struct accounts_attempt_by_login_row row;
    bool found;
    TRY(accounts_attempt_by_login(q, login, &row, &found));
    *ret_until = found && row.locked_until > clock_now() ? row.locked_until : 0;
    return OK;
}

static int64_t rest_after(int64_t failed)
{
    int64_t rest = 15 * MINUTE;
    if (failed < ATTEMPTS_MOST)
        return 0;
    for (int64_t i = ATTEMPTS_MOST; i < failed && rest < DAY; i++)
        rest *= 2;
    return rest < DAY ? rest : DAY;
}

static enum result count_one(struct q *q, void *arg)
{
    const char *login = arg;
    int64_t now = clock_now();
    struct accounts_attempt_by_login_row row;
    bool found;
    TRY(accounts_attempt_by_login(q, login, &row, &found));
    int64_t failed = found && !is_old(&row, now) ? row.failed + 1 : 1;
    return accounts_attempt_put(q, login, failed, now + rest_after(failed), now, NULL);
}

enum result accounts_attempt_failed(struct q *q, const char *login)
{
    return db_transact(q, count_one, (void *)login);
}

static enum result forget(struct q *q, void *arg)
{
    return accounts_attempt_forget_row(q, arg, NULL);
}

enum result accounts_attempt_forget(struct q *q, const char *login)
{
    return db_transact(q, forget, (void *)login);
}

static enum result sweep(struct q *q, void *arg)
{
    (void)arg;
    return accounts_attempt_sweep(q, clock_now() - 2 * DAY, clock_now(), NULL);
}

enum result accounts_sweep(struct q *q, const struct job *job)
{
    (void)job;
    return db_transact(q, sweep, NULL);
}
