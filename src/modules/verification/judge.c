/* The four facts about one paper, looked at now. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "core/access.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/verification/verification_inside.h"

enum { TRIES_A_MINUTE = 40 };

static enum result too_many(struct q *q)
{
    bool over = false;
    TRY(rate_count(q, arena_printf(q->arena, "verify:%s", q->from ? q->from : ""), MINUTE, TRIES_A_MINUTE, &over));
    return over ? fail(q, TOO_MANY, T("There were many attempts. Wait a minute and try again.")) : OK;
}

static bool is_down(enum result r)
{
    return r == PROBLEM_STORAGE || r == PROBLEM_BUSY || r == PROBLEM_FULL || r == PROBLEM_BROKEN;
}

static enum result down(struct q *q, struct judgement *j, enum result r)
{
    if (!is_down(r))
        return r;
    log_wrong("verification.down", LOG_S("kind", result_slug(r)));
    q_forget(q);
    j->verdict = VERDICT_DOWN;
    return OK;
}

enum result judge(struct q *q, const char *code, struct judgement *ret)
{
    bool found = false;
    *ret = (struct judgement){.verdict = VERDICT_UNKNOWN, .at = clock_now()};
    enum result r = too_many(q);
    if (r == OK)
        r = papers_by_code(q, code, &ret->paper, &found);
    if (r != OK || !found)
        return r == OK ? OK : down(q, ret, r);
    ret->mine = q->account->kind == ACCOUNT_RESIDENT && q->account->id == ret->paper.person_account;
    r = papers_check(q, &ret->paper, &ret->check);
    if (r != OK)
        return down(q, ret, r);
    if (ret->paper.withdrawn)
        ret->verdict = VERDICT_WITHDRAWN;
    else
        ret->verdict = ret->check.unchanged && ret->check.sealed ? VERDICT_GOOD : VERDICT_CHANGED;
    return OK;
}

const char *verdict_name(enum verdict v)
{
    static const char *const names[] = {"valid", "withdrawn", "changed", "unknown", "unavailable"};
    return names[v];
}

/* The family name stays, of every other word the first letter: enough to compare with the paper in hand. */
const char *masked_name(struct q *q, const char *name)
{
    struct buf b;
    size_t n = strlen(name), letter = 0, word = 0;
    buf_init(&b, q->arena, n * 3 + 16);
    for (size_t i = 0; i < n;) {
        uint32_t c;
        size_t bytes = text_character(name + i, n - i, &c);
        if (!bytes)
            break;
        if (c == ' ') {
            buf_putc(&b, ' ');
            letter = 0;
            word++;
        } else if (word == 0 || letter++ == 0)
            buf_add(&b, name + i, bytes);
        else
            buf_puts(&b, "•");
        i += bytes;
    }
    return b.length ? b.data : "";
}
