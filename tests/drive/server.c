/* server.h */
#include "drive/server.h"
#include "base/must.h"
#include "base/file.h"
#include "base/text.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { START_MS = 60000, STOP_MS = 30000, STEP_MS = 20, MOST_WORDS = 40, PORTS = 3 };

void wait_milliseconds(int ms)
{
    nanosleep(&(struct timespec){ms / 1000, (long)(ms % 1000) * 1000000}, NULL);
}

const char *tree_source(struct arena *a)
{
    const char *given = getenv("THUBON_SOURCE");
    char *path = realpath(given && *given ? given : ".", NULL);
    const char *copy = arena_strdup(a, path ? path : ".");
    free(path);
    return copy;
}

const char *tree_build(struct arena *a)
{
    const char *given = getenv("THUBON_BUILD");
    return given && *given ? given : arena_printf(a, "%s/build", tree_source(a));
}

/* --- folders and ports ------------------------------------------------------------------------------------------------------- */

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
    (void)st, (void)type, (void)where;
    return remove(path);
}

void folder_remove(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *folder_temporary(struct arena *a, const char *name)
{
    const char *base = getenv("TMPDIR");
    char *path = arena_printf(a, "%s/thubon-%s-XXXXXX", base && *base ? base : "/tmp", name);
    return mkdtemp(path);
}

static int bind_port(int port)
{
    int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (s >= 0 && bind(s, (struct sockaddr *)&at, sizeof at) == 0)
        return s;
    close(s);
    return -1;
}

static int port_of(int s)
{
    struct sockaddr_in at = {0};
    socklen_t n = sizeof at;
    return getsockname(s, (struct sockaddr *)&at, &n) == 0 ? ntohs(at.sin_port) : 0;
}

/* The program, its stand-ins, and their mail. */
int free_ports(void)
{
    for (int i = 0; i < 50; i++) {
        int held[PORTS], port = 0, n = 0;
        for (; n < PORTS && (held[n] = bind_port(n ? port + n : 0)) >= 0; n++)
            port = n ? port : port_of(held[0]);
        for (int k = 0; k < n; k++)
            close(held[k]);
        if (n == PORTS)
            return port;
    }
    return 0;
}

/* --- the process --------------------------------------------------------------------------------------------------------------- */

void server_prepare(struct arena *a, struct server *s)
{
    s->source = tree_source(a);
    s->program = arena_printf(a, "%s/thubon", tree_build(a));
    s->role = s->role ? s->role : "all";
    s->port = s->port ? s->port : free_ports();
    s->sandbox_port = s->sandbox_port ? s->sandbox_port : s->port + 1;
    s->url = arena_printf(a, "http://localhost:%d", s->port);
    s->sandbox = s->sandbox_url ? s->sandbox_url : arena_printf(a, "http://localhost:%d", s->sandbox_port);
    s->db = s->db ? s->db : arena_printf(a, "sqlite:%s/thubon.db", s->data);
}

static size_t common_words(struct arena *a, const struct server *s, const char *role, const char *db, const char **words)
{
    size_t n = 0;
    const char *fixed[] = {s->program, role, "--province", arena_printf(a, "%s/provinces/quang-nam", s->source), "--data", s->data, "--db", db,
                           "--web", arena_printf(a, "%s/web", tree_build(a)), "--quiet"};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        words[n++] = fixed[i];
    if (!s->no_demo)
        words[n++] = "--demo";
    return n;
}

static void limit(int which, int64_t most)
{
    if (most)
        setrlimit(which, &(struct rlimit){(rlim_t)most, (rlim_t)most});
}

/* In the child: never returns. */
static void become(const struct server *s, const char *const *words, int out, int err, bool with_fault)
{
    dup2(out, 1);
    dup2(err, 2);
    if (with_fault && s->fault)
        setenv("THUBON_FAULT", s->fault, 1);
    else
        unsetenv("THUBON_FAULT");
    setenv("THUBON_DEMO_DOSSIERS", "0", 0);
    if (s->clock)
        setenv("THUBON_CLOCK", s->clock, 1);
    signal(SIGXFSZ, SIG_IGN); /* a full disk is an error of write, not the end */
    limit(RLIMIT_AS, s->most_memory);
    limit(RLIMIT_FSIZE, s->most_file);
    execv(s->program, (char *const *)(uintptr_t)words);
    dprintf(2, "%s cannot be run\n", s->program);
    _exit(127);
}

static bool reads_ready(struct arena *a, const char *path)
{
    size_t n;
    const char *text = file_read(a, path, 1 << 20, &n);
    const char *at = text ? strstr(text, "ready ") : NULL;
    return at && (at == text || at[-1] == '\n') && strchr(at, '\n');
}

static const char *last_words(struct arena *a, const char *path)
{
    size_t n;
    const char *text = file_read(a, path, 64 << 20, &n);
    return !text ? "" : n > 800 ? text + n - 800 : text;
}

bool server_runs(struct server *s)
{
    int status;
    if (s->pid && waitpid(s->pid, &status, WNOHANG) == s->pid)
        s->pid = 0;
    return s->pid != 0;
}

bool server_start(struct arena *a, struct server *s, const char **ret_why)
{
    const char *words[MOST_WORDS];
    const char *out_path = arena_printf(a, "%s.out", s->data), *log_path = arena_printf(a, "%s.log", s->data);
    mkdir(s->data, 0700);
    size_t n = common_words(a, s, s->role, s->fault ? arena_printf(a, "faulty:%s", s->db) : s->db, words);
    const char *ports[] = {"--port", arena_printf(a, "%d", s->port), "--sandbox-port", arena_printf(a, "%d", s->sandbox_port), "--base-url", s->url};
    for (size_t i = 0; i < sizeof ports / sizeof *ports; i++)
        words[n++] = ports[i];
    for (size_t i = 0; s->extra && s->extra[i] && n + 1 < MOST_WORDS; i++)
        words[n++] = s->extra[i];
    words[n] = NULL;
    int out = open(out_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int err = open(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    fflush(NULL);
    s->pid = fork();
    must(s->pid >= 0); /* or kill() below would mean everybody */
    if (s->pid == 0)
        become(s, words, out, err, true);
    close(out);
    close(err);
    for (int waited = 0; waited < START_MS && s->pid > 0; waited += STEP_MS) {
        if (reads_ready(a, out_path))
            return true;
        if (!server_runs(s)) {
            *ret_why = arena_printf(a, "the server ended at once: %s", last_words(a, log_path));
            return false;
        }
        wait_milliseconds(STEP_MS);
    }
    *ret_why = arena_printf(a, "the server was not ready after %d s: %s", START_MS / 1000, last_words(a, log_path));
    if (s->pid > 0)
        server_stop(s, SIGKILL);
    return false;
}

bool server_stop(struct server *s, int number)
{
    int status = 0;
    if (s->pid <= 0)
        return false;
    kill(s->pid, number);
    for (int waited = 0; waited < STOP_MS; waited += STEP_MS) {
        if (waitpid(s->pid, &status, WNOHANG) == s->pid) {
            s->pid = 0;
            return number == SIGKILL || (WIFEXITED(status) && WEXITSTATUS(status) == 0);
        }
        wait_milliseconds(STEP_MS);
    }
    kill(s->pid, SIGKILL); /* it did not listen: that is a failure */
    waitpid(s->pid, &status, 0);
    s->pid = 0;
    return false;
}

/* --- commands ----------------------------------------------------------------------------------------------------------------- */

int server_command(struct arena *a, const struct server *s, const char *const *given, const char **ret_said)
{
    const char *words[MOST_WORDS];
    size_t n = common_words(a, s, given[0], s->db, words);
    for (size_t i = 1; given[i] && n + 1 < MOST_WORDS; i++)
        words[n++] = given[i];
    words[n] = NULL;
    const char *path = arena_printf(a, "%s.command", s->data);
    int status, out = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    struct server plain = *s;
    plain.most_memory = plain.most_file = 0;
    fflush(NULL);
    pid_t pid = fork();
    must(pid >= 0);
    if (pid == 0)
        become(&plain, words, out, out, false);
    close(out);
    waitpid(pid, &status, 0);
    *ret_said = last_words(a, path);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

const char *server_check_all(struct arena *a, const struct server *s)
{
    static const char *const commands[] = {"check-dossiers", "check-numbers", "check-journal"};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        const char *said, *words[] = {commands[i], NULL};
        int status = server_command(a, s, words, &said);
        if (status != 0)
            return arena_printf(a, "%s ended with %d: %s", commands[i], status, said);
    }
    return NULL;
}
