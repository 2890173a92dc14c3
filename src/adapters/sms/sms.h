/* Text messages through a brand-name gateway: POST JSON {"to", "text", "brandname", "key"} with a bearer token. */
#pragma once
#include "engines/notify/notify.h"

struct arena;
struct sms_settings { const char *url, *brandname, *token /* NULL: none */; };
struct notify_sender *sms_new(struct arena *a, const struct sms_settings *settings);
