/* Where requests to the stand-ins arrive: a list of paths, each with its handler. The stand-ins know no session and no database. */
#include "sandbox/sandbox.h"
#include "base/arena.h"
#include "base/jose.h"
#include "base/log.h"
#include "base/text.h"
#include "core/access.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/http/path.h"
#include "core/http/phases.h"
#include "core/i18n.h"
#include "core/province.h"
#include "core/q.h"
#include "sandbox/sandbox_inside.h"

enum { LARGEST_ANSWER = 4 * 1024 * 1024 };

static const struct { const char *path; void (*handle)(struct q *q, const char *rest); } paths[] = {
    {"/eid/", sandbox_eid}, {"/population/", sandbox_population}, {"/birth-notices", sandbox_birth_notices},
    {"/civil-status/", sandbox_civil_status}, {"/sms", sandbox_sms}, {"/mail", sandbox_mail}, {"/messages", sandbox_messages},
    {"/switches", sandbox_switches}, {"/clock", sandbox_clock}, {"/assets/", sandbox_assets},
};

const struct sandbox_service sandbox_services[SERVICE_COUNT] = {
    {"eid", T("National e-ID")}, {"population_db", T("National population database")}, {"birth_notice_db", T("Electronic birth notices")},
    {"civil_status_db", T("Electronic civil-status database")}, {"sms", T("Text messages")}, {"mail", T("E-mail")}};
const char *const sandbox_modes[MODE_COUNT] = {"normal", "slow", "failing", "garbage", "lying"};

static struct sandbox state = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* The data lives as long as the process. */
static json_t *read_data(struct q *q, const char *file)
{
    size_t n;
    struct findings f = {.arena = q->arena};
    const char *text = q->app->province ? province_file(q->app->province, &f, file, &n) : NULL;
    return text ? json_loadb(text, n, JSON_REJECT_DUPLICATES, NULL) : NULL;
}

struct sandbox *sandbox_state(struct q *q)
{
    pthread_mutex_lock(&state.lock);
    if (!state.key) {
        state.key = jose_key_make("RS256", "sandbox-1");
        state.other_key = jose_key_make("RS256", "sandbox-1");
        state.data = read_data(q, "sandbox/residents.json");
        if (!state.data)
            log_wrong("sandbox.no_residents");
    }
    pthread_mutex_unlock(&state.lock);
    return &state;
}

json_t *sandbox_person(struct q *q, const char *number, size_t *ret_index)
{
    size_t i;
    json_t *person;
    json_array_foreach(json_object_get(sandbox_state(q)->data, "people"), i, person)
        if (text_equal(json_string_value(json_object_get(person, "identity_number")), number)) {
            if (ret_index)
                *ret_index = i;
            return person;
        }
    return NULL;
}

static void serve(struct q *q)
{
    const char *path = path_normalise(q->arena, q->request->path, NULL);
    if (path && text_equal(path, "/")) {
        sandbox_home(q, "");
        return;
    }
    for (size_t i = 0; path && i < sizeof paths / sizeof *paths; i++)
        if (text_starts(path, paths[i].path)) {
            q->request->path = path;
            paths[i].handle(q, path + strlen(paths[i].path));
            return;
        }
    sandbox_reply_problem(q, 404, "there is nothing at this address");
}

void sandbox_handle(struct app *app, struct request *request, struct arena *arena, struct reply *reply)
{
    struct q q = {.arena = arena, .app = app, .account = &account_nobody, .request = request, .reply = reply, .from = "sandbox", .request_id = "sandbox"};
    if (!reply->body.arena)
        buf_init(&reply->body, arena, LARGEST_ANSWER);
    http_choose_language(&q);
    serve(&q);
    if (!reply->status)
        reply->status = 200;
    if (!reply->content_type)
        reply->content_type = "text/html; charset=utf-8";
}
