/* kill [--postgres] [--kills N]: a crowd submits while the process is killed (SIGKILL) at random moments and started again. Each client tries
 * again with the same idempotency key until it is answered. Afterwards there are at least as many dossiers as were acknowledged and at most as
 * many as keys were used: nothing acknowledged is lost. A key whose first call was cut off is answered "already done" and may or may not have
 * its dossier, so "nothing is there twice" is only as strong as that upper bound. */
#include "base/id.h"
#include "base/text.h"
#include "races/crowd.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct { bool postgres; int64_t kills; } options = {.kills = 10};
static int passed, failed;

static void tell(bool good, const char *sentence, const char *why)
{
    *(good ? &passed : &failed) += 1;
    printf("%s - %s [%s]\n", good ? "ok" : "not ok", sentence, options.postgres ? "PostgreSQL" : "SQLite");
    if (!good)
        printf("#   %s\n", why ? why : "");
    fflush(stdout);
}

static const char *kill_often(struct arena *a, struct server *s, struct crowd *c)
{
    const char *why = NULL;
    for (int64_t i = 0; i < options.kills && !c->wrong; i++) {
        wait_milliseconds(100 + (int)random_below(600));
        server_stop(s, SIGKILL);
        if (!server_start(a, s, &why))
            return why;
    }
    return NULL;
}

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct promise *)a)->code, ((const struct promise *)b)->code);
}

static const char *promised_twice(struct crowd *c)
{
    qsort(c->promises, (size_t)c->begun, sizeof *c->promises, compare);
    for (int64_t i = 1; i < c->begun; i++)
        if (*c->promises[i].code && strcmp(c->promises[i].code, c->promises[i - 1].code) == 0)
            return c->promises[i].code;
    return NULL;
}

static const char *count_dossiers(struct arena *a, struct server *s, int64_t least, int64_t most)
{
    const char *said, *words[] = {"check-numbers", NULL};
    int status = server_command(a, s, words, &said);
    const char *at = strstr(said, "series, ");
    int64_t numbers = at ? strtoll(at + strlen("series, "), NULL, 10) : -1;
    bool good = status == 0 && numbers >= least && numbers <= most;
    return good ? NULL : arena_printf(a, "%lld acknowledged, %lld keys; %s", (long long)least, (long long)most, said);
}

static void run(struct arena *a)
{
    const char *why = NULL, *base = folder_temporary(a, "kill");
    struct server s = {.data = arena_printf(a, "%s/data", base), .db = options.postgres ? database_make(a, "test_kill", &why) : NULL};
    struct crowd c = {.servers = {&s}, .server_count = 1, .clients = 16, .patient = true, .run = "kill"};
    if (!why)
        server_prepare(a, &s);
    if (why || !server_start(a, &s, &why) || !crowd_gather(a, &c, &why)) {
        tell(false, "the crowd gathers", why);
        server_stop(&s, SIGKILL);
        return;
    }
    crowd_begin(&c);
    why = kill_often(a, &s, &c);
    tell(!why, "the process comes back after every kill", why);
    c.promise_room = c.begun; /* nothing new; what was begun is tried until it is answered */
    crowd_end(&c);
    if (c.begun > c.promise_room)
        c.begun = c.promise_room;
    printf("# %lld kills, %lld submissions begun, %lld acknowledged, %lld connections lost\n", (long long)options.kills, (long long)c.begun,
           (long long)c.acknowledged, (long long)c.broken);
    tell(!c.wrong, "nobody gets an answer that must not be", c.wrong);
    why = promised_twice(&c);
    tell(!why, "no number is promised twice", why);
    tell(server_stop(&s, SIGTERM), "the process ends well", s.data);
    why = count_dossiers(a, &s, c.acknowledged, c.begun);
    tell(!why, "nothing acknowledged is lost, and there are no more dossiers than keys", why);
    why = server_check_all(a, &s);
    tell(!why, "every dossier agrees with its journal, and the journal's chain holds", why);
    if (!failed)
        folder_remove(base);
    crowd_free(&c);
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    xmlInitParser();
    for (int i = 1; i < argc; i++) {
        if (text_equal(argv[i], "--postgres"))
            options.postgres = true;
        else if (text_equal(argv[i], "--kills") && i + 1 < argc)
            number_parse(argv[++i], &options.kills);
    }
    struct arena *a = arena_new((size_t)1 << 30);
    run(a);
    if (options.postgres)
        database_drop(a, "test_kill");
    arena_free(a);
    printf("%d passed, %d failed\n", passed, failed);
    return failed ? 1 : 0;
}
