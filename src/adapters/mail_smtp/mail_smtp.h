/* E-mail over SMTP by libcurl: a message of two parts (plain text and HTML) in UTF-8. */
#pragma once
#include "engines/notify/notify.h"

struct arena;
/* url: "smtp://mail.test:587" or "smtps://mail.test:465". from: the bare address of the sender; from_name as people see it. With
 * require_tls a server without STARTTLS gets nothing. user and password may be NULL. */
struct mail_smtp_settings { const char *url, *from, *from_name, *user, *password; bool require_tls; };
struct notify_sender *mail_smtp_new(struct arena *a, const struct mail_smtp_settings *settings);
/* The message as it goes over the line (RFC 5322, 2045, 2047), for tests. */
const char *mail_smtp_text(struct arena *a, const struct mail_smtp_settings *s, const struct notify_message *m, int64_t now);
