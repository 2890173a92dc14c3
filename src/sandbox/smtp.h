/* A mail server that sends nothing: what it is given stands on the stand-ins' page. */
#pragma once
#include "base/result.h"
#include <stddef.h>

struct app;
struct arena;
struct q;
struct sandbox_smtp;
/* Listens on 127.0.0.1:port with a thread of its own; one conversation at a time, ten seconds of silence end it. */
enum result sandbox_smtp_start(struct q *q, struct app *app, int port, struct sandbox_smtp **ret);
void sandbox_smtp_stop(struct sandbox_smtp *s); /* takes NULL */
/* Subject and plain text of a message as mail_smtp writes it (base 64); what it cannot read it gives as it is. Never NULL. */
struct sandbox_mail { const char *to, *subject, *text; };
void sandbox_mail_read(struct arena *a, const char *message, struct sandbox_mail *ret);
