/* My account: where I am signed in, and for officers password and second factor. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/account_rows.h"
#include "core/db.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/q.h"
#include "modules/accounts/accounts_inside.h"
#include "accounts_pages.h"
#include "accounts_queries.h"

const struct input accounts_session_inputs[] = {
    INPUT_INT(struct session_input, session, T("Session"), .min = 1, .max = INT64_MAX),
    INPUT_END};

/* "Chrome · Android" is enough to know one's own device; the whole text of the browser is noise. */
static const char *device_of(struct q *q, const char *agent)
{
    static const char *const browsers[][2] = {{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}};
    static const char *const systems[][2] = {{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS", "macOS"}, {"Linux", "Linux"}};
    const char *browser = NULL, *system = NULL;
    for (size_t i = 0; i < sizeof browsers / sizeof *browsers && !browser; i++)
        browser = strstr(agent, browsers[i][0]) ? browsers[i][1] : NULL;
    for (size_t i = 0; i < sizeof systems / sizeof *systems && !system; i++)
        system = strstr(agent, systems[i][0]) ? systems[i][1] : NULL;
    if (browser && system)
        return arena_printf(q->arena, "%s · %s", browser, system);
    return browser ? browser : *agent ? text_truncate(q->arena, agent, 40) : tr(q, T("unknown device"));
}

enum page_shell accounts_shell(const struct q *q)
{
    return q->account->kind == ACCOUNT_OFFICER ? SHELL_OFFICE : SHELL_SITE;
}

enum result accounts_show_own(struct q *q, const void *input)
{
    (void)input;
    struct core_account_by_id_row account;
    struct core_sessions_of_rows rows;
    struct accounts_recovery_left_row left;
    bool found;
    TRY(core_account_by_id(q, q->account->id, &account, &found));
    TRY(core_sessions_of(q, q->account->id, clock_now(), &rows));
    TRY(accounts_recovery_left(q, q->account->id, &left));
    struct accounts_own_sessions *list = arena_new_array(q->arena, struct accounts_own_sessions, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct accounts_own_sessions){.id = rows.items[i].id, .device = device_of(q, rows.items[i].agent), .from = rows.items[i].came_from,
                                                 .began = rows.items[i].created_at, .seen = rows.items[i].seen_at, .this_one = rows.items[i].id == q->account->session_id};
    struct page frame = {.shell = accounts_shell(q), .title = tr(q, T("My account")), .current = "/tai-khoan", .no_index = true};
    struct accounts_own_view v = {.name = q->account->name, .officer = q->account->kind == ACCOUNT_OFFICER, .second_factor = found && account.totp_secret,
                                  .codes_left = left.count, .sessions = list, .sessions_count = rows.count, .several = rows.count > 1,
                                  .saved = request_query(q, "da-luu") != NULL};
    return accounts_own_page(q, &frame, &v);
}

struct ending { int64_t session; bool mine; };

/* One session of mine, or (0) all but this one. */
static enum result end(struct q *q, void *arg)
{
    struct ending *e = arg;
    struct core_sessions_of_rows rows;
    if (!e->session)
        return core_session_end_all(q, q->account->id, q->account->session_id, clock_now(), "ended by its owner", NULL);
    TRY(core_sessions_of(q, q->account->id, clock_now(), &rows));
    for (size_t i = 0; i < rows.count; i++)
        e->mine = e->mine || rows.items[i].id == e->session;
    return e->mine ? core_session_end(q, e->session, clock_now(), "ended by its owner", NULL) : OK;
}

enum result accounts_end_sessions(struct q *q, const void *input)
{
    struct ending e = {.session = ((const struct session_input *)input)->session};
    TRY(db_transact(q, end, &e));
    return reply_redirect(q, "/tai-khoan?da-luu=1");
}
