/* /tro-giup and the pages under it. */
#include "base/arena.h"
#include "base/text.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/http/route.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/page_menu.h"
#include "core/page_theme.h"
#include "core/province.h"
#include "modules/portal/portal_inside.h"
#include "modules/procedures/procedures.h"
#include "portal_pages.h"

static const struct page *frame(struct q *q, const char *title)
{
    struct page *p = arena_new_one(q->arena, struct page);
    struct crumb *crumbs = arena_new_array(q->arena, struct crumb, 3);
    crumbs[0] = (struct crumb){tr(q, T("Public services")), "/"};
    crumbs[1] = (struct crumb){tr(q, T("Help")), "/tro-giup"};
    *p = (struct page){.title = title, .crumbs = crumbs};
    return p;
}

static const char *contact(struct q *q, const char *what)
{
    const char *language = q->language == LANGUAGE_EN ? "en" : "vi";
    return q->app->province ? province_text(q->app->province, arena_printf(q->arena, "contacts.%s_%s", what, language)) : NULL;
}

enum result portal_answer_help(struct q *q, const void *input)
{
    struct theme t;
    (void)input;
    page_theme(q, &t);
    struct portal_help_view v = {.hotline = t.hotline, .hotline_digits = t.hotline_digits, .hotline_name = t.hotline_name, .hotline_note = t.hotline_note,
                                 .hours = contact(q, "hours"), .address = contact(q, "address"),
                                 .email = q->app->province ? province_text(q->app->province, "contacts.email") : NULL, .tracking = route_of(HTTP_GET, "/tra-cuu")};
    struct page p = *frame(q, tr(q, T("Help")));
    p.crumbs = (struct crumb[]){{tr(q, T("Public services")), "/"}, {NULL, NULL}};
    return portal_help_page(q, &p, &v);
}

enum result portal_answer_accessibility(struct q *q, const void *input)
{
    struct theme t;
    (void)input;
    page_theme(q, &t);
    return portal_accessibility_page(q, frame(q, tr(q, T("Accessibility"))),
                                     &(struct portal_accessibility_view){.organisation = t.organisation, .hotline = t.hotline, .hotline_digits = t.hotline_digits});
}

enum result portal_answer_personal_data(struct q *q, const void *input)
{
    struct theme t;
    (void)input;
    page_theme(q, &t);
    return portal_personal_data_page(q, frame(q, tr(q, T("Protection of personal data"))),
                                     &(struct portal_personal_data_view){.organisation = t.organisation, .hotline = t.hotline, .hotline_digits = t.hotline_digits,
                                                                         .readers = route_of(HTTP_GET, "/ai-da-xem")});
}

enum result portal_answer_developers(struct q *q, const void *input)
{
    (void)input;
    return portal_developers_page(q, frame(q, tr(q, T("For developers"))),
                                  &(struct portal_developers_view){.base = q->app->settings.base_url, .reference = route_of(HTTP_GET, "/api"),
                                                                   .openapi = route_of(HTTP_GET, "/api/v1/openapi.json")});
}

/* --- site map ------------------------------------------------------------------------------------------------------------------ */

enum { SECTIONS = 3, LINKS_MOST = 60 };
struct collecting { struct portal_site_map_sections_links *links; size_t count; };

static void add(struct q *q, const struct menu *e, void *arg)
{
    struct collecting *c = arg;
    if (c->count < LINKS_MOST)
        c->links[c->count++] = (struct portal_site_map_sections_links){tr(q, e->label), e->path};
}

static struct portal_site_map_sections menu_section(struct q *q, enum menu_place place, const char *heading)
{
    struct collecting c = {.links = arena_new_array(q->arena, struct portal_site_map_sections_links, LINKS_MOST)};
    page_menu_each(q, place, add, &c);
    return (struct portal_site_map_sections){.heading = heading, .links = c.links, .links_count = c.count};
}

enum result portal_answer_site_map(struct q *q, const void *input)
{
    const struct life_event *events;
    size_t count = procedures_life_events(&events);
    struct portal_site_map_sections_links *links = arena_new_array(q->arena, struct portal_site_map_sections_links, count + 1);
    (void)input;
    for (size_t i = 0; i < count; i++)
        links[i] = (struct portal_site_map_sections_links){pick_language(q, events[i].name_vi, events[i].name_en), arena_printf(q->arena, "/su-kien/%s", events[i].id)};
    struct portal_site_map_sections sections[SECTIONS] = {
        menu_section(q, MENU_SITE, tr(q, T("Main pages"))),
        {.heading = tr(q, T("By events of life")), .links = links, .links_count = count},
        menu_section(q, MENU_FOOT, tr(q, T("About this portal")))};
    return portal_site_map_page(q, frame(q, tr(q, T("Site map"))), &(struct portal_site_map_view){.sections = sections, .sections_count = SECTIONS});
}
