/* The INSTREAM conversation of clamd(8): "zINSTREAM\0", then pieces of a four-byte big-endian length and that many bytes, a length of 0 at
 * the end, then one answer ending in NUL: "stream: OK", "stream: NAME FOUND" or an error. One connection per file. Anything but a clear OK
 * or FOUND is "unknown": a scanner that cannot answer must not be taken for one that found nothing. */
#include "adapters/scan_clamd/scan_clamd.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { PIECE = 65536, MOST_ANSWER = 512 };
struct clamd {
    struct virus_scanner scanner;
    const char *address;
    int timeout_ms;
};
struct talk {
    int fd;
    int64_t until;
};

static bool wait_for(const struct talk *t, short event)
{
    for (;;) {
        int64_t left = (t->until - clock_monotonic()) / 1000;
        struct pollfd p = {.fd = t->fd, .events = event};
        int ready = left > 0 ? poll(&p, 1, (int)left) : 0;
        if (ready >= 0 || errno != EINTR)
            return ready > 0;
    }
}

static bool connect_to(const struct clamd *c, struct talk *t)
{
    struct sockaddr_un local = {.sun_family = AF_UNIX};
    struct sockaddr_in remote = {.sin_family = AF_INET};
    const char *unix_path = text_starts(c->address, "unix:") ? c->address + 5 : NULL, *colon = strrchr(c->address, ':');
    const struct sockaddr *to = unix_path ? (struct sockaddr *)&local : (struct sockaddr *)&remote;
    socklen_t length = unix_path ? sizeof local : sizeof remote;
    if (unix_path && strlen(unix_path) < sizeof local.sun_path) {
        memcpy(local.sun_path, unix_path, strlen(unix_path) + 1);
    } else {
        char host[64] = "";
        int64_t port = 0;
        if (unix_path || !colon || (size_t)(colon - c->address) >= sizeof host || !number_parse(colon + 1, &port) || port < 1 ||
            port > 65535)
            return false;
        memcpy(host, c->address, (size_t)(colon - c->address));
        remote.sin_port = htons((uint16_t)port);
        if (inet_pton(AF_INET, host, &remote.sin_addr) != 1)
            return false;
    }
    t->fd = socket(to->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (t->fd < 0)
        return false;
    int wrong = 0;
    socklen_t n = sizeof wrong;
    return connect(t->fd, to, length) == 0 ||
           (errno == EINPROGRESS && wait_for(t, POLLOUT) && getsockopt(t->fd, SOL_SOCKET, SO_ERROR, &wrong, &n) == 0 && wrong == 0);
}

static bool send_all(const struct talk *t, const void *bytes, size_t n)
{
    for (const char *at = bytes; n > 0;) {
        if (!wait_for(t, POLLOUT))
            return false;
        ssize_t put = send(t->fd, at, n, MSG_NOSIGNAL);
        if (put < 0 && (errno == EAGAIN || errno == EINTR))
            continue;
        if (put <= 0)
            return false;
        at += put;
        n -= (size_t)put;
    }
    return true;
}

static bool send_file(const struct talk *t, struct arena *a, int fd, int64_t size)
{
    char *piece = arena_alloc(a, PIECE);
    for (int64_t at = 0; at < size;) {
        ssize_t got = pread(fd, piece, PIECE, at);
        if (got <= 0)
            return false;
        uint32_t length = htonl((uint32_t)got);
        if (!send_all(t, &length, 4) || !send_all(t, piece, (size_t)got))
            return false;
        at += got;
    }
    return send_all(t, &(uint32_t){0}, 4);
}

static bool read_answer(const struct talk *t, char to[MOST_ANSWER])
{
    size_t n = 0;
    while (n + 1 < MOST_ANSWER && wait_for(t, POLLIN)) {
        ssize_t got = recv(t->fd, to + n, MOST_ANSWER - 1 - n, 0);
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            continue;
        if (got <= 0)
            break;
        n += (size_t)got;
        if (memchr(to, '\0', n))
            return true;
    }
    to[n] = '\0';
    return false;
}

static enum virus_verdict judge(struct arena *a, const char *answer, const char **ret_name)
{
    if (strcmp(answer, "stream: OK") == 0)
        return VIRUS_CLEAN;
    if (!text_starts(answer, "stream: ") || !text_ends(answer, " FOUND"))
        return VIRUS_UNKNOWN;
    *ret_name = arena_strndup(a, answer + 8, strlen(answer) - 8 - 6);
    return VIRUS_FOUND;
}

static enum virus_verdict scan(struct virus_scanner *v, struct arena *a, int fd, int64_t size, const char **ret_name)
{
    const struct clamd *c = (const struct clamd *)v;
    struct talk t = {-1, clock_monotonic() + (int64_t)c->timeout_ms * 1000};
    char answer[MOST_ANSWER] = "";
    enum virus_verdict verdict = VIRUS_UNKNOWN;
    if (connect_to(c, &t) && send_all(&t, "zINSTREAM", 10) && send_file(&t, a, fd, size) && read_answer(&t, answer))
        verdict = judge(a, answer, ret_name);
    if (t.fd >= 0)
        close(t.fd);
    if (verdict == VIRUS_UNKNOWN)
        log_wrong("scan.no_answer", LOG_S("address", c->address), LOG_S("answer", answer));
    if (verdict == VIRUS_FOUND)
        log_warn("scan.found", LOG_S("name", *ret_name), LOG_I("size", size));
    return verdict;
}

struct virus_scanner *scan_clamd_new(struct arena *a, const char *address, int timeout_ms)
{
    struct clamd *c = arena_new_one(a, struct clamd);
    *c = (struct clamd){{scan}, arena_strdup(a, address), timeout_ms};
    return &c->scanner;
}
