/* The home page. Links to features of other modules stand there only if the module is switched on: no dead ends. */
#include "base/arena.h"
#include "base/text.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/http/route.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/page_theme.h"
#include "modules/portal/portal_inside.h"
#include "modules/procedures/procedures.h"
#include "portal_pages.h"

enum { POPULAR_SHOWN = 5, FIGURES_SHOWN = 4 };

static void fill_errands(struct q *q, struct portal_home_view *v)
{
    struct theme theme;
    struct portal_home_errands *list = arena_new_array(q->arena, struct portal_home_errands, 3);
    page_theme(q, &theme);
    if (route_of(HTTP_GET, "/tra-cuu"))
        list[v->errands_count++] = (struct portal_home_errands){.title = tr(q, T("How far is my dossier?")), .sentence = tr(q, T("Look it up by its code, without signing in")), .href = "/tra-cuu", .track = true};
    if (route_of(HTTP_GET, "/kiem-tra"))
        list[v->errands_count++] = (struct portal_home_errands){.title = tr(q, T("Verify a document")), .sentence = tr(q, T("Scan the QR code or type the code of the result")), .href = "/kiem-tra", .verify = true};
    list[v->errands_count++] = (struct portal_home_errands){
        .title = tr(q, T("Ask a person")), .sentence = arena_printf(q->arena, "%s: %s", theme.hotline_name, theme.hotline),
        .href = arena_printf(q->arena, "tel:%s", theme.hotline_digits), .call = true};
    v->errands = list;
}

static void fill_events(struct q *q, struct portal_home_view *v)
{
    const struct life_event *events;
    const struct popular *popular;
    v->events_count = procedures_life_events(&events);
    struct portal_home_events *list = arena_new_array(q->arena, struct portal_home_events, v->events_count + 1);
    for (size_t i = 0; i < v->events_count; i++)
        list[i] = (struct portal_home_events){events[i].icon, pick_language(q, events[i].name_vi, events[i].name_en),
                                              pick_language(q, events[i].sentence_vi, events[i].sentence_en), arena_printf(q->arena, "/su-kien/%s", events[i].id)};
    v->events = list;
    size_t count = procedures_popular(&popular);
    struct portal_home_popular *phrases = arena_new_array(q->arena, struct portal_home_popular, count + 1);
    for (size_t i = 0; i < count && i < POPULAR_SHOWN; i++)
        phrases[v->popular_count++] = (struct portal_home_popular){pick_language(q, popular[i].phrase_vi, popular[i].phrase_en),
                                                                   arena_printf(q->arena, "/thu-tuc/%s", popular[i].procedure_id)};
    v->popular = phrases;
}

/* 76,56 and 1.237; English readers get 76.56 and 1,237. */
static const char *value_text(struct q *q, const struct figure *f)
{
    int digits = !f->percent ? 0 : f->value * 10 == (double)(int64_t)(f->value * 10) ? 1 : 2;
    char *said = arena_strdup(q->arena, f->percent ? decimal_vi(q->arena, f->value, digits) : number_vi(q->arena, (int64_t)f->value));
    for (char *at = said; q->language == LANGUAGE_EN && *at; at++)
        *at = *at == '.' ? ',' : *at == ',' ? '.' : *at;
    return said;
}

static void fill_figures(struct q *q, struct portal_home_view *v)
{
    const struct figure *figures;
    size_t count = portal_figures(&figures);
    struct portal_home_figures *list = arena_new_array(q->arena, struct portal_home_figures, FIGURES_SHOWN);
    for (size_t i = 0; i < count && i < FIGURES_SHOWN; i++)
        list[v->figures_count++] = (struct portal_home_figures){pick_language(q, figures[i].label_vi, figures[i].label_en), value_text(q, &figures[i]),
                                                                figures[i].percent, pick_language(q, figures[i].detail_vi, figures[i].detail_en)};
    v->figures = list;
    v->period = count ? figures[0].period : NULL;
    v->source = count ? pick_language(q, figures[0].source_vi, figures[0].source_en) : NULL;
    v->statistics = route_of(HTTP_GET, "/thong-ke") ? "/thong-ke" : NULL;
}

enum result portal_answer_home(struct q *q, const void *input)
{
    const struct procedure *const *all;
    struct portal_home_view v = {.find = procedures_find_box(q, NULL), .total = (int64_t)procedures_all(q, &all)};
    (void)input;
    fill_errands(q, &v);
    fill_events(q, &v);
    fill_figures(q, &v);
    return portal_home_page(q, &(struct page){.title = tr(q, T("Public services")), .current = "/", .flush = true,
                                              .description = tr(q, T("Find a procedure, submit it online, follow it and verify results."))}, &v);
}
