#include "base/test.h"
#include "base/clock.h"
#include <stdio.h>

enum { TEST_MEMORY = 512 * 1024 * 1024 };

static struct test *tests, **next_place = &tests;
static bool failed;
static const char *skipped;

/* Runs before main, in the order of the files on the command line of the linker. */
void test_register(struct test *t)
{
    *next_place = t;
    next_place = &t->next;
}

void test_fail(const char *file, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    printf("# %s:%d: ", file, line);
    vprintf(format, args);
    putchar('\n');
    va_end(args);
    failed = true;
}

bool test_failed(void)
{
    return failed;
}

void test_skip(const char *why)
{
    skipped = why;
}

static void run(struct test *t)
{
    failed = false;
    skipped = NULL;
    must_doing(t->sentence);
    struct arena *a = arena_new(TEST_MEMORY);
    t->run(a);
    arena_free(a);
    must_doing(NULL);
    clock_set(0);
}

/* Each line is written out at once: when a test crashes, the line before names the last that did not. */
static void say_outcome(const struct test *t)
{
    if (failed)
        printf("not ok - %s (%s:%d)\n", t->sentence, t->file, t->line);
    else if (skipped)
        printf("skip - %s: %s\n", t->sentence, skipped);
    else
        printf("ok - %s\n", t->sentence);
    fflush(stdout);
}

int test_main(int argc, char **argv)
{
    const char *part = argc > 1 ? argv[1] : "";
    int counts[3] = {0}; /* passed, failed, skipped */
    for (struct test *t = tests; t; t = t->next) {
        if (!strstr(t->sentence, part) && !strstr(t->file, part))
            continue;
        run(t);
        say_outcome(t);
        counts[failed ? 1 : skipped ? 2 : 0]++;
    }
    if (counts[2])
        printf("%d skipped\n", counts[2]);
    printf("%d passed, %d failed\n", counts[0], counts[1]);
    return counts[1] > 0;
}
