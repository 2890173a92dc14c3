/* The stand-ins' state: one per process, in memory, bounded, gone when the process ends. Shared by the files of this folder.
 * A service is one outside system; each has a switch that makes it slow, failing, talking rubbish or lying, for tests and training. */
#pragma once
#include "base/result.h"
#include <jansson.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct q;
struct arena;
struct jose_key;

enum sandbox_mode { MODE_NORMAL, MODE_SLOW, MODE_FAILING, MODE_GARBAGE, MODE_LYING, MODE_COUNT };
enum { SERVICE_EID, SERVICE_POPULATION, SERVICE_BIRTH, SERVICE_CIVIL_STATUS, SERVICE_SMS, SERVICE_MAIL, SERVICE_COUNT };
enum { LIE_SIGNATURE, LIE_NONCE, LIE_AUDIENCE, LIE_ISSUER, LIE_EXPIRED, LIE_EARLY, LIE_AT_HASH, LIE_UNSIGNED, LIE_NUMBER, LIE_STATE, LIE_COUNT };

struct sandbox_switch { enum sandbox_mode mode; int64_t delay_ms; int lie; };
struct sandbox_service { const char *name, *title; }; /* title: msgid */
extern const struct sandbox_service sandbox_services[SERVICE_COUNT];
extern const char *const sandbox_modes[MODE_COUNT];
extern const struct sandbox_service sandbox_lies[LIE_COUNT];

enum { GRANTS = 512, MESSAGES = 500, CODE_LETTERS = 40 };
/* What somebody allowed on the consent page: first found by its code (once), then by its access token. */
struct sandbox_grant {
    char code[CODE_LETTERS + 1], token[CODE_LETTERS + 1], challenge[64], nonce[256], redirect_uri[512];
    size_t person;
    int level;
    int64_t at;
    bool used;
};
struct sandbox_message { int64_t id, at; char channel[8], to[256], subject[512], *body; };

struct sandbox {
    pthread_mutex_t lock;
    struct sandbox_switch switches[SERVICE_COUNT];
    struct sandbox_grant grants[GRANTS]; /* a ring */
    size_t next_grant;
    struct sandbox_message messages[MESSAGES]; /* a ring */
    int64_t message_count;
    struct jose_key *key, *other_key; /* the second one signs lies */
    json_t *data; /* residents.json of the package */
};
struct sandbox *sandbox_state(struct q *q); /* made at the first request */

/* Answers; each completes q->reply. */
void sandbox_reply_json(struct q *q, int status, json_t *value); /* takes over the reference */
void sandbox_reply_problem(struct q *q, int status, const char *say);
void sandbox_reply_redirect(struct q *q, const char *url);
void sandbox_reply_page(struct q *q, const char *title, const char *content);
/* Does what the switch of the service says. True: the answer is complete (failing, garbage). Slow waits and goes on. */
bool sandbox_misbehaves(struct q *q, int service);
bool sandbox_lies_about(struct q *q, int service, int lie);
json_t *sandbox_person(struct q *q, const char *number, size_t *ret_index); /* NULL: nobody bears this number */

/* The handlers; `rest` is what follows the route's path. */
void sandbox_eid(struct q *q, const char *rest);
void sandbox_eid_token(struct q *q);
const char *sandbox_eid_issuer(struct q *q);
void sandbox_population(struct q *q, const char *number);
void sandbox_birth_notices(struct q *q, const char *rest);
void sandbox_civil_status(struct q *q, const char *number);
void sandbox_sms(struct q *q, const char *rest);
void sandbox_mail(struct q *q, const char *rest);
void sandbox_messages(struct q *q, const char *rest);
void sandbox_home(struct q *q, const char *rest);
void sandbox_switches(struct q *q, const char *rest);
void sandbox_clock(struct q *q, const char *rest);
void sandbox_assets(struct q *q, const char *name);
/* Keeps a message; the oldest gives way. */
void sandbox_keep(struct q *q, const char *channel, const char *to, const char *subject, const char *body);
