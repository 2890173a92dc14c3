#include "core/page_write.h"
#include "base/date.h"
#include "base/text.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/q.h"
#include <string.h>
#include <strings.h>

void page_write_number(struct q *q, struct buf *to, int64_t n)
{
    for (const char *s = number_vi(q->arena, n); *s; s++)
        buf_putc(to, *s == '.' && q->language == LANGUAGE_EN ? ',' : *s);
}

void page_write_money(struct q *q, struct buf *to, int64_t dong)
{
    page_write_number(q, to, dong);
    buf_puts(to, "\u00a0đồng");
}

void page_write_date(struct buf *to, int32_t days)
{
    if (days == INT32_MIN)
        return;
    struct date d = date_from_days(days);
    buf_printf(to, "%02d/%02d/%04d", d.day, d.month, d.year);
}

void page_write_date_element(struct buf *to, int32_t days)
{
    if (days == INT32_MIN)
        return;
    struct date d = date_from_days(days);
    buf_printf(to, "<time datetime=\"%04d-%02d-%02d\">", d.year, d.month, d.day);
    page_write_date(to, days);
    buf_puts(to, "</time>");
}

void page_write_time(struct buf *to, int64_t t)
{
    if (t == 0)
        return;
    struct local_time l = time_local(t);
    buf_printf(to, "%02d:%02d %02d/%02d/%04d", l.hour, l.minute, l.date.day, l.date.month, l.date.year);
}

void page_write_time_element(struct buf *to, int64_t t)
{
    if (t == 0)
        return;
    struct local_time l = time_local(t);
    buf_printf(to, "<time datetime=\"%04d-%02d-%02dT%02d:%02d+07:00\">", l.date.year, l.date.month, l.date.day, l.hour, l.minute);
    page_write_time(to, t);
    buf_puts(to, "</time>");
}

static bool url_is_harmless(const char *url)
{
    static const char *const schemes[] = {"https:", "http:", "mailto:", "tel:"};
    if (url[0] == '/' || url[0] == '?' || url[0] == '#')
        return true;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strncasecmp(url, schemes[i], strlen(schemes[i])) == 0)
            return true;
    return false;
}

void page_write_url(struct buf *to, const char *url)
{
    buf_html(to, url && url_is_harmless(url) ? url : "#");
}

void page_write_icon(struct q *q, struct buf *to, const char *name)
{
    buf_puts(to, "<svg class=\"tb-i\" aria-hidden=\"true\"><use href=\"");
    buf_html(to, page_asset(q, "icons.svg"));
    buf_puts(to, "#i-");
    buf_html(to, name);
    buf_puts(to, "\"></use></svg>");
}

void page_write_csrf(struct q *q, struct buf *to)
{
    buf_puts(to, "<input type=\"hidden\" name=\"csrf\" value=\"");
    buf_html(to, http_csrf(q));
    buf_puts(to, "\">");
}
