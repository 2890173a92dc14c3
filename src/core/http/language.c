/* Vietnamese first: another language only when the reader chose it. ?ngon-ngu=en chooses and remembers; the browser's own wish
 * (Accept-Language) is not asked, because most browsers here are set to English by their makers, not by their owners. */
#include "core/http/phases.h"
#include "core/http/query.h"
#include "core/q.h"
#include <string.h>

#define COOKIE "ngon-ngu"
enum { A_YEAR = 365 * 24 * 3600 };

static bool language_named(const char *name, enum language *ret)
{
    if (name && strcmp(name, "vi") == 0)
        *ret = LANGUAGE_VI;
    else if (name && strcmp(name, "en") == 0)
        *ret = LANGUAGE_EN;
    else
        return false;
    return true;
}

void http_choose_language(struct q *q)
{
    struct pairs query = {0};
    q->language = LANGUAGE_VI;
    language_named(request_cookie(q, COOKIE), &q->language);
    if (!strstr(q->request->query, "ngon-ngu=") || !query_parse(q->arena, q->request->query, strlen(q->request->query), &query))
        return;
    if (language_named(pairs_get(&query, COOKIE), &q->language))
        reply_cookie(q, COOKIE, q->language == LANGUAGE_EN ? "en" : "vi", A_YEAR);
}
