/* A crowd of residents who submit at the same time, each over a session of his own; what they were promised is kept, so that it can be
 * compared with what the database holds afterwards. Used by races (nothing is killed) and by kills (everything is). */
#pragma once
#include "drive/browser.h"
#include "drive/server.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { CROWD_MOST_SERVERS = 4, CROWD_CODE = 40, CROWD_KEY = 40 };
struct promise { char key[CROWD_KEY], code[CROWD_CODE]; }; /* code "": never acknowledged */

struct crowd {
    struct server *servers[CROWD_MOST_SERVERS]; /* the first has the stand-ins where all sign in */
    size_t server_count;
    int clients;
    int64_t submissions;     /* in all; 0: until stop */
    bool patient;            /* a refused or broken call is tried again with the same key, as a good client does */
    int64_t twice_every;     /* every n-th is sent twice at the same time with one key; 0: never */
    const char *run;         /* goes into the keys */
    /* set by us: */
    _Atomic int64_t begun, acknowledged, refused, broken;
    _Atomic bool stop;
    struct promise *promises; /* [0, begun) */
    int64_t promise_room;
    const char *body;
    const char *wrong;        /* the first answer that must not be; NULL: none */
    pthread_mutex_t lock;
    struct member *members;
    struct arena *arena;
};
/* A submission that is good: JSON of POST /api/v1/dossiers. */
const char *crowd_body(struct arena *a, const char *source);
/* Signs everybody in. False: *ret_why. */
bool crowd_gather(struct arena *a, struct crowd *c, const char **ret_why);
void crowd_begin(struct crowd *c); /* threads */
void crowd_end(struct crowd *c);   /* waits for them */
void crowd_free(struct crowd *c);
/* The member's own requests, for other uses of the session: POST of JSON with an idempotency key (NULL: none). */
struct answer *member_send(struct crowd *c, int member, struct server *to, const char *path, const char *json, const char *key);
