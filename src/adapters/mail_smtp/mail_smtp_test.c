#include "adapters/mail_smtp/mail_smtp.h"
#include "base/hash.h"
#include "base/test.h"

static const struct mail_smtp_settings settings = {.url = "smtp://127.0.0.1:1", .from = "khong-tra-loi@quangnam.example", .from_name = "Cổng Thu Bồn"};

TEST("a mail has Vietnamese in its headers and both parts as the standards want it, in lines of at most 78 letters")
{
    struct notify_message m = {.key = "k1", .to = "ha@example.test", .html = "<p>Hà</p>",
                               .words = {"Cần bổ sung: đăng ký khai sinh cho Trần Nguyễn An Nhiên, hồ sơ H47.61-261113-0042", "Chào chị Hà"}};
    const char *text = mail_smtp_text(a, &settings, &m, INT64_C(1795482300) * 1000000);
    CHECK(strstr(text, "Date: ") == text && strstr(text, " +0700\r\n"));
    CHECK(strstr(text, "\r\nSubject: =?UTF-8?B?") && strstr(text, "\r\nTo: <ha@example.test>\r\n"));
    CHECK(strstr(text, base64_encode(a, "Chào chị Hà", strlen("Chào chị Hà"))));
    CHECK(strstr(text, "text/plain") < strstr(text, "text/html"));
    for (const char *line = text; *line;) {
        size_t n = strcspn(line, "\r\n");
        CHECK(n <= 100 && (line[n] == '\r' || !line[n]));
        line += n + (line[n] ? 2 : 0);
    }
}

TEST("addresses that could write a command of the protocol are refused for ever, a server that does not answer for now")
{
    struct q q = {.arena = a};
    const char *why;
    struct notify_sender *s = mail_smtp_new(a, &settings);
    static const char *const bad[] = {"", "ha", "@x", "a@b>\r\nRCPT TO:<c@d", "a b@c.test", "<a@b.test>"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK_INT(s->send(s, &q, &(struct notify_message){.key = "k", .to = bad[i], .words = {"a", "b"}}, &why), PROBLEM_INVALID);
    CHECK_INT(s->send(s, &q, &(struct notify_message){.key = "k", .to = "a@b.test", .words = {"a", "b"}}, &why), PROBLEM_OUTSIDE);
    CHECK(*why);
}
