/* A list of connections under one lock, looked through four times a second by a thread of its own. */
#include "adapters/http_mhd/inside.h"
#include "base/clock.h"
#include "base/must.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>

struct watched {
    struct watched *next, **back;
    int fd;
    int64_t since; /* monotonic; 0: nothing is waited for */
};

struct watch {
    pthread_t thread;
    pthread_mutex_t lock; /* over the list */
    struct watched *first;
    int64_t patience;
    atomic_bool stopping;
};

/* The socket is shut, not closed: closing is the server's business, and the number might be somebody else's by then. */
static void end_slow_ones(struct watch *w)
{
    int64_t now = clock_monotonic();
    pthread_mutex_lock(&w->lock);
    for (struct watched *c = w->first; c; c = c->next)
        if (c->since && now - c->since > w->patience) {
            shutdown(c->fd, SHUT_RDWR);
            c->since = 0;
        }
    pthread_mutex_unlock(&w->lock);
}

static void *run(void *watch)
{
    struct watch *w = watch;
    while (!atomic_load(&w->stopping)) {
        struct timespec pause = {.tv_nsec = 250 * 1000 * 1000};
        nanosleep(&pause, NULL);
        end_slow_ones(w);
    }
    return NULL;
}

struct watch *watch_start(int seconds)
{
    struct watch *w = calloc(1, sizeof *w);
    must(w != NULL && "out of memory");
    w->patience = seconds * SECOND;
    pthread_mutex_init(&w->lock, NULL);
    if (pthread_create(&w->thread, NULL, run, w) == 0)
        return w;
    free(w);
    return NULL;
}

void watch_stop(struct watch *w)
{
    atomic_store(&w->stopping, true);
    pthread_join(w->thread, NULL);
    pthread_mutex_destroy(&w->lock);
    free(w);
}

struct watched *watch_add(struct watch *w, int fd)
{
    struct watched *c = calloc(1, sizeof *c);
    must(c != NULL && "out of memory");
    *c = (struct watched){.fd = fd, .since = clock_monotonic()};
    pthread_mutex_lock(&w->lock);
    c->next = w->first;
    c->back = &w->first;
    if (c->next)
        c->next->back = &c->next;
    w->first = c;
    pthread_mutex_unlock(&w->lock);
    return c;
}

static void set_since(struct watch *w, struct watched *c, int64_t since)
{
    pthread_mutex_lock(&w->lock);
    if (c)
        c->since = since;
    pthread_mutex_unlock(&w->lock);
}

void watch_wait(struct watch *w, struct watched *c)
{
    set_since(w, c, clock_monotonic());
}

void watch_rest(struct watch *w, struct watched *c)
{
    set_since(w, c, 0);
}

void watch_remove(struct watch *w, struct watched *c)
{
    pthread_mutex_lock(&w->lock);
    *c->back = c->next;
    if (c->next)
        c->next->back = c->back;
    pthread_mutex_unlock(&w->lock);
    free(c);
}
