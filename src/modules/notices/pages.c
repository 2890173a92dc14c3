/* What a resident was told; and for operators, what waits and what could not be sent. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/access.h"
#include "core/db.h"
#include "core/field.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/jobs.h"
#include "core/q.h"
#include "modules/notices/notices_inside.h"
#include "notices_pages.h"
#include "notices_queries.h"

enum { PAGE = 50 };
static const struct { const char *state, *say; } states[] = {
    {"created", T("waiting")}, {"sending", T("being sent")}, {"delivered", T("sent")}, {"failed", T("not sent")}};

const struct input notices_state_inputs[] = {
    INPUT_CHOICE(struct state_input, state, T("State"), "created|sending|delivered|failed"),
    INPUT_END};
const struct input notices_again_inputs[] = {
    INPUT_INT(struct again_input, message, T("Message"), .required = true, .min = 1, .max = INT64_MAX),
    INPUT_END};

static const char *state_words(struct q *q, const char *state)
{
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (text_equal(states[i].state, state))
            return tr(q, states[i].say);
    return state;
}

static const char *channel_words(struct q *q, const char *channel)
{
    return tr(q, text_equal(channel, "email") ? T("e-mail") : T("text message"));
}

enum result notices_show_mine(struct q *q, const void *input)
{
    (void)input;
    struct notices_message_rows rows;
    TRY(notices_of_person(q, q->account->person_number ? q->account->person_number : "", &rows));
    struct notices_mine_messages *list = arena_new_array(q->arena, struct notices_mine_messages, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct notices_mine_messages){.at = rows.items[i].created_at, .subject = *rows.items[i].subject ? rows.items[i].subject : rows.items[i].dossier_code,
                                                 .body = rows.items[i].body, .channel = channel_words(q, rows.items[i].channel), .address = rows.items[i].address,
                                                 .state = state_words(q, rows.items[i].state), .href = arena_printf(q->arena, "/ho-so/%s", rows.items[i].dossier_code)};
    struct page frame = {.title = tr(q, T("What we told you")), .current = "/tai-khoan/thong-bao", .no_index = true};
    return notices_mine_page(q, &frame, &(struct notices_mine_view){.messages = list, .messages_count = rows.count});
}

/* Addresses are shown by their end only: operators must see which gateway fails, not to whom one writes. */
static const char *masked(struct q *q, const char *address)
{
    size_t n = strlen(address);
    return arena_printf(q->arena, "•••%s", n > 4 ? address + n - 4 : "");
}

enum result notices_show_all(struct q *q, const void *input)
{
    const struct state_input *in = input;
    const char *state = in->state && *in->state ? in->state : "failed";
    struct notices_counts_rows counts;
    struct notices_message_rows rows;
    struct pager pager;
    int64_t total = 0;
    TRY(notices_counts(q, &counts));
    struct notices_all_tabs *tabs = arena_new_array(q->arena, struct notices_all_tabs, 4);
    for (size_t i = 0; i < 4; i++) {
        tabs[i] = (struct notices_all_tabs){.label = tr(q, states[i].say), .href = arena_printf(q->arena, "/quan-tri/thong-bao?state=%s", states[i].state),
                                            .current = text_equal(state, states[i].state)};
        for (size_t k = 0; k < counts.count; k++)
            if (text_equal(counts.items[k].state, states[i].state))
                tabs[i].count = counts.items[k].count;
        total = tabs[i].current ? tabs[i].count : total;
    }
    TRY(page_pager(q, PAGE, total, &pager));
    TRY(notices_in_state(q, state, PAGE, (pager.page - 1) * PAGE, &rows));
    struct notices_all_messages *list = arena_new_array(q->arena, struct notices_all_messages, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct notices_all_messages){.id = rows.items[i].id, .at = rows.items[i].created_at, .send_at = rows.items[i].send_at, .code = rows.items[i].dossier_code,
                                                .channel = channel_words(q, rows.items[i].channel), .address = masked(q, rows.items[i].address),
                                                .attempts = rows.items[i].attempts, .receipt = rows.items[i].receipt, .failed = text_equal(state, "failed")};
    struct page frame = {.shell = SHELL_OFFICE, .title = tr(q, T("Messages to people")), .current = "/quan-tri/thong-bao"};
    struct notices_all_view v = {.tabs = tabs, .tabs_count = 4, .messages = list, .messages_count = rows.count, .pager = field_pager(q, &pager)};
    return notices_all_page(q, &frame, &v);
}

static enum result again(struct q *q, void *arg)
{
    int64_t changed, id = *(int64_t *)arg;
    TRY(notices_again(q, id, &changed));
    const char *text = arena_printf(q->arena, "%lld", (long long)id);
    return changed ? job_add(q, "notices.send", text, clock_now(), arena_printf(q->arena, "{\"message\":%s}", text)) : OK;
}

enum result notices_again_now(struct q *q, const void *input)
{
    int64_t id = ((const struct again_input *)input)->message;
    TRY(db_transact(q, again, &id));
    return reply_redirect(q, "/quan-tri/thong-bao?state=failed");
}

enum result notices_failed_count(struct q *q, int64_t *ret, bool *ret_late)
{
    struct notices_counts_rows counts;
    *ret = 0;
    TRY(notices_counts(q, &counts));
    for (size_t i = 0; i < counts.count; i++)
        if (text_equal(counts.items[i].state, "failed"))
            *ret = counts.items[i].count;
    *ret_late = *ret > 0;
    return OK;
}
