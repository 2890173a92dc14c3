/* Texts. msgids are complete English sentences, so English is complete by construction; the Vietnamese of each stands in the vi.po of
 * the folder that uses it and is compiled in by tools/msggen; ./dev check refuses a missing one. */
#pragma once
#include "core/q.h"
#include <stddef.h>

const char *tr(const struct q *q, const char *msgid);
const char *tr_in(enum language language, const char *msgid);
/* Fills {placeholders}: tr_fill(q, T("{n} dossiers wait"), "n", number, NULL) -> text in the arena. */
#define tr_fill(q, ...) q_tr_fill((q), __VA_ARGS__, (const char *)0)
const char *q_tr_fill(struct q *q, const char *msgid, ...) __attribute__((sentinel));
/* Picks the text of province data that comes in both languages (falls back to Vietnamese). */
const char *pick_language(const struct q *q, const char *vi, const char *en);

/* The catalogue, made by tools/msggen from every vi.po: sorted bytewise by msgid. */
struct message { const char *msgid, *vi; };
extern const struct message all_messages[];
extern const size_t all_message_count;
