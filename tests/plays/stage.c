/* The stage of a play: the server with its clock and jobs, and who is on it. */
#include "base/clock.h"
#include "base/csv.h"
#include "base/date.h"
#include "base/file.h"
#include "base/text.h"
#include "plays/play.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { JOBS_MS = 30000, LOOK_MS = 50 };

bool stage_open(struct play *p, const char *clock)
{
    const char *why = NULL;
    p->server.clock = clock;
    server_prepare(p->arena, &p->server);
    if (!server_start(p->arena, &p->server, &why))
        return play_fail(p, "%s", why);
    p->control = browser_new(p->arena, p->server.url, 0);
    p->control->address = "127.0.0.1"; /* figures are for this machine */
    curl_easy_setopt(p->control->curl, CURLOPT_INTERFACE, p->control->address);
    return true;
}

void stage_close(struct play *p)
{
    if (p->server.pid && !server_stop(&p->server, SIGTERM) && !p->why)
        play_fail(p, "the server did not end well; see %s.log", p->server.data);
}

/* The clock goes on where it stood: the stand-ins' clock is asked first. */
bool stage_restart(struct play *p, bool kill)
{
    const char *why = NULL;
    int64_t now = stage_now(p);
    if (!server_stop(&p->server, kill ? SIGKILL : SIGTERM))
        return play_fail(p, "the server did not end well; see %s.log", p->server.data);
    p->server.clock = time_iso(p->arena, now);
    return server_start(p->arena, &p->server, &why) || play_fail(p, "%s", why);
}

struct browser *stage_actor(struct play *p, const char *name, bool *ret_new)
{
    *ret_new = false;
    for (size_t i = 0; i < p->actor_count; i++)
        if (strcmp(p->actors[i].name, name) == 0)
            return p->actors[i].browser;
    if (p->actor_count == MOST_BROWSERS) {
        play_fail(p, "more than %d people", MOST_BROWSERS);
        return NULL;
    }
    *ret_new = true;
    struct browser *b = browser_new(p->arena, p->server.url, (int)p->actor_count + 1);
    p->actors[p->actor_count++] = (struct actor){name, b};
    return b;
}

/* --- clock --------------------------------------------------------------------------------------------------------------------- */

static const char *control(struct play *p, const char *path, const struct pair *form)
{
    struct request_body body = {.method = "POST", .pairs = form};
    const char *url = arena_printf(p->arena, "%s%s", p->server.sandbox, path);
    if (!(form ? browser_send(p->control, url, &body) : browser_get(p->control, url)) || p->control->now->status != 200) {
        play_fail(p, "the stand-ins do not answer: %s", p->control->trouble ? p->control->trouble : p->control->now->body);
        return "";
    }
    return p->control->now->body;
}

int64_t stage_now(struct play *p)
{
    const char *at = strstr(control(p, "/clock", NULL), "\"microseconds\":");
    return at ? strtoll(at + strlen("\"microseconds\":"), NULL, 10) : 0;
}

bool stage_move_clock(struct play *p, int64_t to)
{
    struct pair *form = NULL;
    pair_add(p->arena, &form, "to", time_iso(p->arena, to), false);
    control(p, "/clock", form);
    return !p->why;
}

/* Saturday, Sunday and the holidays of the package are free, unless the package says that a Saturday is worked. */
bool stage_is_working_day(struct play *p, int32_t day)
{
    size_t n;
    struct csv c;
    struct csv_record r;
    const char *text = file_read(p->arena, arena_printf(p->arena, "%s/provinces/quang-nam/calendar/holidays.csv", p->server.source), 1 << 20, &n);
    const char *wanted = date_iso(p->arena, date_from_days(day));
    csv_begin(&c, text ? text : "", text ? n : 0);
    while (csv_next(&c, p->arena, &r))
        if (r.count > 3 && strcmp(r.fields[0], wanted) == 0)
            return strstr(r.fields[3], "work") != NULL;
    return date_weekday(day) <= 5;
}

/* --- jobs -------------------------------------------------------------------------------------------------------------------------- */

static int64_t figure(const char *text, const char *name)
{
    for (const char *at = text; (at = strstr(at, name)); at += strlen(name))
        if ((at == text || at[-1] == '\n') && at[strlen(name)] == ' ')
            return strtoll(at + strlen(name), NULL, 10);
    return -1;
}

/* Waits until nothing is due: a job that runs counts as due until it has ended. */
bool stage_run_jobs(struct play *p)
{
    for (int waited = 0; waited < JOBS_MS; waited += LOOK_MS) {
        if (!browser_go(p->control, "/metrics") || p->control->now->status != 200)
            return play_fail(p, "no figures of the jobs: %s", p->control->trouble ? p->control->trouble : p->control->now->body);
        if (figure(p->control->now->body, "thubon_jobs_due") == 0)
            return true;
        wait_milliseconds(LOOK_MS);
    }
    return play_fail(p, "jobs are still due after %d s; see %s.log", JOBS_MS / 1000, p->server.data);
}

const char *stage_password(struct play *p, const char *login)
{
    size_t n;
    struct csv c;
    struct csv_record r;
    const char *text = file_read(p->arena, arena_printf(p->arena, "%s/provinces/quang-nam/demo/officers.csv", p->server.source), 1 << 20, &n);
    csv_begin(&c, text ? text : "", text ? n : 0);
    while (csv_next(&c, p->arena, &r))
        if (r.count > 1 && strcmp(r.fields[0], login) == 0)
            return r.fields[1];
    return NULL;
}
