#include "core/page_theme.h"
#include "base/hash.h"
#include "base/json.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/province.h"
#include "core/q.h"
#include <ctype.h>
#include <string.h>

static const char *text(const json_t *object, const char *key)
{
    const char *value = object ? json_get_text(object, key) : NULL;
    return value ? value : "";
}

/* key_vi and key_en of one object. */
static const char *text_of(struct q *q, const json_t *object, const char *key)
{
    return pick_language(q, text(object, arena_printf(q->arena, "%s_vi", key)), text(object, arena_printf(q->arena, "%s_en", key)));
}

static const char *digits_of(struct arena *a, const char *number)
{
    char *digits = arena_strdup(a, number), *to = digits;
    for (; *number; number++)
        if (isdigit((unsigned char)*number) || *number == '+')
            *to++ = *number;
    *to = '\0';
    return digits;
}

static const json_t *info_of(const struct q *q)
{
    return q->app->province ? province_info(q->app->province) : NULL;
}

void page_theme(struct q *q, struct theme *ret)
{
    const json_t *info = info_of(q), *contacts = info ? json_object_get(info, "contacts") : NULL;
    const json_t *foot = info ? json_object_get(info, q->language == LANGUAGE_EN ? "footer_en" : "footer_vi") : NULL;
    *ret = (struct theme){.province = text_of(q, info, "name"),
                          .portal = text_of(q, info, "portal_name"),
                          .organisation = text_of(q, info, "agency_name"),
                          .note = q->app->settings.demo ? text(foot, "note") : "",
                          .demo = q->app->settings.demo ? text_of(q, info, "demo_notice") : NULL,
                          .hotline = text(contacts, "hotline"),
                          .hotline_name = text_of(q, contacts, "hotline_name"),
                          .hotline_note = text_of(q, contacts, "hotline_note"),
                          .colour = text(info ? json_object_get(info, "theme") : NULL, "song-800")};
    ret->hotline_digits = digits_of(q->arena, ret->hotline);
    if (!*ret->colour)
        ret->colour = "#0b3d46";
}

static bool is_colour(const char *value)
{
    size_t n = strlen(value);
    return value[0] == '#' && (n == 4 || n == 7) && strspn(value + 1, "0123456789abcdefABCDEF") == n - 1;
}

static bool is_property(const char *name)
{
    return *name && strlen(name) < 40 && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(name);
}

/* Only plain names and hexadecimal colours get through: the package must not be able to write other rules. */
enum result page_theme_css(struct q *q, const void *input)
{
    (void)input;
    const json_t *info = info_of(q);
    json_t *theme = info ? json_object_get(info, "theme") : NULL, *value;
    const char *name;
    struct buf *to = &q->reply->body;
    /* Stronger than the build's :root, silent when the reader or the device asks for contrast. */
    buf_puts(to, "@media not (prefers-contrast: more) { html:not(.tb-high-contrast) {");
    json_object_foreach (theme, name, value)
        if (is_property(name) && json_is_string(value) && is_colour(json_string_value(value)))
            buf_printf(to, " --tb-%s: %s;", name, json_string_value(value));
    buf_puts(to, " } }\n");
    uint8_t digest[SHA256_BYTES];
    sha256(to->data, to->length, digest);
    q->reply->content_type = "text/css; charset=utf-8";
    reply_header(q, "Cache-Control", "public, max-age=300");
    reply_not_modified(q, arena_printf(q->arena, "\"%s\"", hex_encode(q->arena, digest, 8)));
    return OK;
}
