/* crowd.h */
#include "races/crowd.h"
#include "base/file.h"
#include "base/text.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROCEDURE "2.000815" /* certified copies: every commune, online, a short form */
#define FORM "certified-copy"
enum { MOST_TRIES = 200, PAUSE_MS = 50, PEOPLE = 12, MEMBER_MEMORY = 1 << 30, ROOM_WITHOUT_END = 2000000 };

struct member {
    struct crowd *crowd;
    int number;
    struct arena *arena;    /* the session: lives as long as the crowd */
    struct browser *browser;
    const char *csrf;
    pthread_t thread;
};

/* The example that stands in the form of the package: valid by the package's own test. */
const char *crowd_body(struct arena *a, const char *source)
{
    json_t *form = json_load_file(arena_printf(a, "%s/provinces/quang-nam/forms/%s.json", source, FORM), 0, NULL);
    json_t *body = json_pack("{s:s, s:s, s:O}", "procedure", PROCEDURE, "place", "hc.20401", "data", json_array_get(json_object_get(form, "examples"), 0));
    char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
    const char *copy = text ? arena_strdup(a, text) : NULL;
    free(text);
    json_decref(body);
    json_decref(form);
    return copy;
}

static bool sign_in(struct member *m, const char **ret_why)
{
    char number[20];
    snprintf(number, sizeof number, "0499990000%02d", m->number % PEOPLE + 1);
    struct browser *b = m->browser;
    if (!browser_sign_in_resident(b, number, 0) || !browser_go(b, "/cua-toi") || !b->now->html || b->now->status != 200) {
        *ret_why = arena_printf(m->crowd->arena, "%s cannot sign in: %s", number, b->trouble ? b->trouble : b->now->body);
        return false;
    }
    m->csrf = browser_csrf(b);
    return true;
}

bool crowd_gather(struct arena *a, struct crowd *c, const char **ret_why)
{
    c->arena = a;
    pthread_mutex_init(&c->lock, NULL);
    c->promise_room = c->submissions ? c->submissions : ROOM_WITHOUT_END;
    c->promises = calloc((size_t)c->promise_room, sizeof *c->promises);
    c->members = arena_new_array(a, struct member, (size_t)c->clients);
    if (!(c->body = crowd_body(a, c->servers[0]->source))) {
        *ret_why = "the example of the form cannot be read";
        return false;
    }
    for (int i = 0; i < c->clients; i++) {
        struct member *m = &c->members[i];
        *m = (struct member){.crowd = c, .number = i, .arena = arena_new((size_t)MEMBER_MEMORY)};
        m->browser = browser_new(m->arena, c->servers[0]->url, i + 1);
        if (!sign_in(m, ret_why))
            return false;
    }
    return true;
}

void crowd_free(struct crowd *c)
{
    for (int i = 0; i < c->clients; i++)
        if (c->members[i].arena)
            arena_free(c->members[i].arena);
    free(c->promises);
}

/* --- submitting ------------------------------------------------------------------------------------------------------------------- */

struct answer *member_send(struct crowd *c, int number, struct server *to, const char *path, const char *json, const char *key)
{
    struct member *m = &c->members[number];
    struct arena *a = m->browser->arena;
    const char *headers[] = {key ? arena_printf(a, "Idempotency-Key: %s", key) : NULL, NULL};
    return browser_api(m->browser, m->csrf, "POST", arena_printf(a, "%s%s", to->url, path), json, headers);
}

static void wrong(struct crowd *c, const char *key, const struct answer *a)
{
    pthread_mutex_lock(&c->lock);
    if (!c->wrong)
        c->wrong = arena_printf(c->arena, "%s: %d %.600s", key, a->status, a->body);
    pthread_mutex_unlock(&c->lock);
}

/* True when the answer is an acknowledgement: the code goes into ret. */
static bool read_code(const struct answer *a, char ret[CROWD_CODE])
{
    const char *at = strstr(a->body, "\"code\":\"");
    if (a->status != 201 || !at)
        return false;
    at += strlen("\"code\":\"");
    snprintf(ret, CROWD_CODE, "%.*s", (int)strcspn(at, "\""), at);
    return true;
}

/* What a good client waits out: overload, a call with the same key still running, and a server that is gone for a moment. */
static bool may_pass(int status)
{
    return status == 409 || status == 429 || status >= 500;
}

/* One submission with its key, tried until it is answered for good. */
static bool submit(struct member *m, struct server *to, const char *key, char ret_code[CROWD_CODE])
{
    struct crowd *c = m->crowd;
    for (int i = 0; i < MOST_TRIES && !c->stop; i++) {
        struct answer *a = member_send(c, m->number, to, "/api/v1/dossiers", c->body, key);
        if (a && read_code(a, ret_code))
            return true;
        if (a && strstr(a->body, "/problems/already-done"))
            return false; /* cut off between effect and answer: it is there, but this client was never told its code */
        if (a && !may_pass(a->status)) {
            wrong(c, key, a);
            return false;
        }
        if (a)
            c->refused++;
        else
            c->broken++;
        if (!c->patient)
            return false;
        wait_milliseconds(PAUSE_MS);
    }
    return false;
}

static void work_once(struct member *m, struct promise *p, int64_t number)
{
    struct crowd *c = m->crowd;
    struct server *to = c->servers[(size_t)m->number % c->server_count];
    snprintf(p->key, sizeof p->key, "%s-%lld", c->run ? c->run : "race", (long long)number);
    char code[CROWD_CODE] = "";
    if (c->twice_every && number % c->twice_every == 0) { /* one key, sent again, perhaps to the other process: the same answer */
        char again[CROWD_CODE] = "";
        struct server *other = c->servers[((size_t)m->number + 1) % c->server_count];
        if (submit(m, to, p->key, code) && submit(m, other, p->key, again) && strcmp(code, again) != 0) {
            pthread_mutex_lock(&c->lock);
            c->wrong = c->wrong ? c->wrong : arena_printf(c->arena, "one key, two codes: %s and %s", code, again);
            pthread_mutex_unlock(&c->lock);
        }
    } else
        submit(m, to, p->key, code);
    if (*code) {
        snprintf(p->code, sizeof p->code, "%s", code);
        c->acknowledged++;
    }
}

static void *work(void *arg)
{
    struct member *m = arg;
    struct crowd *c = m->crowd;
    while (!c->stop) {
        int64_t number = c->begun++;
        if (number >= c->promise_room) {
            c->begun--;
            break;
        }
        struct arena *own = arena_new((size_t)64 << 20);
        m->browser->arena = own;
        m->browser->now = NULL;
        work_once(m, &c->promises[number], number);
        m->browser->now = NULL;
        m->browser->arena = m->arena;
        arena_free(own);
    }
    return NULL;
}

void crowd_begin(struct crowd *c)
{
    for (int i = 0; i < c->clients; i++)
        pthread_create(&c->members[i].thread, NULL, work, &c->members[i]);
}

void crowd_end(struct crowd *c)
{
    for (int i = 0; i < c->clients; i++)
        pthread_join(c->members[i].thread, NULL);
}
