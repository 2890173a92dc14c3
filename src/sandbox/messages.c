/* Mail and text messages caught instead of being sent. POST /sms {"to","text"} as the brandname gateway takes it; POST /mail
 * {"to","subject","text"}; GET /messages gives all, newest first; the home page shows them. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/http/parsed.h"
#include "core/i18n.h"
#include "core/province.h"
#include "core/q.h"
#include "sandbox/sandbox_inside.h"
#include "sandbox_pages.h"

enum { LONGEST_BODY = 64 * 1024 };

void sandbox_keep(struct q *q, const char *channel, const char *to, const char *subject, const char *body)
{
    struct sandbox *s = sandbox_state(q);
    char *copy = strndup(body ? body : "", LONGEST_BODY);
    pthread_mutex_lock(&s->lock);
    struct sandbox_message *m = &s->messages[s->message_count % MESSAGES];
    free(m->body); /* outlives every arena: the ring frees what it drops */
    m->id = ++s->message_count;
    m->at = clock_now();
    m->body = copy;
    snprintf(m->channel, sizeof m->channel, "%s", channel);
    snprintf(m->to, sizeof m->to, "%s", to ? to : "");
    snprintf(m->subject, sizeof m->subject, "%s", subject ? subject : "");
    pthread_mutex_unlock(&s->lock);
}

/* A copy in the arena, newest first. */
static size_t copy_messages(struct q *q, struct sandbox_message **ret)
{
    struct sandbox *s = sandbox_state(q);
    size_t n = 0;
    struct sandbox_message *list = arena_new_array(q->arena, struct sandbox_message, MESSAGES);
    pthread_mutex_lock(&s->lock);
    for (int64_t i = s->message_count - 1; i >= 0 && i >= s->message_count - MESSAGES; i--) {
        list[n] = s->messages[i % MESSAGES];
        list[n].body = arena_strdup(q->arena, list[n].body);
        n++;
    }
    pthread_mutex_unlock(&s->lock);
    *ret = list;
    return n;
}

void sandbox_messages(struct q *q, const char *rest)
{
    (void)rest;
    struct sandbox_message *list;
    size_t n = copy_messages(q, &list);
    json_t *all = json_array();
    const char *to = request_query(q, "to");
    for (size_t i = 0; i < n; i++)
        if (!to || text_equal(to, list[i].to))
            json_array_append_new(all, json_pack("{s:I, s:s, s:s, s:s, s:s, s:s}", "id", (json_int_t)list[i].id, "at", time_iso(q->arena, list[i].at), "channel",
                                  list[i].channel, "to", list[i].to, "subject", list[i].subject, "text", list[i].body));
    sandbox_reply_json(q, 200, all);
}

/* A gateway that lies takes the message, says so, and sends nothing. */
static void take(struct q *q, int service, const char *channel)
{
    const char *to = request_value(q, "to"), *text = request_value(q, "text");
    if (sandbox_misbehaves(q, service))
        return;
    if (q->request->method != HTTP_POST || !to || !text) {
        sandbox_reply_problem(q, 400, "to and text are needed");
        return;
    }
    if (!sandbox_lies_about(q, service, -1))
        sandbox_keep(q, channel, to, request_value(q, "subject"), text);
    sandbox_reply_json(q, 200, json_pack("{s:s, s:s}", "status", "accepted", "id", q->request_id));
}

void sandbox_sms(struct q *q, const char *rest)
{
    (void)rest;
    take(q, SERVICE_SMS, "sms");
}

void sandbox_mail(struct q *q, const char *rest)
{
    (void)rest;
    take(q, SERVICE_MAIL, "mail");
}

/* --- the home page ------------------------------------------------------------------------------------------------------------- */

struct officer_line { struct row row; const char *login, *password, *name, *role, *unit_id, *note_vi, *note_en; };

static void add_officers(struct q *q, struct sandbox_home_view *v)
{
    static const struct column columns[] = {
        COLUMN(struct officer_line, login, COLUMN_TEXT), COLUMN(struct officer_line, password, COLUMN_TEXT), COLUMN(struct officer_line, name, COLUMN_TEXT),
        COLUMN(struct officer_line, note_vi, COLUMN_TEXT), COLUMN(struct officer_line, note_en, COLUMN_TEXT), COLUMN_END};
    struct findings f = {.arena = q->arena};
    void *rows = NULL;
    size_t count = 0;
    if (!q->app->province || !province_table(q->app->province, &f, "demo/officers.csv", columns, "role|unit_id", sizeof(struct officer_line), &rows, &count))
        return;
    struct sandbox_home_officers *list = arena_new_array(q->arena, struct sandbox_home_officers, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct officer_line *o = &((struct officer_line *)rows)[i];
        list[i] = (struct sandbox_home_officers){o->login, o->password, o->name, pick_language(q, o->note_vi, o->note_en)};
    }
    v->officers = list;
    v->officers_count = count;
}

static void add_services(struct q *q, struct sandbox_home_view *v)
{
    struct sandbox *s = sandbox_state(q);
    struct sandbox_home_services *list = arena_new_array(q->arena, struct sandbox_home_services, SERVICE_COUNT);
    pthread_mutex_lock(&s->lock);
    for (int i = 0; i < SERVICE_COUNT; i++) {
        enum sandbox_mode m = s->switches[i].mode;
        list[i] = (struct sandbox_home_services){.name = sandbox_services[i].name, .title = tr(q, sandbox_services[i].title), .normal = m == MODE_NORMAL,
                                                 .slow = m == MODE_SLOW, .failing = m == MODE_FAILING, .garbage = m == MODE_GARBAGE, .lying = m == MODE_LYING,
                                                 .is_eid = i == SERVICE_EID};
    }
    pthread_mutex_unlock(&s->lock);
    v->services = list;
    v->services_count = SERVICE_COUNT;
    struct sandbox_home_lies *lies = arena_new_array(q->arena, struct sandbox_home_lies, LIE_COUNT);
    for (int i = 0; i < LIE_COUNT; i++)
        lies[i] = (struct sandbox_home_lies){sandbox_lies[i].name, tr(q, sandbox_lies[i].title)};
    v->lies = lies;
    v->lies_count = LIE_COUNT;
}

void sandbox_home(struct q *q, const char *rest)
{
    (void)rest;
    struct sandbox_message *list;
    struct buf b;
    struct sandbox_home_view v = {.portal = q->app->settings.base_url};
    size_t n = copy_messages(q, &list);
    struct sandbox_home_messages *rows = arena_new_array(q->arena, struct sandbox_home_messages, n + 1);
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct sandbox_home_messages){.at = list[i].at, .mail = text_equal(list[i].channel, "mail"), .to = list[i].to,
                                                 .subject = list[i].subject, .body = list[i].body};
    v.messages = rows;
    v.messages_count = n;
    add_officers(q, &v);
    add_services(q, &v);
    buf_init(&b, q->arena, 2 << 20);
    sandbox_home_render(q, &b, &v);
    sandbox_reply_page(q, tr(q, T("Stand-ins of outside systems")), b.data);
}
