/* Messages: written with their job, sent by it, told on the next channel when one gives up. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "core/app.h"
#include "core/db.h"
#include "core/i18n.h"
#include "core/jobs.h"
#include "core/province.h"
#include "core/q.h"
#include "modules/notices/notices_inside.h"
#include "notices_queries.h"

#define KEEP (365 * DAY)

/* --- writing ------------------------------------------------------------------------------------------------------------------------------ */

static const char *address_of(const struct notify_reach *r, enum notify_channel c)
{
    return c == NOTIFY_EMAIL ? r->email : r->phone;
}

/* What is left for a fallback: the rendered words of the later channels, ready to go. */
static const char *others_of(struct q *q, const struct notices_draft *d, const enum notify_channel *plan, size_t from, size_t count)
{
    json_t *list = json_array();
    for (size_t i = from; i < count; i++) {
        const struct notify_text *t = notify_find(notices_book(), d->event, plan[i], d->language);
        struct notify_words w;
        const char *why;
        if (t && notify_render(q->arena, t, d->data, &w, &why))
            json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s}", "channel", notify_channel_name(plan[i]), "address", address_of(&d->reach, plan[i]), "subject",
                                                  w.subject, "body", w.body));
    }
    const char *text = json_print(q->arena, list);
    json_decref(list);
    return text;
}

static enum result add(struct q *q, struct notices_add_in *in)
{
    int64_t added;
    enum notify_channel c;
    in->id = id_new();
    in->now = clock_now();
    if (!notify_channel_named(in->channel, &c))
        return OK;
    in->send_at = notify_send_at(c, in->now);
    TRY(notices_add(q, in, &added));
    const char *id = arena_printf(q->arena, "%lld", (long long)in->id);
    return added ? job_add(q, "notices.send", id, in->send_at, arena_printf(q->arena, "{\"message\":%s}", id)) : OK;
}

enum result notices_write(struct q *q, const struct notices_draft *d, size_t first)
{
    enum notify_channel plan[NOTIFY_CHANNELS];
    size_t count = notify_plan(&d->reach, plan);
    for (size_t i = first; i < count; i++) {
        const struct notify_text *t = notify_find(notices_book(), d->event, plan[i], d->language);
        struct notify_words w;
        const char *why = "no text";
        if (!t || !notify_render(q->arena, t, d->data, &w, &why)) {
            log_wrong("notices.text", LOG_S("event", d->event), LOG_S("channel", notify_channel_name(plan[i])), LOG_S("why", why));
            continue;
        }
        struct notices_add_in in = {.message_key = arena_printf(q->arena, "%s:%s", d->key_root, notify_channel_name(plan[i])), .event = d->event, .dossier_id = d->dossier_id,
                                    .dossier_code = d->dossier_code, .unit_id = d->unit_id, .person = d->person, .channel = notify_channel_name(plan[i]),
                                    .address = address_of(&d->reach, plan[i]), .subject = w.subject, .body = w.body, .others = others_of(q, d, plan, i + 1, count)};
        return add(q, &in);
    }
    return OK;
}

/* --- sending ------------------------------------------------------------------------------------------------------------------------------ */

struct sending { struct notices_message_row m; const char *state, *receipt; bool may_send; };

static enum result begin(struct q *q, void *arg)
{
    struct sending *s = arg;
    int64_t changed;
    TRY(notices_begin_sending(q, s->m.id, &changed));
    s->may_send = changed > 0;
    return OK;
}

/* The first of the channels that are left becomes a message of its own. */
static enum result fall_back(struct q *q, const struct notices_message_row *m)
{
    const char *why;
    json_t *left = json_read(q->arena, m->others, strlen(m->others), 5, &why), *next = json_array_get(left, 0);
    if (!next)
        return OK;
    const char *root = strrchr(m->message_key, ':');
    json_t *rest = json_copy(left);
    json_array_remove(rest, 0);
    struct notices_add_in in = {.message_key = arena_printf(q->arena, "%.*s:%s", (int)(root - m->message_key), m->message_key, json_get_text(next, "channel")),
                                .event = m->event, .dossier_id = m->dossier_id, .dossier_code = m->dossier_code, .unit_id = m->unit_id, .person = m->person,
                                .channel = json_get_text(next, "channel"), .address = json_get_text(next, "address"), .subject = json_get_text(next, "subject"),
                                .body = json_get_text(next, "body"), .others = json_print(q->arena, rest)};
    json_decref(rest);
    return add(q, &in);
}

static enum result finish(struct q *q, void *arg)
{
    struct sending *s = arg;
    if (!s->state)
        return notices_note_trouble(q, s->m.id, s->receipt, NULL);
    TRY(notices_finish(q, s->m.id, s->state, s->receipt, clock_now(), NULL));
    return text_equal(s->state, "failed") ? fall_back(q, &s->m) : OK;
}

static enum result hand_over(struct q *q, struct sending *s)
{
    enum notify_channel c = NOTIFY_EMAIL;
    notify_channel_named(s->m.channel, &c);
    struct notify_sender *sender = c == NOTIFY_EMAIL ? q->app->mail : q->app->sms;
    struct notify_message m = {.key = s->m.message_key, .to = s->m.address, .words = {s->m.subject, s->m.body}};
    const char *portal = q->app->province ? province_text(q->app->province, "portal_name_vi") : NULL;
    s->receipt = "no gateway is configured";
    if (!sender)
        return PROBLEM_INVALID;
    if (c == NOTIFY_EMAIL)
        m.html = notify_html(q->arena, portal ? portal : "", &m.words);
    return sender->send(sender, q, &m, &s->receipt);
}

/* A crash between handing over and writing it down sends twice; the key lets the gateway notice. */
enum result notices_send(struct q *q, const struct job *job)
{
    const char *why;
    json_t *payload = json_read(q->arena, job->payload, strlen(job->payload), 4, &why);
    struct sending s = {.receipt = ""};
    bool found;
    TRY(notices_by_id(q, json_get_int(payload, "message", 0), &s.m, &found));
    if (!found)
        return OK;
    TRY(db_transact(q, begin, &s));
    if (!s.may_send)
        return OK;
    enum result r = hand_over(q, &s);
    bool last = s.m.attempts + 1 >= NOTICES_ATTEMPTS;
    s.state = r == OK ? "delivered" : r == PROBLEM_INVALID || last ? "failed" : NULL;
    s.receipt = text_truncate(q->arena, s.receipt ? s.receipt : "", 300);
    TRY(db_transact(q, finish, &s));
    if (r != OK)
        log_warn("notices.not_sent", LOG_I("message", s.m.id), LOG_S("channel", s.m.channel), LOG_S("why", s.receipt), LOG_B("last", s.state != NULL));
    return s.state ? OK : fail(q, OUTSIDE, T("A message could not be sent; it is tried again"));
}

static enum result sweep(struct q *q, void *arg)
{
    (void)arg;
    return notices_sweep_old(q, clock_now() - KEEP, NULL);
}

enum result notices_sweep(struct q *q, const struct job *job)
{
    (void)job;
    return db_transact(q, sweep, NULL);
}
