/* thubon: one program, many roles. See options.c for the command line, start.c for how a process begins. */
#include "app/app.h"
#include "adapters/parse_jail/parse_jail.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/must.h"
#include "base/text.h"
#include "core/access.h"
#include "core/module.h"

typedef int command_fn(struct q *q, struct app *app, const struct options *o);
static const struct { const char *name; command_fn *run; } commands[] = {
    {"all", command_serve}, {"web", command_serve}, {"jobs", command_serve}, {"sandbox", command_serve},
    {"check", command_check}, {"load", command_load}, {"migrate", command_migrate},
    {"check-journal", command_check_journal}, {"backup", command_backup}, {"restore", command_restore},
};

static const struct command *module_command(const char *name)
{
    for (const struct module *const *m = all_modules; *m; m++)
        for (const struct command *c = (*m)->commands; c && c->name; c++)
            if (text_equal(c->name, name))
                return c;
    return NULL;
}

static int run_module_command(struct q *q, struct app *app, const struct options *o, const struct command *c)
{
    if (app_start(q, app, o) != OK) {
        app_say_problem(q, "cannot start");
        return 1;
    }
    int status = c->run(q, o->argc, o->argv);
    if (q->problem.kind != OK)
        app_say_problem(q, c->name);
    app_stop(app);
    return status;
}

static void help(void)
{
    options_help();
    for (const struct module *const *m = all_modules; *m; m++)
        for (const struct command *c = (*m)->commands; c && c->name; c++)
            printf("  %-14s %s\n", c->name, c->usage);
}

int main(int argc, char **argv)
{
    if (argc > 1 && text_equal(argv[1], "jail")) /* the child that inspects one upload: nothing else of the program is set up */
        return parse_jail_child(argc, argv);
    static struct app app;
    struct options o;
    if (!options_read(argc, argv, &o) || !clock_from_environment())
        return 2;
    must_report_signals();
    log_set_level(o.quiet ? LOG_WARN : LOG_INFO);
    struct q q = {.arena = arena_new((size_t)1 << 30), .account = &account_nobody, .from = o.command, .request_id = o.command};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (text_equal(commands[i].name, o.command))
            return commands[i].run(&q, &app, &o);
    const struct command *c = module_command(o.command);
    if (c)
        return run_module_command(&q, &app, &o, c);
    help();
    return text_equal(o.command, "help") || text_equal(o.command, "--help") ? 0 : 2;
}
