/* Addresses made from the present one: other language, next page, another order. */
#include "base/text.h"
#include "core/http/parsed.h"
#include "core/http/path.h"
#include "core/http/reply.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/q.h"
#include <string.h>

enum { LONGEST_URL = 32 * 1024, MOST_PAGES = 1000000 };

static void add_parameter(struct buf *to, bool *first, const char *name, const char *value)
{
    buf_putc(to, *first ? '?' : '&');
    buf_url(to, name);
    buf_putc(to, '=');
    buf_url(to, value);
    *first = false;
}

const char *page_url_with(struct q *q, const char *name, const char *value)
{
    struct buf b;
    const struct parsed *p;
    bool first = true;
    buf_init(&b, q->arena, LONGEST_URL);
    if (!q->request)
        return "/";
    path_encode(&b, q->request->path);
    if (request_parse(q, &p) == OK)
        for (const struct pair *at = p->query.first; at; at = at->next)
            if (!text_equal(at->name, name) && !text_equal(at->name, "trang"))
                add_parameter(&b, &first, at->name, at->value);
    if (value)
        add_parameter(&b, &first, name, value);
    return b.overflow ? "/" : b.data;
}

/* --- pages ------------------------------------------------------------------------------------------------------------------ */

static int64_t page_asked(struct q *q)
{
    const char *typed = request_query(q, "trang");
    int64_t page;
    return typed && number_parse(typed, &page) && page >= 1 && page <= MOST_PAGES ? page : 1;
}

static const char *page_url(struct q *q, int64_t page)
{
    return page_url_with(q, "trang", page > 1 ? arena_printf(q->arena, "%lld", (long long)page) : NULL);
}

enum result page_pager(struct q *q, int64_t size, int64_t total, struct pager *ret)
{
    int64_t last = total > 0 ? (total + size - 1) / size : 1;
    *ret = (struct pager){.page = page_asked(q), .size = size, .total = total};
    if (ret->page > last)
        ret->page = last;
    ret->more = ret->page < last;
    ret->previous_url = ret->page > 1 ? page_url(q, ret->page - 1) : NULL;
    ret->next_url = ret->more ? page_url(q, ret->page + 1) : NULL;
    int64_t from = (ret->page - 1) * size + 1, to = ret->page == last ? total : ret->page * size;
    ret->summary = total == 0 ? tr(q, T("Nothing"))
                              : tr_fill(q, T("{from}–{to} of {total}"), "from", number_vi(q->arena, from), "to", number_vi(q->arena, to),
                                        "total", number_vi(q->arena, total));
    return OK;
}

/* --- order ------------------------------------------------------------------------------------------------------------------ */

/* The key of the list that equals the n bytes at s; NULL when none does. */
static const char *key_of(struct q *q, const char *keys, const char *s)
{
    size_t wanted = strlen(s);
    for (const char *at = keys; *at;) {
        size_t n = strcspn(at, "|");
        if (n == wanted && memcmp(at, s, n) == 0)
            return arena_strndup(q->arena, at, n);
        at += n + (at[n] == '|');
    }
    return NULL;
}

struct page_sort page_sort(struct q *q, const char *keys)
{
    const char *asked = request_query(q, "xep");
    bool descending = asked && *asked == '-';
    const char *key = asked ? key_of(q, keys, asked + descending) : NULL;
    if (key)
        return (struct page_sort){key, descending};
    return (struct page_sort){arena_strndup(q->arena, keys, strcspn(keys, "|")), false};
}

const char *page_sort_url(struct q *q, struct page_sort now, const char *key)
{
    bool turn = text_equal(now.key, key) && !now.descending;
    return page_url_with(q, "xep", turn ? arena_printf(q->arena, "-%s", key) : key);
}

const char *page_sort_aria(struct page_sort now, const char *key)
{
    return !text_equal(now.key, key) ? NULL : now.descending ? "descending" : "ascending";
}
