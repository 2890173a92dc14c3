/* Notices: a piece of news told to one person, over the channels this person has. Texts are data of the province (Mustache, never escaped).
 * The engine renders, chooses, and says when; who keeps the messages and tries again is the caller (modules/notices). */
#pragma once
#include "base/result.h"
#include "core/q.h"
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum notify_channel { NOTIFY_EMAIL, NOTIFY_SMS, NOTIFY_CHANNELS };
const char *notify_channel_name(enum notify_channel c);              /* "email", "sms": as in notices.csv */
bool notify_channel_named(const char *name, enum notify_channel *ret);

/* --- texts ---------------------------------------------------------------------------------------------------------------------- */
struct notify_text { const char *event; enum notify_channel channel; enum language language; const char *subject, *body; /* subject: e-mail only */ };
struct notify_book { const struct notify_text *texts; size_t count; };
/* The text in this language, else in Vietnamese; NULL: the event is not told on this channel. */
const struct notify_text *notify_find(const struct notify_book *b, const char *event, enum notify_channel c, enum language l);
/* A mistake of a text, without data; NULL none. */
const char *notify_check(struct arena *a, const struct notify_text *t);
struct notify_words { const char *subject, *body; };
/* False: *ret_why says what is wrong with the text. SMS: line breaks become blanks. */
bool notify_render(struct arena *a, const struct notify_text *t, const json_t *data, struct notify_words *ret, const char **ret_why);
/* The same words as an HTML part: paragraphs, links of the portal, no pictures, nothing from outside. brand: "Cổng Thu Bồn". */
const char *notify_html(struct arena *a, const char *brand, const struct notify_words *w);
/* How many text messages it takes: GSM 03.38 160/153 characters, everything Vietnamese UCS-2 70/67 (3GPP 23.038, 23.040). */
size_t notify_sms_parts(const char *text);

/* --- to whom, when --------------------------------------------------------------------------------------------------------------- */
struct notify_reach { const char *email, *phone; bool by_email, by_sms; };
/* The channels to try, best first: e-mail holds the whole text, a text message is the fallback. *ret: at least NOTIFY_CHANNELS places. */
size_t notify_plan(const struct notify_reach *r, enum notify_channel *ret);
/* Text messages keep quiet from 21:00 to 7:00; then the earliest moment is 7:00. */
int64_t notify_send_at(enum notify_channel c, int64_t now);

/* --- sending: implemented by adapters ----------------------------------------------------------------------------------------------- */
struct notify_message { const char *key; /* the same for the same message, for the receiver's own filter of doubles */ const char *to; struct notify_words words; const char *html; };
struct notify_sender {
    const char *name; /* "smtp://mail.test:587", for the log and the system page */
    /* OK: taken over by the gateway, *ret_receipt its words (may be ""). OUTSIDE: try again later. INVALID: never will (address refused);
     * *ret_receipt says why in both cases. Takes as long as its own time limit; never inside a transaction. */
    enum result (*send)(struct notify_sender *s, struct q *q, const struct notify_message *m, const char **ret_receipt);
};
