/* Starting and stopping a process; shared by the commands in this folder. */
#pragma once
#include "core/app.h"
#include "core/q.h"

struct options {
    struct settings settings;
    const char *command;
    int argc;     /* what follows the options */
    char **argv;
    int sandbox_port;
    const char *unix_socket; /* --socket: serve nginx instead of a port */
    int job_threads, readers, connections;
    bool quiet;
};
static inline int app_sandbox_port(const struct options *o) { return o->sandbox_port ? o->sandbox_port : o->settings.port + 1; }
/* Reads the command line; prints what is wrong and returns false. */
bool options_read(int argc, char **argv, struct options *ret);
void options_help(void);

/* Opens database, migrations, package, modules (loading a new package); prints what failed. */
/* Settings and drivers only; no file is touched. */
void app_prepare(struct q *q, struct app *app, const struct options *o);
enum result app_start(struct q *q, struct app *app, const struct options *o);
void app_stop(struct app *app);
/* Prints the failure of q in words on standard error. */
void app_say_problem(struct q *q, const char *doing);

int command_serve(struct q *q, struct app *app, const struct options *o); /* web, jobs, all, sandbox */
int command_check(struct q *q, struct app *app, const struct options *o);
int command_load(struct q *q, struct app *app, const struct options *o);
int command_migrate(struct q *q, struct app *app, const struct options *o);
int command_backup(struct q *q, struct app *app, const struct options *o);
int command_restore(struct q *q, struct app *app, const struct options *o);
int command_check_journal(struct q *q, struct app *app, const struct options *o);
int command_of_module(struct q *q, struct app *app, const struct options *o, bool *ret_known);
