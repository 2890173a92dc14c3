#include "core/http/preferences.h"
#include "base/text.h"
#include "core/http/http.h"
#include "core/http/parsed.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core_pages.h"
#include <string.h>

#define COOKIE "hien-thi"
enum { A_YEAR = 365 * 24 * 3600 };

void preferences_read(struct q *q, struct preferences *ret)
{
    const char *cookie = request_cookie(q, COOKIE);
    *ret = (struct preferences){.large_text = cookie && strstr(cookie, "chu-lon"),
                                .strong_contrast = cookie && strstr(cookie, "tuong-phan-cao")};
    if (ret->large_text || ret->strong_contrast)
        ret->html_class = arena_printf(q->arena, "%s%s%s", ret->large_text ? "tb-large-text" : "",
                                       ret->large_text && ret->strong_contrast ? " " : "", ret->strong_contrast ? "tb-high-contrast" : "");
}

enum result preferences_show(struct q *q, const void *input)
{
    (void)input;
    struct preferences now;
    bool english = q->language == LANGUAGE_EN;
    preferences_read(q, &now);
    struct page frame = {.title = tr(q, T("Text size, contrast, language")), .no_index = true};
    return core_preferences_page(q, &frame,
                                 &(struct core_preferences_view){.large_text = now.large_text,
                                                                 .strong_contrast = now.strong_contrast,
                                                                 .other_language = english ? "Tiếng Việt" : "English",
                                                                 .other_language_code = english ? "vi" : "en",
                                                                 .other_language_url = page_url_with(q, "ngon-ngu", english ? "vi" : "en"),
                                                                 .path = "/tuy-chon"});
}

enum result preferences_set(struct q *q, const void *input)
{
    (void)input;
    struct preferences now;
    const char *text = request_value(q, "chu"), *contrast = request_value(q, "tuong-phan"), *back = request_value(q, "ve");
    preferences_read(q, &now);
    if (text)
        now.large_text = text_equal(text, "lon");
    if (contrast)
        now.strong_contrast = text_equal(contrast, "cao");
    reply_cookie(q, COOKIE, arena_printf(q->arena, "%s%s", now.large_text ? "chu-lon_" : "", now.strong_contrast ? "tuong-phan-cao" : ""),
                 now.large_text || now.strong_contrast ? A_YEAR : 0);
    bool ours = back && back[0] == '/' && back[1] != '/' && back[1] != '\\' && !strpbrk(back, "\r\n");
    return reply_redirect(q, ours ? back : "/tuy-chon");
}
