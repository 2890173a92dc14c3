/* The crash report. It is written when memory may already be damaged, so it allocates nothing and goes straight to
 * standard error, one readable line after the other; the back trace needs -rdynamic to name functions. */
#include "base/must.h"
#include <execinfo.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TRACE_DEPTH = 48 };

static _Thread_local const char *doing;

void must_doing(const char *what)
{
    doing = what;
}

static void say(const char *s)
{
    ssize_t written = write(STDERR_FILENO, s, strlen(s));
    (void)written; /* nobody left to tell */
}

static void say_circumstances(void)
{
    say("\n*** while: ");
    say(doing ? doing : "(nothing said)");
    say("\n*** called from:\n");
    void *frames[TRACE_DEPTH];
    backtrace_symbols_fd(frames, backtrace(frames, TRACE_DEPTH), STDERR_FILENO);
}

noreturn void must_fail(const char *file, int line, const char *expression)
{
    char number[24];
    snprintf(number, sizeof number, ":%d", line);
    say("\n*** This cannot happen: ");
    say(expression);
    say("\n*** at ");
    say(file);
    say(number);
    say_circumstances();
    abort();
}

/* The handler was installed for one use: returning repeats the wrong access, which then ends the program as it would have. */
static void on_signal(int number)
{
    say("\n*** This cannot happen: ");
    say(number == SIGFPE ? "a division by zero" : number == SIGILL ? "a wrong instruction" : "a wrong access to memory");
    say_circumstances();
}

void must_report_signals(void)
{
    static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
    void *frame;
    backtrace(&frame, 1); /* loads what it needs now, and not when memory is damaged */
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
        sigaction(signals[i], &action, NULL);
    }
}
