/* The roles that stay: web, jobs, all, sandbox. They end on SIGTERM or SIGINT: no new requests, running ones and jobs finish. */
#include "app/app.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/must.h"
#include "base/text.h"
#include "core/access.h"
#include "core/http/http.h"
#include "core/jobs.h"
#include "sandbox/sandbox.h"
#include "sandbox/smtp.h"
#include <signal.h>
#include <unistd.h>

struct roles { bool web, jobs, sandbox; };
struct running { struct http_server *web, *sandbox; struct sandbox_smtp *mail; struct jobs_runner *jobs; };

static struct roles roles_of(const struct options *o)
{
    bool all = text_equal(o->command, "all");
    return (struct roles){.web = all || text_equal(o->command, "web"), .jobs = all || text_equal(o->command, "jobs"),
                          .sandbox = (all && o->settings.demo) || text_equal(o->command, "sandbox")};
}

/* One request of the web role: its struct q lives as long as the request's arena. */
static void handle_web(struct app *app, struct request *request, struct arena *arena, struct reply *reply)
{
    struct q *q = arena_new_one(arena, struct q);
    *q = (struct q){.arena = arena, .app = app, .account = &account_nobody, .request = request, .reply = reply, .from = request->remote};
    http_serve(q);
}

static enum result start_roles(struct q *q, struct app *app, const struct options *o, struct roles roles, struct running *r)
{
    struct http_listen web = {.unix_socket = o->unix_socket, .address = "127.0.0.1", .port = app->settings.port, .max_connections = o->connections};
    struct http_listen sandbox = {.address = "127.0.0.1", .port = app_sandbox_port(o), .max_connections = o->connections};
    if (roles.sandbox)
        TRY(http_server_start(q, app, &sandbox, sandbox_handle, &r->sandbox));
    if (roles.sandbox)
        TRY(sandbox_smtp_start(q, app, app_sandbox_port(o) + 1, &r->mail));
    if (roles.web)
        TRY(http_server_start(q, app, &web, handle_web, &r->web));
    if (roles.jobs)
        TRY(jobs_start(q, o->job_threads, &r->jobs));
    return OK;
}

static void stop_roles(struct running *r)
{
    if (r->web)
        http_server_stop(r->web);
    jobs_stop(r->jobs);
    sandbox_smtp_stop(r->mail);
    if (r->sandbox)
        http_server_stop(r->sandbox);
}

static void wait_for_signal(const sigset_t *set)
{
    int got = 0;
    while (sigwait(set, &got) != 0 || (got != SIGTERM && got != SIGINT))
        ;
    log_info("process.stops", LOG_I("signal", got));
}

int command_serve(struct q *q, struct app *app, const struct options *o)
{
    struct running running = {0};
    struct roles roles = roles_of(o);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set, NULL); /* before any thread is made */
    signal(SIGPIPE, SIG_IGN);
    int64_t began = clock_monotonic();
    if (app_start(q, app, o) != OK || start_roles(q, app, o, roles, &running) != OK) {
        app_say_problem(q, "cannot start");
        return 1;
    }
    log_info("process.ready", LOG_S("role", o->command), LOG_I("microseconds", clock_monotonic() - began));
    printf("ready %s\n", roles.web ? app->settings.base_url : o->command);
    if (roles.sandbox)
        printf("stand-ins %s\n", app->settings.sandbox_url ? app->settings.sandbox_url : "");
    fflush(stdout);
    wait_for_signal(&set);
    stop_roles(&running);
    app_stop(app);
    return 0;
}
