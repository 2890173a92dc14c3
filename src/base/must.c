/* The crash report. It is written when memory may already be damaged, so it allocates nothing and goes straight to
 * standard error, one readable line after the other; the back trace needs -rdynamic to name functions. */
#include "base/must.h"
#include <execinfo.h>
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

noreturn void must_fail(const char *file, int line, const char *expression)
{
    char number[24];
    snprintf(number, sizeof number, ":%d\n", line);
    say("\n*** This cannot happen: ");
    say(expression);
    say("\n*** at ");
    say(file);
    say(number);
    say("*** while: ");
    say(doing ? doing : "(nothing said)");
    say("\n*** called from:\n");
    void *frames[TRACE_DEPTH];
    backtrace_symbols_fd(frames, backtrace(frames, TRACE_DEPTH), STDERR_FILENO);
    abort();
}
