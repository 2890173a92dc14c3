/* An HTTP client that presses: keep-alive connections on one thread, one request at a time on each.
 *     load PORT CONNECTIONS WARM-UP SECONDS REQUESTS [once]
 * REQUESTS is a file; for each request a line with its length in bytes, then the request as it goes over the wire. A connection that is
 * free takes the next one; after the last comes the first again, unless "once" is said: then the run ends when all are answered.
 * What is answered during WARM-UP seconds is not counted. Prints one line of JSON; times in microseconds, from the first byte sent to the
 * last byte received. Answers must say their Content-Length. */
#include "base/clock.h"
#include "base/file.h"
#include "base/must.h"
#include "base/arena.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_CONNECTIONS = 1024, HEAD_MOST = 16 * 1024, PIECE = 64 * 1024, MOST_TIMES = 8 * 1024 * 1024, FILE_MOST = 512 * 1024 * 1024 };

struct message {
    const char *bytes;
    size_t length;
};

struct connection {
    int fd;
    const struct message *message; /* NULL: nothing is asked */
    size_t sent, have;             /* bytes of the message sent; of the answer's head received */
    int64_t began, left;           /* left: bytes of the body still to come, -1 while the head is not complete */
    int status;
    char head[HEAD_MOST + 1];
};

static struct message *messages;
static size_t message_count, message_next;
static struct connection connections[MOST_CONNECTIONS];
static int connection_count, events, busy, port;
static bool once;
static int64_t counting_from, until;
static uint32_t *times;
static size_t time_count;
static int64_t statuses[1000], bytes_received, last_answer;

/* --- requests ---------------------------------------------------------------------------------------------------------------------- */

static void read_messages(struct arena *a, const char *path)
{
    size_t n, room = 0;
    char *file = file_read(a, path, FILE_MOST, &n), *end = file + n;
    must(file != NULL);
    for (char *at = file; at < end;) {
        size_t length = strtoul(at, &at, 10);
        must(*at == '\n' && length > 0 && at + 1 + length <= end);
        if (message_count == room) {
            messages = arena_grow(a, messages, sizeof *messages, room, room ? 2 * room : 1024);
            room = room ? 2 * room : 1024;
        }
        messages[message_count++] = (struct message){at + 1, length};
        at += 1 + length;
    }
    must(message_count > 0);
}

static const struct message *next_message(void)
{
    if (clock_monotonic() >= until || (once && message_next >= message_count))
        return NULL;
    return &messages[message_next++ % message_count];
}

/* --- one connection ------------------------------------------------------------------------------------------------------------------ */

static void watch(struct connection *c, bool sending, bool first)
{
    struct epoll_event e = {.events = sending ? EPOLLOUT : EPOLLIN, .data.ptr = c};
    must(epoll_ctl(events, first ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, c->fd, &e) == 0);
}

static void connect_one(struct connection *c)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int on = 1;
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(c->fd >= 0);
    if (connect(c->fd, (struct sockaddr *)&to, sizeof to) != 0) {
        perror("load: connect");
        exit(1);
    }
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    watch(c, false, true);
}

static void send_rest(struct connection *c)
{
    ssize_t n = send(c->fd, c->message->bytes + c->sent, c->message->length - c->sent, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n < 0 && errno != EAGAIN) {
        perror("load: send");
        exit(1);
    }
    c->sent += n > 0 ? (size_t)n : 0;
    watch(c, c->sent < c->message->length, false);
}

static void ask(struct connection *c)
{
    c->message = next_message();
    if (!c->message) {
        busy--;
        return;
    }
    c->sent = c->have = 0;
    c->left = -1;
    c->began = clock_monotonic();
    send_rest(c);
}

static void answered(struct connection *c)
{
    int64_t now = clock_monotonic();
    if (now >= counting_from && (now <= until || once)) {
        must(time_count < MOST_TIMES);
        times[time_count++] = (uint32_t)(now - c->began);
        statuses[c->status]++;
        last_answer = now;
    }
    if (strcasestr(c->head, "\r\nconnection: close")) { /* the server wants a new one */
        close(c->fd);
        connect_one(c);
    }
    ask(c);
}

/* The head is complete: what is asked of it is the status and how long the body is. */
static void read_head(struct connection *c, char *end)
{
    size_t body_here = c->have - (size_t)(end + 4 - c->head);
    end[2] = '\0';
    must(strncmp(c->head, "HTTP/1.1 ", 9) == 0);
    c->status = (int)strtol(c->head + 9, NULL, 10);
    must(c->status >= 100 && c->status < 1000);
    const char *length = strcasestr(c->head, "\r\ncontent-length:");
    must(length || c->status == 204 || c->status == 304);
    c->left = (length ? strtoll(length + 17, NULL, 10) : 0) - (int64_t)body_here;
}

static void receive(struct connection *c)
{
    static char piece[PIECE];
    bool head = c->left < 0;
    ssize_t n = recv(c->fd, head ? c->head + c->have : piece, head ? HEAD_MOST - c->have : PIECE, MSG_DONTWAIT);
    if (n < 0 && errno == EAGAIN)
        return;
    if (n <= 0 || !c->message) {
        fprintf(stderr, "load: the server closed a connection\n");
        exit(1);
    }
    bytes_received += n;
    if (!head)
        c->left -= n;
    else {
        c->have += (size_t)n;
        c->head[c->have] = '\0';
        char *end = strstr(c->head, "\r\n\r\n");
        must(end || c->have < HEAD_MOST);
        if (end)
            read_head(c, end);
    }
    if (c->left == 0)
        answered(c);
}

static void run(void)
{
    struct epoll_event ready[MOST_CONNECTIONS];
    busy = connection_count;
    for (int i = 0; i < connection_count; i++)
        ask(&connections[i]);
    while (busy > 0) {
        int n = epoll_wait(events, ready, MOST_CONNECTIONS, 60000);
        must(n > 0 || (n < 0 && errno == EINTR));
        for (int i = 0; i < n; i++)
            if (ready[i].events & EPOLLOUT)
                send_rest(ready[i].data.ptr);
            else
                receive(ready[i].data.ptr);
    }
}

/* --- what came out ---------------------------------------------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static uint32_t percentile(double share)
{
    return time_count ? times[(size_t)(share * (double)(time_count - 1))] : 0;
}

static void print(void)
{
    double seconds = (double)((once ? last_answer : until) - counting_from) / 1e6;
    qsort(times, time_count, sizeof *times, compare);
    printf("{\"requests\":%zu,\"seconds\":%.3f,\"rate\":%.1f,\"p50\":%u,\"p90\":%u,\"p99\":%u,\"most\":%u,\"bytes\":%lld,\"status\":{", time_count,
           seconds, seconds > 0 ? (double)time_count / seconds : 0, percentile(0.5), percentile(0.9), percentile(0.99), percentile(1),
           (long long)bytes_received);
    const char *comma = "";
    for (int i = 0; i < 1000; i++)
        if (statuses[i]) {
            printf("%s\"%d\":%lld", comma, i, (long long)statuses[i]);
            comma = ",";
        }
    puts("}}");
}

int main(int argc, char **argv)
{
    if (argc < 6) {
        fprintf(stderr, "usage: load PORT CONNECTIONS WARM-UP SECONDS REQUESTS [once]\n");
        return 2;
    }
    struct arena *a = arena_new((size_t)1 << 30);
    port = (int)strtol(argv[1], NULL, 10);
    connection_count = (int)strtol(argv[2], NULL, 10);
    once = argc > 6 && strcmp(argv[6], "once") == 0;
    must(connection_count > 0 && connection_count <= MOST_CONNECTIONS);
    read_messages(a, argv[5]);
    times = malloc(MOST_TIMES * sizeof *times);
    events = epoll_create1(EPOLL_CLOEXEC);
    must(times && events >= 0);
    for (int i = 0; i < connection_count; i++)
        connect_one(&connections[i]);
    counting_from = clock_monotonic() + (int64_t)(strtod(argv[3], NULL) * 1e6);
    until = counting_from + (int64_t)(strtod(argv[4], NULL) * 1e6);
    run();
    print();
    free(times);
    arena_free(a);
    return 0;
}
