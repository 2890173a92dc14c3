#include "adapters/sms/sms.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "core/http_client.h"

enum { LARGEST = 16 * 1024 };
struct sms { struct notify_sender sender; struct sms_settings settings; };

static const char *body_of(struct q *q, const struct sms_settings *s, const struct notify_message *m)
{
    struct buf b;
    struct json_writer w;
    buf_init(&b, q->arena, LARGEST);
    json_begin(&w, &b);
    json_object_open(&w);
    json_field_text(&w, "to", m->to);
    json_field_text(&w, "text", m->words.body);
    json_field_text(&w, "brandname", s->brandname);
    json_field_text(&w, "key", m->key);
    json_object_close(&w);
    return b.overflow ? NULL : b.data;
}

/* Digits as the gateway wants them: 0905 123 456 and +84 905… alike. NULL: no telephone number. */
static const char *number_of(struct arena *a, const char *typed)
{
    char *to = arena_alloc(a, strlen(typed) + 1), *end = to;
    for (const char *c = typed; *c; c++)
        if (*c >= '0' && *c <= '9')
            *end++ = *c;
        else if (!strchr(" .-+()", *c))
            return NULL;
    return end - to >= 9 && end - to <= 15 ? to : NULL;
}

static enum result send_sms(struct notify_sender *sender, struct q *q, const struct notify_message *message, const char **ret_receipt)
{
    const struct sms_settings *s = &((struct sms *)sender)->settings;
    struct notify_message m = *message;
    struct http_answer answer;
    m.to = number_of(q->arena, message->to);
    const char *body = m.to ? body_of(q, s, &m) : NULL;
    *ret_receipt = "";
    if (!body) {
        *ret_receipt = "not a telephone number";
        return PROBLEM_INVALID;
    }
    const char *headers[] = {"Content-Type: application/json", arena_printf(q->arena, "Idempotency-Key: %s", m.key),
                             s->token ? arena_printf(q->arena, "Authorization: Bearer %s", s->token) : NULL, NULL};
    struct http_call call = {.method = "POST", .url = s->url, .headers = headers, .body = body, .body_length = strlen(body), .timeout = 15 * SECOND, .max_answer = 64 * 1024};
    if (http_call(q, &call, &answer) != OK) {
        q_forget(q);
        *ret_receipt = "no answer";
        return PROBLEM_OUTSIDE;
    }
    *ret_receipt = arena_printf(q->arena, "%d", answer.status);
    return answer.status / 100 == 2 ? OK : answer.status / 100 == 4 && answer.status != 429 && answer.status != 408 ? PROBLEM_INVALID : PROBLEM_OUTSIDE;
}

struct notify_sender *sms_new(struct arena *a, const struct sms_settings *settings)
{
    struct sms *s = arena_new_one(a, struct sms);
    *s = (struct sms){{settings->url, send_sms}, *settings};
    return &s->sender;
}
