/* The conversation of RFC 5321, as much of it as a sender needs. */
#include "sandbox/smtp.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/must.h"
#include "base/text.h"
#include "core/access.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/q.h"
#include "sandbox/sandbox_inside.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LARGEST_MESSAGE = 1024 * 1024, LONGEST_LINE = 2048, MEMORY = 16 * 1024 * 1024 };
struct sandbox_smtp { int listening, wake[2]; pthread_t thread; struct app *app; };

struct talk {
    int socket;
    char in[4096];
    size_t at, have;
    struct q *q;
    struct buf message;
    const char *to;
};

static bool say(struct talk *t, const char *line)
{
    const char *text = arena_printf(t->q->arena, "%s\r\n", line);
    return send(t->socket, text, strlen(text), MSG_NOSIGNAL) == (ssize_t)strlen(text);
}

/* One line without its end. False: the other side is gone, silent or talks without end. */
static bool hear(struct talk *t, struct buf *line)
{
    buf_clear(line);
    for (;;) {
        if (t->at == t->have) {
            ssize_t n = recv(t->socket, t->in, sizeof t->in, 0);
            if (n <= 0)
                return false;
            t->at = 0;
            t->have = (size_t)n;
        }
        char c = t->in[t->at++];
        if (c == '\n') {
            if (line->length && line->data[line->length - 1] == '\r')
                line->data[--line->length] = '\0';
            return !line->overflow;
        }
        buf_putc(line, c);
    }
}

static bool take_message(struct talk *t, struct buf *line)
{
    buf_clear(&t->message);
    if (!say(t, "354 go on"))
        return false;
    while (hear(t, line)) {
        if (text_equal(line->data, ".")) {
            struct sandbox_mail m;
            sandbox_mail_read(t->q->arena, t->message.data ? t->message.data : "", &m);
            if (!t->message.overflow && !sandbox_lies_about(t->q, SERVICE_MAIL, -1))
                sandbox_keep(t->q, "mail", t->to ? t->to : m.to, m.subject, m.text);
            return say(t, t->message.overflow ? "552 too large" : "250 taken");
        }
        buf_puts(&t->message, line->data[0] == '.' ? line->data + 1 : line->data);
        buf_puts(&t->message, "\r\n");
    }
    return false;
}

static const char *address_in(struct arena *a, const char *line)
{
    const char *from = strchr(line, '<');
    return from ? arena_strndup(a, from + 1, strcspn(from + 1, ">")) : "";
}

/* False: the conversation is over. */
static bool answer(struct talk *t, struct buf *line)
{
    const char *said = line->data ? line->data : "";
    if (strncasecmp(said, "EHLO", 4) == 0 || strncasecmp(said, "HELO", 4) == 0)
        return say(t, "250 thu-bon-stand-in");
    if (strncasecmp(said, "MAIL FROM:", 10) == 0)
        return say(t, "250 ok");
    if (strncasecmp(said, "RCPT TO:", 8) == 0) {
        t->to = address_in(t->q->arena, said);
        return say(t, text_starts(t->to, "unknown@") ? "550 nobody here has this address" : "250 ok");
    }
    if (strncasecmp(said, "DATA", 4) == 0)
        return take_message(t, line);
    if (strncasecmp(said, "QUIT", 4) == 0)
        return say(t, "221 bye") && false;
    return say(t, strncasecmp(said, "RSET", 4) == 0 || strncasecmp(said, "NOOP", 4) == 0 ? "250 ok" : "502 not here");
}

static void talk(struct sandbox_smtp *s, int socket)
{
    struct arena *a = arena_new(MEMORY);
    struct q q = {.arena = a, .app = s->app, .account = &account_nobody, .from = "sandbox", .request_id = "smtp"};
    struct talk t = {.socket = socket, .q = &q};
    struct reply thrown_away = {0};
    struct buf line;
    struct timeval silence = {.tv_sec = 10};
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &silence, sizeof silence);
    q.reply = &thrown_away;
    buf_init(&thrown_away.body, a, 4096);
    buf_init(&t.message, a, LARGEST_MESSAGE);
    buf_init(&line, a, LONGEST_LINE);
    if (sandbox_misbehaves(&q, SERVICE_MAIL))
        say(&t, "421 switched to failing");
    else if (say(&t, "220 thu-bon-stand-in"))
        while (hear(&t, &line) && answer(&t, &line))
            ;
    close(socket);
    arena_free(a);
}

static void *serve(void *arg)
{
    struct sandbox_smtp *s = arg;
    for (;;) {
        struct pollfd fds[2] = {{s->listening, POLLIN, 0}, {s->wake[0], POLLIN, 0}};
        if (poll(fds, 2, -1) < 0)
            continue;
        if (fds[1].revents)
            return NULL;
        int socket = accept4(s->listening, NULL, NULL, SOCK_CLOEXEC);
        if (socket >= 0)
            talk(s, socket);
    }
}

enum result sandbox_smtp_start(struct q *q, struct app *app, int port, struct sandbox_smtp **ret)
{
    struct sandbox_smtp *s = arena_new_one(app->arena, struct sandbox_smtp);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int yes = 1;
    s->app = app;
    s->listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(s->listening, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (s->listening < 0 || bind(s->listening, (struct sockaddr *)&here, sizeof here) != 0 || listen(s->listening, 16) != 0 || pipe2(s->wake, O_CLOEXEC) != 0)
        return fail(q, STORAGE, T("The mail stand-in cannot listen on port {port}"), "port", arena_printf(q->arena, "%d", port));
    must(pthread_create(&s->thread, NULL, serve, s) == 0);
    *ret = s;
    return OK;
}

void sandbox_smtp_stop(struct sandbox_smtp *s)
{
    if (!s)
        return;
    must(write(s->wake[1], "x", 1) == 1);
    pthread_join(s->thread, NULL);
    close(s->listening);
    close(s->wake[0]);
    close(s->wake[1]);
}
