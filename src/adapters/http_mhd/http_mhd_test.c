/* The real server on a free port, spoken to with raw bytes. */
#include "adapters/http_mhd/http_mhd.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/test.h"
#include "core/app.h"
#include "core/http/try.h"
#include "core/input.h"
#include "core/module.h"
#include "core/q.h"
#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

struct say_input {
    const char *text;
    const struct upload *file;
};
static const struct input say_inputs[] = {INPUT_TEXT(struct say_input, text, "Text", .required = true, .max = 100),
                                          INPUT_FILE(struct say_input, file, "File"), INPUT_END};

static enum result hello(struct q *q, const void *input)
{
    (void)input;
    buf_printf(&q->reply->body, "hello from %s to %s\n", q->from, request_parameter(q, "name") ? request_parameter(q, "name") : "all");
    return OK;
}

static enum result say(struct q *q, const void *input)
{
    const struct say_input *in = input;
    buf_printf(&q->reply->body, "said %s, file %d\n", in->text, in->file ? (int)in->file->length : -1);
    return OK;
}

static enum result slow(struct q *q, const void *input)
{
    usleep(300 * 1000);
    return hello(q, input);
}

static enum result file(struct q *q, const void *input)
{
    (void)input;
    q->reply->file = "/etc/hostname";
    q->reply->content_type = "text/plain";
    return OK;
}

static const struct route routes[] = {
    {HTTP_GET, "/chao", PERMISSION_PUBLIC, hello, .summary = "Says hello"},
    {HTTP_GET, "/chao/{name}", PERMISSION_PUBLIC, hello, .summary = "Says hello to one"},
    {HTTP_GET, "/cham", PERMISSION_PUBLIC, slow, .summary = "Says hello slowly"},
    {HTTP_GET, "/tep", PERMISSION_PUBLIC, file, .summary = "Sends a file"},
    {HTTP_POST, "/noi", PERMISSION_PUBLIC, say, say_inputs, sizeof(struct say_input), "Says it back", ROUTE_NO_CSRF, 100000},
    {.path = NULL}};
static const struct module test_module = {.name = "test", .routes = routes};

struct running {
    struct http_server *server;
    int port;
    char socket_path[100];
};

static bool start(struct arena *a, const char *unix_socket, struct running *ret)
{
    struct q *q = try_request(a, HTTP_GET, "/", NULL, NULL);
    const struct module *const modules[] = {&test_module, NULL};
    struct http_listen where = {.unix_socket = unix_socket, .address = "127.0.0.1", .max_connections = 50};
    log_set_level(LOG_WRONG);
    bool good = http_routes_start(q, modules) == OK && http_server_start(q, q->app, &where, http_handle, &ret->server) == OK;
    ret->port = good ? http_server_port(ret->server) : 0;
    return good;
}

static void stop(struct running *r)
{
    http_server_stop(r->server);
    log_set_level(LOG_INFO);
}

static int connect_to(const struct running *r)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)r->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct timeval patience = {.tv_sec = 5};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return connect(fd, (struct sockaddr *)&to, sizeof to) == 0 ? fd : -1;
}

static void send_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        bytes += sent;
        n -= (size_t)sent;
    }
}

/* All that comes until the other side closes or is silent for five seconds. */
static const char *read_all(struct arena *a, int fd)
{
    char *text = arena_alloc(a, 200000);
    size_t n = 0;
    for (ssize_t got; n < 199999 && (got = recv(fd, text + n, 199999 - n, 0)) > 0;)
        n += (size_t)got;
    close(fd);
    return text;
}

static const char *ask(struct arena *a, const struct running *r, const char *request)
{
    int fd = connect_to(r);
    if (fd < 0)
        return "no connection";
    send_all(fd, request, strlen(request));
    return read_all(a, fd);
}

static bool has(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

TEST("a hello route answers over a real connection, with the security headers")
{
    struct running r;
    CHECK(start(a, NULL, &r));
    const char *answer = ask(a, &r, "GET /chao HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stop(&r);
    CHECK(has(answer, "HTTP/1.1 200 OK\r\n"));
    CHECK(has(answer, "hello from 127.0.0.1 to all\n"));
    CHECK(has(answer, "X-Content-Type-Options: nosniff\r\n"));
    CHECK(has(answer, "Content-Security-Policy: default-src 'none'; script-src 'self';"));
    CHECK(has(answer, "X-Request-Id: "));
}

TEST("a connection is kept for several requests, and HEAD sends no body")
{
    struct running r;
    CHECK(start(a, NULL, &r));
    const char *answer =
        ask(a, &r, "HEAD /chao HTTP/1.1\r\nHost: x\r\n\r\nGET /chao/%C4%90%C3%A0o HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stop(&r);
    CHECK(has(answer, "Content-Length: 29\r\n") || has(answer, "Content-Length: 28\r\n"));
    CHECK(!has(answer, "to all"));
    CHECK(has(answer, "to Đào\n"));
}

TEST("requests whose end can be understood in two ways are refused and the connection closed")
{
    static const char *const smuggled[] = {
        "POST /noi HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /chao HTTP/1.1\r\nHost: "
        "x\r\n\r\n",
        "POST /noi HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\ntext=aGET /chao HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /noi HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\ntext=GET /chao HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /noi HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\ntext=GET /chao HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /noi HTTP/1.1\r\nHost: x\r\nContent-Length: 0x5\r\n\r\ntext=GET /chao HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /noi HTTP/1.1\r\nHost: x\r\nContent-Length: 5, 5\r\n\r\ntext=GET /chao HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /noi HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\nGET /chao HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /noi HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\nGET /chao HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /chao HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\nGET /chao HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /chao HTTP/1.1\r\n\r\nGET /chao HTTP/1.1\r\nHost: x\r\n\r\n",
    };
    struct running r;
    CHECK(start(a, NULL, &r));
    const char *answers[sizeof smuggled / sizeof *smuggled];
    for (size_t i = 0; i < sizeof smuggled / sizeof *smuggled; i++)
        answers[i] = ask(a, &r, smuggled[i]);
    stop(&r);
    for (size_t i = 0; i < sizeof smuggled / sizeof *smuggled; i++) {
        if (!has(answers[i], " 400 ") || has(answers[i], "hello from"))
            test_fail(__FILE__, __LINE__, "case %d was answered: %.300s", (int)i, answers[i]);
    }
}

TEST("a body of 100 MB is refused by its length alone, before any of it is read")
{
    struct running r;
    CHECK(start(a, NULL, &r));
    int fd = connect_to(&r);
    const char *request =
        "POST /noi HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 104857600\r\n\r\n";
    int64_t began = clock_monotonic();
    send_all(fd, request, strlen(request));
    const char *answer = read_all(a, fd);
    stop(&r);
    CHECK(has(answer, "HTTP/1.1 413 "));
    CHECK(clock_monotonic() - began < 4 * SECOND); /* it was not waiting for the body: that would have ended in our five seconds */
}

TEST("a chunked body that turns out too large ends the connection without an answer of success")
{
    struct running r;
    CHECK(start(a, NULL, &r));
    int fd = connect_to(&r);
    const char *request =
        "POST /noi HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n";
    send_all(fd, request, strlen(request));
    static char piece[1000 + 7] = "3e8\r\n";
    memset(piece + 5, 'a', 1000);
    memcpy(piece + 1005, "\r\n", 2);
    for (int i = 0; i < 200; i++)
        send_all(fd, piece, sizeof piece);
    send_all(fd, "0\r\n\r\n", 5);
    const char *answer = read_all(a, fd);
    stop(&r);
    CHECK(!has(answer, " 200 "));
}

TEST("a chunked form and one with a length mean the same; 100-continue is honoured")
{
    struct running r;
    CHECK(start(a, NULL, &r));
    const char *chunked = ask(a, &r,
                              "POST /noi HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                              "Transfer-Encoding: chunked\r\n\r\n5\r\ntext=\r\n6\r\nxin+ch\r\na\r\n%C3%A0o%21\r\n0\r\n\r\n");
    const char *counted = ask(a, &r,
                              "POST /noi HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                              "Content-Length: 21\r\nExpect: 100-continue\r\n\r\ntext=xin+ch%C3%A0o%21");
    stop(&r);
    CHECK(has(chunked, "said xin chào!, file -1\n"));
    CHECK(has(counted, " 100 Continue\r\n") && has(counted, "said xin chào!, file -1\n"));
}

TEST("a file arrives whole through multipart, and a file is sent back")
{
    struct running r;
    CHECK(start(a, NULL, &r));
    const char *body =
        "--b1\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nGiấy chứng sinh\r\n--b1\r\n"
        "Content-Disposition: form-data; name=\"file\"; filename=\"C:\\\\a\\\\gcs.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"
        "%PDF-1.7\r\n--b1--\r\n";
    const char *answer =
        ask(a, &r,
            arena_printf(a,
                         "POST /noi HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=b1\r\n"
                         "Content-Length: %d\r\n\r\n%s",
                         (int)strlen(body), body));
    const char *sent = ask(a, &r, "GET /tep HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stop(&r);
    CHECK(has(answer, "said Giấy chứng sinh, file 8\n"));
    CHECK(has(sent, " 200 ") && has(sent, "Content-Type: text/plain\r\n"));
}

TEST("too many headers and too long ones are refused")
{
    struct running r;
    struct buf many, large;
    CHECK(start(a, NULL, &r));
    buf_init(&many, a, 100000);
    buf_init(&large, a, 100000);
    buf_puts(&many, "GET /chao HTTP/1.1\r\nHost: x\r\n");
    buf_puts(&large, "GET /chao HTTP/1.1\r\nHost: x\r\nX-Large: ");
    for (int i = 0; i < 150; i++)
        buf_printf(&many, "X-%d: 1\r\n", i);
    for (int i = 0; i < 50000; i++)
        buf_putc(&large, 'a');
    buf_puts(&many, "\r\n");
    buf_puts(&large, "\r\n\r\n");
    const char *flood = ask(a, &r, many.data), *giant = ask(a, &r, large.data);
    stop(&r);
    CHECK(has(flood, " 431 "));
    CHECK(!has(giant, " 200 "));
}

TEST("a client that goes away in the middle does no harm")
{
    struct running r;
    CHECK(start(a, NULL, &r));
    static const char *const broken[] = {
        "GET /ch", "POST /noi HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\ntext=", "GET /cham HTTP/1.1\r\nHost: x\r\n\r\n"};
    for (size_t i = 0; i < 30; i++) {
        int fd = connect_to(&r);
        send_all(fd, broken[i % 3], strlen(broken[i % 3]));
        struct linger hard = {.l_onoff = 1};
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        close(fd);
    }
    const char *answer = ask(a, &r, "GET /chao HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stop(&r);
    CHECK(has(answer, " 200 OK"));
}

static void *ask_slow(void *arg)
{
    struct running *r = arg;
    struct arena *a = arena_new(1024 * 1024);
    const char *answer = ask(a, r, "GET /cham HTTP/1.1\r\nHost: x\r\n\r\n");
    bool good = has(answer, " 200 OK") && has(answer, "hello");
    arena_free(a);
    return good ? arg : NULL;
}

TEST("stopping lets running requests end")
{
    struct running r;
    pthread_t asker;
    void *good = NULL;
    CHECK(start(a, NULL, &r));
    CHECK(pthread_create(&asker, NULL, ask_slow, &r) == 0);
    usleep(100 * 1000); /* the request takes 300 ms: it is in the handler now */
    stop(&r);
    pthread_join(asker, &good);
    CHECK(good != NULL);
}

TEST("on the Unix socket the front is believed about the client's address, and the socket is not open to all")
{
    struct running r;
    struct stat s;
    const char *path = arena_printf(a, "/tmp/thubon-test-%d.sock", (int)getpid());
    CHECK(start(a, path, &r));
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    memcpy(to.sun_path, path, strlen(path));
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    bool connected = connect(fd, (struct sockaddr *)&to, sizeof to) == 0 && stat(path, &s) == 0;
    const char *request =
        "GET /chao HTTP/1.1\r\nHost: x\r\nX-Real-IP: 203.0.113.9\r\nX-Request-Id: front-0001\r\nConnection: close\r\n\r\n";
    send_all(fd, request, strlen(request));
    const char *answer = read_all(a, fd);
    stop(&r);
    CHECK(connected);
    CHECK_INT(s.st_mode & 0777, 0660);
    CHECK(has(answer, "hello from 203.0.113.9 to all\n"));
    CHECK(has(answer, "X-Request-Id: front-0001\r\n"));
}

TEST("on TCP a client cannot lend itself another address or request id")
{
    struct running r;
    CHECK(start(a, NULL, &r));
    const char *answer =
        ask(a, &r, "GET /chao HTTP/1.1\r\nHost: x\r\nX-Real-IP: 203.0.113.9\r\nX-Request-Id: front-0001\r\nConnection: close\r\n\r\n");
    stop(&r);
    CHECK(has(answer, "hello from 127.0.0.1"));
    CHECK(!has(answer, "front-0001"));
}
