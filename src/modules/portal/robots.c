/* For machines: robots.txt (RFC 9309), sitemap.xml (sitemaps.org 0.9), site.webmanifest. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/http/route.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/page_theme.h"
#include "modules/portal/portal_inside.h"
#include "modules/procedures/procedures.h"

enum { SITEMAP_MOST = 8 * 1024 * 1024 };

/* Search results and begun forms are nobody's to index. */
enum result portal_answer_robots(struct q *q, const void *input)
{
    struct buf b;
    (void)input;
    buf_init(&b, q->arena, 4096);
    buf_puts(&b, "User-agent: *\nDisallow: /tim\nDisallow: /goi-y\nDisallow: /lam/\nDisallow: /xa\nDisallow: /dang-nhap\nDisallow: /cong-vu/\n");
    buf_printf(&b, "Sitemap: %s/sitemap.xml\n", q->app->settings.base_url);
    return reply_bytes(q, "text/plain; charset=utf-8", b.data, b.length, NULL);
}

static void add_address(struct q *q, struct buf *to, const char *path)
{
    buf_puts(to, "<url><loc>");
    buf_html(to, q->app->settings.base_url);
    buf_html(to, path);
    buf_puts(to, "</loc></url>\n");
}

enum result portal_answer_sitemap_xml(struct q *q, const void *input)
{
    static const char *const fixed[] = {"/", "/thu-tuc", "/don-vi", "/ban-do", "/he-thong", "/thong-ke", "/tro-giup", "/tro-giup/tiep-can",
                                        "/tro-giup/du-lieu-ca-nhan", "/tro-giup/nha-phat-trien"};
    const struct procedure *const *procedures;
    const struct life_event *events;
    size_t procedure_count = procedures_all(q, &procedures), event_count = procedures_life_events(&events);
    struct buf b;
    (void)input;
    buf_init(&b, q->arena, SITEMAP_MOST);
    buf_puts(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (route_of(HTTP_GET, fixed[i]))
            add_address(q, &b, fixed[i]);
    for (size_t i = 0; i < event_count; i++)
        add_address(q, &b, arena_printf(q->arena, "/su-kien/%s", events[i].id));
    for (size_t i = 0; i < procedure_count; i++)
        add_address(q, &b, procedures_url(q, procedures[i]));
    buf_puts(&b, "</urlset>\n");
    return reply_bytes(q, "application/xml", b.data, b.length, NULL);
}

enum result portal_answer_manifest(struct q *q, const void *input)
{
    struct json_writer w;
    struct theme t;
    struct buf b;
    (void)input;
    page_theme(q, &t);
    buf_init(&b, q->arena, 16 * 1024);
    json_begin(&w, &b);
    json_object_open(&w);
    json_field_text(&w, "name", arena_printf(q->arena, "%s – %s", t.portal, t.province));
    json_field_text(&w, "short_name", t.portal);
    json_field_text(&w, "lang", "vi");
    json_field_text(&w, "start_url", "/");
    json_field_text(&w, "display", "minimal-ui");
    json_field_text(&w, "theme_color", t.colour);
    json_field_text(&w, "background_color", t.colour);
    json_key(&w, "icons");
    json_array_open(&w);
    json_object_open(&w);
    json_field_text(&w, "src", page_asset(q, "favicon.svg"));
    json_field_text(&w, "sizes", "any");
    json_field_text(&w, "type", "image/svg+xml");
    json_object_close(&w);
    json_array_close(&w);
    json_object_close(&w);
    return reply_bytes(q, "application/manifest+json", b.data, b.length, NULL);
}
