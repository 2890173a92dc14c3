/* /su-kien/{id}: an event of life. */
#include "base/arena.h"
#include "base/text.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/page.h"
#include "modules/portal/portal_inside.h"
#include "modules/procedures/procedures.h"
#include "portal_pages.h"

static void fill_others(struct q *q, const struct life_event *events, size_t count, const struct life_event *this, struct portal_event_view *v)
{
    struct portal_event_others *list = arena_new_array(q->arena, struct portal_event_others, count + 1);
    for (size_t i = 0; i < count; i++)
        if (&events[i] != this)
            list[v->others_count++] = (struct portal_event_others){pick_language(q, events[i].name_vi, events[i].name_en), arena_printf(q->arena, "/su-kien/%s", events[i].id)};
    v->others = list;
}

enum result portal_answer_event(struct q *q, const void *input)
{
    const struct event_input *in = input;
    const struct life_event *events, *event = NULL;
    size_t count = procedures_life_events(&events);
    for (size_t i = 0; i < count; i++)
        if (text_equal(events[i].id, in->id))
            event = &events[i];
    if (!event)
        return fail(q, NOT_FOUND, T("There is no such event of life"));
    struct portal_event_cards *cards = arena_new_array(q->arena, struct portal_event_cards, event->count + 1);
    struct portal_event_view v = {.name = pick_language(q, event->name_vi, event->name_en), .sentence = pick_language(q, event->sentence_vi, event->sentence_en), .cards = cards};
    for (size_t i = 0; i < event->count; i++) {
        const struct procedure *p = procedures_find(q, event->procedures[i], 0);
        if (p)
            cards[v.cards_count++].card = procedures_card(q, p, NULL);
    }
    v.total = (int64_t)v.cards_count;
    fill_others(q, events, count, event, &v);
    return portal_event_page(q, &(struct page){.title = v.name, .description = v.sentence, .current = "/",
                                               .crumbs = (struct crumb[]){{tr(q, T("Public services")), "/"}, {NULL, NULL}}}, &v);
}
