#include "sandbox/smtp.h"
#include "adapters/mail_smtp/mail_smtp.h"
#include "base/test.h"
#include "base/text.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/http/try.h"
#include "core/q.h"
#include "sandbox/sandbox.h"
#include <unistd.h>

static const char *messages(struct arena *a, struct app *app)
{
    struct q *q = try_request(a, HTTP_GET, "/messages?to=smtp-ha@example.test", NULL, NULL);
    sandbox_handle(app, q->request, a, q->reply);
    return q->reply->body.data;
}

TEST("a mail sent by the adapter is caught by the stand-in with its Vietnamese whole, and an unknown address is final")
{
    struct q *q = try_request(a, HTTP_GET, "/", NULL, NULL);
    struct sandbox_smtp *server = NULL;
    const char *receipt;
    int port = 0;
    for (int i = 0; i < 50 && !server; i++) {
        port = 20000 + (int)((unsigned)getpid() * 7 + (unsigned)i * 131) % 20000;
        if (sandbox_smtp_start(q, q->app, port, &server) != OK)
            q_forget(q);
    }
    CHECK(server != NULL);
    struct mail_smtp_settings settings = {.url = arena_printf(a, "smtp://127.0.0.1:%d", port), .from = "tin@quangnam.example", .from_name = "Cổng Thu Bồn"};
    struct notify_sender *s = mail_smtp_new(a, &settings);
    struct notify_message m = {.key = "k", .to = "smtp-ha@example.test", .html = "<p>x</p>",
                               .words = {"Đã nhận hồ sơ đăng ký khai sinh cho Trần Nguyễn An Nhiên H47.61-261113-0042", "Chào chị Hà,\n\n.Một dòng bắt đầu bằng dấu chấm"}};
    enum result sent = s->send(s, q, &m, &receipt);
    m.to = "unknown@example.test";
    enum result refused = s->send(s, q, &m, &receipt);
    sandbox_smtp_stop(server);
    CHECK_INT(sent, OK);
    CHECK_INT(refused, PROBLEM_INVALID);
    const char *all = messages(a, q->app);
    CHECK(strstr(all, "Đã nhận hồ sơ đăng ký khai sinh cho Trần Nguyễn An Nhiên H47.61-261113-0042"));
    CHECK(strstr(all, "Chào chị Hà,\\n\\n.Một dòng bắt đầu bằng dấu chấm"));
}

TEST("rubbish in place of a mail is shown as it is and breaks nothing")
{
    static const char *const rubbish[] = {"", "\r\n", "Subject", "Subject:", "Subject: =?UTF-8?B?", "Subject: =?UTF-8?B?%%%?=\r\n x\r\n", "Content-Type: text/plain\r\n\r\n%%%\r\n--",
                                          "To: a\n b\n", ":\r\n:\r\n"};
    for (size_t i = 0; i < sizeof rubbish / sizeof *rubbish; i++) {
        struct sandbox_mail m;
        sandbox_mail_read(a, rubbish[i], &m);
        CHECK(m.to && m.subject && m.text);
    }
}
