/* A page is rendered into a buffer, then put into its shell with the navigation of this reader. The shells are pages/shell_*.html. */
#include "core/page.h"
#include "base/text.h"
#include "core/access.h"
#include "core/app.h"
#include "core/field.h"
#include "core/http/http.h"
#include "core/http/preferences.h"
#include "core/http/route.h"
#include "core/i18n.h"
#include "core/page_menu.h"
#include "core/page_theme.h"
#include "core_pages.h"
#include <string.h>

enum { CONTENT_MOST = 16 * 1024 * 1024, LINKS_MOST = 40, GROUPS_MOST = 12 };

static page_unit_name_fn *unit_name;
static page_notice_fn *notice;

void page_set_unit_name(page_unit_name_fn *name)
{
    unit_name = name;
}

void page_set_notice(page_notice_fn *text)
{
    notice = text;
}

/* --- parts that the shells share -------------------------------------------------------------------------------------------- */

/* "Lỗi: Tên trang – Tỉnh Quảng Nam" */
static const char *full_title(struct q *q, const struct page *frame, const char *ending)
{
    const char *wrong = q->problem.field_count ? tr(q, T("Error: ")) : "";
    return *ending ? arena_printf(q->arena, "%s%s – %s", wrong, frame->title, ending) : arena_printf(q->arena, "%s%s", wrong, frame->title);
}

static const char *language_code(enum language l)
{
    return l == LANGUAGE_EN ? "en" : "vi";
}

static enum language other(enum language l)
{
    return l == LANGUAGE_EN ? LANGUAGE_VI : LANGUAGE_EN;
}

static const char *language_own_name(enum language l)
{
    return l == LANGUAGE_EN ? "English" : "Tiếng Việt";
}

static const char *canonical(struct q *q, const struct page *frame)
{
    struct buf b;
    buf_init(&b, q->arena, 8 * 1024);
    buf_puts(&b, q->app->settings.base_url);
    buf_puts(&b, frame->canonical ? frame->canonical : q->request ? q->request->path : "/");
    return b.data;
}

/* Is there such a page? Core knows no module, but a search box without a search would be a dead end. */
static bool page_exists(struct q *q, const char *path)
{
    struct route_found found;
    route_find(q->arena, HTTP_GET, path, &found);
    return found.route && strcmp(found.route->path, path) == 0;
}

/* --- site ------------------------------------------------------------------------------------------------------------------- */

struct site_links {
    const struct menu *current;
    struct core_shell_site_nav nav[LINKS_MOST];
    struct core_shell_site_person_links person[LINKS_MOST];
    struct core_shell_site_foot foot[GROUPS_MOST];
    struct core_shell_site_foot_links foot_links[GROUPS_MOST][LINKS_MOST];
    size_t nav_count, person_count, foot_count;
};

static void add_site_link(struct q *q, const struct menu *e, void *arg)
{
    struct site_links *l = arg;
    if (page_menu_is_personal(e)) {
        if (l->person_count < LINKS_MOST)
            l->person[l->person_count++] = (struct core_shell_site_person_links){tr(q, e->label), e->path};
    } else if (l->nav_count < LINKS_MOST) {
        l->nav[l->nav_count++] = (struct core_shell_site_nav){tr(q, e->label), e->path, e == l->current};
    }
}

static void add_foot_link(struct q *q, const struct menu *e, void *arg)
{
    struct site_links *l = arg;
    const char *heading = tr(q, e->group ? e->group : T("On this portal"));
    size_t g = 0;
    while (g < l->foot_count && strcmp(l->foot[g].heading, heading) != 0)
        g++;
    if (g == GROUPS_MOST)
        return;
    if (g == l->foot_count)
        l->foot[l->foot_count++] = (struct core_shell_site_foot){.heading = heading, .links = l->foot_links[g]};
    if (l->foot[g].links_count < LINKS_MOST)
        l->foot_links[g][l->foot[g].links_count++] = (struct core_shell_site_foot_links){tr(q, e->label), e->path};
}

static struct core_shell_site_crumbs *site_crumbs(struct q *q, const struct page *frame, size_t *ret_count)
{
    size_t n = 0;
    while (frame->crumbs && frame->crumbs[n].label)
        n++;
    struct core_shell_site_crumbs *crumbs = arena_new_array(q->arena, struct core_shell_site_crumbs, n + 1);
    for (size_t i = 0; i < n; i++)
        crumbs[i] = (struct core_shell_site_crumbs){frame->crumbs[i].label, frame->crumbs[i].url};
    *ret_count = n;
    return crumbs;
}

static void fill_site_texts(struct q *q, const struct page *frame, struct core_shell_site_view *v)
{
    struct theme theme;
    struct preferences wish;
    page_theme(q, &theme);
    preferences_read(q, &wish);
    v->language = language_code(q->language);
    v->html_class = wish.html_class;
    v->large_text = wish.large_text;
    v->strong_contrast = wish.strong_contrast;
    v->title = full_title(q, frame, theme.province);
    v->theme_colour = theme.colour;
    v->province = theme.province;
    v->portal = theme.portal;
    v->organisation = theme.organisation;
    v->note = theme.note;
    v->demo = theme.demo;
    v->hotline = theme.hotline;
    v->hotline_digits = theme.hotline_digits;
    v->hotline_name = theme.hotline_name;
    v->hotline_note = theme.hotline_note;
    v->other_language = language_own_name(other(q->language));
    v->other_language_code = language_code(other(q->language));
    v->other_language_url = page_url_with(q, "ngon-ngu", v->other_language_code);
    v->path = page_url_with(q, "ngon-ngu", NULL);
}

static void write_site(struct q *q, struct buf *to, const struct page *frame, const char *content)
{
    struct site_links *links = arena_new_one(q->arena, struct site_links);
    links->current = page_menu_current(q, MENU_SITE, frame->current);
    page_menu_each(q, MENU_SITE, add_site_link, links);
    page_menu_each(q, MENU_FOOT, add_foot_link, links);
    const struct menu *home = q->account->kind == ACCOUNT_OFFICER ? page_menu_office_home(q) : NULL;
    if (home && links->person_count < LINKS_MOST)
        links->person[links->person_count++] = (struct core_shell_site_person_links){tr(q, T("Officers' pages")), home->path};
    struct core_shell_site_view v = {.description = frame->description,
                                     .canonical = canonical(q, frame),
                                     .no_index = frame->no_index,
                                     .map = frame->map,
                                     .wrap = !frame->flush,
                                     .main_class = frame->flush                   ? "flush"
                                                   : frame->back || frame->crumbs ? "tight"
                                                                                  : NULL,
                                     .person = q->account->kind == ACCOUNT_NOBODY ? NULL : q->account->name,
                                     .search = page_exists(q, "/tim"),
                                     .manifest = page_exists(q, "/site.webmanifest"),
                                     .back = frame->back,
                                     .nav = links->nav,
                                     .nav_count = links->nav_count,
                                     .person_links = links->person,
                                     .person_links_count = links->person_count,
                                     .foot = links->foot,
                                     .foot_count = links->foot_count,
                                     .notice = notice ? notice(q) : NULL,
                                     .errors = field_summary(q),
                                     .content = content};
    v.crumbs = site_crumbs(q, frame, &v.crumbs_count);
    fill_site_texts(q, frame, &v);
    core_shell_site_render(q, to, &v);
}

/* --- office ----------------------------------------------------------------------------------------------------------------- */

struct office_links {
    const struct menu *current;
    struct core_shell_office_groups groups[GROUPS_MOST];
    struct core_shell_office_groups_items items[GROUPS_MOST][LINKS_MOST];
    struct core_shell_office_person_links person[LINKS_MOST];
    size_t group_count, person_count;
    enum result result; /* of the counts */
};

static void add_office_item(struct q *q, struct office_links *l, size_t g, const struct menu *e)
{
    struct core_shell_office_groups_items item = {.label = tr(q, e->label), .href = e->path, .icon = e->icon, .current = e == l->current};
    int64_t count = 0;
    if (e->count && l->result == OK)
        l->result = e->count(q, &count, &item.late);
    if (count)
        item.count = number_vi(q->arena, count);
    if (l->groups[g].items_count < LINKS_MOST)
        l->items[g][l->groups[g].items_count++] = item;
}

static void add_office_link(struct q *q, const struct menu *e, void *arg)
{
    struct office_links *l = arg;
    if (!e->group) {
        if (l->person_count < LINKS_MOST)
            l->person[l->person_count++] = (struct core_shell_office_person_links){tr(q, e->label), e->path};
        return;
    }
    const char *heading = tr(q, e->group);
    size_t g = 0;
    while (g < l->group_count && strcmp(l->groups[g].heading, heading) != 0)
        g++;
    if (g == GROUPS_MOST)
        return;
    if (g == l->group_count)
        l->groups[l->group_count++] = (struct core_shell_office_groups){.heading = heading, .items = l->items[g]};
    add_office_item(q, l, g, e);
}

static struct core_shell_office_crumbs *office_crumbs(struct q *q, const struct page *frame, size_t *ret_count)
{
    size_t n = 0;
    while (frame->crumbs && frame->crumbs[n].label)
        n++;
    struct core_shell_office_crumbs *crumbs = arena_new_array(q->arena, struct core_shell_office_crumbs, n + 1);
    for (size_t i = 0; i < n; i++)
        crumbs[i] = (struct core_shell_office_crumbs){frame->crumbs[i].label, frame->crumbs[i].url};
    *ret_count = n;
    return crumbs;
}

static enum result write_office(struct q *q, struct buf *to, const struct page *frame, const char *content)
{
    struct office_links *links = arena_new_one(q->arena, struct office_links);
    struct theme theme;
    struct preferences wish;
    const char *place = q->account->unit_id && unit_name ? unit_name(q, q->account->unit_id) : NULL;
    const struct menu *home = page_menu_office_home(q);
    links->current = page_menu_current(q, MENU_OFFICE, frame->current);
    page_theme(q, &theme);
    preferences_read(q, &wish);
    page_menu_each(q, MENU_OFFICE, add_office_link, links);
    TRY(links->result);
    struct core_shell_office_view v = {.language = language_code(q->language),
                                       .html_class = wish.html_class,
                                       .title = full_title(q, frame, place ? place : theme.portal),
                                       .theme_colour = theme.colour,
                                       .map = frame->map,
                                       .wide = frame->wide,
                                       .portal = theme.portal,
                                       .place = place,
                                       .province = theme.province,
                                       .home = home ? home->path : "/",
                                       .person = q->account->kind == ACCOUNT_NOBODY ? NULL : q->account->name,
                                       .role = q->account->role_name,
                                       .groups = links->groups,
                                       .groups_count = links->group_count,
                                       .person_links = links->person,
                                       .person_links_count = links->person_count,
                                       .notice = notice ? notice(q) : NULL,
                                       .demo = theme.demo,
                                       .note = theme.note,
                                       .back = frame->back,
                                       .errors = field_summary(q),
                                       .content = content,
                                       .other_language = language_own_name(other(q->language)),
                                       .other_language_code = language_code(other(q->language))};
    v.other_language_url = page_url_with(q, "ngon-ngu", v.other_language_code);
    v.crumbs = office_crumbs(q, frame, &v.crumbs_count);
    core_shell_office_render(q, to, &v);
    return OK;
}

/* --- all of it --------------------------------------------------------------------------------------------------------------- */

enum result page_show(struct q *q, const struct page *frame, page_render_fn *render, const void *view)
{
    struct buf content, *to = &q->reply->body;
    buf_init(&content, q->arena, CONTENT_MOST);
    render(q, &content, view);
    buf_clear(to);
    if (frame->shell == SHELL_OFFICE)
        TRY(write_office(q, to, frame, content.data));
    else if (frame->shell == SHELL_PRINT)
        core_shell_print_render(q, to, &(struct core_shell_print_view){language_code(q->language), frame->title, content.data});
    else
        write_site(q, to, frame, content.data);
    to->overflow |= content.overflow;
    q->reply->status = frame->status ? frame->status : q->reply->status ? q->reply->status : 200;
    q->reply->content_type = NULL;
    return OK;
}
