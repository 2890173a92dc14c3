#include "adapters/parse_jail/child.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/test.h"
#include "base/text.h"
#include "engines/files/samples_for_test.h"
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* A parser with a hole: the file says what the attacker does through it. Nothing of it may have an effect outside. */
static void misbehave(struct arena *a, const uint8_t *bytes, size_t n, const struct file_limits *limits, struct file_report *ret)
{
    const char *how = n > 5 && memcmp(bytes, "evil:", 5) == 0 ? (const char *)bytes + 5 : "";
    if (strcmp(how, "crash") == 0)
        raise(SIGSEGV);
    while (strcmp(how, "loop") == 0)
        __asm__ volatile("");
    if (strcmp(how, "open") == 0)
        (void)!open("/etc/passwd", O_RDONLY);
    if (strcmp(how, "socket") == 0)
        socket(AF_INET, SOCK_STREAM, 0);
    if (strcmp(how, "fork") == 0)
        fork();
    if (strcmp(how, "exec") == 0)
        execl("/bin/sh", "sh", "-c", "true", (char *)NULL);
    if (strcmp(how, "kill") == 0)
        kill(getppid(), SIGTERM);
    if (strcmp(how, "code") == 0)
        mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (size_t size = 1 << 24; strcmp(how, "memory") == 0; size *= 2)
        memset(malloc(size), 1, size);
    while (strcmp(how, "flood") == 0)
        (void)!write(1, "{\"kind\":1,\"problems\":[]}", 24);
    if (strcmp(how, "garbage") == 0) {
        (void)!write(1, "{\"kind\":1,\"problems\":[]}", 24);
        _exit(0);
    }
    if (strcmp(how, "fail") == 0)
        _exit(7);
    file_inspect(a, bytes, n, limits, ret);
}

/* This test program is its own child: started with "jail" it never reaches the tests. (glibc hands constructors the arguments of main.) */
__attribute__((constructor)) static void become_child(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "jail") == 0)
        _exit(parse_jail_child_with(argc, argv, misbehave));
}

static int descriptor(const void *bytes, size_t n)
{
    int fd = memfd_create("sample", MFD_CLOEXEC);
    must(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
    return fd;
}

static struct file_report inspect(struct arena *a, struct file_jail *jail, const void *bytes, size_t n)
{
    struct file_limits limits = file_limits_usual();
    struct file_report r = {0};
    int fd = descriptor(bytes, n);
    enum result result = file_check(jail, NULL, a, fd, (int64_t)n, &limits, &r);
    close(fd);
    if (result != OK)
        test_fail(__FILE__, __LINE__, "result %d", result);
    return r;
}

static struct file_jail *usual(struct arena *a)
{
    return parse_jail_new(a, "/proc/self/exe", 2000, 400 << 20, 4);
}

TEST("the jail gives the same report as the parser itself")
{
    struct buf png, pdf;
    struct file_limits limits = file_limits_usual();
    struct file_report want, got;
    struct file_jail *jail = usual(a);
    sample_png(a, &png, 1300, 1300, 1300);
    file_inspect(a, (const uint8_t *)png.data, png.length, &limits, &want);
    got = inspect(a, jail, png.data, png.length);
    CHECK(got.kind == FILE_PNG && got.width == want.width && got.dpi == want.dpi && got.size == want.size && got.problem_count == 0);
    sample_pdf(a, &pdf, "5 0 obj << /S /JavaScript >> endobj", "BT (x) Tj ET", true);
    got = inspect(a, jail, pdf.data, pdf.length);
    CHECK(got.kind == FILE_PDF && got.problem_count == 1);
    CHECK_TEXT(got.problems[0].code, "script");
}

TEST("whatever a parser with a hole does, the answer is \"cannot be read safely\" and we go on")
{
    static const char *const tricks[] = {"crash", "open", "socket", "fork", "exec", "kill", "code", "memory", "flood", "fail"};
    struct file_jail *jail = usual(a);
    for (size_t i = 0; i < sizeof tricks / sizeof *tricks; i++) {
        const char *bytes = arena_printf(a, "evil:%s", tricks[i]);
        struct file_report r = inspect(a, jail, bytes, strlen(bytes) + 1);
        if (r.problem_count != 1 || strcmp(r.problems[0].code, "unsafe") != 0 || !file_report_refused(&r))
            test_fail(__FILE__, __LINE__, "%s: %zu problems, first %s", tricks[i], r.problem_count,
                      r.problem_count ? r.problems[0].code : "none");
    }
    struct buf png;
    sample_png(a, &png, 1300, 1300, 1300);
    CHECK_INT(inspect(a, jail, png.data, png.length).problem_count, 0);
    CHECK(waitpid(-1, NULL, WNOHANG) == -1); /* no child is left behind */
}

TEST("a file that keeps the parser busy is given up when its time is over")
{
    struct file_jail *jail = parse_jail_new(a, "/proc/self/exe", 300, 0, 4);
    int64_t before = clock_monotonic();
    struct file_report r = inspect(a, jail, "evil:loop", 10);
    int64_t took = clock_monotonic() - before;
    CHECK_TEXT(r.problems[0].code, "unsafe");
    CHECK(took >= 250 * 1000); /* and not for ever: the test itself would hang */
}

TEST("when no child can be had, the caller is told to try again")
{
    struct file_limits limits = file_limits_usual();
    struct file_report r;
    int fd = descriptor("x", 1);
    CHECK_INT(file_check(parse_jail_new(a, "/nonexistent", 300, 0, 1), NULL, a, fd, 1, &limits, &r), PROBLEM_BUSY);
    close(fd);
}

static void *inspect_some(void *jail)
{
    struct arena *a = arena_new(64 << 20);
    struct buf png;
    intptr_t good = 0;
    sample_png(a, &png, 1300, 1300, 1300);
    for (int i = 0; i < 3; i++) {
        good += inspect(a, jail, png.data, png.length).problem_count == 0;
        good += inspect(a, jail, "evil:crash", 11).problem_count == 1;
    }
    arena_free(a);
    return (void *)good;
}

TEST("several threads use the jail at once, crashes of one do not touch the others")
{
    struct file_jail *jail = parse_jail_new(a, "/proc/self/exe", 10000, 0, 2);
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, inspect_some, jail);
    for (int i = 0; i < 4; i++) {
        void *good;
        pthread_join(threads[i], &good);
        CHECK_INT((intptr_t)good, 6);
    }
}

static enum virus_verdict found(struct virus_scanner *v, struct arena *a, int fd, int64_t size, const char **ret_name)
{
    (void)v, (void)a, (void)fd, (void)size;
    *ret_name = "Eicar";
    return VIRUS_FOUND;
}

static enum virus_verdict silent(struct virus_scanner *v, struct arena *a, int fd, int64_t size, const char **ret_name)
{
    (void)v, (void)a, (void)fd, (void)size, (void)ret_name;
    return VIRUS_UNKNOWN;
}

TEST("a virus refuses the file; a scanner that is silent warns and refuses nothing")
{
    struct file_limits limits = file_limits_usual();
    struct file_report r;
    struct buf png;
    struct virus_scanner finds = {found}, says_nothing = {silent};
    sample_png(a, &png, 1300, 1300, 1300);
    int fd = descriptor(png.data, png.length);
    CHECK_OK(file_check(usual(a), &finds, a, fd, (int64_t)png.length, &limits, &r));
    CHECK(r.problem_count == 1 && file_report_refused(&r));
    CHECK_OK(file_check(usual(a), &says_nothing, a, fd, (int64_t)png.length, &limits, &r));
    close(fd);
    CHECK(r.problem_count == 1 && !file_report_refused(&r));
    CHECK_TEXT(r.problems[0].code, "not-scanned");
}
