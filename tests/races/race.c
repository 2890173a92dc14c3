/* race [--postgres] [--submissions N] [--clients N]: a crowd submits across midnight and New Year; on PostgreSQL two web processes share the
 * work. Afterwards: every promised number is there, none is there twice, none is missing in its series, days and years begin anew, and
 * every dossier agrees with its journal. */
#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "races/crowd.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct { bool postgres; int64_t submissions, clients; } options = {.submissions = 2000, .clients = 64};
static int passed, failed;

static void tell(bool good, const char *sentence, const char *why)
{
    *(good ? &passed : &failed) += 1;
    printf("%s - %s [%s]\n", good ? "ok" : "not ok", sentence, options.postgres ? "PostgreSQL" : "SQLite");
    if (!good)
        printf("#   %s\n", why);
    fflush(stdout);
}

static void move_clock(struct arena *a, struct server *s, const char *to)
{
    struct browser *b = browser_new(a, s->url, 0);
    struct pair *form = NULL;
    struct request_body body = {.method = "POST"};
    pair_add(a, &form, "to", to, false);
    body.pairs = form;
    browser_send(b, arena_printf(a, "%s/clock", s->sandbox), &body);
}

/* The codes themselves: H47.32.02-241231-0007 → its day; the same code twice is a lie whatever the database says. */
static int compare(const void *a, const void *b)
{
    return strcmp(((const struct promise *)a)->code, ((const struct promise *)b)->code);
}

static const char *look_at_codes(struct arena *a, struct crowd *c, int64_t *ret_old, int64_t *ret_new)
{
    qsort(c->promises, (size_t)c->submissions, sizeof *c->promises, compare);
    *ret_old = *ret_new = 0;
    for (int64_t i = 0; i < c->submissions; i++) {
        const char *code = c->promises[i].code;
        if (!*code)
            return arena_printf(a, "%s was never acknowledged", c->promises[i].key);
        if (i > 0 && strcmp(code, c->promises[i - 1].code) == 0)
            return arena_printf(a, "%s was promised twice", code);
        *ret_old += strstr(code, "-241231-") != NULL;
        *ret_new += strstr(code, "-250101-") != NULL;
    }
    return NULL;
}

static const char *count_numbers(struct arena *a, struct server *s, int64_t wanted)
{
    const char *said, *words[] = {"check-numbers", NULL};
    int status = server_command(a, s, words, &said);
    const char *at = strstr(said, "series, ");
    int64_t numbers = at ? strtoll(at + strlen("series, "), NULL, 10) : -1;
    if (status != 0 || numbers != wanted)
        return arena_printf(a, "%lld numbers were promised; %s", (long long)wanted, said);
    return NULL;
}

static const char *open_servers(struct arena *a, struct server *servers, size_t count)
{
    const char *why = NULL, *base = folder_temporary(a, "race"), *db = NULL;
    if (options.postgres && !(db = database_make(a, "test_race", &why)))
        return why;
    for (size_t i = 0; i < count; i++) {
        servers[i] = (struct server){.data = arena_printf(a, "%s/data", base), .db = db, .clock = "2024-12-31T23:30:00+07:00"};
        server_prepare(a, &servers[i]);
        if (!server_start(a, &servers[i], &why))
            return why;
    }
    return NULL;
}

static void run(struct arena *a)
{
    static struct server servers[2];
    const char *why;
    size_t count = options.postgres ? 2 : 1;
    struct crowd c = {.server_count = count, .clients = (int)options.clients, .submissions = options.submissions, .patient = true, .twice_every = 10};
    for (size_t i = 0; i < count; i++)
        c.servers[i] = &servers[i];
    if ((why = open_servers(a, servers, count)) || !crowd_gather(a, &c, &why)) {
        tell(false, "the crowd gathers", why);
        return;
    }
    int64_t began = clock_monotonic(), old, new;
    crowd_begin(&c);
    while (c.acknowledged < options.submissions / 3 && !c.wrong && clock_monotonic() - began < 1800 * SECOND)
        wait_milliseconds(10);
    for (size_t i = 0; i < count; i++)
        move_clock(a, &servers[i], "2024-12-31T23:59:59.500+07:00");
    crowd_end(&c);
    double seconds = (double)(clock_monotonic() - began) / SECOND;
    printf("# %lld submissions by %d clients to %zu processes in %.1f s (%.0f/s); %lld asked to wait, %lld connections lost\n", (long long)c.acknowledged,
           c.clients, count, seconds, (double)c.acknowledged / seconds, (long long)c.refused, (long long)c.broken);
    tell(!c.wrong, "nobody gets an answer that must not be", c.wrong);
    why = look_at_codes(a, &c, &old, &new);
    tell(!why, "every submission is acknowledged with a number of its own", why);
    tell(old > 0 && new > 0 && old + new == c.submissions, "the series goes over midnight and New Year while all submit",
         arena_printf(a, "%lld in the old year, %lld in the new", (long long)old, (long long)new));
    for (size_t i = 0; i < count; i++)
        tell(server_stop(&servers[i], SIGTERM), "the process ends well", servers[i].data);
    why = count_numbers(a, &servers[0], c.submissions);
    tell(!why, "no number is missing, none is there twice, none too many", why);
    why = server_check_all(a, &servers[0]);
    tell(!why, "every dossier agrees with its journal, and the journal's chain holds", why);
    folder_remove(arena_strndup(a, servers[0].data, strlen(servers[0].data) - strlen("/data")));
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
        else if (text_equal(argv[i], "--submissions") && i + 1 < argc)
            number_parse(argv[++i], &options.submissions);
        else if (text_equal(argv[i], "--clients") && i + 1 < argc)
            number_parse(argv[++i], &options.clients);
    }
    struct arena *a = arena_new((size_t)1 << 30);
    run(a);
    if (options.postgres)
        database_drop(a, "test_race");
    arena_free(a);
    printf("%d passed, %d failed\n", passed, failed);
    return failed ? 1 : 0;
}
