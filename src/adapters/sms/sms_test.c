#include "adapters/sms/sms.h"
#include "base/json.h"
#include "base/test.h"
#include "core/app.h"
#include "core/http_client.h"

static struct { int status; const char *body, *key; bool down; } gateway;

static enum result answer(struct q *q, const struct http_call *call, struct http_answer *ret)
{
    gateway.body = arena_strndup(q->arena, call->body, call->body_length);
    gateway.key = call->headers[1];
    *ret = (struct http_answer){.status = gateway.status, .body = "{}", .body_length = 2};
    return gateway.down ? q_fail_kind(q, PROBLEM_OUTSIDE) : OK;
}

static enum result send(struct arena *a, int status, const char *to)
{
    static const struct http_client client = {answer};
    struct app app = {.http_client = &client};
    struct q q = {.arena = a, .app = &app};
    const char *receipt;
    struct notify_sender *s = sms_new(a, &(struct sms_settings){"http://gateway.test/sms", "QUANGNAM", "secret"});
    gateway.status = status;
    gateway.down = status == 0;
    return s->send(s, &q, &(struct notify_message){.key = "k1", .to = to, .words = {"", "Đã có \"kết quả\""}}, &receipt);
}

TEST("a text message goes to the gateway as JSON, with its key against doubles")
{
    const char *why;
    CHECK_INT(send(a, 200, "+84 905.123-456"), OK);
    json_t *body = json_read(a, gateway.body, strlen(gateway.body), 4, &why);
    CHECK_TEXT(json_get_text(body, "to"), "84905123456");
    CHECK_TEXT(json_get_text(body, "text"), "Đã có \"kết quả\"");
    CHECK_TEXT(json_get_text(body, "brandname"), "QUANGNAM");
    CHECK_TEXT(gateway.key, "Idempotency-Key: k1");
}

TEST("what the gateway refuses is final; what it cannot now is tried again")
{
    CHECK_INT(send(a, 400, "0905123456"), PROBLEM_INVALID);
    CHECK_INT(send(a, 429, "0905123456"), PROBLEM_OUTSIDE);
    CHECK_INT(send(a, 500, "0905123456"), PROBLEM_OUTSIDE);
    CHECK_INT(send(a, 0, "0905123456"), PROBLEM_OUTSIDE);
    CHECK_INT(send(a, 200, "abc"), PROBLEM_INVALID);
    CHECK_INT(send(a, 200, "12"), PROBLEM_INVALID);
}
