/* A small server in the test answers once with the bytes it is given. */
#include "adapters/http_client_curl/http_client_curl.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/test.h"
#include "core/app.h"
#include "core/http/try.h"
#include "core/q.h"
#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

struct peer {
    int fd, port;
    const char *answer;
    size_t more;
    char request[4000];
    pthread_t thread;
};

static void *serve_once(void *arg)
{
    struct peer *p = arg;
    int c = accept(p->fd, NULL, NULL);
    ssize_t n = c < 0 ? -1 : recv(c, p->request, sizeof p->request - 1, 0);
    if (n > 0 && p->answer) {
        static char zeros[10000];
        send(c, p->answer, strlen(p->answer), MSG_NOSIGNAL);
        for (size_t left = p->more; left > 0; left -= left < sizeof zeros ? left : sizeof zeros)
            if (send(c, zeros, left < sizeof zeros ? left : sizeof zeros, MSG_NOSIGNAL) <= 0)
                break;
    } else if (n > 0) {
        usleep(1500 * 1000); /* silence */
    }
    if (c >= 0)
        close(c);
    return NULL;
}

static bool peer_start(struct peer *p)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof at;
    p->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(p->fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(p->fd, 5) != 0 || getsockname(p->fd, (struct sockaddr *)&at, &n) != 0)
        return false;
    p->port = ntohs(at.sin_port);
    return pthread_create(&p->thread, NULL, serve_once, p) == 0;
}

static enum result call_peer(struct arena *a, struct peer *p, struct http_call call, struct http_answer *ret, struct q **ret_q)
{
    struct q *q = try_request(a, HTTP_GET, "/", NULL, NULL);
    q->app->http_client = &http_client_curl;
    http_client_curl_start(NULL);
    call.url = arena_printf(a, "http://127.0.0.1:%d/duong-dan?x=1", p->port);
    enum result result = http_call(q, &call, ret);
    pthread_join(p->thread, NULL);
    close(p->fd);
    *ret_q = q;
    return result;
}

TEST("a call outside brings back status, type and body, and carries the request id")
{
    struct peer p = {.answer = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"ok\":true}"};
    struct http_answer answer;
    struct q *q;
    CHECK(peer_start(&p));
    const char *const headers[] = {"Content-Type: application/json", NULL};
    CHECK_OK(call_peer(a, &p, (struct http_call){.method = "POST", .headers = headers, .body = "{}", .body_length = 2}, &answer, &q));
    CHECK_INT(answer.status, 201);
    CHECK_TEXT(answer.content_type, "application/json");
    CHECK_TEXT(answer.body, "{\"ok\":true}");
    CHECK(strncmp(p.request, "POST /duong-dan?x=1 HTTP/1.1\r\n", 29) == 0);
    CHECK(strstr(p.request, "X-Request-Id: test-request\r\n") != NULL);
    CHECK(strstr(p.request, "Expect:") == NULL);
}

TEST("a redirect is an answer, not an order")
{
    struct peer p = {.answer = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/elsewhere\r\nContent-Length: 0\r\n\r\n"};
    struct http_answer answer;
    struct q *q;
    CHECK(peer_start(&p));
    CHECK_OK(call_peer(a, &p, (struct http_call){.method = "GET"}, &answer, &q));
    CHECK_INT(answer.status, 302);
}

TEST("an answer larger than asked for is OUTSIDE, with or without a length")
{
    static const char *const answers[] = {"HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n",
                                          "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"};
    for (int i = 0; i < 2; i++) {
        struct peer p = {.answer = answers[i], .more = 300000};
        struct http_answer answer;
        struct q *q;
        log_set_level(LOG_WRONG);
        CHECK(peer_start(&p));
        enum result result = call_peer(a, &p, (struct http_call){.method = "GET", .max_answer = 1000}, &answer, &q);
        log_set_level(LOG_INFO);
        CHECK_INT(result, PROBLEM_OUTSIDE);
    }
}

TEST("silence ends with OUTSIDE when the time is over")
{
    struct peer p = {.answer = NULL};
    struct http_answer answer;
    struct q *q;
    log_set_level(LOG_WRONG);
    CHECK(peer_start(&p));
    int64_t began = clock_monotonic();
    enum result result = call_peer(a, &p, (struct http_call){.method = "GET", .timeout = SECOND / 2}, &answer, &q);
    log_set_level(LOG_INFO);
    CHECK_INT(result, PROBLEM_OUTSIDE);
    CHECK_INT(q->problem.kind, PROBLEM_OUTSIDE);
    CHECK(clock_monotonic() - began < 3 * SECOND);
}

TEST("addresses that are not web addresses are never opened")
{
    static const char *const urls[] = {"file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/x"};
    for (size_t i = 0; i < 3; i++) {
        struct q *q = try_request(a, HTTP_GET, "/", NULL, NULL);
        struct http_answer answer;
        q->app->http_client = &http_client_curl;
        log_set_level(LOG_WRONG);
        enum result result = http_call(q, &(struct http_call){.method = "GET", .url = urls[i]}, &answer);
        log_set_level(LOG_INFO);
        CHECK_INT(result, PROBLEM_OUTSIDE);
    }
}
