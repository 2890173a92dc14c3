/* What the e-ID publishes of itself: its addresses and its keys. Both are remembered, as text, for the whole process. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "core/app.h"
#include "core/http/reply.h"
#include "core/http_client.h"
#include "core/i18n.h"
#include "core/q.h"
#include "modules/accounts/eid.h"
#include <pthread.h>

#define REMEMBER HOUR
#define ASK_AGAIN_AFTER MINUTE
enum { LARGEST = 256 * 1024 };

static struct {
    pthread_mutex_t lock;
    char *discovery, *keys, *issuer;
    int64_t discovery_at, keys_at; /* on the monotonic clock: a test that moves the time need not ask anew */
} known = {.lock = PTHREAD_MUTEX_INITIALIZER};

const char *eid_setting(struct q *q, const char *name, const char *otherwise)
{
    const char *value = q->app->province ? app_setting(q->app, arena_printf(q->arena, "eid.%s", name)) : NULL;
    return value ? value : otherwise;
}

static const char *issuer_of(struct q *q)
{
    const char *set = eid_setting(q, "issuer", NULL);
    if (set)
        return set;
    return q->app->settings.sandbox_url ? arena_printf(q->arena, "%s/eid", q->app->settings.sandbox_url) : NULL;
}

static enum result say_down(struct q *q, const char *what, const char *why)
{
    log_warn("eid.trouble", LOG_S("what", what), LOG_S("why", why));
    return fail(q, OUTSIDE, T("The e-ID system does not answer as it should. Nothing of yours was changed; please try again in a few minutes."));
}

static enum result fetch(struct q *q, const char *url, json_t **ret)
{
    struct http_answer answer;
    const char *why = "not JSON";
    if (http_call(q, &(struct http_call){.method = "GET", .url = url, .max_answer = LARGEST, .timeout = 8 * SECOND}, &answer) != OK) {
        q_forget(q);
        return say_down(q, url, "no answer");
    }
    if (answer.status != 200)
        return say_down(q, url, "status is not 200");
    *ret = json_read(q->arena, answer.body, answer.body_length, 20, &why);
    return json_is_object(*ret) ? OK : say_down(q, url, why);
}

static void remember(char **slot, int64_t *at, const char *text)
{
    pthread_mutex_lock(&known.lock);
    free(*slot); /* outlives every arena */
    *slot = strdup(text);
    *at = clock_monotonic();
    pthread_mutex_unlock(&known.lock);
}

static json_t *recall(struct q *q, char *const *slot, const int64_t *at, int64_t longest)
{
    const char *text = NULL, *why;
    pthread_mutex_lock(&known.lock);
    if (*slot && clock_monotonic() - *at < longest)
        text = arena_strdup(q->arena, *slot);
    pthread_mutex_unlock(&known.lock);
    return text ? json_read(q->arena, text, strlen(text), 20, &why) : NULL;
}

void eid_forget(void)
{
    pthread_mutex_lock(&known.lock);
    free(known.discovery);
    free(known.keys);
    known.discovery = known.keys = NULL;
    pthread_mutex_unlock(&known.lock);
}

/* An address we call or send people to: of the configured system, or, for calls, at least as safe as its issuer. */
static bool address_is_good(struct q *q, const char *issuer, const char *url, bool people_go_there)
{
    if (!url || strlen(url) > 500 || (!text_starts(url, "https://") && !(text_starts(url, "http://") && text_starts(issuer, "http://"))))
        return false;
    return !people_go_there || http_origin_is_known(q, url);
}

static bool take(struct q *q, const json_t *d, const char *issuer, struct eid_provider *ret)
{
    *ret = (struct eid_provider){.issuer = json_get_text(d, "issuer"), .authorize = json_get_text(d, "authorization_endpoint"),
                                 .token = json_get_text(d, "token_endpoint"), .keys = json_get_text(d, "jwks_uri"),
                                 .end_session = json_get_text(d, "end_session_endpoint")};
    if (ret->end_session && !address_is_good(q, issuer, ret->end_session, true))
        ret->end_session = NULL;
    return text_equal(ret->issuer, issuer) && address_is_good(q, issuer, ret->authorize, true) && address_is_good(q, issuer, ret->token, false) &&
           address_is_good(q, issuer, ret->keys, false);
}

enum result eid_provider(struct q *q, struct eid_provider *ret)
{
    const char *issuer = issuer_of(q);
    if (!issuer)
        return say_down(q, "settings", "no e-ID is configured");
    json_t *d = recall(q, &known.discovery, &known.discovery_at, REMEMBER);
    if (d && take(q, d, issuer, ret))
        return OK;
    TRY(fetch(q, arena_printf(q->arena, "%s/.well-known/openid-configuration", issuer), &d));
    if (!take(q, d, issuer, ret))
        return say_down(q, issuer, "discovery names another issuer or a strange address");
    remember(&known.discovery, &known.discovery_at, json_print(q->arena, d));
    return OK;
}

enum result eid_keys(struct q *q, const struct eid_provider *p, bool again, json_t **ret)
{
    *ret = recall(q, &known.keys, &known.keys_at, again ? ASK_AGAIN_AFTER : REMEMBER);
    if (*ret)
        return OK;
    TRY(fetch(q, p->keys, ret));
    if (!json_is_array(json_object_get(*ret, "keys")))
        return say_down(q, p->keys, "no keys");
    remember(&known.keys, &known.keys_at, json_print(q->arena, *ret));
    return OK;
}
