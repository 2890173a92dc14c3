#include "base/clock.h"
#include "base/date.h"
#include "base/json.h"
#include "base/test.h"
#include "engines/notify/notify.h"

static const struct notify_text texts[] = {
    {"received", NOTIFY_EMAIL, LANGUAGE_VI, "Đã nhận {{code}}", "Chào {{name}},\n\n\n{{#items}}\n- {{.}}\n{{/items}}\nXem: https://a.test/x?b=1&c=2 nhé"},
    {"received", NOTIFY_EMAIL, LANGUAGE_EN, "Received {{code}}", "Dear {{name}}"},
    {"received", NOTIFY_SMS, LANGUAGE_VI, NULL, "{{name}}:\nđã nhận {{code}}"}};
static const struct notify_book book = {texts, 3};

static struct notify_words words(struct arena *a, const struct notify_text *t, const char *json)
{
    struct notify_words w = {0};
    const char *why;
    must(notify_render(a, t, json_read(a, json, strlen(json), 10, &why), &w, &why));
    return w;
}

TEST("a notice is told in the reader's language, else in Vietnamese, and only on channels that have a text")
{
    CHECK(notify_find(&book, "received", NOTIFY_EMAIL, LANGUAGE_EN) == &texts[1]);
    CHECK(notify_find(&book, "received", NOTIFY_SMS, LANGUAGE_EN) == &texts[2]);
    CHECK(notify_find(&book, "late", NOTIFY_SMS, LANGUAGE_VI) == NULL);
}

TEST("values are filled in as they are, and none can add a line to a header or a text message")
{
    struct notify_words w = words(a, &texts[0], "{\"name\":\"Hà <b>\",\"code\":\"H47\\r\\nBcc: x\",\"items\":[\"a\",\"b\"]}");
    CHECK_TEXT(w.subject, "Đã nhận H47 Bcc: x");
    CHECK_TEXT(w.body, "Chào Hà <b>,\n\n- a\n- b\nXem: https://a.test/x?b=1&c=2 nhé");
    CHECK_TEXT(words(a, &texts[2], "{\"name\":\"Cổng\\nThu\",\"code\":\"1\"}").body, "Cổng Thu: đã nhận 1");
}

TEST("the HTML part escapes everything and links web addresses only")
{
    struct notify_words w = words(a, &texts[0], "{\"name\":\"<script>\",\"code\":\"&\"}");
    const char *html = notify_html(a, "Cổng <X>", &w);
    CHECK(strstr(html, "&lt;script&gt;") && !strstr(html, "<script>") && strstr(html, "Cổng &lt;X&gt;"));
    CHECK(strstr(html, "<a style=\"color:#0e515c\" href=\"https://a.test/x?b=1&amp;c=2\">https://a.test/x?b=1&amp;c=2</a> nhé"));
}

TEST("wrong templates are found without data")
{
    CHECK(notify_check(a, &texts[0]) == NULL);
    CHECK(notify_check(a, &(struct notify_text){"x", NOTIFY_SMS, LANGUAGE_VI, NULL, "{{#a}} open"}) != NULL);
    CHECK(notify_check(a, &(struct notify_text){"x", NOTIFY_EMAIL, LANGUAGE_VI, "{{a", "b"}) != NULL);
}

TEST("e-mail comes first, a text message is the fallback, and nobody is told who does not want it")
{
    enum notify_channel c[NOTIFY_CHANNELS];
    CHECK_INT(notify_plan(&(struct notify_reach){"a@b.test", "0905", true, true}, c), 2);
    CHECK(c[0] == NOTIFY_EMAIL && c[1] == NOTIFY_SMS);
    CHECK_INT(notify_plan(&(struct notify_reach){"", "0905", true, true}, c), 1);
    CHECK_INT(c[0], NOTIFY_SMS);
    CHECK_INT(notify_plan(&(struct notify_reach){"a@b.test", "0905", false, false}, c), 0);
    CHECK_INT(notify_plan(&(struct notify_reach){NULL, NULL, true, true}, c), 0);
}

TEST("text messages keep quiet from 21:00 to 7:00, e-mail does not")
{
    static const struct { const char *now, *then; } cases[] = {
        {"2026-11-24T06:59:59+07:00", "2026-11-24T07:00:00+07:00"}, {"2026-11-24T07:00:00+07:00", "2026-11-24T07:00:00+07:00"},
        {"2026-11-24T20:59:59+07:00", "2026-11-24T20:59:59+07:00"}, {"2026-11-24T21:00:00+07:00", "2026-11-25T07:00:00+07:00"},
        {"2026-12-31T23:30:00+07:00", "2027-01-01T07:00:00+07:00"}, {"2026-11-24T00:00:00+07:00", "2026-11-24T07:00:00+07:00"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t now, then;
        CHECK(time_parse_iso(cases[i].now, &now) && time_parse_iso(cases[i].then, &then));
        CHECK_INT(notify_send_at(NOTIFY_SMS, now), then);
        CHECK_INT(notify_send_at(NOTIFY_EMAIL, now), now);
    }
}

TEST("the parts of a text message are counted as the network counts them")
{
    char text[400];
    memset(text, 'a', 160);
    text[160] = '\0';
    CHECK_INT(notify_sms_parts(text), 1);
    text[160] = 'a', text[161] = '\0';
    CHECK_INT(notify_sms_parts(text), 2);
    text[159] = '{', text[160] = '\0'; /* takes two places */
    CHECK_INT(notify_sms_parts(text), 2);
    CHECK_INT(notify_sms_parts("Cổng Thu Bồn: đã nhận hồ sơ"), 1);
    CHECK_INT(notify_sms_parts(arena_printf(a, "%s%s%s", "ổ123456789012345678901234567890123456", "7890123456789012345678901234567890", "")), 2);
}
