/* The parent's side: start the child, hand over the file, wait no longer than allowed, read the answer. See parse_jail.h for why. */
#include "adapters/parse_jail/parse_jail.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <semaphore.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_ANSWER = 65536 };
struct jail {
    struct file_jail jail;
    const char *program;
    int64_t time_limit_ms, memory_bytes;
    sem_t children; /* how many more may run */
};

/* The limits as the child reads them; order is that of struct file_limits. */
static const char *limits_text(struct arena *a, const struct jail *j, const struct file_limits *l)
{
    return arena_printf(a, "%u,%lld,%lld,%lld,%d,%d,%d,%d,%lld,%lld", l->kinds, (long long)l->max_bytes, (long long)l->max_pixels,
                        (long long)l->max_unpacked, l->max_ratio, l->max_entries, l->max_pages, l->min_dpi, (long long)j->time_limit_ms,
                        (long long)j->memory_bytes);
}

/* Descriptor 0 is the file, 1 the pipe, 2 nothing; no other is inherited, no variable of the environment either. The file is opened anew
 * through /proc so that its read position is the child's own. */
static pid_t start(const struct jail *j, const char *limits, int fd, int pipe_out)
{
    char path[40];
    char *const arguments[] = {"thubon", "jail", (char *)limits, NULL};
    char *const environment[] = {"LC_ALL=C.UTF-8", NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    pid_t child = -1;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return -1;
    sigemptyset(&none);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, file, 0);
    posix_spawn_file_actions_adddup2(&actions, pipe_out, 1);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    int error = posix_spawn(&child, j->program, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    close(file);
    if (error)
        log_wrong("jail.start", LOG_S("why", strerror(error)));
    return error ? -1 : child;
}

/* Reads until the child closes its end; false when time is up or the answer is too long. */
static bool read_answer(int fd, int64_t until, char *to, size_t *ret_n)
{
    *ret_n = 0;
    for (;;) {
        int64_t left = (until - clock_monotonic()) / 1000;
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        int ready = left > 0 ? poll(&wait, 1, (int)left) : 0;
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0 || *ret_n == MOST_ANSWER)
            return false;
        ssize_t got = read(fd, to + *ret_n, MOST_ANSWER - *ret_n);
        if (got <= 0)
            return got == 0;
        *ret_n += (size_t)got;
    }
}

static void unsafe(int64_t size, struct file_report *ret)
{
    struct arena *a = arena_new(65536);
    static const char answer[] = "{\"kind\":0,\"problems\":[\"unsafe\"]}";
    file_report_read(a, answer, sizeof answer - 1, ret);
    ret->size = size;
    arena_free(a);
}

static enum result run(const struct jail *j, struct arena *a, int fd, int64_t size, const struct file_limits *limits,
                       struct file_report *ret)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return PROBLEM_BUSY;
    pid_t child = start(j, limits_text(a, j, limits), fd, ends[1]);
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return PROBLEM_BUSY;
    }
    char *answer = arena_alloc(a, MOST_ANSWER + 1);
    size_t n;
    bool whole = read_answer(ends[0], clock_monotonic() + j->time_limit_ms * 1000, answer, &n);
    close(ends[0]);
    if (!whole)
        kill(child, SIGKILL);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    if (!whole || !WIFEXITED(status) || WEXITSTATUS(status) != 0 || !file_report_read(a, answer, n, ret)) {
        log_warn("jail.unsafe", LOG_B("in_time", whole), LOG_I("status", status), LOG_I("size", size));
        unsafe(size, ret);
    }
    ret->size = size;
    return OK;
}

static enum result inspect(struct file_jail *self, struct arena *a, int fd, int64_t size, const struct file_limits *limits,
                           struct file_report *ret)
{
    struct jail *j = (struct jail *)self;
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 1 + j->time_limit_ms / 1000;
    while (sem_timedwait(&j->children, &until) != 0)
        if (errno != EINTR)
            return PROBLEM_BUSY;
    enum result r = run(j, a, fd, size, limits, ret);
    sem_post(&j->children);
    return r;
}

static void jail_drop(void *semaphore)
{
    sem_destroy(semaphore);
}

struct file_jail *parse_jail_new(struct arena *a, const char *program, int64_t time_limit_ms, int64_t memory_bytes, int max_children)
{
    struct jail *j = arena_new_one(a, struct jail);
    *j =
        (struct jail){.jail = {inspect}, .program = arena_strdup(a, program), .time_limit_ms = time_limit_ms, .memory_bytes = memory_bytes};
    sem_init(&j->children, 0, (unsigned)max_children);
    arena_on_free(a, jail_drop, &j->children);
    return &j->jail;
}
