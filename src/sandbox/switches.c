/* The switches: POST /switches service=eid mode=lying lie=nonce (or mode=slow delay=3000); GET shows them all as JSON. Posted by the
 * form of the home page the answer is that page again. */
#include "base/text.h"
#include "core/http/http.h"
#include "core/http/parsed.h"
#include "core/i18n.h"
#include "core/q.h"
#include "sandbox/sandbox_inside.h"

const struct sandbox_service sandbox_lies[LIE_COUNT] = {
    {"signature", T("signed with a key that is not published")}, {"nonce", T("made for another sign-in (nonce)")},
    {"audience", T("made for another system (audience)")},       {"issuer", T("made by somebody else (issuer)")},
    {"expired", T("expired an hour ago")},                       {"early", T("valid only from tomorrow on")},
    {"at_hash", T("belongs to another access token")},           {"unsigned", T("not signed at all")},
    {"number", T("an identity number that cannot be")},          {"state", T("answers another request (state)")}};

static int service_named(const char *name)
{
    for (int i = 0; i < SERVICE_COUNT; i++)
        if (text_equal(sandbox_services[i].name, name))
            return i;
    return -1;
}

static int mode_named(const char *name)
{
    for (int i = 0; i < MODE_COUNT; i++)
        if (text_equal(sandbox_modes[i], name))
            return i;
    return -1;
}

static int lie_named(const char *name)
{
    for (int i = 0; i < LIE_COUNT; i++)
        if (text_equal(sandbox_lies[i].name, name))
            return i;
    return 0;
}

static void show(struct q *q)
{
    struct sandbox *s = sandbox_state(q);
    json_t *all = json_object();
    pthread_mutex_lock(&s->lock);
    for (int i = 0; i < SERVICE_COUNT; i++)
        json_object_set_new(all, sandbox_services[i].name, json_pack("{s:s, s:I, s:s}", "mode", sandbox_modes[s->switches[i].mode], "delay_ms",
                            (json_int_t)s->switches[i].delay_ms, "lie", sandbox_lies[s->switches[i].lie].name));
    pthread_mutex_unlock(&s->lock);
    sandbox_reply_json(q, 200, all);
}

void sandbox_switches(struct q *q, const char *rest)
{
    (void)rest;
    if (q->request->method != HTTP_POST) {
        show(q);
        return;
    }
    struct sandbox *s = sandbox_state(q);
    const char *delay = request_value(q, "delay");
    int service = service_named(request_value(q, "service")), mode = mode_named(request_value(q, "mode"));
    int64_t ms = 0;
    if (service < 0 || mode < 0 || (delay && *delay && (!number_parse(delay, &ms) || ms < 0))) {
        sandbox_reply_problem(q, 400, "service, mode (normal, slow, failing, garbage, lying), delay in milliseconds, lie");
        return;
    }
    pthread_mutex_lock(&s->lock);
    s->switches[service] = (struct sandbox_switch){mode, ms ? ms : 3000, lie_named(request_value(q, "lie"))};
    pthread_mutex_unlock(&s->lock);
    if (request_value(q, "back"))
        sandbox_reply_redirect(q, "/#switches");
    else
        show(q);
}
