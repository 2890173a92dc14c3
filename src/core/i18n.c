/* The msgid is the English text, so only Vietnamese is looked up: tools/msggen writes one list of all vi.po, sorted bytewise by
 * msgid, and a text is found by halving. */
#include "core/i18n.h"
#include <stddef.h>
#include <string.h>

static const char *vietnamese_of(const char *msgid)
{
    size_t low = 0, high = all_message_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(msgid, all_messages[middle].msgid);
        if (order == 0)
            return all_messages[middle].vi;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return msgid;
}

const char *tr_in(enum language language, const char *msgid)
{
    return language == LANGUAGE_VI ? vietnamese_of(msgid) : msgid;
}

const char *tr(const struct q *q, const char *msgid)
{
    return tr_in(q->language, msgid);
}

const char *pick_language(const struct q *q, const char *vi, const char *en)
{
    bool english = q->language == LANGUAGE_EN && en && *en;
    return english ? en : vi;
}
