#include "adapters/scan_clamd/scan_clamd.h"
#include "base/arena.h"
#include "base/test.h"
#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* The test file all scanners know (eicar.org), in two pieces so that no scanner takes this source for it. */
static const char eicar[] = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$"
                            "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

/* A stand-in that speaks the protocol: reads one stream, checks every length, looks for the test file. `manner` makes it misbehave. */
struct stand_in {
    int listener;
    const char *manner;
    size_t got;
    bool well_formed;
};

static bool take(int fd, void *to, size_t n)
{
    return recv(fd, to, n, MSG_WAITALL) == (ssize_t)n;
}

static void *serve(void *arg)
{
    struct stand_in *s = arg;
    int fd = accept(s->listener, NULL, NULL);
    char command[10], *bytes = calloc(1, 4 << 20);
    uint32_t n;
    if (fd < 0 || strcmp(s->manner, "hangs up") == 0)
        goto done;
    s->well_formed = take(fd, command, 10) && memcmp(command, "zINSTREAM", 10) == 0;
    while (take(fd, &n, 4) && ntohl(n) > 0 && s->got + ntohl(n) <= 4 << 20 && take(fd, bytes + s->got, ntohl(n)))
        s->got += ntohl(n);
    const char *answer = strcmp(s->manner, "confused") == 0            ? "INSTREAM size limit exceeded. ERROR"
                         : memmem(bytes, s->got, eicar, strlen(eicar)) ? "stream: Eicar-Signature FOUND"
                                                                       : "stream: OK";
    if (strcmp(s->manner, "silent") == 0)
        usleep(400000);
    else
        (void)!send(fd, answer, strlen(answer) + 1, MSG_NOSIGNAL);
done:
    free(bytes);
    if (fd >= 0)
        close(fd);
    return NULL;
}

static enum virus_verdict scanned(struct arena *a, const char *manner, const void *bytes, size_t n, const char **ret_name,
                                  struct stand_in *ret)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "/tmp/thubon-clamd-%d", (int)getpid());
    unlink(address.sun_path);
    *ret = (struct stand_in){.listener = socket(AF_UNIX, SOCK_STREAM, 0), .manner = manner};
    must(bind(ret->listener, (struct sockaddr *)&address, sizeof address) == 0 && listen(ret->listener, 1) == 0);
    pthread_t thread;
    pthread_create(&thread, NULL, serve, ret);
    int fd = memfd_create("sample", MFD_CLOEXEC);
    must(write(fd, bytes, n) == (ssize_t)n);
    struct virus_scanner *v = scan_clamd_new(a, arena_printf(a, "unix:%s", address.sun_path), 200);
    enum virus_verdict verdict = v->scan(v, a, fd, (int64_t)n, ret_name);
    pthread_join(thread, NULL);
    close(fd);
    close(ret->listener);
    unlink(address.sun_path);
    return verdict;
}

TEST("the test virus is found and named, also behind a megabyte of other bytes")
{
    struct stand_in s;
    const char *name = NULL;
    CHECK_INT(scanned(a, "", eicar, strlen(eicar), &name, &s), VIRUS_FOUND);
    CHECK_TEXT(name, "Eicar-Signature");
    size_t n = 1 << 20;
    char *big = arena_alloc(a, n);
    memset(big, 'x', n);
    memcpy(big + n - strlen(eicar), eicar, strlen(eicar));
    CHECK_INT(scanned(a, "", big, n, &name, &s), VIRUS_FOUND);
    CHECK(s.well_formed && s.got == n);
}

TEST("a clean file is clean, and every byte of it was sent")
{
    struct stand_in s;
    const char *name = NULL;
    CHECK_INT(scanned(a, "", "hello", 5, &name, &s), VIRUS_CLEAN);
    CHECK(s.well_formed && s.got == 5 && name == NULL);
}

TEST("a scanner that is confused, silent, gone or not there is never taken for a clean answer")
{
    struct stand_in s;
    const char *name = NULL;
    static const char *const manners[] = {"confused", "silent", "hangs up"};
    for (size_t i = 0; i < 3; i++)
        if (scanned(a, manners[i], "hello", 5, &name, &s) != VIRUS_UNKNOWN)
            test_fail(__FILE__, __LINE__, "%s", manners[i]);
    static const char *const addresses[] = {"unix:/nonexistent/clamd", "127.0.0.1:1", "nowhere", "127.0.0.1:", "a.b:99999"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        struct virus_scanner *v = scan_clamd_new(a, addresses[i], 200);
        CHECK_INT(v->scan(v, a, 0, 5, &name), VIRUS_UNKNOWN);
    }
}
