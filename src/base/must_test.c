#include "base/test.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROMISE_LINE = __LINE__ + 5 };

static void break_a_promise(void)
{
    must_doing("POST /ho-so/nop request 01J");
    must(1 + 1 == 3);
}

/* Runs the function in a child and returns what it wrote to standard error. */
static const char *report_of(struct arena *a, void (*run)(void), int *ret_status)
{
    int ends[2];
    if (pipe(ends) != 0)
        return NULL;
    pid_t child = fork();
    must(child >= 0); /* or kill() below would mean everybody */
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
        dup2(ends[1], STDERR_FILENO);
        run();
        _exit(0);
    }
    close(ends[1]);
    char *text = arena_alloc(a, 65536);
    size_t n = 0;
    for (ssize_t got; n < 65535 && (got = read(ends[0], text + n, 65535 - n)) > 0;)
        n += (size_t)got;
    close(ends[0]);
    waitpid(child, ret_status, 0);
    return text;
}

static void keep_a_promise(void)
{
    must(1 + 1 == 2);
}

TEST("a broken promise ends the program with what was asked, where, what the thread was doing and who called")
{
    int status = 0;
    const char *report = report_of(a, break_a_promise, &status);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    CHECK(strstr(report, "1 + 1 == 3") != NULL);
    CHECK(strstr(report, arena_printf(a, "must_test.c:%d\n", PROMISE_LINE)) != NULL);
    CHECK(strstr(report, "while: POST /ho-so/nop request 01J") != NULL);
    CHECK(strstr(report, "test_main") != NULL);
}

TEST("a promise that holds costs nothing and says nothing")
{
    int status = -1;
    CHECK_TEXT(report_of(a, keep_a_promise, &status), "");
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

__attribute__((unused)) static void touch_nothing(void)
{
    volatile int *volatile nowhere = NULL;
    must_report_signals();
    must_doing("job 7");
    *nowhere = 1;
}

TEST("a wrong access to memory is reported like a broken promise, and still ends the program by its signal")
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_UNDEFINED__)
    test_skip("sanitizers report it themselves");
#else
    int status = 0;
    const char *report = report_of(a, touch_nothing, &status);
    CHECK(strstr(report, "a wrong access to memory\n*** while: job 7") != NULL);
    CHECK(WIFSIGNALED(status));
    CHECK_INT(WTERMSIG(status), SIGSEGV);
#endif
}

static void go_over_the_maximum(void)
{
    arena_alloc(arena_new(1000), 1001);
}

TEST("going over an arena's stated maximum is a broken promise")
{
    int status = 0;
    CHECK(strstr(report_of(a, go_over_the_maximum, &status), "stated maximum") != NULL);
    CHECK(WIFSIGNALED(status));
}

static void fail_a_check(void)
{
    test_fail("some.c", 7, "%d is wrong", 5);
    _exit(test_failed() ? 3 : 4);
}

TEST("a failed check makes the running test failed")
{
    int status = 0;
    report_of(a, fail_a_check, &status);
    CHECK(WIFEXITED(status));
    CHECK_INT(WEXITSTATUS(status), 3);
    CHECK(!test_failed());
}
